// SPDX-License-Identifier: MIT
// How well a network rebuilds digits that it has not been trained on: the errors that a drawn digit's error is compared with.
import { load } from './digits_files.js';
import { digits as text } from './strings_digits.js';

/** @typedef {import('./core_digits.js').CoreAutoencoder} CoreAutoencoder */

const ERRORS = { name: 'errors.bin', url: new URL('../assets/models/digits/errors.bin', import.meta.url) };

const QUANTILES = 101; // 0, 1, … 100%, see assets/README.md

/** Of networks that were trained in the page. @type {WeakMap<CoreAutoencoder, Float32Array>} */
const trained = new WeakMap();

/** @param {CoreAutoencoder} autoencoder @param {Float32Array} errors of test digits, in any order */
export const rememberErrors = (autoencoder, errors) => trained.set(autoencoder, errors);

/** @param {CoreAutoencoder} autoencoder @returns {Float32Array | undefined} undefined: it was not trained here */
export const errorsOf = (autoencoder) => trained.get(autoencoder);

/** Quantiles of the shipped network's errors: little-endian float32. @param {AbortSignal} signal @returns {Promise<Float32Array>} */
export async function shippedErrors(signal) {
  const bytes = await load(ERRORS, signal);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const errors = Float32Array.from({ length: Math.floor(bytes.length / 4) }, (_, k) => view.getFloat32(4 * k, true));
  const rise = errors.every((error, k) => error >= (errors[k - 1] ?? 0)); // NaN does not
  if (bytes.length !== 4 * QUANTILES || !rise) throw new Error(text.fileBroken(ERRORS.name, text.noQuantiles));
  return errors;
}
