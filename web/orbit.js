// SPDX-License-Identifier: MIT
// Where the plots in space are looked at from: one orbit for all of a figure's. It turns slowly by itself until it is touched,
// or some time has passed, or frames come slowly. Not at all where the reader wants no motion, or a processor draws what a GPU should.

const TURN = 0.00018; // radians a ms
const TURN_TIME = 20_000; // ms until it comes to rest by itself
const SLOW = 25; // ms between frames of a machine that has better things to do than to turn plots
const SLOW_FRAMES = 20; // more such frames than others end the turn
const DRAG_TURN = 0.01; // radians a CSS px
const BEGIN = { yaw: -0.9, pitch: 0.42, zoom: 1 };

/** @typedef {{yaw: number, pitch: number, zoom: number}} View radians, radians, times */

/** What a view may be. */
export const VIEW = {
  yaw: { least: -7, most: 7 }, // more than once around, either way
  pitch: { least: -1.45, most: 1.45 }, // never quite from above, where the axes flip
  zoom: { least: 0.6, most: 6 },
};

/** Finer than an eye, and short enough for an address. @param {number} value */
const thousandths = (value) => Math.round(1000 * value) / 1000;

/** @param {number} angle radians */
const onceAround = (angle) => angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));

export class Orbit {
  /** @param {boolean} calm whether it must not move by itself @param {number} [zoom] that it begins with */
  constructor(calm, zoom = BEGIN.zoom) {
    /** @type {View} */
    this.begun = { ...BEGIN, zoom };
    this.yaw = BEGIN.yaw;
    this.pitch = BEGIN.pitch;
    this.zoom = zoom;
    this.turned = false; // by the reader, or the page
    this.left = calm ? 0 : TURN_TIME; // ms of the slow turn
    this.turnedAt = 0;
    this.slowFrames = 0; // not made up for by others
  }

  /** @param {number} dx CSS px of a drag @param {number} dy */
  rotate(dx, dy) {
    this.take({ yaw: this.yaw - DRAG_TURN * dx, pitch: this.pitch + DRAG_TURN * dy });
  }

  /** @param {number} factor */
  magnify(factor) {
    this.take({ zoom: this.zoom * factor });
  }

  /** @param {Partial<View>} view */
  take(view) {
    const { yaw, pitch, zoom } = { ...this, ...view };
    const within = (/** @type {number} */ value, /** @type {{least: number, most: number}} */ { least, most }) =>
      thousandths(Math.max(least, Math.min(most, value)));
    this.left = 0;
    this.turned = true;
    this.yaw = thousandths(onceAround(yaw));
    this.pitch = within(pitch, VIEW.pitch);
    this.zoom = within(zoom, VIEW.zoom);
  }

  /** The view that somebody has chosen: the slow turn is nobody's choice. @returns {View} */
  get state() {
    const { yaw, pitch, zoom } = this.turned ? this : this.begun;
    return { yaw, pitch, zoom };
  }

  /** Takes what is another view than that of its state. @param {Partial<View>} view @returns {boolean} whether it is */
  look(view) {
    const { state } = this;
    const news = Object.entries(view).filter(([name, value]) => value !== state[/** @type {keyof View} */ (name)]);
    if (news.length) this.take(Object.fromEntries(news));
    return news.length > 0;
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
