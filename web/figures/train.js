// SPDX-License-Identifier: MIT
// Figure 1: train an autoencoder here. What is trained runs elsewhere (trainer.js); `shown` is the page's own trainer with
// the same options, which holds the data and takes over each snapshot, so that pictures and numbers come from one place.
import { VIEWS } from '../core.js';
import { Panel } from '../panel.js';
import { icon, plot, trapezoid } from '../parts.js';
import { strings } from '../strings.js';
import { Trainer } from '../trainer.js';

const text = strings.train;

export const title = text.title;

/** Epochs a frame, and frames to wait between two. */
const SPEEDS = /** @type {const} */ ({
  slow: { pace: 1, wait: 200 },
  frame: { pace: 1, wait: 0 },
  flat: { pace: Number.POSITIVE_INFINITY, wait: 0 },
});

const TURN = 0.00018; // radians a ms of the slow turn at the start
const TURN_TIME = 20_000; // ms until it comes to rest by itself
const DRAG_TURN = 0.01; // radians a CSS px
const MAX_PITCH = 1.45; // radians: never quite from above, where the axes flip
const FOLLOW = 0.18; // part of the way that the latent window goes in a frame

/** @param {number} width of a plot, CSS px @param {number} points @returns {number} radius of its dots, CSS px */
const dotRadius = (width, points) =>
  Math.min(5.2, 1.5 + width / 105) * Math.max(0.4, Math.min(1, Math.sqrt(60 / points)));

/** A colour #rgb or #rrggbb as the core takes it, 0xAABBGGRR. @param {CSSStyleDeclaration} style @param {string} name */
const colour = (style, name) => {
  const hex = style.getPropertyValue(name).trim().slice(1);
  const [r, g, b] =
    hex.length === 3 ? [...hex].map((digit) => digit + digit) : [hex.slice(0, 2), hex.slice(2, 4), hex.slice(4)];
  return Number.parseInt(`ff${b}${g}${r}`, 16);
};

/** @typedef {Pick<import('../panel.js').PanelEvents, 'scene' | 'drag'>} Drawing */

/** @param {{width: number, depth: number, bottleneck: number}} options */
const template = ({ width, depth, bottleneck }) => {
  const hidden = Array(depth).fill(width);
  return `
  <div class="controls">
    <button type="button" class="primary" data-do="play">${icon.play}<b>${text.play}</b></button>
    <button type="button" data-do="step">${icon.step}${text.step}</button>
    <button type="button" data-do="reset">${icon.reset}${text.reset}</button>
    <button type="button" data-do="seed">${icon.seed}${text.newSeed}</button>
    <label>${text.speed} <select>${Object.entries(text.speeds)
      .map(([name, label]) => `<option value="${name}"${name === 'frame' ? ' selected' : ''}>${label}</option>`)
      .join('')}</select></label>
    <dl><div><dt>${text.epoch}</dt><dd data-show="epoch"></dd></div><div><dt>${text.loss}</dt><dd data-show="loss"></dd></div
    ><div><dt>${text.seed}</dt><dd data-show="seed"></dd></div></dl>
  </div>
  <div class="model">
    ${plot('input', text.input, text.describeInput, text.numbers(3))}
    ${trapezoid('encoder', text.encoder, hidden)}
    ${plot('latent', text.latent, text.describeLatent, text.numbers(bottleneck))}
    ${trapezoid('decoder', text.decoder, hidden)}
    ${plot('output', text.output, text.describeOutput, text.numbers(3))}
  </div>
  <p class="message" role="status" hidden></p>
  <p class="readout"></p>
  <div class="large">
    ${plot('layered', text.layered, text.describeLayered, text.layeredKey, 'x', 3)}
    ${plot('latent-large', text.latent, text.describeLatent, '', 'z', bottleneck)}
  </div>`;
};

/**
 * @param {HTMLElement} host the element, which events are sent from
 * @param {HTMLElement} root what the figure fills
 * @param {import('../engine.js').Engine} engine
 * @param {Partial<import('../core.js').Options>} given
 */
export async function mount(host, root, engine, given) {
  const figure = new TrainFigure(host, root, engine, given);
  try {
    await figure.open();
  } catch (error) {
    figure.dispose();
    throw error;
  }
  return figure;
}

