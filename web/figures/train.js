// SPDX-License-Identifier: MIT
// Figure 1: train an autoencoder here.
import { button, face, legend, numbers, orbitTools, plot, select, tip, trapezoid } from '../controls.js';
import { dotRadius, Figure, numberAmong, withChanges } from '../figure.js';
import { LossPlot } from '../losses.js';
import { Run, SPEEDS } from '../run.js';
import { strings } from '../strings.js';
import { Challenges, challengesTemplate } from './train_challenges.js';
import { Models, modelTemplate } from './train_model.js';
import { amountTemplate, dataTemplate, drawPreviews, optionsTemplate } from './train_options.js';
import { Own, ownTemplate, unpackOwn } from './train_own.js';
import { Slowly, slowlyTemplate } from './train_slowly.js';

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../run.js').Speed} Speed */

const { parts, train: text } = strings;

const FOLLOW = 0.18; // part of the way that the latent window goes in a frame
const EPOCH = { least: 0, most: 100_000, whole: true };

const controls = `
  <div class="controls">
    ${button('play', 'play', text.play, 'primary')}
    ${button('step', 'step', text.step)}
    ${button('reset', 'reset', text.reset)}
    ${button('seed', 'seed', text.newSeed)}
    ${select('speed', text.speed, text.speeds, 'frame')}
    ${numbers({ pace: text.pace, epoch: text.epoch, loss: text.loss, seed: text.seed })}
  </div>`;

/** @param {import('../core.js').Core} core */
const template = (core) => `
  ${controls}
  ${dataTemplate(core)}
  <div class="model">
    ${plot('input', parts.input, text.describeInput, text.numbers(3))}
    <div data-half="encoder"></div>
    ${plot('latent', parts.latent, text.describeLatent, '<span data-show="codes"></span>')}
    <div data-half="decoder"></div>
    ${plot('output', parts.output, text.describeOutput, text.numbers(3))}
  </div>
  <div class="lines"><p class="message" hidden></p><button type="button" class="back" data-do="back" data-show="back" hidden></button><p class="readout" data-show="readout"></p></div>
  <div class="large">
    ${plot('layered', text.layered, text.describeLayered, legend(text.layeredKey), orbitTools())}
    ${plot('latent-large', parts.latent, text.describeLatent, `<span data-show="trails"></span> ${tip(text.trailsName, text.trailsTip)}`)}
  </div>
  ${plot('losses', strings.losses.title, strings.losses.describe, '<span data-show="losses-value"></span>')}
  ${amountTemplate}
  ${optionsTemplate(core)}
  ${ownTemplate}
  ${modelTemplate}
  ${slowlyTemplate}
  ${challengesTemplate}
  <div class="controls saving">
    ${button('save-picture', 'save', text.savePicture)}
    ${button('save-codes', 'save', text.saveCodes)}
  </div>`;

export class Train extends Figure {
  static title = text.title;
  static names = [...Figure.names, 'speed', 'playing', 'epoch', 'own'];

  /** @param {import('../figure.js').Setting} setting */
  constructor(setting) {
    super(setting, template(setting.engine.core));
    const { engine, state } = setting;
    const own = 'own' in state ? unpackOwn(`${state.own}`) : null;
    /** @type {import('../run.js').RunEvents} */
    const events = {
      wake: () => engine.wake(this),
      changed: () => this.runChanged(),
      rebuilt: () => this.rebuilt(),
    };
    this.run = new Run(engine, this.options, this.calm, events, own);
    this.makePlots();
    this.losses = new LossPlot(this, 'losses', { floor: true, ghost: () => this.run.hasGhost });
    this.own = new Own(this);
    this.models = new Models(this);
    this.slowly = new Slowly(this);
    this.challenges = new Challenges(this);
    this.listen();
    this.rebuilt();
    if ('speed' in state) this.setSpeed(`${state.speed}`);
    if ('selected' in state) this.pin(Math.min(Number(state.selected), this.pointCount - 1));
    const plays = 'playing' in state && `${state.playing}` !== 'false' && !this.calm;
    if ('epoch' in state) this.run.goTo(Number(state.epoch), plays);
    else if (plays) this.run.play();
  }

