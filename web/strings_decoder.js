// SPDX-License-Identifier: MIT
// Every word of Figure 5 that a reader sees. Loaded with the figure.
import { decimal, fingers, tuple } from './words.js';

export const decoder = {
  title: 'Two numbers become three',
  sheet: 'Sheet',
  input: 'Input',
  path: 'Path between two codes',
  layers: (/** @type {number[]} */ sizes) => sizes.join(' · '),
  describeLatent:
    'Latent space: a plane of codes. The pointer or the arrow keys move a cursor, which is decoded; n and p walk the points.',
  describeOutput:
    'Reconstruction: what the decoder makes of the codes, and the sheet that it makes of their plane. Arrow keys turn it, n and p walk the points.',
  latentBelow: 'two numbers, the plane of all codes',
  /** @type {[kind: string, words: string][]} */
  key: [
    ['disc', 'reconstruction'],
    ['sheet', 'the plane, decoded'],
    ['cursor', 'cursor'],
  ],
  inputKey: /** @type {[kind: string, words: string][]} */ ([['hollow', 'input']]),
  cursor: 'Decode any code',
  first: 'z₁',
  second: 'z₂',
  coordinate: (/** @type {number} */ value) => decimal(value, 2),
  decoded: (/** @type {ArrayLike<number>} */ code, /** @type {ArrayLike<number>} */ output) =>
    `The cursor, code <span class="latent">${tuple(code)}</span>, is decoded to <span class="output">${tuple(output)}</span>.`,
  between: 'Go from one code to another',
  from: 'From point',
  to: 'to point',
  part: 'Part of the path',
  percent: (/** @type {number} */ part) => `${Math.round(100 * part)}%`,
  apart: (
    /** @type {number} */ part,
    /** @type {ArrayLike<number>} */ image,
    /** @type {ArrayLike<number>} */ straight,
    /** @type {number} */ distance,
  ) =>
    `After ${Math.round(100 * part)}% of the way the code is decoded to <span class="output">${tuple(image)}</span>; on the straight line in space it would be ${tuple(straight)}, ${decimal(distance, 2)} away.`,
  finding: 'Every code, of the data or not, is decoded to a point of one bent sheet: no dimension was added.',
  hint: fingers
    ? 'Tap the latent space to decode any code. Tap two dots to go from one to the other.'
    : 'Move over the latent space to decode any code. Click two dots to go from one to the other.',
  describe: (
    /** @type {ArrayLike<number>} */ code,
    /** @type {ArrayLike<number>} */ output,
    /** @type {number} */ from,
    /** @type {number} */ to,
    /** @type {number} */ part,
    /** @type {number} */ distance,
  ) =>
    `The code ${tuple(code)} is decoded to ${tuple(output)}. After ${Math.round(100 * part)}% of the way from point ${from + 1} to point ${to + 1} the decoded code is ${decimal(distance, 2)} away from the straight line’s place.`,
};
