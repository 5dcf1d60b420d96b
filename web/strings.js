// SPDX-License-Identifier: MIT
// Every word of the figures that a reader sees.

/** @param {number} value @returns {string} with commas */
const whole = (value) => value.toLocaleString('en-US');

/** @param {number} value @param {number} digits @returns {string} with a true minus sign */
const decimal = (value, digits) => value.toFixed(digits).replace('-', '\u2212');

/** @param {number} value @returns {string} */
const exponential = (value) => value.toExponential(1).replace('-', '\u2212').replace('+', '');

/** @param {ArrayLike<number>} values @returns {string} */
const tuple = (values) => `(${Array.from(values, (value) => decimal(value, 2)).join(', ')})`;

/** @param {number} count @param {string} noun @returns {string} */
const some = (count, noun) =>
  `${count === 1 ? 'one' : count === 2 ? 'two' : count === 3 ? 'three' : count} ${noun}${count === 1 ? '' : 's'}`;

export const strings = {
  figure: {
    starting: 'Loading the figure…',
    unknown: (/** @type {string} */ name) => `There is no figure named “${name}”.`,
    failed: (/** @type {string} */ reason) =>
      `This figure could not start, because its program did not load (${reason}). The text does not need it; loading the page again may help.`,
    invalid: (/** @type {string} */ reason) => `This figure could not start: ${reason}.`,
    notAValue: (/** @type {string} */ name, /** @type {string} */ text) => `${name} cannot be “${text}”`,
    retry: 'Try again',
  },
  train: {
    title: 'Train an autoencoder',
    play: 'Play',
    pause: 'Pause',
    step: 'Step',
    reset: 'Reset',
    newSeed: 'New seed',
    speed: 'Speed',
    /** @type {Record<string, string>} */
    speeds: { slow: 'Slow', frame: 'One epoch a frame', flat: 'As fast as it goes' },
    epoch: 'Epoch',
    loss: 'Loss',
    seed: 'Seed',
    input: 'Input',
    encoder: 'Encoder',
    latent: 'Latent space',
    decoder: 'Decoder',
    output: 'Reconstruction',
    layered: 'Input and reconstruction',
    numbers: (/** @type {number} */ count) => some(count, 'number'),
    layers: (/** @type {number[]} */ sizes) => sizes.join(' · '),
    describeInput: 'Plot of the input: points in three dimensions.',
    describeLatent: 'Plot of the latent space: the code of each point, with a trail along its negative gradient.',
    describeOutput: 'Plot of the reconstruction: what the decoder makes of each code, in three dimensions.',
    describeLayered: 'Plot of input and reconstruction together, a line joining each point to its reconstruction.',
    trails: (/** @type {number} */ scale) =>
      `Trails: ${scale < 1e4 ? decimal(scale, 1) : exponential(scale)} × (\u2212∂Lᵢ/∂zᵢ), towards a lower error of that point`,
    layeredKey: '<span class="key hollow"></span> input <span class="key"></span> reconstruction',
    pointHint: 'Point at a dot to follow it through the network, click it to keep it; drag a plot in space to turn it.',
    point: (
      /** @type {number} */ index,
      /** @type {ArrayLike<number>} */ input,
      /** @type {ArrayLike<number>} */ code,
      /** @type {ArrayLike<number>} */ output,
      /** @type {number} */ error,
    ) =>
      `<b>Point ${index + 1}</b> <span class="input">${tuple(input)}</span> → <span class="latent">${tuple(code)}</span> → <span class="output">${tuple(output)}</span>, error ${decimal(error, 6)}`,
    /** @type {Record<import('./core.js').StopReason, (epoch: number) => string>} */
    stopped: {
      epochs: (limit) => `Training has come to its limit of ${whole(limit)} epochs.`,
      converged: (epoch) => `Training stopped after ${whole(epoch)} epochs: the loss has all but stopped falling.`,
      time: (epoch) => `Training stopped at its time limit, after ${whole(epoch)} epochs.`,
      diverged: (epoch) =>
        `Training diverged: the loss grew beyond all numbers. This is the last state before that, epoch ${whole(epoch)}. A lower learning rate may help.`,
    },
    paused: 'Paused while out of sight',
  },
  number: whole,
  /** @param {number} value @returns {string} */
  lossValue: (value) => ((value < 1e-6 && value > 0) || value >= 1e4 ? exponential(value) : decimal(value, 6)),
};
