// SPDX-License-Identifier: MIT
// Where the files of the package lie: beside this one, in words that bundlers understand; or where the page says.

/** @type {{core?: string, worker?: string}} what the page says */
const said = {};

/** Addresses. Changes count for figures that have not started: `places.core = '/static/core.wasm'`. */
export const places = {
  /** The core. */
  get core() {
    return said.core ?? new URL('./core.wasm', import.meta.url).href;
  },
  set core(address) {
    said.core = address;
  },
  /** The script of the worker that trains. Where the browser refuses it, training runs in slices on the page's own thread. */
  get worker() {
    return said.worker ?? new URL('./worker.js', import.meta.url).href;
  },
  set worker(address) {
    said.worker = address;
  },
  /** The folder of the figure “digits”, with a slash at its end; empty: beside this file. */
  files: '',
  script: '', // the worker has an address of its own
};
