// SPDX-License-Identifier: MIT
// Figure 2: three numbers become two.
import { checkbox, legend, orbitTools, plot, segments, trapezoid } from '../controls.js';
import { dotRadius } from '../figure.js';
import { strings } from '../strings.js';
import { encoder as text } from '../strings_encoder.js';
import { fade } from '../theme.js';
import { lines, seedButton, Trained, trainedNumbers } from '../trained.js';

/** @typedef {import('../scene.js').Scene} Scene */

const { parts } = strings;

const template = `
  <div class="controls">
    ${seedButton()}
    ${segments('bottleneck', text.bottleneck, text.bottlenecks)}
    ${checkbox('flat', text.flat)}
    ${trainedNumbers()}
  </div>
  <div class="passage to-latent">
    ${plot('input', parts.input, text.describeInput, text.numbers(3), orbitTools())}
    <div data-half="encoder"></div>
    ${plot('latent', parts.latent, text.describeLatent, `<span data-show="codes"></span> <span class="flat-legend">${legend(text.key)}</span>`)}
  </div>
  <p class="finding" data-show="note"></p>
  ${lines()}`;

export class Encoder extends Trained {
  static title = text.title;
  static names = [...Trained.names, 'flat'];
  static defaults = { epochs: 600 };
  static hint = text.hint;

  /** @param {import('../figure.js').Setting} setting */
  constructor(setting) {
    super(setting, template);
    this.flat = false; // whether the input without its vertical axis is to be laid over the codes
    this.addSpace(
      'input',
      (scene, width, height) => {
        scene.orbit(width, height, this.orbit);
        scene.axes();
        this.drawPoints(scene, 'input', width);
      },
      { label: ({ axis }) => strings.figure.axis('x', axis + 1) },
    );
    this.addPlot('latent', {
      draw: (scene, width, height) => this.drawLatent(scene, width, height),
      label: ({ axis }) => (axis < this.options.bottleneck ? strings.figure.axis('z', axis + 1) : ''),
    });
  }

  // ---- state --------------------------------------------------------------------------------------------------------

  /** Whether the input without its vertical axis lies over the codes: in a line or in space it could only be a tangle. */
  get laid() {
    return this.flat && this.options.bottleneck === 2;
  }

  get state() {
    return { ...super.state, flat: this.flat };
  }

  /** @param {import('../figure.js').State} changes */
  set(changes) {
    super.set(changes);
    if (!('flat' in changes)) return;
    this.flat = `${changes.flat}` !== 'false';
    if (this.laid) this.status.say(this.note());
    this.write();
    this.touch('latent');
    this.engine.wake(this);
  }

  rebuilt() {
    const { width, depth, bottleneck } = this.options;
    const hidden = Array(depth).fill(width);
    this.find('[data-half=encoder]').innerHTML = trapezoid(
      'encoder',
      parts.encoder,
      hidden,
      text.layers([3, ...hidden, bottleneck]),
    );
    this.turnable('latent', bottleneck === 3);
    this.show('codes', text.numbers(bottleneck));
  }

  // ---- pictures -----------------------------------------------------------------------------------------------------

  /** @param {Scene} scene @param {'input' | 'latent'} view @param {number} width of the plot */
  drawPoints(scene, view, width) {
    scene.loop(this.shown, view, 1.2, fade(this.theme.colours.ink, 0.25));
    this.points(scene, view, width);
  }

  /** @param {Scene} scene @param {number} width @param {number} height */
  drawLatent(scene, width, height) {
    scene.latent(this.shown, width, height, this.orbit);
    scene.axes();
    if (this.laid) scene.flat(this.shown, dotRadius(width, this.pointCount), this.selected);
    this.drawPoints(scene, 'latent', width);
  }

  // ---- words --------------------------------------------------------------------------------------------------------

  /** What there is to see, in words. @param {(value: string) => string} [mark] of the number in it */
  note(mark = (value) => value) {
    if (!this.laid) return text.bottleneckNote[this.options.bottleneck - 1];
    const match = this.shown.flatMatch;
    return `${mark(text.matchValue(match))}: ${text.matchNote(match)}`;
  }

  write() {
    super.write();
    this.find('.flat-legend').hidden = !this.laid;
    /** @type {HTMLInputElement} */ (this.find('[data-set=flat]')).disabled = this.options.bottleneck !== 2;
    this.show(
      'note',
      this.note((value) => `<b>${value}</b>`),
    );
  }

  describe() {
    return `${super.describe()} ${this.note()}`;
  }
}
