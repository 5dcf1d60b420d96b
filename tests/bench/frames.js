// SPDX-License-Identifier: MIT
// Takes the page's animation frames over, so that a library which draws in them draws when the benchmark says so.

/** @type {FrameRequestCallback[]} */
let waiting = [];

export function takeOver() {
  window.requestAnimationFrame = (callback) => waiting.push(callback);
  window.cancelAnimationFrame = () => {};
}

/** One frame: runs what has asked for it. */
export function frame() {
  const now = waiting;
  waiting = [];
  for (const callback of now) callback(performance.now());
}
