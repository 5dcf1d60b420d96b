// SPDX-License-Identifier: MIT
// The drawers of Figure 6: what else one can do with it. The code of each is a file figures/digits_….js that exports a class Panel,
// loaded when its drawer is first opened:
//
//   new Panel(figure) → html, put into the drawer → open(root), which may load files → dispose
//
// step, write, look and repaint are called from `open` on: its controls work while its files are on their way.
import { strings } from './strings.js';
import { digits as text } from './strings_digits.js';

/**
 * @typedef {object} Panel
 * @property {string} html what fills the drawer
 * @property {(root: HTMLElement, progress: import('./digits_files.js').Progress) => void | Promise<void>} open throws an Error in a reader's words
 * @property {() => void} [write] brings texts up to date with the figure's state
 * @property {(now: number) => boolean} [step] in each frame; true when the next one is wanted too
 * @property {(visible: boolean) => void} [look] whether somebody can
 * @property {() => void} [repaint] colours or pixels are others
 * @property {() => void} dispose
 */
/** @typedef {import('./figures/digits.js').Digits} Digits */

/** By path. */
const modules = /** @type {Record<string, () => Promise<{Panel: new (figure: Digits) => Panel}>>} */ (
  import.meta.glob('./figures/digits_{draw,noise,train}.js')
);

const NAMES = Object.keys(text.panels).filter((name) => `./figures/digits_${name}.js` in modules);

export const panelsTemplate = () =>
  NAMES.map(
    (name) => `
  <details class="drawer" data-panel="${name}"><summary>${text.panels[name]}</summary><div class="panel"></div></details>`,
  ).join('');

export class Panels {
  /** @param {Digits} figure */
  constructor(figure) {
    this.figure = figure;
    /** @type {Map<string, Panel>} those that are open, or have been */
    this.open = new Map();
    /** @type {Set<string>} those that are on their way */
    this.coming = new Set();
  }

  /** @param {AbortSignal} signal */
  listen(signal) {
    for (const name of NAMES) {
      const drawer = /** @type {HTMLDetailsElement} */ (this.figure.find(`[data-panel=${name}]`));
      drawer.addEventListener('toggle', () => drawer.open && this.start(name, drawer), { signal });
    }
  }

  /** @param {string} name @param {HTMLElement} drawer */
  async start(name, drawer) {
    if (this.open.has(name) || this.coming.has(name)) return;
    const root = /** @type {HTMLElement} */ (drawer.querySelector('.panel'));
    const { signal } = this.figure.stop;
    this.coming.add(name);
    const line = document.createElement('p');
    line.className = 'value loading';
    line.textContent = text.panelLoading;
    root.replaceChildren(line);
    this.figure.status.say(text.panelLoading);
    /** @type {Panel | undefined} */
    let panel;
    try {
      const { Panel } = await modules[`./figures/digits_${name}.js`]().catch(() => {
        throw new Error(text.programLost);
      });
      if (signal.aborted) return;
      panel = new Panel(this.figure);
      root.innerHTML = panel.html;
      root.prepend(line);
      this.open.set(name, panel);
      await panel.open(root, (part) => {
        line.textContent = text.panelPart(part);
      });
      line.remove();
      if (!signal.aborted) this.figure.renew();
    } catch (error) {
      if (signal.aborted) return; // disposed of with the others
      this.open.delete(name);
      panel?.dispose();
      this.fail(name, drawer, root, /** @type {Error} */ (error));
    } finally {
      this.coming.delete(name);
    }
  }

  /** @param {string} name @param {HTMLElement} drawer @param {HTMLElement} root @param {Error} error */
  fail(name, drawer, root, error) {
    const note = document.createElement('p');
    note.className = 'notice';
    note.setAttribute('role', 'alert');
    note.textContent = text.panelFailed(error.message);
    const retry = document.createElement('button');
    retry.type = 'button';
    retry.textContent = strings.figure.retry;
    retry.addEventListener('click', () => this.start(name, drawer));
    note.append(retry);
    root.replaceChildren(note);
  }

  /** @param {number} now @returns {boolean} */
  step(now) {
    let more = false;
    for (const panel of this.open.values()) more = panel.step?.(now) || more;
    return more;
  }

  write() {
    for (const panel of this.open.values()) panel.write?.();
  }

  repaint() {
    for (const panel of this.open.values()) panel.repaint?.();
  }

  /** @param {boolean} visible */
  look(visible) {
    for (const panel of this.open.values()) panel.look?.(visible);
  }

  dispose() {
    for (const panel of this.open.values()) panel.dispose();
    this.open.clear();
  }
}
