// SPDX-License-Identifier: MIT
// A training run that goes on elsewhere (trainer.js), as figures have it: of all on the page one plays at a time, none while
// nobody looks; run.js and digit_run.js say what is trained and what comes back.
//
// A worker can die, and when the browser kills it nobody is told. One that owes an answer and is silent for some seconds is taken
// for dead: another one goes on from what is kept here.
import { Trainer } from './trainer.js';

/** @typedef {import('./training.js').Order} Order */
/** @typedef {import('./training.js').Report} Report */

const SILENCE = 5; // s that a worker may owe an answer; those that pass while the machine sleeps do not count
export const LIVES = 3; // workers that may die without having got on

export class DistantRun {
  /** @param {import('./engine.js').Engine} engine @param {{changed: () => void}} events changed: playing, or why it rests, is another */
  constructor(engine, events) {
    this.engine = engine;
    this.events = events;
    /** @type {Trainer | null} */
    this.trainer = null;
    this.playing = false;
    this.resumes = false; // it was playing when it went out of sight
    this.closed = false;
    this.rate = 0; // of epochs or digits, a second
    this.counted = { done: 0, at: 0 };
    this.silence = 0; // the timer that counts its seconds
    this.lives = LIVES;
  }

  // ---- for those that extend it -------------------------------------------------------------------------------------

  /** Sends what there is to train, and how. @param {Trainer} _trainer that has just been opened */
  begin(_trainer) {}

  /** Sends how it is to play. */
  order() {}

  /** @param {Report} _report */
  hear(_report) {}

  /** The worker is dead: what the next one begins with is put aside. */
  save() {}

  /** s beyond SILENCE that its answers may take. @returns {number} */
  get patience() {
    return 0;
  }

  // ---- the worker ---------------------------------------------------------------------------------------------------

  async open() {
    const trainer = await Trainer.open(this.engine.module, (report) => this.answered(report));
    if (this.closed) return trainer.close();
    this.trainer = trainer;
    this.begin(trainer);
    if (this.playing) this.order();
  }

  /** @param {Report} report */
  answered(report) {
    if (this.closed) return;
    clearInterval(this.silence);
    if (report.type === 'failed') this.revive();
    else this.hear(report);
  }

  /** Sends what is owed an answer. @param {Order} order */
  ask(order) {
    if (!this.trainer) return; // it is told all when it opens
    this.trainer.send(order);
    clearInterval(this.silence);
    let silent = 0;
    this.silence = window.setInterval(() => ++silent > SILENCE + this.patience && this.revive(), 1000);
  }

  /** Another worker in place of one that is dead; after too many of them none, until the reader asks again. */
  async revive() {
    clearInterval(this.silence);
    if (!this.lives--) {
      this.lives = LIVES;
      this.pause();
      return clearInterval(this.silence); // nothing more is expected of it
    }
    this.trainer?.close();
    this.trainer = null;
    this.save();
    await this.open();
  }

  // ---- playing ------------------------------------------------------------------------------------------------------

  /** Also before it is open: then it plays from there. @param {number} done so far, of what the rate is of */
  begins(done) {
    this.engine.trains(this);
    this.playing = true;
    this.counted = { done, at: 0 };
    this.order();
    this.events.changed();
  }

  pause() {
    this.resumes = false;
    if (!this.playing) return;
    this.playing = false;
    this.trainer?.send({ type: 'pause' });
    this.events.changed();
  }

  play() {}

  rest() {
    this.pause();
  }

  /** Trains only while somebody can look. @param {boolean} visible */
  look(visible) {
    if (!visible && this.playing) {
      this.rest();
      this.resumes = true;
      this.events.changed();
    } else if (visible && this.resumes) {
      this.resumes = false;
      this.play();
    }
  }

  /** It has stopped by itself. @param {boolean} goesOn whether it is to play on */
  ended(goesOn) {
    this.playing = false;
    if (this.resumes) this.resumes = goesOn;
    else if (goesOn) this.play();
  }

  /** @param {number} done @param {number} now @param {number} span ms over which it is counted */
  count(done, now, span) {
    if (!this.counted.at) this.counted = { done, at: now };
    const passed = now - this.counted.at;
    if (passed < span) return;
    this.rate = ((done - this.counted.done) / passed) * 1000;
    this.counted = { done, at: now };
  }

  close() {
    this.closed = true;
    clearInterval(this.silence);
    this.engine.rests(this);
    this.trainer?.close();
    this.trainer = null;
  }
}
