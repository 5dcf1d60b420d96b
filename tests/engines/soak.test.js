// SPDX-License-Identifier: MIT
// Long runs in Chromium: training flat out, figures that come and go, random actions on all of them. Memory is read after a garbage
// collection, again and again, and must not grow; in the end nothing may be left. `make test` takes 20 s each, `make soak` 10 minutes;
// build/soak/ gets the numbers and a picture of them.
//
//   SOAK=600 node --test tests/engines/soak.test.js
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { chromium } from '@playwright/test';
import config from '../browser/playwright.config.js';
import { serve } from '../browser/server.js';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{at: number, heap: number, wasm: number, listeners: number, nodes: number}} Sample at: s; heap and wasm: MB */

const SECONDS = Number(process.env.SOAK ?? 20);
const SAMPLES = Math.min(60, Math.max(12, SECONDS / 5));
const GROWTH = 1.02; // of the last third over the one before
const SLACK = 0.15; // MB that counts as nothing

const FOLDER = new URL('../../build/soak/', import.meta.url);
/** @type {Record<string, Sample[]>} */
const runs = {};

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
/** @type {import('@playwright/test').Browser} */
let browser;

before(async () => {
  server = await serve(new URL('../../build/site', import.meta.url).pathname);
  browser = await chromium.launch(config.use?.launchOptions);
});

after(async () => {
  await browser?.close();
  server?.close();
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(new URL('memory.json', FOLDER), JSON.stringify(runs));
  writeFileSync(new URL('memory.svg', FOLDER), picture(runs));
});

/** Counts what a page holds on to: the core's memories, WebGL contexts, timers that repeat. */
function keepCount() {
  /** @type {WebAssembly.Memory[]} */
  const memories = [];
  /** @type {Set<any>} */
  const contexts = new Set();
  /** @type {Set<number>} */
  const intervals = new Set();
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = /** @type {any} */ (
    async (/** @type {any[]} */ ...given) => {
      const instance = await /** @type {any} */ (instantiate)(...given);
      for (const value of Object.values(instance.exports ?? {}))
        if (value instanceof WebAssembly.Memory) memories.push(value);
      return instance;
    }
  );
  for (const { prototype } of /** @type {any[]} */ ([OffscreenCanvas, HTMLCanvasElement])) {
    const get = prototype.getContext;
    prototype.getContext = function (/** @type {any[]} */ ...given) {
      const context = get.apply(this, given);
      if (context && /webgl/.test(given[0])) contexts.add(context);
      return context;
    };
  }
  const { setInterval, clearInterval } = globalThis;
  Object.assign(globalThis, {
    memories,
    contexts,
    intervals,
    setInterval: (/** @type {any[]} */ ...given) => {
      const id = /** @type {any} */ (setInterval)(...given);
      intervals.add(id);
      return id;
    },
    clearInterval: (/** @type {number} */ id) => {
      intervals.delete(id);
      clearInterval(id);
    },
  });
}

