// SPDX-License-Identifier: MIT
// Our own raster in memory, with rings as the figures have them.

/** @type {import('./render.js').Open} */
export function open({ lab, side, density, radius }) {
  let pixels = 0;
  const move = (/** @type {number} */ step) => {
    lab._render_look(step);
    pixels = lab._render_soft_draw(radius, step === 0); // rings would hide some of what has to be covered
  };
  return {
    gl: null,
    pixels: () => lab.HEAPU8.slice(pixels, pixels + 4 * (side * density) ** 2),
    move,
    change: move,
    pick: () => -1,
  };
}
