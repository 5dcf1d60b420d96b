// SPDX-License-Identifier: MIT
// Every word of Figure 3 that a reader sees. Loaded with the figure.
import { decimal, scientific, some, tuple, whole } from './words.js';

export const gradient = {
  title: 'One code, its error, its slope',
  epochs: 'Trained for',
  epochsValue: (/** @type {number} */ epochs) => some(epochs, 'epoch'),
  space: 'Input and reconstruction',
  describeLatent:
    'Latent space: the code of one point can be moved by arrow keys, a tap or a drag. Contours show what its error would be; n and p choose the point.',
  describeSpace:
    'Input and reconstruction of the chosen point, among the input of all. Arrow keys turn it, n and p or a tap choose the point.',
  latentBelow:
    '<span class="legend"><span><i class="key moved" aria-hidden="true"></i>the moved code</span><span><i class="key trail" aria-hidden="true"></i>its negative gradient <span data-show="scale"></span></span><span><i class="key line contour" aria-hidden="true"></i>the same error</span></span>',
  /** @type {[kind: string, words: string][]} */
  spaceKey: [
    ['hollow', 'the point'],
    ['disc', 'reconstruction of the moved code'],
  ],
  move: 'Move the code',
  first: 'z₁',
  second: 'z₂',
  descend: 'Go downhill',
  step: 'Take a step',
  back: 'Back to its code',
  size: 'Step size',
  scale: (/** @type {number} */ scale) => `× ${scale < 1e4 ? decimal(scale, 1) : scientific(scale)}`,
  sizeValue: (/** @type {number} */ size) => `${Number(size.toPrecision(2))}`,
  coordinate: (/** @type {number} */ value) => decimal(value, 2),
  /** Its slope in both directions. */
  slopes: (/** @type {number[]} */ [first, second]) =>
    `<span class="sums">∂L<sub>i</sub>/∂z<sub>1</sub> = <b data-number="slope1">${decimal(first, 4)}</b></span> <span class="sums">∂L<sub>i</sub>/∂z<sub>2</sub> = <b data-number="slope2">${decimal(second, 4)}</b></span>`,
  error: (/** @type {number} */ error) =>
    `<span class="sums">Error here <b data-number="error">${decimal(error, 4)}</b></span>`,
  atOwn: 'at its own code',
  home: (/** @type {number} */ error) => `At the point’s own code the error is ${decimal(error, 4)}.`,
  moved: (/** @type {number} */ from, /** @type {number} */ to) =>
    `Moved: <b>${decimal(from, 4)} → ${decimal(to, 4)}</b>, ${to < from ? 'lower' : to > from ? 'higher' : 'the same as'} ${to === from ? 'at' : 'than at'} the point’s own code.`,
  stepped: (/** @type {number} */ steps, /** @type {number} */ from, /** @type {number} */ to) =>
    `Step ${whole(steps)}: <b>${decimal(from, 4)} → ${decimal(to, 4)}</b>. ${to < from ? 'The error went down.' : to > from ? 'The step was too large: the error went up.' : 'The error stayed.'}`,
  tooFar: 'Nothing was changed: such a step leads beyond all numbers',
  hint: '',
  describe: (
    /** @type {number} */ point,
    /** @type {number[]} */ code,
    /** @type {number} */ error,
    /** @type {number[]} */ slopes,
    /** @type {number} */ own,
  ) =>
    `With the code ${tuple(code)}, point ${point + 1} has an error of ${decimal(error, 4)}; the slopes are ${decimal(slopes[0], 4)} and ${decimal(slopes[1], 4)}. At its own code the error is ${decimal(own, 4)}.`,
};
