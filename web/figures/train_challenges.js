// SPDX-License-Identifier: MIT
// Challenges: things to bring about in Figure 1. Each is done when what is measured says so, and can be left alone.
import { strings } from '../strings.js';

const { challenges: text } = strings;

/** @typedef {import('./train.js').Train} Train */

const TORN = 0.4; // a step of so much of the extent
const WELL = 0.25; // of the loss of PCA: rebuilt clearly better than any line or plane can
const BEATEN = 0.5; // of the loss of PCA
const FLAT = 1e-6; // a loss of PCA that is nothing to beat

/** @param {Train} figure */
const nearby = ({ shown, options }) => options.epochs > 0 && shown.floor > FLAT && shown.loss < WELL * shown.floor;

/** @type {Record<string, (figure: Train) => boolean>} */
const DONE = {
  tear: (figure) => figure.options.bottleneck === 1 && nearby(figure) && figure.shown.tear > TORN,
  floor: ({ shown }) => shown.floor > FLAT && shown.loss < BEATEN * shown.floor,
  memorise: (figure) => figure.engine.core.word('data', figure.options.data) === 'noise' && nearby(figure),
  explode: ({ run }) => run.reason === 'diverged',
};

export const challengesTemplate = `
  <details class="drawer challenges">
    <summary>${text.title} <span data-show="challenges-count"></span></summary>
    <ul>${Object.keys(DONE)
      .map(
        (name) =>
          `<li data-challenge="${name}"><b>${text.names[name]}</b> ${text.hints[name]} <i data-show="challenge-${name}"></i></li>`,
      )
      .join('')}</ul>
  </details>`;

export class Challenges {
  /** @param {Train} figure */
  constructor(figure) {
    this.figure = figure;
    /** @type {Set<string>} */
    this.done = new Set();
    this.write();
  }

  /** Looks at the new state. */
  check() {
    for (const [name, done] of Object.entries(DONE)) {
      if (this.done.has(name) || !done(this.figure)) continue;
      this.done.add(name);
      this.figure.status.add(text.completed(text.names[name]));
      this.write();
    }
  }

  write() {
    const { figure, done } = this;
    figure.show('challenges-count', text.count(done.size, Object.keys(DONE).length));
    for (const name of Object.keys(DONE)) {
      figure.find(`[data-challenge=${name}]`).classList.toggle('done', done.has(name));
      figure.show(`challenge-${name}`, done.has(name) ? text.done : '');
    }
  }
}
