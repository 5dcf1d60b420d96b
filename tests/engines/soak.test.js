// SPDX-License-Identifier: MIT
// Long runs in Chromium: training flat out, figures that come and go, random actions on all of them. Memory of the page and inside
// its workers is read after a garbage collection, again and again, and must not grow; in the end nothing may be left. `make test`
// takes 15 s each, a minute in all, `make soak` 10 minutes each; build/soak/ gets the numbers and a picture of them.
//
// The heap counts machine code too, of which the optimizing compilers make more for an hour: 10 minutes of random actions had 3% more
// in the last third, all of it code. So scripts are interpreted here (wasm is not), and what is left is what they hold.
//
//   SOAK=600 node --test tests/engines/soak.test.js
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import puppeteer from 'puppeteer-core';
import config from '../browser/playwright.config.js';
import { serve } from '../browser/server.js';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {import('puppeteer-core').CDPSession} Session */
/** @typedef {{heap: number, wasm: number}} Memory MB; wasm: of the core alone, heap: all else that scripts hold */
/** @typedef {Memory & {at: number, workers: Memory, listeners: number, nodes: number}} Sample at: s; workers: those of the page together */

const SECONDS = Number(process.env.SOAK ?? 15);
const SAMPLES = Math.min(60, Math.max(12, SECONDS / 5));
const GROWTH = 1.02; // of the last third over the one before
const SLACK = SECONDS < 300 ? 0.05 : 0; // MB that counts as nothing: in short runs some functions are called for the first time
const INTERPRETED = '--js-flags=--no-opt --no-maglev --no-sparkplug';

/** What must be flat, and the colour of its curve. @type {[name: string, of: (sample: Sample) => number, colour: string][]} */
const CURVES = [
  ['heap', ({ heap }) => heap, '#1f5fa8'],
  ['wasm', ({ wasm }) => wasm, '#b0500a'],
  ['heap in workers', ({ workers }) => workers.heap, '#2f7d4f'],
  ['wasm in workers', ({ workers }) => workers.wasm, '#8a3a8f'],
];

const SITE = new URL('../../build/site', import.meta.url).pathname;
const DIGITS = new URL('../../build/digits/', import.meta.url).pathname;
const FOLDER = new URL('../../build/soak/', import.meta.url);
/** @type {Record<string, Sample[]>} */
const runs = {};

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
/** @type {import('puppeteer-core').Browser} */
let browser;

before(async () => {
  server = await serve(SITE, {
    async answer(path, response) {
      if (!/^\/assets\/worker-.*\.js$/.test(path)) return false;
      const script = await readFile(`${SITE}${path}`, 'utf8');
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(`(${keepMemories})();${script}`);
      return true;
    },
  });
  const { executablePath, args } = config.use?.launchOptions ?? {};
  browser = await puppeteer.launch({ headless: true, executablePath, args: [...(args ?? []), INTERPRETED] });
});

after(async () => {
  await browser?.close();
  server?.close();
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(new URL('memory.json', FOLDER), JSON.stringify(runs));
  writeFileSync(new URL('memory.svg', FOLDER), picture(runs));
});

/** Runs first in the page and in its workers: the memories of the core. */
function keepMemories() {
  /** @type {WebAssembly.Memory[]} */
  const memories = [];
  Object.assign(globalThis, { memories });
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = /** @type {any} */ (
    async (/** @type {any[]} */ ...given) => {
      const instance = await /** @type {any} */ (instantiate)(...given);
      for (const value of Object.values(instance.exports ?? {}))
        if (value instanceof WebAssembly.Memory) memories.push(value);
      return instance;
    }
  );
}

