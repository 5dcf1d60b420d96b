// SPDX-License-Identifier: MIT
// The digits themselves in Figure 6: MNIST's images, which come when a reader first points at a digit, or from the reader's own
// file, or not at all.
import { CoreImages } from './core_digits.js';
import { hasImages, loadImages, unzip } from './digits_files.js';
import { digits as text } from './strings_digits.js';

/** @typedef {import('./digits_files.js').Kind} Kind */
/** @typedef {import('./digits_files.js').Progress} Progress */

const PIXELS = 784;

export const imagesTemplate = () => `
  <div class="images">
    <p class="value" data-show="images"></p>
    <button type="button" data-do="images" hidden>${text.loadImages}</button>
    <label class="file" hidden>${text.chooseImages} <input type="file" data-file="images"></label>
  </div>`;

export class Images {
  /** @param {import('./figures/digits.js').Digits} figure */
  constructor(figure) {
    this.figure = figure;
    /** @type {Map<Kind, CoreImages>} those that are here */
    this.sets = new Map();
    /** @type {Map<Kind, Promise<CoreImages>>} those that are on their way, or here */
    this.loading = new Map();
    this.part = -1; // of the test images that is here; -1: none is on its way
    this.trouble = ''; // why they are not here
  }

  /** @param {Kind} kind @param {Progress} [progress] @returns {Promise<CoreImages>} */
  need(kind, progress) {
    const here = this.sets.get(kind);
    if (here) return Promise.resolve(here);
    if (!hasImages(kind)) return Promise.reject(new Error(text.noImages));
    const coming = this.loading.get(kind) ?? this.load(kind, progress);
    this.loading.set(kind, coming);
    return coming.finally(() => this.loading.delete(kind));
  }

  /** @param {Kind} kind @param {Progress} [progress] */
  async load(kind, progress) {
    const images = new CoreImages(this.figure.engine.core);
    const { signal } = this.figure.stop;
    try {
      await loadImages(images, kind, signal, progress);
    } catch (error) {
      images.free();
      throw error;
    }
    if (signal.aborted) images.free();
    else this.arrived(kind, images);
    return images;
  }

  /** @param {Kind} kind @param {CoreImages} images */
  arrived(kind, images) {
    this.sets.get(kind)?.free();
    this.sets.set(kind, images);
    this.figure.renew();
  }

  /** Whether one of the map's digits is known: not while the map is of others. @param {number} row */
  has(row) {
    return row < (this.sets.get('test')?.count ?? 0);
  }

  /** One of the map's digits, where it is known. @param {number} row @returns {Float32Array | undefined} */
  of(row) {
    return this.has(row) ? this.sets.get('test')?.pixels(row) : undefined;
  }

  /** The reader looks at a digit: it is loaded, unless that was tried, or data is to be saved. */
  wanted() {
    if (this.sets.has('test') || this.trouble || this.part >= 0 || !hasImages('test')) return;
    const { connection } = /** @type {any} */ (navigator);
    if (!connection?.saveData) this.loadTest();
  }

  async loadTest() {
    this.trouble = '';
    this.tell(0);
    try {
      await this.need('test', (part) => this.tell(part));
    } catch (error) {
      if (this.figure.stop.signal.aborted) return;
      this.trouble = /** @type {Error} */ (error).message;
    }
    this.tell(-1);
    if (this.trouble) this.figure.status.say(this.trouble);
  }

  /** @param {number} part */
  tell(part) {
    this.part = part;
    if (!this.figure.stop.signal.aborted) this.write();
  }

  /** The reader's own file. @param {File} file */
  async take(file) {
    const images = new CoreImages(this.figure.engine.core);
    try {
      images.read(await unzip(new Uint8Array(await file.arrayBuffer())), 'idx');
      const { count } = this.figure.own.map;
      if (images.pixelCount !== PIXELS) throw new Error(text.wrongPixels(images.pixelCount));
      if (images.count !== count) throw new Error(text.wrongCount(images.count, count));
      this.trouble = '';
      this.arrived('test', images);
    } catch (error) {
      images.free();
      if (this.figure.stop.signal.aborted) return;
      this.trouble = text.fileBroken(file.name, /** @type {Error} */ (error).message);
      this.figure.status.say(this.trouble);
      this.write();
    }
  }

  /** @param {AbortSignal} signal */
  listen(signal) {
    const { figure } = this;
    const take = (/** @type {FileList | null | undefined} */ files) => files?.length && this.take(files[0]);
    const field = /** @type {HTMLInputElement} */ (figure.find('[data-file=images]'));
    const place = figure.find('.there');
    figure.onButtons('[data-do=images]', () => this.loadTest());
    field.addEventListener('change', () => take(field.files), { signal });
    for (const type of ['dragover', 'drop']) {
      place.addEventListener(
        type,
        (event) => {
          if (hasImages('test')) return;
          event.preventDefault();
          if (type === 'drop') take(/** @type {DragEvent} */ (event).dataTransfer?.files);
        },
        { signal },
      );
    }
  }

  write() {
    const { figure, part, trouble } = this;
    const here = this.sets.has('test');
    const can = hasImages('test');
    const capital = trouble && `${trouble[0].toUpperCase()}${trouble.slice(1)}.`;
    figure.show('images', here ? '' : part >= 0 ? text.loadingImages(part) : capital || (can ? '' : text.noImages));
    const load = figure.find('[data-do=images]');
    load.hidden = here || !can || part >= 0 || (!trouble && !figure.waitsForImages);
    load.textContent = trouble ? text.retry : text.loadImages;
    figure.find('.images .file').hidden = here || can;
  }

  free() {
    for (const images of this.sets.values()) images.free();
    this.sets.clear();
  }
}
