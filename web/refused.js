// SPDX-License-Identifier: MIT
// Figures where WebAssembly is refused, by a page's policy or by the browser: Figure 1 is a recording of its first run, the others
// keep their pictures, and each says why. Loaded only then.
//
// Elsewhere JavaScript never loops over points, which is the core's work. Here there is no core: 25 points, whose places the
// core has computed and projected when the site was built (web/recording/main.c), are joined and drawn on a plain canvas.
import recording from '../build/recording.json?raw';
import { button, face, legend, numbers, slider } from './controls.js';
import { refused as text } from './strings_refused.js';
import { Theme } from './theme.js';

/**
 * Places are on a square plot, x and y in turn; axes are lines: from, to, opacity.
 * @typedef {object} Run
 * @property {[epoch: number, loss: number][]} frames
 * @property {number[]} input @property {number[][]} outputs @property {number[][]} codes
 * @property {[number, number, number, number, number][]} space @property {[number, number, number, number, number][]} plane
 * @property {string[]} light @property {string[]} dark colours of the points
 */

const SIDE = 1000; // of that square
const SPEED = 5; // frames a second
const RADIUS = 4; // CSS px

const reason = typeof WebAssembly === 'undefined' ? text.reason.absent : text.reason.policy;

const plot = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ describe, below = '') => `
  <div class="plot ${name}"><div class="name">${label}</div>
    <div class="canvas"><canvas role="img" aria-label="${describe}"></canvas></div><p class="value">${below}</p></div>`;

const template = (/** @type {number} */ last) => `
  <p class="notice" role="alert">${text.recorded(reason)}</p>
  <div class="controls">${button('play', 'play', text.play, 'primary')}
    ${slider('time', text.time, { min: 0, max: last, step: 1, value: 0 }).replace('"slider"', '"slider long"')} ${numbers({ epoch: text.epoch, loss: text.loss })}</div>
  <div class="large">${plot('layered', text.layered, text.describeLayered, legend(text.key))}
    ${plot('latent-large', text.latent, text.describeLatent)}</div>`;

/** Between two frames. @param {number[][]} frames @param {number} at @returns {number[]} */
function between(frames, at) {
  const first = Math.floor(at);
  const from = frames[first];
  const to = frames[first + 1] ?? from;
  return from.map((place, k) => place + (at - first) * (to[k] - place));
}

