// SPDX-License-Identifier: MIT
// <ae-figure name="train">: a figure of the article, in any page.
//
// Its attributes are the options of core/options.h (data, points, …, seed) and give the state it starts in. What stands inside
// it, a caption, stays in place. It speaks through
//   ready          a promise of the figure's first live frame
//   state          a plain object
//   ae-ready, ae-step (detail: {epoch, loss}), ae-error (detail: {message})
//
//   (made) ─ connected ─→ starting ─→ ready ─ removed ─→ disposed ─ connected ─→ starting …
//                            └──────→ failed ─ "try again" ─→ starting
import { engine } from './engine.js';
import css from './figure.css?inline';
import * as train from './figures/train.js';
import { strings } from './strings.js';

/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {{dispose: () => void, state: object}} Mounted */
/**
 * @typedef {object} Figure
 * @property {string} title
 * @property {(host: HTMLElement, root: HTMLElement, engine: Engine, options: Record<string, number>) => Promise<Mounted>} mount
 */

/** @type {Map<string, Figure>} by name */
const figures = new Map([['train', train]]);

/** An error whose message is already what the reader should see. */
class ReaderError extends Error {}

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

/** Options given as attributes. @param {HTMLElement} element @param {Engine} engine @returns {Record<string, number>} */
function readOptions(element, { core }) {
  /** @type {Record<string, number>} */
  const options = {};
  for (const { name } of core.options) {
    const text = element.getAttribute(name);
    if (text === null) continue;
    options[name] = core.parse(name, text);
    if (Number.isNaN(options[name])) throw new Error(strings.figure.notAValue(name, text));
  }
  return options;
}

export class AeFigure extends HTMLElement {
  /** @type {Mounted | null} */
  #mounted = null;
  #visit = 0; // tells a start that was overtaken by a removal
  /** @type {HTMLElement} */
  #root;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [sheet];
    this.#root = document.createElement('section');
    shadow.append(this.#root, document.createElement('slot'));
    /** @type {Promise<void>} */
    this.ready = Promise.resolve();
  }

  get state() {
    return this.#mounted?.state ?? {};
  }

  connectedCallback() {
    this.#start();
  }

  disconnectedCallback() {
    this.#visit++;
    this.#mounted?.dispose();
    this.#mounted = null;
    this.#root.replaceChildren();
  }

  #start() {
    this.ready = this.#mount();
    this.ready.catch(() => {}); // who does not ask is not told twice
  }

  async #mount() {
    const visit = ++this.#visit;
    const name = this.getAttribute('name') ?? '';
    this.#message(strings.figure.starting);
    try {
      const figure = figures.get(name);
      if (!figure) throw new ReaderError(strings.figure.unknown(name));
      this.#root.setAttribute('aria-label', figure.title);
      const shared = await engine().catch((error) => {
        throw new ReaderError(strings.figure.failed(error.message));
      });
      if (visit !== this.#visit) return;
      const options = readOptions(this, shared);
      this.#root.replaceChildren();
      const mounted = await figure.mount(this, this.#root, shared, options);
      if (visit !== this.#visit) return mounted.dispose();
      this.#mounted = mounted;
      this.dispatchEvent(new CustomEvent('ae-ready', { bubbles: true, composed: true }));
    } catch (error) {
      if (visit === this.#visit) this.#fail(/** @type {Error} */ (error));
      throw error;
    }
  }

  /** @param {Error} error */
  #fail(error) {
    const message = error instanceof ReaderError ? error.message : strings.figure.invalid(error.message);
    this.#message(message, true);
    this.dispatchEvent(new CustomEvent('ae-error', { bubbles: true, composed: true, detail: { message } }));
  }

  /** @param {string} text @param {boolean} [failed] */
  #message(text, failed = false) {
    const note = document.createElement('p');
    note.className = 'message';
    note.textContent = text;
    if (failed) {
      note.setAttribute('role', 'alert');
      const retry = document.createElement('button');
      retry.type = 'button';
      retry.textContent = strings.figure.retry;
      retry.addEventListener('click', () => this.#start());
      note.append(retry);
    }
    this.#root.replaceChildren(note);
  }
}

if (!customElements.get('ae-figure')) customElements.define('ae-figure', AeFigure);
