// SPDX-License-Identifier: MIT
// Figure 6: handwritten digits in two numbers. A map of codes, and beside it what is decoded from any place on it; loaded with
// its words and its style when a page has one. What else it can do is in drawers, see digits_panels.js.
import { button, checkbox, orbitTools, slider } from '../controls.js';
import { CoreAutoencoder, CoreDigits, picture } from '../core_digits.js';
import css from '../digits.css?inline';
import { Beside, besideTemplate, NEIGHBOURS } from '../digits_beside.js';
import { loadCodes, loadModel } from '../digits_files.js';
import { Images } from '../digits_images.js';
import { Labels, labelsTemplate } from '../digits_labels.js';
import { DigitMap } from '../digits_map.js';
import { Panels, panelsTemplate } from '../digits_panels.js';
import { DigitPath, pathTemplate } from '../digits_path.js';
import { Figure, numberAmong } from '../figure.js';
import { strings } from '../strings.js';
import { digits as text } from '../strings_digits.js';

/** @typedef {import('../figure.js').State} State */
/**
 * A network with the codes of some digits.
 * @typedef {object} Model
 * @property {CoreAutoencoder} autoencoder @property {Float32Array} codes (n, 2) @property {Uint8Array} labels (n)
 * @property {string} [caption] what is said of it, HTML
 * @property {boolean} [trains] another state will follow
 */

const FARTHEST = 1e6; // of a code
const TILE = { least: 14, most: 112 }; // px
const CALM = 250; // ms that the cursor rests before its place is told in words

const NUMBERS = {
  z1: { least: -FARTHEST, most: FARTHEST },
  z2: { least: -FARTHEST, most: FARTHEST },
  tile: TILE,
  zoom: { least: 1, most: 24 },
  cx: { least: -FARTHEST, most: FARTHEST }, // the middle of what is seen
  cy: { least: -FARTHEST, most: FARTHEST },
};

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

const template = () => `
  ${labelsTemplate()}
  <div class="atlas">
    <div class="plot map latent" data-plot="map">
      <div class="name">${text.map}</div>
      <div class="canvas">
        <canvas tabindex="0" role="application" aria-roledescription="${strings.figure.plot}" aria-label="${text.describeMap}"></canvas>
        ${orbitTools(text.view, text.views)}
      </div>
      <div class="controls">
        ${checkbox('tiles', text.tiles)}
        ${slider('tile', text.tile, { min: 28, max: 84, step: 14, value: 42 })}
        ${button('reset', 'reset', text.reset)}
      </div>
    </div>
    ${besideTemplate()}
  </div>
  ${pathTemplate()}
  <div class="lines"><p class="message" hidden></p><p class="readout" data-show="readout"></p></div>
  ${panelsTemplate()}`;

export class Digits extends Figure {
  static title = text.title;
  static names = ['selected', 'labels', 'tiles', ...Object.keys(NUMBERS), ...DigitPath.names];
  static view = {}; // a map has none in space

  /** @param {import('../figure.js').Setting} setting */
  constructor(setting) {
    super(setting, template());
    const { core } = this.engine;
    const tree = /** @type {ShadowRoot} */ (this.root.getRootNode());
    if (!tree.adoptedStyleSheets.includes(sheet)) tree.adoptedStyleSheets = [...tree.adoptedStyleSheets, sheet];
    this.given = setting.state;
    this.own = { autoencoder: new CoreAutoencoder(core), map: new CoreDigits(core) };
    /** @type {{autoencoder: CoreAutoencoder, map: CoreDigits, caption: string, trains: boolean} | null} what stands in their place */
    this.guest = null;
    this.before = { cursor: [0, 0], A: [0, 0], B: [0, 0] }; // where they were before the guest came
    this.tiles = false;
    this.tile = 42; // px
    this.cursor = [0, 0]; // the code that is decoded
    this.home = [0, 0]; // where it goes when the mouse has left
    /** @type {ReturnType<CoreDigits['neighbours']> | null} see `near` */
    this.nearest = null;
    /** @type {Float32Array | null} the reader's own, see digits_draw.js */
    this.drawnDigit = null;
    // Of another state: what the cursor decodes; the other pictures beside the map; the texts there.
    this.stale = this.late = true;
    this.unwritten = false;
    this.waited = false; // they have, for one frame, see `step`
    this.telling = 0; // the timer of what is told when the cursor rests
    this.labels = new Labels(this);
    this.mapPlot = new DigitMap(this);
    this.orbit = this.view = this.mapPlot.view;
    this.beside = new Beside(this);
    this.path = new DigitPath(this);
    this.images = new Images(this);
    this.panels = new Panels(this);
  }

