// SPDX-License-Identifier: MIT
// Figure 1: train an autoencoder here. What is trained runs elsewhere (trainer.js); `shown` is the page's own trainer with
// the same options, which holds the data and takes over each snapshot, so that pictures and numbers come from one place.
import { VIEWS } from '../core.js';
import { Panel } from '../panel.js';
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

const TRAIL_SCALE = 1; // latent units for a gradient of 1
const TURN = 0.00018; // radians a ms of the slow turn at the start
const TURN_TIME = 20_000; // ms until it comes to rest by itself
const DRAG_TURN = 0.01; // radians a CSS px
const MAX_PITCH = 1.45; // radians: never quite from above, where the axes flip
const FOLLOW = 0.18; // part of the way that the latent window goes in a frame

const icon = {
  play: '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11l9-5.5z"/></svg>',
  pause: '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 2.5h3v11h-3zm6 0h3v11h-3z"/></svg>',
  step: '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 2.5v11l7-5.5zm8 0h2.2v11H11z"/></svg>',
  reset:
    '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2.6a5.4 5.4 0 1 1-5.2 6.9l1.7-.5A3.6 3.6 0 1 0 8 4.4v2.2L4 3.5 8 .4z"/></svg>',
  seed: '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.6 2h8.8A1.6 1.6 0 0 1 14 3.6v8.8a1.6 1.6 0 0 1-1.6 1.6H3.6A1.6 1.6 0 0 1 2 12.4V3.6A1.6 1.6 0 0 1 3.6 2zm1.5 2a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4zm5.8 0a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4zM8 6.8a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4zM5.1 9.6a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4zm5.8 0a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4z"/></svg>',
};

/** @param {string} part @param {string} label @param {string} describe @param {number} axes @param {string} [axis] */
const plot = (part, label, describe, axes, axis = 'x') => `
  <div class="plot ${part}" data-plot="${part}">
    <h3>${label}</h3>
    <div class="canvas"><canvas role="img" aria-label="${describe}"></canvas>${[...Array(axes).keys()]
      .map((k) => `<span aria-hidden="true"><i>${axis}</i><sub>${k + 1}</sub></span>`)
      .join('')}</div>
    <p class="value"></p>
  </div>`;

/**
 * One half of the network: a trapezoid with a bar for each of its layers, as tall as a share of the layer's units.
 * @param {'encoder' | 'decoder'} part @param {string} label @param {number[]} sizes the hidden layers
 */
function trapezoid(part, label, sizes) {
  const shape = part === 'encoder' ? 'M2 4 98 34v32L2 96z' : 'M2 34 98 4v92L2 66z';
  const streams = [0.14, 0.38, 0.62, 0.86].map((at) => {
    const wide = 4 + 92 * at;
    const narrow = 34 + 32 * at;
    return part === 'encoder' ? `M2 ${wide}L98 ${narrow}` : `M2 ${narrow}L98 ${wide}`;
  });
  const bars = sizes.map((_, k) => {
    const x = 2 + (96 * (k + 1)) / (sizes.length + 1);
    const inset = 4 + (30 * (part === 'encoder' ? x - 2 : 98 - x)) / 96;
    return `M${x} ${inset + 5}V${95 - inset}`;
  });
  return `
  <div class="half ${part}">
    <h3>${label}</h3>
    <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      <path class="shape" d="${shape}"/><path class="stream" d="${streams.join('')}"/><path class="layers" d="${bars.join('')}"/>
    </svg>
    <p>${text.layers(sizes)}</p>
  </div>`;
}