class TrainFigure {
  /**
   * @param {HTMLElement} host @param {HTMLElement} root @param {import('../engine.js').Engine} engine
   * @param {Partial<import('../core.js').Options>} given
   */
  constructor(host, root, engine, given) {
    this.host = host;
    this.engine = engine;
    this.lab = engine.core.lab;
    /** @type {import('../core.js').Options} */
    this.options = Object.fromEntries(engine.core.options.map(({ name, fallback }) => [name, given[name] ?? fallback]));
    this.shown = engine.core.trainer(this.options);
    /** @type {Trainer | null} */
    this.trainer = null;
    /** @type {import('../core.js').Snapshot | null} the newest one that is not drawn yet */
    this.pending = null;
    this.drawnAt = 0;
    this.speed = /** @type {keyof typeof SPEEDS} */ ('frame');
    this.playing = false;
    this.resumes = false; // it was playing when it went out of sight
    this.seen = true;
    this.pinned = -1; // the point that a click or a key has chosen
    this.hovered = -1; // the point under the pointer, which goes before it
    this.camera = { yaw: -0.9, pitch: 0.42 };
    this.calm = matchMedia('(prefers-reduced-motion: reduce)');
    this.dark = matchMedia('(prefers-color-scheme: dark)');
    this.turnLeft = this.calm.matches ? 0 : TURN_TIME; // ms
    this.turnedAt = 0;
    this.stop = new AbortController();

    root.innerHTML = template(/** @type {any} */ (this.options));
    this.root = root;
    this.playButton = this.find('[data-do=play]');
    this.message = this.find('.message');
    this.show = {
      epoch: this.find('[data-show=epoch]'),
      loss: this.find('[data-show=loss]'),
      seed: this.find('[data-show=seed]'),
      readout: this.find('.readout'),
      trails: this.find('[data-plot=latent-large] .value'),
    };
    this.panels = this.makePanels();
    this.listen();
    this.say('');
    this.write();
    this.changed();
  }

  async open() {
    const trainer = await Trainer.open(this.engine.module, this.options, (report) => this.hear(report));
    if (this.stop.signal.aborted) return trainer.close();
    this.trainer = trainer;
    this.root.dataset.rung = trainer.rung;
  }

  get state() {
    const { epoch, loss } = this.shown;
    return { ...this.options, epoch, loss, playing: this.playing, speed: this.speed, selected: this.selected };
  }

  /** @param {string} selector @returns {HTMLElement} */
  find(selector) {
    return /** @type {HTMLElement} */ (this.root.querySelector(selector));
  }

  // ---- what the reader does -----------------------------------------------------------------------------------------

  listen() {
    const { signal } = this.stop;
    /** @type {Record<string, () => void>} */
    const actions = {
      play: () => (this.playing ? this.pause() : this.play()),
      step: () => this.step(1),
      reset: () => this.reset(this.options.seed),
      seed: () => this.reset(this.options.seed + 1),
    };
    for (const [name, action] of Object.entries(actions)) {
      this.find(`[data-do=${name}]`).addEventListener('click', action, { signal });
    }
    const select = /** @type {HTMLSelectElement} */ (this.find('select'));
    const choose = () => {
      this.speed = /** @type {keyof typeof SPEEDS} */ (select.value);
      if (this.playing) this.trainer?.send({ type: 'play', pace: SPEEDS[this.speed].pace });
    };
    select.addEventListener('change', choose, { signal });
    this.dark.addEventListener('change', () => this.changed(), { signal });
    document.addEventListener('visibilitychange', () => this.look(), { signal });
    this.sight = new IntersectionObserver((entries) => {
      this.seen = entries[entries.length - 1].isIntersecting;
      this.look();
    });
    this.sight.observe(this.host);
  }

  play() {
    if (!this.trainer) return;
    this.playing = true;
    this.say(''); // why it stopped last is no longer so
    this.trainer.send({ type: 'play', pace: SPEEDS[this.speed].pace });
    this.write();
  }

  pause() {
    this.playing = false;
    this.resumes = false;
    this.trainer?.send({ type: 'pause' });
    this.write();
  }

  /** @param {number} epochs */
  step(epochs) {
    this.playing = false;
    this.trainer?.send({ type: 'step', epochs });
    this.write();
  }

