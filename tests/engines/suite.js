// SPDX-License-Identifier: MIT
// What must hold in every browser engine, written once: `behave(name)` is the suite in one browser. Chromium's own tests
// (tests/browser/) look closer; these look at what differs from engine to engine.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, beforeEach, describe, test } from 'node:test';
import { fnv1a, load } from '../wasm/builds.js';
import { keepSaved, keepWays, pretendToBeFast, pretendToHaveGpu, refuseAbove, withoutWebGL } from './before.js';
import { browsers } from './browser.js';
import { behaveElsewhere } from './elsewhere.js';
import { assertDrawn, FIGURES, golden, lossInNode } from './expected.js';
import { behaveThroughFaults } from './faults.js';
import { Host, send } from './host.js';
import { ink, Page, unlike, until } from './page.js';

/** @typedef {import('./browser.js').Browser} Browser */
/** @typedef {import('node:test').TestContext} TestContext */
/**
 * What an engine is expected to do in its own way.
 * @typedef {object} Engine
 * @property {string} way how pictures come into plots
 * @property {import('../../web/trainer.js').Rung} sandbox where a single file trains in a sandboxed frame
 * @property {boolean} offline whether it has service workers
 */
/** @typedef {(room: Room, t: TestContext) => Promise<void>} Act */
/**
 * What the parts of the suite have in common; browser, host and page are there while a test runs.
 * @typedef {object} Room
 * @property {string} name of browser.js
 * @property {Engine} engine
 * @property {Browser} browser
 * @property {Host} host
 * @property {Page} page
 * @property {(promise: string, act: Act) => void} clean a test after which nothing may have gone wrong on the page
 * @property {(promise: string, act: Act) => void} rough a test of something that goes wrong
 */

/** For tests/trust.js. @param {string} name @param {string} version */
function noteVersion(name, version) {
  const file = new URL('../../build/engines.json', import.meta.url);
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  writeFileSync(file, JSON.stringify({ ...known, [name]: version }));
}

/** @param {string} name of browser.js @param {Engine} engine */
export function behave(name, engine) {
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

    /** @type {Room} */
    const room = {
      name,
      engine,
      rough: (promise, act) => test(`${name}: ${promise}`, (t) => act(room, t)),
      clean: (promise, act) =>
        test(`${name}: ${promise}`, async (t) => {
          await act(room, t);
          assert.deepEqual(await page.troubles(), []);
        }),
      get browser() {
        return browser;
      },
      get host() {
        return host;
      },
      get page() {
        return page;
      },
    };

    const { clean, rough } = room;

    // ---- drawing ------------------------------------------------------------------------------------------------------

    clean('the six figures of the article get ready and draw, by the way that is the engine’s', async (_, t) => {
      host.before(keepWays);
      await page.visit('/');
      for (const [index, figure] of Object.keys(FIGURES).entries()) {
        await page.bring(index);
        assert.equal(
          await browser.run((k) => /** @type {any} */ (globalThis).figure(k).getAttribute('name'), index),
          figure,
        );
      }
      const ways = await browser.run(() => /** @type {any} */ (globalThis).ways);
      t.diagnostic(`${browser.name} ${browser.version}: ${ways}`);
      assert.equal(ways.join(', '), engine.way);
    });

    for (const [figure, plots] of Object.entries(FIGURES)) {
      clean(`${figure}: every plot is drawn, and drawn anew in the other theme`, async () => {
        await page.open(figure, {}, 'light');
        await browser.hover(2, 2);
        for (const plot of plots) {
          const ask = () => page.picture(plot);
          const picture = await until(ask, (seen) => ink(seen).pixels > 200, `${plot} is drawn`); // when what it shows is trained
          assertDrawn(picture, `${figure}’s ${plot}`);
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
      assert.equal(fnv1a(new Uint8Array(Uint32Array.from(bits).buffer)), (await golden('saddle-500')).hash);
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
      assert.ok(note.width > 300, `it has its width beside the edge of the page too: ${note.width}`);
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
      const files = await page.saved(2);
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

    rough(`with reduced motion nothing turns or plays by itself, without it the space turns`, async () => {
      host.before(pretendToHaveGpu); // where a processor draws, nothing turns
      host.before(pretendToBeFast);
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

    behaveElsewhere(room);
    behaveThroughFaults(room);
  });
}
