// SPDX-License-Identifier: MIT
// The labels of Figure 6: what the colours of dots mean, and which of them are shown. Each is a button with its digit.
import { labelColour } from './core_digits.js';
import { strings } from './strings.js';
import { digits as text } from './strings_digits.js';

/** @typedef {import('./figures/digits.js').Digits} Digits */
/** @typedef {import('./figure.js').State} State */

const LABELS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

export const labelsTemplate = () => `
  <div class="controls labels" role="group" aria-label="${text.labels}">
    ${LABELS.map((label) => `<button type="button" class="chip" data-label="${label}"><i aria-hidden="true"></i><b>${label}</b></button>`).join('')}
    <button type="button" class="chip" data-do="all">${text.all}</button>
    <button type="button" class="chip" data-do="none">${text.none}</button>
  </div>`;

export class Labels {
  /** @param {State} changes */
  static check({ labels }) {
    if (labels !== undefined && !/^[0-9]*$/.test(`${labels}`))
      throw new Error(strings.figure.notAValue('labels', `${labels}`, LABELS.join('')));
  }

  /** @param {Digits} figure */
  constructor(figure) {
    this.figure = figure;
    this.shown = LABELS.map(() => true);
    this.chips = LABELS.map((label) => figure.find(`[data-label="${label}"]`));
  }

  /** Those that are shown, one after the other. */
  get word() {
    return LABELS.filter((label) => this.shown[label]).join('');
  }

  /** @returns {number[]} */
  get hidden() {
    return LABELS.filter((label) => !this.shown[label]);
  }

  /** @param {State} changes */
  set({ labels }) {
    if (labels === undefined) return;
    const { figure } = this;
    this.shown = LABELS.map((label) => `${labels}`.includes(`${label}`));
    figure.own.map.show(this.shown);
    figure.guest?.map.show(this.shown);
    if (figure.pinned >= 0 && !this.shown[figure.map.label(figure.pinned)]) figure.pinned = -1;
    figure.hovered = -1;
  }

  showAll() {
    this.set({ labels: LABELS.join('') });
  }

  listen() {
    const { figure } = this;
    figure.onButtons('[data-label]', ({ label }) => {
      const turned = (/** @type {number} */ each) => this.shown[each] !== (each === Number(label));
      figure.tryToSet({ labels: LABELS.filter(turned).join('') });
    });
    figure.onButtons('[data-do=all]', () => figure.tryToSet({ labels: LABELS.join('') }));
    figure.onButtons('[data-do=none]', () => figure.tryToSet({ labels: '' }));
  }

  /** The colours go with the paper. */
  paint() {
    const { engine, theme, root } = this.figure;
    for (const label of LABELS) {
      const code = labelColour(engine.core, label, theme.colours.dark);
      root.style.setProperty(`--label-${label}`, `rgb(${code & 255} ${(code >> 8) & 255} ${(code >> 16) & 255})`);
    }
  }

  write() {
    const { map } = this.figure;
    this.chips.forEach((chip, label) => {
      chip.ariaPressed = `${this.shown[label]}`;
      chip.title = chip.ariaLabel = text.label(label, map.countOf(label));
    });
  }
}