  /** @param {number} seed */
  reset(seed) {
    this.playing = false;
    this.options.seed = seed;
    this.say('');
    this.trainer?.send({ type: 'reset', seed });
    this.write();
  }

  /** Trains only while somebody can look. */
  look() {
    const visible = this.seen && !document.hidden;
    if (!visible && this.playing) {
      this.pause();
      this.resumes = true;
      this.say(text.paused);
    } else if (visible && this.resumes) {
      this.resumes = false;
      this.say('');
      this.play();
    }
    if (visible) this.engine.wake(this);
  }

  /** @param {import('../training.js').Report} report */
  hear(report) {
    if (report.type === 'snapshot') {
      this.pending = report.snapshot;
      this.engine.wake(this);
    } else if (report.type === 'stopped') {
      this.playing = false;
      this.say(text.stopped[report.reason](report.reason === 'epochs' ? this.options.epochs : report.epoch));
      this.write();
    }
  }

  // ---- what the reader sees -----------------------------------------------------------------------------------------

  /** @param {number} now @returns {boolean} whether the next frame is wanted too */
  frame(now) {
    const wait = this.playing ? SPEEDS[this.speed].wait : 0;
    if (this.pending && now - this.drawnAt >= wait) {
      const { epoch, loss } = this.pending;
      this.shown.adopt(this.pending);
      this.pending = null;
      this.drawnAt = now;
      this.trainer?.send({ type: 'drawn' });
      this.touch();
      this.write();
      this.host.dispatchEvent(new CustomEvent('ae-step', { bubbles: true, composed: true, detail: { epoch, loss } }));
    }
    const turning = this.turn(now);
    const ease = this.calm.matches ? 1 : FOLLOW;
    const following = this.lab._lab_latent_follow(this.shown.handle, ease) > 0.001;
    if (following) this.touch('latent', 'latent-large');
    const trails = text.trails(this.lab._lab_trail_scale(this.shown.handle));
    if (this.show.trails.textContent !== trails) this.show.trails.textContent = trails; // not in every frame of the turn
    return turning || following || this.pending !== null;
  }

  /** The slow turn at the start. @param {number} now @returns {boolean} */
  turn(now) {
    const passed = this.turnedAt ? Math.min(now - this.turnedAt, 100) : 0;
    this.turnedAt = now;
    if (this.turnLeft <= 0 || !this.seen) return false;
    this.turnLeft -= passed;
    this.camera.yaw += TURN * passed * Math.min(1, this.turnLeft / 2000); // comes to rest gently
    this.touch('input', 'output', 'layered');
    return true;
  }

  /** Marks plots as no longer right, all of them when none is named. @param {string[]} names */
  touch(...names) {
    for (const [name, panel] of Object.entries(this.panels)) {
      if (!names.length || names.includes(name)) panel.dirty = true;
    }
  }

  changed() {
    this.touch();
    this.engine.wake(this);
  }

  makePanels() {
    /** @type {Record<string, Drawing>} */
    const drawings = {
      input: this.space((scene, dot) => this.points(scene, 'input', dot)),
      latent: this.plane(false),
      output: this.space((scene, dot) => this.points(scene, 'output', dot)),
      layered: this.space((scene, dot) => {
        this.lab._lab_scene_links(scene, this.shown.handle, VIEWS.input, VIEWS.output);
        this.points(scene, 'input', dot, true);
        this.points(scene, 'output', dot);
      }),
      'latent-large': this.plane(true),
    };
    const common = {
      point: (/** @type {number} */ index) => this.hover(index),
      pick: (/** @type {number} */ index) => this.pin(index),
      walk: (/** @type {number} */ by) => this.walk(by),
      dirty: () => this.engine.wake(this),
    };
    return Object.fromEntries(
      Object.entries(drawings).map(([name, drawing]) => [
        name,
        new Panel(this.engine, this.find(`[data-plot=${name}] .canvas`), { ...common, ...drawing }),
      ]),
    );
  }

  /** The colours of the page. @param {number} scene */
  theme(scene) {
    const style = getComputedStyle(this.root);
    this.lab._lab_scene_theme(scene, colour(style, '--paper'), colour(style, '--ink'), this.dark.matches);
  }

