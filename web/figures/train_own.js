// SPDX-License-Identifier: MIT
// The reader's own points in Figure 1: pasted, from a file, or dropped on the figure. They are read by the core and stay in the page.
import { strings } from '../strings.js';

const { own: text } = strings;

const MOST_BYTES = 4_000_000; // some 10,000 rows at their longest

export const ownTemplate = `
  <details class="drawer own">
    <summary>${text.title}</summary>
    <p>${text.explain}</p>
    <label class="paste"><span>${text.paste}</span><textarea rows="6" spellcheck="false" placeholder="${text.example}"></textarea></label>
    <div class="fields">
      <button type="button" class="primary" data-do="own">${text.use}</button>
      <label class="file">${text.file} <input type="file" accept=".csv,.tsv,.txt,text/csv,text/plain"></label>
    </div>
    <p class="refused" role="alert" hidden></p>
  </details>`;

export class Own {
  /** @param {import('./train.js').Train} figure */
  constructor(figure) {
    this.figure = figure;
    const { signal } = figure.stop;
    this.details = /** @type {HTMLDetailsElement} */ (figure.find('.own'));
    this.area = /** @type {HTMLTextAreaElement} */ (figure.find('.own textarea'));
    this.refused = figure.find('.refused');
    const file = /** @type {HTMLInputElement} */ (figure.find('.own [type=file]'));
    file.addEventListener('change', () => file.files?.[0] && this.read(file.files[0]), { signal });
    figure.root.addEventListener(
      'dragover',
      (event) => {
        if (event.dataTransfer?.types.includes('Files')) event.preventDefault(); // a drop is welcome
      },
      { signal },
    );
    figure.root.addEventListener(
      'drop',
      (event) => {
        const dropped = event.dataTransfer?.files[0];
        if (!dropped) return;
        event.preventDefault();
        this.read(dropped);
      },
      { signal },
    );
  }

  /** What stands in the text field. */
  paste() {
    this.use(new TextEncoder().encode(this.area.value));
  }

  /** @param {File} file */
  async read(file) {
    this.details.open = true;
    if (file.size > MOST_BYTES) return this.refuse(text.tooLarge(file.name, file.size / 1e6, MOST_BYTES / 1e6));
    this.use(new Uint8Array(await file.arrayBuffer()));
  }

  /** @param {Uint8Array} csv */
  use(csv) {
    if (csv.length > MOST_BYTES) return this.refuse(text.tooLarge(text.title, csv.length / 1e6, MOST_BYTES / 1e6));
    try {
      this.figure.useOwn(csv);
      this.refuse('');
      this.figure.status.say(text.used(this.figure.pointCount));
    } catch (error) {
      this.refuse(strings.figure.refused(/** @type {Error} */ (error).message));
    }
  }

  /** @param {string} words empty: nothing is refused */
  refuse(words) {
    this.refused.textContent = words;
    this.refused.hidden = !words;
  }
}
