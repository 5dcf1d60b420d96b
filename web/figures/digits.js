// SPDX-License-Identifier: MIT
// Figure 6: handwritten digits in two numbers. A map of codes, and beside it what is decoded from any place on it; loaded with
// its words and its style when a page has one. What else it can do is in drawers, see digits_panels.js.
import { button, checkbox, orbitTools, slider } from '../controls.js';
import { CoreAutoencoder, CoreDigits, labelColour, picture } from '../core_digits.js';
import css from '../digits.css?inline';
import { Beside, besideTemplate, NEIGHBOURS } from '../digits_beside.js';
import { loadCodes, loadModel } from '../digits_files.js';
import { Images } from '../digits_images.js';
import { Panels, panelsTemplate } from '../digits_panels.js';
import { DigitPath, pathTemplate } from '../digits_path.js';
import { dotRadius, Figure, numberAmong } from '../figure.js';
import { MapView } from '../map_view.js';
import { strings } from '../strings.js';
import { digits as text } from '../strings_digits.js';
import { fade } from '../theme.js';

/** @typedef {import('../figure.js').State} State */
/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../plot.js').Position} Position */
/**
 * A network with the codes of some digits.
 * @typedef {object} Model
 * @property {CoreAutoencoder} autoencoder @property {Float32Array} codes (n, 2) @property {Uint8Array} labels (n)
 * @property {string} [caption] what is said of it, HTML
 * @property {boolean} [trains] another state will follow
 */
/** @typedef {{code: number[], from?: number[]}} Mark */

const LABELS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const REACH = 8; // px from a dot within which the cursor means it
const FARTHEST = 1e6; // of a code
const TILE = { least: 14, most: 112 }; // px
const EASE = 0.15; // part of the way that the window goes after another map, a frame
const TRAINING_EASE = 0.6; // likewise after one in training, for each of its states: between them nothing is drawn

const BELOW = 0.075; // of half the map
const START = { cursor: 2, from: 0, to: 1 }; // labels

const NUMBERS = {
  z1: { least: -FARTHEST, most: FARTHEST },
  z2: { least: -FARTHEST, most: FARTHEST },
  tile: TILE,
  zoom: { least: 1, most: 24 },
};

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

