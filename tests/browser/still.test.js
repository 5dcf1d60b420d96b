// SPDX-License-Identifier: MIT
// The page stands still while figures come, and what is seen first needs no script.
import { expect, test } from './fixture.js';
import { ownLetters, read } from './reader.js';

/** @typedef {import('@playwright/test').Page} Page */

const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };

/** From now on notes what moves, and what the largest thing painted is. @param {Page} page */
const watch = (page) =>
  page.addInitScript(() => {
    const seen = { shift: 0, moved: /** @type {string[]} */ ([]), largest: '' };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const entry of /** @type {any[]} */ (list.getEntries())) {
        if (entry.hadRecentInput) continue;
        seen.shift += entry.value;
        seen.moved.push(
          ...entry.sources.map((/** @type {any} */ { node }) => `${node?.outerHTML ?? node}`.slice(0, 80)),
        );
      }
    }).observe({ type: 'layout-shift', buffered: true });
    new PerformanceObserver((list) => {
      for (const { element } of /** @type {any[]} */ (list.getEntries())) seen.largest = element?.tagName ?? '';
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  });

/** @param {Page} page @returns {Promise<{shift: number, moved: string[], largest: string}>} */
const seen = (page) => page.evaluate(() => /** @type {any} */ (globalThis).seen);

for (const [width, height] of [
  [1300, 900],
  [390, 844],
]) {
  test(`on a slow machine and line nothing moves at ${width} px, and the largest thing is there without script`, async ({
    page,
  }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width, height });
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Network.emulateNetworkConditions', SLOW_4G);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await watch(page);
    await page.goto('/', { waitUntil: 'commit' });
    await page.locator('ae-figure').first().locator('[data-do=play]').waitFor();
    expect((await seen(page)).largest).toMatch(/^(IMG|P|H1)$/);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await read(page);
    const { shift, moved } = await seen(page);
    expect(shift, moved.join('\n')).toBeLessThanOrEqual(0.02);
  });
}

for (const width of [1300, 1024, 768, 700, 600, 390, 320]) {
  test(`at ${width} px a figure takes the room that was kept for it, and no more`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await page.route('**/*.wasm', (route) => setTimeout(() => route.continue(), 1500));
    await ownLetters(page);
    await page.goto('/');
    await page.evaluate(() => document.fonts.ready);
    const heights = () =>
      page.evaluate(() => [...document.querySelectorAll('ae-figure')].map((element) => element.clientHeight));
    const before = await heights();
    await read(page);
    expect(await heights(), 'run `make heights` when figures have changed').toEqual(before);
    const free = await page.evaluate(() =>
      [...document.querySelectorAll('ae-figure')].map((element) => {
        const section = /** @type {HTMLElement} */ (element.shadowRoot?.querySelector('section'));
        return element.clientHeight - section.offsetHeight;
      }),
    );
    for (const room of free) expect(room, 'px left free below a figure').toBeLessThanOrEqual(60);
  });
}

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('no room is kept for figures that will not come', async ({ page }) => {
    for (const width of [1300, 390]) {
      await page.goto('about:blank'); // another width asks for other pictures, which the next visit would break off
      await page.setViewportSize({ width, height: 900 });
      await page.goto('/');
      const free = await page.evaluate(() =>
        [...document.querySelectorAll('ae-figure')].map((element) => {
          const image = /** @type {HTMLElement} */ (element.querySelector('img'));
          return element.clientHeight - image.clientHeight;
        }),
      );
      for (const room of free) expect(Math.abs(room)).toBeLessThanOrEqual(1);
      await page.waitForLoadState('networkidle'); // pictures further down may still be on their way
    }
  });
});