/** @param {{width: number, depth: number, bottleneck: number}} options */
const template = ({ width, depth, bottleneck }) => {
  const hidden = Array(depth).fill(width);
  const latentAxes = bottleneck === 3 ? 3 : bottleneck;
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
  <p class="message" role="status" hidden></p>
  <div class="model">
    ${plot('input', text.input, text.describeInput, 0)}
    ${trapezoid('encoder', text.encoder, hidden)}
    ${plot('latent', text.latent, text.describeLatent, 0)}
    ${trapezoid('decoder', text.decoder, hidden)}
    ${plot('output', text.output, text.describeOutput, 0)}
  </div>
  <div class="large">
    ${plot('layered', text.layered, text.describeLayered, 3)}
    ${plot('latent-large', text.latent, text.describeLatent, latentAxes, 'z')}
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
    this.selected = -1;
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
    };
    this.panels = this.makePanels();
    this.values = this.findValues();
    this.listen();
    if (!engine.surface) this.say(strings.figure.noWebGL);
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
    } else if (report.type === 'diverged') {
      this.playing = false;
      this.say(text.diverged(report.epoch));
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
    const following = this.engine.core.lab._lab_latent_follow(this.shown.handle, ease) > 0.001;
    if (following) this.touch('latent', 'latent-large');
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
    const { lab } = this.engine.core;
    const { handle } = this.shown;
    const space = (/** @type {(scene: number) => void} */ fill, zoom = 1) => ({
      scene: (/** @type {number} */ scene, /** @type {number} */ width, /** @type {number} */ height) => {
        lab._lab_scene_orbit(scene, width, height, this.dark.matches, this.camera.yaw, this.camera.pitch, zoom);
        lab._lab_scene_axes(scene);
        fill(scene);
      },
      drag: (/** @type {number} */ dx, /** @type {number} */ dy) => {
        this.turnLeft = 0;
        this.camera.yaw -= DRAG_TURN * dx;
        this.camera.pitch = Math.max(-MAX_PITCH, Math.min(MAX_PITCH, this.camera.pitch + DRAG_TURN * dy));
        this.touch('input', 'output', 'layered');
        this.engine.wake(this);
      },
    });
    const points = (
      /** @type {number} */ scene,
      /** @type {number} */ view,
      /** @type {number} */ radius,
      hollow = false,
    ) => lab._lab_scene_points(scene, handle, view, radius, hollow, 1, this.selected);
    const latent = (/** @type {number} */ radius, /** @type {boolean} */ axes) => ({
      scene: (/** @type {number} */ scene, /** @type {number} */ width, /** @type {number} */ height) => {
        const { yaw, pitch } = this.camera;
        lab._lab_scene_latent(scene, handle, width, height, this.dark.matches, yaw, pitch);
        if (axes) lab._lab_scene_axes(scene);
        lab._lab_scene_trails(scene, handle, TRAIL_SCALE, radius);
        points(scene, VIEWS.latent, radius);
      },
    });
    const events = {
      input: space((scene) => points(scene, VIEWS.input, 3.6)),
      latent: latent(3.6, false),
      output: space((scene) => points(scene, VIEWS.output, 3.6)),
      layered: space((scene) => {
        lab._lab_scene_links(scene, handle, VIEWS.input, VIEWS.output);
        points(scene, VIEWS.input, 5, true);
        points(scene, VIEWS.output, 5);
      }),
      'latent-large': latent(5.5, true),
    };
    return Object.fromEntries(
      Object.entries(events).map(([name, own]) => {
        const common = {
          point: (/** @type {number} */ index) => this.select(index),
          dirty: () => this.engine.wake(this),
        };
        return [name, new Panel(this.engine, this.find(`[data-plot=${name}] .canvas`), { ...own, ...common })];
      }),
    );
  }

  /** @param {number} index of a point, -1 for none */
  select(index) {
    if (index === this.selected) return;
    this.turnLeft = 0;
    this.selected = index;
    this.write();
    this.changed();
  }

  findValues() {
    const value = (/** @type {string} */ name) => this.find(`[data-plot=${name}] .value`);
    return {
      input: value('input'),
      latent: value('latent'),
      output: value('output'),
      layered: value('layered'),
      large: value('latent-large'),
    };
  }

  /** @param {string} message empty to take it away */
  say(message) {
    this.message.textContent = message;
    this.message.hidden = !message;
  }

  /** Brings every text up to date with the state. */
  write() {
    const { shown, selected, values, options } = this;
    if (this.root.classList.contains('training') !== this.playing) {
      this.root.classList.toggle('training', this.playing);
      this.playButton.innerHTML = this.playing
        ? `${icon.pause}<b>${text.pause}</b>`
        : `${icon.play}<b>${text.play}</b>`;
    }
    this.show.epoch.textContent = strings.number(shown.epoch);
    this.show.loss.textContent = strings.lossValue(shown.loss);
    this.show.seed.textContent = strings.number(options.seed);
    if (selected < 0) {
      values.input.textContent = values.output.textContent = text.numbers(shown.columns('input'));
      values.latent.textContent = text.numbers(shown.columns('latent'));
      values.layered.textContent = text.pointHint;
      values.large.textContent = text.trails;
      return;
    }
    const row = (/** @type {import('../core.js').ViewName} */ view) => {
      const columns = shown.columns(view);
      return shown.view(view).slice(selected * columns, (selected + 1) * columns);
    };
    const point = text.point(selected, row('input'), row('latent'), row('output'), shown.pointLoss(selected));
    values.input.textContent = point.input;
    values.latent.textContent = values.large.textContent = point.latent;
    values.output.textContent = point.output;
    values.layered.textContent = `${point.name}: ${point.error}`;
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
