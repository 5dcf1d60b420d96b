// SPDX-License-Identifier: MIT
// One contender at drawing or picking, in the page. run.js loads it and gets what it reports. Every contender gets the same
// cloud, camera, sizes and canvas, and has to show first that it draws them.
import { repeat } from './measure.js';
import { load } from './module.js';
import * as settings from './rendering.js';

/** @typedef {import('./measure.js').Outcome} Outcome */
/** @typedef {import('./rendering.js').Rendering} Rendering */

/**
 * What a contender draws.
 * @typedef {object} Scene
 * @property {Float32Array[]} clouds two versions of the points, (count,dims)
 * @property {Uint8Array} colours (count,4)
 * @property {number} dims 3: space; 2: a plane
 * @property {number} radius of a point at the centre, CSS px
 * @property {number} side of the plot, CSS px
 * @property {number} density device pixels a CSS px
 * @property {number} reach half of what the plot shows at the centre
 * @property {number} eye how far away from the centre it is, 0 in a plane
 * @property {(step: number) => number[]} view the eye, in space, or the window's centre, on a plane
 * @property {any} lab the module of render.c
 */

/**
 * A contender made ready. `move` and `change` draw the cloud with the camera, or the version of the cloud, of a step; the
 * picture of step 0 is the same for all. `pick` gives the point at (x, y) CSS px with the camera of step 0.
 * @typedef {object} Contender
 * @property {WebGLRenderingContext | WebGL2RenderingContext | null} gl
 * @property {() => Uint8Array} [pixels] (height,width,4), where there is no gl
 * @property {(step: number) => void | Promise<void>} move
 * @property {(step: number) => void | Promise<void>} change
 * @property {(x: number, y: number) => number} pick
 */

/** @typedef {(scene: Scene) => Contender | Promise<Contender>} Open */

/** @type {Record<string, () => Promise<{open: Open}>>} */
const CONTENDERS = {
  core: () => import('./render-core.js'),
  three: () => import('./render-three.js'),
  'regl-scatterplot': () => import('./render-regl-scatterplot.js'),
  'scatter-gl': () => import('./render-scatter-gl.js'),
  soft: () => import('./render-soft.js'),
};

const COVERED = 60; // how far below white a pixel's least channel is where a point covers half of it
const TOLERANCE = 0.15; // of the number of covered pixels
const PICKS = 100;

/** @param {string} name */
const read = async (name) => (await fetch(name)).arrayBuffer();

/** @param {import('./measure.js').Job & Rendering} job @param {() => void} alive @returns {Promise<Outcome>} */
export async function run(job, alive) {
  try {
    const { default: create } = await import(/* @vite-ignore */ new URL('/render.mjs', location.href).href);
    const lab = await create({ wasmBinary: await read('/render.wasm') });
    const bench = await load(new URL('/', location.href), (url) => read(url.href));
    const scene = prepare(lab, job);
    const { open } = await CONTENDERS[job.soft ? 'soft' : job.contender]();
    const contender = await open(scene);
    const wrong = job.act === 'pick' ? null : await check(contender, scene, job.act);
    if (wrong) return { disagrees: wrong };
    if (job.act !== 'pick') return repeat({ run: frames(contender, job.act) }, bench, job, alive);
    await contender.move(0);
    const { places, right } = picks(contender, scene);
    const outcome = await repeat({ run: (n) => pick(contender, places, n) }, bench, job, alive);
    return right === PICKS ? outcome : { ...outcome, remark: `${right} of ${PICKS} are the right point` };
  } catch (error) {
    return { failed: String(/** @type {any} */ (error)?.message ?? error).split('\n')[0] };
  }
}

/** @param {any} lab @param {Rendering} job @returns {Scene} */
function prepare(lab, { points, dims, radius }) {
  lab._render_open(points, dims);
  lab._render_look(0);
  const at = (/** @type {number} */ version) => {
    const start = lab._render_at(version) / 4;
    return lab.HEAPF32.slice(start, start + points * dims);
  };
  const first = lab._render_colours();
  return {
    clouds: [at(0), at(1)],
    colours: lab.HEAPU8.slice(first, first + 4 * points),
    dims,
    radius,
    side: settings.SIDE,
    density: settings.DENSITY,
    reach: lab._render_reach(),
    eye: lab._render_eye(),
    view: (step) => {
      lab._render_look(step);
      return [0, 1, 2].map((c) => lab._render_view(c)).slice(0, dims);
    },
    lab,
  };
}

