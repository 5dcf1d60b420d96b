// SPDX-License-Identifier: MIT
// What stands beside the map of Figure 6: what is decoded under the cursor, the digit that is chosen, its neighbours; and over the
// map the marks of the same. The map itself is not drawn again when the cursor moves: in software that took some 30 ms with
// 10,000 dots.
import { imagesTemplate } from './digits_images.js';
import { digits as text } from './strings_digits.js';

export const NEIGHBOURS = 5;

const BLANK = new Float32Array(784);

export const besideTemplate = () => `
    <div class="beside">
      <div class="decoded output">
        <div class="name">${text.decoded}</div>
        <canvas class="digit big" role="img" data-picture="decoded"></canvas>
        <p class="value fixed">${text.theCode} <b class="latent" data-show="code"></b></p>
      </div>
      <div class="there" role="group" aria-label="${text.digit}">
        <div class="name fixed" data-show="digit"></div>
        <div class="pair">
          <figure class="itself"><canvas class="digit" role="img" data-picture="itself"></canvas><figcaption class="input">${text.itself}</figcaption></figure>
          <span class="arrow" aria-hidden="true">→</span>
          <figure><canvas class="digit" role="img" data-picture="rebuilt"></canvas><figcaption class="output">${text.rebuilt}</figcaption></figure>
          <p class="value"><span class="fixed" data-show="error"></span></p>
        </div>
        ${imagesTemplate()}
        <div class="near" role="group" aria-label="${text.neighbours}">
          <div class="value fixed" data-show="near"></div>
          <div class="row">${Array.from({ length: NEIGHBOURS }, (_, k) => `<button type="button" class="thumb" data-neighbour="${k}"><canvas class="digit" aria-hidden="true"></canvas><i aria-hidden="true"></i><b></b></button>`).join('')}</div>
        </div>
      </div>
    </div>`;

/** What stands at a place already, so that only news is drawn and written. */
const NOTHING = -2;

export class Beside {
  /** @param {import('./figures/digits.js').Digits} figure */
  constructor(figure) {
    this.figure = figure;
    /** @type {HTMLElement[]} */
    this.thumbs = [...figure.root.querySelectorAll('[data-neighbour]')].map(
      (thumb) => /** @type {HTMLElement} */ (thumb),
    );
    /** Over the map: the neighbours, the chosen digit, the cursor. */
    this.spots = [...Array(NEIGHBOURS).fill('near'), 'chosen', 'cursor'].map((kind) => this.makeSpot(kind));
    this.colours = this.spots.map(() => ''); // that they have
    this.decoded = figure.picture('decoded');
    /** @type {Map<string, HTMLElement>} of texts */
    this.places = new Map();
    /** Rows of what is drawn and written. */
    this.drawn = { chosen: NOTHING, thumbs: this.thumbs.map(() => NOTHING) };
    this.written = { chosen: NOTHING, thumbs: this.thumbs.map(() => NOTHING) };
  }

  /** All of it may be another. */
  forget() {
    for (const known of [this.drawn, this.written]) {
      known.chosen = NOTHING;
      known.thumbs.fill(NOTHING);
    }
  }

  /** @param {string} kind @returns {HTMLElement} */
  makeSpot(kind) {
    const spot = document.createElement('i');
    spot.className = `spot ${kind}`;
    spot.ariaHidden = 'true';
    this.figure.find('[data-plot=map] .canvas').append(spot);
    return spot;
  }

  /** The marks go where the last picture of the map has what they stand for. */
  place() {
    const { cursor, map, plot, selected } = this.figure;
    if (!plot.width) return;
    const rows = selected < 0 ? [] : [...this.figure.near().map(({ row }) => row), selected];
    this.spots.forEach((spot, k) => {
      const last = k === this.spots.length - 1;
      const row = last ? rows[rows.length - 1] : rows[k];
      const hidden = !last && row === undefined;
      spot.classList.toggle('gone', hidden);
      if (hidden) return;
      const { x, y } = plot.scene.position(last ? cursor : map.code(row));
      spot.style.translate = `${x.toFixed(2)}px ${y.toFixed(2)}px`;
      if (last) return; // a ring, so that what it is on is seen
      const colour = `var(--label-${map.label(row)})`;
      if (this.colours[k] !== colour) spot.style.background = colour;
      this.colours[k] = colour;
    });
  }

