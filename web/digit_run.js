// SPDX-License-Identifier: MIT
// A training run on digits as Figure 6 has it: elsewhere (trainer.js), with snapshots of the codes here a few times a second, and
// the whole network now and then, so that the cursor can decode with it.
import { Trainer } from './trainer.js';

/** @typedef {import('./core_digit_training.js').DigitTask} DigitTask */
/** @typedef {import('./core_digit_training.js').DigitSnapshot} DigitSnapshot */
/** @typedef {import('./core_digit_training.js').DigitModel} DigitModel */

const REST = 180; // ms between snapshots: each takes the worker some 30 ms
const MODEL_EVERY = 1000; // ms
const RATE_SPAN = 1500; // ms over which digits a second are counted

/**
 * What a run tells its panel.
 * @typedef {object} DigitRunEvents
 * @property {() => void} changed there is another snapshot, or it plays or not
 * @property {(model: DigitModel) => void} model the network as it is
 * @property {(reason: string) => void} refused it cannot train
 */

export class DigitRun {
  /** @param {import('./engine.js').Engine} engine @param {DigitTask} task @param {DigitRunEvents} events */
  constructor(engine, task, events) {
    this.engine = engine;
    this.events = events;
    this.total = (task.digits.length / 784) * task.settings.epochs; // digits to be seen
    this.playing = false;
    this.resumes = false; // it was playing when it went out of sight
    /** @type {import('./core.js').StopReason | null} */
    this.reason = null;
    /** @type {DigitSnapshot | null} */
    this.snapshot = null;
    this.rate = 0; // digits a second
    this.counted = { seen: 0, at: 0 };
    this.modelAt = Number.NEGATIVE_INFINITY;
    this.timer = 0;
    /** @type {Trainer | null} */
    this.trainer = null;
    this.closed = false;
    this.open(task);
  }

  /** @param {DigitTask} task */
  async open(task) {
    try {
      const trainer = await Trainer.open(this.engine.module, (report) => this.hear(report));
      if (this.closed) return trainer.close();
      this.trainer = trainer;
      trainer.send({ type: 'digits', task, number: 0 });
      this.askForModel();
      if (this.playing) trainer.send({ type: 'play', pace: Number.POSITIVE_INFINITY });
    } catch (error) {
      if (!this.closed) this.events.refused(/** @type {Error} */ (error).message);
    }
  }

  get over() {
    return this.reason !== null;
  }

  play() {
    if (this.playing || this.over) return;
    this.engine.trains(this);
    this.playing = true;
    this.counted = { seen: this.snapshot?.seen ?? 0, at: 0 };
    this.trainer?.send({ type: 'play', pace: Number.POSITIVE_INFINITY });
    this.events.changed();
  }

  pause() {
    this.resumes = false;
    if (!this.playing) return;
    this.playing = false;
    this.trainer?.send({ type: 'pause' });
    this.askForModel();
    this.events.changed();
  }

  /** @param {boolean} visible */
  look(visible) {
    if (!visible && this.playing) {
      this.pause();
      this.resumes = true;
    } else if (visible && this.resumes) {
      this.resumes = false;
      this.play();
    }
  }

  askForModel() {
    this.modelAt = performance.now();
    this.trainer?.send({ type: 'model' });
  }

  /** @param {import('./training.js').Report} report */
  hear(report) {
    if (this.closed) return;
    if (report.type === 'snapshot') this.take(/** @type {any} */ (report.snapshot));
    else if (report.type === 'model') this.events.model(report.model);
    else if (report.type === 'refused') this.events.refused(report.message);
    else if (report.type === 'stopped') this.end(/** @type {import('./core.js').StopReason} */ (report.reason)); // it has no goal
  }

  /** @param {DigitSnapshot} snapshot */
  take(snapshot) {
    this.snapshot = snapshot;
    this.count(performance.now());
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.trainer?.send({ type: 'drawn' }), REST);
    if (this.playing && performance.now() - this.modelAt > MODEL_EVERY) this.askForModel();
    this.events.changed();
  }

  /** @param {import('./core.js').StopReason} reason */
  end(reason) {
    this.playing = false;
    this.reason = reason;
    this.engine.rests(this);
    this.askForModel();
    this.events.changed();
  }

  /** @param {number} now */
  count(now) {
    const seen = this.snapshot?.seen ?? 0;
    if (!this.counted.at) this.counted = { seen, at: now };
    const passed = now - this.counted.at;
    if (passed < (this.rate ? RATE_SPAN : RATE_SPAN / 3)) return;
    this.rate = ((seen - this.counted.seen) / passed) * 1000;
    this.counted = { seen, at: now };
  }

  /** s until it is over, at the rate of now; NaN when that is not known. @returns {number} */
  get secondsLeft() {
    return this.rate && this.snapshot ? (this.total - this.snapshot.seen) / this.rate : Number.NaN;
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.engine.rests(this);
    this.trainer?.close();
    this.trainer = null;
  }
}
