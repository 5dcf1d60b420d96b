// SPDX-License-Identifier: MIT
// The C core as JavaScript sees it: compiled once, instantiated once a page and once a worker.
//
// Numbers and handles cross. Arrays are Float32Array views of the core's memory, made anew on each use, because a stored
// view goes dead when that memory grows.
import createCore from '#core';

/** @typedef {Record<string, number>} Options values by option name; words as their index */
/** @typedef {{name: string, words: string[], least: number, most: number, whole: boolean, fallback: number}} Option */

/**
 * What a trainer's state is at one epoch. Arrays are row-major: parameters (count), latent and latentGradient (points,
 * latent units), output (points, 3).
 * @typedef {object} Snapshot
 * @property {number} epoch
 * @property {number} loss of the training rows
 * @property {number} heldOutLoss NaN when no row is held out
 * @property {Float32Array} parameters
 * @property {Float32Array} latent
 * @property {Float32Array} latentGradient
 * @property {Float32Array} output
 * @property {Float32Array} losses (epochs, 3) since the snapshot before: epoch, loss, held-out loss; none to look back
 */

/** The arrays a trainer shows; the order is that of the enum in lab.h. */
export const VIEWS = { input: 0, colour: 1, parameters: 2, latent: 3, latentGradient: 4, output: 5, losses: 6 };

/** @typedef {keyof typeof VIEWS} ViewName */

const SNAPSHOT_VIEWS = /** @type {const} */ (['parameters', 'latent', 'latentGradient', 'output', 'losses']);

/** ae_status of core/status.h, as far as JavaScript tells them apart. */
const DIVERGED = 4;

/** Why training stops by itself: ae_stop of core/trainer.h; null while it may go on. */
const STOPS = /** @type {const} */ ([null, 'epochs', 'converged', 'time', 'diverged']);

/** @typedef {Exclude<typeof STOPS[number], null>} StopReason */

/**
 * Fetches and compiles the core. A server that sends it with the wrong MIME type is forgiven.
 * @param {string | (() => Promise<BufferSource>)} url its address; or what gives its bytes
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compile(url) {
  if (typeof url === 'function') return WebAssembly.compile(await url());
  const response = await fetch(url);
  if (!response.ok)
    throw new Error(`${response.status} ${response.statusText}: ${new URL(url, location.href).pathname}`);
  const rightType = response.headers.get('content-type')?.startsWith('application/wasm');
  if (rightType && WebAssembly.compileStreaming) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/**
 * @param {WebAssembly.Module} module
 * @returns {Promise<Core>}
 */
export function instantiate(module) {
  return new Promise((resolve, reject) => {
    createCore({
      /** @param {WebAssembly.Imports} imports @param {(instance: WebAssembly.Instance) => void} receive */
      instantiateWasm(imports, receive) {
        WebAssembly.instantiate(module, imports).then(receive, reject);
        return {};
      },
    }).then((/** @type {any} */ lab) => resolve(new Core(lab)), reject);
  });
}

export class Core {
  /** @param {any} lab Emscripten's module object */
  constructor(lab) {
    this.lab = lab;
    /** @type {Option[]} in the order of the enum in options.h */
    this.options = [];
    for (let id = 0; lab._lab_option_name(id); id++) {
      this.options.push({
        name: this.string(lab._lab_option_name(id)),
        words: this.string(lab._lab_option_words(id)).split(' ').filter(Boolean),
        least: lab._lab_option_least(id),
        most: lab._lab_option_most(id),
        whole: Boolean(lab._lab_option_whole(id)),
        fallback: lab._lab_option_fallback(id),
      });
    }
  }

  /** @param {number} address of a C string, or 0 @returns {string} */
  string(address) {
    if (!address) return '';
    const end = this.lab.HEAPU8.indexOf(0, address);
    return new TextDecoder().decode(this.lab.HEAPU8.subarray(address, end));
  }

  /** Bytes in the core's memory, good until anything allocates there. @param {number} address @param {number} count */
  bytes(address, count) {
    return new Uint8ClampedArray(this.lab.HEAPU8.buffer, address, count);
  }

  /**
   * An option's value from text: a word's index, or a number. NaN when it is neither.
   * @param {string} name @param {string} text @returns {number}
   */
  parse(name, text) {
    const option = this.options.find((candidate) => candidate.name === name);
    if (!option || text.trim() === '') return Number.NaN;
    return option.words.length ? (option.words.indexOf(text) + 1 || Number.NaN) - 1 : Number(text);
  }