  drawCursor() {
    const { figure, decoded } = this;
    figure.drawDigit(decoded, figure.autoencoder.decode(figure.cursor));
  }

  draw() {
    const { figure, drawn } = this;
    const { autoencoder, images, map, selected } = figure;
    if (drawn.chosen !== selected) this.drawChosen(selected);
    drawn.chosen = selected;
    for (const [k, { row }] of figure.near().entries()) {
      if (drawn.thumbs[k] === row) continue;
      drawn.thumbs[k] = row;
      const canvas = /** @type {HTMLCanvasElement} */ (this.thumbs[k].querySelector('canvas'));
      figure.drawDigit(canvas, images.of(row) ?? autoencoder.decode(map.code(row)));
    }
  }

  /** @param {number} row -1: none */
  drawChosen(row) {
    const { figure } = this;
    const { autoencoder, images, map } = figure;
    figure.drawDigit(figure.picture('itself'), (row >= 0 && images.of(row)) || BLANK);
    figure.drawDigit(figure.picture('rebuilt'), row >= 0 ? autoencoder.decode(map.code(row)) : BLANK);
  }

  write() {
    const { figure, written } = this;
    const { cursor, selected } = figure;
    this.show('code', text.coordinates(cursor));
    if (written.chosen !== selected) {
      if (selected < 0) this.writeNone();
      else this.writeChosen(selected);
    }
    written.chosen = selected;
    const near = figure.near();
    const heading = selected < 0 ? text.nearest : text.neighbours;
    this.show('near', near.every(({ row }) => figure.images.has(row)) ? heading : text.asRebuilt(heading));
    for (const [k, thumb] of this.thumbs.entries()) {
      const row = near[k]?.row ?? -1;
      if (written.thumbs[k] !== row) this.writeThumb(thumb, row);
      written.thumbs[k] = row;
    }
  }

  /** A text without HTML, of which nothing is parsed. @param {string} name @param {string} words */
  show(name, words) {
    const place = this.places.get(name) ?? this.figure.find(`[data-show=${name}]`);
    this.places.set(name, place);
    if (place.textContent !== words) place.textContent = words;
  }

  /** @param {HTMLElement} element @param {boolean} hidden */
  hide(element, hidden) {
    if (element.hidden !== hidden) element.hidden = hidden; // even the same again costs
  }

  writeNone() {
    const { figure } = this;
    figure.find('.there').classList.add('empty');
    this.hide(figure.find('.itself'), false);
    this.show('digit', text.digit);
    this.show('error', text.nothingThere);
  }

  /** @param {number} row */
  writeChosen(row) {
    const { figure } = this;
    const error = figure.errorOf(row);
    figure.find('.there').classList.remove('empty');
    this.hide(figure.find('.itself'), error === undefined);
    this.show('digit', text.digitName(row, figure.map.label(row)));
    this.show('error', error === undefined ? '' : text.error(error));
  }

  /** @param {HTMLElement} thumb @param {number} row -1: none */
  writeThumb(thumb, row) {
    this.hide(thumb, row < 0);
    if (row < 0) return;
    const label = this.figure.map.label(row);
    thumb.dataset.row = `${row}`;
    if (thumb.dataset.digit === `${label}`) return;
    thumb.dataset.digit = `${label}`;
    /** @type {HTMLElement} */ (thumb.querySelector('i')).style.background = `var(--label-${label})`;
    /** @type {HTMLElement} */ (thumb.querySelector('b')).textContent = `${label}`;
  }
  /** Names for who does not see it, once the cursor rests. */
  tell() {
    const { figure } = this;
    const { cursor, selected, map } = figure;
    const none = selected < 0;
    figure.picture('decoded').ariaLabel = text.decodedPicture(cursor);
    figure.picture('itself').ariaLabel = none ? text.nothingThere : text.itselfPicture(selected);
    figure.picture('rebuilt').ariaLabel = none ? text.nothingThere : text.rebuiltPicture(selected);
    figure.near().forEach(({ row }, k) => {
      const thumb = this.thumbs[k];
      thumb.ariaLabel = thumb.title = text.neighbour(row, map.label(row));
    });
  }
}
