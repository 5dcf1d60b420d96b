// SPDX-License-Identifier: MIT
// The map of Figure 6 as a plot: dots, labels, tiles, the path and what drawers mark; what a reader does to it; and the part of it
// that is seen. What stands at the cursor goes over it, see digits_beside.js.
import { dotRadius } from './figure.js';
import { MapView } from './map_view.js';
import { fade } from './theme.js';

/** @typedef {import('./figures/digits.js').Digits} Digits */
/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./plot.js').Position} Position */
/** @typedef {{code: number[], from?: number[]}} Mark */

const REACH = 8; // px from a dot within which the cursor means it
const EASE = 0.15; // part of the way that the window goes after another map, a frame
const TRAINING_EASE = 0.6; // likewise after one in training, for each of its states: between them nothing is drawn
const BELOW = 0.075; // of half the map
const HANDLE = 13; // px: the radius of the path's, see digits.css
const START = { cursor: 2, from: 0, to: 1 }; // labels

export class DigitMap {
  /** @param {Digits} figure */
  constructor(figure) {
    this.figure = figure;
    this.view = new MapView();
    /** @type {Map<string, Mark>} */
    this.marks = new Map();
    this.begun = { cursor: [0, 0], ends: {} }; // where cursor and path were put last, see `begin`
    this.follows = false; // the guest is in another state
  }

  /** The whole of it. */
  open() {
    const { centre, reach } = this.figure.own.map.window;
    this.view.middle = this.view.centre = centre;
    this.view.reach = reach;
  }

  get plot() {
    return /** @type {import('./plot.js').Plot} */ (this.figure.plots.get('map'));
  }

  // ---- what the reader does -----------------------------------------------------------------------------------------

  listen() {
    const { figure, view } = this;
    const plane = (/** @type {Position} */ { x, y }) => this.plot.scene.plane(x, y);
    figure.addPlot('map', {
      draw: (scene, width, height) => this.draw(scene, width, height),
      cursor: (at) => figure.moveTo(plane(at), this.dotAt(at)),
      put: (at) => {
        const row = this.dotAt(at);
        if (row >= 0) figure.pin(row);
        else figure.settle(plane(at));
      },
      leave: () => figure.moveTo(figure.home),
      nudge: ({ x, y }) => this.nudge(x, y),
      pan: (dx, dy) => {
        view.rotate(-dx, -dy);
        figure.turned();
      },
      zoom: (factor) => {
        view.magnify(factor, figure.cursor);
        figure.turned();
      },
      pick: () => figure.pin(-1),
      walk: (by) => figure.walk(by),
    });
    this.plot.crowded = true;
  }

  /** The dot at a position of the plot, or -1. @param {Position} at */
  dotAt(at) {
    return this.figure.map.pick(this.plot.scene, at, REACH);
  }

  /** Arrow keys: the cursor moves, and takes the window along. @param {number} x px @param {number} y */
  nudge(x, y) {
    const { view, figure } = this;
    const unit = (2 * view.half) / view.size;
    const [z1, z2] = figure.cursor;
    const code = view.within([z1 + x * unit, z2 - y * unit]);
    const [nearest] = figure.map.neighbours(code, 1);
    figure.settle(code, nearest && nearest.distance < REACH * unit ? nearest.row : -1);
    this.bringIn(code);
  }

  /** The window moves as far as it takes to see a place. @param {number[]} code */
  bringIn(code) {
    const [x, y] = this.view.centre;
    this.view.follow(code);
    if (x !== this.view.centre[0] || y !== this.view.centre[1]) this.figure.turned();
  }

  // ---- where cursor and path start ----------------------------------------------------------------------------------

  /** Below labels, so that these are read. */
  begin() {
    const { figure, view } = this;
    const below = (/** @type {number} */ label) => {
      const [x, y] = figure.map.median(label);
      return [x, y - BELOW * view.reach];
    };
    figure.putCursor(below(START.cursor));
    figure.path.begin(below(START.from), below(START.to));
    this.begun = { cursor: figure.cursor, ends: figure.path.ends };
  }

  /** Whether the reader has moved neither cursor nor path since they began. */
  get untouched() {
    return this.begun.cursor === this.figure.cursor && this.begun.ends === this.figure.path.ends;
  }

  // ---- pictures -----------------------------------------------------------------------------------------------------

  /** A named mark on the map, with a line from somewhere else to it; null takes it away. @param {string} name @param {number[] | null} code @param {{from?: number[]}} [more] */
  mark(name, code, { from } = {}) {
    if (code) this.marks.set(name, { code, from });
    else if (!this.marks.delete(name)) return;
    this.figure.changed();
  }

  /** @param {Scene} scene @param {number} width @param {number} height */
  draw(scene, width, height) {
    const { view, figure } = this;
    const { map, tiles, path } = figure;
    const { ink, paper } = figure.theme.colours;
    view.size = Math.min(width, height);
    scene.square(width, height, view.centre, view.half);
    if (tiles) map.drawTiles(scene, figure.autoencoder, figure.tile);
    const radius = dotRadius(width, map.count) * Math.min(2.2, view.zoom ** 0.4);
    if (!tiles) map.drawPoints(scene, radius, 0.8);
    else map.drawPoints(scene, 0.8 * radius, 0.3);
    if (!tiles) map.drawNumerals(scene, Math.max(15, width / 26), [path.ends.A, path.ends.B, figure.home], HANDLE);
    path.draw(scene, ink, paper);
    for (const { code, from } of this.marks.values()) {
      if (from) scene.segment([...from, 0], [...code, 0], 1.5, fade(ink, 0.7));
      if (from) scene.spot(from, 5, paper, ink);
      scene.spot(code, 6, ink, paper);
    }
    path.place(scene);
    figure.beside.place();
  }

  /** The window goes after a map that is another. @returns {boolean} whether it goes on by itself */
  follow() {
    const { view, figure } = this;
    const { guest } = figure;
    const { centre, reach } = figure.map.window;
    const { middle } = view;
    const left = Math.abs(centre[0] - middle[0]) + Math.abs(centre[1] - middle[1]) + Math.abs(reach - view.reach);
    const goes = left > 1e-3 * reach && (this.follows || !guest?.trains);
    this.follows = false;
    if (!goes) return false;
    const ease = figure.calm || !guest ? 1 : guest.trains ? TRAINING_EASE : EASE;
    const toward = (/** @type {number} */ from, /** @type {number} */ to) => from + ease * (to - from);
    view.fit([toward(middle[0], centre[0]), toward(middle[1], centre[1])], toward(view.reach, reach));
    figure.touch();
    return !guest?.trains;
  }
}
