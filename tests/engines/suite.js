// SPDX-License-Identifier: MIT
// What must hold in every browser engine, written once: `behave(name)` is the suite in one browser. Chromium's own tests
// (tests/browser/) look closer; these look at what differs from engine to engine.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { after, before, beforeEach, describe, test } from 'node:test';
import { fnv1a, load } from '../wasm/builds.js';
import { browsers } from './browser.js';
import { Host, send } from './host.js';
import { ink, Page, unlike, until } from './page.js';

/** @typedef {import('./browser.js').Browser} Browser */
/** @typedef {import('./page.js').Picture} Picture */
/** @typedef {import('node:test').TestContext} TestContext */

/** The plots of each figure. @type {Record<string, string[]>} */
const FIGURES = {
  train: ['input', 'latent', 'output', 'layered', 'latent-large'],
  encoder: ['input', 'latent'],
  gradient: ['latent', 'space'],
  trails: ['latent', 'space'],
  decoder: ['latent', 'output'],
  digits: ['map'],
};

/** @param {Picture} picture @param {string} what */
function assertDrawn(picture, what) {
  const { pixels, colours } = ink(picture);
  assert.ok(pixels > 200, `${what} has something in it: ${pixels} pixels`);
  assert.ok(colours > 30, `${what} has colours: ${colours}`);
}

/** The golden hash of a run in tests/golden.txt. @param {string} name @returns {Promise<string>} */
async function golden(name) {
  const table = await readFile(new URL('../golden.txt', import.meta.url), 'utf8');
  const hash = new RegExp(`^${name} ([0-9a-f]{16})`, 'm').exec(table)?.[1];
  assert.ok(hash, `tests/golden.txt has ${name}`);
  return hash;
}

/** The loss that the core in Node has after so many epochs of Figure 1. @param {number} epochs @returns {Promise<number>} */
async function lossInNode(epochs) {
  const trainer = (await load()).trainer();
  trainer.step(epochs);
  return trainer.loss;
}

/** Keeps how pictures come into canvases: WebGL of which canvas, and what shows the picture. */
function keepWays() {
  /** @type {string[]} */
  const ways = [];
  Object.assign(globalThis, { ways });
  for (const kind of ['OffscreenCanvas', 'HTMLCanvasElement']) {
    const { prototype } = /** @type {any} */ (globalThis)[kind] ?? { prototype: { getContext() {} } };
    const get = prototype.getContext;
    prototype.getContext = function (/** @type {any[]} */ ...given) {
      const context = get.apply(this, given);
      if (context && /webgl|bitmap/.test(given[0]) && !ways.includes(`${kind} ${given[0]}`))
        ways.push(`${kind} ${given[0]}`);
      return context;
    };
  }
}

/** Where the page's one WebGL context is kept for the test, whatever canvas it is of. */
function keepContext() {
  for (const kind of ['OffscreenCanvas', 'HTMLCanvasElement']) {
    const { prototype } = /** @type {any} */ (globalThis)[kind];
    const get = prototype.getContext;
    prototype.getContext = function (/** @type {any[]} */ ...given) {
      const context = get.apply(this, given);
      if (context && given[0] === 'webgl2') {
        Object.assign(globalThis, { gl: context, loser: context.getExtension('WEBGL_lose_context') });
      }
      return context;
    };
  }
}

/** WebGL on no canvas. */
function withoutWebGL() {
  for (const kind of ['OffscreenCanvas', 'HTMLCanvasElement']) {
    const { prototype } = /** @type {any} */ (globalThis)[kind];
    const get = prototype.getContext;
    prototype.getContext = function (/** @type {any[]} */ ...given) {
      return /webgl/.test(given[0]) ? null : get.apply(this, given);
    };
  }
}

/** Workers are refused: those whose addresses are not blobs, or all. @param {string} rung */
function refuseAbove(rung) {
  const Real = Worker;
  globalThis.Worker = class extends Real {
    /** @param {string | URL} url @param {WorkerOptions} [options] */
    constructor(url, options) {
      if (rung === 'main' || !String(url).startsWith('blob:')) throw new DOMException('refused', 'SecurityError');
      super(url, options);
    }
  };
}

