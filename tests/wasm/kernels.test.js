// SPDX-License-Identifier: MIT
// The fast kernels give the bits of their definitions in WebAssembly too, where their vectors are other instructions.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

const folder = new URL('../../build/kernels/', import.meta.url);

for (const build of ['simd', 'scalar']) {
  test(`${build}: the kernels equal their definitions for 100,000 random shapes`, async () => {
    const { default: create } = await import(new URL(`${build}.mjs`, folder).href);
    const core = await create({ wasmBinary: await readFile(new URL(`${build}.wasm`, folder)) });
    try {
      core._kernels_check(19, 100000);
    } catch (trap) {
      const from = core._kernels_failure();
      const end = core.HEAPU8.indexOf(0, from);
      assert.fail(Buffer.from(core.HEAPU8.subarray(from, end)).toString() || String(trap));
    }
  });
}
