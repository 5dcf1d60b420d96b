// SPDX-License-Identifier: MIT
// The part of the suite in which a figure is where a link, an author or a reader has taken it: restored by an address, in frames and
// pages of other people, in a file on a disk, without a network.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { html, SCRIPT } from '../browser/authors.js';
import { serve } from '../browser/server.js';
import { keepCopied, keepSaved, keepTold, tellRung } from './before.js';
import { assertDrawn, FIGURES, goldenModel, lossInNode } from './expected.js';
import { send } from './host.js';
import { shortWays, until } from './page.js';

/** @typedef {import('./page.js').Page} Page */
/** @typedef {{type: string, name: string, height: number, state: any, rung: string, origin: string}} Told */

const ROOT = resolve(import.meta.dirname, '../..');
const SITE = `${ROOT}/build/site`;
const SINGLE = `${SITE}/embed/train.html`;

/** Where links lead, and what figures have there. @type {Record<string, Record<string, string | number | boolean>>} */
const LINKS = {
  encoder: { data: 'wave', seed: 3, flat: true, selected: 4 },
  gradient: { seed: 8, selected: 11, z1: 0.25, z2: -0.5, size: 3 },
  trails: { seed: 2, epoch: 77, next: true },
  decoder: { seed: 6, z1: 0.125, z2: 0.25, from: 3, to: 9, part: 0.25, input: true, sheet: false },
  digits: { z1: 1.5, z2: -2, ax: 0.5, ay: 0.25, bx: -1, by: 2, labels: '0123', tiles: true },
};

/** Where the figure trains. @param {Page} page @returns {Promise<string>} */
const rung = ({ browser }) => browser.run(() => /** @type {any} */ (globalThis).part('[data-rung]').dataset.rung);

/** The model file that Figure 1 saves. @param {Page} page */
async function saved(page) {
  await page.browser.run(() => /** @type {any} */ (globalThis).part('[data-do=save-model]').click());
  return page.saved(2);
}

/** Waits until Figure 1 rests at an epoch. @param {Page} page @param {number} epoch */
const restsAt = (page, epoch) =>
  until(
    () => page.state(),
    (state) => state.epoch === epoch && !state.playing,
    `at rest at epoch ${epoch}`,
  );