/** Keeps workers, so that a test can kill them. */
function keepWorkers() {
  /** @type {Worker[]} */
  const workers = [];
  const Real = Worker;
  globalThis.Worker = class extends Real {
    /** @param {string | URL} url @param {WorkerOptions} [options] */
    constructor(url, options) {
      super(url, options);
      workers.push(this);
    }
  };
  Object.assign(globalThis, { workers });
}

/** Keeps what is handed to the reader as files, in place of saving it. */
function keepSaved() {
  /** @type {Record<string, Blob>} */
  const saved = {};
  /** @type {Map<string, Blob>} */
  const blobs = new Map();
  const make = URL.createObjectURL;
  URL.createObjectURL = (/** @type {any} */ blob) => {
    const url = make.call(URL, blob);
    blobs.set(url, blob);
    return url;
  };
  HTMLAnchorElement.prototype.click = function () {
    const blob = blobs.get(this.href);
    if (blob) saved[this.download] = blob;
  };
  Object.assign(globalThis, { saved });
}

/** The files that were handed to the reader. @param {Page} page @param {number} count @returns {Promise<Record<string, Buffer>>} */
async function savedFiles({ browser }, count) {
  const read = () =>
    browser.run(async () => {
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

/** For tests/trust.js. @param {string} name @param {string} version */
function noteVersion(name, version) {
  const file = new URL('../../build/engines.json', import.meta.url);
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  writeFileSync(file, JSON.stringify({ ...known, [name]: version }));
}

/** @param {string} name of browser.js @param {{way: string}} expected how pictures come into plots there */
export function behave(name, { way }) {
  describe(name, () => {
    /** @type {Browser} */
    let browser;
    /** @type {Host} */
    let host;
    /** @type {Page} */
    let page;

    before(async () => {
      host = await Host.open();
      browser = await browsers[name]();
      page = new Page(browser, host);
      await browser.resize(1300, 1400);
      noteVersion(name, browser.version);
    });

    after(async () => {
      await browser?.close();
      host?.close();
    });

    beforeEach(() => host.reset());

    /** A test after which nothing may have gone wrong on the page. @param {string} promise @param {(t: TestContext) => Promise<void>} act */
    const clean = (promise, act) =>
      test(`${name}: ${promise}`, async (t) => {
        await act(t);
        assert.deepEqual(await page.troubles(), []);
      });

    // ---- drawing ------------------------------------------------------------------------------------------------------

    clean('the six figures of the article get ready and draw, by the way that is the engine’s', async (t) => {
      host.before(keepWays);
      await page.visit('/');
      for (const [index, figure] of Object.keys(FIGURES).entries()) {
        await browser.run(async (k) => {
          const element = /** @type {any} */ (globalThis).figure(k);
          element.scrollIntoView({ block: 'start', behavior: 'instant' });
        }, index);
        await page.ready(index);
        assert.equal(
          await browser.run((k) => /** @type {any} */ (globalThis).figure(k).getAttribute('name'), index),
          figure,
        );
      }
      const ways = await browser.run(() => /** @type {any} */ (globalThis).ways);
      t.diagnostic(`${browser.name} ${browser.version}: ${ways}`);
      assert.equal(ways.join(', '), way);
    });

    for (const [figure, plots] of Object.entries(FIGURES)) {
      clean(`${figure}: every plot is drawn, and drawn anew in the other theme`, async () => {
        await page.open(figure, {}, 'light');
        await browser.hover(2, 2);
        for (const plot of plots) {
          const ask = () => page.picture(plot);
          await until(ask, (picture) => ink(picture).pixels > 200, `${plot} is drawn`); // when what it shows is trained
          assertDrawn(await ask(), `${figure}’s ${plot}`);
        }
        const before = await page.picture(plots[0]);
        await browser.run(() => {
          const { figure } = /** @type {any} */ (globalThis);
          figure().parentElement.className = 'stage dark';
          figure().setAttribute('theme', 'dark');
        });
        await page.changed(plots[0], before);
        await until(
          async () => (await page.picture(plots[0])).data[0],
          (level) => level < 60,
          'dark paper',
        );
      });
    }

    clean('without WebGL the raster draws the same, and reacts', async () => {
      await page.open('train');
      await page.hold('layered');
      const gpu = await page.still('layered');
      host.before(withoutWebGL);
      host.before(keepWays);
      await page.open('train');
      await page.hold('layered');
      assert.doesNotMatch(`${await browser.run(() => /** @type {any} */ (globalThis).ways)}`, /webgl/);
      const soft = await page.still('layered');
      assertDrawn(soft, 'the raster’s picture');
      await page.train(20);
      await page.changed('layered', soft);
      assert.ok(gpu.width === soft.width && gpu.height === soft.height);
    });

    // ---- training -----------------------------------------------------------------------------------------------------

    clean('500 epochs of the core have the golden bits', async () => {
      host.answers.set(/^\/core\.html$/, (response) => {
        const map = JSON.stringify({ imports: { '#core': '/build/wasm/core.mjs' } });
        send(
          response,
          'text/html',
          `<!doctype html><script src="/before.js"></script><script type="importmap">${map}</script>`,
        );
      });
      await page.visit('/core.html');
      const bits = await browser.run(async () => {
        const path = '/web/core.js';
        const { compile, instantiate } = await import(path);
        const trainer = (await instantiate(await compile('/build/wasm/core.wasm'))).trainer();
        trainer.step(500);
        return [...new Uint32Array(trainer.snapshot().parameters.buffer)];
      });
      assert.equal(fnv1a(new Uint8Array(Uint32Array.from(bits).buffer)), await golden('saddle-500'));
    });

    for (const rung of ['worker', 'blob', 'main']) {
      clean(`Figure 1 trains to the bits of Node, on the rung “${rung}”`, async () => {
        if (rung !== 'worker') host.before(refuseAbove, rung);
        await page.open('train');
        assert.equal(await browser.run(() => /** @type {any} */ (globalThis).part('[data-rung]').dataset.rung), rung);
        const { epoch, loss } = await page.train(50);
        assert.deepEqual({ epoch, loss }, { epoch: 50, loss: await lossInNode(50) });
      });
    }

    clean('Play trains and draws, Pause holds, Reset goes back to the same bits', async () => {
      await page.open('train');
      const fresh = await page.state();
      const before = await page.picture('output');
      await page.click('[data-do=play]');
      await page.reach(5);
      await page.changed('output', before);
      await page.click('[data-do=play]');
      assert.equal((await page.state()).playing, false);
      assert.equal(await page.text('[data-do=play]'), 'Play');
      await page.click('[data-do=reset]');
      await until(
        () => page.state(),
        (state) => state.epoch === 0,
        'epoch 0',
      );
      assert.deepEqual(await page.state(), fresh);
    });

    clean('options by their controls: another data set, other points, another bottleneck', async () => {
      await page.open('train');
      const before = await page.picture('input');
      await page.click('input[value=ellipse]');
      await page.changed('input', before);
      assert.equal((await page.state()).data, 'ellipse');
      await page.fill('select[data-set=points]', '50');
      assert.equal((await page.state()).points, 50);
      await browser.run(() => {
        /** @type {any} */ (globalThis).part('.segments input[value="3"]').click();
      });
      assert.equal((await page.state()).bottleneck, 3);
      await page.train(3);
      assertDrawn(await page.picture('latent-large'), 'a code of three numbers');
    });

    // ---- the reader's hands -------------------------------------------------------------------------------------------

    clean('a dot that is pointed at is told and marked in every plot', async () => {
      await page.open('train');
      await page.hold('layered');
      const before = await page.still('input');
      const { selected } = await page.pointAtDot('layered');
      assert.match(await page.text('[data-show=readout]'), new RegExp(`^Point ${selected + 1} `));
      await page.changed('input', before);
      await browser.hover(2, 2);
      assert.equal((await page.state()).selected, -1);
    });

    clean('a drag turns the space, a click on a dot stays, and Escape lets go', async () => {
      await page.open('train');
      await page.hold('layered');
      const before = await page.still('layered');
      const [x, y] = await page.at('[data-plot=layered] canvas', 0.9, 0.9);
      await browser.drag(x, y, -60, -20);
      await browser.hover(2, 2);
      await page.changed('layered', before);
      const dot = await page.pointAtDot('layered');
      await browser.click(dot.x, dot.y);
      await browser.hover(2, 2);
      assert.equal((await page.state()).selected, dot.selected);
      await browser.press('Escape');
      assert.equal((await page.state()).selected, -1);
    });

    clean('keys walk the points and turn the space', async () => {
      await page.open('train');
      await page.hold('layered');
      await browser.run(() => /** @type {any} */ (globalThis).part('[data-plot=layered] canvas').focus());
      for (const [key, selected] of /** @type {[string, number][]} */ ([
        ['n', 0],
        ['n', 1],
        ['End', 24],
        ['n', 0],
      ])) {
        await browser.press(key);
        assert.equal((await page.state()).selected, selected, key);
      }
      const before = await page.still('layered');
      await browser.press('ArrowLeft');
      await page.changed('layered', before);
    });

    clean('a tap means the dot under the finger', async () => {
      await page.open('train');
      await page.hold('layered');
      const { selected, x, y } = await page.pointAtDot('layered');
      await browser.hover(2, 2);
      await browser.tap(x, y);
      await until(
        () => page.state(),
        (state) => state.selected === selected,
        `point ${selected}`,
      );
    });

    clean('the name of a few buttons stands beside them', async () => {
      await page.open('encoder');
      const [words, buttons] = [await page.box('.segments i'), await page.box('.segments label')];
      assert.ok(words.left + words.width <= buttons.left);
      assert.ok(Math.abs(words.top + words.height / 2 - buttons.top - buttons.height / 2) < 3);
    });

    clean('a slider moves by keys', async () => {
      await page.open('train');
      await browser.run(() => /** @type {any} */ (globalThis).part('input[data-set=noise]').focus());
      await browser.press('ArrowRight');
      assert.ok((await page.state()).noise > 0);
    });

    // ---- the other figures --------------------------------------------------------------------------------------------

    clean('trails: the same epoch is the same picture, whatever was shown in between', async () => {
      await page.open('trails');
      await until(
        () => page.state(),
        (state) => state.epoch === 10,
        'epoch 10',
      );
      await until(
        () => browser.run(() => /** @type {any} */ (globalThis).part('[data-show=followed]').textContent),
        Boolean,
        'the record',
      );
      await page.hold('space');
      const tenth = await page.still('latent');
      const { loss } = await page.state();
      await page.fill('input[data-set=epoch]', '120');
      assert.equal((await page.state()).epoch, 120);
      await page.changed('latent', tenth);
      await page.fill('input[data-set=epoch]', '10');
      assert.equal((await page.state()).loss, loss);
      await until(
        async () => unlike(await page.picture('latent'), tenth),
        (count) => count === 0,
        'the same picture',
      );
    });

    clean('digits: the pointer decodes, a click stays', async () => {
      await page.open('digits');
      const home = await page.state();
      await browser.hover(...(await page.at('[data-plot=map] canvas', 0.42, 0.37)));
      const there = await page.state();
      assert.ok(Math.hypot(there.z1 - home.z1, there.z2 - home.z2) > 0);
      await browser.click(...(await page.at('[data-plot=map] canvas', 0.42, 0.37)));
      await browser.hover(2, 2);
      const { z1, z2 } = await page.state();
      assert.ok(Math.hypot(z1 - home.z1, z2 - home.z2) > 0);
      const colours = await browser.run(() => {
        const canvas = /** @type {any} */ (globalThis).part('[data-picture=decoded]');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return new Set(new Uint32Array(data.buffer)).size;
      });
      assert.ok(colours > 20, `a digit in ${colours} greys`);
    });

    clean('digits: what is drawn on the pad is coded', async () => {
      await page.open('digits');
      await browser.run(() => /** @type {any} */ (globalThis).part('[data-panel=draw] summary').click());
      await until(
        () => browser.run(() => Boolean(/** @type {any} */ (globalThis).part('[data-picture=pad]'))),
        Boolean,
        'the pad',
      );
      for (let top = Number.NaN; ; ) {
        const box = await page.box('[data-picture=pad]');
        if (box.top === top) break; // all above it has its place
        top = box.top;
        await new Promise((done) => setTimeout(done, 300));
      }
      const [x, y] = await page.at('[data-picture=pad]', 0.5, 0.2);
      const { height } = await page.box('[data-picture=pad]');
      await browser.drag(x, y, 4, 0.6 * height);
      await until(
        () => page.text('[data-show=place]'),
        (text) => /\d/.test(text), // before it is drawn there are words alone
        'the code of it',
      );
    });

    // ---- what is taken away -------------------------------------------------------------------------------------------

    /** Loses or restores the page's context, and waits for the event. @param {'lose' | 'restore'} what */
    const context = (what) =>
      browser.run(async (act) => {
        const { gl, loser } = /** @type {any} */ (globalThis);
        const type = act === 'lose' ? 'webglcontextlost' : 'webglcontextrestored';
        const told = new Promise((done) => gl.canvas.addEventListener(type, done, { once: true }));
        loser[`${act}Context`]();
        await told;
      }, what);

    test(`${name}: a WebGL context that is lost twice while it trains, restored, and lost for good`, async () => {
      host.before(keepContext);
      await page.open('train');
      await page.click('[data-do=play]');
      await page.reach(3);
      for (let times = 0; times < 2; times++) {
        await context('lose');
        const { epoch } = await page.state();
        await page.reach(epoch + 3); // it trains on
        const then = await page.picture('output');
        await context('restore');
        await page.changed('output', then);
      }
      await page.click('[data-do=play]');
      await page.hold('layered');
      const whole = await page.still('layered');
      assertDrawn(whole, 'the picture after');
      await context('lose');
      await page.train(30);
      await page.changed('layered', whole); // by the raster
      assertDrawn(await page.picture('layered'), 'the raster’s picture');
    });

    clean('a worker that is killed while it trains is replaced, and training goes on from there', async () => {
      host.before(keepWorkers);
      await page.open('train');
      await page.set({ epochs: 100_000, data: 'noise' });
      await page.click('[data-do=play]');
      await page.reach(10);
      const dead = await browser.run(() => {
        const { figure, workers } = /** @type {any} */ (globalThis);
        for (const worker of workers) worker.terminate();
        return figure().state.epoch;
      });
      const { epoch, playing } = await page.reach(dead + 10);
      assert.ok(playing && epoch > dead);
      assert.equal(await browser.run(() => /** @type {any} */ (globalThis).workers.length), 2);
    });

    for (const how of ['absent', 'throwing']) {
      clean(`observers and storage ${how}: all figures draw and react`, async () => {
        host.before((throws) => {
          const names = ['IntersectionObserver', 'ResizeObserver', 'localStorage', 'sessionStorage'];
          const refuse = () => {
            throw new DOMException('refused', 'SecurityError');
          };
          for (const word of names) {
            Object.defineProperty(globalThis, word, throws ? { get: refuse } : { value: undefined });
          }
        }, how === 'throwing');
        for (const [figure, plots] of Object.entries(FIGURES)) {
          await page.open(figure);
          await until(
            () => page.picture(plots[0]),
            (picture) => ink(picture).pixels > 200,
            `${figure} is drawn`,
          );
          assertDrawn(await page.picture(plots[0]), figure);
        }
        await page.open('train');
        assert.equal((await page.train(3)).epoch, 3);
      });
    }

    test(`${name}: a worker’s script that is missing is done without`, async () => {
      host.answers.set(/assets\/worker.*js$/, (response) => void response.writeHead(404).end());
      await page.open('train');
      assert.equal(await browser.run(() => /** @type {any} */ (globalThis).part('[data-rung]').dataset.rung), 'main');
      assert.equal((await page.train(5)).epoch, 5);
    });

    test(`${name}: a core that is missing is told, and tried again`, async () => {
      host.answers.set(/\.wasm$/, (response) => void response.writeHead(404).end());
      await page.visit('/workbench.html?name=train&state=fresh');
      await until(
        () => page.text('.trouble'),
        (text) => /could not start/.test(text),
        'the trouble',
      );
      host.answers.clear();
      await page.click('.trouble button');
      await page.ready();
      assert.equal((await page.train(3)).epoch, 3);
    });

    // ---- the article --------------------------------------------------------------------------------------------------

    clean('without script: text, six pictures, captions, notes and guesses', async () => {
      host.answers.set(/^\/outside\.html$/, (response) => {
        const frame = '<iframe sandbox="allow-same-origin" src="/" style="width: 1200px; height: 1300px"></iframe>';
        send(response, 'text/html', `<!doctype html><script src="/before.js"></script>${frame}`);
      });
      await page.visit('/outside.html');
      const seen = await browser.run(async () => {
        const page = /** @type {Document} */ (document.querySelector('iframe')?.contentDocument);
        const images = /** @type {HTMLImageElement[]} */ ([...page.querySelectorAll('ae-figure img')]);
        for (const image of images) {
          image.scrollIntoView();
          await image.decode();
        }
        return {
          defined: page.defaultView?.customElements.get('ae-figure') !== undefined,
          text: page.body.innerText.length,
          pictures: images.map(({ naturalWidth, alt, currentSrc, offsetWidth }) => ({
            own: naturalWidth > 300 && offsetWidth > 300 && alt.length > 40,
            type: currentSrc.replace(/.*\./, ''),
          })),
          captions: [...page.querySelectorAll('figcaption')].map((caption) => /^Figure \d\. /.test(caption.innerText)),
          loading: /Loading/.test(page.body.innerText),
        };
      });
      assert.ok(!seen.defined && !seen.loading && seen.text > 10_000, JSON.stringify(seen));
      assert.deepEqual(seen.pictures, Array(6).fill({ own: true, type: 'avif' }));
      assert.deepEqual(seen.captions, Array(6).fill(true));
    });

    clean('a note opens beside its mark, and a citation’s card beside the citation, inside the window', async () => {
      await page.visit('/');
      await browser.hover(2, 2);
      for (const [mark, box, act] of /** @type {[string, string, 'click' | 'hover'][]} */ ([
        ['main .note-mark', 'main .note:popover-open', 'click'],
        ['main a.citation', 'main .card:popover-open', 'hover'],
      ])) {
        await page.box(mark);
        const [x, y] = await page.at(mark);
        await browser[act](x, y);
        await until(() => browser.run((given) => Boolean(document.querySelector(given)), box), Boolean, box);
        const [at, opened] = [await page.box(mark), await page.box(box)];
        assert.ok(
          opened.width > 60 && opened.left >= 0 && opened.left + opened.width <= 1300,
          `${JSON.stringify(opened)}`,
        );
        const gap = Math.max(opened.top - (at.top + at.height), at.top - (opened.top + opened.height));
        assert.ok(gap < 40 && gap > -at.height, `it is beside its mark: ${JSON.stringify([at, opened])}`);
        await browser.press('Escape');
        await until(() => browser.run((given) => !document.querySelector(given), box), Boolean, 'closed by Escape');
        await browser.hover(2, 2);
      }
    });

    clean('an explanation opens at its question mark and closes by Escape', async () => {
      await page.open('train');
      const mark = '.large .tip';
      await page.click(mark);
      const open = () => browser.run(() => Boolean(/** @type {any} */ (globalThis).part('[popover]:popover-open')));
      await until(open, Boolean, 'the explanation');
      const [at, note] = [await page.box(mark), await page.box('[popover]:popover-open')];
      assert.ok(Math.abs(note.top - at.top - at.height) < 30 || Math.abs(note.top + note.height - at.top) < 30);
      await browser.press('Escape');
      await until(async () => !(await open()), Boolean, 'closed');
    });

    for (const width of [390, 320]) {
      clean(`at ${width} px nothing is wider than the page`, async () => {
        host.answers.set(/^\/narrow\.html$/, (response) => {
          const frame = `<iframe src="/" style="border: 0; width: ${width}px; height: 900px"></iframe>`;
          send(response, 'text/html', `<!doctype html><script src="/before.js"></script>${frame}`);
        });
        await page.visit('/narrow.html');
        const widths = await browser.run(async () => {
          const inside = /** @type {any} */ (document.querySelector('iframe')?.contentWindow);
          await inside.customElements.whenDefined('ae-figure');
          for (const figure of inside.document.querySelectorAll('ae-figure')) {
            figure.scrollIntoView({ behavior: 'instant' });
            await figure.ready;
          }
          const { scrollWidth, clientWidth } = inside.document.documentElement;
          return { scrollWidth, clientWidth };
        });
        assert.ok(widths.clientWidth > 0.9 * width); // a scroll bar may take some
        assert.equal(widths.scrollWidth, widths.clientWidth);
      });
    }

    // ---- files --------------------------------------------------------------------------------------------------------

    clean('a model that is saved is opened again: the same loss', async () => {
      host.before(keepSaved);
      await page.open('train');
      const { loss } = await page.train(20);
      await browser.run(() => /** @type {any} */ (globalThis).part('[data-do=save-model]').click());
      const files = await savedFiles(page, 2);
      await page.set({ seed: 7 });
      await until(
        () => page.state(),
        (state) => state.epoch === 0,
        'another network',
      );
      await page.choose('.models input[type=file]', files);
      await until(
        () => page.state(),
        (state) => state.loss === loss,
        `the loss ${loss}`,
      );
      assert.match(await page.text('.models .opened'), /3-64-64-2-64-64-3/);
    });

    clean('the reader’s own points: pasted, from a file, gzipped, refused by row and column', async () => {
      const { gzipSync } = await import('node:zlib');
      const csv = Buffer.from(Array.from({ length: 30 }, (_, k) => [k, k * k, Math.sin(k)].join(',')).join('\n'));
      const { loss } = (await load()).trainer({ data: 10 }, csv);
      await page.open('train');
      await page.fill('textarea', `${csv}`);
      await browser.run(() => /** @type {any} */ (globalThis).part('[data-do=own]').click());
      assert.deepEqual([(await page.state()).data, (await page.state()).loss], ['own', loss]);
      for (const [file, bytes] of Object.entries({ 'points.csv': csv, 'points.csv.gz': gzipSync(csv) })) {
        await page.set({ data: 'saddle' });
        await page.choose('.own input[type=file]', { [file]: bytes });
        await until(
          () => page.state(),
          (state) => state.data === 'own',
          `the points of ${file}`,
        );
        assert.equal((await page.state()).loss, loss);
      }
      await page.choose('.own input[type=file]', { 'bad.csv': Buffer.from('1,2,3\n4,five,6\n') });
      await until(
        () => page.text('.own .refused'),
        (text) => /row 2, column 2/.test(text),
        'what is refused',
      );
      assert.equal((await page.state()).data, 'own');
    });

    test(`${name}: with reduced motion nothing turns or plays by itself, without it the space turns`, async () => {
      const moves = async (/** @type {Page} */ on) => {
        const before = await on.picture('layered');
        await new Promise((done) => setTimeout(done, 400));
        return unlike(await on.picture('layered'), before) > 0;
      };
      // A slow machine may draw the first picture late, or none in between: what it does once in five looks, it does.
      const does = async (/** @type {Page} */ on, /** @type {boolean} */ moving) => {
        await on.open('train');
        await browser.hover(2, 2);
        for (let looks = 0; looks < 5; looks++) if ((await moves(on)) === moving) return true;
        return false;
      };
      assert.ok(await does(page, true), 'it turns');
      const calm = await browsers[name]({ calm: true });
      try {
        await calm.resize(1300, 1400);
        const other = new Page(calm, host);
        assert.ok(await does(other, false), 'it stands still');
        await other.set({ playing: true }); // the reader may
        await other.reach(3);
      } finally {
        await calm.close();
      }
    });
  });
}
