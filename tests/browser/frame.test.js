// SPDX-License-Identifier: MIT
// A figure in a frame of a page of another origin: heights, and what the two tell each other.

import { expect, test } from './fixture.js';
import { servePages } from './pages.js';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').Frame} Frame */
/** @typedef {{type: string, version: number, name: string, height: number, state: any, message: string, from: string}} Told */

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** @type {Awaited<ReturnType<typeof servePages>>} */
let pages;

test.beforeAll(async () => {
  pages = await servePages(['train', 'encoder', 'trails']);
});

test.afterAll(() => pages.close());

test.beforeEach(({ troubles }) => troubles.expect(/another origin: .*\/embed\.js$/));

/** A host page that keeps all messages. @param {Page} page @param {{helper?: boolean}} [options] */
async function host(page, { helper = true } = {}) {
  await page.goto(`${pages.host}/host.html`);
  await page.evaluate((source) => {
    const told = /** @type {any} */ (globalThis);
    told.told = [];
    addEventListener('message', ({ data, source: from }) => {
      const frames = [...document.querySelectorAll('iframe')];
      told.told.push({ ...data, from: frames.find((frame) => frame.contentWindow === from)?.id });
    });
    if (!source) return;
    const script = document.createElement('script');
    script.src = source;
    script.async = true;
    document.head.append(script);
  }, helper && `${pages.frames}/embed.js`);
}

/** @param {Page} page @param {string} address of a figure @param {Record<string, string>} [attributes] @returns {Promise<Frame>} */
async function embed(page, address, attributes = {}) {
  const id = await page.evaluate(
    ([src, given]) => {
      const frame = document.createElement('iframe');
      frame.id = `frame${document.querySelectorAll('iframe').length}`;
      Object.assign(frame, { width: '900', height: '700' });
      for (const [name, value] of Object.entries(given)) frame.setAttribute(name, value);
      frame.src = src;
      document.body.append(frame);
      return frame.id;
    },
    /** @type {const} */ ([`${pages.frames}/embed/${address}`, attributes]),
  );
  const frame = await (await page.locator(`#${id}`).elementHandle())?.contentFrame();
  if (!frame) throw new Error('no frame');
  return frame;
}

/** @param {Page} page @param {string} type @param {string} [from] @returns {Promise<Told[]>} */
const told = (page, type, from) =>
  page.evaluate(
    ([wanted, id]) =>
      /** @type {any} */ (globalThis).told.filter(
        (/** @type {Told} */ message) => message.type === wanted && (!id || message.from === id),
      ),
    [type, from],
  );

/** Waits for a message, and gives the newest. @param {Page} page @param {string} type @param {string} [from] @returns {Promise<Told>} */
async function hear(page, type, from) {
  await expect.poll(async () => (await told(page, type, from)).length, { message: type }).toBeGreaterThan(0);
  return /** @type {Told} */ ((await told(page, type, from)).at(-1));
}

/** @param {Page} page @param {unknown} message @param {string} [to] */
const post = (page, message, to = 'frame0') =>
  page.evaluate(
    ([data, id]) =>
      /** @type {HTMLIFrameElement} */ (document.getElementById(id)).contentWindow?.postMessage(data, '*'),
    /** @type {[unknown, string]} */ ([message, to]),
  );

/** @param {Frame} frame */
const stateOf = (frame) => frame.evaluate(() => /** @type {any} */ (document.querySelector('ae-figure')).state);

test('a frame tells its height, its state and its readiness, and the helper makes it as high', async ({ page }) => {
  await host(page);
  const frame = await embed(page, 'train.html?data=wave&points=40&seed=3&nonsense=1');
  const ready = await hear(page, 'ae:ready');
  expect(ready).toMatchObject({ version: 1, name: 'train', state: { data: 'wave', points: 40, seed: 3 } });
  await expect
    .poll(() => frame.evaluate(() => document.documentElement.scrollHeight - innerHeight), {
      message: 'nothing to scroll',
    })
    .toBe(0);
  const { height } = await hear(page, 'ae:height');
  expect(height).toBeGreaterThan(800);
  expect(await page.locator('iframe').evaluate((element) => element.clientHeight)).toBe(height);
});

test('the state of a figure in a frame is told as it changes, and set from without', async ({ page }) => {
  await host(page);
  const frame = await embed(page, 'train.html');
  await hear(page, 'ae:ready');
  await post(page, { type: 'ae:set', version: 1, state: { data: 'ellipse', seed: 9, theme: 'dark' } });
  await expect.poll(async () => (await hear(page, 'ae:state')).state).toMatchObject({ data: 'ellipse', seed: 9 });
  expect(await frame.locator('ae-figure').getAttribute('theme')).toBe('dark');
  await post(page, { type: 'ae:play', version: 1 });
  await expect.poll(async () => (await told(page, 'ae:state')).at(-1)?.state.epoch).toBeGreaterThan(20);
  await post(page, { type: 'ae:pause', version: 1 });
  await expect.poll(async () => (await told(page, 'ae:state')).at(-1)?.state.playing).toBe(false);
  await post(page, { type: 'ae:reset', version: 1 });
  await expect
    .poll(async () => (await told(page, 'ae:state')).at(-1)?.state)
    .toMatchObject({ epoch: 0, data: 'saddle' });
  const states = await told(page, 'ae:state');
  const texts = states.map(({ state }) => JSON.stringify(state));
  expect(
    texts.filter((text, k) => k && text === texts[k - 1]),
    'nothing is told twice',
  ).toEqual([]);
});
