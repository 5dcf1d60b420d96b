// SPDX-License-Identifier: MIT
// Model files in Figure 1: the network is saved as TensorFlow.js reads it, and one of the same kind is opened.
import { button } from '../controls.js';
import { strings } from '../strings.js';
import { models as text } from '../strings_models.js';

/** @typedef {import('../core_models.js').Named} Named */

const MOST_BYTES = 16_000_000; // the largest network of the options has 2.1 million weights

export const modelTemplate = `
  <details class="drawer models">
    <summary>${text.title}</summary>
    <p>${text.explain}</p>
    <div class="fields">
      ${button('save-model', 'save', text.save, 'primary')}
      <label class="file">${text.file} <input type="file" multiple></label>
    </div>
    <p class="opened" hidden></p>
    <p class="unopened" role="alert" hidden></p>
  </details>`;

/** Whether one of these is meant to be a model. @param {File[]} files */
export const hasModel = (files) => files.some(({ name }) => name.endsWith('.json'));

/** @param {File} file @returns {Promise<Named>} */
const read = async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });

export class Models {
  /** @param {import('./train.js').Train} figure */
  constructor(figure) {
    this.figure = figure;
    this.details = /** @type {HTMLDetailsElement} */ (figure.find('.models'));
    this.told = figure.find('.models .opened');
    this.refused = figure.find('.models .unopened');
    this.reading = 0; // the newest files
    const field = /** @type {HTMLInputElement} */ (figure.find('.models [type=file]'));
    field.addEventListener('change', () => field.files?.length && this.open([...field.files]), {
      signal: figure.stop.signal,
    });
  }

  async save() {
    const [{ modelFiles }, { save }] = await Promise.all([import('../core_models.js'), import('./train_export.js')]);
    if (this.figure.stop.signal.aborted) return;
    for (const { name, bytes } of modelFiles(this.figure.shown)) {
      save(new Blob([/** @type {BlobPart} */ (bytes)]), name);
    }
  }

  /** @param {File[]} files model.json and its weights, in any order */
  async open(files) {
    this.details.open = true;
    const turn = ++this.reading;
    const words = await this.tryToOpen(files, () => turn !== this.reading || this.figure.stop.signal.aborted);
    if (words) this.refuse(words);
  }

  /** @param {File[]} files @param {() => boolean} late @returns {Promise<string>} why not; '': it has worked, or is late */
  async tryToOpen(files, late) {
    if (!hasModel(files)) return text.noJson;
    if (files.reduce((sum, { size }) => sum + size, 0) > MOST_BYTES) return text.tooLarge(MOST_BYTES / 1e6);
    const [{ Missing, NotOfFigure, readModel }, ...named] = await Promise.all([
      import('../core_models.js'),
      ...files.map(read),
    ]);
    if (late()) return '';
    const json = /** @type {Named} */ (named.find(({ name }) => name.endsWith('.json')));
    try {
      this.use(readModel(this.figure.engine.core, json, named));
      return '';
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      if (error instanceof Missing) return text.missing(message);
      return error instanceof NotOfFigure ? text.notOfThisFigure(message) : text.refused(message);
    }
  }

  /** @param {{options: Partial<import('../core.js').Options>, parameters: Float32Array}} model */
  use({ options, parameters }) {
    const { figure } = this;
    figure.useModel(options, parameters);
    this.refuse('');
    const { width, depth, bottleneck } = figure.options;
    const hidden = Array(depth).fill(width);
    const sizes = [3, ...hidden, bottleneck, ...hidden, 3].join('-');
    const words = text.used(sizes, strings.lossValue(figure.shown.loss));
    this.told.textContent = words;
    this.told.hidden = false;
    figure.status.say(words);
  }

  /** @param {string} words empty: nothing is refused */
  refuse(words) {
    this.refused.textContent = words;
    this.refused.hidden = !words;
    this.told.hidden = true;
  }
}
