// SPDX-License-Identifier: MIT
// Figure 5: two numbers become three.
import { checkbox, legend, orbitTools, plot, pointField, slider, trapezoid } from '../controls.js';
import { dotRadius, numberAmong } from '../figure.js';
import { strings } from '../strings.js';
import { decoder as text } from '../strings_decoder.js';
import { fade } from '../theme.js';
import { lines, seedButton, Trained, trainedNumbers } from '../trained.js';

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../figure.js').State} State */

const { parts } = strings;

const SWITCHES = /** @type {const} */ (['sheet', 'input', 'path']);
const CODE = { least: -1e6, most: 1e6 };
const POINT = { least: 0, most: 9999, whole: true }; // the last one there is, if there are fewer

/** What its state holds in numbers. */
const NUMBERS = { z1: CODE, z2: CODE, from: POINT, to: POINT, part: { least: 0, most: 1 } };

const SHEET = 0.45; // opacity
const NUDGE = 1 / 200; // of half the plane, for a px that a key stands for

const template = `
  <div class="controls">
    ${seedButton()}
    ${SWITCHES.map((name) => checkbox(name, text[name])).join('')}
    ${trainedNumbers()}
  </div>
  <div class="passage to-output">
    ${plot('latent', parts.latent, text.describeLatent, text.latentBelow)}
    <div data-half="decoder"></div>
    ${plot('output', parts.output, text.describeOutput, `${legend(text.key)}<span class="input-legend">${legend(text.inputKey)}</span>`, orbitTools())}
  </div>
  <p class="finding">${text.finding}</p>
  <div class="groups">
    <div role="group" aria-label="${text.cursor}">
      <div class="name">${text.cursor}</div>
      <div class="controls">
        ${slider('z1', text.first, { min: -1, max: 1, step: 0.01, value: 0 })}
        ${slider('z2', text.second, { min: -1, max: 1, step: 0.01, value: 0 })}
      </div>
      <p class="value" data-show="decoded"></p>
    </div>
    <div role="group" aria-label="${text.between}" data-group="path">
      <div class="name">${text.between}</div>
      <div class="controls">
        ${pointField('from', text.from)}
        ${pointField('to', text.to)}
        ${slider('part', text.part, { min: 0, max: 1, step: 0.01, value: 0.5 })}
      </div>
      <p class="value" data-show="apart"></p>
    </div>
  </div>
  ${lines()}`;

/** @param {number} x */
const clamp = (x) => Math.max(-1, Math.min(1, x));

export class Decoder extends Trained {
  static title = text.title;
  static names = [...Trained.names, ...SWITCHES, ...Object.keys(NUMBERS)];
  static defaults = { epochs: 600 };
  static zoom = 0.84; // the sheet goes beyond the box of the data
  static hint = text.hint;

  /** @param {import('../figure.js').Setting} setting */
  constructor(setting) {
    super(setting, template);
    this.on = { sheet: true, input: false, path: true };
    this.cursor = [0.4, -0.5]; // from -1 to 1 across the codes' plane, which changes with the codes
    this.from = 0; // the path's ends, points
    this.to = Math.floor(this.pointCount / 2);
    this.part = 0.5; // of the path
    this.makePlots();
    this.listen();
  }

  // ---- state --------------------------------------------------------------------------------------------------------

  /** The code under the cursor. @returns {[number, number]} */
  get code() {
    const { centre, half } = this.shown.plane;
    return [centre[0] + half[0] * this.cursor[0], centre[1] + half[1] * this.cursor[1]];
  }

  get state() {
    const [z1, z2] = this.code;
    const { from, to, part } = this;
    return { ...super.state, ...this.on, z1, z2, from, to, part };
  }

  /** @param {State} changes */
  check(changes) {
    super.check(changes);
    const { bottleneck = 2 } = changes; // a plane becomes a sheet, nothing else does
    if (Number(bottleneck) !== 2) throw new Error(strings.figure.notAValue('bottleneck', `${bottleneck}`, '2'));
    for (const [name, range] of Object.entries(NUMBERS)) numberAmong(changes, name, range);
  }

  /** @param {State} changes */
  set(changes) {
    super.set(changes);
    const [z1, z2, from, to, part] = Object.entries(NUMBERS).map(([name, range]) => numberAmong(changes, name, range));
    this.from = Math.min(from ?? this.from, this.pointCount - 1);
    this.to = Math.min(to ?? this.to, this.pointCount - 1);
    this.part = part ?? this.part;
    if (z1 !== undefined || z2 !== undefined) this.moveTo([z1, z2]);
    for (const name of SWITCHES) if (name in changes) this.on[name] = `${changes[name]}` !== 'false';
    this.write();
    this.changed();
  }

  /** The cursor goes to a code, or as near as the plane reaches. @param {(number | undefined)[]} code undefined: stays */
  moveTo(code) {
    const { centre, half } = this.shown.plane;
    this.cursor = this.cursor.map((at, c) => {
      const z = code[c];
      return z === undefined ? at : clamp((z - centre[c]) / half[c]);
    });
  }

  rebuilt() {
    const { width, depth } = this.options;
    const hidden = Array(depth).fill(width);
    this.find('[data-half=decoder]').innerHTML = trapezoid(
      'decoder',
      parts.decoder,
      hidden,
      text.layers([2, ...hidden, 3]),
    );
    const last = this.pointCount - 1;
    this.from = Math.min(this.from, last);
    this.to = Math.min(this.to, last);
    for (const name of ['from', 'to']) this.pointField(name).max = `${last + 1}`;
  }