  async open() {
    const { signal } = this.stop;
    const { autoencoder, map } = this.own;
    await Promise.all([loadModel(autoencoder, 'decoder', signal), loadCodes(map, signal)]);
    if (signal.aborted) return;
    this.mapPlot.open();
    this.mapPlot.begin();
    this.labels.paint();
    this.listen();
    this.set(this.given);
  }

  listen() {
    const { signal } = this.stop;
    this.listenToFields();
    this.onButtons('[data-do=reset]', () => this.reset());
    this.onButtons('[data-neighbour]', (_, button) => this.pin(Number(button.dataset.row)));
    this.mapPlot.listen();
    this.labels.listen();
    this.path.listen(signal);
    this.images.listen(signal);
    this.panels.listen(signal);
  }

  // ---- what it shows ------------------------------------------------------------------------------------------------

  /** Its own, or that of a drawer; an encoder is there once `needEncoder` has been waited for. */
  get autoencoder() {
    return (this.guest ?? this.own).autoencoder;
  }

  get map() {
    return (this.guest ?? this.own).map;
  }

  get plot() {
    return this.mapPlot.plot;
  }

  get pointCount() {
    return this.map.count;
  }

  /** Loads the encoder too, once. @param {import('../digits_files.js').Progress} [progress] */
  async needEncoder(progress) {
    if (this.own.autoencoder.hasEncoder) return;
    await loadModel(this.own.autoencoder, 'encoder', this.stop.signal, progress);
  }

  /** The digits themselves. Throws an Error in a reader's words. @param {import('../digits_files.js').Kind} kind @param {import('../digits_files.js').Progress} [progress] */
  needImages(kind, progress) {
    return this.images.need(kind, progress);
  }

  /**
   * The map shows these codes, decoded by this network, which stays the caller's; null: its own again. The same number of codes
   * again is quick.
   * @param {Model | null} model
   */
  useModel(model) {
    if (!this.guest) this.before = { cursor: this.cursor, ...this.path.ends };
    const fresh = !this.guest;
    if (model) {
      const map = this.guest?.map ?? new CoreDigits(this.engine.core);
      map.take(model.codes, model.labels);
      map.show(this.labels.shown);
      const { autoencoder, caption = '', trains = false } = model;
      this.guest = { autoencoder, map, caption, trains };
      this.mapPlot.follows = true;
      if (fresh || (trains && this.mapPlot.untouched)) this.mapPlot.begin();
    } else {
      this.guest?.map.free();
      this.guest = null;
      const { cursor, A, B } = this.before;
      this.putCursor(cursor);
      this.path.begin(A, B);
    }
    this.hovered = -1;
    const { pinned, pointCount } = this;
    this.pinned = pinned < pointCount ? pinned : -1;
    this.renew();
  }

  /** Whether a digit is chosen that is not loaded, because the reader saves data. */
  get waitsForImages() {
    return this.selected >= 0;
  }

  /** A named mark on the map, see digits_map.js. @type {DigitMap['mark']} */
  mark(name, code, more) {
    this.mapPlot.mark(name, code, more);
  }

  // ---- state --------------------------------------------------------------------------------------------------------

  get state() {
    const { tiles, tile, selected } = this;
    const { zoom, centre } = this.view;
    const [z1, z2] = this.cursor;
    const [cx, cy] = centre;
    return { z1, z2, selected, labels: this.labels.word, tiles, tile, zoom, cx, cy, ...this.path.state };
  }