/** A page with its own account of memory. */
async function open() {
  const context = await browser.newContext({ viewport: { width: 1300, height: 1500 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  /** @type {string[]} */
  const troubles = [];
  page.on('pageerror', (error) => troubles.push(`${error}`));
  await page.addInitScript(keepCount);
  await page.goto(`${server.url}/workbench.html?name=none`);
  const session = await context.newCDPSession(page);
  const start = Date.now();

  /** @returns {Promise<Sample>} */
  const sample = async () => {
    for (let times = 0; times < 2; times++) await session.send('HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize = 0 } = /** @type {any} */ (await session.send('Runtime.getHeapUsage'));
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    const wasm = await page.evaluate(() =>
      /** @type {any} */ (globalThis).memories.reduce(
        (/** @type {number} */ sum, /** @type {WebAssembly.Memory} */ memory) => sum + memory.buffer.byteLength,
        0,
      ),
    );
    const heap = (usedSize + Math.max(0, backingStorageSize - wasm)) / 1e6;
    return { at: (Date.now() - start) / 1000, heap, wasm: wasm / 1e6, listeners: jsEventListeners, nodes };
  };
  return { page, sample, troubles };
}

/** Puts these figures on the page, in place of those that are there. @param {Page} page @param {string[]} names @param {Record<string, any>} [state] */
const put = (page, names, state = {}) =>
  page.evaluate(
    async ([figures, given]) => {
      document.querySelector('main')?.replaceChildren();
      for (const name of /** @type {string[]} */ (figures)) {
        const figure = /** @type {any} */ (document.createElement('ae-figure'));
        figure.setAttribute('name', name);
        document.querySelector('main')?.append(figure);
        figure.scrollIntoView();
        await customElements.whenDefined('ae-figure');
        await figure.ready;
        figure.set(given);
      }
    },
    /** @type {const} */ ([names, state]),
  );

/** Nothing is left of figures that were taken off. @param {Page} page @param {Sample} first @param {() => Promise<Sample>} sample */
async function assertNothingLeft(page, first, sample) {
  await put(page, []);
  await page.mouse.move(2, 2);
  await page.waitForTimeout(1200); // what was about to end has ended
  assert.equal(page.workers().length, 0, 'workers');
  const kept = await page.evaluate(() => {
    const { intervals, contexts } = /** @type {any} */ (globalThis);
    return { intervals: intervals.size, contexts: contexts.size };
  });
  assert.equal(kept.intervals, 0, 'timers');
  assert.ok(kept.contexts <= 1, `${kept.contexts} WebGL contexts`);
  const last = await sample();
  assert.ok(last.listeners <= first.listeners, `listeners: ${last.listeners} after ${first.listeners}`);
}

/** Memory of the last third is that of the third before. @param {Sample[]} samples */
function assertFlat(samples) {
  const third = Math.floor(samples.length / 3);
  for (const what of /** @type {const} */ (['heap', 'wasm'])) {
    const least = (/** @type {Sample[]} */ part) => Math.min(...part.map((one) => one[what]));
    const [then, now] = [least(samples.slice(third, -third)), least(samples.slice(-third))];
    assert.ok(now <= GROWTH * then + SLACK, `${what}: ${now.toFixed(2)} MB after ${then.toFixed(2)}`);
  }
}

/**
 * Does something for the time that is given, and reads memory in between.
 * @param {string} name @param {string[]} figures to warm up with @param {(page: Page) => Promise<void>} act between two samples, for `slice` s
 */
async function soak(name, figures, act) {
  const { page, sample, troubles } = await open();
  await put(page, figures);
  await act(page); // code, caches
  await put(page, []);
  await page.waitForTimeout(1200);
  const first = await sample();
  await put(page, figures);
  runs[name] = [];
  for (let k = 0; k < SAMPLES; k++) {
    await act(page);
    runs[name].push(await sample());
  }
  assert.deepEqual(troubles, []);
  await assertNothingLeft(page, first, sample);
  assertFlat(runs[name]);
  await page.context().close();
}

const slice = SECONDS / SAMPLES;

test('training flat out: memory is flat, and nothing is left', { timeout: 2000 * SECONDS + 120_000 }, () =>
  soak('training', ['train'], async (page) => {
    const epochs = await page.evaluate(async (seconds) => {
      const figure = /** @type {any} */ (document.querySelector('ae-figure'));
      const { epoch, playing, seed } = figure.state;
      if (!playing)
        figure.set({ data: 'noise', points: 50, epochs: 100_000, speed: 'flat', seed: seed + 1, playing: true });
      await new Promise((done) => setTimeout(done, 1000 * seconds));
      return figure.state.epoch - (playing ? epoch : 0);
    }, slice);
    assert.ok(epochs > 0, 'it trains');
  }),
);

test('figures that come and go: memory is flat, and nothing is left', { timeout: 2000 * SECONDS + 120_000 }, () => {
  const names = ['train', 'encoder', 'gradient', 'trails', 'decoder', 'digits'];
  return soak('coming and going', [], async (page) => {
    const end = Date.now() + 1000 * slice;
    do for (const name of names) await put(page, [name], name === 'train' ? { playing: true } : { selected: 3 });
    while (Date.now() < end);
    await put(page, []);
  });
});

test('random actions on all figures: memory is flat, all is sound, and nothing is left', {
  timeout: 2000 * SECONDS + 180_000,
}, () => {
  const names = ['train', 'encoder', 'gradient', 'trails', 'decoder', 'digits'];
  let slices = 0;
  return soak('random actions', [], async (page) => {
    await put(page, names);
    // Each third of the run does the same: a network that is larger than all before it needs more memory, which wasm keeps.
    const seed = 1 + (slices++ % Math.floor(SAMPLES / 3));
    await page.evaluate(actAtRandom, { seed, count: Math.ceil(5 * slice) });
    await put(page, []);
  });
});

/** In the page: five times a second, a random control of a random figure. @param {{seed: number, count: number}} given */
async function actAtRandom({ seed, count }) {
  let state = seed;
  const random = (/** @type {number} */ below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const any = (/** @type {any} */ list) => list[random(list.length)];
  const figures = /** @type {any[]} */ ([...document.querySelectorAll('ae-figure')]);
  for (let k = 0; k < count; k++) {
    const figure = any(figures);
    figure.scrollIntoView({ block: random(2) ? 'start' : 'end', behavior: 'instant' });
    const root = figure.shadowRoot;
    const fields = [...root.querySelectorAll('button, select, input, summary, canvas')].filter(
      (field) =>
        field.checkVisibility() && !field.disabled && field.type !== 'file' && !/save/.test(field.dataset.do ?? ''),
    );
    const field = any(fields);
    if (field instanceof HTMLSelectElement) {
      field.selectedIndex = random(Math.min(4, field.options.length));
      field.dispatchEvent(new Event('change', { bubbles: true }));
    } else if (field instanceof HTMLInputElement && field.type === 'range') {
      field.value = `${Number(field.min) + (random(100) / 100) * (Number(field.max) - Number(field.min))}`;
      for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
    } else if (field instanceof HTMLCanvasElement) {
      const key = any(['ArrowLeft', 'ArrowUp', 'n', 'p', 'Home', 'End', '+', '-', 'Escape']);
      field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
    } else {
      field?.click();
    }
    await new Promise((done) => setTimeout(done, 200));
    for (const [name, value] of Object.entries(figure.state)) {
      if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${name} is ${value}`);
    }
    if (/NaN|undefined|Infinity/.test(root.textContent)) throw new Error(`a text of ${figure.getAttribute('name')}`);
  }
}

/** Memory over time, a curve each. @param {Record<string, Sample[]>} all @returns {string} SVG */
function picture(all) {
  const [width, height] = [720, 150];
  const panels = Object.entries(all).map(([name, samples], k) => {
    const end = Math.max(1, ...samples.map(({ at }) => at));
    const curves = /** @type {const} */ (['heap', 'wasm']).map((what) => {
      const most = 1.2 * Math.max(1, ...samples.map((one) => one[what]));
      const points = samples.map(
        (one) => `${((one.at / end) * width).toFixed(1)},${(height - (one[what] / most) * height).toFixed(1)}`,
      );
      const words = `${what} ${samples.at(-1)?.[what].toFixed(1)} MB`;
      const [colour, y] = what === 'heap' ? ['#1f5fa8', 30] : ['#b0500a', 46];
      return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="1.5"/><text x="4" y="${y}" fill="${colour}">${words}</text>`;
    });
    return `<g transform="translate(20 ${20 + k * (height + 40)})"><rect width="${width}" height="${height}" fill="none" stroke="#ccc"/>
<text x="4" y="14">${name}, ${end.toFixed(0)} s</text>${curves.join('')}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width + 40}" height="${20 + panels.length * (height + 40)}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>${panels.join('\n')}</svg>\n`;
}
