// SPDX-License-Identifier: MIT
// A training run as a figure has it. What is trained runs elsewhere (trainer.js); `shown` is the page's own trainer with the same
// options, which holds the data and takes over each snapshot, so that pictures and numbers come from one place.
//
//                 play                       pause, step, reset, another figure plays, out of sight
//     (at rest) ────────→ (playing)          it stopped by itself: reason says why
//               ←────────
//
// When a worker dies, another one goes on from the last snapshot, with an optimizer that starts afresh there.
import { DistantRun, LIVES } from './distant_run.js';

/** @typedef {import('./core.js').Options} Options */
/** @typedef {import('./core.js').Snapshot} Snapshot */
/** @typedef {import('./training.js').Reason} Reason */

/** Epochs a frame; ms between two frames; ms that points take to their new places. */
export const SPEEDS = /** @type {const} */ ({
  slow: { pace: 1, wait: 220, tween: 200 },
  frame: { pace: 1, wait: 0, tween: 0 },
  flat: { pace: Number.POSITIVE_INFINITY, wait: 0, tween: 0 },
});

/** @typedef {keyof typeof SPEEDS} Speed */

const TWEEN = 260; // ms, for what a button does
const CALM_WAIT = 1000; // ms between two pictures on the way to a goal, where nothing may move by itself
const RATE_SPAN = 500; // ms over which epochs a second are counted
const SLOWEST = 1e8; // weights times points a second that a worker trains at least

/**
 * What a run tells its figure.
 * @typedef {object} RunEvents
 * @property {() => void} wake it wants a frame
 * @property {() => void} changed playing, speed or reason are others
 * @property {() => void} rebuilt `shown` is another trainer
 */

export class Run extends DistantRun {
  /**
   * @param {import('./engine.js').Engine} engine @param {Options} options @param {boolean} calm whether nothing may move by itself
   * @param {RunEvents} events @param {Uint8Array | null} own the reader's own data, a file as the core reads it
   */
  constructor(engine, options, calm, events, own) {
    super(engine, events);
    this.options = options;
    this.own = own;
    /** @type {Snapshot | null} where it began, if not at the weights of its seed */
    this.loaded = null;
    this.calm = calm;
    /** @type {RunEvents} */
    this.events = events;
    this.shown = engine.core.trainer(options, own);
    /** @type {Speed} */
    this.speed = 'frame';
    this.goal = 0; // the epoch that it is to come to; 0: as far as it goes
    this.goesOn = false; // beyond the goal
    this.exact = Number.POSITIVE_INFINITY; // the last epoch that training anew from the seed leads to, bit for bit
    /** @type {Reason | null} why it stopped by itself */
    this.reason = null;
    /** @type {Snapshot | null} the newest one that is not shown yet */
    this.pending = null;
    /** @type {Snapshot | null} the one with the least loss: where a run that diverged can go back to */
    this.best = null;
    this.number = 0; // of the build or reset that snapshots must come from
    this.resetting = false; // none has come since a reset
    this.tween = 0; // ms, of the picture shown
    this.shownAt = 0;
    this.hasGhost = false; // the run before is kept to compare with
  }

  /** @param {import('./trainer.js').Trainer} trainer */
  begin(trainer) {
    trainer.send({ type: 'build', options: this.options, own: this.own, number: this.number });
    if (this.loaded) trainer.send({ type: 'adopt', snapshot: this.loaded });
  }

  /** Whether it shows this epoch, or is on its way to it. @param {number} epoch @param {boolean} plays whether it is to go on */
  isAt(epoch, plays) {
    if (this.goal) return this.goal === epoch;
    return this.shown.epoch === epoch && !this.resetting && (this.playing ? plays : !this.pending);
  }

  order() {
    const { goal } = this;
    const pace = goal ? Number.POSITIVE_INFINITY : SPEEDS[this.speed].pace;
    if (this.playing) this.ask({ type: 'play', pace, goal });
  }

  get patience() {
    return (this.shown.points * this.shown.view('parameters').length) / SLOWEST;
  }

  save() {
    this.loaded = { ...(this.pending ?? this.shown.snapshot()), losses: new Float32Array() };
    this.exact = Math.min(this.exact, this.loaded.epoch); // the optimizer's memory went with the worker
  }

  /** @returns {import('./trainer.js').Rung | null} where training runs */
  get rung() {
    return this.trainer?.rung ?? null;
  }

  play() {
    if (this.playing) return;
    this.reason = null;
    if (!this.best) this.keepBest(this.shown.snapshot());
    this.begins(this.shown.epoch);
  }

  pause() {
    this.goal = 0;
    super.pause();
  }

  /** From epoch 0 to another, where it rests, or goes on. @param {number} epoch @param {boolean} goesOn */
  goTo(epoch, goesOn) {
    this.reset();
    this.goal = epoch;
    this.goesOn = goesOn;
    if (epoch || goesOn) this.play();
  }

