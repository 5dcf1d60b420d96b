// SPDX-License-Identifier: MIT
// Figure 3: one code, its error, its slope.
import { button, legend, orbitTools, plot, slider } from '../controls.js';
import { dotRadius, numberAmong } from '../figure.js';
import { strings } from '../strings.js';
import { gradient as text } from '../strings_gradient.js';
import { fade } from '../theme.js';
import { lines, seedButton, Trained, trainedNumbers } from '../trained.js';

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../figure.js').State} State */

const { parts } = strings;

// Far enough that the codes have spread, and not yet where the loss rests at PCA's floor: there the errors stand at right angles to
// the decoder's plane, and the slopes are small.
const EPOCHS = 20;

const FIRST = 7; // the point at the start
const EDGE = 0.95; // of the window: where the code stops, or the window widens
const NUDGE = 1 / 1200; // of the window, for a px that a key stands for
const FARTHEST = 1e6; // of a code
const PATH = 200; // most steps that are drawn
const SIZE = { least: 0.1, most: 300 }; // of a step

const template = `
  <div class="controls">
    ${seedButton()}
    ${slider('epochs', text.epochs, { min: 1, max: 200, step: 1, value: EPOCHS })}
    ${trainedNumbers()}
  </div>
  <div class="large first">
    ${plot('latent', parts.latent, text.describeLatent, text.latentBelow)}
    <div class="between">
      <p class="reading"><span data-show="error"></span> <span data-show="slopes"></span></p>
      <div class="groups uneven">
        <div role="group" aria-label="${text.move}">
          <div class="name">${text.move}</div>
          <div class="controls">
            ${slider('z1', text.first, { min: -1, max: 1, step: 0.01, value: 0 })}
            ${slider('z2', text.second, { min: -1, max: 1, step: 0.01, value: 0 })}
          </div>
        </div>
        <div role="group" aria-label="${text.descend}">
          <div class="name">${text.descend}</div>
          <div class="controls">
            ${button('step', 'step', text.step)}
            ${button('back', 'reset', text.back)}
            <label class="slider">${text.size} <input type="range" data-size min="${Math.log10(SIZE.least)}" max="${Math.log10(SIZE.most)}" step="any"
              ><output data-show="size"></output></label>
          </div>
        </div>
      </div>
      <p class="finding short" data-show="change"></p>
    </div>
    ${plot('space', text.space, text.describeSpace, legend(text.spaceKey), orbitTools())}
  </div>
  ${lines()}`;

/** The figure is of a plane of codes. @param {State} changes */
function checkBottleneck({ bottleneck = 2 }) {
  if (Number(bottleneck) !== 2) throw new Error(strings.figure.notAValue('bottleneck', `${bottleneck}`, '2'));
}

export class Gradient extends Trained {
  static title = text.title;
  static names = [...Trained.names, 'z1', 'z2', 'size'];
  static defaults = { epochs: EPOCHS };
  static zoom = 0.86; // the third axis’s name stays clear of the buttons

  /** @param {import('../figure.js').Setting} setting */
  constructor(setting) {
    checkBottleneck(setting.state);
    super(setting, template);
    this.pinned = Math.min(FIRST, this.pointCount - 1);
    this.fitted = 0; // half the window that the sliders go across
    this.size = 1; // of a step: times the slopes
    this.code = this.own;
    this.path = [this.code]; // where steps have led, since the code was put somewhere
    this.makePlots();
    this.listen();
  }

  // ---- state --------------------------------------------------------------------------------------------------------

  /** The code that the encoder gives the point. @returns {number[]} */
  get own() {
    return [...this.shown.point(this.selected).latent];
  }

  /** Of the moved code. */
  get probe() {
    return this.shown.probe(this.selected, this.code);
  }

  get state() {
    const [z1, z2] = this.code;
    const { error } = this.probe;
    return { ...super.state, z1, z2, size: this.size, error };
  }

  /** @param {State} changes */
  set(changes) {
    checkBottleneck(changes);
    const size = numberAmong(changes, 'size', SIZE);
    const code = ['z1', 'z2'].map((name) => numberAmong(changes, name, { least: -FARTHEST, most: FARTHEST }));
    super.set(changes);
    this.size = size ?? this.size;
    if (code.some((z) => z !== undefined)) this.put(this.code.map((z, c) => code[c] ?? z));
    this.write();
  }

