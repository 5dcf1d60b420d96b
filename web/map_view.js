// SPDX-License-Identifier: MIT
// The part of a map that is seen, moved by what turns an orbit elsewhere: drags, arrow buttons, zoom.
import { Orbit } from './orbit.js';

const MOST = 24; // times closer than the whole map
const EDGE = 0.06; // of the window: a cursor that comes so near to its edge takes it along

export class MapView extends Orbit {
  constructor() {
    super(true);
    /** @type {[number, number]} of the square that holds the whole map */
    this.middle = [0, 0];
    this.reach = 1; // half the side of it
    /** @type {[number, number]} of the part that is seen */
    this.centre = [0, 0];
    this.size = 1; // px: the shorter side of the plot
  }

  /** Half the side of what is seen. */
  get half() {
    return this.reach / this.zoom;
  }

  /** The whole map is another one; what is seen of it stays the same part. @param {[number, number]} middle @param {number} reach */
  fit(middle, reach) {
    const scale = reach / this.reach;
    const seen = this.centre.map((at, c) => middle[c] + scale * (at - this.middle[c]));
    this.middle = middle;
    this.reach = reach;
    this.moveTo(seen);
  }

  /** The place on the map that is nearest to one. @param {number[]} at @param {number} [room] on each side of its middle @returns {[number, number]} */
  within(at, room = this.reach) {
    const [x, y] = this.middle.map((middle, c) => Math.max(middle - room, Math.min(middle + room, at[c])));
    return [x, y];
  }

  /** What is seen stays on the map. @param {number[]} centre */
  moveTo(centre) {
    this.centre = this.within(centre, this.reach - this.half);
  }

  /** Shows what is beyond, as if by a drag of the opposite way. @param {number} dx CSS px @param {number} dy */
  rotate(dx, dy) {
    const unit = (2 * this.half) / this.size;
    this.moveTo([this.centre[0] + dx * unit, this.centre[1] - dy * unit]);
  }

  /** Closer, or farther away, with a place that stays where it is. @param {number} factor @param {number[]} [around] */
  magnify(factor, around = this.centre) {
    const { half: before, zoom } = this;
    this.zoom = Math.max(1, Math.min(MOST, zoom * factor));
    const scale = this.half / before;
    this.moveTo(this.centre.map((at, c) => around[c] + scale * (at - around[c])));
  }

  /** Moves as far as it takes to see a place. @param {number[]} at */
  follow(at) {
    const most = (1 - 2 * EDGE) * this.half;
    this.moveTo(this.centre.map((middle, c) => Math.max(at[c] - most, Math.min(at[c] + most, middle))));
  }

  whole() {
    this.zoom = 1;
    this.moveTo(this.middle);
  }

  turn() {
    return false;
  }
}
