// SPDX-License-Identifier: MIT
// Training on digits, inside one instance of the core: what training.js drives in Figure 6, as it drives a CoreTrainer elsewhere.

/**
 * @typedef {object} DigitTask what is to be trained, on what
 * @property {Uint8Array} digits (count, 784), 0 … 255
 * @property {Uint8Array} looked (count, 784): digits whose codes are shown, which are not trained on
 * @property {Uint8Array} labels of those, 0 … 9
 * @property {DigitSettings} settings
 */
/** @typedef {Record<typeof SETTINGS[number], number>} DigitSettings see digit_trainer.h */

/**
 * @typedef {object} DigitSnapshot
 * @property {number} part of the training that is done, 0 … 1
 * @property {number} seen pictures trained on, each as often as it was
 * @property {number} loss
 * @property {number} accuracy share of looked-at digits whose label their five nearest tell
 * @property {Float32Array} codes (looked, 2)
 */
/**
 * @typedef {object} DigitModel
 * @property {Float32Array} parameters of the network as a plane shows it
 * @property {Float32Array} errors (looked)
 * @property {Float32Array} weights the parameters of the network as it is, and where it is: for `adopt`
 * @property {number} seen
 * @property {number} loss
 */

/** The order is that of the enum in lab_digit_training.c. */
const SETTINGS = /** @type {const} */ (['width', 'bottleneck', 'epochs', 'batch', 'rate', 'seed']);

/** What a reader starts with. Batch and rate were found by trying, see assets/README.md. */
export const START = { width: 128, bottleneck: 2, epochs: 25, seed: 1, batch: 32, rate: 0.005 };

const PIXELS = 28 * 28;

/** ae_stop of core/trainer.h. */
const STOPS = /** @type {const} */ ([null, 'epochs', 'converged', 'time', 'diverged']);

export class CoreDigitTraining {
  /** @param {import('./core.js').Core} core @param {DigitTask} task */
  constructor(core, { digits, looked, labels, settings }) {
    this.core = core;
    this.lab = core.lab;
    this.handle = this.lab._lab_digit_training_new();
    this.count = labels.length; // of digits looked at
    if (!this.handle) throw new Error('too many trainings at once');
    try {
      this.copy(this.lab._lab_digit_training_digits(this.handle, digits.length / PIXELS), digits);
      this.copy(this.lab._lab_digit_training_looked(this.handle, looked.length / PIXELS), looked);
      this.copy(this.lab._lab_digit_training_labels(this.handle), labels);
      for (const [k, name] of SETTINGS.entries()) this.lab._lab_digit_training_set(this.handle, k, settings[name]);
      this.check(this.lab._lab_digit_training_build(this.handle));
    } catch (error) {
      this.free();
      throw error;
    }
  }

  /** @param {number} address @param {Uint8Array} bytes */
  copy(address, bytes) {
    if (!address) throw new Error('there is no memory for so many digits');
    this.lab.HEAPU8.set(bytes, address);
  }

  /** @param {number} status */
  check(status) {
    if (status) throw new Error(this.core.string(this.lab._lab_digit_training_error(this.handle)));
  }

  /** Trains on up to so many mini-batches. @param {number} batches @returns {import('./core.js').StopReason | null} null when it may go on */
  run(batches) {
    return STOPS[this.lab._lab_digit_training_run(this.handle, batches)] ?? null;
  }

  /** A copy of numbers of the core. @param {number} address @param {number} count */
  floats(address, count) {
    return this.lab.HEAPF32.slice(address / 4, address / 4 + count);
  }

  /** Goes on where another one of the same task was. @param {Pick<DigitModel, 'weights' | 'seen' | 'loss'>} model */
  adopt({ weights, seen, loss }) {
    this.lab.HEAPF32.set(weights, this.lab._lab_digit_training_parameters(this.handle) / 4);
    this.check(this.lab._lab_digit_training_adopt(this.handle, seen, loss));
  }

  /** @returns {DigitSnapshot} */
  snapshot() {
    const { lab, handle } = this;
    const accuracy = lab._lab_digit_training_accuracy(handle);
    return {
      part: lab._lab_digit_training_part(handle),
      seen: lab._lab_digit_training_seen(handle),
      loss: lab._lab_digit_training_loss(handle),
      accuracy,
      codes: this.floats(lab._lab_digit_training_shown(handle), 2 * this.count),
    };
  }

  /** The network as a plane shows it, for CoreAutoencoder's `take`, and how it does. @returns {DigitModel} */
  model() {
    const { lab, handle } = this;
    const errors = this.floats(lab._lab_digit_training_errors(handle), this.count);
    const parameters = lab._lab_digit_training_plane(handle);
    if (!parameters) throw new Error('there is no memory for the network');
    return {
      parameters: this.floats(parameters, lab._lab_digit_training_plane_count(handle)),
      errors,
      weights: this.floats(lab._lab_digit_training_parameters(handle), lab._lab_digit_training_parameter_count(handle)),
      seen: lab._lab_digit_training_seen(handle),
      loss: lab._lab_digit_training_loss(handle),
    };
  }

  free() {
    this.lab._lab_digit_training_free(this.handle);
    this.handle = 0;
  }
}
