// SPDX-License-Identifier: MIT
// Ten digits of our own as strokes: corners of curves, in parts of the pad's side. None of MNIST's.

/** @type {[number, number][][][]} by label: strokes, their corners */
const CORNERS = [
  [
    [
      [0.52, 0.14],
      [0.36, 0.22],
      [0.3, 0.5],
      [0.37, 0.78],
      [0.52, 0.86],
      [0.66, 0.76],
      [0.71, 0.48],
      [0.66, 0.24],
      [0.52, 0.14],
    ],
  ],
  [
    [
      [0.56, 0.13],
      [0.52, 0.38],
      [0.48, 0.62],
      [0.45, 0.87],
    ],
  ],
  [
    [
      [0.32, 0.28],
      [0.4, 0.16],
      [0.56, 0.13],
      [0.67, 0.24],
      [0.64, 0.42],
      [0.46, 0.66],
      [0.3, 0.84],
      [0.29, 0.86],
      [0.48, 0.85],
      [0.72, 0.84],
    ],
  ],
  [
    [
      [0.33, 0.2],
      [0.48, 0.13],
      [0.63, 0.2],
      [0.63, 0.36],
      [0.47, 0.47],
      [0.46, 0.47],
      [0.64, 0.55],
      [0.68, 0.7],
      [0.56, 0.85],
      [0.38, 0.85],
      [0.29, 0.77],
    ],
  ],
  [
    [
      [0.36, 0.15],
      [0.32, 0.34],
      [0.31, 0.5],
      [0.32, 0.51],
      [0.5, 0.52],
      [0.7, 0.49],
    ],
    [
      [0.66, 0.14],
      [0.62, 0.46],
      [0.58, 0.87],
    ],
  ],
  [
    [
      [0.68, 0.15],
      [0.5, 0.15],
      [0.38, 0.16],
      [0.37, 0.17],
      [0.36, 0.3],
      [0.34, 0.43],
      [0.35, 0.43],
      [0.5, 0.4],
      [0.65, 0.48],
      [0.68, 0.65],
      [0.58, 0.82],
      [0.42, 0.86],
      [0.31, 0.8],
    ],
  ],
  [
    [
      [0.6, 0.13],
      [0.44, 0.28],
      [0.34, 0.52],
      [0.34, 0.74],
      [0.46, 0.87],
      [0.62, 0.82],
      [0.67, 0.66],
      [0.58, 0.54],
      [0.44, 0.57],
      [0.35, 0.7],
    ],
  ],
  [
    [
      [0.29, 0.17],
      [0.48, 0.17],
      [0.69, 0.15],
      [0.7, 0.16],
      [0.6, 0.38],
      [0.5, 0.62],
      [0.44, 0.87],
    ],
  ],
  [
    [
      [0.64, 0.22],
      [0.52, 0.13],
      [0.38, 0.2],
      [0.38, 0.34],
      [0.52, 0.47],
      [0.65, 0.6],
      [0.66, 0.76],
      [0.52, 0.87],
      [0.37, 0.8],
      [0.36, 0.64],
      [0.5, 0.47],
      [0.63, 0.35],
      [0.64, 0.22],
    ],
  ],
  [
    [
      [0.65, 0.27],
      [0.54, 0.14],
      [0.38, 0.2],
      [0.34, 0.36],
      [0.43, 0.48],
      [0.57, 0.44],
      [0.66, 0.28],
      [0.66, 0.27],
      [0.63, 0.5],
      [0.59, 0.7],
      [0.55, 0.87],
    ],
  ],
];

const STEPS = 6; // between two corners

/** A curve through its corners (Catmull & Rom 1974). @param {[number, number][]} corners @param {number} side @returns {import('./core_pad.js').Stroke} */
function curve(corners, side) {
  const at = (/** @type {number} */ k) => corners[Math.max(0, Math.min(corners.length - 1, k))];
  const places = [{ x: side * corners[0][0], y: side * corners[0][1] }];
  for (let k = 0; k + 1 < corners.length; k++) {
    const [a, b, c, d] = [at(k - 1), at(k), at(k + 1), at(k + 2)];
    for (let step = 1; step <= STEPS; step++) {
      const t = step / STEPS;
      const [x, y] = [0, 1].map(
        (n) =>
          b[n] +
          0.5 * t * (c[n] - a[n] + t * (2 * a[n] - 5 * b[n] + 4 * c[n] - d[n] + t * (3 * (b[n] - c[n]) + d[n] - a[n]))),
      );
      places.push({ x: side * x, y: side * y });
    }
  }
  return places;
}

/** @param {number} label 0 … 9 @param {number} side of the pad, px @returns {import('./core_pad.js').Stroke[]} */
export const sample = (label, side) => CORNERS[label].map((corners) => curve(corners, side));
