// SPDX-License-Identifier: MIT
// “One step, slowly”: a drawer of Figure 1 in which one point goes forward, gets its loss, sends it backward, and one update is made,
// with the numbers of the network as it is.
import { plot } from '../controls.js';
import { strings } from '../strings.js';

const { slowly: text } = strings;

/** The stages, in their order; slopes: the picture shows the error's slopes in place of the values. */
const STAGES = /** @type {const} */ ([
  { name: 'forward', slopes: false },
  { name: 'loss', slopes: false },
  { name: 'backward', slopes: true },
  { name: 'update', slopes: true },
]);

export const slowlyTemplate = `
  <details class="drawer slowly">
    <summary>${text.title}</summary>
    <div class="stages" role="group" aria-label="${text.title}">
      <button type="button" data-stage="-1">${text.back}</button>
      <b data-show="stage"></b>
      <button type="button" data-stage="1">${text.next}</button>
    </div>
    ${plot('anatomy', '<span data-show="anatomy-title"></span>', text.describe, '<span data-show="anatomy-key"></span>')}
    <div class="telling" data-show="telling" aria-live="polite"></div>
    <button type="button" class="primary" data-do="slowly" hidden>${text.update}</button>
  </details>`;

export class Slowly {
  /** @param {import('./train.js').Train} figure */
  constructor(figure) {
    this.figure = figure;
    this.stage = 0;
    /** @type {{index: number, value: number, gradient: number, loss: number, epoch: number} | null} before the update that was made here */
    this.before = null;
    this.details = /** @type {HTMLDetailsElement} */ (figure.find('.slowly'));
    figure.addPlot('anatomy', {
      draw: (scene, width, height) => this.draw(scene, width, height),
      label: ({ value }) => strings.number(value),
      pick: undefined,
      point: undefined,
    });
    figure.onButtons('[data-stage]', ({ stage }) => {
      this.stage += Number(stage);
      this.before = null;
      this.write();
    });
    this.details.addEventListener('toggle', () => this.write(), { signal: figure.stop.signal });
  }

  /** The point that is followed. */
  get point() {
    return Math.max(0, this.figure.selected);
  }

  /** Makes exactly one update, and remembers what was before it. */
  makeStep() {
    const { shown, run } = this.figure;
    const index = shown.steepestWeight;
    this.before = { index, ...shown.parameter(index), loss: shown.loss, epoch: shown.epoch };
    run.step(1);
  }

  /** @param {import('../scene.js').Scene} scene @param {number} width @param {number} height */
  draw(scene, width, height) {
    const { shown, theme } = this.figure;
    shown.trace(this.point);
    scene.trace(shown, STAGES[this.stage].slopes, width, height, theme.colours.output, theme.colours.input);
  }

  write() {
    if (!this.details.open) return;
    const { figure, stage } = this;
    const { name, slopes } = STAGES[stage];
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (this.details.querySelectorAll('[data-stage]'))) {
      const to = stage + Number(button.dataset.stage);
      button.disabled = to < 0 || to >= STAGES.length;
    }
    figure.find('[data-do=slowly]').hidden = name !== 'update';
    figure.show('stage', text.stage(stage + 1, STAGES.length, text.stages[name]));
    figure.show('anatomy-title', text.picture(this.point, slopes));
    figure.show('anatomy-key', text.key);
    figure.show('telling', this[name]());
    figure.touch('anatomy');
    figure.engine.wake(figure);
  }

  // ---- what each stage says -----------------------------------------------------------------------------------------

  /** @returns {string} HTML */
  forward() {
    const { input, latent, output } = this.figure.shown.point(this.point);
    const { width, depth } = this.figure.options;
    return text.forward(this.point, input, latent, output, width * depth);
  }

  /** @returns {string} HTML */
  loss() {
    const { input, output, error } = this.figure.shown.point(this.point);
    const differences = output.map((value, c) => value - input[c]);
    return text.lossOf(differences, error, this.figure.shown.loss, this.figure.pointCount);
  }

  /** @returns {string} HTML */
  backward() {
    const stations = this.figure.shown.trace(this.point);
    const latent = stations[this.figure.options.depth + 1].slopes;
    return text.backward(stations[stations.length - 1].slopes, latent);
  }

  /** @returns {string} HTML */
  update() {
    const { shown, engine, options } = this.figure;
    const { before } = this;
    if (before && shown.epoch === before.epoch + 1) {
      const after = shown.parameter(before.index).value;
      return text.updated(shown.epoch, before.value, after, before.gradient, before.loss, shown.loss);
    }
    const { value, gradient } = shown.parameter(shown.steepestWeight);
    return text.weight(
      value,
      gradient,
      shown.loss,
      strings.train.optimizers[engine.core.word('optimizer', options.optimizer)],
    );
  }
}