  async open() {
    await this.run.open();
    this.root.dataset.rung = this.run.rung ?? '';
    if (!this.run.closed) drawPreviews(this);
  }

  get shown() {
    return this.run.shown;
  }

  /** In words: a network from a file has none. */
  get seed() {
    return this.run.exact < 0 ? text.noSeed : `${this.options.seed}`;
  }

  // ---- state --------------------------------------------------------------------------------------------------------

  get state() {
    const { speed, playing } = this.run;
    const { epoch, loss } = this.shown;
    return { ...super.state, speed, playing, epoch, loss };
  }

  /** @param {import('../figure.js').State} changes */
  check(changes) {
    super.check(changes);
    numberAmong(changes, 'epoch', EPOCH);
    const { speed } = changes;
    if (speed === undefined || Object.hasOwn(SPEEDS, `${speed}`)) return;
    throw new Error(strings.figure.notAValue('speed', `${speed}`, strings.figure.oneOf(Object.keys(SPEEDS))));
  }

  /** @param {import('../figure.js').State} changes */
  set(changes) {
    if ('own' in changes) this.useOwn(unpackOwn(`${changes.own}`), changes);
    super.set(changes);
    if ('speed' in changes) this.setSpeed(`${changes.speed}`);
    const { run } = this;
    const plays = 'playing' in changes ? `${changes.playing}` !== 'false' : run.playing;
    if ('epoch' in changes && !run.isAt(Number(changes.epoch), plays)) run.goTo(Number(changes.epoch), plays);
    else if (plays) run.play();
    else if ('playing' in changes) run.pause();
  }

  /** @param {import('../core.js').Options} options @param {string[]} changed */
  useOptions(options, changed) {
    if (changed.length === 1 && changed[0] === 'seed') this.run.reset(options.seed);
    else this.run.rebuild(options);
    this.options = this.run.options;
    this.writeFields();
    this.write();
  }

  /**
   * The reader's own points, a data file. Throws, and changes nothing, when they cannot be read.
   * @param {Uint8Array} bytes @param {import('../figure.js').State} [changes] of the options too
   */
  useOwn(bytes, changes = {}) {
    this.check(changes);
    const options = withChanges(this.engine.core, this.options, { ...changes, data: 'own' });
    this.run.rebuild(options, bytes);
    drawPreviews(this);
  }

  /** Another network, with these parameters, at epoch 0. @param {Partial<import('../core.js').Options>} options @param {Float32Array} parameters */
  useModel(options, parameters) {
    const all = /** @type {import('../core.js').Options} */ ({ ...this.options, ...options });
    this.run.pause();
    this.run.rebuild(all, this.run.own, parameters);
  }

  /** @param {string} name */
  setSpeed(name) {
    this.run.setSpeed(/** @type {Speed} */ (name));
  }

  writeFields() {
    super.writeFields();
    const { core } = this.engine;
    this.show('noise', text.values.noise(this.options.noise));
    this.find('.made').hidden = core.word('data', this.options.data) === 'own'; // whose points are as they are
    const seed = /** @type {HTMLInputElement} */ (this.find('[data-set=seed]'));
    seed.disabled = this.run.exact < 0; // it has none, see `seed`
    if (seed.disabled) seed.value = '';
  }

  listen() {
    const { run } = this;
    /** @type {Record<string, () => void>} */
    const actions = {
      play: () => (run.playing ? run.pause() : run.play()),
      step: () => run.step(1),
      reset: () => run.reset(),
      seed: () => this.set({ seed: this.options.seed + 1 }),
      back: () => run.goBack(),
      slowly: () => this.slowly.makeStep(),
      own: () => this.own.paste(),
      'save-model': () => this.models.save(),
      'save-picture': async () => (await import('./train_export.js')).savePicture(this),
      'save-codes': async () => (await import('./train_export.js')).saveCodes(this),
    };
    this.onButtons('[data-do]', (data) => actions[data.do ?? '']());
    this.listenToFields();
  }

  /** @param {boolean} visible */
  look(visible) {
    super.look(visible);
    this.run.look(visible);
  }