  /** An option's value as text: a word, or the number. @param {string} name @param {number} value @returns {string | number} */
  word(name, value) {
    return this.options.find((candidate) => candidate.name === name)?.words[value] ?? value;
  }

  /**
   * @param {Partial<Options>} [options] @param {Uint8Array | null} [own] a data file with three columns, for the data set “own”
   * @returns {CoreTrainer} throws an Error that names the option, or the row and column
   */
  trainer(options = {}, own = null) {
    return new CoreTrainer(this, options, own);
  }
}

/** One network in training, inside one instance of the core. */
export class CoreTrainer {
  /** @param {Core} core @param {Partial<Options>} options @param {Uint8Array | null} own */
  constructor(core, options, own) {
    this.core = core;
    this.lab = core.lab;
    this.handle = this.lab._lab_trainer_new();
    if (!this.handle) throw new Error('too many trainers at once');
    try {
      core.options.forEach(({ name }, id) => {
        const value = options[name];
        if (value !== undefined) this.check(this.lab._lab_trainer_set(this.handle, id, value));
      });
      if (own) {
        const address = this.lab._lab_trainer_file(this.handle, own.length);
        if (!address) throw new Error('no memory for so large a file');
        this.lab.HEAPU8.set(own, address);
      }
      this.check(this.lab._lab_trainer_build(this.handle));
    } catch (error) {
      this.free();
      throw error;
    }
  }

  /** @param {number} status */
  check(status) {
    if (status) throw new Error(this.core.string(this.lab._lab_trainer_error(this.handle)));
  }

  get epoch() {
    return this.lab._lab_trainer_epoch(this.handle);
  }

  /** @returns {number} rows of the data */
  get points() {
    return this.lab._lab_trainer_view_rows(this.handle, VIEWS.input);
  }

  /** The column of the reader’s own data, from 1, that holds labels and was left out; 0: none. @returns {number} */
  get labelColumn() {
    return this.lab._lab_trainer_label_column(this.handle);
  }

  get loss() {
    return this.lab._lab_trainer_loss(this.handle);
  }

  get heldOutLoss() {
    return this.lab._lab_trainer_held_out_loss(this.handle);
  }

  /**
   * A view of one array in the core's memory, good until anything allocates there.
   * @param {ViewName} name @returns {Float32Array}
   */
  view(name) {
    const id = VIEWS[name];
    const address = this.lab._lab_trainer_view(this.handle, id);
    const count = this.lab._lab_trainer_view_rows(this.handle, id) * this.columns(name);
    return this.lab.HEAPF32.subarray(address / 4, address / 4 + count);
  }

  /** @param {ViewName} name @returns {number} */
  columns(name) {
    return this.lab._lab_trainer_view_columns(this.handle, VIEWS[name]);
  }

  /** What belongs to one point. @param {number} index @returns {{input: Float32Array, latent: Float32Array, output: Float32Array, error: number}} */
  point(index) {
    const [input, latent, output] = /** @type {const} */ (['input', 'latent', 'output']).map((name) => {
      const columns = this.columns(name);
      return this.view(name).slice(index * columns, (index + 1) * columns);
    });
    return { input, latent, output, error: this.pointLoss(index) };
  }

  /** The mean squared error of one point. @param {number} index @returns {number} */
  pointLoss(index) {
    return this.lab._lab_trainer_point_loss(this.handle, index);
  }

  /** Trains so many epochs. @param {number} epochs @returns {StopReason | null} 'diverged' when the loss was not finite */
  step(epochs) {
    const status = this.lab._lab_trainer_step(this.handle, epochs);
    if (status && status !== DIVERGED) this.check(status);
    return status ? 'diverged' : null;
  }

  /** Trains up to so many epochs. @param {number} epochs @returns {StopReason | null} null when it may go on */
  run(epochs) {
    const reason = STOPS[this.lab._lab_trainer_run(this.handle, epochs)];
    if (reason === undefined) this.check(1);
    return reason;
  }

  /** @param {number} seed */
  reset(seed) {
    this.check(this.lab._lab_trainer_reset(this.handle, seed));
  }

  /** A copy of the state, to be transferred. @returns {Snapshot} */
  snapshot() {
    this.lab._lab_trainer_snapshot(this.handle);
    const [parameters, latent, latentGradient, output, losses] = SNAPSHOT_VIEWS.map((name) => this.view(name).slice());
    const { epoch, loss, heldOutLoss } = this;
    return { epoch, loss, heldOutLoss, parameters, latent, latentGradient, output, losses };
  }

