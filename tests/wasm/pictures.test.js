// SPDX-License-Identifier: MIT
// The software raster draws the same bits as the native builds: every picture of tests/pictures.txt, which
// tests/core/test_pictures.c reads too.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fnv1a } from './builds.js';

const golden = new Map();
for (const line of (await readFile(new URL('../pictures.txt', import.meta.url), 'utf8')).split('\n')) {
  const [name, hash] = line.split(' ');
  if (name && name !== '#') golden.set(name, hash);
}

for (const build of ['simd', 'scalar']) {
  const at = (/** @type {string} */ file) => new URL(`../../build/pictures/${file}`, import.meta.url);
  const { default: create } = await import(at(`${build}.mjs`).href);
  const core = await create({ wasmBinary: await readFile(at(`${build}.wasm`)) });
  const name = (/** @type {number} */ k) => {
    const address = core._picture_name(k);
    return Buffer.from(core.HEAPU8.slice(address, core.HEAPU8.indexOf(0, address))).toString();
  };

  test(`${build}: tests/pictures.txt has every picture`, () => {
    const names = Array.from({ length: core._picture_count() }, (_, k) => name(k));
    assert.deepEqual(names, [...golden.keys()]);
  });

  for (let k = 0; k < core._picture_count(); k++) {
    test(`${build}: ${name(k)} has the golden bits`, () => {
      const address = core._picture_pixels(k);
      assert.notEqual(address, 0);
      assert.equal(fnv1a(core.HEAPU8.subarray(address, address + core._picture_bytes(k))), golden.get(name(k)));
    });
  }
}
