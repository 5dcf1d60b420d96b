// SPDX-License-Identifier: MIT
// regl-scatterplot, with the settings that make it fast: no index built anew when the data change, events at once, one
// canvas of the plot's size. It draws in animation frames, into a texture, then into its own canvas and from there into the
// plot's. A pick is what a move of the mouse does.
import createScatterplot, { createRenderer, createSpatialIndex } from 'regl-scatterplot';
import { frame, takeOver } from './frames.js';

const SHADES = 64; // of the ramp

/** @type {import('./render.js').Open} */
export async function open(scene) {
  const { radius, side, density, colours } = scene;
  takeOver();
  const canvas = document.createElement('canvas');
  Object.assign(canvas.style, { width: `${side}px`, height: `${side}px` });
  document.body.append(canvas);
  const inner = Object.assign(document.createElement('canvas'), { width: side * density, height: side * density });
  const renderer = createRenderer({ canvas: inner });
  const count = colours.length / 4;
  const shade = (/** @type {number} */ k) => {
    const first = 4 * Math.floor((k * count) / SHADES);
    return Array.from(colours.subarray(first, first + 4), (byte) => byte / 255);
  };
  const plot = createScatterplot({
    canvas,
    renderer,
    width: side,
    height: side,
    syncEvents: true,
    spatialIndexUseWorker: false,
    backgroundColor: [1, 1, 1, 1],
    pointSize: 2 * radius,
    pointScaleMode: 'constant',
    colorBy: 'valueA',
    pointColor: /** @type {any} */ (Array.from({ length: SHADES }, (_, k) => shade(k))),
    opacity: 1,
  });
  // Its window goes from -1 to 1.
  const clouds = scene.clouds.map((at) =>
    Array.from({ length: count }, (_, k) => [at[2 * k] / scene.reach, at[2 * k + 1] / scene.reach, k / count]),
  );
  const options = {
    zDataType: 'continuous',
    spatialIndex: await createSpatialIndex(/** @type {any} */ (clouds[0]), false),
    preventFilterReset: true,
  };
  /** Does frames until the promise is kept. @param {Promise<any>} promise */
  const drawn = async (promise) => {
    let done = false;
    promise.then(() => {
      done = true;
    });
    while (!done) {
      await null;
      frame();
    }
  };
  await drawn(plot.draw(/** @type {any} */ (clouds[0]), /** @type {any} */ (options)));
  return {
    gl: /** @type {WebGLRenderingContext} */ (inner.getContext('webgl')),
    move: (step) => {
      const [x, y] = scene.view(step).map((c) => -c / scene.reach);
      plot.view([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, x, y, 0, 1]);
      frame();
    },
    change: (step) => drawn(plot.draw(/** @type {any} */ (clouds[step % 2]), /** @type {any} */ (options))),
    pick: (x, y) => {
      const { left, top } = canvas.getBoundingClientRect();
      window.dispatchEvent(new MouseEvent('mousemove', { clientX: left + x, clientY: top + y }));
      return plot.get('hoveredPoint') ?? -1;
    },
  };
}
