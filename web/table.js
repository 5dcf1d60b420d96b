// SPDX-License-Identifier: MIT
// “Show data”: the numbers behind the pictures as a table, a page of rows at a time. It is filled while it is open alone.
import { strings } from './strings.js';

const ROWS = 25; // a page
const CALM = 500; // ms between two fillings

/**
 * @typedef {object} TableSource
 * @property {() => number} count rows in all
 * @property {() => string[]} columns headings, the first of them for the row's number
 * @property {(index: number) => string[]} row its cells, without the number
 * @property {(index: number) => void} choose a row's button was pressed
 * @property {() => number} chosen the row that is marked, or -1
 */

export const tableTemplate = () => `
  <details class="data">
    <summary>${strings.table.show}</summary>
    <div class="pages">
      <button type="button" data-page="-1">${strings.table.before}</button>
      <span data-show="rows"></span>
      <button type="button" data-page="1">${strings.table.after}</button>
    </div>
    <div class="scroll" tabindex="0" role="group" aria-label="${strings.table.label}"><table></table></div>
  </details>`;

export class Table {
  /** @param {HTMLElement} root holds the template @param {TableSource} source @param {AbortSignal} signal */
  constructor(root, source, signal) {
    this.details = /** @type {HTMLDetailsElement} */ (root.querySelector('.data'));
    this.table = /** @type {HTMLTableElement} */ (this.details.querySelector('table'));
    this.where = /** @type {HTMLElement} */ (this.details.querySelector('[data-show=rows]'));
    this.buttons = /** @type {HTMLButtonElement[]} */ ([...this.details.querySelectorAll('[data-page]')]);
    this.source = source;
    this.first = 0;
    this.timer = 0;
    this.details.addEventListener('toggle', () => this.fill(), { signal });
    for (const button of this.buttons) {
      button.addEventListener('click', () => this.turn(Number(button.dataset.page)), { signal });
    }
    this.table.addEventListener(
      'click',
      (event) => {
        const row = /** @type {HTMLElement} */ (event.target).closest('button')?.dataset.row;
        if (row !== undefined) source.choose(Number(row));
      },
      { signal },
    );
    signal.addEventListener('abort', () => clearTimeout(this.timer));
  }

  /** @param {number} pages */
  turn(pages) {
    const last = Math.floor((this.source.count() - 1) / ROWS) * ROWS;
    this.first = Math.max(0, Math.min(last, this.first + pages * ROWS));
    this.fill();
  }

  /** The numbers have changed. */
  changed() {
    if (!this.details.open) return;
    this.timer ||= window.setTimeout(() => this.fill(), CALM);
  }

  fill() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (!this.details.open) return;
    const { count, columns, row, chosen } = this.source;
    const total = count();
    if (this.first >= total) this.first = 0;
    const end = Math.min(total, this.first + ROWS);
    this.where.textContent = strings.table.rows(this.first + 1, end, total);
    for (const button of this.buttons) {
      button.disabled = Number(button.dataset.page) < 0 ? this.first === 0 : end === total;
      button.hidden = total <= ROWS;
    }
    if (this.table.rows.length !== end - this.first + 1) this.build(columns(), end - this.first);
    for (let index = this.first; index < end; index++) {
      const { cells, classList } = this.table.rows[index - this.first + 1];
      const button = /** @type {HTMLElement} */ (cells[0].firstChild);
      button.dataset.row = `${index}`;
      button.textContent = strings.number(index + 1);
      classList.toggle('chosen', index === chosen());
      row(index).forEach((text, k) => {
        cells[k + 1].textContent = text;
      });
    }
  }

  /** Rows whose cells are filled later, so that a row's button keeps the focus. @param {string[]} columns @param {number} rows */
  build(columns, rows) {
    const head = columns.map((name) => `<th scope="col">${name}</th>`).join('');
    const cells = '<td></td>'.repeat(columns.length - 1);
    const line = `<tr><th scope="row"><button type="button"></button></th>${cells}</tr>`;
    this.table.innerHTML = `<thead><tr>${head}</tr></thead><tbody>${line.repeat(rows)}</tbody>`;
  }
}
