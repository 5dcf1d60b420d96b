// SPDX-License-Identifier: MIT
// The reader's own points in Figure 1: pasted, from a file, or dropped on the figure. They are read by the core, which knows text,
// IDX and .npy by what is in them, and stay in the page.
import { isGzipped, TooLarge, unzip } from '../gzip.js';
import { strings } from '../strings.js';
import { hasModel } from './train_model.js';

const { own: text } = strings;

const MOST_BYTES = 4_000_000; // some 10,000 rows at their longest

export const ownTemplate = `
  <details class="drawer own">
    <summary>${text.title}</summary>
    <p>${text.explain}</p>
    <label class="paste"><span>${text.paste}</span><textarea rows="6" spellcheck="false" placeholder="${text.example}"></textarea></label>
    <div class="fields">
      <button type="button" class="primary" data-do="own">${text.use}</button>
      <label class="file">${text.file} <input type="file"></label>
    </div>
    <p class="told" hidden></p>
    <p class="refused" role="alert" hidden></p>
  </details>`;

/**
 * Points as an address holds them, see packOwn in share.js, as a file in the format .npy.
 * @param {string} packed base64url of float32, three a point @returns {Uint8Array}
 */
export function unpackOwn(packed) {
  if (!/^([\w-]{16})+$/.test(packed))
    throw new Error(strings.figure.notAValue('own', `${packed.slice(0, 16)}…`, text.packed));
  const letters = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
  const head = `{'descr':'<f4','fortran_order':False,'shape':(${letters.length / 12},3)}`;
  const file = `\x93NUMPY\x01\0${String.fromCharCode(head.length, 0)}${head}${letters}`;
  return Uint8Array.from(file, (letter) => letter.charCodeAt(0));
}

export class Own {
  /** @param {import('./train.js').Train} figure */
  constructor(figure) {
    this.figure = figure;
    const { signal } = figure.stop;
    this.details = /** @type {HTMLDetailsElement} */ (figure.find('.own'));
    this.area = /** @type {HTMLTextAreaElement} */ (figure.find('.own textarea'));
    this.refused = figure.find('.refused');
    this.told = figure.find('.told');
    this.reading = 0; // the newest file
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
        const dropped = [...(event.dataTransfer?.files ?? [])];
        if (!dropped.length) return;
        event.preventDefault();
        if (hasModel(dropped)) figure.models.open(dropped);
        else this.read(dropped[0]);
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
    const turn = ++this.reading;
    const late = () => turn !== this.reading || this.figure.stop.signal.aborted;
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const unpacked = isGzipped(bytes) ? await unzip(bytes, MOST_BYTES) : bytes;
      if (!late()) this.use(unpacked);
    } catch (error) {
      if (!late())
        this.refuse(
          error instanceof TooLarge ? text.unpacksTooLarge(file.name, MOST_BYTES / 1e6) : text.broken(file.name),
        );
    }
  }

  /** @param {Uint8Array} bytes */
  use(bytes) {
    if (bytes.length > MOST_BYTES) return this.refuse(text.tooLarge(text.title, bytes.length / 1e6, MOST_BYTES / 1e6));
    try {
      this.figure.useOwn(bytes);
      this.refuse('');
      const words = text.used(this.figure.pointCount, this.figure.shown.labelColumn);
      this.told.textContent = words;
      this.told.hidden = false;
      this.figure.status.say(words);
    } catch (error) {
      this.refuse(strings.figure.refused(/** @type {Error} */ (error).message));
    }
  }

  /** @param {string} words empty: nothing is refused */
  refuse(words) {
    this.refused.textContent = words;
    this.refused.hidden = !words;
    this.told.hidden = true;
  }
}