  /** There is always a point. @param {number} index */
  pin(index) {
    if (index < 0) return;
    const other = index !== this.pinned;
    this.pinned = index;
    if (other) this.put(this.own);
    super.pin(index);
  }

  hover() {}

  /** The codes are others. */
  rebuilt() {
    this.pinned = Math.min(this.pinned, this.pointCount - 1);
    this.code = this.own;
    this.path = [this.code];
  }

  progressed() {
    this.rebuilt();
    super.progressed();
  }

  // ---- what the reader does -----------------------------------------------------------------------------------------

  listen() {
    this.onButtons('[data-do=step]', () => this.descend());
    this.onButtons('[data-do=back]', () => this.put(this.own));
    const { sizeField } = this;
    sizeField.addEventListener(
      'input',
      () => this.tryToSet({ size: Math.min(SIZE.most, 10 ** Number(sizeField.value)) }),
      {
        signal: this.stop.signal,
      },
    );
  }

  get sizeField() {
    return /** @type {HTMLInputElement} */ (this.find('[data-size]'));
  }

  /** The code is somewhere else, and no longer where a step has led. @param {number[]} code */
  put(code) {
    this.code = code;
    this.path = [code];
    this.moved();
  }

  descend() {
    const code = this.shown.descend(this.selected, this.code, this.size);
    if (!code.every((z) => Math.abs(z) < FARTHEST)) {
      this.say(`${text.tooFar}.`);
      return;
    }
    this.code = code;
    this.path = [...this.path, code];
    this.moved();
    this.status.say(this.change());
  }

  moved() {
    this.orbit.left = 0;
    this.say(this.reason === 'diverged' ? strings.train.stopped.diverged(this.shown.epoch) : '');
    this.write();
    this.changed();
  }

  /** How far from the window's middle each axis goes to both sides. @returns {number[]} */
  get sides() {
    const { reach } = this.shown.latentWindow;
    const { width, height } = this.latentPlot;
    return width && height ? [width, height].map((side) => (reach * side) / Math.min(width, height)) : [reach, reach];
  }

  get latentPlot() {
    return /** @type {import('../plot.js').Plot} */ (this.plots.get('latent'));
  }

  /** The nearest code that the window shows. @param {number[]} code @returns {number[]} */
  within(code) {
    const { centre } = this.shown.latentWindow;
    const { sides } = this;
    return code.map((z, c) => centre[c] + Math.max(-EDGE * sides[c], Math.min(EDGE * sides[c], z - centre[c])));
  }

  makePlots() {
    this.addPlot('latent', {
      draw: (scene, width, height) => this.drawLatent(scene, width, height),
      label: ({ axis }) => strings.figure.axis('z', axis + 1),
      point: undefined,
      put: ({ x, y }) => this.put(this.within(this.latentPlot.scene.plane(x, y))),
      nudge: ({ x, y }) => {
        const { reach } = this.shown.latentWindow;
        const step = 2 * reach * NUDGE;
        this.put(this.within([this.code[0] + x * step, this.code[1] - y * step]));
      },
    });
    this.addSpace('space', (scene, width, height) => this.drawSpace(scene, width, height), {
      label: ({ axis }) => strings.figure.axis('x', axis + 1),
      point: undefined,
    });
  }

  /** @param {number} now @returns {boolean} */
  step(now) {
    const wanted = super.step(now);
    const { reach } = this.shown.latentWindow;
    if (reach !== this.fitted) this.write(); // sliders go as far as the window
    this.fitted = reach;
    return wanted;
  }

  // ---- pictures -----------------------------------------------------------------------------------------------------

  /** Whether the codes are where they belong, so that what is computed lies among them. */
  get settled() {
    return this.latentPlot.progress === 1;
  }

  get colour() {
    return this.shown.pointColour(this.selected, this.theme.colours.dark);
  }

