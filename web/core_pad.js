// SPDX-License-Identifier: MIT
// A pad to draw on, and the digit that is made of what is there, as JavaScript sees them. As in core.js, arrays are views of the
// core's memory, made anew on each use and good until anything allocates there.

/** @typedef {{x: number, y: number}} Place px of the pad, from its top left corner */
/** @typedef {Place[]} Stroke */

const PIXELS = 28 * 28;

/** What a pad holds: ae_ink of core/digit.h. */
const INKS = /** @type {const} */ (['some', 'none', 'all']);

/** How a digit is damaged: ae_damage of core/digit.h. @typedef {{noise: number, seed: number, patch: number, left: number, top: number}} Damage */

export class CorePad {
  /** @param {import('./core.js').Core} core */
  constructor(core) {
    this.core = core;
    this.lab = core.lab;
    this.handle = this.lab._lab_pad_new();
    if (!this.handle) throw new Error('too many pads at once');
    /** px @type {number} */
    this.side = this.lab._lab_pad_side();
  }

  /** Draws strokes on clean paper. @param {Stroke[]} strokes @param {number} radius px */
  draw(strokes, radius) {
    this.lab._lab_pad_clear(this.handle);
    for (const stroke of strokes) for (let k = 0; k < stroke.length; k++) this.line(stroke, k, radius);
  }

  /** Draws what leads to a place of a stroke. @param {Stroke} stroke @param {number} k @param {number} radius px */
  line(stroke, k, radius) {
    const from = stroke[Math.max(0, k - 1)];
    this.lab._lab_pad_line(this.handle, from.x, from.y, stroke[k].x, stroke[k].y, radius);
  }

  /** The pad as a picture. @param {{paper: number, ink: number}} colours @returns {ImageData} */
  picture({ paper, ink }) {
    const at = this.lab._lab_pad_picture(this.handle, paper, ink);
    return new ImageData(this.core.bytes(at, 4 * this.side * this.side), this.side, this.side);
  }

  /** Makes a digit of what is on the pad. @returns {typeof INKS[number]} */
  fit() {
    return INKS[this.lab._lab_pad_fit(this.handle)];
  }

  /** @param {'digit' | 'other'} name @returns {Float32Array} */
  view(name) {
    const at = this.lab[`_lab_pad_${name}`](this.handle) / 4;
    return this.lab.HEAPF32.subarray(at, at + PIXELS);
  }

  /** A copy of the digit (784), 0 … 1. @returns {Float32Array} */
  get digit() {
    return this.view('digit').slice();
  }

  /** A digit, damaged. @param {ArrayLike<number>} digit @param {Damage} damage @returns {Float32Array} */
  damaged(digit, { noise, seed, patch, left, top }) {
    this.view('digit').set(digit);
    this.lab._lab_pad_damage(this.handle, noise, seed, patch, left, top);
    return this.digit;
  }

  /** The mean squared difference of two digits. @param {ArrayLike<number>} a @param {ArrayLike<number>} b @returns {number} */
  error(a, b) {
    this.view('digit').set(a);
    this.view('other').set(b);
    return this.lab._lab_pad_error(this.handle);
  }

  /** Errors of digits that are usual, or quantiles of them. @param {Float32Array} errors @param {boolean} [sorted] */
  useErrors(errors, sorted = false) {
    const at = this.lab._lab_pad_errors(this.handle, errors.length) / 4;
    if (!at) throw new Error(`${errors.length} errors cannot be compared with`);
    this.lab.HEAPF32.set(errors, at);
    if (!sorted) this.lab._lab_pad_sort_errors(this.handle);
  }

  /** The share of the usual digits with a smaller error, 0 … 1; -1 when there are none. @param {number} error @returns {number} */
  below(error) {
    return this.lab._lab_pad_errors_below(this.handle, error);
  }

  free() {
    this.lab._lab_pad_free(this.handle);
    this.handle = 0;
  }
}
