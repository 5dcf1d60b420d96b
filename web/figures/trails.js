// SPDX-License-Identifier: MIT
// Figure 4: the latent space during training, epoch by epoch. The whole run is recorded when the figure comes near; every epoch that
// is shown is that epoch’s own state.
import { button, checkbox, face, legend, numbers, orbitTools, plot, segments, slider } from '../controls.js';
import { dotRadius, numberAmong } from '../figure.js';
import { LossPlot } from '../losses.js';
import { strings } from '../strings.js';
import { trails as text } from '../strings_trails.js';
import { fade } from '../theme.js';
import { lines, seedButton, Trained } from '../trained.js';

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../figure.js').State} State */

const { parts } = strings;

const EPOCHS = 200;
const FIRST = 10; // the epoch at the start: codes have spread, and trails are long
const PACE = 1000 / 20; // ms that an epoch is shown while playing
const SLOPE = 0.1; // gradient that the bar stands for

// With the rate of Adam, plain descent would hardly come from the spot in so few epochs.
const RATES = { adam: 0.001, sgd: 0.01 };

const template = `
  <div class="controls">
    ${button('play', 'play', text.play, 'primary')}
    ${button('first', 'first', text.first)}
    ${button('before', 'before', text.before)}
    ${button('after', 'step', text.after)}
    ${button('last', 'last', text.last)}
    ${slider('epoch', text.epoch, { min: 0, max: EPOCHS, step: 1, value: FIRST }).replace('"slider"', '"slider long"')}
    ${numbers({ loss: strings.trained.loss, seed: strings.trained.seed })}
  </div>
  <div class="controls">
    ${seedButton('')}
    ${segments('optimizer', text.optimizer, text.optimizers)}
    ${checkbox('next', text.next)}
  </div>
  <div class="large first">
    ${plot('latent', parts.latent, text.describeLatent, '<span data-show="scale"></span><span data-show="arrows"></span>')}
    ${plot('space', text.output, text.describeOutput, legend(text.outputKey), orbitTools())}
  </div>
  <p class="finding short" data-show="followed"></p>
  ${plot('losses', strings.losses.title, strings.losses.describe, '<span data-show="losses-value"></span>')}
  ${lines()}`;

export class Trails extends Trained {
  static title = text.title;
  static names = [...Trained.names, 'epoch', 'playing', 'next'];
  static defaults = { epochs: EPOCHS };
  static zoom = 0.86; // the third axis’s name stays clear of the buttons
  static hint = text.hint;

  /** @param {import('../figure.js').Setting} setting */
  constructor(setting) {
    super(setting, template);
    this.epoch = FIRST; // that is meant; shown as soon as the run is recorded
    this.playing = false;
    this.next = false; // whether it is shown where each point went
    this.stale = false; // texts are of another epoch; they are written once a frame, however fast the reader scrubs
    this.turnedAt = 0; // ms: when the epoch was turned over last
    this.makePlots();
    this.losses = new LossPlot(this, 'losses', {
      floor: true,
      ghost: () => false,
      scrub: { epoch: () => this.shown.epoch, to: (epoch) => this.set({ epoch, playing: false }) },
    });
    this.listen();
  }

  // ---- state --------------------------------------------------------------------------------------------------------

  trainEpoch() {
    return this.trainer.record();
  }

  get last() {
    return this.shown.recorded;
  }

  get state() {
    return { ...super.state, playing: this.playing, next: this.next };
  }

  /** @param {State} changes */
  set(changes) {
    const most = Number(changes.epochs ?? this.options.epochs);
    const epoch = numberAmong(changes, 'epoch', { least: 0, most, whole: true });
    super.set(changes);
    if ('next' in changes) this.next = `${changes.next}` !== 'false';
    if (epoch !== undefined) this.epoch = epoch;
    if ('playing' in changes) this.play(`${changes.playing}` !== 'false');
    this.turn();
  }

  /** @param {import('../core.js').Options} options @param {string[]} changed */
  useOptions(options, changed) {
    super.useOptions(options, changed);
    this.since = Number.NEGATIVE_INFINITY; // no passage: every picture is of one epoch
    this.trainer.fitRecord();
  }

  /** The run is recorded, maybe not to the end yet. */
  progressed() {
    if (this.reason) this.trainer.fitRecord();
    super.progressed();
    this.turn();
  }

  rebuilt() {
    this.turnable('latent', this.options.bottleneck === 3);
    if (this.reason) this.trainer.fitRecord();
  }

  // ---- what the reader does -----------------------------------------------------------------------------------------

  listen() {
    /** @type {Record<string, () => void>} */
    const actions = {
      play: () => this.set({ playing: !this.playing }),
      first: () => this.set({ epoch: 0, playing: false }),
      before: () => this.set({ epoch: Math.max(0, this.shown.epoch - 1), playing: false }),
      after: () => this.set({ epoch: Math.min(this.last, this.shown.epoch + 1), playing: false }),
      last: () => this.set({ epoch: this.last, playing: false }),
    };
    for (const [name, act] of Object.entries(actions)) this.onButtons(`[data-do=${name}]`, act);
  }