  // ---- what the reader does -----------------------------------------------------------------------------------------

  /** @param {string} name @returns {HTMLInputElement} */
  pointField(name) {
    return /** @type {HTMLInputElement} */ (this.find(`[data-point=${name}]`));
  }

  listen() {
    for (const name of ['from', 'to']) {
      const field = this.pointField(name);
      field.addEventListener('change', () => this.tryToSet({ [name]: Math.round(Number(field.value)) - 1 }), {
        signal: this.stop.signal,
      });
    }
  }

  cursorMoved() {
    this.orbit.left = 0;
    this.write();
    this.changed();
  }

  /** A clicked point is where the path goes to, and it comes from the one clicked before. @param {number} index */
  choose(index) {
    this.orbit.left = 0; // also when the tap means no point
    if (index >= 0 && index !== this.to) {
      this.from = this.to;
      this.to = index;
    }
    this.pin(index);
  }

  makePlots() {
    this.addPlot('latent', {
      draw: (scene, width, height) => this.drawLatent(scene, width, height),
      label: ({ axis }) => strings.figure.axis('z', axis + 1),
      pick: (index) => this.choose(index),
      cursor: ({ x, y }) => {
        const latent = /** @type {import('../plot.js').Plot} */ (this.plots.get('latent'));
        this.moveTo(latent.scene.plane(x, y));
        this.hover(latent.pick({ x, y }, 'mouse'));
        this.cursorMoved();
      },
      nudge: ({ x, y }) => {
        this.cursor = [clamp(this.cursor[0] + x * NUDGE), clamp(this.cursor[1] - y * NUDGE)];
        this.cursorMoved();
      },
    });
    this.addSpace('output', (scene, width, height) => this.drawOutput(scene, width, height), {
      label: ({ axis }) => strings.figure.axis('x', axis + 1),
      pick: (index) => this.choose(index),
    });
  }

  // ---- pictures -----------------------------------------------------------------------------------------------------

  /** Whether what is drawn is where it belongs, so that what is computed lies on it. */
  get settled() {
    return this.plots.get('output')?.progress === 1;
  }

  /** @param {Scene} scene @param {number} width @param {number} height */
  drawLatent(scene, width, height) {
    const { shown, from, to } = this;
    const { ink, latent, paper } = this.theme.colours;
    scene.latent(shown, width, height, this.orbit);
    if (this.on.sheet) scene.grid(shown, fade(latent, 0.3));
    scene.axes();
    this.points(scene, 'latent', width);
    if (this.on.path && this.settled) {
      scene.path(shown, 'latent', from, to, 2, ink);
      scene.spot(shown.between(from, to, this.part).code, dotRadius(width, 60), ink, paper);
    }
    scene.spot(this.code, dotRadius(width, 60) + 2, latent, ink);
  }

  /** @param {Scene} scene @param {number} width @param {number} height */
  drawOutput(scene, width, height) {
    const { shown, from, to } = this;
    const { ink, latent, sheet, paper } = this.theme.colours;
    const radius = dotRadius(width, 60);
    scene.orbit(width, height, this.orbit);
    scene.axes();
    if (this.on.sheet) scene.sheet(shown, sheet, SHEET);
    if (this.on.input) {
      scene.links(shown, 'input', 'output');
      this.points(scene, 'input', width, true);
    }
    this.points(scene, 'output', width);
    if (!this.settled) return;
    if (this.on.path) {
      const { image, straight } = shown.between(from, to, this.part);
      scene.path(shown, 'input', from, to, 1.5, fade(ink, 0.6));
      scene.path(shown, 'output', from, to, 2.5, ink);
      scene.segment(image, straight, 1.2, ink);
      scene.spot(straight, radius, paper, ink);
      scene.spot(image, radius, ink, paper);
    }
    scene.spot(shown.decode(this.code), radius + 2, latent, ink);
  }

  // ---- words --------------------------------------------------------------------------------------------------------

  /** The sliders go from one side of the codes' plane to the other. */
  fitSliders() {
    const { centre, half } = this.shown.plane;
    ['z1', 'z2'].forEach((name, c) => {
      const field = /** @type {HTMLInputElement} */ (this.find(`[data-set=${name}]`));
      field.min = `${centre[c] - half[c]}`;
      field.max = `${centre[c] + half[c]}`;
      field.step = `${half[c] / 50}`;
      field.ariaValueText = text.coordinate(this.code[c]);
    });
  }

  write() {
    this.fitSliders();
    super.write();
    const { shown, code, from, to, part } = this;
    const { image, straight, distance } = shown.between(from, to, part);
    this.show('decoded', text.decoded(code, shown.decode(code)));
    this.show('apart', text.apart(part, image, straight, distance));
    this.show('part', text.percent(part));
    this.show('z1', text.coordinate(code[0]));
    this.show('z2', text.coordinate(code[1]));
    this.pointField('from').value = `${from + 1}`;
    this.pointField('to').value = `${to + 1}`;
    this.find('[data-group=path]').hidden = !this.on.path;
    this.find('.input-legend').hidden = !this.on.input;
  }

  describe() {
    const { shown, code, from, to, part } = this;
    const { distance } = shown.between(from, to, part);
    return `${super.describe()} ${text.describe(code, shown.decode(code), from, to, part, distance)}`;
  }
}
