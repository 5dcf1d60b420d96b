// SPDX-License-Identifier: MIT
// Every word that a reader sees in Figure 1, and in what all figures have in common; the other figures have files of their own, which
// are loaded with them.
import {
  decimal,
  fingers,
  lossValue,
  mantissa,
  pointText,
  power,
  scientific,
  slopes,
  some,
  tuple,
  whole,
} from './words.js';

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
    between: (/** @type {number} */ least, /** @type {number} */ most, /** @type {boolean} */ wholeOnly) =>
      `${wholeOnly ? 'whole numbers ' : ''}from ${whole(least)} to ${whole(most)}`,
    oneOf: (/** @type {string[]} */ words) => words.join(', '),
    /** Empty when all was taken. */
    notAsGiven: (/** @type {{left: string[], moved: string[]}} */ { left, moved }, place = '') =>
      [
        ...(left.length ? [`Not understood${place}, and left out: ${left.join(', ')}.`] : []),
        ...(moved.length ? [`Out of range${place}, and brought into it: ${moved.join(', ')}.`] : []),
      ].join(' '),
    pointOrNone: 'the number of a point, counted from 0, or -1 for none',
    retry: 'Try again',
    link: 'Copy link',
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
  losses: {
    title: 'Loss over the epochs',
    describe: 'Loss of each epoch, on a logarithmic scale. Arrow keys read it epoch by epoch.',
    loss: 'loss',
    heldOut: 'loss of held-out points',
    ghost: 'the run before',
    floor: ['', 'best line (PCA)', 'best plane (PCA)', 'PCA'], // with so many latent units
    floorLabel: 'PCA',
    tick: (/** @type {number} */ value) =>
      value >= 0.01 && value <= 100 ? `${value}` : mantissa(value) + power(Math.floor(Math.log10(value) + 1e-9)),
    value: (/** @type {number} */ epoch, /** @type {number} */ loss, /** @type {number} */ heldOut) =>
      `Epoch ${whole(epoch)}: loss ${lossValue(loss)}${Number.isFinite(heldOut) ? `, of held-out points ${lossValue(heldOut)}` : ''}`,
  },
  slowly: {
    title: 'One step, slowly',
    back: 'Back',
    next: 'Next',
    update: 'Make this step',
    describe: 'A column for each layer, a cell for each neuron, from the input to the reconstruction.',
    stage: (/** @type {number} */ number, /** @type {number} */ of, /** @type {string} */ name) =>
      `${number} of ${of}: ${name}`,
    /** @type {Record<string, string>} */
    stages: { forward: 'Forward', loss: 'Loss', backward: 'Backward', update: 'Update' },
    picture: (/** @type {number} */ point, /** @type {boolean} */ slopes) =>
      slopes
        ? `How the error of point ${point + 1} changes with each number`
        : `The numbers of point ${point + 1} in each layer`,
    key: 'A column for each layer, with its number of neurons; <span class="output">orange</span> cells are above 0, <span class="input">blue</span> ones below, and a cell is stronger the larger its number is within its column.',
    forward: (
      /** @type {number} */ point,
      /** @type {ArrayLike<number>} */ input,
      /** @type {ArrayLike<number>} */ code,
      /** @type {ArrayLike<number>} */ output,
      /** @type {number} */ neurons,
    ) =>
      `<p>Point ${whole(point + 1)} goes in as <span class="input">${tuple(input, 3)}</span>. ${neurons ? `Its way leads through ${whole(neurons)} hidden neurons` : 'Its way is direct'}, each a weighted sum of the numbers before it, to the code <span class="latent">${tuple(code, 3)}</span>. ${neurons ? `As many neurons again` : 'The decoder'} make the reconstruction <span class="output">${tuple(output, 3)}</span> of it.</p>`,
    lossOf: (
      /** @type {ArrayLike<number>} */ differences,
      /** @type {number} */ error,
      /** @type {number} */ loss,
      /** @type {number} */ points,
    ) =>
      `<p>Reconstruction minus input is ${tuple(differences, 4)}. The mean of the squares of these ${some(differences.length, 'number')} is the point’s own error, <b>${lossValue(error, scientific)}</b>. The mean of the errors of ${points === 1 ? 'the one point' : `all ${whole(points)} points`} that are trained on is the loss, <b>${lossValue(loss, scientific)}</b>.</p>`,
    backward: (/** @type {ArrayLike<number>} */ output, /** @type {ArrayLike<number>} */ latent) =>
      `<p>The chain rule carries the error back, layer by layer. At the reconstruction its slopes are <span class="output">${slopes(output)}</span>: two thirds of the differences. When they arrive at the code they are <span class="latent">${slopes(latent)}</span>, and the negative of that is the trail of this point.</p>`,
    weight: (
      /** @type {number} */ value,
      /** @type {number} */ gradient,
      /** @type {number} */ loss,
      /** @type {string} */ optimizer,
    ) =>
      `<p>One weight of many, the steepest one between code and decoder: it is <b>${decimal(value, 5)}</b>, and the slope of the loss of all points in it is <b>${scientific(gradient)}</b>. ${optimizer} will move it ${gradient > 0 ? 'down' : 'up'} if only this slope counts; what it remembers of the slopes before counts too. The loss is ${lossValue(loss, scientific)}.</p>`,
    updated: (
      /** @type {number} */ epoch,
      /** @type {number} */ before,
      /** @type {number} */ after,
      /** @type {number} */ gradient,
      /** @type {number} */ lossBefore,
      /** @type {number} */ lossAfter,
    ) =>
      `<p>Epoch ${whole(epoch)} is done, and every weight has moved. The one that was ${decimal(before, 5)}, at a slope of ${scientific(gradient)}, is now <b>${decimal(after, 5)}</b>: it went ${after === before ? 'nowhere' : after > before ? 'up' : 'down'} by ${scientific(Math.abs(after - before))}. The loss went from ${lossValue(lossBefore, scientific)} to <b>${lossValue(lossAfter, scientific)}</b>.</p>`,
  },
  own: {
    title: 'Your own data',
    explain:
      'Up to 10,000 points, a row for each, with three numbers separated by commas, semicolons, tabs or spaces; a line of names above them is fine, and a column that it names label or class is left out. A file may also be NumPy’s .npy or IDX, gzipped or not, and may be dropped on the figure. The points are moved and scaled into the cube, and never leave this page.',
    paste: 'Paste rows',
    example: 'x,y,z&#10;0.1,0.2,0.3&#10;…',
    use: 'Use these points',
    file: 'or open a file',
    packed: 'points as a link holds them',
    used: (/** @type {number} */ count, /** @type {number} */ labels) =>
      `${some(count, 'point')} ${count === 1 ? 'was' : 'were'} read${labels ? `; column ${labels} holds labels and was left out` : ''}.`,
    tooLarge: (/** @type {string} */ name, /** @type {number} */ size, /** @type {number} */ most) =>
      `Nothing was changed: ${name} has ${decimal(size, 1)} MB, more than the ${most} MB that 10,000 points can need.`,
    unpacksTooLarge: (/** @type {string} */ name, /** @type {number} */ most) =>
      `Nothing was changed: ${name} holds more than the ${most} MB that 10,000 points can need.`,
    broken: (/** @type {string} */ name) =>
      `Nothing was changed: ${name} is gzipped, and could not be unpacked. It may be cut off or damaged.`,
  },
  challenges: {
    title: 'Challenges',
    count: (/** @type {number} */ done, /** @type {number} */ all) => (done ? `(${done} of ${all})` : ''),
    done: 'Done',
    completed: (/** @type {string} */ name) => `Challenge completed: ${name}`,
    /** @type {Record<string, string>} */
    names: {
      tear: 'Tear a loop.',
      floor: 'Beat the best plane.',
      memorise: 'Memorise noise.',
      explode: 'Make it explode.',
    },
    /** @type {Record<string, string>} */
    hints: {
      tear: 'With a bottleneck of 1, a closed curve has to be cut open somewhere: get it rebuilt well all the same.',
      floor: 'Bring the loss below half of what the best plane leaves, the dashed line.',
      memorise:
        'Choose the data set Noise: it has nothing to learn. Bring the loss below a quarter of the best plane’s, and watch held-out points (choose some under “Network and training”).',
      explode: 'Find settings with which the loss grows beyond all numbers.',
    },
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
    /** @type {Record<string, string>} */
    options: {
      data: 'Data set',
      points: 'Points',
      noise: 'Noise',
      bottleneck: 'Bottleneck',
      width: 'Hidden width',
      depth: 'Hidden layers',
      activation: 'Activation',
      optimizer: 'Optimizer',
      rate: 'Learning rate',
      batch: 'Batch',
      heldout: 'Held out',
    },
    savePicture: 'Save picture',
    saveCodes: 'Save codes',
    noSeed: '\u2013',
    caption: (
      /** @type {string} */ data,
      /** @type {number} */ epoch,
      /** @type {number} */ loss,
      /** @type {string} */ seed,
    ) => `${strings.train.dataSets[data]} · epoch ${whole(epoch)} · loss ${lossValue(loss)} · seed ${seed}`,
    pictureFile: (/** @type {number} */ epoch) => `autoencoder-epoch-${epoch}.png`,
    codesFile: (/** @type {number} */ epoch) => `codes-epoch-${epoch}.csv`,
    optionsTitle: 'Network and training',
    /** @type {Record<string, string>} */
    dataSets: {
      saddle: 'Saddle loop',
      ellipse: 'Ellipse',
      wave: 'Wave',
      cubic: 'Twisted cubic',
      swissroll: 'Swiss roll',
      scurve: 'S-curve',
      sphere: 'Sphere',
      trefoil: 'Trefoil',
      rings: 'Two rings',
      noise: 'Noise',
      own: 'Your own',
    },
    /** @type {Record<string, string>} */
    activations: { linear: 'Linear', tanh: 'Tanh', relu: 'ReLU', sigmoid: 'Sigmoid' },
    /** @type {Record<string, string>} */
    optimizers: { adam: 'Adam', sgd: 'SGD with momentum' },
    /** @type {Record<string, (value: number) => string>} */
    values: {
      rate: (value) => `${value}`,
      batch: (value) => (value ? some(value, 'point') : 'All points'),
      heldout: (value) => (value ? `${value}%` : 'None'),
      depth: (value) => (value ? `${value} + ${value}` : 'None'),
      noise: (value) => value.toFixed(3),
    },
    numbers: (/** @type {number} */ count) => some(count, 'number'),
    layers: (/** @type {number[]} */ sizes) => sizes.join(' · '),
    describeInput: 'Input: points in three dimensions. Arrow keys turn it, n and p walk the points.',
    describeLatent:
      'Latent space: the code of each point, with a trail along its negative gradient. Arrow keys walk the points.',
    describeOutput: 'Reconstruction: what the decoder makes of each code, in three dimensions. Arrow keys turn it.',
    describeLayered:
      'Input and reconstruction together, a line joining each point to its reconstruction. Arrow keys turn it.',
    trails: (/** @type {number} */ scale) =>
      `Trails: ${scale < 1e4 ? decimal(scale, 1) : scientific(scale)} × (\u2212∂L<sub>i</sub>/∂z<sub>i</sub>), towards a lower error of that point`,
    trailsName: 'trails',
    trailsTip:
      'A trail is the negative gradient of its own point’s error, with the decoder held fixed: a small move of the code that way would lower that error. All trails of a picture have the same scale, which goes with the size of the cloud.',
    /** @type {[kind: string, words: string][]} */
    layeredKey: [
      ['hollow', 'input'],
      ['disc', 'reconstruction'],
    ],
    hint: fingers
      ? 'Tap a dot to follow it through the network. Drag a plot in space sideways to turn it.'
      : 'Point at a dot or tap it to follow it through the network. Drag a plot in space to turn it; arrow keys work too.',
    describe: (
      /** @type {number} */ epoch,
      /** @type {number} */ loss,
      /** @type {number} */ points,
      /** @type {boolean} */ playing,
    ) =>
      `${playing ? 'Training' : 'At rest'}, epoch ${whole(epoch)}, loss ${lossValue(loss)}, ${whole(points)} points.`,
    pace: 'Epochs a second',
    epochsASecond: (/** @type {number} */ rate) => (rate >= 1 ? whole(Math.round(rate)) : ''),
    /** @type {Record<import('./training.js').Reason, (epoch: number) => string>} */
    stopped: {
      reached: (epoch) => `This is epoch ${whole(epoch)}, trained anew here.`,
      epochs: (limit) => `Training has come to its limit of ${whole(limit)} epochs.`,
      converged: (epoch) => `Training stopped after ${whole(epoch)} epochs: the loss has all but stopped falling.`,
      time: (epoch) => `Training stopped at its time limit, after ${whole(epoch)} epochs.`,
      diverged: (epoch) =>
        `Training diverged: the loss grew beyond all numbers. This is the last state before that, epoch ${whole(epoch)}. A lower learning rate may help.`,
    },
    goBack: (/** @type {number} */ epoch, /** @type {number} */ loss) =>
      `Go back to epoch ${whole(epoch)}, loss ${lossValue(loss)}`,
    paused: 'Paused while out of sight',
    reaching: (/** @type {number} */ goal) =>
      `Training anew to epoch ${whole(goal)}, which this address asks for. Pause stops it.`,
    epochOf: (/** @type {number} */ epoch, /** @type {number} */ goal) =>
      whole(epoch) + (goal ? ` of ${whole(goal)}` : ''),
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
  number: whole,
  lossValue,
};
