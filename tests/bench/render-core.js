// SPDX-License-Identifier: MIT
// Our own renderer, through the exports of render.c.

/** @type {import('./render.js').Open} */
export function open() {
  throw new Error('not there yet');
}
