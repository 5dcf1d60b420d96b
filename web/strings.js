// SPDX-License-Identifier: MIT
// Every word of the figures that a reader sees.

/** @param {number} value @returns {string} with commas */
const whole = (value) => value.toLocaleString('en-US');

/** @param {number} value @param {number} digits @returns {string} with a true minus sign */
const decimal = (value, digits) => value.toFixed(digits).replace('-', '\u2212');

/** @param {number} value @returns {string} */
const exponential = (value) => value.toExponential(1).replace('-', '\u2212').replace('+', '');

/** @param {ArrayLike<number>} values @param {number} [digits] @returns {string} */
const tuple = (values, digits = 2) => `(${Array.from(values, (value) => decimal(value, digits)).join(', ')})`;

/** @param {number} value @returns {string} */
const lossValue = (value) => ((value < 1e-6 && value > 0) || value >= 1e4 ? exponential(value) : decimal(value, 6));

/** @param {number} count @param {string} noun @returns {string} */
const some = (count, noun) =>
  `${count === 1 ? 'one' : count === 2 ? 'two' : count === 3 ? 'three' : count} ${noun}${count === 1 ? '' : 's'}`;

/** The numbers of a point: input, code, reconstruction, error. */
const pointText = (
  /** @type {number} */ index,
  /** @type {ArrayLike<number>} */ input,
  /** @type {ArrayLike<number>} */ code,
  /** @type {ArrayLike<number>} */ output,
  /** @type {number} */ error,
) =>
  `<b>Point ${whole(index + 1)}</b> <span class="input">${tuple(input)}</span> → <span class="latent">${tuple(code)}</span> → <span class="output">${tuple(output)}</span>, error ${lossValue(error)}`;

