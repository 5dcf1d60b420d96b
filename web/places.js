// SPDX-License-Identifier: MIT
// Where the core and the worker's script lie: in this build beside this file. Whoever builds figures for other places says so here,
// before the first figure starts.
import worker from './worker.js?worker&url';

/**
 * @typedef {object} Places
 * @property {string | (() => Promise<BufferSource>)} core the address of core.wasm; or what gives its bytes
 * @property {string} worker the address of the worker's script
 * @property {string} files the folder of Figure 6's files, with a slash at its end; empty: where this build has put each
 * @property {string} script a classic script that is the worker too, in the place of the address; '' for none
 */

/** @type {Places} */
export const places = {
  core: new URL('../build/wasm/core.wasm', import.meta.url).href,
  worker: new URL(worker, import.meta.url).href,
  files: '',
  script: '',
};