  /** As much of the window as shows the steps too, 1 for all that belong to it. */
  get zoom() {
    const { centre } = this.shown.latentWindow;
    const { sides } = this;
    const farthest = this.path.map((code) => Math.max(...code.map((z, c) => Math.abs(z - centre[c]) / sides[c])));
    return Math.min(1, EDGE / Math.max(...farthest));
  }

  /** @param {Scene} scene @param {number} width @param {number} height */
  drawLatent(scene, width, height) {
    const { shown, selected, settled, colour } = this;
    const { ink, paper } = this.theme.colours;
    const radius = dotRadius(width, this.pointCount);
    scene.latent(shown, width, height, this.orbit, this.zoom);
    if (settled) scene.error(shown, selected, 1, fade(ink, 0.3));
    scene.axes();
    scene.points(shown, 'latent', { radius: 0.8 * radius, plain: true, opacity: 0.35 });
    if (!settled) return;
    const { path, code } = this;
    scene.spot(this.own, radius + 1, paper, colour);
    const drawn = path.slice(-PATH);
    drawn.slice(1).forEach((to, k) => {
      scene.segment([...drawn[k], 0], [...to, 0], 1.4, fade(ink, 0.55));
      scene.spot(drawn[k], 2.6, ink, paper);
    });
    scene.trail(shown, selected, code, this.probe.slopes, radius + 1);
    scene.spot(code, radius + 3, colour, ink);
  }

  /** @param {Scene} scene @param {number} width @param {number} height */
  drawSpace(scene, width, height) {
    const { shown, selected, colour } = this;
    const { ink, paper } = this.theme.colours;
    const radius = dotRadius(width, 60);
    scene.orbit(width, height, this.orbit);
    scene.axes();
    scene.loop(shown, 'input', 1.2, fade(ink, 0.14));
    scene.points(shown, 'input', { radius: 0.8 * dotRadius(width, this.pointCount), plain: true, opacity: 0.35 });
    const { input } = shown.point(selected);
    const { output } = this.probe;
    scene.segment([...input], output, 1.6, colour);
    scene.spot([...input], radius + 2, paper, colour);
    scene.spot(output, radius + 3, colour, ink);
  }

  // ---- words --------------------------------------------------------------------------------------------------------

  /** These are not the numbers of the moved code. @param {number} index */
  pointLine(index) {
    return `${super.pointLine(index)} ${text.atOwn}`;
  }

  /** What moving the code has done to the error. @returns {string} HTML */
  change() {
    const { path, shown, selected } = this;
    const { error } = this.probe;
    const own = shown.pointLoss(selected);
    if (path.length > 1) {
      const { error: before } = shown.probe(selected, path[path.length - 2]);
      return text.stepped(path.length - 1, before, error);
    }
    const { code } = this;
    return this.own.every((z, c) => z === code[c]) ? text.home(own) : text.moved(own, error);
  }

  /** The sliders go from one side of the window to the other, and to where steps have led. */
  fitSliders() {
    const { centre } = this.shown.latentWindow;
    const { sides } = this;
    ['z1', 'z2'].forEach((name, c) => {
      const field = /** @type {HTMLInputElement} */ (this.find(`[data-set=${name}]`));
      field.min = `${Math.min(centre[c] - EDGE * sides[c], this.code[c])}`;
      field.max = `${Math.max(centre[c] + EDGE * sides[c], this.code[c])}`;
      field.step = 'any';
      field.ariaValueText = text.coordinate(this.code[c]);
    });
  }

  write() {
    this.fitSliders();
    super.write();
    const { error, slopes } = this.probe;
    this.show('error', text.error(error));
    this.show('slopes', text.slopes(slopes));
    this.show('change', this.change());
    this.show('scale', text.scale(this.shown.trailScale));
    this.show('z1', text.coordinate(this.code[0]));
    this.show('z2', text.coordinate(this.code[1]));
    this.show('size', text.sizeValue(this.size));
    this.show('epochs', text.epochsValue(this.options.epochs));
    this.sizeField.value = `${Math.log10(this.size)}`;
    this.sizeField.ariaValueText = text.sizeValue(this.size);
  }

  describe() {
    const { shown, selected, code, probe } = this;
    return `${super.describe()} ${text.describe(selected, code, probe.error, probe.slopes, shown.pointLoss(selected))}`;
  }
}
