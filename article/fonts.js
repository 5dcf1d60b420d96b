// SPDX-License-Identifier: MIT
// Remakes the fonts of assets/fonts/: what the article needs of Source Serif, Source Sans and, for its
// formulas, STIX Two Math.
//
//   node article/fonts.js
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
// @ts-expect-error it comes without types
import subset from 'subset-font';
import { MATHS } from './checks.js';

const root = resolve(import.meta.dirname, '..');
const LETTERS = [
  ...Array.from({ length: 95 }, (_, k) => String.fromCodePoint(32 + k)), // ASCII
  ...Array.from({ length: 96 }, (_, k) => String.fromCodePoint(160 + k)), // Western European names
  '–—‘’“”„•…′″‹›€−×÷≤≥≈→←↑↓',
].join('');
const FEATURES = ['kern', 'liga', 'mark', 'ccmp', 'tnum', 'lnum', 'ssty'];

/** The letters of formulas: a variable's is another character, as the font has it. */
const FORMULAS = MATHS.replaceAll(/[A-Za-z]/g, (letter) => {
  const italic = letter < 'a' ? 0x1d434 - 65 : 0x1d44e - 97; // of A, of a
  return letter === 'h' ? 'ℎ' : String.fromCodePoint(italic + letter.charCodeAt(0));
});

const FONTS = /** @type {const} */ ([
  ['serif.woff2', '@fontsource/source-serif-4/files/source-serif-4-latin-400-normal.woff2', LETTERS, {}],
  ['serif-italic.woff2', '@fontsource/source-serif-4/files/source-serif-4-latin-400-italic.woff2', LETTERS, {}],
  ['maths.woff2', '@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2', FORMULAS, {}],
  [
    'sans.woff2',
    '@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2',
    LETTERS,
    { wght: { min: 400, max: 650 } },
  ],
]);

for (const [name, path, letters, variationAxes] of FONTS) {
  const font = await subset(await readFile(resolve(root, 'node_modules', path)), letters, {
    targetFormat: 'woff2',
    keepFeatures: FEATURES,
    noHinting: true,
    variationAxes,
  });
  await writeFile(resolve(root, 'assets/fonts', name), font);
}
