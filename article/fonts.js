// SPDX-License-Identifier: MIT
// Remakes the fonts of assets/fonts/: what the article's letters need of Source Serif and Source Sans.
//
//   node article/fonts.js
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
// @ts-expect-error it comes without types
import subset from 'subset-font';

const root = resolve(import.meta.dirname, '..');
const LETTERS = [
  ...Array.from({ length: 95 }, (_, k) => String.fromCodePoint(32 + k)), // ASCII
  ...Array.from({ length: 96 }, (_, k) => String.fromCodePoint(160 + k)), // Western European names
  '–—‘’“”„•…′″‹›€−×÷≤≥≈→←↑↓',
].join('');
const FEATURES = ['kern', 'liga', 'mark', 'ccmp', 'tnum', 'lnum'];

const FONTS = /** @type {const} */ ([
  ['serif.woff2', '@fontsource/source-serif-4/files/source-serif-4-latin-400-normal.woff2', {}],
  ['serif-italic.woff2', '@fontsource/source-serif-4/files/source-serif-4-latin-400-italic.woff2', {}],
  [
    'sans.woff2',
    '@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2',
    { wght: { min: 400, max: 650 } },
  ],
]);

for (const [name, path, variationAxes] of FONTS) {
  const font = await subset(await readFile(resolve(root, 'node_modules', path)), LETTERS, {
    targetFormat: 'woff2',
    keepFeatures: FEATURES,
    noHinting: true,
    variationAxes,
  });
  await writeFile(resolve(root, 'assets/fonts', name), font);
}
