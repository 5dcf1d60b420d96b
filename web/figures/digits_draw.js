// SPDX-License-Identifier: MIT
// Draw a digit, in Figure 6: where it lands on the map, what is rebuilt of it, and how unusual that is.
import { button } from '../controls.js';
import { CorePad } from '../core_pad.js';
import { sample } from '../digits_samples.js';
import { errorsOf, shippedErrors } from '../digits_usual.js';
import { Drawer } from '../drawer.js';
import { draw as text } from '../strings_digits_draw.js';

/** @typedef {import('../core_pad.js').Stroke} Stroke */

const LABELS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const PEN = 0.048; // radius, in parts of the pad's side: MNIST's strokes are some two to three of 20 px wide
const NEIGHBOURS = 5;

export class Panel extends Drawer {
  /** @param {import('./digits.js').Digits} figure */
  constructor(figure) {
    super(figure);
    this.pad = new CorePad(this.core);
    /** @type {Stroke[]} */
    this.strokes = [];
    this.drawn = 0; // places of the last stroke that are on the pad already
    this.redraws = false; // the pad is of other strokes
    /** @type {Float32Array | null} the shipped network's, see digits_usual.js */
    this.errors = null;
    /** @type {object | null} whose errors the pad has */
    this.comparedWith = null;
    /** @type {'some' | 'none' | 'all'} what the pad holds */
    this.ink = 'none';
    /** @type {{digit: Float32Array, code: number[], output: Float32Array, error: number, below: number} | null} */
    this.result = null;
    /** @type {number | undefined} that draws */
    this.pointer = undefined;
    this.tellsNext = false; // what comes of it is told in the next frame
    /** @type {object | null} the network of the last result */
    this.seen = null;
  }

  get html() {
    return `
      <p class="value">${text.lead}</p>
      <div class="sketch">
        <div class="pad-and-tools">
          <canvas class="pad" tabindex="0" role="application" aria-label="${text.describePad}" data-picture="pad" width="${this.pad.side}" height="${this.pad.side}"></canvas>
          <div class="controls">${button('undo', 'before', text.undo)}${button('clear', 'reset', text.clear)}</div>
        </div>
        <div class="outcome">
          <div class="pair">
            <figure><canvas class="digit" role="img" data-picture="made"></canvas><figcaption class="input">${text.made}</figcaption></figure>
            <span class="arrow" aria-hidden="true">→</span>
            <figure><canvas class="digit" role="img" data-picture="drawn-rebuilt"></canvas><figcaption class="output">${text.rebuilt}</figcaption></figure>
          </div>
          <p class="told"><span data-show="drawn-error"></span> <span data-show="unusual"></span></p>
          <p class="told" data-show="place"></p>
        </div>
      </div>
      <div class="controls samples" role="group" aria-label="${text.samples}">
        <span class="value">${text.samples}</span>
        ${LABELS.map((label) => `<button type="button" data-sample="${label}" aria-label="${text.sample(label)}">${label}</button>`).join('')}
      </div>`;
  }

  /** @param {HTMLElement} root */
  async open(root) {
    this.begin(root);
    await this.figure.needEncoder();
    this.errors = await shippedErrors(this.figure.stop.signal).catch(() => null); // it can do without
    this.listen();
    this.wake();
  }

  listen() {
    const { signal } = this.stop;
    const pad = this.canvas('pad');
    pad.addEventListener('pointerdown', (event) => this.down(event), { signal });
    pad.addEventListener('pointermove', (event) => this.move(event), { signal });
    for (const end of /** @type {const} */ (['pointerup', 'pointercancel', 'lostpointercapture']))
      pad.addEventListener(end, (event) => this.up(event), { signal });
    pad.addEventListener('keydown', (event) => this.key(event), { signal });
    this.onButtons('[data-do=undo]', () => this.use(this.strokes.slice(0, -1)));
    this.onButtons('[data-do=clear]', () => this.use([]));
    this.onButtons('[data-sample]', ({ dataset }) => this.take(Number(dataset.sample)));
  }

  // ---- what the reader does -----------------------------------------------------------------------------------------

  /** @param {PointerEvent} event @returns {import('../core_pad.js').Place} */
  place(event) {
    const box = this.canvas('pad').getBoundingClientRect();
    const { side } = this.pad;
    return { x: ((event.clientX - box.left) / box.width) * side, y: ((event.clientY - box.top) / box.height) * side };
  }

  /** @param {PointerEvent} event */
  down(event) {
    if (event.button !== 0 || this.pointer !== undefined) return;
    this.pointer = event.pointerId;
    this.canvas('pad').setPointerCapture(event.pointerId);
    this.strokes = [...this.strokes, [this.place(event)]];
    this.drawn = 0;
    this.wake();
  }

