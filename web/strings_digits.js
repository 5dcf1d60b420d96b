// SPDX-License-Identifier: MIT
// Every word of Figure 6 that a reader sees, but for those of its drawers. Loaded with the figure.
import { decimal, fingers, tuple, whole } from './words.js';

/** The number of a digit, from 1. @param {number} row */
const nameOf = (row) => `Test digit ${whole(row + 1)}`;

/** @param {number} label @returns {string} with its article */
const a = (label) => `${label === 8 ? 'an' : 'a'} ${label}`;

export const digits = {
  title: 'Handwritten digits in two numbers',
  map: 'Latent space',
  describeMap:
    'A map of 10,000 handwritten digits, each a dot at its two-number code in the colour of its label. Arrow keys move a cursor, whose code is decoded; n and p go from digit to digit; plus and minus zoom.',
  view: 'Part of the map',
  /** @type {Record<string, string>} */
  views: {
    left: 'Move left',
    right: 'Move right',
    up: 'Move up',
    down: 'Move down',
    closer: 'Closer',
    farther: 'Farther away',
  },
  labels: 'Labels',
  label: (/** @type {number} */ label, /** @type {number} */ count) => `Digit ${label}: ${whole(count)} dots`,
  all: 'All',
  none: 'None',
  tiles: 'Tile the plane',
  tile: 'Tile size',
  pixels: (/** @type {number} */ side) => `${side} px`,
  reset: 'Reset',

  decoded: 'Reconstruction',
  decodedPicture: (/** @type {ArrayLike<number>} */ code) => `What the decoder makes of the code ${tuple(code)}`,
  theCode: 'from the code',

  digit: 'The digit there',
  digitName: (/** @type {number} */ row, /** @type {number} */ label) => `${nameOf(row)}, ${a(label)}`,
  nothingThere: fingers ? 'Tap a dot.' : 'Point at a dot, or tap it.',
  itself: 'digit',
  rebuilt: 'rebuilt',
  error: (/** @type {number} */ error) => `error ${decimal(error, 4)}`,
  itselfPicture: (/** @type {number} */ row) => `${nameOf(row)}, as it was written`,
  rebuiltPicture: (/** @type {number} */ row) => `What is rebuilt of ${nameOf(row).toLowerCase()} from its code`,
  neighbours: 'Its nearest neighbours',
  nearest: 'The nearest digits',
  asRebuilt: (/** @type {string} */ digits) => `${digits}, rebuilt`,
  neighbour: (/** @type {number} */ row, /** @type {number} */ label) =>
    `Go to ${nameOf(row).toLowerCase()}, ${a(label)}`,

  path: 'From one code to another',
  handle: (/** @type {string} */ name, /** @type {ArrayLike<number>} */ code) =>
    `${name === 'A' ? 'Start' : 'End'} of the path, at ${tuple(code)}. Drag it, or move it with the arrow keys.`,
  fromHere: 'From here',
  toHere: 'To here',
  along: 'Part of the path',
  percent: (/** @type {number} */ part) => `${Math.round(100 * part)}%`,
  strip: (/** @type {ArrayLike<number>} */ from, /** @type {ArrayLike<number>} */ to, /** @type {number} */ count) =>
    `${count} decoded digits along the straight line from ${tuple(from)} to ${tuple(to)}`,

  loadingImages: (/** @type {number} */ part) => `Loading the digits themselves… ${Math.round(100 * part)}%`,
  loadImages: 'Load the digits themselves (1 MB)',
  retry: 'Try again',
  noImages:
    'This copy of the page came without MNIST’s images, so the digits themselves cannot be shown. If you have them, give it the file t10k-images-idx3-ubyte, gzipped or not; it stays on your machine.',
  chooseImages: 'File of test images',
  wrongCount: (/** @type {number} */ count, /** @type {number} */ wanted) =>
    `it holds ${whole(count)} pictures, and the map is of ${whole(wanted)}`,
  wrongPixels: (/** @type {number} */ count) => `its pictures have ${whole(count)} pixels, not 784`,

  fileLost: (/** @type {string} */ file) => `the file ${file} did not arrive; the connection may be gone`,
  fileNotKept: (/** @type {string} */ file) =>
    `this browser is offline, and has not fetched the file ${file} yet; once it has, the figure works offline too`,
  fileMissing: (/** @type {string} */ file, /** @type {number} */ status) =>
    `the file ${file} is not there (${status})`,
  fileIsPage: (/** @type {string} */ file) => `the server sent a page in place of the file ${file}`,
  fileBroken: (/** @type {string} */ file, /** @type {string} */ reason) => `the file ${file} is broken: ${reason}`,
  noQuantiles: 'it does not hold 101 errors that rise',
  notZipped: 'it is gzipped, and could not be unpacked',

  /** @type {Record<string, string>} by panel */
  panels: { draw: 'Draw a digit', noise: 'Noise', train: 'Train it here' },
  panelLoading: 'Loading…',
  panelPart: (/** @type {number} */ part) => `Loading… ${Math.round(100 * part)}%`,
  panelFailed: (/** @type {string} */ reason) => `This part could not start: ${reason}.`,
  programLost: 'its program did not load',

  hint: `Every dot is a handwritten digit. ${fingers ? 'Tap' : 'Move over'} the map: any place on it can be decoded.`,
  columns: ['Digit', 'Label', 'Code', 'Error'],
  coordinates: tuple,
  unknown: '–',
  describePoint: (
    /** @type {number} */ row,
    /** @type {number} */ label,
    /** @type {ArrayLike<number>} */ code,
    /** @type {number[]} */ near,
    /** @type {number | undefined} */ error,
  ) =>
    `${nameOf(row)}, ${a(label)}, has the code ${tuple(code)}${error === undefined ? '' : `, and is rebuilt with an error of ${decimal(error, 4)}`}. Its nearest neighbours are: ${near.join(', ')}.`,
  describe: (
    /** @type {ArrayLike<number>} */ code,
    /** @type {number[]} */ near,
    /** @type {number[]} */ hidden,
    /** @type {boolean} */ tiled,
  ) =>
    `The cursor is at the code ${tuple(code)}, near to digits labelled ${near.join(', ')}.${hidden.length ? ` Hidden: ${hidden.join(', ')}.` : ''}${tiled ? ' The plane is tiled with what it decodes to.' : ''}`,
};