/** Waits until all that was drawn is there. @param {Contender['gl']} gl */
function finish(gl) {
  gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
}

/** @param {Contender} contender @param {'move' | 'change'} act @returns {(n: number) => Promise<number>} */
function frames(contender, act) {
  let step = 0;
  return async (n) => {
    for (let k = 0; k < n; k++) {
      await contender[act](++step);
      finish(contender.gl);
    }
    return step;
  };
}

/** @param {Contender} contender @param {number[][]} places @param {number} n */
function pick(contender, places, n) {
  let sum = 0;
  for (let k = 0; k < n; k++) {
    const [x, y] = places[k % places.length];
    sum += contender.pick(x, y);
  }
  return sum;
}

/** What was drawn, (height,width,4). @param {Pick<Contender, 'gl' | 'pixels'>} contender @param {number} side */
function picture({ gl, pixels: own }, side) {
  if (own) return own();
  const pixels = new Uint8Array(4 * side * side);
  gl?.readPixels(0, 0, side, side, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  return pixels;
}

/**
 * What is wrong with a contender's pictures, if anything: too few or too many pixels covered, or no change from step to
 * step.
 * @param {Contender} contender @param {Scene} scene @param {'move' | 'change'} act @returns {Promise<string | null>}
 */
async function check(contender, scene, act) {
  const side = scene.side * scene.density;
  const { drawingBufferWidth: width, drawingBufferHeight: height } = contender.gl ?? {};
  if (contender.gl && (width !== side || height !== side)) return `with a canvas of ${width}x${height}`;
  await contender.move(0);
  const first = picture(contender, side);
  let covered = 0;
  for (
    let k = 0;
    k < first.length;
    k += 4 // colours are premultiplied, and the paper may be the page's
  )
    if (first[k + 3] - Math.min(first[k], first[k + 1], first[k + 2]) > COVERED) covered++;
  const ratio = covered / expected(scene, side);
  if (!(Math.abs(ratio - 1) <= TOLERANCE)) return `by covering ${ratio.toPrecision(3)} of the pixels that it should`;
  await contender[act](1);
  const second = picture(contender, side);
  return first.every((byte, k) => byte === second[k]) ? 'by a picture that does not change' : null;
}

/** How many pixels the points cover. @param {Scene} scene @param {number} side */
function expected({ lab, density, radius, colours }, side) {
  const covered = new Uint8Array(side * side);
  lab._render_look(0);
  for (let k = 0; k < colours.length / 4; k++) {
    const x = density * lab._render_x(k);
    const y = density * lab._render_y(k);
    const r = density * radius * lab._render_size(k);
    for (let row = Math.max(0, Math.ceil(y - r - 0.5)); row < side && row + 0.5 <= y + r; row++) {
      const half = Math.sqrt(Math.max(0, r * r - (row + 0.5 - y) ** 2));
      const end = Math.min(side, Math.floor(x + half - 0.5) + 1);
      const start = Math.max(0, Math.ceil(x - half - 0.5));
      if (start < end) covered.fill(1, row * side + start, row * side + end);
    }
  }
  return covered.reduce((sum, one) => sum + one, 0);
}

/**
 * Places near points spread over the cloud, and at how many of them the contender picks the right one.
 * @param {Contender} contender @param {Scene} scene
 */
function picks(contender, { lab, colours }) {
  lab._render_look(0);
  const places = [];
  let right = 0;
  for (let k = 0; k < PICKS; k++) {
    const point = Math.floor(((k + 0.5) / PICKS) * (colours.length / 4));
    const x = lab._render_x(point) + 0.4 * Math.cos(k);
    const y = lab._render_y(point) + 0.4 * Math.sin(k);
    places.push([x, y]);
    if (contender.pick(x, y) === lab._render_plain_pick(x, y)) right++;
  }
  return { places, right };
}
