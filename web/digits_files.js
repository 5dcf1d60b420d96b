// SPDX-License-Identifier: MIT
// The files of Figure 6: fetched when asked for, told of as they come, and checked. An Error says in a reader's words which
// file is missing or broken.
import { IMAGES } from './digits_image_files.js';
import { bytesInside } from './inside.js';
import { places } from './places.js';
import { digits as text } from './strings_digits.js';

/** @typedef {(part: number) => void} Progress called with 0 … 1, as far as the size is known */
/** @typedef {'decoder' | 'encoder' | 'denoiser/decoder' | 'denoiser/encoder'} ModelName */
/** @typedef {'test' | 'train'} Kind */

/** A file by what readers are told that it is called, whatever the build calls it. @typedef {{name: string, url: URL}} File */

/** @type {Record<ModelName, {json: URL, weights: URL}>} */
const MODELS = {
  decoder: {
    json: new URL('../assets/models/digits/decoder/model.json', import.meta.url),
    weights: new URL('../assets/models/digits/decoder/weights.bin', import.meta.url),
  },
  encoder: {
    json: new URL('../assets/models/digits/encoder/model.json', import.meta.url),
    weights: new URL('../assets/models/digits/encoder/weights.bin', import.meta.url),
  },
  'denoiser/decoder': {
    json: new URL('../assets/models/digits/denoiser/decoder/model.json', import.meta.url),
    weights: new URL('../assets/models/digits/denoiser/decoder/weights.bin', import.meta.url),
  },
  'denoiser/encoder': {
    json: new URL('../assets/models/digits/denoiser/encoder/model.json', import.meta.url),
    weights: new URL('../assets/models/digits/denoiser/encoder/weights.bin', import.meta.url),
  },
};

/** @type {File} */
const CODES = { name: 'codes.bin', url: new URL('../assets/models/digits/codes.bin', import.meta.url) };

/**
 * The bytes of a file. An answer that is a page, as some servers give in the place of a missing file, is refused.
 * @param {File} file @param {AbortSignal} signal @param {Progress} [progress] @returns {Promise<Uint8Array>}
 */
export async function load({ name, url }, signal, progress) {
  if (url.protocol === 'data:') return bytesInside(url.href);
  /** @type {Response} */
  let response;
  try {
    response = await fetch(places.files ? `${places.files}${name}` : url, { signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Error(navigator.onLine ? text.fileLost(name) : text.fileNotKept(name));
  }
  if (!response.ok) throw new Error(text.fileMissing(name, response.status));
  if (response.headers.get('content-type')?.startsWith('text/html')) throw new Error(text.fileIsPage(name));
  try {
    return await collect(response, progress);
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Error(text.fileLost(name));
  }
}

/** @param {Response} response @param {Progress} [progress] @returns {Promise<Uint8Array>} */
async function collect(response, progress) {
  const total = response.headers.has('content-encoding') ? 0 : Number(response.headers.get('content-length'));
  if (!progress || !total || !response.body) return new Uint8Array(await response.arrayBuffer());
  const reader = response.body.getReader();
  /** @type {Uint8Array[]} */
  const parts = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    size += part.value.length;
    progress(Math.min(1, size / total));
  }
  return new Uint8Array(await new Blob(/** @type {BlobPart[]} */ (parts)).arrayBuffer());
}

/** Lets a file be read; what is wrong with it is told with its name. @param {string} name @param {() => void} read */
function reading(name, read) {
  try {
    read();
  } catch (error) {
    throw new Error(text.fileBroken(name, /** @type {Error} */ (error).message));
  }
}

/**
 * Adds a half of a model to an autoencoder.
 * @param {import('./core_digits.js').CoreAutoencoder} autoencoder @param {ModelName} name @param {AbortSignal} signal @param {Progress} [progress]
 */
export async function loadModel(autoencoder, name, signal, progress) {
  const { json, weights } = MODELS[name];
  const [head, body] = await Promise.all([
    load({ name: `${name}/model.json`, url: json }, signal),
    load({ name: `${name}/weights.bin`, url: weights }, signal, progress),
  ]);
  if (!signal.aborted) reading(`${name}/model.json with weights.bin`, () => autoencoder.read(head, body));
}

/** @param {import('./core_digits.js').CoreDigits} map @param {AbortSignal} signal */
export async function loadCodes(map, signal) {
  const bytes = await load(CODES, signal);
  if (!signal.aborted) reading(CODES.name, () => map.read(bytes));
}

/** Whether this build has images. @param {Kind} kind */
export const hasImages = (kind) => `../build/digits/${kind}.bin` in IMAGES;

/**
 * @param {import('./core_digits.js').CoreImages} images @param {Kind} kind @param {AbortSignal} signal @param {Progress} [progress]
 */
export async function loadImages(images, kind, signal, progress) {
  const name = `${kind}.bin`;
  const url = new URL(IMAGES[`../build/digits/${name}`], location.href);
  const bytes = await load({ name, url }, signal, progress);
  const plain = await unzip(bytes).catch(() => {
    throw new Error(text.fileBroken(name, text.notZipped));
  });
  if (!signal.aborted) reading(name, () => images.read(plain, 'packed'));
}

/** What gzip has made of bytes; bytes that it has not, stay. @param {Uint8Array} bytes @returns {Promise<Uint8Array>} */
export async function unzip(bytes) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const plain = new Blob([/** @type {BlobPart} */ (bytes)]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}
