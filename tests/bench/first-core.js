// SPDX-License-Identifier: MIT
// @ts-nocheck: bench.mjs is there once `make bench` has made it
// The core alone, without the page's renderer and figures, as a page loads it: for the size and the first step of W1.
import create from '../../build/bench/bench.mjs';

/** @type {import('./measure.js').Open} */
export async function open() {
  const response = await fetch(new URL('../../build/bench/bench.wasm', import.meta.url));
  const core = await create({ wasmBinary: await response.arrayBuffer() });
  core._bench_open(0);
  return { run: (/** @type {number} */ n) => core._bench_run(n) };
}
