// SPDX-License-Identifier: MIT
// A scene of the core: what one plot shows. Sizes and positions in CSS px; see scene.h.
import { VIEWS } from './core.js';

/** @typedef {import('./core.js').CoreTrainer} CoreTrainer */
/** @typedef {import('./core.js').ViewName} ViewName */
/** @typedef {{yaw: number, pitch: number, zoom: number}} Eye */
/** @typedef {{x: number, y: number, value: number, axis: number}} Anchor value: of a tick; NaN for an axis's name */
/**
 * @typedef {object} PointStyle
 * @property {number} radius
 * @property {boolean} [hollow] a ring of its own colour
 * @property {boolean} [plain] without a ring of paper, as for very many points
 * @property {number} [opacity]
 * @property {number} [selected] a point's index
 */

export class Scene {
  /** @param {import('./core.js').Core} core */
  constructor({ lab }) {
    this.lab = lab;
    this.handle = lab._lab_scene_new();
    if (!this.handle) throw new Error('too many plots at once');
  }

  /** @param {import('./theme.js').Colours} colours @param {number} progress of a tween, 0 … 1 */
  prepare({ paper, ink, dark }, progress) {
    this.lab._lab_scene_theme(this.handle, paper, ink, dark);
    this.lab._lab_scene_progress(this.handle, progress);
  }

  /** Begins a picture of the data's space. @param {number} width @param {number} height @param {Eye} eye */
  orbit(width, height, { yaw, pitch, zoom }) {
    this.lab._lab_scene_orbit(this.handle, width, height, yaw, pitch, zoom);
  }

  /**
   * Begins a picture of the codes. Only those in space turn and come closer with the eye.
   * @param {CoreTrainer} trainer @param {number} width @param {number} height @param {Eye} eye
   * @param {number} [flat] the zoom of those on a line or plane
   */
  latent(trainer, width, height, { yaw, pitch, zoom }, flat = 1) {
    const near = trainer.columns('latent') === 3 ? zoom : flat;
    this.lab._lab_scene_latent(this.handle, trainer.handle, width, height, yaw, pitch, near);
  }

  /** Begins a picture of a plane. @param {number} width @param {number} height @param {number[]} centre @param {number} reach half the side of the square that is seen */
  square(width, height, [x, y], reach) {
    this.lab._lab_scene_plane(this.handle, width, height, x, y, reach);
  }

  axes() {
    this.lab._lab_scene_axes(this.handle);
  }

  /** @param {CoreTrainer} trainer @param {ViewName} from @param {ViewName} to */
  links(trainer, from, to) {
    this.lab._lab_scene_links(this.handle, trainer.handle, VIEWS[from], VIEWS[to]);
  }

  /** @param {CoreTrainer} trainer @param {number} radius at the point */
  trails(trainer, radius) {
    this.lab._lab_scene_trails(this.handle, trainer.handle, radius);
  }

  /** @param {CoreTrainer} trainer @param {ViewName} view @param {PointStyle} style */
  points(trainer, view, { radius, hollow = false, plain = false, opacity = 1, selected = -1 }) {
    const flags = (hollow ? 1 : 0) | (plain ? 2 : 0);
    this.lab._lab_scene_points(this.handle, trainer.handle, VIEWS[view], radius, flags, opacity, selected);
  }

  /** A line through the points in their order, where that is a closed curve. @param {CoreTrainer} trainer @param {ViewName} view @param {number} width @param {number} colour */
  loop(trainer, view, width, colour) {
    this.lab._lab_scene_loop(this.handle, trainer.handle, VIEWS[view], width, colour);
  }

  /** Into a picture of the codes: the input without its vertical coordinate, laid onto them. @param {CoreTrainer} trainer @param {number} radius @param {number} selected */
  flat(trainer, radius, selected) {
    this.lab._lab_scene_flat(this.handle, trainer.handle, radius, selected);
  }

  /** Into a picture of the data's space: the image of the codes' plane. @param {CoreTrainer} trainer @param {number} colour @param {number} opacity */
  sheet(trainer, colour, opacity) {
    this.lab._lab_scene_sheet(this.handle, trainer.handle, colour, opacity);
  }

  /** Into a picture of the codes: the grid that the sheet shows too. @param {CoreTrainer} trainer @param {number} colour */
  grid(trainer, colour) {
    this.lab._lab_scene_grid(this.handle, trainer.handle, colour);
  }

