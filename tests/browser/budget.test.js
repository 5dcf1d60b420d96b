// SPDX-License-Identifier: MIT
// What a reader has to fetch, compressed: text by brotli, as servers do; pictures and letters are compressed already. `make budget`
// prints it, and build/budget.json keeps it.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { expect, test } from './fixture.js';
import { read } from './reader.js';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{name: string, kind: string, bytes: number}} File */

const RECORD = resolve(import.meta.dirname, '../../build/budget.json');
const FIRST = 120e3; // bytes of JS, wasm and CSS before the first interaction
const WHOLE = 300e3; // bytes of the whole page but for the digits' figure
const COMPRESSED = new Set(['avif', 'png', 'webp', 'woff2']);

/** Notes all files that the page fetches, once each: the worker finds the page's in the browser's cache. @param {Page} page @returns {Promise<File>[]} that grows */
function note(page) {
  /** @type {Promise<File>[]} */
  const files = [];
  /** @type {Set<string>} */
  const known = new Set();
  const weigh = async (/** @type {import('@playwright/test').Response} */ response) => {
    const name = new URL(response.url()).pathname;
    const kind = name.match(/\.(\w+)$/)?.[1] ?? 'html';
    const body = await response.body();
    return { name, kind, bytes: COMPRESSED.has(kind) ? body.length : brotliCompressSync(body).length };
  };
  page.on('response', (response) => {
    const url = response.url();
    if (!url.startsWith('http') || known.has(url)) return;
    known.add(url);
    files.push(weigh(response));
  });
  return files;
}

/** @param {File[]} files @param {string[]} [kinds] @returns {number} bytes */
const total = (files, kinds) =>
  files.filter(({ kind }) => !kinds || kinds.includes(kind)).reduce((sum, { bytes }) => sum + bytes, 0);

/** Keeps what was found, and prints it. @param {string} what @param {number} bytes @param {number} most @param {File[]} files */
function record(what, bytes, most, files) {
  const known = (() => {
    try {
      return JSON.parse(readFileSync(RECORD, 'utf8'));
    } catch {
      return {};
    }
  })();
  known[what] = { bytes, most, files };
  writeFileSync(RECORD, `${JSON.stringify(known, null, 2)}\n`);
  const kilobytes = (/** @type {number} */ size) => (size / 1e3).toFixed(1).padStart(7);
  const kinds = [...new Set(files.map(({ kind }) => kind))];
  const rows = kinds.map((kind) => `  ${kind.padEnd(6)}${kilobytes(total(files, [kind]))} kB`);
  console.log(`${what}: ${kilobytes(bytes)} of ${kilobytes(most)} kB\n${rows.join('\n')}`);
}

/** The article without its last figure, which has budgets of its own. @param {Page} page */
const withoutDigits = (page) =>
  page.route('/', async (route) => {
    const response = await route.fetch();
    const html = await response.text();
    const body = html.replace(/<ae-figure name="digits">[\s\S]*?<\/ae-figure>/, '');
    await route.fulfill({ response, body });
  });

for (const [width, height, deviceScaleFactor] of [
  [1300, 900, 1],
  [390, 844, 3],
]) {
  test.describe(`${width} px`, () => {
    test.use({ viewport: { width, height }, deviceScaleFactor });

    test(`at ${width} px the first figure can be used after little code`, async ({ figure, page }) => {
      const files = note(page);
      await figure.open();
      await figure.do('play');
      await figure.reach(2);
      const code = (await Promise.all(files)).filter(({ kind }) => ['js', 'wasm', 'css'].includes(kind));
      expect(code.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['js', 'wasm', 'css']));
      record(`before the first interaction at ${width} px`, total(code), FIRST, code);
      expect(total(code)).toBeLessThanOrEqual(FIRST);
      const worker = code.find(({ name }) => /worker/.test(name));
      expect(worker?.bytes, 'the worker shares the page’s files').toBeLessThan(1000);
    });

    test(`at ${width} px the whole page but for the digits is small`, async ({ page }) => {
      await withoutDigits(page);
      const files = note(page);
      await page.goto('/');
      expect(await page.locator('ae-figure').count()).toBe(5);
      await read(page);
      await page.locator('footer').last().scrollIntoViewIfNeeded();
      await page.waitForLoadState('networkidle');
      const all = await Promise.all(files);
      record(`the whole page without digits at ${width} px`, total(all), WHOLE, all);
      expect(total(all)).toBeLessThanOrEqual(WHOLE);
    });
  });
}