  runChanged() {
    const { options } = this;
    const { playing, reason, resumes, goal, shown } = this.run;
    const epoch = reason === 'epochs' ? options.epochs : (this.run.pending?.epoch ?? shown.epoch);
    this.say(reason ? text.stopped[reason](epoch) : resumes ? text.paused : goal ? text.reaching(goal) : '');
    const { best } = this.run;
    this.find('.back').hidden = reason !== 'diverged' || !best;
    if (best) this.show('back', text.goBack(best.epoch, best.loss));
    this.root.classList.toggle('training', playing);
    this.writeFields(); // not with each snapshot: what they show changes here alone
    this.write();
  }

  repaint() {
    super.repaint();
    drawPreviews(this);
  }

  /** The network is another one: other layers, other points. */
  rebuilt() {
    this.options = this.run.options;
    const { width, depth, bottleneck } = this.options;
    const hidden = Array(depth).fill(width);
    for (const half of /** @type {const} */ (['encoder', 'decoder'])) {
      this.find(`[data-half=${half}]`).innerHTML = trapezoid(half, parts[half], hidden, text.layers(hidden));
    }
    this.show('codes', text.numbers(bottleneck));
    for (const name of ['latent', 'latent-large']) this.turnable(name, bottleneck === 3);
    this.pin(Math.min(this.pinned, this.pointCount - 1));
    this.runChanged();
    this.changed();
  }

  // ---- what the reader sees -----------------------------------------------------------------------------------------

  /** @param {number} now @returns {boolean} */
  step(now) {
    const { run, shown } = this;
    if (run.frame(now)) {
      this.touch();
      this.write();
      this.send('ae-step', { epoch: shown.epoch, loss: shown.loss });
    }
    const progress = run.progress(now);
    for (const plot of this.plots.values()) {
      if (plot.progress !== progress) plot.dirty = true;
      plot.progress = progress;
    }
    // Where the codes' plots look at goes after the codes.
    const following = shown.followLatent(this.calm ? 1 : FOLLOW) > 0.001;
    if (following) this.touch('latent', 'latent-large');
    this.show('trails', text.trails(shown.trailScale));
    return following || progress < 1 || run.pending !== null;
  }

  makePlots() {
    this.addSpace('input', (scene, width, height) => {
      scene.orbit(width, height, this.orbit);
      scene.axes();
      this.points(scene, 'input', width);
    });
    this.addSpace('output', (scene, width, height) => {
      scene.orbit(width, height, this.orbit);
      scene.axes();
      this.points(scene, 'output', width);
    });
    this.addSpace(
      'layered',
      (scene, width, height) => {
        scene.orbit(width, height, this.orbit);
        scene.axes();
        scene.links(this.shown, 'input', 'output');
        this.points(scene, 'input', width, true);
        this.points(scene, 'output', width);
      },
      { label: ({ axis }) => strings.figure.axis('x', axis + 1) },
    );
    for (const name of ['latent', 'latent-large']) {
      this.addPlot(name, {
        draw: (scene, width, height) => this.drawLatent(scene, width, height, name === 'latent-large'),
        label: ({ axis }) => (name === 'latent' ? '' : strings.figure.axis('z', axis + 1)),
      });
    }
  }

  /** @param {Scene} scene @param {number} width @param {number} height @param {boolean} axes */
  drawLatent(scene, width, height, axes) {
    scene.latent(this.shown, width, height, this.orbit);
    if (axes) scene.axes();
    scene.trails(this.shown, dotRadius(width, this.pointCount));
    this.points(scene, 'latent', width);
  }

  /** Brings every text up to date with the state. */
  write() {
    const { shown, run, selected } = this;
    this.show('do-play', run.playing ? face('pause', text.pause) : face('play', text.play));
    this.show('pace', run.playing ? text.epochsASecond(run.rate) : '');
    this.show('epoch', text.epochOf(shown.epoch, run.goal));
    this.show('loss', strings.lossValue(shown.loss));
    this.show('readout', selected < 0 ? text.hint : this.pointLine(selected));
    this.losses.write();
    this.slowly.write();
    this.challenges.check();
    this.find('.readout').hidden = !this.find('.message').hidden && selected < 0;
    this.tell();
  }

  describe() {
    const { epoch, loss } = this.shown;
    return text.describe(epoch, loss, this.pointCount, this.run.playing);
  }

  dispose() {
    super.dispose();
    this.run?.close();
  }
}
