// SPDX-License-Identifier: MIT
// Our own renderer, through the exports of render.c.

const REACH = 8; // CSS px

/** @type {import('./render.js').Open} */
export function open({ lab, side, density, radius }) {
  const canvas = Object.assign(document.createElement('canvas'), { width: side * density, height: side * density });
  Object.assign(canvas.style, { width: `${side}px`, height: `${side}px` });
  document.body.append(canvas);
  lab.specialHTMLTargets['!gl'] = canvas;
  if (!lab._render_gl_open()) throw new Error('no WebGL 2');
  return {
    gl: /** @type {WebGL2RenderingContext} */ (canvas.getContext('webgl2')),
    move: (step) => {
      lab._render_look(step);
      lab._render_gl_draw(0, radius);
    },
    change: (step) => lab._render_gl_draw(step % 2, radius),
    pick: (x, y) => lab._render_pick(x, y, REACH),
  };
}
