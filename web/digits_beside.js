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
        <p class="value" data-show="code"></p>
      </div>
      <div class="there" role="group" aria-label="${text.digit}">
        <div class="name" data-show="digit"></div>
        <div class="pair">
          <figure class="itself"><canvas class="digit" role="img" data-picture="itself"></canvas><figcaption class="input">${text.itself}</figcaption></figure>
          <span class="arrow" aria-hidden="true">→</span>
          <figure><canvas class="digit" role="img" data-picture="rebuilt"></canvas><figcaption class="output">${text.rebuilt}</figcaption></figure>
          <p class="value" data-show="error"></p>
        </div>
        ${imagesTemplate()}
        <div class="near" role="group" aria-label="${text.neighbours}">
          <div class="value" data-show="near"></div>
          <div class="row">${Array.from({ length: NEIGHBOURS }, (_, k) => `<button type="button" class="thumb" data-neighbour="${k}"><canvas class="digit" aria-hidden="true"></canvas><i aria-hidden="true"></i><b></b></button>`).join('')}</div>
        </div>
      </div>
    </div>`;

export class Beside {
  /** @param {import('./figures/digits.js').Digits} figure */
  constructor(figure) {
    this.figure = figure;
    /** @type {HTMLElement[]} */
    this.thumbs = [...figure.root.querySelectorAll('[data-neighbour]')].map(
      (thumb) => /** @type {HTMLElement} */ (thumb),
    );
    /** Over the map: the neighbours, the chosen digit, the cursor. */
    this.spots = Array.from({ length: NEIGHBOURS + 2 }, () => this.makeSpot());
  }

  makeSpot() {
    const spot = document.createElement('i');
    spot.className = 'spot';
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
      spot.hidden = !last && row === undefined;
      if (spot.hidden) return;
      const { x, y } = plot.scene.position(last ? cursor : map.code(row));
      spot.style.translate = `calc(${x.toFixed(2)}px - 50%) calc(${y.toFixed(2)}px - 50%)`;
      spot.style.setProperty('--label', row === undefined ? 'var(--latent)' : `var(--label-${map.label(row)})`);
    });
  }

  draw() {
    const { figure } = this;
    const { autoencoder, images, map, selected } = figure;
    const chosen = selected >= 0;
    figure.drawDigit(figure.picture('decoded'), autoencoder.decode(figure.cursor));
    figure.drawDigit(figure.picture('itself'), (chosen && images.of(selected)) || BLANK);
    figure.drawDigit(figure.picture('rebuilt'), chosen ? autoencoder.decode(map.code(selected)) : BLANK);
    for (const [k, { row }] of figure.near().entries()) {
      const canvas = /** @type {HTMLCanvasElement} */ (this.thumbs[k].querySelector('canvas'));
      figure.drawDigit(canvas, images.of(row) ?? autoencoder.decode(map.code(row)));
    }
  }

  write() {
    const { figure } = this;
    const { cursor, selected } = figure;
    figure.show('code', text.code(cursor));
    figure.picture('decoded').ariaLabel = text.decodedPicture(cursor);
    if (selected < 0) this.writeNone();
    else this.writeChosen(selected);
    const near = figure.near();
    for (const [k, thumb] of this.thumbs.entries()) this.writeThumb(thumb, near[k]?.row ?? -1);
  }

  writeNone() {
    const { figure } = this;
    figure.find('.there').classList.add('empty');
    figure.find('.itself').hidden = false;
    figure.show('digit', text.digit);
    figure.show('error', text.nothingThere);
    figure.show('near', text.nearest);
    for (const name of ['itself', 'rebuilt']) figure.picture(name).ariaLabel = text.nothingThere;
  }

  /** @param {number} row */
  writeChosen(row) {
    const { figure } = this;
    const error = figure.errorOf(row);
    figure.find('.there').classList.remove('empty');
    figure.find('.itself').hidden = error === undefined;
    figure.show('digit', text.digitName(row, figure.map.label(row)));
    figure.show('error', error === undefined ? '' : text.error(error));
    figure.show('near', text.neighbours);
    figure.picture('itself').ariaLabel = text.itselfPicture(row);
    figure.picture('rebuilt').ariaLabel = text.rebuiltPicture(row);
  }

  /** @param {HTMLElement} thumb @param {number} row -1: none */
  writeThumb(thumb, row) {
    thumb.hidden = row < 0;
    if (row < 0) return;
    const label = this.figure.map.label(row);
    thumb.dataset.row = `${row}`;
    thumb.ariaLabel = thumb.title = text.neighbour(row, label);
    thumb.style.setProperty('--label', `var(--label-${label})`);
    /** @type {HTMLElement} */ (thumb.querySelector('b')).textContent = `${label}`;
  }
}
