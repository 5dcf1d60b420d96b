// SPDX-License-Identifier: MIT
// The C core as JavaScript sees it: compiled once, instantiated once a page and once a worker.
//
// Numbers and handles cross. Arrays are Float32Array views of the core's memory, made anew on each use, because a stored
// view goes dead when that memory grows.
import createCore from '#core';

/** @typedef {Record<string, number>} Options values by option name; words as their index */
/** @typedef {{name: string, words: string[], least: number, most: number, fallback: number}} Option */

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
 * @param {URL | string} url
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compile(url) {
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

  /** @param {Partial<Options>} [options] @returns {CoreTrainer} throws an Error that names the option */
  trainer(options = {}) {
    return new CoreTrainer(this, options);
  }
}

/** One network in training, inside one instance of the core. */
export class CoreTrainer {
  /** @param {Core} core @param {Partial<Options>} options */
  constructor(core, options) {
    this.core = core;
    this.lab = core.lab;
    this.handle = this.lab._lab_trainer_new();
    if (!this.handle) throw new Error('too many trainers at once');
    try {
      core.options.forEach(({ name }, id) => {
        const value = options[name];
        if (value !== undefined) this.check(this.lab._lab_trainer_set(this.handle, id, value));
      });
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

/** @param {Snapshot} snapshot @returns {ArrayBuffer[]} what postMessage may move instead of copying */
export function transferables(snapshot) {
  return SNAPSHOT_VIEWS.map((name) => /** @type {ArrayBuffer} */ (snapshot[name].buffer));
}