  /** Trains exactly so many epochs. @param {number} epochs */
  step(epochs) {
    this.pause();
    this.reason = null;
    this.ask({ type: 'step', epochs });
    this.events.changed();
  }

  /** @param {Snapshot} snapshot */
  keepBest(snapshot) {
    if (this.best && !(snapshot.loss < this.best.loss)) return;
    this.best = { ...snapshot, losses: new Float32Array() }; // what came before it is known
  }

  /** Back to the best state that was shown. The optimizer starts afresh there. */
  goBack() {
    if (!this.best) return;
    this.pause();
    this.reason = null;
    this.exact = Math.min(this.exact, this.best.epoch);
    this.trainer?.send({ type: 'adopt', snapshot: this.best });
    this.events.changed();
  }

  /** Back to epoch 0, with the weights of this seed. @param {number} [seed] */
  reset(seed = this.options.seed) {
    this.pause();
    if (!this.trainer) return this.rebuild({ ...this.options, seed });
    this.keepGhost(this.shown);
    this.options = { ...this.options, seed };
    this.reason = null;
    this.pending = null;
    this.best = null;
    this.loaded = null;
    this.exact = Number.POSITIVE_INFINITY;
    this.resetting = true;
    this.trainer?.send({ type: 'reset', seed, number: ++this.number });
    this.events.changed();
  }

  /**
   * Other options or data: a new network at epoch 0, which goes on playing. Throws, and changes nothing, when they do not fit.
   * @param {Options} options @param {Uint8Array | null} [own] @param {Float32Array | null} [parameters] in place of the seed's
   */
  rebuild(options, own = this.own, parameters = null) {
    const shown = this.engine.core.trainer(options, own);
    if (parameters) shown.view('parameters').set(parameters); // before anything is computed from others
    this.keepGhost(shown);
    this.shown.free();
    this.shown = shown;
    this.options = options;
    this.own = own;
    this.reason = null;
    this.pending = null;
    this.best = null;
    this.tween = 0;
    this.goal = 0;
    this.resetting = false;
    const resumes = this.playing;
    this.loaded = parameters ? { ...shown.snapshot(), losses: new Float32Array() } : null;
    this.exact = parameters ? -1 : Number.POSITIVE_INFINITY;
    this.trainer?.send({ type: 'build', options, own, number: ++this.number });
    if (this.loaded) this.trainer?.send({ type: 'adopt', snapshot: this.loaded });
    this.events.rebuilt();
    if (resumes) this.order();
  }

  /** The run so far, if it is one, becomes the one to compare with. @param {import('./core.js').CoreTrainer} next */
  keepGhost(next) {
    if (this.shown.epoch > 0) {
      next.keepGhost(this.shown);
      this.hasGhost = true;
    } else if (next !== this.shown) {
      this.hasGhost = false;
    }
  }

  /** @param {Speed} speed */
  setSpeed(speed) {
    this.speed = speed;
    this.order();
    this.events.changed();
  }

  /** On its way to a goal it will go on to it. */
  rest() {
    const { goal } = this;
    this.pause();
    this.goal = goal;
  }

  /** @param {import('./training.js').Report} report */
  hear(report) {
    if (report.type === 'snapshot' && report.number === this.number) {
      if (this.pending) this.shown.adopt(this.pending); // unseen, but its losses belong to the run
      this.pending = report.snapshot;
      this.resetting = false;
      this.events.wake();
    } else if (report.type === 'stopped' && report.number === this.number) {
      const epoch = this.pending?.epoch ?? this.shown.epoch;
      if (report.reason === 'diverged') this.exact = Math.min(this.exact, epoch);
      this.goal = 0;
      this.reason = report.reason;
      this.ended(report.reason === 'reached' && this.goesOn);
      this.events.changed();
    }
  }

  /**
   * Shows the newest snapshot when its time has come.
   * @param {number} now @returns {boolean} whether there is a new state
   */
  frame(now) {
    const { wait, tween } = this.goal ? { wait: this.calm ? CALM_WAIT : 0, tween: 0 } : SPEEDS[this.speed];
    if (!this.pending || (this.playing && now - this.shownAt < wait)) return false;
    const steady = this.pending.epoch > 0 || this.shown.epoch > 0;
    this.shown.remember();
    this.shown.adopt(this.pending);
    this.keepBest(this.pending);
    this.pending = null;
    this.lives = LIVES;
    this.shownAt = now;
    this.tween = this.calm || !steady ? 0 : this.playing ? tween : TWEEN;
    if (this.playing) this.ask({ type: 'drawn' });
    else this.trainer?.send({ type: 'drawn' });
    this.count(this.shown.epoch, now, RATE_SPAN);
    return true;
  }

  /** How far the picture is on its way from the state before. @param {number} now @returns {number} 0 … 1 */
  progress(now) {
    const part = this.tween ? Math.min(1, (now - this.shownAt) / this.tween) : 1;
    return part * part * (3 - 2 * part);
  }

  close() {
    super.close();
    this.shown.free();
  }
}
