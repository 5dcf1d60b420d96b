// SPDX-License-Identifier: MIT
// Every word of figures where WebAssembly is refused.
import { lossValue, whole } from './words.js';

export const refused = {
  reason: {
    absent: 'this browser has no WebAssembly, or it is switched off',
    policy: 'this page’s Content-Security-Policy refuses WebAssembly (it lacks ‘wasm-unsafe-eval’)',
  },
  still: (/** @type {string} */ reason) =>
    `This figure stands still, as a picture: ${reason}, and it computes with nothing else. The text does not need it.`,
  recorded: (/** @type {string} */ reason) =>
    `Training is off: ${reason}, and the figure computes with nothing else. This is a recording of its first run.`,
  play: 'Play',
  pause: 'Pause',
  epoch: 'Epoch',
  loss: 'Loss',
  time: 'Recording',
  at: (/** @type {number} */ epoch, /** @type {number} */ loss) => `Epoch ${whole(epoch)}, loss ${lossValue(loss)}`,
  layered: 'Input and reconstruction',
  latent: 'Latent space',
  /** @type {[kind: string, words: string][]} */
  key: [
    ['hollow', 'input'],
    ['disc', 'reconstruction'],
  ],
  describeLayered: 'The points of the input, and a line from each to its reconstruction at this epoch.',
  describeLatent: 'The code of each point at this epoch.',
  number: whole,
  lossValue,
};
