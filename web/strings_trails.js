// SPDX-License-Identifier: MIT
// Every word of Figure 4 that a reader sees. Loaded with the figure.
import { decimal, fingers, lossValue, whole } from './words.js';

export const trails = {
  title: 'The latent space during training',
  play: 'Play',
  pause: 'Pause',
  first: 'First',
  before: 'Back',
  after: 'Forward',
  last: 'Last',
  epoch: 'Epoch',
  optimizer: 'Optimizer',
  /** @type {Record<string, string>} */
  optimizers: { adam: 'Adam', sgd: 'SGD' },
  next: 'Where each point went next',
  describeLatent:
    'Latent space at the chosen epoch: the code of each point, with a trail along its negative gradient. Arrow keys walk the points.',
  describeOutput:
    'Input, hollow, and reconstruction at the chosen epoch, a line joining each point to its reconstruction. Arrow keys turn it, n and p walk the points.',
  output: 'Input and reconstruction',
  /** @type {[kind: string, words: string][]} */
  outputKey: [
    ['hollow', 'input'],
    ['disc', 'reconstruction'],
  ],
  scale: (/** @type {number} */ scale, /** @type {number} */ slope) =>
    `Trails: ${decimal(scale, 1)} × (−∂L<sub>i</sub>/∂z<sub>i</sub>); <i class="bar"></i> is a gradient of ${slope}`,
  arrows: (/** @type {number} */ scale) => `. Arrows: the way to the next epoch × ${whole(scale)}`,
  followed: (/** @type {number} */ epoch, /** @type {number} */ share, /** @type {number} */ mean) =>
    Number.isFinite(share)
      ? `From epoch ${whole(epoch)} to ${whole(epoch + 1)}, <b>${Math.round(100 * share)}%</b> of the points followed their trails; over the whole run ${Math.round(100 * mean)}%.`
      : Number.isFinite(mean)
        ? `This is the last epoch of the record. Over the whole run ${Math.round(100 * mean)}% of the points followed their trails.`
        : 'The run is being recorded.',
  hint: `Go through the epochs with the slider, or tap the loss plot. ${fingers ? 'Tap a dot' : 'Point at a dot or tap it'} to see its numbers.`,
  describe: (
    /** @type {number} */ epoch,
    /** @type {number} */ last,
    /** @type {number} */ loss,
    /** @type {boolean} */ playing,
    /** @type {number} */ share,
  ) =>
    `${playing ? 'Playing' : 'At rest'}, epoch ${whole(epoch)} of ${whole(last)}, loss ${lossValue(loss)}.${Number.isFinite(share) ? ` ${Math.round(100 * share)}% of the points follow their trails to the next epoch.` : ''}`,
};
