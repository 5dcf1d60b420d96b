// SPDX-License-Identifier: MIT
// W7: Figure 6 of the built site in Chromium. W7-picture is the time from a mouse event over the map to the picture of what is
// decoded there, without the waits for a frame and for the screen; W7-cursor that to all that it changes: event, both frames and
// layout. W7-pan and W7-zoom are frames a second of its 10,000 dots.
import { launch } from './chromium.js';

/** @typedef {{name: string, unit: string}} Act */

/** @type {Act[]} */
export const acts = [
  { name: 'W7-picture', unit: 'ms' },
  { name: 'W7-cursor', unit: 'ms' },
  { name: 'W7-pan', unit: 'frames/s' },
  { name: 'W7-zoom', unit: 'frames/s' },
];

const SIZE = { width: 1300, height: 1000 };

/** @param {string} origin of the built site @param {Act} act @param {{repetitions: number, seconds: number}} settings @returns {Promise<number[]>} */
export async function measure(origin, { name, unit }, settings) {
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: SIZE });
    await page.goto(`${origin}/workbench.html?name=digits&state=fresh`);
    await page.evaluate(async () => {
      await customElements.whenDefined('ae-figure');
      await /** @type {any} */ (document.querySelector('ae-figure')).ready;
    });
    await page.waitForLoadState('networkidle');
    return await page.evaluate(unit === 'ms' ? moves : frames, { ...settings, name });
  } finally {
    await browser.close();
  }
}

// These two run in the page.

/** One figure for each of so many moves. @param {{name: string, repetitions: number}} settings @returns {Promise<number[]>} ms */
async function moves({ name, repetitions }) {
  const host = /** @type {HTMLElement} */ (document.querySelector('ae-figure'));
  const canvas = /** @type {HTMLElement} */ (host.shadowRoot?.querySelector('[data-plot=map] canvas'));
  const next = window.requestAnimationFrame.bind(window);
  /** @type {FrameRequestCallback[]} */
  let waiting = [];
  window.requestAnimationFrame = (callback) => waiting.push(callback);
  const box = canvas.getBoundingClientRect();
  const decoded = host.shadowRoot?.querySelector('[data-picture=decoded]');
  let shown = 0; // when the picture was
  const put = CanvasRenderingContext2D.prototype.putImageData;
  CanvasRenderingContext2D.prototype.putImageData = function (/** @type {any[]} */ ...given) {
    put.apply(this, /** @type {any} */ (given));
    if (this.canvas === decoded) shown = performance.now();
  };
  /** @param {number} k over the whole map, in no order that a cache could know */
  const move = (k) => {
    const [u, v] = [(0.618 * k) % 1, (0.382 * k * k + 0.1) % 1];
    const at = { clientX: box.left + (0.1 + 0.8 * u) * box.width, clientY: box.top + (0.1 + 0.8 * v) * box.height };
    const before = performance.now();
    canvas.dispatchEvent(new PointerEvent('pointermove', { ...at, bubbles: true, pointerType: 'mouse', pointerId: 1 }));
    for (let frame = 0; frame < 2; frame++) {
      const now = waiting;
      waiting = [];
      for (const callback of now) callback(performance.now());
      host.getBoundingClientRect(); // lays out
    }
    return (name === 'W7-picture' ? shown : performance.now()) - before;
  };
  const times = [];
  for (let k = 0; k < 20 * repetitions + 20; k++) {
    const time = move(k);
    if (k >= 20) times.push(time);
    await new Promise((done) => next(() => setTimeout(done))); // it is painted
  }
  return times;
}

/** One figure for each repetition. @param {{name: string, repetitions: number, seconds: number}} settings @returns {Promise<number[]>} frames a second */
async function frames({ name, repetitions, seconds }) {
  const host = /** @type {HTMLElement} */ (document.querySelector('ae-figure'));
  const canvas = /** @type {HTMLElement} */ (host.shadowRoot?.querySelector('[data-plot=map] canvas'));
  const box = canvas.getBoundingClientRect();
  const at = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
  const wheel = (/** @type {number} */ deltaY) =>
    canvas.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY, ctrlKey: true, cancelable: true }));
  const press = (/** @type {string} */ key) => canvas.dispatchEvent(new KeyboardEvent('keydown', { key }));
  const find = (/** @type {string} */ view) => host.shadowRoot?.querySelector(`[data-view=${view}]`);
  const button = (/** @type {string} */ view) => /** @type {HTMLElement} */ (find(view)).click();
  for (let k = 0; name === 'W7-pan' && k < 5; k++) press('+');
  const figures = [];
  for (let k = 0; k < repetitions; k++) {
    const begun = performance.now();
    let count = 0;
    while (performance.now() - begun < 3000 * seconds) {
      if (name === 'W7-zoom') wheel(count % 40 < 20 ? -12 : 12);
      else button(count % 8 < 4 ? 'left' : 'right');
      await new Promise(requestAnimationFrame);
      count++;
    }
    figures.push((1000 * count) / (performance.now() - begun));
  }
  return figures;
}
