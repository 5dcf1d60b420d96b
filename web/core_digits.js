// SPDX-License-Identifier: MIT
// What Figure 6 has of the core, as JavaScript sees it: networks of model files, maps of codes, sets of pictures. As in
// core.js, arrays are views of the core's memory, made anew on each use and good until anything allocates there.

/** @typedef {import('./core.js').Core} Core */
/** @typedef {import('./scene.js').Scene} Scene */

/** px: the side of a digit's picture */
export const SIDE = 28;
const PIXELS = SIDE * SIDE;

/** Copies bytes to where a function of the core makes room for them. @param {any} lab @param {number} address @param {...Uint8Array} parts */
function copy(lab, address, ...parts) {
  if (!address) throw new Error('there is no memory for it');
  let to = address;
  for (const part of parts) {
    lab.HEAPU8.set(part, to);
    to += part.length;
  }
}

/** A network of a model file: an encoder, a decoder, or both. */
export class CoreAutoencoder {
  /** @param {Core} core */
  constructor(core) {
    this.core = core;
    this.lab = core.lab;
    this.handle = this.lab._lab_autoencoder_new();
    if (!this.handle) throw new Error('too many models at once');
  }

  /**
   * Adds the halves that a file holds. Throws an Error that names the layer or field that does not fit; what was there stays.
   * @param {Uint8Array} json model.json @param {Uint8Array} weights
   */
  read(json, weights) {
    const { lab, handle } = this;
    copy(lab, lab._lab_autoencoder_room(handle, json.length + weights.length), json, weights);
    if (lab._lab_autoencoder_read(handle, json.length, weights.length))
      throw new Error(this.core.string(lab._lab_autoencoder_error(handle)));
  }

  /**
   * The name of a weight file that a model.json asks for; '' when there are no more. Throws when it cannot be read.
   * @param {Uint8Array} json @param {number} index @returns {string}
   */
  file(json, index) {
    const { lab, handle } = this;
    copy(lab, lab._lab_autoencoder_room(handle, json.length), json);
    const name = this.core.string(lab._lab_autoencoder_file(handle, json.length, index));
    const error = name ? '' : this.core.string(lab._lab_autoencoder_error(handle));
    if (error) throw new Error(error);
    return name;
  }

  /** A copy of its parameters. @returns {Float32Array} */
  get parameters() {
    const at = this.lab._lab_model_parameters(this.handle) / 4;
    return this.lab.HEAPF32.slice(at, at + this.lab._lab_model_parameter_count(this.handle));
  }

  /** Takes the parameters of a network that a digit trainer has trained, see CoreDigitTraining. @param {number} width @param {Float32Array} parameters */
  take(width, parameters) {
    const at = this.lab._lab_autoencoder_build(this.handle, width);
    if (!at) throw new Error('there is no memory for so large a network');
    this.lab.HEAPF32.set(parameters, at / 4);
    this.changed();
  }

  /** Its parameters have been written to. */
  changed() {
    this.lab._lab_autoencoder_changed(this.handle);
  }

  /** @returns {boolean} */
  get hasEncoder() {
    return Boolean(this.lab._lab_autoencoder_encodes(this.handle));
  }

  /** @returns {boolean} */
  get hasDecoder() {
    return Boolean(this.lab._lab_autoencoder_decodes(this.handle));
  }

  /** @returns {number} pixels */
  get inputs() {
    return this.lab._lab_autoencoder_inputs(this.handle);
  }

  /** @returns {number} numbers of a code */
  get latent() {
    return this.lab._lab_autoencoder_latent(this.handle);
  }

  /** The reconstruction of a code. @param {ArrayLike<number>} code @returns {Float32Array} */
  decode(code) {
    const { lab, handle } = this;
    lab.HEAPF32.set(code, lab._lab_autoencoder_code(handle) / 4);
    const at = lab._lab_autoencoder_decode(handle) / 4;
    return lab.HEAPF32.subarray(at, at + this.inputs);
  }

  /** The code of a picture. @param {ArrayLike<number>} pixels @returns {number[]} */
  encode(pixels) {
    const { lab, handle } = this;
    lab.HEAPF32.set(pixels, lab._lab_autoencoder_input(handle) / 4);
    lab._lab_autoencoder_encode(handle);
    const at = lab._lab_autoencoder_code(handle) / 4;
    return [...lab.HEAPF32.subarray(at, at + this.latent)];
  }

  /** The mean squared error between a picture and what a code is decoded to. @param {ArrayLike<number>} pixels @param {ArrayLike<number>} code @returns {number} */
  error(pixels, code) {
    const { lab, handle } = this;
    lab.HEAPF32.set(pixels, lab._lab_autoencoder_input(handle) / 4);
    this.decode(code);
    return lab._lab_autoencoder_loss(handle);
  }