class Recording {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {Run} */
    this.run = JSON.parse(recording);
    this.last = this.run.frames.length - 1;
    this.at = 0; // the frame, and how far on the way to the next one
    this.playing = false;
    /** @type {Map<string, string>} HTML by data-show */
    this.shown = new Map();
    this.calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    root.innerHTML = template(this.last);
    const { host } = /** @type {ShadowRoot} */ (root.getRootNode());
    /** @type {HTMLElement} */ (host).style.minHeight = '0'; // a page may keep room for what is higher, the live figure
    this.slider = /** @type {HTMLInputElement} */ (root.querySelector('input'));
    this.button = /** @type {HTMLElement} */ (root.querySelector('button'));
    this.theme = new Theme(root, () => this.draw());
    this.button.onclick = () => this.toggle();
    this.slider.oninput = () => {
      this.playing = false;
      this.go(this.slider.valueAsNumber);
    };
    try {
      const sizes = new ResizeObserver(() => this.draw());
      for (const canvas of root.querySelectorAll('canvas')) sizes.observe(canvas); // until both are gone
    } catch {
      addEventListener('resize', () => this.draw()); // where nothing can be observed
    }
    this.go(0);
  }

  toggle() {
    this.playing = !this.playing;
    if (this.playing && this.at >= this.last) this.at = 0;
    this.since = performance.now();
    this.go(this.at);
    if (this.playing) requestAnimationFrame((now) => this.step(now));
  }

  /** @param {number} now */
  step(now) {
    if (!this.playing || !this.root.isConnected) return;
    const passed = Math.max(0, now - (this.since ?? now)) / 1000;
    this.since = now;
    const at = Math.min(this.last, this.at + passed * SPEED);
    this.playing = at < this.last;
    this.go(at);
    requestAnimationFrame((next) => this.step(next));
  }

  /** @param {number} at */
  go(at) {
    this.at = at;
    const [epoch, loss] = this.run.frames[Math.floor(at)];
    this.slider.value = `${Math.floor(at)}`;
    this.slider.ariaValueText = text.at(epoch, loss);
    this.show('epoch', text.number(epoch));
    this.show('loss', text.lossValue(loss));
    this.show('do-play', this.playing ? face('pause', text.pause) : face('play', text.play));
    this.draw();
  }

  /** A text, changed only where it is another: a button that changes under a press loses it. @param {string} name @param {string} html */
  show(name, html) {
    if (this.shown.get(name) === html) return;
    this.shown.set(name, html);
    /** @type {HTMLElement} */ (this.root.querySelector(`[data-show="${name}"]`)).innerHTML = html;
  }

  // ---- drawing ------------------------------------------------------------------------------------------------------

  draw() {
    const { run } = this;
    const at = this.calm ? Math.floor(this.at) : this.at; // nothing glides for who does not want it
    const outputs = between(run.outputs, at);
    this.plot('layered', run.space, (context, size) => {
      this.links(context, size, run.input, outputs);
      this.dots(context, size, run.input, true);
      this.dots(context, size, outputs);
    });
    this.plot('latent-large', run.plane, (context, size) => this.dots(context, size, between(run.codes, at)));
  }

  /**
   * @param {string} name @param {Run['plane']} axes
   * @param {(context: CanvasRenderingContext2D, size: number) => void} fill px of the canvas that the square's side has
   */
  plot(name, axes, fill) {
    const canvas = /** @type {HTMLCanvasElement} */ (this.root.querySelector(`.${name} canvas`));
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    const { clientWidth: width, clientHeight: height } = canvas;
    const density = devicePixelRatio;
    canvas.width = Math.round(width * density);
    canvas.height = Math.round(height * density);
    const side = Math.min(width, height);
    context.setTransform(density, 0, 0, density, (density * (width - side)) / 2, (density * (height - side)) / 2);
    context.strokeStyle = getComputedStyle(this.root).color;
    for (const [ax, ay, bx, by, opacity] of axes) {
      context.globalAlpha = opacity;
      this.line(context, side / SIDE, ax, ay, bx, by);
    }
    context.globalAlpha = 1;
    fill(context, side / SIDE);
  }

  /** @param {CanvasRenderingContext2D} context @param {number} size @param {number[]} ends */
  line(context, size, ...[ax, ay, bx, by]) {
    context.beginPath();
    context.moveTo(ax * size, ay * size);
    context.lineTo(bx * size, by * size);
    context.stroke();
  }

  /** @param {CanvasRenderingContext2D} context @param {number} size @param {number[]} from @param {number[]} to */
  links(context, size, from, to) {
    for (const [k, colour] of this.colours.entries()) {
      context.strokeStyle = colour;
      this.line(context, size, from[2 * k], from[2 * k + 1], to[2 * k], to[2 * k + 1]);
    }
  }

  /** @param {CanvasRenderingContext2D} context @param {number} size @param {number[]} places @param {boolean} [hollow] */
  dots(context, size, places, hollow = false) {
    const paper = this.theme.colours.dark ? '#16181c' : '#fff';
    for (const [k, colour] of this.colours.entries()) {
      context.beginPath();
      context.arc(places[2 * k] * size, places[2 * k + 1] * size, RADIUS, 0, 2 * Math.PI);
      context.fillStyle = hollow ? paper : colour;
      context.strokeStyle = hollow ? colour : paper;
      context.fill();
      context.stroke();
    }
  }

  get colours() {
    return this.theme.colours.dark ? this.run.dark : this.run.light;
  }
}

/** What a figure that cannot start says of itself. */
export const why = text.still(reason);

/** Fills a figure's place, where there is more to see than its picture. @param {string | null} name @param {HTMLElement} root */
export function fill(name, root) {
  if (name !== 'train') return false;
  new Recording(root);
  return true;
}
