// SPDX-License-Identifier: MIT
// A figure in a frame of a page of another origin: heights, and what the two tell each other.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
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
  expect((await told(page, 'ae:height'))[0].height, 'not of a page whose figure is not there yet').toBeGreaterThan(800);
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
  await frame.locator('[data-plot=layered] canvas').press('ArrowLeft'); // the reader turns it
  await expect.poll(async () => (await told(page, 'ae:state')).at(-1)?.state.yaw).toBeGreaterThan(-0.9);
  await post(page, { type: 'ae:set', version: 1, state: { yaw: 0.5, zoom: 99 } });
  await expect.poll(async () => (await told(page, 'ae:state')).at(-1)?.state).toMatchObject({ yaw: 0.5, zoom: 6 });
  await post(page, { type: 'ae:reset', version: 1 });
  await expect
    .poll(async () => (await told(page, 'ae:state')).at(-1)?.state)
    .toMatchObject({ epoch: 0, data: 'saddle', yaw: -0.9, zoom: 1 });
  const states = await told(page, 'ae:state');
  const texts = states.map(({ state }) => JSON.stringify(state));
  expect(
    texts.filter((text, k) => k && text === texts[k - 1]),
    'nothing is told twice',
  ).toEqual([]);
});

test('hundreds of malformed messages change nothing, and the frame still obeys', async ({ page }) => {
  await host(page, { helper: false });
  const frame = await embed(page, 'train.html?seed=7');
  await hear(page, 'ae:ready');
  const before = (await hear(page, 'ae:ready')).state;
  await frame.evaluate(() => {
    /** @type {any} */ (globalThis).here = location.href;
  });
  await page.evaluate(() => {
    const { contentWindow } = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe'));
    const values = [
      null,
      0,
      '',
      'x',
      NaN,
      1n,
      [],
      {},
      [[]],
      new Date(0),
      new Map(),
      new Uint8Array(9),
      'javascript:alert(1)',
    ];
    const types = [
      'ae:set',
      'ae:reset ',
      'AE:PLAY',
      '__proto__',
      'constructor',
      'toString',
      '',
      'ae:eval',
      'ae:navigate',
    ];
    const post = (/** @type {unknown} */ message) => contentWindow?.postMessage(message, '*');
    for (const value of values) {
      post(value);
      for (const type of types) {
        post({ type, version: 1, state: value, href: 'javascript:alert(1)', url: 'about:blank' });
        post({ type, version: value, state: { seed: 99 } });
        post({ type: value, version: 1, state: { seed: 99 } });
        post({ type: [type], version: 1, state: { seed: 99 } });
      }
      if (value !== 0)
        post({
          type: 'ae:set',
          version: 1,
          state: { data: value, seed: value, points: value, theme: value, own: value },
        });
      post({ type: 'ae:set', version: '1', state: { seed: 99 } });
      post({ type: 'ae:play', version: 2 });
    }
    post({ type: 'ae:set', version: 1, state: JSON.parse('{"__proto__":{"seed":99},"constructor":1,"onclick":"x"}') });
    post({ type: 'ae:set', version: 1, state: { data: 'x'.repeat(1e6) } });
    post(JSON.stringify({ type: 'ae:play', version: 1 }));
  });
  await post(page, { type: 'ae:set', version: 1, state: { selected: 3 } });
  await expect.poll(async () => (await told(page, 'ae:state')).at(-1)?.state.selected).toBe(3);
  const { state } = /** @type {Told} */ ((await told(page, 'ae:state')).at(-1));
  expect(state).toMatchObject({ data: before.data, points: before.points, playing: false, epoch: 0 });
  expect(state.seed).toBe(7);
  expect(await frame.evaluate(() => /** @type {any} */ (globalThis).here === location.href)).toBe(true);
});

test('messages one after the other are limited as one: the page stays alive', async ({ page }) => {
  await host(page);
  await embed(page, 'encoder.html?points=10000&width=8');
  expect((await hear(page, 'ae:ready')).state.points).toBe(10_000);
  await post(page, { type: 'ae:set', version: 1, state: { width: 512, depth: 4 } });
  await expect
    .poll(async () => (await told(page, 'ae:state')).at(-1)?.state)
    .toMatchObject({ points: 63, width: 512, depth: 4 });
  expect(await told(page, 'ae:error')).toEqual([]);
});

