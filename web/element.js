// SPDX-License-Identifier: MIT
// <ae-figure name="train">: a figure of the article, in any page. To import this file changes nothing and needs no document;
// `define` makes the element known, and define.js calls it.
//
// Attributes are the names of its state: the options of core/options.h (data, points, …, seed), speed, playing, selected; they may
// change at any time. `theme` is light or dark (without it: as the reader's system), `renderer` may be soft (no WebGL), `light` names
// a part of the network that a text beside it speaks of: input, encoder, latent, decoder or output; `link` says where links to its
// state lead, see share.js. What stands inside with slot="poster" is shown until the first live picture and after any failure (but
// see refused.js); anything else inside, a caption, stays.
//
//   ready          a promise of the first live picture
//   state          a plain object, which `set` understands
//   set(changes)   changes a part of the state; throws an Error that names what does not fit, and keeps the state
//   ae-state       an event: the state may be another
//   ae-ready, ae-step (detail: {epoch, loss}), ae-error (detail: {message})
//
//   (apart) ── connected ──→ waiting ── near the viewport ──→ starting ──→ onscreen ⇄ offscreen
//      ↑                                                        │    ↑ “Try again”, another attribute
//      └────────────────── removed, from any ─────────────────  failed
import { engine } from './engine.js';
import css from './figure.css?inline';
import { Train } from './figures/train.js';
import { strings } from './strings.js';

/** @typedef {import('./figure.js').Figure} Figure */
/** @typedef {import('./figure.js').State} State */
/** @typedef {'apart' | 'waiting' | 'starting' | 'failed' | 'onscreen' | 'offscreen'} Phase */
/** @typedef {(new (setting: import('./figure.js').Setting) => Figure) & {title: string, names: string[]}} FigureClass */

/** @type {Map<string, FigureClass | (() => Promise<FigureClass>)>} by name; a function loads the code of a figure that does not come first */
const figures = new Map(
  /** @type {[string, FigureClass | (() => Promise<FigureClass>)][]} */ ([
    ['train', Train],
    ['encoder', async () => (await import('./figures/encoder.js')).Encoder],
    ['gradient', async () => (await import('./figures/gradient.js')).Gradient],
    ['trails', async () => (await import('./figures/trails.js')).Trails],
    ['decoder', async () => (await import('./figures/decoder.js')).Decoder],
    ['digits', async () => (await import('./figures/digits.js')).Digits],
  ]),
);

const NEAR = { rootMargin: '600px' }; // it starts before it comes into sight
const PATIENCE = 1000; // ms before it says that it is loading
const FRAMES = 30; // most frames to wait for the first picture

/** Attributes that are no part of a figure's state. */
const OTHERS = new Set(['name', 'theme', 'renderer', 'light', 'link']);

/** An error whose message is already what the reader should see. */
class ReaderError extends Error {}

/** @param {Error} error @returns {never} */
function notLoaded(error) {
  throw new ReaderError(strings.figure.failed(error.message));
}

// Where a page is rendered before it is sent, there are no elements: there the class is a name, of which nothing is made.
const Element = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

/** @type {CSSStyleSheet | undefined} one for all figures, made with the first */
let sheet;

function styles() {
  if (sheet) return sheet;
  sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

/** Lets the page do something else between two pieces of work: a task of its own for what follows. */
const pause = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve(null);
    };
    port2.postMessage(null);
  });

/** Whether this page may compute: the smallest module tells, and WebKit, where a policy refuses it, not before it is an instance. */
function computes() {
  try {
    const module = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    return Boolean(new WebAssembly.Instance(module));
  } catch {
    return false;
  }
}

/** The next frame; in a tab that has none, some time. */
const frame = () =>
  new Promise((resolve) => {
    requestAnimationFrame(resolve);
    setTimeout(resolve, 100);
  });

