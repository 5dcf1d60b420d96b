// SPDX-License-Identifier: MIT
// The shipped core as a page loads it, for the size and the first step: W1's data and a network of its size.
import { compile, instantiate } from '../../web/core.js';

/** @type {import('./measure.js').Open} */
export async function open() {
  const core = await instantiate(await compile(new URL('../../build/wasm/core.wasm', import.meta.url)));
  const trainer = core.trainer();
  const run = (/** @type {number} */ n) => {
    const { loss } = trainer;
    trainer.step(n);
    return loss;
  };
  return { run };
}