  /** @param {State} changes */
  check(changes) {
    super.check(changes);
    for (const [name, range] of Object.entries(NUMBERS)) numberAmong(changes, name, range);
    DigitPath.check(changes);
    Labels.check(changes);
  }

  /** @param {State} changes */
  set(changes) {
    this.check(changes);
    const numbers = Object.entries(NUMBERS).map(([name, range]) => numberAmong(changes, name, range));
    const [z1, z2, tile, zoom, cx, cy] = numbers;
    this.tile = tile ?? this.tile;
    if (zoom !== undefined) this.view.magnify(zoom / this.view.zoom, this.cursor);
    if ('tiles' in changes) this.tiles = `${changes.tiles}` !== 'false';
    this.labels.set(changes);
    this.path.set(changes);
    if ('selected' in changes) this.pin(Math.min(Number(changes.selected), this.pointCount - 1));
    if (z1 !== undefined || z2 !== undefined) this.putCursor([z1 ?? this.cursor[0], z2 ?? this.cursor[1]]);
    const [x, y] = this.view.centre;
    if (cx !== undefined || cy !== undefined) this.view.moveTo([cx ?? x, cy ?? y]);
    this.renew();
  }

  /** As it was at first. */
  reset() {
    this.view.whole();
    this.tiles = false;
    this.tile = 42;
    this.pinned = -1;
    this.labels.showAll();
    this.mapPlot.begin();
    this.renew();
  }

  /** Only the cursor and the chosen digit are others: the map is not drawn again. */
  moved() {
    this.nearest = null;
    this.stale = this.late = this.unwritten = true;
    this.engine.wake(this);
  }

  /** Everything may be another. */
  renew() {
    this.nearest = null;
    this.unwritten = false;
    this.stale = this.late = this.path.stale = true;
    this.beside.forget();
    this.write();
    this.table.fill();
    this.changed();
  }

  // ---- the cursor ---------------------------------------------------------------------------------------------------

  /** The cursor is here for now; it means a dot that is near. @param {number[]} code @param {number} row */
  moveTo(code, row = -1) {
    this.cursor = code;
    this.hovered = row;
    if (row >= 0) this.images.wanted();
    this.moved();
  }

  /** The cursor is here to stay. @param {number[]} code */
  putCursor(code) {
    this.home = this.cursor = code;
    this.hovered = -1;
  }

  /** Likewise, and this digit is chosen, or none. @param {number[]} code @param {number} [row] */
  settle(code, row = -1) {
    this.pinned = row;
    this.putCursor(code);
    if (row >= 0) this.images.wanted();
    this.moved();
    this.touch(); // labels keep off it
  }

  /** A digit is chosen: the cursor goes to its code. @param {number} index */
  pin(index) {
    const code = index < 0 ? this.home : this.map.code(index);
    this.settle(code, index);
    if (index < 0) return;
    this.mapPlot.bringIn(code);
    this.table.fill();
    this.status.say(this.describePoint(index));
  }

  /** @param {number} by */
  walk(by) {
    const { map, selected } = this;
    if (by === 0 || by === Number.POSITIVE_INFINITY)
      this.pin(map.next(by === 0 ? map.count - 1 : 0, by === 0 ? 1 : -1));
    else this.pin(map.next(selected, by));
  }

  /** The nearest neighbours of the selected digit, or of the cursor. */
  near() {
    const { selected, map } = this;
    this.nearest ??= map.neighbours(selected < 0 ? this.cursor : map.code(selected), NEIGHBOURS, selected);
    return this.nearest;
  }

  // ---- pictures -----------------------------------------------------------------------------------------------------

  /** A picture into a canvas of its own size, which CSS enlarges. @param {HTMLCanvasElement} canvas @param {ArrayLike<number>} pixels 0 … 1, 784 */
  drawDigit(canvas, pixels) {
    this.drawPicture(canvas, picture(this.engine.core, pixels, this.theme.colours));
  }

