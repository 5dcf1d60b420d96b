// SPDX-License-Identifier: MIT
// A figure on a page in one of the browsers, by what a reader sees and does.
import sharp from 'sharp';

/** @typedef {import('./browser.js').Browser} Browser */
/** @typedef {import('./host.js').Host} Host */
/** @typedef {{left: number, top: number, width: number, height: number}} Box CSS px of the window */
/** @typedef {{width: number, height: number, data: Buffer}} Picture RGB */
/** @typedef {Record<string, any>} State */

const PATIENCE = 60_000; // ms, for a machine that has much else to do

/** Waits until something holds; the error says what did not. @template T @param {() => Promise<T>} ask @param {(value: T) => boolean} holds @param {string} what @returns {Promise<T>} */
export async function until(ask, holds, what, patience = PATIENCE) {
  for (const start = Date.now(); ; ) {
    const value = await ask();
    if (holds(value)) return value;
    if (Date.now() - start > patience) throw new Error(`${what}: in vain, ${JSON.stringify(value)?.slice(0, 300)}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Runs first in every page: short ways to what the suite asks for. */
export function shortWays() {
  const figure = (index = 0) => /** @type {any} */ (document.querySelectorAll('ae-figure')[index]);
  const part = (/** @type {string} */ selector, index = 0) =>
    figure(index)?.shadowRoot?.querySelector(selector) ?? document.querySelector(selector);
  Object.assign(globalThis, { figure, part });
}

export class Page {
  /** @param {Browser} browser @param {Host} host */
  constructor(browser, host) {
    this.browser = browser;
    this.host = host;
  }

  /** A figure alone on the workbench. @param {string} name @param {State} [changes] @param {string} [state] of the workbench */
  async open(name, changes, state = 'fresh') {
    await this.visit(`/workbench.html?${new URLSearchParams({ name, state })}`);
    await this.ready();
    if (changes) await this.set(changes);
  }

  /** @param {string} path */
  visit(path) {
    return this.browser.go(this.host.url + path);
  }

  /** @param {number} [index] among the figures of the page */
  ready(index = 0) {
    return this.browser.run(async (k) => {
      await customElements.whenDefined('ae-figure');
      await /** @type {any} */ (globalThis).figure(k).ready;
    }, index);
  }

  /** Brings a figure of the page into sight, and waits for it. @param {number} index */
  async bring(index) {
    await this.browser.run((k) => {
      /** @type {any} */ (globalThis).figure(k).scrollIntoView({ block: 'start', behavior: 'instant' });
    }, index);
    await this.ready(index);
  }

  /** @param {number} [index] @returns {Promise<State>} */
  state(index = 0) {
    return this.browser.run((k) => ({ .../** @type {any} */ (globalThis).figure(k).state }), index);
  }

  /** @param {State} changes */
  set(changes) {
    return this.browser.run((given) => /** @type {any} */ (globalThis).figure().set(given), changes);
  }

  /** What went wrong on the page. @returns {Promise<string[]>} */
  troubles() {
    return this.browser.run(() => /** @type {any} */ (globalThis).troubles);
  }

  /** A text of the figure, or of the page, with the usual minus sign. @param {string} selector @returns {Promise<string>} */
  async text(selector) {
    const text = await this.browser.run(
      (given) => `${/** @type {any} */ (globalThis).part(given)?.textContent}`,
      selector,
    );
    return text.replaceAll('\u2212', '-').trim();
  }

  /** Brings a part of the figure, or of the page, into sight. @param {string} selector @returns {Promise<Box>} where it is then */
  async box(selector) {
    return this.browser.run((given) => {
      const element = /** @type {any} */ (globalThis).part(given);
      if (!element) throw new Error(`there is no ${given}`);
      const inside = ({ top, bottom } = element.getBoundingClientRect()) => top >= 0 && bottom <= innerHeight;
      if (!inside()) element.scrollIntoView({ block: 'center', behavior: 'instant' });
      const { left, top, width, height } = element.getBoundingClientRect();
      return { left, top, width, height };
    }, selector);
  }

  /** The middle of a part, or a place in it. @param {string} selector @param {number} [u] @param {number} [v] @returns {Promise<[number, number]>} */
  async at(selector, u = 0.5, v = 0.5) {
    const { left, top, width, height } = await this.box(selector);
    return [left + u * width, top + v * height];
  }

  /** @param {string} selector */
  async click(selector) {
    await this.browser.click(...(await this.at(selector)));
  }

  /** Gives a field a value, as a reader does who is done with it. @param {string} selector @param {string} value */
  fill(selector, value) {
    return this.browser.run(
      (given, text) => {
        const field = /** @type {any} */ (globalThis).part(given);
        field.value = text;
        for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
      },
      selector,
      value,
    );
  }

  /** Puts files into a field. @param {string} selector @param {Record<string, Buffer>} files by name */
  choose(selector, files) {
    const list = Object.entries(files).map(([name, bytes]) => ({ name, base64: bytes.toString('base64') }));
    return this.browser.run(
      (given, chosen) => {
        const carrier = new DataTransfer();
        for (const { name, base64 } of chosen) {
          carrier.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
        }
        const field = /** @type {any} */ (globalThis).part(given);
        field.files = carrier.files;
        field.dispatchEvent(new Event('change', { bubbles: true }));
      },
      selector,
      list,
    );
  }

  /** The files that were handed to the reader, where keepSaved has kept them. @param {number} count @returns {Promise<Record<string, Buffer>>} by name */
  async saved(count) {
    const read = () =>
      this.browser.run(async () => {
        /** @type {Record<string, number[]>} */
        const files = {};
        for (const [name, blob] of Object.entries(
          /** @type {Record<string, Blob>} */ (/** @type {any} */ (globalThis).saved),
        ))
          files[name] = [...new Uint8Array(await blob.arrayBuffer())];
        return files;
      });
    const files = await until(read, (found) => Object.keys(found).length === count, `${count} files`);
    return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes)]));
  }

  /** Trains so many epochs with the button “Step”. @param {number} epochs @returns {Promise<State>} */
  async train(epochs) {
    const { epoch } = await this.state();
    await this.browser.run((times) => {
      for (let k = 0; k < times; k++) /** @type {any} */ (globalThis).part('[data-do=step]').click();
    }, epochs);
    return this.reach(epoch + epochs);
  }

  /** Waits for an epoch. @param {number} epoch @returns {Promise<State>} */
  reach(epoch) {
    return until(
      () => this.state(),
      (state) => state.epoch >= epoch,
      `epoch ${epoch}`,
    );
  }

  /** What a plot looks like on the screen. @param {string} plot @returns {Promise<Picture>} */
  async picture(plot) {
    const box = await this.box(`[data-plot="${plot}"] canvas`);
    const image = sharp(await this.browser.picture());
    const { width = 0, height = 0 } = await image.metadata();
    const left = Math.max(0, Math.ceil(box.left) + 4); // without the rounded corners
    const top = Math.max(0, Math.ceil(box.top) + 4);
    const region = {
      left,
      top,
      width: Math.min(width - left, Math.floor(box.width) - 8),
      height: Math.min(height - top, Math.floor(box.height) - 8),
    };
    const { data, info } = await image.extract(region).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data };
  }

  /** The same, once it no longer changes. @param {string} plot @returns {Promise<Picture>} */
  async still(plot) {
    let before = await this.picture(plot);
    for (let tries = 0; tries < 40; tries++) {
      const now = await this.picture(plot);
      if (unlike(now, before) === 0) return now;
      before = now;
    }
    throw new Error(`the plot ${plot} does not come to rest`);
  }

  /**
   * What is in the canvases of some plots, be it in sight or not: how many colours, and a hash of all pixels.
   * @param {string[]} plots @param {number} [index] of the figure @returns {Promise<{colours: number, hash: number}[]>}
   */
  canvases(plots, index = 0) {
    return this.browser.run(
      (names, k) =>
        names.map((name) => {
          const canvas = /** @type {any} */ (globalThis).part(`[data-plot="${name}"] canvas`, k);
          const { clientWidth: width, clientHeight: height } = canvas; // its own sizes stay as they were when it takes bitmaps
          const copy = Object.assign(document.createElement('canvas'), { width, height });
          const flat = /** @type {CanvasRenderingContext2D} */ (copy.getContext('2d'));
          flat.drawImage(canvas, 0, 0, width, height);
          const pixels = new Uint32Array(flat.getImageData(0, 0, width, height).data.buffer);
          let hash = 0;
          for (const pixel of pixels) hash = Math.imul(hash ^ pixel, 0x01000193);
          return { colours: new Set(pixels).size, hash };
        }),
      plots,
      index,
    );
  }

  /** Waits until a plot looks otherwise. @param {string} plot @param {Picture} before */
  changed(plot, before) {
    return until(
      async () => unlike(await this.picture(plot), before),
      (count) => count > 20,
      `another picture of ${plot}`,
    );
  }

  /** Stops what turns by itself, as a reader does by taking hold of it. @param {string} plot */
  async hold(plot) {
    await this.browser.click(...(await this.at(`[data-plot="${plot}"] canvas`, 0.03, 0.97)));
    await this.browser.hover(2, 2);
  }

  /** Moves the mouse over a plot until it means a point. @param {string} plot @returns {Promise<{selected: number, x: number, y: number}>} */
  async pointAtDot(plot) {
    const { left, top, width, height } = await this.box(`[data-plot="${plot}"] canvas`);
    for (let v = 0.1; v < 1; v += 0.08) {
      for (let u = 0.1; u < 1; u += 0.08) {
        const [x, y] = [left + u * width, top + v * height];
        await this.browser.hover(x, y);
        const { selected } = await this.state();
        if (selected >= 0) return { selected, x, y };
      }
    }
    throw new Error(`the plot ${plot} has no point to point at`);
  }
}

/** How many pixels are noticeably unlike. @param {Picture} a @param {Picture} b @param {number} [levels] @returns {number} */
export function unlike(a, b, levels = 8) {
  if (a.width !== b.width || a.height !== b.height) return Number.POSITIVE_INFINITY;
  let count = 0;
  for (let k = 0; k < a.data.length; k += 3) {
    if ([0, 1, 2].some((c) => Math.abs(a.data[k + c] - b.data[k + c]) > levels)) count++;
  }
  return count;
}

/** How much there is to see: pixels unlike the commonest colour, and how many colours. @param {Picture} picture */
export function ink({ data }) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (let k = 0; k < data.length; k += 3) {
    const colour = (data[k] << 16) | (data[k + 1] << 8) | data[k + 2];
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return { pixels: data.length / 3 - Math.max(...counts.values()), colours: counts.size };
}