export class AeFigure extends Element {
  /** @type {Phase} */
  #phase = 'apart';
  /** @type {Figure | null} from the moment that it is being made */
  #figure = null;
  /** @type {State} what `set` was told before there was a figure */
  #early = {};
  #visit = 0; // tells a start that was overtaken by a removal
  #inSight = true;
  /** @type {(value?: any) => void} */
  #resolve = () => {};
  /** @type {(reason: Error) => void} */
  #reject = () => {};
  /** @type {AbortController} what listens while it is in the page */
  #stop = new AbortController();

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [styles()];
    shadow.innerHTML = '<section></section><slot name="poster"></slot><div class="trouble"></div><slot></slot>';
    this.section = /** @type {HTMLElement} */ (shadow.querySelector('section')); // another one at each start
    this.trouble = /** @type {HTMLElement} */ (shadow.querySelector('.trouble'));
    this.#promise();
  }

  /** @returns {State} */
  get state() {
    return this.#figure?.state ?? { ...this.#early };
  }

  /** @param {State} changes */
  set(changes) {
    if (this.#figure) this.#figure.set(changes);
    else Object.assign(this.#early, changes);
    if (this.#phase === 'failed') this.#start();
  }

  connectedCallback() {
    this.#phase = 'waiting';
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const watch = (/** @type {IntersectionObserverInit} */ options, /** @type {(inSight: boolean) => void} */ tell) => {
      try {
        const observer = new IntersectionObserver(
          (entries) => tell(entries[entries.length - 1].isIntersecting),
          options,
        );
        observer.observe(this);
        signal.addEventListener('abort', () => observer.disconnect());
      } catch {
        tell(true); // where nothing can be observed, everything counts as seen
      }
    };
    watch(NEAR, (near) => near && this.#phase === 'waiting' && this.#start());
    watch({}, (inSight) => {
      this.#inSight = inSight;
      this.#look();
    });
    document.addEventListener('visibilitychange', () => this.#look(), { signal });
    const attributes = new MutationObserver((records) =>
      this.#attributes(records.map((record) => record.attributeName)),
    );
    attributes.observe(this, { attributes: true });
    signal.addEventListener('abort', () => attributes.disconnect());
  }

  disconnectedCallback() {
    this.#visit++;
    this.#stop.abort();
    this.#phase = 'apart';
    this.#empty();
    this.trouble.replaceChildren();
    this.#showPoster(true);
    this.#promise();
  }

  #promise() {
    /** @type {Promise<void>} */
    this.ready = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.ready.catch(() => {}); // who does not ask is not told twice
  }

  /** Ends the figure that there is, or is being made. What it may still be waiting for finds no place in the page. */
  #empty() {
    this.#figure?.dispose();
    this.#figure = null;
    const section = document.createElement('section');
    this.section.replaceWith(section);
    this.section = section;
  }

  async #start() {
    if (this.#phase === 'failed') this.#promise();
    this.#phase = 'starting';
    this.#empty();
    this.#dress();
    const visit = ++this.#visit;
    const late = setTimeout(() => this.#say(strings.figure.starting), PATIENCE);
    try {
      await this.#make(() => visit !== this.#visit);
      if (visit !== this.#visit) return;
      this.trouble.replaceChildren();
      this.section.classList.remove('unborn');
      this.#showPoster(false);
      this.#phase = 'onscreen';
      this.#look();
      this.#resolve();
      this.dispatchEvent(new CustomEvent('ae-ready', { bubbles: true, composed: true }));
    } catch (error) {
      if (visit === this.#visit) this.#fail(/** @type {Error} */ (error));
    } finally {
      clearTimeout(late);
    }
  }

  /** Makes up for what `* { all: unset }` of a page takes from the element, for whose own style the page's goes before ours. */
  #dress() {
    const { display, colorScheme } = getComputedStyle(this);
    if (display === 'inline') this.style.display = 'block';
    for (const part of [this.section, this.trouble]) part.classList.toggle('bare', colorScheme === 'normal');
  }

  /** Makes the figure, with its first picture, still unseen. @param {() => boolean} overtaken */
  async #make(overtaken) {
    const name = this.getAttribute('name') ?? '';
    const known = figures.get(name);
    if (!known) throw new ReaderError(strings.figure.unknown(name, [...figures.keys()]));
    const Kind = 'title' in known ? known : await known().catch(notLoaded);
    if (overtaken()) return;
    this.section.setAttribute('aria-label', Kind.title);
    const shared = await engine().catch(notLoaded);
    await pause();
    if (overtaken()) return;
    this.section.classList.add('unborn');
    const { state: addressed, said } = await this.#addressed();
    const state = { ...this.#given(Kind, shared), ...addressed, ...this.#early };
    if (overtaken()) return;
    const begun = (/** @type {Figure} */ unfinished) => {
      this.#figure = unfinished;
    };
    const figure = new Kind({ host: this, root: this.section, engine: shared, state, begun });
    for (const plot of figure.plots.values()) plot.soft = this.getAttribute('renderer') === 'soft';
    await figure.open();
    if (said && !overtaken()) figure.say(said);
    await pause();
    for (let k = 0; k < FRAMES && !overtaken() && ![...figure.plots.values()].some((plot) => !plot.dirty); k++) {
      await frame();
      await shared.surface.warmth;
    }
  }

  /** The state that attributes give. @param {FigureClass} Kind @param {import('./engine.js').Engine} shared @returns {State} */
  #given({ names }, { core }) {
    const known = new Set([...names, ...core.options.map((option) => option.name)]);
    return Object.fromEntries(
      [...this.attributes].filter(({ name }) => known.has(name)).map(({ name, value }) => [name, value]),
    );
  }

  /** What the page's address gives, where links to it lead here. @returns {Promise<{state?: State, said?: string}>} */
  async #addressed() {
    if (!location.search || !this.hasAttribute('link')) return {};
    return (await import('./share.js').catch(notLoaded)).arriving(this);
  }

  /** Other attributes: another state, or another start. @param {(string | null)[]} names */
  #attributes(names) {
    if (this.#phase === 'failed' || names.includes('name')) {
      if (this.#phase !== 'waiting') this.#start();
      return;
    }
    if (!this.#figure) return;
    for (const name of new Set(names)) {
      const value = name && this.getAttribute(name);
      if (!name || typeof value !== 'string') continue;
      if (name === 'renderer') {
        for (const plot of this.#figure.plots.values()) plot.soft = value === 'soft';
        this.#figure.changed();
      }
      if (OTHERS.has(name)) continue;
      try {
        this.#figure.set({ [name]: value });
      } catch (error) {
        const { message } = /** @type {Error} */ (error);
        this.#figure.say(strings.figure.refused(message));
        this.#error(message);
      }
    }
  }

  #look() {
    if (!this.#figure || this.#phase === 'starting') return;
    const visible = this.#inSight && !document.hidden;
    this.#phase = visible ? 'onscreen' : 'offscreen';
    this.#figure.look(visible);
  }

  /** @param {boolean} shown */
  #showPoster(shown) {
    const slot = /** @type {HTMLSlotElement} */ (this.shadowRoot?.querySelector('slot[name=poster]'));
    slot.hidden = !shown;
    this.section.classList.toggle('posted', !shown && slot.assignedElements().length > 0);
  }

  /** @param {Error} error */
  async #fail(error) {
    const visit = this.#visit;
    this.#phase = 'failed';
    this.#empty();
    this.#showPoster(true);
    const refused = computes() ? null : await import('./refused.js').catch(() => null);
    if (visit !== this.#visit) return;
    const message =
      refused?.why ?? (error instanceof ReaderError ? error.message : strings.figure.invalid(error.message));
    if (refused?.fill(this.getAttribute('name'), this.section)) this.#showPoster(false);
    else this.#say(message, true, !refused);
    this.#error(message);
    this.#reject(error);
  }

  /** @param {string} message */
  #error(message) {
    this.dispatchEvent(new CustomEvent('ae-error', { bubbles: true, composed: true, detail: { message } }));
  }

  /** @param {string} text @param {boolean} [failed] @param {boolean} [again] whether to try again may help */
  #say(text, failed = false, again = failed) {
    const note = document.createElement('p');
    note.className = 'notice';
    note.textContent = text;
    if (failed) {
      note.setAttribute('role', 'alert');
    }
    if (again) {
      const retry = document.createElement('button');
      retry.type = 'button';
      retry.textContent = strings.figure.retry;
      retry.addEventListener('click', () => this.#start());
      note.append(retry);
    }
    this.trouble.replaceChildren(note);
  }
}

/** Makes the element known, once; where there are no elements, it does nothing. */
export function define() {
  const known = globalThis.customElements;
  if (known && !known.get('ae-figure')) known.define('ae-figure', AeFigure);
}
