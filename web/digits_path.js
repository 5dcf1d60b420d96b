// SPDX-License-Identifier: MIT
// The straight path between two codes on the map of Figure 6: two handles, which are buttons, so that they can be dragged,
// touched and moved by keys; and a strip of what is decoded along it.
import { slider } from './controls.js';
import { SIDE } from './core_digits.js';
import { numberAmong } from './figure.js';
import { digits as text } from './strings_digits.js';
import { fade } from './theme.js';

/** @typedef {import('./figures/digits.js').Digits} Digits */
/** @typedef {import('./figure.js').State} State */
/** @typedef {'A' | 'B'} End */

const ENDS = /** @type {const} */ (['A', 'B']);
const KEY_MOVE = 12; // px, as in plot.js
const CODE = { least: -1e6, most: 1e6 };
const NUMBERS = { ax: CODE, ay: CODE, bx: CODE, by: CODE, part: { least: 0, most: 1 } };
const WIDE = 620; // px of the figure from which on the strip has more pictures
const COUNTS = { wide: 14, narrow: 8 };

export const pathTemplate = () => `
  <div class="path" role="group" aria-label="${text.path}">
    <div class="name">${text.path}</div>
    <div class="strip"><b aria-hidden="true">A</b><canvas class="digit" role="img" data-picture="strip"></canvas><b aria-hidden="true">B</b></div>
    <div class="controls">
      <button type="button" data-do="from">${text.fromHere}</button>
      <button type="button" data-do="to">${text.toHere}</button>
      ${slider('part', text.along, { min: 0, max: 1, step: 0.01, value: 0 })}
    </div>
  </div>`;

export class DigitPath {
  static names = Object.keys(NUMBERS);

  /** @param {State} changes */
  static check(changes) {
    for (const [name, range] of Object.entries(NUMBERS)) numberAmong(changes, name, range);
  }

  /** @param {Digits} figure */
  constructor(figure) {
    this.figure = figure;
    /** @type {Record<End, number[]>} codes */
    this.ends = { A: [0, 0], B: [0, 0] };
    this.part = 0; // of the path, where the cursor was put last
    this.wide = true; // the figure
    this.count = COUNTS.wide; // pictures in the strip
    this.stale = true; // the strip is of another path
    this.handles = ENDS.map((name) => {
      const handle = document.createElement('button');
      handle.type = 'button';
      handle.className = 'handle';
      handle.dataset.end = name;
      handle.textContent = name;
      figure.find('[data-plot=map] .canvas').append(handle);
      return handle;
    });
  }

  /** @param {number[]} a @param {number[]} b */
  begin(a, b) {
    this.ends = { A: a, B: b };
    this.part = 0;
  }

  get state() {
    const { A, B } = this.ends;
    return { ax: A[0], ay: A[1], bx: B[0], by: B[1], part: this.part };
  }

  /** @param {State} changes */
  set(changes) {
    const { A, B } = this.ends;
    const [ax, ay, bx, by, part] = Object.entries(NUMBERS).map(([name, range]) => numberAmong(changes, name, range));
    this.ends = { A: [ax ?? A[0], ay ?? A[1]], B: [bx ?? B[0], by ?? B[1]] };
    this.part = part ?? this.part;
    if (part !== undefined && !('selected' in changes)) this.figure.putCursor(this.at(part));
  }

  /** @param {number} part of the path @returns {number[]} */
  at(part) {
    const { A, B } = this.ends;
    return A.map((from, c) => (1 - part) * from + part * B[c]);
  }

  /** @param {End} name @param {number[]} code */
  move(name, code) {
    this.ends[name] = this.figure.view.within(code);
    this.figure.renew();
  }

  /** @param {AbortSignal} signal */
  listen(signal) {
    const { figure } = this;
    figure.onButtons('[data-do=from]', () => this.move('A', figure.cursor));
    figure.onButtons('[data-do=to]', () => this.move('B', figure.cursor));
    for (const handle of this.handles) this.listenTo(handle, signal);
    const fit = (/** @type {number} */ width) => {
      this.wide = width >= WIDE;
      figure.engine.wake(figure);
    };
    try {
      const sizes = new ResizeObserver(([{ contentRect }]) => fit(contentRect.width));
      sizes.observe(figure.root);
      signal.addEventListener('abort', () => sizes.disconnect());
    } catch {
      fit(figure.root.clientWidth); // where nothing can be observed
    }
  }

  /** @param {HTMLElement} handle @param {AbortSignal} signal */
  listenTo(handle, signal) {
    const { figure } = this;
    const name = /** @type {End} */ (handle.dataset.end);
    handle.addEventListener('pointerdown', (event) => handle.setPointerCapture(event.pointerId), { signal });
    handle.addEventListener(
      'pointermove',
      (event) => {
        if (!handle.hasPointerCapture(event.pointerId)) return;
        const { x, y } = figure.plot.position(event);
        this.move(name, figure.plot.scene.plane(x, y));
      },
      { signal },
    );
    handle.addEventListener(
      'keydown',
      (event) => {
        const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
        if (!arrow || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        const step = (KEY_MOVE * (event.shiftKey ? 4 : 1) * 2 * figure.view.half) / figure.view.size;
        this.move(
          name,
          this.ends[name].map((at, c) => at + step * arrow[c]),
        );
      },
      { signal },
    );
  }

  // ---- pictures -----------------------------------------------------------------------------------------------------

  /** @param {import('./scene.js').Scene} scene @param {number} ink @param {number} paper */
  draw(scene, ink, paper) {
    const { A, B } = this.ends;
    scene.segment([...A, 0], [...B, 0], 4, fade(paper, 0.8));
    scene.segment([...A, 0], [...B, 0], 1.6, ink);
  }

  /** The handles go where their codes are in the picture that has been begun. @param {import('./scene.js').Scene} scene */
  place(scene) {
    const { width, height } = this.figure.plot;
    ENDS.forEach((name, k) => {
      const { x, y } = scene.position(this.ends[name]);
      const handle = this.handles[k];
      const seen = x > -14 && y > -14 && x < width + 14 && y < height + 14;
      if (handle.hidden === seen) handle.hidden = !seen;
      handle.style.translate = `calc(${x}px - 50%) calc(${y}px - 50%)`;
    });
  }

  /** How many pictures the figure has room for. @returns {number} */
  get fitting() {
    return this.wide ? COUNTS.wide : COUNTS.narrow;
  }

  /** When it is of another path, or has another room. */
  updateStrip() {
    if (!this.stale && this.count === this.fitting) return;
    this.stale = false;
    const { figure } = this;
    const { A, B } = this.ends;
    this.count = this.fitting;
    const canvas = figure.picture('strip');
    canvas.style.aspectRatio = `${SIDE * this.count} / ${SIDE}`;
    figure.drawPicture(canvas, figure.autoencoder.path(A, B, this.count, figure.theme.colours));
  }

  write() {
    const { figure, ends } = this;
    ENDS.forEach((name, k) => {
      this.handles[k].ariaLabel = text.handle(name, ends[name]);
    });
    figure.picture('strip').ariaLabel = text.strip(ends.A, ends.B, this.count);
    figure.show('part', text.percent(this.part));
  }
}