test('what a message asks for and the figure does not understand is told, and the rest is done', async ({ page }) => {
  await host(page);
  await embed(page, 'train.html');
  await hear(page, 'ae:ready');
  const state = { data: 'foo', seed: 4, bottleneck: 'many', points: 1e9, source: 'elsewhere' };
  await post(page, { type: 'ae:set', version: 1, state });
  await expect
    .poll(async () => (await told(page, 'ae:state')).at(-1)?.state)
    .toMatchObject({ seed: 4, data: 'saddle' });
  const errors = (await told(page, 'ae:error')).map(({ message }) => message);
  expect(errors).toEqual([
    'Not understood, and left out: data=foo, bottleneck=many. Out of range, and brought into it: points=1000000000 (10000).',
  ]);
  const now = (await told(page, 'ae:state')).at(-1)?.state;
  expect(now?.points, 'a number is brought into its range').toBe(10_000);
  await post(page, { type: 'ae:set', version: 1, state: { ...now, seed: 6 } }); // a state that was told is understood
  await expect.poll(async () => (await told(page, 'ae:state')).at(-1)?.state.seed).toBe(6);
  expect(await told(page, 'ae:error')).toHaveLength(1);
});

test('an epoch that a message asks for may be of a run that an earlier one has made longer', async ({ page }) => {
  await host(page);
  await embed(page, 'trails.html?width=8');
  await hear(page, 'ae:ready');
  await post(page, { type: 'ae:set', version: 1, state: { epochs: 300 } });
  await post(page, { type: 'ae:set', version: 1, state: { epoch: 250 } });
  await expect.poll(async () => (await told(page, 'ae:state')).at(-1)?.state.epoch).toBe(250);
});

test('a message from another window than the page around is ignored', async ({ page }) => {
  await host(page);
  const frame = await embed(page, 'train.html');
  await hear(page, 'ae:ready');
  await frame.evaluate(() => postMessage({ type: 'ae:set', version: 1, state: { seed: 99 } }, '*'));
  await post(page, { type: 'ae:set', version: 1, state: { selected: 2 } });
  await expect.poll(async () => (await told(page, 'ae:state')).at(-1)?.state.selected).toBe(2);
  expect((await told(page, 'ae:state')).at(-1)?.state.seed).toBe(1);
});

test('in a sandbox a frame works and tells its height; each frame gets its own', async ({ page, troubles }) => {
  troubles.expect(/another origin: .*\/embed\/assets\//); // its origin is none
  await host(page);
  await embed(page, 'train.html?seed=5', { sandbox: 'allow-scripts' });
  await embed(page, 'encoder.html?flat');
  expect((await hear(page, 'ae:ready', 'frame0')).state.seed).toBe(5);
  await page.locator('#frame1').scrollIntoViewIfNeeded();
  expect((await hear(page, 'ae:ready', 'frame1')).state.flat).toBe(true);
  for (const id of ['frame0', 'frame1']) {
    await expect
      .poll(async () => [
        (await hear(page, 'ae:height', id)).height,
        await page.locator(`#${id}`).evaluate((element) => element.clientHeight),
      ])
      .toEqual(Array(2).fill((await hear(page, 'ae:height', id)).height));
  }
});

test('a page that grows with its frame comes to an end, and without the helper nothing grows', async ({ page }) => {
  await host(page);
  const frame = await embed(page, 'train.html');
  await hear(page, 'ae:ready');
  const style = 'body { min-height: calc(100vh + 20px) }';
  await frame.evaluate(
    (css) => document.head.append(Object.assign(document.createElement('style'), { textContent: css })),
    style,
  );
  const count = async () => (await told(page, 'ae:height')).length;
  await expect.poll(count).toBeGreaterThan(15);
  await expect
    .poll(async () => {
      const before = await count();
      await page.waitForTimeout(800);
      return (await count()) - before;
    })
    .toBeLessThanOrEqual(1);
  expect(await page.locator('iframe').evaluate((element) => element.clientHeight)).toBeLessThan(4000);
});

test('the helper heeds well-formed heights of known frames alone, and is small', async ({ page }) => {
  expect(gzipSync(readFileSync(resolve(import.meta.dirname, '../../web/embed_helper.js'))).length).toBeLessThan(1024);
  await host(page);
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.height = '123';
    frame.srcdoc = '<script>parent.postMessage({ type: "ae:height", version: 1, height: 999 }, "*")</script>';
    document.body.append(frame);
  });
  await hear(page, 'ae:height');
  const frame = await embed(page, 'train.html');
  await hear(page, 'ae:ready', 'frame1');
  await frame.evaluate(() => {
    for (const height of ['500px', -1, 1e9, Number.NaN, null, '999', {}, [700]])
      parent.postMessage({ type: 'ae:height', version: 1, height }, '*');
    parent.postMessage({ type: 'ae:height', version: 2, height: 444 }, '*');
    parent.postMessage(null, '*');
  });
  await expect.poll(async () => (await told(page, 'ae:height', 'frame1')).length).toBeGreaterThan(8);
  const heights = await page.locator('iframe').evaluateAll((list) => list.map(({ clientHeight }) => clientHeight));
  expect(heights[0], 'a frame that is no figure’s').toBe(123);
  const good = (await told(page, 'ae:height', 'frame1')).map(({ height }) => height).filter((height) => height > 600);
  expect(good).toContain(heights[1]);
});