export const strings = {
  figure: {
    starting: 'Loading the figure…',
    unknown: (/** @type {string} */ name, /** @type {string[]} */ known) =>
      `There is no figure named “${name}”; there is ${known.join(', ')}.`,
    failed: (/** @type {string} */ reason) =>
      `This figure could not start, because its program did not load (${reason}). The text does not need it; loading the page again may help.`,
    invalid: (/** @type {string} */ reason) => `This figure could not start: ${reason}.`,
    refused: (/** @type {string} */ reason) => `Nothing was changed: ${reason}.`,
    notAValue: (/** @type {string} */ name, /** @type {string} */ text, /** @type {string} */ allowed) =>
      `${name} cannot be “${text}”, only ${allowed}`,
    between: (/** @type {number} */ least, /** @type {number} */ most) => `from ${whole(least)} to ${whole(most)}`,
    oneOf: (/** @type {string[]} */ words) => words.join(', '),
    retry: 'Try again',
    plot: 'plot',
    view: 'View',
    /** @type {Record<string, string>} */
    views: {
      left: 'Turn left',
      right: 'Turn right',
      up: 'Tilt up',
      down: 'Tilt down',
      closer: 'Closer',
      farther: 'Farther away',
    },
    about: (/** @type {string} */ what) => `About: ${what}`,
    point: pointText,
    describePoint: (
      /** @type {number} */ index,
      /** @type {ArrayLike<number>} */ input,
      /** @type {ArrayLike<number>} */ code,
      /** @type {ArrayLike<number>} */ output,
      /** @type {number} */ error,
    ) =>
      `Point ${index + 1}: input ${tuple(input)}, code ${tuple(code)}, reconstruction ${tuple(output)}, error ${lossValue(error)}.`,
    axis: (/** @type {string} */ letter, /** @type {number} */ number) => `<i>${letter}</i><sub>${number}</sub>`,
  },
  parts: {
    input: 'Input',
    encoder: 'Encoder',
    latent: 'Latent space',
    decoder: 'Decoder',
    output: 'Reconstruction',
  },
  table: {
    show: 'Show data',
    label: 'Data',
    before: 'Previous',
    after: 'Next',
    rows: (/** @type {number} */ first, /** @type {number} */ last, /** @type {number} */ total) =>
      `Points ${whole(first)} to ${whole(last)} of ${whole(total)}`,
    point: 'Point',
    error: 'Error',
    tuple: (/** @type {ArrayLike<number>} */ values) => tuple(values, 3),
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
    layered: 'Input and reconstruction',
    numbers: (/** @type {number} */ count) => some(count, 'number'),
    layers: (/** @type {number[]} */ sizes) => sizes.join(' · '),
    describeInput: 'Input: points in three dimensions. Arrow keys turn it, n and p walk the points.',
    describeLatent:
      'Latent space: the code of each point, with a trail along its negative gradient. Arrow keys walk the points.',
    describeOutput: 'Reconstruction: what the decoder makes of each code, in three dimensions. Arrow keys turn it.',
    describeLayered:
      'Input and reconstruction together, a line joining each point to its reconstruction. Arrow keys turn it.',
    trails: (/** @type {number} */ scale) =>
      `Trails: ${scale < 1e4 ? decimal(scale, 1) : exponential(scale)} × (\u2212∂Lᵢ/∂zᵢ), towards a lower error of that point`,
    trailsName: 'trails',
    trailsTip:
      'A trail is the negative gradient of its own point’s error, with the decoder held fixed: a small move of the code that way would lower that error. All trails of a picture have the same scale, which goes with the size of the cloud.',
    /** @type {[kind: string, words: string][]} */
    layeredKey: [
      ['hollow', 'input'],
      ['disc', 'reconstruction'],
    ],
    hint: 'Point at a dot or tap it to follow it through the network. Drag a plot in space to turn it; arrow keys work too.',
    describe: (
      /** @type {number} */ epoch,
      /** @type {number} */ loss,
      /** @type {number} */ points,
      /** @type {boolean} */ playing,
    ) =>
      `${playing ? 'Training' : 'At rest'}, epoch ${whole(epoch)}, loss ${lossValue(loss)}, ${whole(points)} points.`,
    epochsASecond: (/** @type {number} */ rate) => (rate >= 1 ? `${whole(Math.round(rate))} epochs a second` : ''),
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
  trained: {
    newSeed: 'New seed',
    epoch: 'Epoch',
    loss: 'Loss',
    seed: 'Seed',
    describe: (
      /** @type {number} */ epoch,
      /** @type {number} */ loss,
      /** @type {number} */ points,
      /** @type {number} */ seed,
    ) =>
      `Trained for ${whole(epoch)} epochs from seed ${whole(seed)}, loss ${lossValue(loss)}, ${whole(points)} points.`,
  },
  encoder: {
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
    hint: 'Point at a dot or tap it to find its code. Drag a plot in space to turn it; arrow keys work too.',
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
  },
  decoder: {
    title: 'Two numbers become three',
    sheet: 'Sheet',
    input: 'Input',
    way: 'Way between two codes',
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
    part: 'Part of the way',
    percent: (/** @type {number} */ part) => `${Math.round(100 * part)}%`,
    apart: (
      /** @type {number} */ part,
      /** @type {ArrayLike<number>} */ image,
      /** @type {ArrayLike<number>} */ straight,
      /** @type {number} */ distance,
    ) =>
      `After ${Math.round(100 * part)}% of the way the code is decoded to <span class="output">${tuple(image)}</span>; on the straight line in space it would be ${tuple(straight)}, ${decimal(distance, 2)} away.`,
    finding: 'Every code, of the data or not, is decoded to a point of one bent sheet: no dimension was added.',
    hint: 'Move over the latent space to decode any code. Click two dots to go from one to the other.',
    describe: (
      /** @type {ArrayLike<number>} */ code,
      /** @type {ArrayLike<number>} */ output,
      /** @type {number} */ from,
      /** @type {number} */ to,
      /** @type {number} */ part,
      /** @type {number} */ distance,
    ) =>
      `The code ${tuple(code)} is decoded to ${tuple(output)}. After ${Math.round(100 * part)}% of the way from point ${from + 1} to point ${to + 1} the decoded code is ${decimal(distance, 2)} away from the straight line’s place.`,
  },
  number: whole,
  lossValue,
};
