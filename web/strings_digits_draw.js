// SPDX-License-Identifier: MIT
// Every word of the drawer “Draw a digit” in Figure 6. Loaded with it.
import { digits } from './strings_digits.js';

/** @param {number} share @returns {string} */
const percent = (share) => `${(100 * share).toFixed(share > 0.99 || share < 0.01 ? 1 : 0)}%`;

export const draw = {
  lead: 'Draw a digit with mouse, pen or finger. It is made into a picture as MNIST’s were: fitted into 20 by 20 pixels, then placed by its centre of mass in 28 by 28.',
  pad: 'Your pad',
  describePad:
    'A pad to draw a digit on, with a pointer or a finger. Without one, take one of the digits offered below.',
  undo: 'Undo',
  clear: 'Clear',
  samples: 'Or take one of ours',
  sample: (/** @type {number} */ label) => `A ${label} drawn by us`,
  made: 'as MNIST has it',
  rebuilt: 'rebuilt',
  madePicture: 'Your digit in 28 by 28 pixels',
  rebuiltPicture: 'What the network rebuilds of your digit',
  nothing: 'Nothing yet',
  none: 'Draw something: its code, and what is rebuilt of it, show while you do.',
  all: 'There is hardly any paper left, so there is no digit to see. Clear the pad, or undo a stroke.',
  place: (/** @type {ArrayLike<number>} */ code, /** @type {number[]} */ near) =>
    `Its code is <b class="latent">${digits.coordinates(code)}</b>, marked on the map. Its five nearest there are ${near.join(' ')}.`,
  error: (/** @type {number} */ error) => `Error <b class="output">${error.toFixed(4)}</b>.`,
  notCompared: (/** @type {string} */ reason) => `How unusual that is cannot be said: ${reason}.`,
  /** @param {number} below share of test digits with a smaller error */
  unusual: (below) =>
    below >= 1
      ? 'No test digit is rebuilt as badly: the network has learned nothing like it.'
      : below > 0.95
        ? `Very unusual: ${percent(below)} of the test digits are rebuilt better.`
        : below > 0.75
          ? `Unusual: ${percent(below)} of the test digits are rebuilt better.`
          : below > 0.25
            ? `Nothing unusual: ${percent(below)} of the test digits are rebuilt better, the others worse.`
            : `Easy: only ${percent(below)} of the test digits are rebuilt better.`,
  describe: (/** @type {ArrayLike<number>} */ code, /** @type {number[]} */ near, /** @type {number} */ error) =>
    `Your digit has the code ${digits.coordinates(code)}; its nearest are ${near.join(', ')}; it is rebuilt with an error of ${error.toFixed(4)}.`,
};
