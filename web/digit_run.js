// SPDX-License-Identifier: MIT
// A training run on digits as Figure 6 has it: elsewhere (trainer.js), with snapshots of the codes here a few times a second, and
// the whole network now and then, so that the cursor can decode with it, and another worker go on from it when one has died.
import { DistantRun, LIVES } from './distant_run.js';

/** @typedef {import('./trainer.js').Trainer} Trainer */
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

export class DigitRun extends DistantRun {
  /** @param {import('./engine.js').Engine} engine @param {DigitTask} task @param {DigitRunEvents} events */
  constructor(engine, task, events) {
    super(engine, events);
    /** @type {DigitRunEvents} */
    this.events = events;
    this.task = task;
    this.total = (task.digits.length / 784) * task.settings.epochs; // digits to be seen
    /** @type {import('./core.js').StopReason | null} */
    this.reason = null;
    /** @type {DigitSnapshot | null} */
    this.snapshot = null;
    /** @type {DigitModel | null} the newest: where it goes on when its worker has died */
    this.model = null;
    this.modelAt = Number.NEGATIVE_INFINITY;
    this.timer = 0;
    this.open();
  }

  async open() {
    try {
      await super.open();
    } catch (error) {
      if (!this.closed) this.events.refused(/** @type {Error} */ (error).message);
    }
  }

  /** @param {Trainer} trainer */
  begin(trainer) {
    trainer.send({ type: 'digits', task: this.task, from: this.model, number: 0 });
    this.askForModel();
  }

  order() {
    this.ask({ type: 'play', pace: Number.POSITIVE_INFINITY });
  }

  get over() {
    return this.reason !== null;
  }

  play() {
    if (this.playing || this.over) return;
    this.begins(this.snapshot?.seen ?? 0);
  }

  pause() {
    const { playing } = this;
    super.pause();
    if (playing) this.askForModel(); // that of the last snapshot
  }

  askForModel() {
    this.modelAt = performance.now();
    this.ask({ type: 'model' });
  }

  /** @param {import('./training.js').Report} report */
  hear(report) {
    if (report.type === 'snapshot') this.take(/** @type {any} */ (report.snapshot));
    else if (report.type === 'model') this.keep(report.model);
    else if (report.type === 'refused') this.events.refused(report.message);
    else if (report.type === 'stopped') this.end(/** @type {import('./core.js').StopReason} */ (report.reason)); // it has no goal
  }

  /** @param {DigitSnapshot} snapshot */
  take(snapshot) {
    this.snapshot = snapshot;
    if (this.playing) this.count(snapshot.seen, performance.now(), this.rate ? RATE_SPAN : RATE_SPAN / 3);
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.drawn(), REST);
    this.events.changed();
  }

  /** The worker may send another snapshot; now and then it is asked for the network too. */
  drawn() {
    if (!this.playing) this.trainer?.send({ type: 'drawn' });
    else if (performance.now() - this.modelAt > MODEL_EVERY) {
      this.trainer?.send({ type: 'drawn' });
      this.askForModel();
    } else this.ask({ type: 'drawn' });
  }

  /** @param {DigitModel} model */
  keep(model) {
    if (model.seen > (this.model?.seen ?? 0)) this.lives = LIVES; // it gets on
    this.model = model;
    this.events.model(model);
  }

  /** @param {import('./core.js').StopReason} reason */
  end(reason) {
    this.reason = reason;
    this.ended(false);
    this.engine.rests(this);
    this.askForModel();
    this.events.changed();
  }

  /** s until it is over, at the rate of now; NaN when that is not known. @returns {number} */
  get secondsLeft() {
    return this.rate && this.snapshot ? (this.total - this.snapshot.seen) / this.rate : Number.NaN;
  }

  close() {
    clearTimeout(this.timer);
    super.close();
  }
}
