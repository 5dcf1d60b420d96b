// SPDX-License-Identifier: MIT
// Where the core and the worker's script lie: in this build beside this file. Whoever builds figures for other places says so here,
// before the first figure starts.
import worker from './worker.js?worker&url';

/** Addresses. */
export const places = {
  core: new URL('../build/wasm/core.wasm', import.meta.url).href,
  worker: new URL(worker, import.meta.url).href,
  files: '', // the folder of Figure 6's files, with a slash at its end; empty: where this build has put each
};