  /** A plot of the data's space, which drags and keys rotate. @param {(scene: number, dot: number) => void} fill @returns {Drawing} */
  space(fill) {
    return {
      scene: (scene, width, height) => {
        const { yaw, pitch } = this.camera;
        this.theme(scene);
        this.lab._lab_scene_orbit(scene, width, height, yaw, pitch, 1);
        this.lab._lab_scene_axes(scene);
        fill(scene, dotRadius(width, this.options.points));
      },
      drag: (dx, dy) => this.rotate(dx, dy),
    };
  }

  /** A plot of the codes. @param {boolean} axes @returns {Drawing} */
  plane(axes) {
    const turns = this.options.bottleneck === 3;
    return {
      scene: (scene, width, height) => {
        const { yaw, pitch } = this.camera;
        this.theme(scene);
        this.lab._lab_scene_latent(scene, this.shown.handle, width, height, yaw, pitch, 1);
        if (axes) this.lab._lab_scene_axes(scene);
        this.lab._lab_scene_trails(scene, this.shown.handle, dotRadius(width, this.options.points));
        this.points(scene, 'latent', dotRadius(width, this.options.points));
      },
      drag: turns ? (dx, dy) => this.rotate(dx, dy) : undefined,
    };
  }

  /** @param {number} scene @param {import('../core.js').ViewName} view @param {number} dot CSS px @param {boolean} [hollow] */
  points(scene, view, dot, hollow = false) {
    this.lab._lab_scene_points(scene, this.shown.handle, VIEWS[view], dot, hollow ? 1 : 0, 1, this.selected);
  }

  /** @param {number} dx CSS px of a drag @param {number} dy */
  rotate(dx, dy) {
    this.turnLeft = 0;
    this.camera.yaw -= DRAG_TURN * dx;
    this.camera.pitch = Math.max(-MAX_PITCH, Math.min(MAX_PITCH, this.camera.pitch + DRAG_TURN * dy));
    this.changed();
  }

  /** The selection moves along the data set. @param {number} by */
  walk(by) {
    const { points } = this.options;
    this.pin(this.selected < 0 ? (by > 0 ? 0 : points - 1) : (this.selected + by + points) % points);
  }

  get selected() {
    return this.hovered < 0 ? this.pinned : this.hovered;
  }

  /** @param {number} index of a point, -1 for none */
  hover(index) {
    if (index === this.hovered) return;
    if (index >= 0) this.turnLeft = 0;
    this.hovered = index;
    this.write();
    this.changed();
  }

  /** @param {number} index of a point, -1 for none */
  pin(index) {
    this.turnLeft = 0;
    this.pinned = index;
    this.hovered = -1;
    this.write();
    this.changed();
  }

  /** @param {string} message empty to take it away */
  say(message) {
    this.message.textContent = message;
    this.message.hidden = !message;
    this.show.readout.hidden = Boolean(message) && this.selected < 0;
  }

  /** Brings every text up to date with the state. */
  write() {
    const { shown, selected, options } = this;
    if (this.root.classList.contains('training') !== this.playing) {
      this.root.classList.toggle('training', this.playing);
      this.playButton.innerHTML = this.playing
        ? `${icon.pause}<b>${text.pause}</b>`
        : `${icon.play}<b>${text.play}</b>`;
    }
    this.show.epoch.textContent = strings.number(shown.epoch);
    this.show.loss.textContent = strings.lossValue(shown.loss);
    this.show.seed.textContent = strings.number(options.seed);
    this.show.readout.hidden = !this.message.hidden && selected < 0;
    this.show.readout.innerHTML = selected < 0 ? text.pointHint : this.readout(selected);
  }

  /** @param {number} index of a point @returns {string} HTML */
  readout(index) {
    const row = (/** @type {import('../core.js').ViewName} */ view) => {
      const columns = this.shown.columns(view);
      return this.shown.view(view).slice(index * columns, (index + 1) * columns);
    };
    return text.point(index, row('input'), row('latent'), row('output'), this.shown.pointLoss(index));
  }

  dispose() {
    this.stop.abort();
    this.sight?.disconnect();
    this.engine.forget(this);
    for (const panel of Object.values(this.panels)) panel.dispose();
    this.trainer?.close();
    this.shown.free();
  }
}
