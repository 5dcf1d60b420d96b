// SPDX-License-Identifier: MIT
// Every word of Figure 2 that a reader sees. Loaded with the figure.
import { decimal, fingers, some } from './words.js';

export const encoder = {
  title: 'Three numbers become two',
  bottleneck: 'Bottleneck',
  /** @type {Record<string, string>} */
  bottlenecks: { 1: '1', 2: '2', 3: '3' },
  flat: 'Just drop the vertical axis',
  numbers: (/** @type {number} */ count) => some(count, 'number'),
  layers: (/** @type {number[]} */ sizes) => sizes.join(' · '),
  describeInput: 'Input: points in three dimensions. Arrow keys turn it, n and p walk the points.',
  describeLatent: 'Latent space: the code that the encoder gives each point. Arrow keys walk the points.',
  /** @type {[kind: string, words: string][]} */
  key: [
    ['disc', 'code'],
    ['hollow', 'input without x₃, laid onto the codes'],
  ],
  hint: fingers
    ? 'Tap a dot to find its code. Drag a plot in space sideways to turn it.'
    : 'Point at a dot or tap it to find its code. Drag a plot in space to turn it; arrow keys work too.',
  bottleneckNote: [
    'One number for each point: no loop lies along a line without a tear or a fold. Arcs join neighbours on the loop; the long ones are tears.',
    'Two numbers for each point: neighbours on the loop have neighbouring codes, and the axes mean nothing.',
    'Three numbers for each point: nothing has to be given up, and still the code is not a copy of the input.',
  ],
  matchValue: (/** @type {number} */ match) => `R² = ${decimal(match, 3)}`,
  matchNote: (/** @type {number} */ match) =>
    match > 0.99
      ? 'turned, mirrored, scaled and shifted, the input without x₃ all but fits the codes. The same shape would have R² = 1.'
      : 'however it is turned, mirrored, scaled and shifted, the input without x₃ fits the codes no better than this. The same shape would have R² = 1.',
};
