// SPDX-License-Identifier: MIT
// A figure of a network that has been trained: in the page's own core, from the seed in the state, for as many epochs as the
// option `epochs` says, as soon as the figure comes near. No data file and no worker. A class that extends this one gives
// `defaults` with its epochs and, beside what Figure asks for:
//
//   rebuilt()   the network is another one: layers and points may be others
//
// and inherits “New seed” (a button data-do="seed", `trained` in strings.js has its words), the passage from the picture before
// to this one, and the numbers epoch, loss and seed. Larger networks than the default one go on in the frames that follow, so that
// nothing blocks the page; what is shown is then the state that training has come to.
import { button, numbers } from './controls.js';
import { Figure } from './figure.js';
import { strings } from './strings.js';

/** @typedef {import('./core.js').Options} Options */

const BUDGET = { start: 60, frame: 8 }; // ms of training at a time
const TWEEN = 700; // ms that points take to their new places
const FOLLOW = 0.18; // part of the way that the codes' window goes in a frame

const { trained: text } = strings;

/** @param {string} [kind] its class */
export const seedButton = (kind = 'primary') => button('seed', 'seed', text.newSeed, kind);

export const trainedNumbers = () => numbers({ epoch: text.epoch, loss: text.loss, seed: text.seed });

/** Where a message and the line about the selected point stand. */
export const lines = () => `
  <div class="lines"><p class="message" hidden></p><p class="readout" data-show="readout"></p></div>`;

export class Trained extends Figure {
  /** What stands in the place of a point's numbers while none is selected. */
  static hint = '';

  /** @param {import('./figure.js').Setting} setting @param {string} html */
  constructor(setting, html) {
    super(setting, html);
    this.given = setting.state;
    this.trainer = this.engine.core.trainer(this.options);
    /** @type {import('./core.js').StopReason | null} why training has ended; null while it goes on */
    this.reason = null;
    /** @type {import('./figure.js').State} codes that were asked for before training had ended, and moved with it */
    this.late = {};
    this.since = Number.NEGATIVE_INFINITY; // ms: when the picture set off from the one before
    this.train(BUDGET.start);
    this.onButtons('[data-do=seed]', () => this.tryToSet({ seed: this.options.seed + 1 }));
    this.listenToFields();
  }

  /** Layers and points may be others. */
  rebuilt() {}

  get shown() {
    return this.trainer;
  }

  get state() {
    const { epoch, loss } = this.shown;
    return { ...super.state, epoch, loss };
  }

  // ---- training -----------------------------------------------------------------------------------------------------

  /** Trains one epoch. @returns {import('./core.js').StopReason | null} null when training may go on */
  trainEpoch() {
    return this.trainer.run(1);
  }

  /** Trains on, for so long at most. @param {number} time ms */
  train(time) {
    const end = performance.now() + time;
    do this.reason = this.trainEpoch();
    while (!this.reason && performance.now() < end);
  }

  /** @param {import('./figure.js').State} changes */
  set(changes) {
    super.set(changes);
    if (!this.reason) for (const name of ['z1', 'z2']) if (name in changes) this.late[name] = changes[name];
  }

  /** @param {Options} options @param {string[]} changed */
  useOptions(options, changed) {
    const { core } = this.engine;
    const same = changed.length === 1 && changed[0] === 'seed'; // data and layers
    if (same) {
      this.trainer.remember();
      this.trainer.reset(options.seed);
    } else {
      const trainer = core.trainer(options);
      this.trainer.free();
      this.trainer = trainer;
    }
    this.options = options;
    this.late = {};
    this.train(BUDGET.start);
    this.since = same && !this.calm ? performance.now() : Number.NEGATIVE_INFINITY;
    this.rebuilt();
    this.pin(Math.min(this.pinned, this.pointCount - 1));
    this.progressed();
  }

  /** It has been trained, maybe not to the end yet. */
  progressed() {
    const { epoch, loss } = this.shown;
    this.say(this.reason === 'diverged' ? strings.train.stopped.diverged(epoch) : '');
    this.write();
    this.changed();
    if (!this.reason) return;
    const { late } = this;
    this.late = {};
    if (Object.keys(late).length) this.set(late);
    this.send('ae-step', { epoch, loss });
  }

  async open() {
    this.rebuilt();
    this.set(this.given); // what is no option; the options are those of the network already
    this.write();
  }

  // ---- frames -------------------------------------------------------------------------------------------------------

  /** @param {number} now @returns {boolean} */
  step(now) {
    if (!this.reason && this.visible) {
      this.train(BUDGET.frame);
      this.progressed();
    }
    const part = Math.max(0, Math.min(1, (now - this.since) / TWEEN));
    const progress = part * part * (3 - 2 * part);
    for (const plot of this.plots.values()) {
      if (plot.progress !== progress) plot.dirty = true;
      plot.progress = progress;
    }
    // Where the codes' plots look at goes after the codes.
    const following = this.shown.followLatent(this.calm || this.since < 0 ? 1 : FOLLOW) > 0.001;
    if (following) this.touch();
    return following || progress < 1 || (!this.reason && this.visible);
  }

  // ---- words --------------------------------------------------------------------------------------------------------

  write() {
    const { shown, selected } = this;
    this.show('epoch', strings.number(shown.epoch));
    this.show('loss', strings.lossValue(shown.loss));
    this.show(
      'readout',
      selected < 0 ? /** @type {typeof Trained} */ (this.constructor).hint : this.pointLine(selected),
    );
    this.find('.readout').hidden = !this.find('.message').hidden && selected < 0;
    this.writeFields();
    this.tell();
  }

  describe() {
    const { epoch, loss } = this.shown;
    return text.describe(epoch, loss, this.pointCount, this.options.seed);
  }

  dispose() {
    super.dispose();
    this.trainer?.free(); // there is none when it could not be made
  }
}