/** Counts what a page holds on to, as far as no inspector tells: WebGL contexts, timers that repeat. */
function keepCount() {
  /** @type {Set<any>} */
  const contexts = new Set();
  /** @type {Set<number>} */
  const intervals = new Set();
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

/** What a page or a worker holds, once what nothing refers to is gone. @param {Session} session @returns {Promise<Memory>} */
async function memory(session) {
  for (let times = 0; times < 2; times++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage');
  const { result } = await session.send('Runtime.evaluate', {
    expression: 'memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0)',
  });
  return { heap: (usedSize + Math.max(0, backingStorageSize - result.value)) / 1e6, wasm: result.value / 1e6 };
}

/** A worker that has just been ended holds nothing. @param {Error} error @returns {Memory} */
function unlessGone(error) {
  if (error.name !== 'TargetCloseError') throw error;
  return { heap: 0, wasm: 0 };
}

/** A page with its own account of memory. */
async function open() {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width: 1300, height: 1500 });
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  /** @type {string[]} */
  const troubles = [];
  page.on('pageerror', (error) => troubles.push(`${error}`));
  await page.evaluateOnNewDocument(keepMemories);
  await page.evaluateOnNewDocument(keepCount);
  await page.goto(`${server.url}/workbench.html?name=none`);
  const session = await page.createCDPSession();
  const start = Date.now();

  /** @returns {Promise<Sample>} */
  const sample = async () => {
    const own = await memory(session);
    const inside = await Promise.all(page.workers().map(({ client }) => memory(client).catch(unlessGone)));
    const sum = (/** @type {'heap' | 'wasm'} */ what) => inside.reduce((total, one) => total + one[what], 0);
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    const at = (Date.now() - start) / 1000;
    return { at, ...own, workers: { heap: sum('heap'), wasm: sum('wasm') }, listeners: jsEventListeners, nodes };
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
    /** @type {[string[], Record<string, any>]} */ ([names, state]),
  );

/** Nothing is left of figures that were taken off. @param {Page} page @param {Sample} first @param {() => Promise<Sample>} sample */
async function assertNothingLeft(page, first, sample) {
  await put(page, []);
  await page.mouse.move(2, 2);
  await pause(1200); // what was about to end has ended
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

/** Memory of the last third is that of the third before; between two workers there is none. @param {Sample[]} samples */
function assertFlat(samples) {
  const third = Math.floor(samples.length / 3);
  for (const [name, of] of CURVES) {
    const least = (/** @type {Sample[]} */ part) => Math.min(...part.map(of).filter((size) => size > 0));
    const [then, now] = [least(samples.slice(third, -third)), least(samples.slice(-third))];
    if (Number.isFinite(now))
      assert.ok(now <= GROWTH * then + SLACK, `${name}: ${now.toFixed(2)} MB after ${then.toFixed(2)}`);
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
  await pause(1200);
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
  await page.browserContext().close();
}

const slice = SECONDS / SAMPLES;

test('training flat out: memory is flat, and nothing is left', { timeout: 2000 * SECONDS + 120_000 }, () =>
  soak('training', ['train'], async (page) => {
    const trained = await page.evaluate(async (seconds) => {
      const figure = /** @type {any} */ (document.querySelector('ae-figure'));
      const { epoch, playing, seed } = figure.state;
      if (!playing)
        figure.set({ data: 'noise', points: 50, epochs: 100_000, speed: 'flat', seed: seed + 1, playing: true });
      const start = performance.now();
      const since = () => (performance.now() - start) / 1000;
      const moved = () => figure.state.epoch !== (playing ? epoch : 0);
      while (since() < seconds || (!moved() && since() < 60)) await new Promise((done) => setTimeout(done, 50));
      return moved();
    }, slice);
    assert.ok(trained, 'it trains');
  }),
);

test(
  'training digits flat out: memory is flat, and nothing is left',
  {
    timeout: 2000 * SECONDS + 120_000,
    skip: !existsSync(`${DIGITS}train.bin`) && 'this build has none of MNIST’s images',
  },
  () =>
    soak('training digits', ['digits'], async (page) => {
      const trained = await page.evaluate(async (seconds) => {
        const find = (/** @type {string} */ selector) =>
          /** @type {any} */ (document.querySelector('ae-figure')?.shadowRoot?.querySelector(selector));
        const until = async (/** @type {() => boolean} */ holds) => {
          for (const start = performance.now(); !holds() && performance.now() - start < 60_000; )
            await new Promise((done) => setTimeout(done, 50));
        };
        const panel = find('[data-panel=train]');
        if (!panel.open) panel.querySelector('summary').click();
        const play = () => find('[data-do=train-play]');
        await until(() => play() && !play().matches(':disabled'));
        const bar = find('[data-panel=train] progress');
        const trains = () => play().textContent.includes('Pause');
        if (!trains()) {
          const epochs = find('[data-field=train-epochs]');
          epochs.value = '100';
          epochs.dispatchEvent(new Event('change', { bubbles: true }));
          play().click();
        }
        const start = performance.now();
        let moved = false;
        const since = () => (performance.now() - start) / 1000;
        for (let before = bar.value; since() < seconds || (!moved && since() < 60); before = bar.value) {
          await new Promise((done) => setTimeout(done, 50));
          moved ||= bar.value > before;
          if (bar.value === 1) find('[data-do=train-seed]').click(); // another network
        }
        return moved;
      }, slice);
      assert.ok(trained, 'it trains');
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
    const curves = CURVES.filter(([, of]) => samples.some((sample) => of(sample) > 0)).map(
      ([what, of, colour], row) => {
        const most = 1.2 * Math.max(1, ...samples.map(of));
        const points = samples.map(
          (sample) => `${((sample.at / end) * width).toFixed(1)},${(height - (of(sample) / most) * height).toFixed(1)}`,
        );
        const words = `${what} ${samples.map(of).at(-1)?.toFixed(2)} MB`;
        return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="1.5"/><text x="${4 + 180 * row}" y="${height + 14}" fill="${colour}">${words}</text>`;
      },
    );
    return `<g transform="translate(20 ${20 + k * (height + 40)})"><rect width="${width}" height="${height}" fill="none" stroke="#ccc"/>
<text x="4" y="14">${name}, ${end.toFixed(0)} s</text>${curves.join('')}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width + 40}" height="${20 + panels.length * (height + 40)}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>${panels.join('\n')}</svg>\n`;
}