  /**
   * Lets the plots of the codes go after them. @param {number} ease part of the way that they go now
   * @returns {number} how far they still have to go, in parts of the plot
   */
  followLatent(ease) {
    return this.lab._lab_latent_follow(this.handle, ease);
  }

  /** Latent units that a trail is long for a gradient of 1. @returns {number} */
  get trailScale() {
    return this.lab._lab_trail_scale(this.handle);
  }

  /**
   * The part of the codes' plane that is decoded to the sheet; for two latent units alone.
   * @returns {{centre: number[], half: number[]}} along each axis: its middle, half its side
   */
  get plane() {
    const { lab, handle } = this;
    const both = (/** @type {(handle: number, axis: number) => number} */ of) => [of(handle, 0), of(handle, 1)];
    return { centre: both(lab._lab_sheet_centre), half: both(lab._lab_sheet_half) };
  }

  /** The reconstruction of one code. @param {number[]} code @returns {number[]} */
  decode(code) {
    const { lab, handle } = this;
    const at = lab._lab_trainer_code(handle);
    lab.HEAPF32.set(code, at / 4);
    const output = lab._lab_trainer_decode(handle, at) / 4;
    return [...lab.HEAPF32.subarray(output, output + this.columns('output'))];
  }

  /**
   * A part of the straight path between the codes of two points, its image under the decoder, and the same part of the
   * straight path between the two reconstructions.
   * @param {number} from @param {number} to @param {number} part 0 … 1
   * @returns {{code: number[], image: number[], straight: number[], distance: number}}
   */
  between(from, to, part) {
    const at = this.lab._lab_trainer_between(this.handle, from, to, part) / 4;
    if (!at) throw new Error(`there are no points ${from} and ${to}`);
    const numbers = [...this.lab.HEAPF32.subarray(at, at + 10)];
    const code = numbers.slice(0, this.columns('latent'));
    return { code, image: numbers.slice(3, 6), straight: numbers.slice(6, 9), distance: numbers[9] };
  }

  /**
   * What is decoded from any code in place of a point's own: its error against that point, the slopes of this error in the
   * code, and the reconstruction.
   * @param {number} index of the point @param {number[]} code
   * @returns {{error: number, slopes: number[], output: number[]}}
   */
  probe(index, code) {
    const { lab, handle } = this;
    lab.HEAPF32.set(code, lab._lab_trainer_code(handle) / 4);
    const error = lab._lab_trace_code(handle, index);
    const read = (/** @type {number} */ address, /** @type {number} */ count) => [
      ...lab.HEAPF32.subarray(address / 4, address / 4 + count),
    ];
    return {
      error,
      slopes: read(lab._lab_trace_slopes(handle), code.length),
      output: read(lab._lab_trace_output(handle), this.columns('output')),
    };
  }

  /**
   * Where a code comes to with one step downhill on a point's error.
   * @param {number} index of the point @param {number[]} code @param {number} size times the slopes @returns {number[]}
   */
  descend(index, code, size) {
    const { lab, handle } = this;
    const at = lab._lab_trainer_code(handle) / 4;
    lab.HEAPF32.set(code, at);
    lab._lab_trace_step(handle, index, size);
    return [...lab.HEAPF32.subarray(at, at + code.length)];
  }

  /** Trains one more epoch and keeps it, see lab_record.c. @returns {StopReason | null} null when it may go on */
  record() {
    const reason = STOPS[this.lab._lab_record_run(this.handle)];
    if (reason === undefined) throw new Error('there is no room for so many epochs of so large a network');
    return reason;
  }

  /** The last epoch that is kept, -1 for none. @returns {number} */
  get recorded() {
    return this.lab._lab_record_last(this.handle);
  }

  /** One window and one scale for all epochs that are kept. */
  fitRecord() {
    this.lab._lab_record_fit(this.handle);
  }

  /** Back or on to an epoch that is kept. @param {number} epoch */
  lookBack(epoch) {
    if (this.lab._lab_record_show(this.handle, epoch)) throw new Error(`epoch ${epoch} is not kept`);
  }

  /** How many times as long as the way to the next epoch its arrow is. @returns {number} */
  get arrowScale() {
    return this.lab._lab_record_arrows(this.handle);
  }

