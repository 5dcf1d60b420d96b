// SPDX-License-Identifier: MIT
// Where the plots in space are looked at from: one orbit for all of a figure's. It turns slowly by itself until it is touched,
// or some time has passed, or frames come slowly, or the reader wants no motion.

const TURN = 0.00018; // radians a ms
const TURN_TIME = 20_000; // ms until it comes to rest by itself
const SLOW = 25; // ms between frames of a machine that has better things to do than to turn plots
const SLOW_FRAMES = 20; // more such frames than others end the turn
const DRAG_TURN = 0.01; // radians a CSS px
const MAX_PITCH = 1.45; // radians: never quite from above, where the axes flip
const ZOOM = { least: 0.6, most: 6 };

export class Orbit {
  /** @param {boolean} calm whether it must not move by itself */
  constructor(calm) {
    this.yaw = -0.9;
    this.pitch = 0.42;
    this.zoom = 1;
    this.left = calm ? 0 : TURN_TIME; // ms of the slow turn
    this.turnedAt = 0;
    this.slowFrames = 0; // not made up for by others
  }

  /** @param {number} dx CSS px of a drag @param {number} dy */
  rotate(dx, dy) {
    this.left = 0;
    this.yaw -= DRAG_TURN * dx;
    this.pitch = Math.max(-MAX_PITCH, Math.min(MAX_PITCH, this.pitch + DRAG_TURN * dy));
  }

  /** @param {number} factor */
  magnify(factor) {
    this.left = 0;
    this.zoom = Math.max(ZOOM.least, Math.min(ZOOM.most, this.zoom * factor));
  }

  /** The slow turn. @param {number} now @returns {boolean} whether it goes on */
  turn(now) {
    const passed = this.turnedAt ? Math.min(now - this.turnedAt, 100) : 0;
    this.turnedAt = now;
    this.slowFrames = Math.max(0, this.slowFrames + (passed > SLOW ? 1 : -1));
    if (this.slowFrames === SLOW_FRAMES) this.left = 0;
    if (this.left <= 0) return false;
    this.left -= passed;
    this.yaw += TURN * passed * Math.max(0, Math.min(1, this.left / 2000)); // comes to rest gently
    return true;
  }
}