const template = () => `
  <div class="controls labels" role="group" aria-label="${text.labels}">
    ${LABELS.map((label) => `<button type="button" class="chip" data-label="${label}"><i aria-hidden="true"></i><b>${label}</b></button>`).join('')}
    <button type="button" class="chip" data-do="all">${text.all}</button>
    <button type="button" class="chip" data-do="none">${text.none}</button>
  </div>
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

  /** @param {import('../figure.js').Setting} setting */
  constructor(setting) {
    super(setting, template());
    const { core } = this.engine;
    const tree = /** @type {ShadowRoot} */ (this.root.getRootNode());
    if (!tree.adoptedStyleSheets.includes(sheet)) tree.adoptedStyleSheets = [...tree.adoptedStyleSheets, sheet];
    this.given = setting.state;
    this.orbit = this.view = new MapView();
    this.own = { autoencoder: new CoreAutoencoder(core), map: new CoreDigits(core) };
    /** @type {{autoencoder: CoreAutoencoder, map: CoreDigits, caption: string, trains: boolean} | null} what stands in their place */
    this.guest = null;
    this.begun = { cursor: [0, 0], ends: {} }; // where cursor and path were put last, see `begin`
    this.before = { cursor: [0, 0], A: [0, 0], B: [0, 0] }; // where they were before the guest came
    this.follows = false; // the guest is in another state
    this.shownLabels = LABELS.map(() => true);
    this.tiles = false;
    this.tile = 42; // px
    this.cursor = [0, 0]; // the code that is decoded
    this.home = [0, 0]; // where it goes when the mouse has left
    /** @type {Map<string, Mark>} */
    this.marks = new Map();
    /** @type {Float32Array | null} the reader's own, see digits_draw.js */
    this.drawnDigit = null;
    this.stale = true; // the pictures beside the map are of another state
    this.unwritten = false; // so are the texts
    this.beside = new Beside(this);
    this.path = new DigitPath(this);
    this.images = new Images(this);
    this.panels = new Panels(this);
  }

  // ---- what it shows ------------------------------------------------------------------------------------------------

  /** Its own, or that of a drawer; an encoder is there once `needEncoder` has been waited for. */
  get autoencoder() {
    return (this.guest ?? this.own).autoencoder;
  }

  get map() {
    return (this.guest ?? this.own).map;
  }

  get pointCount() {
    return this.map.count;
  }

  async open() {
    const { signal } = this.stop;
    const { autoencoder, map } = this.own;
    await Promise.all([loadModel(autoencoder, 'decoder', signal), loadCodes(map, signal)]);
    if (signal.aborted) return;
    const { centre, reach } = map.window;
    this.view.middle = this.view.centre = centre;
    this.view.reach = reach;
    this.begin();
    this.paintLabels();
    this.makePlots();
    this.listen();
    this.set(this.given);
    this.write();
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
      map.show(this.shownLabels);
      const { autoencoder, caption = '', trains = false } = model;
      this.guest = { autoencoder, map, caption, trains };
      this.follows = true;
      if (fresh || (trains && this.untouched)) this.begin();
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

  /** A named mark on the map, with a line from somewhere else to it; null takes it away. @param {string} name @param {number[] | null} code @param {{from?: number[]}} [more] */
  mark(name, code, { from } = {}) {
    if (code) this.marks.set(name, { code, from });
    else this.marks.delete(name);
    this.changed();
  }

  // ---- state --------------------------------------------------------------------------------------------------------

  /** The code under the cursor. */
  get code() {
    return this.cursor;
  }

  /** Labels that are shown, one after the other. */
  get labelWord() {
    return LABELS.filter((label) => this.shownLabels[label]).join('');
  }

  get state() {
    const { tiles, tile, selected } = this;
    const [z1, z2] = this.cursor;
    return { z1, z2, selected, labels: this.labelWord, tiles, tile, zoom: this.view.zoom, ...this.path.state };
  }

  /** @param {State} changes */
  check(changes) {
    super.check(changes);
    for (const [name, range] of Object.entries(NUMBERS)) numberAmong(changes, name, range);
    DigitPath.check(changes);
    const { labels } = changes;
    if (labels !== undefined && !/^[0-9]*$/.test(`${labels}`))
      throw new Error(strings.figure.notAValue('labels', `${labels}`, '0123456789'));
  }

  /** @param {State} changes */
  set(changes) {
    this.check(changes);
    const [z1, z2, tile, zoom] = Object.entries(NUMBERS).map(([name, range]) => numberAmong(changes, name, range));
    this.tile = tile ?? this.tile;
    if (zoom !== undefined) this.view.magnify(zoom / this.view.zoom, this.cursor);
    if ('tiles' in changes) this.tiles = `${changes.tiles}` !== 'false';
    if ('labels' in changes) this.showLabels(LABELS.map((label) => `${changes.labels}`.includes(`${label}`)));
    this.path.set(changes);
    if ('selected' in changes) this.pin(Math.min(Number(changes.selected), this.pointCount - 1));
    if (z1 !== undefined || z2 !== undefined) this.putCursor([z1 ?? this.cursor[0], z2 ?? this.cursor[1]]);
    this.renew();
  }

  /** @param {boolean[]} shown by label */
  showLabels(shown) {
    this.shownLabels = shown;
    this.own.map.show(shown);
    this.guest?.map.show(shown);
    if (this.pinned >= 0 && !shown[this.map.label(this.pinned)]) this.pinned = -1;
    this.hovered = -1;
  }

  /** Only the cursor and the chosen digit are others. */
  moved() {
    this.stale = this.unwritten = true;
    this.engine.wake(this);
  }

  /** Everything may be another. */
  renew() {
    this.unwritten = false;
    this.stale = this.path.stale = true;
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

  /** A digit is chosen: the cursor goes to its code. @param {number} index */
  pin(index) {
    this.pinned = index;
    if (index >= 0) {
      this.putCursor(this.map.code(index));
      this.view.follow(this.cursor);
      this.images.wanted();
    }
    this.hovered = -1;
    this.renew();
    if (index >= 0) this.status.say(this.describePoint(index));
  }

  /** @param {number} by */
  walk(by) {
    const { map, selected } = this;
    if (by === 0 || by === Number.POSITIVE_INFINITY)
      this.pin(map.next(by === 0 ? map.count - 1 : 0, by === 0 ? 1 : -1));
    else this.pin(map.next(selected, by));
  }

  /** The dot at a position of the plot, or -1. @param {Position} at @param {number} [reach] */
  dotAt(at, reach = REACH) {
    return this.map.pick(this.plot.scene, at, reach);
  }

  get plot() {
    return /** @type {import('../plot.js').Plot} */ (this.plots.get('map'));
  }

  makePlots() {
    const plane = (/** @type {Position} */ { x, y }) => this.plot.scene.plane(x, y);
    this.addPlot('map', {
      draw: (scene, width, height) => this.drawMap(scene, width, height),
      cursor: (at) => this.moveTo(plane(at), this.dotAt(at)),
      put: (at) => {
        const row = this.dotAt(at);
        if (row >= 0) this.pin(row);
        else {
          this.pinned = -1;
          this.putCursor(plane(at));
          this.renew();
        }
      },
      leave: () => this.moveTo(this.home),
      nudge: ({ x, y }) => this.nudge(x, y),
      pan: (dx, dy) => {
        this.view.rotate(-dx, -dy);
        this.changed();
      },
      zoom: (factor) => {
        this.view.magnify(factor, this.cursor);
        this.renew();
      },
      pick: () => this.pin(-1),
      walk: (by) => this.walk(by),
    });
  }

  /** Arrow keys: the cursor moves, and takes the window along. @param {number} x px @param {number} y */
  nudge(x, y) {
    const { view, cursor } = this;
    const unit = (2 * view.half) / view.size;
    const within = (/** @type {0 | 1} */ c, /** @type {number} */ at) =>
      Math.max(view.middle[c] - view.reach, Math.min(view.middle[c] + view.reach, at));
    this.putCursor([within(0, cursor[0] + x * unit), within(1, cursor[1] - y * unit)]);
    view.follow(this.cursor);
    const [nearest] = this.map.neighbours(this.cursor, 1);
    this.pinned = nearest && nearest.distance < REACH * unit ? nearest.row : -1;
    if (this.pinned >= 0) this.images.wanted();
    this.renew();
  }

  listen() {
    const { signal } = this.stop;
    this.listenToFields();
    this.onButtons('[data-label]', ({ label }) => {
      const shown = [...this.shownLabels];
      shown[Number(label)] = !shown[Number(label)];
      this.tryToSet({ labels: LABELS.filter((each) => shown[each]).join('') });
    });
    this.onButtons('[data-do=all]', () => this.tryToSet({ labels: LABELS.join('') }));
    this.onButtons('[data-do=none]', () => this.tryToSet({ labels: '' }));
    this.onButtons('[data-do=reset]', () => this.reset());
    this.onButtons('[data-neighbour]', (_, button) => this.pin(Number(button.dataset.row)));
    this.path.listen(signal);
    this.images.listen(signal);
    this.panels.listen(signal);
  }

  /** As it was at first. */
  reset() {
    this.view.whole();
    this.tiles = false;
    this.tile = 42;
    this.pinned = -1;
    this.showLabels(LABELS.map(() => true));
    this.begin();
    this.renew();
  }

  /** The cursor and the path are where they start: below labels, so that these are read. */
  begin() {
    const below = (/** @type {number} */ label) => {
      const [x, y] = this.map.median(label);
      return [x, y - BELOW * this.view.reach];
    };
    this.putCursor(below(START.cursor));
    this.path.begin(below(START.from), below(START.to));
    this.begun = { cursor: this.cursor, ends: this.path.ends };
  }

  /** Whether the reader has moved neither cursor nor path since they began. */
  get untouched() {
    return this.begun.cursor === this.cursor && this.begun.ends === this.path.ends;
  }

  // ---- pictures -----------------------------------------------------------------------------------------------------

  /** A label's colour, 0xAABBGGRR. @param {number} label */
  colourOf(label) {
    return labelColour(this.engine.core, label, this.theme.colours.dark);
  }

  /** @param {Scene} scene @param {number} width @param {number} height */
  drawMap(scene, width, height) {
    const { view, map, tiles } = this;
    const { ink, paper } = this.theme.colours;
    view.size = Math.min(width, height);
    scene.square(width, height, view.centre, view.half);
    if (tiles) map.drawTiles(scene, this.autoencoder, this.tile);
    const radius = dotRadius(width, map.count) * Math.min(2.2, view.zoom ** 0.4);
    if (!tiles) map.drawPoints(scene, radius, 0.8);
    else map.drawPoints(scene, 0.8 * radius, 0.3);
    if (!tiles) map.drawNumerals(scene, Math.max(15, width / 26));
    this.path.draw(scene, ink, paper);
    for (const { code, from } of this.marks.values()) {
      if (from) scene.segment([...from, 0], [...code, 0], 1.5, fade(ink, 0.7));
      if (from) scene.spot(from, 5, paper, ink);
      scene.spot(code, 6, ink, paper);
    }
    this.path.place(scene);
    this.beside.place();
  }

  /** The nearest neighbours of the selected digit, or of the cursor. */
  near() {
    return this.map.neighbours(
      this.selected < 0 ? this.cursor : this.map.code(this.selected),
      NEIGHBOURS,
      this.selected,
    );
  }

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
    this.paintLabels();
    this.stale = true;
    if (this.path) this.path.stale = true;
    this.panels?.repaint();
    super.repaint();
  }

  /** The labels' colours, which go with the paper. */
  paintLabels() {
    LABELS.forEach((label) => {
      const code = this.colourOf(label);
      const css = `rgb(${code & 255} ${(code >> 8) & 255} ${(code >> 16) & 255})`;
      this.root.style.setProperty(`--label-${label}`, css);
    });
  }

  /** @param {number} now */
  step(now) {
    if (!this.visible) return this.panels.step(now);
    const { centre, reach } = this.map.window;
    const { guest } = this;
    const ease = this.calm || !guest ? 1 : guest.trains ? TRAINING_EASE : EASE;
    const toward = (/** @type {number} */ from, /** @type {number} */ to) => from + ease * (to - from);
    const { middle } = this.view;
    const left = Math.abs(centre[0] - middle[0]) + Math.abs(centre[1] - middle[1]) + Math.abs(reach - this.view.reach);
    const following = left > 1e-3 * reach;
    const goes = following && (this.follows || !guest?.trains);
    this.follows = false;
    if (goes) {
      this.view.fit([toward(middle[0], centre[0]), toward(middle[1], centre[1])], toward(this.view.reach, reach));
      this.touch();
    }
    if (this.unwritten) {
      this.write();
      this.table.fill();
    }
    if (this.stale) {
      this.beside.draw();
      this.beside.place();
    }
    this.path.updateStrip();
    this.unwritten = this.stale = false;
    return this.panels.step(now) || (goes && !guest?.trains);
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
    for (const chip of /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll('[data-label]'))) {
      const label = Number(chip.dataset.label);
      chip.ariaPressed = `${this.shownLabels[label]}`;
      chip.title = chip.ariaLabel = text.label(label, this.map.countOf(label));
    }
    this.show('readout', this.guest?.caption ?? text.hint);
    this.find('.readout').hidden = !this.find('.message').hidden;
    this.beside.write();
    this.path.write();
    this.images.write();
    this.panels.write();
    this.writeFields();
    this.tell();
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
    const hidden = LABELS.filter((label) => !this.shownLabels[label]);
    const more = this.selected < 0 ? '' : ` ${this.describePoint(this.selected)}`;
    return text.describe(this.cursor, this.labelsOf(this.near()), hidden, this.tiles) + more;
  }

  dispose() {
    super.dispose();
    this.panels?.dispose();
    this.images?.free();
    this.guest?.map.free();
    this.own?.map.free();
    this.own?.autoencoder.free();
  }
}