  /** @param {State} changes */
  tryToSet(changes) {
    const { optimizer } = changes;
    super.tryToSet(optimizer ? { ...changes, rate: RATES[/** @type {'adam' | 'sgd'} */ (optimizer)] } : changes);
  }

  /** From the beginning, when there is nothing after what is shown. @param {boolean} playing */
  play(playing) {
    if (playing && !this.playing && this.epoch >= this.last) this.epoch = 0;
    this.playing = playing;
    this.turnedAt = 0;
  }

  /** Shows the epoch that is meant, out of the record. */
  turn() {
    if (this.reason && this.last >= 0) {
      this.epoch = Math.min(this.epoch, this.last);
      if (this.shown.epoch !== this.epoch) {
        this.shown.lookBack(this.epoch);
        this.send('ae-step', { epoch: this.epoch, loss: this.shown.loss });
      }
      if (this.epoch === this.last) this.playing = false;
    }
    this.stale = true;
    this.changed();
  }

  /** @param {boolean} visible */
  look(visible) {
    super.look(visible);
    this.turnedAt = 0;
    if (this.playing) this.say(visible ? '' : strings.train.paused);
  }

  // ---- frames -------------------------------------------------------------------------------------------------------

  /** @param {number} now @returns {boolean} */
  step(now) {
    const wanted = this.advance(now);
    if (this.stale) this.write();
    this.stale = false;
    return wanted;
  }

  /** @param {number} now @returns {boolean} whether there is more to come by itself */
  advance(now) {
    if (!this.reason) {
      const { visible } = this;
      if (visible) {
        this.train(8);
        this.progressed();
      }
      return visible;
    }
    if (!this.playing || !this.visible) return false;
    this.turnedAt ||= now;
    const epochs = Math.floor((now - this.turnedAt) / PACE);
    if (epochs > 0) {
      this.turnedAt += epochs * PACE;
      this.epoch += Math.min(epochs, 3); // a page that is busy does not leap
      this.turn();
    }
    return this.playing;
  }

  // ---- pictures -----------------------------------------------------------------------------------------------------

  makePlots() {
    this.addPlot('latent', {
      draw: (scene, width, height) => this.drawLatent(scene, width, height),
      label: ({ axis }) => (axis < this.options.bottleneck ? strings.figure.axis('z', axis + 1) : ''),
    });
    this.addSpace('space', (scene, width, height) => this.drawOutput(scene, width, height), {
      label: ({ axis }) => strings.figure.axis('x', axis + 1),
    });
  }

  /** @param {Scene} scene @param {number} width @param {number} height */
  drawLatent(scene, width, height) {
    scene.latent(this.shown, width, height, this.orbit);
    scene.axes();
    scene.trails(this.shown, 0.9 * dotRadius(width, this.pointCount));
    if (this.next) scene.next(this.shown, 1.3, fade(this.theme.colours.ink, 0.75));
    scene.points(this.shown, 'latent', {
      radius: 0.8 * dotRadius(width, this.pointCount),
      plain: dotRadius(width, this.pointCount) < 2,
      selected: this.selected,
    });
    this.writeScale(scene, width);
  }

  /** @param {Scene} scene @param {number} width @param {number} height */
  drawOutput(scene, width, height) {
    scene.orbit(width, height, this.orbit);
    scene.axes();
    scene.links(this.shown, 'input', 'output');
    this.points(scene, 'input', width, true);
    this.points(scene, 'output', width);
  }

  // ---- words --------------------------------------------------------------------------------------------------------

  /** The bar goes with the plot’s width. @param {Scene} scene @param {number} width */
  writeScale(scene, width) {
    const { trailScale } = this.shown;
    const unit = width / (scene.plane(width, 0)[0] - scene.plane(0, 0)[0]);
    const pixels = Number.isFinite(unit) ? trailScale * SLOPE * unit : 0;
    this.root.style.setProperty('--bar', `${pixels.toFixed(1)}px`); // not in the HTML, where a host's policy may refuse it
    this.show('scale', text.scale(trailScale, SLOPE));
  }

  write() {
    super.write();
    const { shown, last, playing } = this;
    const slider = /** @type {HTMLInputElement} */ (this.find('[data-set=epoch]'));
    slider.max = `${Math.max(0, last)}`;
    slider.value = `${shown.epoch}`;
    this.show('do-play', playing ? face('pause', text.pause) : face('play', text.play));
    this.show(
      'followed',
      text.followed(shown.epoch, shown.followed(shown.epoch), this.reason ? shown.followedMean : Number.NaN),
    );
    this.show('arrows', this.next ? text.arrows(shown.arrowScale) : '');
    this.losses?.write();
  }

  describe() {
    const { shown, last, playing } = this;
    return text.describe(shown.epoch, last, shown.loss, playing, shown.followed(shown.epoch));
  }
}
