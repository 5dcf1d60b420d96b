// SPDX-License-Identifier: MIT
// The plot of a run's losses, read with the pointer or with arrow keys: the epoch that is meant stays marked, and its numbers stand below.
import { legend } from './controls.js';
import { strings } from './strings.js';

const { losses: text } = strings;

const KEY_PIXELS = 4; // of the plot that an arrow key goes, at least one epoch

/** What stands below the plot while no epoch is meant. @param {import('./core.js').Options} options @param {boolean} ghost */
const lossLegend = ({ heldout, bottleneck }, ghost) =>
  legend([
    ['line loss', text.loss],
    ...(heldout > 0 ? [/** @type {[string, string]} */ (['line held-out', text.heldOut])] : []),
    ...(ghost ? [/** @type {[string, string]} */ (['line ghost', text.ghost])] : []),
    ['line floor', text.floor[bottleneck]],
  ]);

/** @param {import('./scene.js').Anchor} anchor @returns {string} HTML */
function label({ axis, value }) {
  if (axis === 0) return strings.number(value);
  return axis === 1 ? text.tick(value) : text.floorLabel;
}

export class LossPlot {
  /**
   * @param {import('./figure.js').Figure} figure has a plot of this name and a text `NAME-value` below it
   * @param {string} name
   * @param {{floor: boolean, ghost: () => boolean, scrub?: {epoch: () => number, to: (epoch: number) => void}}} parts whether there is
   *   a level of PCA, a run before; the epoch that is marked while none is meant, and where a tap or a key goes
   */
  constructor(figure, name, { floor, ghost, scrub }) {
    this.figure = figure;
    this.name = name;
    this.floor = floor;
    this.epoch = -1; // the epoch that is meant
    this.ghost = ghost;
    this.scrub = scrub;
    figure.addPlot(name, {
      draw: (scene, width, height) => this.draw(scene, width, height),
      label,
      cursor: ({ x }) => this.mean(this.plot.scene.epochAt(x)),
      nudge: ({ x, y }) => this.nudge(Math.sign(x - y)),
      leave: () => this.mean(-1),
      pick: (index) => (scrub ? this.epoch >= 0 && scrub.to(this.epoch) : index < 0 && this.mean(-1)),
      walk: (by) => this.goTo(by === 0 ? 0 : by === Number.POSITIVE_INFINITY ? this.last : this.marked),
      point: undefined,
    });
  }

  get plot() {
    return /** @type {import('./plot.js').Plot} */ (this.figure.plots.get(this.name));
  }

  get last() {
    return this.figure.shown.lossesAt(Number.MAX_SAFE_INTEGER).epoch;
  }

  /** @param {import('./scene.js').Scene} scene @param {number} width @param {number} height */
  draw(scene, width, height) {
    const { colours } = this.figure.theme;
    scene.chart(this.figure.shown, width, height, this.marked, {
      line: colours.output,
      heldOut: colours.input,
      ghost: colours.faint,
      floor: this.floor ? colours.quiet : 0,
    });
  }

  /** @param {number} by */
  nudge(by) {
    const { scene, width } = this.plot;
    const step = Math.max(1, scene.epochAt(width / 2 + KEY_PIXELS) - scene.epochAt(width / 2));
    this.goTo(Math.max(0, (this.marked < 0 ? this.last : this.marked) + by * step));
  }

  /** The epoch with the cursor, -1 for none. */
  get marked() {
    return this.epoch < 0 && this.scrub ? this.scrub.epoch() : this.epoch;
  }

  /** @param {number} epoch */
  goTo(epoch) {
    if (!this.scrub) return this.mean(epoch);
    this.mean(-1);
    this.scrub.to(Math.min(epoch, this.last));
  }

  /** @param {number} epoch -1 for none */
  mean(epoch) {
    const meant = Math.max(-1, Math.min(epoch, this.last));
    if (meant === this.epoch) return;
    this.epoch = meant;
    this.write();
    this.figure.touch(this.name);
    this.figure.engine.wake(this.figure);
  }

  write() {
    const { figure, epoch } = this;
    if (epoch < 0) {
      figure.show(`${this.name}-value`, lossLegend(figure.options, this.ghost()));
      return;
    }
    const { epoch: at, loss, heldOut } = figure.shown.lossesAt(epoch);
    figure.show(`${this.name}-value`, text.value(at, loss, heldOut));
    figure.status.changed();
  }
}