  /** What becomes of a picture. @param {ArrayLike<number>} pixels @returns {{code: number[], output: Float32Array, error: number}} */
  rebuild(pixels) {
    const code = this.encode(pixels);
    const output = this.decode(code);
    return { code, output, error: this.lab._lab_autoencoder_loss(this.handle) };
  }

  /**
   * What is decoded on the straight path between two codes, as RGBA pictures side by side.
   * @param {number[]} from @param {number[]} to @param {number} count @param {import('./theme.js').Colours} colours @returns {ImageData}
   */
  path(from, to, count, { paper, ink }) {
    const at = this.lab._lab_path(this.handle, ...from, ...to, count, SIDE, paper, ink);
    if (!at) throw new Error(`there is no path in ${count} codes`);
    return new ImageData(this.core.bytes(at, 4 * PIXELS * count), SIDE * count, SIDE);
  }

  free() {
    this.lab._lab_autoencoder_free(this.handle);
    this.handle = 0;
  }
}

/** Codes on a plane, with labels 0 … 9. */
export class CoreDigits {
  /** @param {Core} core */
  constructor(core) {
    this.core = core;
    this.lab = core.lab;
    this.handle = this.lab._lab_digits_new();
    if (!this.handle) throw new Error('too many maps at once');
  }

  /** A file of codes. Throws an Error that says what does not fit. @param {Uint8Array} bytes */
  read(bytes) {
    const { lab, handle } = this;
    copy(lab, lab._lab_digits_room(handle, bytes.length), bytes);
    if (lab._lab_digits_read(handle, bytes.length)) throw new Error(this.core.string(lab._lab_digits_error(handle)));
  }

  /** Takes codes (count, 2) with their labels (count) in the place of those there are. @param {Float32Array} codes @param {Uint8Array} labels */
  take(codes, labels) {
    const { lab, handle } = this;
    if (!lab._lab_digits_resize(handle, labels.length)) throw new Error('there is no memory for so many codes');
    lab.HEAPF32.set(codes, lab._lab_digits_codes(handle) / 4);
    lab.HEAPU8.set(labels, lab._lab_digits_labels(handle));
    lab._lab_digits_changed(handle);
  }

  /** @returns {number} */
  get count() {
    return this.lab._lab_digits_count(this.handle);
  }

  /** @param {number} row @returns {number[]} */
  code(row) {
    const at = this.lab._lab_digits_codes(this.handle) / 4 + 2 * row;
    return [...this.lab.HEAPF32.subarray(at, at + 2)];
  }

  /** @param {number} row @returns {number} */
  label(row) {
    return this.lab.HEAPU8[this.lab._lab_digits_labels(this.handle) + row];
  }

  /** A copy. @returns {Uint8Array} */
  get labels() {
    const at = this.lab._lab_digits_labels(this.handle);
    return this.lab.HEAPU8.slice(at, at + this.count);
  }

  /** How many codes have a label. @param {number} label @returns {number} */
  countOf(label) {
    return this.lab._lab_digits_count_of(this.handle, label);
  }

  /** Shows those labels alone. @param {boolean[]} shown by label */
  show(shown) {
    this.lab._lab_digits_hide(
      this.handle,
      shown.reduce((bits, is, label) => bits | (is ? 0 : 1 << label), 0),
    );
  }

  /** Of each coordinate of the codes with this label. @param {number} label @returns {number[]} */
  median(label) {
    return [0, 1].map((axis) => this.lab._lab_digits_median(this.handle, label, axis));
  }

  /** The row before (-1) or after (1) this one whose label is shown, or -1. @param {number} row @param {number} by @returns {number} */
  next(row, by) {
    return this.lab._lab_digits_next(this.handle, row, by);
  }

  /** The smallest square that holds all codes. @returns {{centre: [number, number], reach: number}} */
  get window() {
    const { lab, handle } = this;
    return {
      centre: [lab._lab_digits_centre(handle, 0), lab._lab_digits_centre(handle, 1)],
      reach: lab._lab_digits_reach(handle),
    };
  }

  /**
   * The nearest codes to a place, nearest first.
   * @param {ArrayLike<number>} code @param {number} count @param {number} [but] a row that is left out
   * @returns {{row: number, distance: number}[]}
   */
  neighbours(code, count, but = -1) {
    const { lab, handle } = this;
    return Array.from({ length: lab._lab_digits_find(handle, code[0], code[1], but, count) }, (_, k) => ({
      row: lab._lab_digits_found_row(handle, k),
      distance: lab._lab_digits_found_distance(handle, k),
    }));
  }

