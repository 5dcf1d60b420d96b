// SPDX-License-Identifier: MIT
// WebGL and the software raster draw the same pictures: every scene of tests/core/pictures.h by both.
import { readFile } from 'node:fs/promises';
import { expect, test } from './fixture.js';

const FOLDER = new URL('../../build/pictures/', import.meta.url);
const TYPES = { mjs: 'text/javascript', wasm: 'application/wasm' };

const MEAN = 0.15; // levels that channels may differ by on average; a level is 1/255
const SHARE = 0.002; // of pixels, that may be more than 8 levels off

/** @typedef {{name: string, mean: number, share: number, painted: number}} Comparison painted: share of pixels */

test('both renderers draw the same pictures', async ({ page }, { annotations }) => {
  await page.route('/pictures/*', async (route) => {
    const file = new URL(route.request().url()).pathname.slice('/pictures/'.length);
    const type = TYPES[/** @type {keyof typeof TYPES} */ (file.split('.')[1])];
    if (file) await route.fulfill({ body: await readFile(new URL(file, FOLDER)), contentType: type });
    else await route.fulfill({ body: '<!doctype html><title>Pictures</title>', contentType: 'text/html' });
  });
  await page.goto('/pictures/');
  const comparisons = await page.evaluate(async () => {
    const address = '/pictures/gl.mjs';
    const { default: create } = await import(address);
    const core = await create({ wasmBinary: await (await fetch('/pictures/gl.wasm')).arrayBuffer() });
    const canvas = document.createElement('canvas');
    core.specialHTMLTargets['!gl'] = canvas;
    if (!core._picture_open()) throw new Error('there is no WebGL 2');

    /** @param {number} k @returns {Comparison} */
    const compare = (k) => {
      const [width, height] = [core._picture_width(k), core._picture_height(k)];
      const pixels = core._picture_soft(k);
      if (!pixels) throw new Error('memory ran out');
      const soft = core.HEAPU8.slice(pixels, pixels + 4 * width * height);
      canvas.width = width;
      canvas.height = height;
      core._picture_gl(k);
      const flat = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
      flat?.drawImage(canvas, 0, 0);
      const gl = flat?.getImageData(0, 0, width, height).data ?? [];
      let [sum, off, painted] = [0, 0, 0];
      for (let at = 0; at < soft.length; at += 4) {
        const differences = [0, 1, 2].map((c) => Math.abs(soft[at + c] - gl[at + c]));
        sum += differences[0] + differences[1] + differences[2];
        if (Math.max(...differences) > 8) off++;
        if ([0, 1, 2].some((c) => Math.abs(gl[at + c] - soft[c]) > 8)) painted++;
      }
      const name = core.HEAPU8.subarray(core._picture_name(k), core.HEAPU8.indexOf(0, core._picture_name(k)));
      const count = width * height;
      return {
        name: new TextDecoder().decode(name),
        mean: sum / 3 / count,
        share: off / count,
        painted: painted / count,
      };
    };
    return Array.from({ length: core._picture_count() }, (_, k) => compare(k));
  });
  annotations.push(...comparisons.map((one) => ({ type: one.name, description: JSON.stringify(one) })));
  expect(comparisons.length).toBeGreaterThanOrEqual(10);
  for (const { name, mean, share, painted } of comparisons) {
    expect.soft(painted, `${name} shows something`).toBeGreaterThan(0.02);
    expect.soft(mean, `${name}: mean difference`).toBeLessThan(MEAN);
    expect.soft(share, `${name}: share of pixels that are off`).toBeLessThan(SHARE);
  }
});
