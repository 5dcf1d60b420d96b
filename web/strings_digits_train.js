// SPDX-License-Identifier: MIT
// Every word of the drawer “Train it here” in Figure 6. Loaded with it.
import { whole } from './words.js';

/** @param {number} part */
const percent = (part) => `${(100 * part).toFixed(1)}%`;

export const train = {
  lead: (/** @type {number} */ count, /** @type {number} */ looked) =>
    `A network starts from random weights, in your browser. It sees ${whole(count)} digits in small batches, never a label; the map shows the codes of ${whole(looked)} other digits as they find their places.`,
  width: 'Hidden layers',
  /** @type {Record<string, string>} by neurons */
  widths: {
    32: 'very narrow: 32, 16',
    64: 'narrow: 64, 32',
    128: 'normal: 128, 64',
    256: 'wide: 256, 128',
    512: 'very wide: 512, 256',
  },
  bottleneck: 'Bottleneck',
  epochs: 'Epochs',
  seed: 'New seed',
  play: 'Train',
  pause: 'Pause',
  goOn: 'Go on',
  again: 'Start over',
  keep: 'Keep it',
  discard: 'Discard it',
  back: 'Back to the page’s own map',
  accuracy: 'Neighbours agree',
  aboutAccuracy:
    'The share of the digits on the map whose label is that of most of their five nearest neighbours. The network has never seen a label; only this number has.',
  loss: 'Loss',
  speed: 'Digits a second',
  left: 'Time left',
  progress: 'Progress',
  percent,
  lossValue: (/** @type {number} */ loss) => (Number.isFinite(loss) ? loss.toFixed(4) : '…'),
  rate: (/** @type {number} */ rate) => (rate > 0 ? whole(Math.round(rate / 100) * 100) : '…'),
  seconds: (/** @type {number} */ seconds) =>
    !Number.isFinite(seconds)
      ? '…'
      : seconds < 90
        ? `${Math.max(0, Math.ceil(seconds))} s`
        : `${Math.ceil(seconds / 60)} min`,
  done: 'done',
  noImages:
    'This copy of the page came without MNIST’s images. If you have them, choose or drop the files train-images-idx3-ubyte and t10k-images-idx3-ubyte, gzipped or not: they stay on your machine.',
  choose: 'Files of images',
  loading: 'Loading the digits…',
  starting: 'Starting…',
  noneTaken: (/** @type {string} */ file) =>
    `The file ${file} is neither the training images (60,000) nor the test images (10,000) of MNIST.`,
  broken: (/** @type {string} */ file, /** @type {string} */ reason) => `The file ${file} is broken: ${reason}.`,
  failed: (/** @type {string} */ reason) => `Training could not start: ${reason}.`,
  paused: 'Paused while out of sight.',
  diverged: 'The loss is no longer a finite number. Start over with another seed.',
  stopped: 'Training is over. Keep this network, and drawings and the cursor use it; or discard it.',
  kept: 'The map is that of your own network now.',
  discarded: 'The map is the page’s own again.',
  /** @type {Record<number, string>} by bottleneck */
  shown: {
    1: 'The bottleneck is one number: the map is a line.',
    2: '',
    3: 'The bottleneck is three numbers: the map shows the first two, and decodes with the third at its mean.',
  },
  caption: (/** @type {number} */ part, /** @type {number} */ looked, /** @type {number} */ accuracy) =>
    part < 1
      ? `Training, ${percent(part)}: the codes of ${whole(looked)} digits that it is not trained on. Of ${percent(accuracy)} of them, the neighbours have the same label.`
      : `Your own network: the codes of ${whole(looked)} digits that it was not trained on. Of ${percent(accuracy)} of them, the neighbours have the same label.`,
  describe: (/** @type {number} */ part, /** @type {number} */ loss, /** @type {number} */ accuracy) =>
    `Training: ${percent(part)} done, loss ${Number.isFinite(loss) ? loss.toFixed(4) : 'unknown'}, neighbours agree for ${percent(accuracy)} of the digits.`,
};
