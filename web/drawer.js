// SPDX-License-Identifier: MIT
// What the drawers of Figure 6 have in common: texts that are written only when they are others, listeners that end with the
// drawer, pictures of digits, and an encoder that belongs to what the map shows. See digits_panels.js for when what is called.

import css from './digits_drawers.css?inline';

/** @typedef {import('./figures/digits.js').Digits} Digits */

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

export class Drawer {
  /** @param {Digits} figure */
  constructor(figure) {
    this.figure = figure;
    this.core = figure.engine.core;
    this.stop = new AbortController();
    this.root = document.createElement('div'); // until there is one
    /** @type {Map<string, string>} HTML by data-show */
    this.texts = new Map();
    this.stale = true; // the pictures are of another state
    this.ready = false; // its files are here: until then what the reader sets is kept, and shown by `drawEarly`
  }

  /** @param {HTMLElement} root */
  begin(root) {
    this.root = /** @type {HTMLDivElement} */ (root);
    const tree = /** @type {ShadowRoot} */ (root.getRootNode());
    if (!tree.adoptedStyleSheets.includes(sheet)) tree.adoptedStyleSheets = [...tree.adoptedStyleSheets, sheet];
  }

  /** @param {string} selector @returns {HTMLElement} */
  find(selector) {
    return /** @type {HTMLElement} */ (this.root.querySelector(selector));
  }

  /** @param {string} name @returns {HTMLCanvasElement} */
  canvas(name) {
    return /** @type {HTMLCanvasElement} */ (this.find(`[data-picture=${name}]`));
  }

  /** @param {string} name @returns {HTMLInputElement} */
  field(name) {
    return /** @type {HTMLInputElement} */ (this.find(`[data-field=${name}]`));
  }

  /** @param {string} name @param {string} html */
  show(name, html) {
    if (this.texts.get(name) === html) return;
    this.texts.set(name, html);
    this.find(`[data-show=${name}]`).innerHTML = html;
  }

  /** @param {string} name @param {ArrayLike<number> | null} pixels @param {string} label what it is, in words */
  picture(name, pixels, label) {
    const canvas = this.canvas(name);
    canvas.ariaLabel = label;
    canvas.classList.toggle('blank', !pixels);
    if (pixels) this.figure.drawDigit(canvas, pixels);
    else canvas.width = 1; // which empties it
  }

  /** @param {HTMLElement} control @param {boolean} disabled */
  disable(control, disabled) {
    /** @type {HTMLButtonElement} */ (control).disabled = disabled;
  }

  /** @param {string} selector @param {(button: HTMLElement) => void} pressed */
  onButtons(selector, pressed) {
    const { signal } = this.stop;
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll(selector))) {
      button.addEventListener('click', () => pressed(button), { signal });
    }
  }

  /** Brings what is shown up to date, in a frame. */
  draw() {}

  /** Likewise, as far as that goes before its files are here. */
  drawEarly() {}

  step() {
    if (this.stale && this.figure.visible) {
      this.stale = false;
      if (this.ready) this.draw();
      else this.drawEarly();
    }
    return false;
  }

  /** Pictures are drawn in the next frame. */
  wake() {
    this.stale = true;
    this.figure.engine.wake(this.figure);
  }

  repaint() {
    this.wake();
  }

  dispose() {
    this.stop.abort();
  }
}