  /** @param {HTMLCanvasElement} canvas @param {ImageData} image */
  drawPicture(canvas, image) {
    if (canvas.width !== image.width) canvas.width = image.width;
    if (canvas.height !== image.height) canvas.height = image.height;
    canvas.getContext('2d', { willReadFrequently: true })?.putImageData(image, 0, 0);
  }

  /** @param {string} name */
  picture(name) {
    return /** @type {HTMLCanvasElement} */ (this.find(`[data-picture=${name}]`));
  }

  repaint() {
    this.labels?.paint();
    this.stale = this.late = true;
    this.beside?.forget();
    if (this.path) this.path.stale = true;
    this.panels?.repaint();
    super.repaint();
  }

  /** What the cursor decodes is drawn at once; what else stands beside the map has time until the next frame. @param {number} now */
  step(now) {
    if (!this.plot) return false; // its files are on their way, and something else has woken it: the theme, a new width
    if (!this.visible) return this.panels.step(now);
    const goes = this.mapPlot.follow();
    const waits = this.late && this.stale && !this.waited;
    if (this.stale) {
      this.beside.drawCursor();
      this.beside.place();
    }
    if (this.late && !waits) this.finish();
    this.path.updateStrip();
    this.stale = false;
    this.waited = waits;
    return this.panels.step(now) || goes || waits;
  }

  finish() {
    if (this.unwritten) this.writeCursor();
    this.beside.draw();
    this.late = this.unwritten = false;
  }

  /** @param {boolean} visible */
  look(visible) {
    super.look(visible);
    this.panels.look(visible);
  }

  // ---- words --------------------------------------------------------------------------------------------------------

  write() {
    this.show('tile', text.pixels(this.tile));
    /** @type {HTMLElement} */ (this.find('[data-set=tile]').parentElement).hidden = !this.tiles;
    this.show('readout', this.guest?.caption ?? text.hint);
    this.find('.readout').hidden = !this.find('.message').hidden;
    this.labels.write();
    this.beside.write();
    this.path.write();
    this.images.write();
    this.panels.write();
    this.writeFields();
    this.tell();
  }

  /** What is said of the cursor and of the chosen digit alone. For who does not see it, it is said when the cursor rests. */
  writeCursor() {
    this.beside.write();
    this.images.write();
    this.panels.write();
    clearTimeout(this.telling);
    this.telling = window.setTimeout(() => this.tell(), CALM);
  }

  tell() {
    clearTimeout(this.telling);
    this.beside.tell();
    super.tell();
  }

  /** The error of a digit's reconstruction; undefined where the digit is not known. @param {number} row @returns {number | undefined} */
  errorOf(row) {
    const itself = this.images.of(row);
    return itself && this.autoencoder.error(itself, this.map.code(row));
  }

  get columns() {
    return text.columns;
  }

  /** @param {number} row @returns {string[]} */
  row(row) {
    const error = this.errorOf(row);
    const code = text.coordinates(this.map.code(row));
    return [`${this.map.label(row)}`, code, error === undefined ? text.unknown : strings.lossValue(error)];
  }

  /** @param {{row: number}[]} near @returns {number[]} */
  labelsOf(near) {
    return near.map(({ row }) => this.map.label(row));
  }

  /** @param {number} row */
  describePoint(row) {
    const code = this.map.code(row);
    const near = this.labelsOf(this.map.neighbours(code, NEIGHBOURS, row));
    return text.describePoint(row, this.map.label(row), code, near, this.errorOf(row));
  }

  describe() {
    const more = this.selected < 0 ? '' : ` ${this.describePoint(this.selected)}`;
    return text.describe(this.cursor, this.labelsOf(this.near()), this.labels.hidden, this.tiles) + more;
  }

  dispose() {
    this.panels?.dispose(); // which may still ask for a frame
    super.dispose();
    clearTimeout(this.telling);
    this.images?.free();
    this.guest?.map.free();
    this.own?.map.free();
    this.own?.autoencoder.free();
  }
}