  /**
   * The straight path between the codes of two points: `latent`; its image under the decoder: `output`; the straight path between
   * the two reconstructions: `input`.
   * @param {CoreTrainer} trainer @param {'latent' | 'output' | 'input'} view @param {number} from @param {number} to
   * @param {number} width @param {number} colour
   */
  path(trainer, view, from, to, width, colour) {
    this.lab._lab_scene_path(this.handle, trainer.handle, VIEWS[view], from, to, width, colour);
  }

  /** Into a picture of the codes: a point's error if its code were elsewhere. @param {CoreTrainer} trainer @param {number} index @param {number} width @param {number} colour of contours */
  error(trainer, index, width, colour) {
    this.lab._lab_scene_error(this.handle, trainer.handle, index, width, colour);
  }

  /** Into a picture of the codes: a trail against a slope, on the scale of `trails`. @param {CoreTrainer} trainer @param {number} index of the point whose colour it has @param {number[]} code @param {number[]} slopes @param {number} radius */
  trail(trainer, index, code, slopes, radius) {
    this.lab._lab_scene_trail(this.handle, trainer.handle, index, ...code, ...slopes, radius);
  }

  /** Into a picture of the codes: arrows the way to the next epoch that is kept. @param {CoreTrainer} trainer @param {number} width @param {number} colour */
  next(trainer, width, colour) {
    this.lab._lab_scene_next(this.handle, trainer.handle, width, colour);
  }

  /** One more point, in a ring. @param {number[]} at @param {number} radius @param {number} fill @param {number} ring */
  spot([x, y = 0, z = 0], radius, fill, ring) {
    this.lab._lab_scene_spot(this.handle, x, y, z, radius, fill, ring);
  }

  /** @param {number[]} from @param {number[]} to @param {number} width @param {number} colour */
  segment(from, to, width, colour) {
    this.lab._lab_scene_segment(this.handle, ...from, ...to, width, colour);
  }

  /** The place on the plane at a position of the last picture. @param {number} x @param {number} y @returns {[number, number]} */
  plane(x, y) {
    return [this.lab._lab_scene_plane_x(this.handle, x, y), this.lab._lab_scene_plane_y(this.handle, x, y)];
  }

  /** Where a place on the plane is in the last picture. @param {number[]} at @returns {{x: number, y: number}} CSS px */
  position([x, y]) {
    return { x: this.lab._lab_scene_place_x(this.handle, x, y), y: this.lab._lab_scene_place_y(this.handle, x, y) };
  }

  /** A data set by formula, as a small picture has it. @param {number} kind its value as an option @param {PointStyle} style */
  dataset(kind, { radius, plain = false }) {
    this.lab._lab_scene_dataset(this.handle, kind, radius, plain ? 2 : 0);
  }

  /**
   * Begins the plot of a run's losses. Colours are 0xAABBGGRR, 0 for what is not shown.
   * @param {CoreTrainer} trainer @param {number} width @param {number} height @param {number} cursor an epoch, or -1
   * @param {{line: number, heldOut: number, ghost: number, floor: number}} colours
   */
  chart(trainer, width, height, cursor, { line, heldOut, ghost, floor }) {
    this.lab._lab_scene_chart(this.handle, trainer.handle, width, height, cursor, line, heldOut, ghost, floor);
  }

  /**
   * Begins the picture of a trainer's last trace. Colours are 0xAABBGGRR.
   * @param {CoreTrainer} trainer @param {boolean} slopes in place of values @param {number} width @param {number} height
   * @param {number} positive @param {number} negative
   */
  trace(trainer, slopes, width, height, positive, negative) {
    this.lab._lab_scene_trace(this.handle, trainer.handle, slopes, width, height, positive, negative);
  }

  /** The epoch at a position of a plot of losses. @param {number} x @returns {number} */
  epochAt(x) {
    return this.lab._lab_chart_epoch_at(this.handle, x);
  }

  /** The point nearest to a position, or -1. @param {number} x @param {number} y @param {number} reach @returns {number} */
  pick(x, y, reach) {
    return this.lab._lab_scene_pick(this.handle, x, y, reach);
  }

  /** Where labels go. @returns {Anchor[]} */
  anchors() {
    const { lab, handle } = this;
    return Array.from({ length: lab._lab_scene_anchor_count(handle) }, (_, k) => ({
      x: lab._lab_scene_anchor_x(handle, k),
      y: lab._lab_scene_anchor_y(handle, k),
      value: lab._lab_scene_anchor_value(handle, k),
      axis: lab._lab_scene_anchor_axis(handle, k),
    }));
  }

  free() {
    this.lab._lab_scene_free(this.handle);
    this.handle = 0;
  }
}