/** @param {import('./suite.js').Room} room */
export function behaveElsewhere({ engine, clean, rough }) {
  // ---- links ----------------------------------------------------------------------------------------------------------

  clean('a link that is copied leads to the same state, loss and weights, which are the golden bits', async (room) => {
    const { browser, host, page } = room;
    const { settings, epochs, loss, files } = await goldenModel('all-30');
    host.before(keepSaved);
    host.before(keepCopied);
    await page.visit('/');
    await page.ready();
    await page.set(settings);
    const state = await page.train(epochs);
    assert.equal(state.loss, loss);
    assert.deepEqual(await saved(page), files);
    await browser.run(() => /** @type {any} */ (globalThis).part('button.link').click());
    const link = await until(
      () => browser.run(() => `${/** @type {any} */ (globalThis).copied ?? ''}`),
      Boolean,
      'the link',
    );
    await page.visit(link.replace(host.url, ''));
    await page.ready();
    assert.deepEqual(await restsAt(page, epochs), state);
    assert.deepEqual(await saved(page), files);
  });

  clean('links to the other figures lead to the state that they tell', async ({ browser, page }) => {
    for (const [figure, told] of Object.entries(LINKS)) {
      const index = Object.keys(FIGURES).indexOf(figure);
      const query = new URLSearchParams(Object.entries({ figure, ...told }).map(([key, value]) => [key, `${value}`]));
      await page.visit(`/?${query}#figure-${figure}`);
      await page.ready(index);
      const said = async () => {
        const state = await page.state(index);
        return Object.fromEntries(Object.keys(told).map((key) => [key, state[key]]));
      };
      await until(said, (state) => isDeepStrictEqual(state, told), `the state of ${figure}`); // it is trained before
      const { top, bottom } = await browser.run((k) => {
        const { top, bottom } = /** @type {any} */ (globalThis).figure(k).getBoundingClientRect();
        return { top, bottom };
      }, index);
      assert.ok(top < 1300 && bottom > 0, `${figure} is in sight`);
    }
  });

  // ---- pages of other people ------------------------------------------------------------------------------------------

  clean(
    'a single file in a sandboxed frame of another origin trains to the bits of Node, and tells and obeys',
    async ({ browser, host, page }, t) => {
      const files = await serve(SITE, {
        async answer(path, response) {
          if (path !== '/embed/train.html') return false;
          const single = await readFile(SINGLE, 'utf8');
          // Before the file's own policy, which would refuse it.
          return send(response, 'text/html', single.replace('<head>', `<head><script>(${tellRung})()</script>`));
        },
      });
      t.after(files.close);
      host.before(keepTold);
      host.answers.set(/^\/author\.html$/, (response) => {
        send(response, 'text/html', html('<h1>An author</h1>', '<script src="/before.js"></script>'));
      });
      await page.visit('/author.html');
      await browser.run((source) => {
        const frame = document.createElement('iframe');
        frame.setAttribute('sandbox', 'allow-scripts');
        Object.assign(frame, { width: '900', height: '700', src: source });
        document.body.append(frame);
      }, `${files.url}/embed/train.html?seed=3&data=wave`);

      const told = (/** @type {string} */ type) =>
        browser.run(
          (wanted) =>
            /** @type {any} */ (globalThis).told.filter((/** @type {Told} */ message) => message.type === wanted),
          type,
        );
      /** Waits until the newest message of a type is as it should be. @param {string} type @param {(message: Told) => boolean} holds */
      const hear = (type, holds) =>
        until(
          async () => (await told(type)).at(-1),
          (message) => message !== undefined && holds(message),
          type,
        );
      const order = (/** @type {string} */ type, more = {}) =>
        browser.run((message) => frames[0].postMessage(message, '*'), { type, version: 1, ...more });

      const ready = await hear('ae:ready', () => true);
      assert.deepEqual([ready.name, ready.state.seed, ready.state.data], ['train', 3, 'wave']);
      const where = await hear('rung', () => true);
      assert.deepEqual([where.rung, where.origin], [engine.sandbox, 'null']);
      t.diagnostic(`${browser.name}: in a sandbox it trains on the rung “${where.rung}”`);
      await hear('ae:height', ({ height }) => height > 300);

      await order('ae:set', { state: { seed: 7, data: 'saddle' } });
      await hear('ae:state', ({ state }) => state.seed === 7 && state.data === 'saddle');
      await order('ae:play');
      await hear('ae:state', ({ state }) => state.playing && state.epoch > 3);
      await order('ae:pause');
      const { state } = await hear('ae:state', (message) => !message.state.playing && message.state.epoch > 3);
      assert.equal(state.loss, await lossInNode(state.epoch, { seed: 7 }));
      await order('ae:reset');
      await hear('ae:state', (message) => message.state.epoch === 0 && message.state.seed === 3);
      assert.deepEqual(await told('trouble'), []);
    },
  );

  for (const where of /** @type {const} */ (['beside the page', 'on another origin'])) {
    clean(`the package ${where} makes a figure of a plain page`, async ({ host, page }, t) => {
      let source = '';
      if (where === 'on another origin') {
        const other = await serve(`${ROOT}/build`, { headers: { 'access-control-allow-origin': '*' } });
        t.after(other.close);
        source = other.url;
      }
      const figure = '<h1>An author</h1><ae-figure name="train" seed="2"></ae-figure><p>More text.</p>';
      host.answers.set(/^\/author\.html$/, (response) => {
        const script = SCRIPT.replace('/package/', `${source}/package/`);
        send(response, 'text/html', html(figure, `<script src="/before.js"></script>${script}`));
      });
      await page.visit('/author.html');
      await page.ready();
      assert.equal(await rung(page), source ? 'blob' : 'worker'); // an origin's workers are its own pages' alone
      assert.equal((await page.train(20)).loss, await lossInNode(20, { seed: 2 }));
      assertDrawn(await page.picture('output'), 'the picture');
    });
  }

  // ---- without a host -------------------------------------------------------------------------------------------------

  rough('a single file from a disk trains to the bits of Node', async ({ browser, page }) => {
    await browser.go(pathToFileURL(SINGLE).href);
    await browser.run(shortWays);
    await page.ready();
    assert.equal(await browser.run(() => location.protocol), 'file:');
    assert.equal(await rung(page), 'blob');
    assert.equal((await page.train(20)).loss, await lossInNode(20));
    assertDrawn(await page.picture('output'), 'the picture');
  });

  const promise = engine.offline
    ? 'after one visit the article is there without its host, and all figures work'
    : 'without service workers the article works, and keeps nothing';
  rough(promise, async ({ browser, page }, t) => {
    let gone = false;
    const site = await serve(SITE, {
      answer(_, response) {
        if (gone) response.destroy();
        return gone;
      },
    });
    t.after(site.close);
    await browser.go(`${site.url}/`);
    await browser.run(shortWays);
    await page.ready();
    const has = await browser.run(() => 'serviceWorker' in navigator);
    t.diagnostic(`${browser.name}: service workers are ${has ? 'there' : 'not there'}`);
    assert.equal(has, engine.offline);
    if (has) {
      await page.bring(Object.keys(FIGURES).indexOf('digits')); // its model is kept once it was asked for
      // What was fetched before there was a worker is handed to it, the last figure's picture too.
      const kept = () =>
        browser.run(async () => {
          const pictures = /** @type {HTMLImageElement[]} */ ([...document.querySelectorAll('ae-figure picture img')]);
          const asked = performance.getEntriesByType('resource').map(({ name }) => name);
          const models = asked.filter((name) => /\/assets\/(codes|model|weights)-.*\.(bin|json)$/.test(name));
          const found = await Promise.all(
            [...pictures.map(({ currentSrc }) => currentSrc), ...models].map((url) => caches.match(url)),
          );
          return Boolean(navigator.serviceWorker.controller) && models.length >= 3 && found.every(Boolean);
        });
      await until(kept, Boolean, 'what is to be kept');
      gone = true;
      await browser.go(`${site.url}/?data=wave`);
      await browser.run(shortWays);
    }
    for (const [index, figure] of Object.keys(FIGURES).entries()) {
      await page.bring(index);
      assert.equal(
        await browser.run((k) => /** @type {any} */ (globalThis).figure(k).getAttribute('name'), index),
        figure,
      );
    }
    assert.equal((await page.train(3)).epoch, 3);
  });
}
