// SPDX-License-Identifier: MIT
// The workloads of the rendering benchmark: W5-camera, W5-data and W5-pick in space, W5-plane-… on a plane, each with
// 1,000 to 1,000,000 points; and W5-soft, our raster in memory.

/**
 * @typedef {object} Rendering
 * @property {string} name
 * @property {'move' | 'change' | 'pick'} act frames while the camera moves or the data change; or picking
 * @property {number} points
 * @property {number} dims
 * @property {number} radius of a point, CSS px
 * @property {string[]} contenders
 * @property {boolean} [soft]
 * @property {string} unit
 * @property {number} scale
 */

export const SIDE = 400; // of the plot, CSS px
export const DENSITY = 2; // device pixels a CSS px

/** @type {Record<number, string[]>} by dims */
const CONTENDERS = { 3: ['core', 'three', 'scatter-gl'], 2: ['core', 'three', 'regl-scatterplot'] };

/** @type {[number, number][]} */
const SIZES = [
  [1000, 4],
  [10_000, 3],
  [100_000, 2],
  [1_000_000, 1],
];

/** @type {[string, Rendering['act']][]} */
const ACTS = [
  ['camera', 'move'],
  ['data', 'change'],
  ['pick', 'pick'],
];

/** @type {Rendering[]} */
export const renderings = [3, 2].flatMap((dims) =>
  ACTS.flatMap(([word, act]) =>
    SIZES.map(([points, radius]) => ({
      contenders: CONTENDERS[dims],
      name: `W5-${dims === 2 ? 'plane-' : ''}${word}-${points}`,
      act,
      points,
      dims,
      radius,
      unit: 'ms',
      scale: 1000,
    })),
  ),
);
renderings.push({
  name: 'W5-soft-2000',
  contenders: ['core'],
  act: 'move',
  points: 2000,
  dims: 3,
  radius: 4,
  unit: 'ms',
  scale: 1000,
  soft: true,
});