  /** The share of codes whose label is that of most of their nearest. @param {number} neighbours @returns {number} */
  accuracy(neighbours) {
    return this.lab._lab_digits_accuracy(this.handle, neighbours);
  }

  // ---- scenes -------------------------------------------------------------------------------------------------------

  /** The dots. @param {Scene} scene @param {number} radius @param {number} opacity */
  drawPoints(scene, radius, opacity) {
    this.lab._lab_scene_digits(scene.handle, this.handle, radius, opacity);
  }

  /** The labels, at the medians of their codes, or beside what stands at three other codes. @param {Scene} scene @param {number} height CSS px @param {number[][]} off @param {number} radius CSS px */
  drawNumerals(scene, height, off, radius) {
    this.lab._lab_scene_numerals(scene.handle, this.handle, height, ...off.flat(), radius);
  }

  /** What is decoded from the plane, in tiles. @param {Scene} scene @param {CoreAutoencoder} autoencoder @param {number} side CSS px */
  drawTiles(scene, autoencoder, side) {
    this.lab._lab_scene_tiles(scene.handle, this.handle, autoencoder.handle, side, SIDE);
  }

  /** The row whose dot is nearest to a position of the last picture, or -1. @param {Scene} scene @param {{x: number, y: number}} at @param {number} reach @returns {number} */
  pick(scene, { x, y }, reach) {
    return this.lab._lab_scene_pick_digit(scene.handle, this.handle, x, y, reach);
  }

  free() {
    this.lab._lab_digits_free(this.handle);
    this.handle = 0;
  }
}

/** Pictures of digits. */
export class CoreImages {
  /** @param {Core} core */
  constructor(core) {
    this.core = core;
    this.lab = core.lab;
    this.handle = this.lab._lab_images_new();
    if (!this.handle) throw new Error('too many sets of pictures at once');
  }

  /**
   * Reads pictures as the build packs them, or an IDX file of images, in place of those there are. Throws an Error that says what
   * does not fit; there are none then.
   * @param {Uint8Array} bytes @param {'packed' | 'idx'} kind
   */
  read(bytes, kind) {
    const { lab, handle } = this;
    copy(lab, lab._lab_images_room(handle, bytes.length), bytes);
    const status =
      kind === 'idx' ? lab._lab_images_idx(handle, bytes.length) : lab._lab_images_read(handle, bytes.length);
    if (status) throw new Error(this.core.string(lab._lab_images_error(handle)));
  }

  /** @returns {number} */
  get count() {
    return this.lab._lab_images_count(this.handle);
  }

  /** @returns {number} of a picture */
  get pixelCount() {
    return this.lab._lab_images_pixels(this.handle);
  }

  /** A copy; 255 where it is not known. @returns {Uint8Array} */
  get labels() {
    const at = this.lab._lab_images_labels(this.handle);
    return this.lab.HEAPU8.slice(at, at + this.count);
  }

  /** A copy of one picture, 0 … 1. @param {number} index @returns {Float32Array} */
  pixels(index) {
    const at = this.lab._lab_images_picture(this.handle, index) / 4;
    return this.lab.HEAPF32.slice(at, at + this.pixelCount);
  }

  /** A copy of all pictures (count, pixels), 0 … 255. @returns {Uint8Array} */
  bytes() {
    const { lab, handle } = this;
    const at = lab._lab_images_bytes(handle);
    if (!at) throw new Error('there is no memory for so many pictures');
    const bytes = lab.HEAPU8.slice(at, at + this.count * this.pixelCount);
    lab._lab_images_pack(handle);
    return bytes;
  }

  free() {
    this.lab._lab_images_free(this.handle);
    this.handle = 0;
  }
}

/** A grey picture as RGBA. @param {Core} core @param {ArrayLike<number>} values 0 … 1, 784 @param {{paper: number, ink: number}} colours @returns {ImageData} */
export function picture({ lab }, values, { paper, ink }) {
  lab.HEAPF32.set(values, lab._lab_picture_values() / 4);
  const at = lab._lab_picture(PIXELS, paper, ink);
  return new ImageData(new Uint8ClampedArray(lab.HEAPU8.buffer, at, 4 * PIXELS), SIDE, SIDE);
}

/** The colour of a label's dots, 0xAABBGGRR. @param {Core} core @param {number} label @param {boolean} dark @returns {number} */
export const labelColour = ({ lab }, label, dark) => lab._lab_label_colour(label, dark) >>> 0;