  /** The share of points that followed their trails to the epoch after this one; NaN where there is none. @param {number} epoch @returns {number} */
  followed(epoch) {
    return this.lab._lab_record_followed(this.handle, epoch);
  }

  /** The mean of these shares over the whole record. @returns {number} */
  get followedMean() {
    return this.lab._lab_record_followed_mean(this.handle);
  }

  /** What plots of the codes show: their middle, and half of their shorter side. @returns {{centre: number[], reach: number}} */
  get latentWindow() {
    const { lab, handle } = this;
    const centre = [lab._lab_latent_centre(handle, 0), lab._lab_latent_centre(handle, 1)];
    return { centre, reach: lab._lab_latent_reach(handle) };
  }

  /** The colour of a point in every plot. @param {number} index @param {boolean} dark @returns {number} 0xAABBGGRR */
  pointColour(index, dark) {
    return this.lab._lab_point_colour(this.handle, index, dark) >>> 0;
  }

  /** How well the input without its vertical coordinate fits the codes: R² of procrustes.h. @returns {number} */
  get flatMatch() {
    return this.lab._lab_flat_match(this.handle);
  }

  /** Where that fit puts the points: (points, latent units, but at least 2), as `view`. @returns {Float32Array} */
  get flatPoints() {
    const at = this.lab._lab_flat_points(this.handle) / 4;
    return this.lab.HEAPF32.subarray(at, at + this.view('colour').length * Math.max(2, this.columns('latent')));
  }

  /** Keeps codes and reconstruction as they are: pictures can start from there. */
  remember() {
    this.lab._lab_trainer_remember(this.handle);
  }

  /**
   * One point's way through the network: at each station, from the input to the reconstruction, its numbers and the slopes of its error.
   * @param {number} index @returns {{values: Float32Array, slopes: Float32Array}[]}
   */
  trace(index) {
    const { lab, handle } = this;
    lab._lab_trace_point(handle, index);
    const numbers = (/** @type {number} */ station, /** @type {number} */ slopes) => {
      const address = lab._lab_trace_numbers(handle, station, slopes) / 4;
      return lab.HEAPF32.slice(address, address + lab._lab_trace_units(handle, station));
    };
    return Array.from({ length: lab._lab_trace_stations(handle) }, (_, station) => ({
      values: numbers(station, 0),
      slopes: numbers(station, 1),
    }));
  }

  /** The weight behind the code that the loss depends on the most now. @returns {number} its index */
  get steepestWeight() {
    return this.lab._lab_steepest_weight(this.handle);
  }

  /** @param {number} index @returns {{value: number, gradient: number}} of a parameter; the gradient of the whole loss */
  parameter(index) {
    const { lab, handle } = this;
    return { value: lab._lab_parameter(handle, index), gradient: lab._lab_parameter_gradient(handle, index) };
  }

  /** How torn the codes of a closed curve are: its longest step in parts of its extent. @returns {number} */
  get tear() {
    return this.lab._lab_tear(this.handle);
  }

  /** The losses of the epoch nearest to this one that is known. @param {number} epoch */
  lossesAt(epoch) {
    const { lab, handle } = this;
    const near = Math.min(epoch, lab._lab_trainer_history_last(handle));
    return {
      epoch: lab._lab_trainer_history_epoch(handle, near),
      loss: lab._lab_trainer_history_loss(handle, near),
      heldOut: lab._lab_trainer_history_held_out_loss(handle, near),
    };
  }

  /** Keeps the losses of a trainer's run, this one's or another's, to compare with. @param {CoreTrainer} trainer */
  keepGhost(trainer) {
    this.check(this.lab._lab_trainer_ghost(this.handle, trainer.handle));
  }

  /** The loss of PCA with as many components as there are latent units: no linear network does better. @returns {number} */
  get floor() {
    return this.lab._lab_trainer_floor(this.handle);
  }

  /** Takes over the state of a trainer with the same options. @param {Snapshot} snapshot */
  adopt(snapshot) {
    this.lab._lab_trainer_expect(this.handle, snapshot.losses.length / this.columns('losses'));
    for (const name of SNAPSHOT_VIEWS) this.view(name).set(snapshot[name]);
    this.lab._lab_trainer_adopt(this.handle, snapshot.epoch, snapshot.loss, snapshot.heldOutLoss);
  }

  free() {
    this.lab._lab_trainer_free(this.handle);
    this.handle = 0;
  }
}