  /** @param {PointerEvent} event */
  move(event) {
    if (event.pointerId !== this.pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length ? events : [event]) this.strokes[this.strokes.length - 1].push(this.place(each));
    this.wake();
  }

  /** @param {PointerEvent} event */
  up(event) {
    if (event.pointerId !== this.pointer) return;
    this.pointer = undefined;
    this.tell();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const undo = event.key === 'Backspace' || ((event.ctrlKey || event.metaKey) && event.key === 'z');
    if (undo) this.use(this.strokes.slice(0, -1));
    else if (event.key === 'Delete') this.use([]);
    else if (/^[0-9]$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey)
      this.take(Number(event.key));
    else return;
    event.preventDefault();
  }

  /** @param {number} label */
  take(label) {
    this.use(sample(label, this.pad.side));
  }

  /** Other strokes. @param {Stroke[]} strokes */
  use(strokes) {
    this.strokes = strokes;
    this.redraws = true;
    this.pointer = undefined;
    this.wake();
    this.figure.status.say(strokes.length ? '' : text.none);
    this.tellsNext = true;
  }

  // ---- what comes of it ---------------------------------------------------------------------------------------------

  draw() {
    this.ink = this.drawInk();
    this.judge();
    this.paint();
    this.writeTexts();
    if (this.tellsNext) this.tell();
  }

  /** Brings the pad up to date with the strokes. */
  drawInk() {
    const { pad, strokes } = this;
    const radius = PEN * pad.side;
    const last = strokes[strokes.length - 1] ?? [];
    if (this.redraws) pad.draw(strokes, radius);
    else for (let k = this.drawn; k < last.length; k++) pad.line(last, k, radius);
    this.redraws = false;
    this.drawn = last.length;
    return pad.fit();
  }

  judge() {
    const { figure, pad, ink } = this;
    const { autoencoder } = figure;
    const digit = pad.digit;
    this.result = null;
    figure.drawnDigit = ink === 'some' ? digit : null;
    if (ink === 'none') return figure.mark('draw', null);
    const { code, output, error } = autoencoder.rebuild(digit);
    this.compareWith(autoencoder);
    this.result = { digit, code, output: output.slice(), error, below: this.comparedWith ? pad.below(error) : -1 };
    if (ink === 'some') figure.mark('draw', code);
    else figure.mark('draw', null);
  }

  /** @param {import('../core_digits.js').CoreAutoencoder} autoencoder */
  compareWith(autoencoder) {
    const own = errorsOf(autoencoder);
    const errors = own ?? (figureOwns(this.figure, autoencoder) ? this.errors : null);
    if (this.comparedWith === errors) return;
    this.comparedWith = errors;
    if (errors) this.pad.useErrors(errors, !own);
  }

  paint() {
    const { pad, result, figure } = this;
    figure.drawPicture(this.canvas('pad'), pad.picture(figure.theme.colours));
    this.picture('made', result?.digit ?? null, result ? text.madePicture : text.nothing);
    this.picture('drawn-rebuilt', result?.output ?? null, result ? text.rebuiltPicture : text.nothing);
  }

  /** Labels of the nearest codes. */
  near() {
    const { map } = this.figure;
    return this.result ? map.neighbours(this.result.code, NEIGHBOURS).map(({ row }) => map.label(row)) : [];
  }

  writeTexts() {
    const { result, ink } = this;
    this.show('drawn-error', result ? text.error(result.error) : '');
    this.show('unusual', result && result.below >= 0 ? text.unusual(result.below) : '');
    this.show('place', !result ? text.none : ink === 'all' ? text.all : text.place(result.code, this.near()));
    for (const name of ['undo', 'clear']) this.disable(this.find(`[data-do=${name}]`), !this.strokes.length);
  }

  /** For who does not see it. */
  tell() {
    const { result, ink } = this;
    this.tellsNext = false;
    if (ink === 'all') this.figure.status.say(text.all);
    else if (result) this.figure.status.say(text.describe(result.code, this.near(), result.error));
  }

  /** The map may be another. */
  write() {
    const { autoencoder } = this.figure;
    if (this.seen === autoencoder && !this.figure.guest) return;
    this.seen = autoencoder;
    this.wake();
  }

  dispose() {
    super.dispose();
    this.figure.mark('draw', null);
    this.pad.free();
  }
}

/** @param {import('./digits.js').Digits} figure @param {object} autoencoder */
const figureOwns = (figure, autoencoder) => figure.own.autoencoder === autoencoder;
