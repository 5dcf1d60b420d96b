// SPDX-License-Identifier: MIT
// The pictures of figures that stand in the article before, without and after scripts, and in print.
import { expect, test } from './fixture.js';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').Locator} Locator */

const THEMES = /** @type {const} */ (['light', 'dark']);

/**
 * That a figure of the article shows its own picture, whole, as wide as itself and with words for who does not see it.
 * @param {Locator} figure @param {'light' | 'dark'} theme @returns {Promise<string>} the picture's address
 */
async function expectPoster(figure, theme) {
  const image = figure.locator('picture[slot=poster] img');
  await image.scrollIntoViewIfNeeded();
  await expect(image).toBeVisible();
  await expect.poll(() => image.evaluate((element) => /** @type {HTMLImageElement} */ (element).complete)).toBe(true);
  const { name, alt, address, sizes, box, whole } = await image.evaluate((element) => {
    const poster = /** @type {HTMLImageElement} */ (element);
    const host = /** @type {HTMLElement} */ (poster.closest('ae-figure'));
    const { width, height } = poster.getBoundingClientRect();
    return {
      name: host.getAttribute('name'),
      alt: poster.alt,
      address: poster.currentSrc,
      sizes: [poster.naturalWidth, poster.naturalHeight],
      box: [width, height],
      whole: host.getBoundingClientRect().width,
    };
  });
  expect(address).toMatch(new RegExp(`/${name}-${theme}-(narrow-)?[12]x-[^/]*\\.avif$`));
  expect(Math.abs(sizes[0] - Math.min(whole, 1140)), 'as many pixels as it is wide').toBeLessThan(2);
  expect(box[0]).toBeCloseTo(whole, 0);
  expect(box[1] / box[0]).toBeCloseTo(sizes[1] / sizes[0], 2);
  expect(alt).toMatch(/^[A-Z0-9].*\bdots\b.*\.$/);
  return address;
}

/** @param {Page} page @param {'light' | 'dark'} theme @returns {Promise<string[]>} the pictures' addresses */
async function expectPosters(page, theme) {
  const figures = await page.locator('ae-figure').all();
  expect(figures.length).toBeGreaterThanOrEqual(3);
  const addresses = [];
  for (const figure of figures) addresses.push(await expectPoster(figure, theme));
  expect(new Set(addresses).size, 'each figure has a picture of its own').toBe(figures.length);
  return addresses;
}

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  for (const theme of THEMES) {
    test(`every figure shows its ${theme} picture and its caption`, async ({ page, troubles }) => {
      troubles.expect(/\.js \(csp\)/); // scripts that are asked for ahead
      await page.emulateMedia({ colorScheme: theme });
      await page.goto('/');
      await expectPosters(page, theme);
      for (const figure of await page.locator('figure').all()) {
        await expect(figure.locator('figcaption')).toContainText(/Figure \d\. /);
        await expect(figure.locator('figcaption')).toBeVisible();
      }
      await expect(page.locator('body')).not.toContainText('Loading');
    });
  }

  test('pictures shrink with the page', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 900 });
    await page.goto('/');
    for (const address of await expectPosters(page, 'light')) expect(address).toContain('-narrow-');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});

test('in print pictures stand for the figures, also for those that are live', async ({ figure, page }) => {
  await figure.open();
  await figure.train(2);
  await expect(figure.element.locator('picture')).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  await expectPosters(page, 'light');
  await expect(figure.canvas('layered')).toBeHidden();
  await expect(figure.element.getByRole('button')).toHaveCount(0);
  await page.emulateMedia({ media: 'screen' });
  await figure.element.scrollIntoViewIfNeeded();
  await expect(figure.element.locator('picture')).toBeHidden();
  await expect(figure.canvas('layered')).toBeVisible();
});

for (const theme of THEMES) {
  test(`the ${theme} picture stands before the first live one, which then takes its place`, async ({
    figure,
    page,
  }) => {
    await page.emulateMedia({ colorScheme: theme });
    /** @type {(value?: unknown) => void} */
    let go = () => {};
    const held = new Promise((resolve) => {
      go = resolve;
    });
    await page.route('**/*.wasm', async (route) => {
      await held;
      await route.continue();
    });
    await figure.visit();
    await expectPosters(page, theme);
    await expect(figure.element.locator('canvas')).toHaveCount(0);
    go();
    await figure.element.scrollIntoViewIfNeeded();
    await figure.ready();
    await expect(figure.element.locator('picture')).toBeHidden();
    await expect(figure.canvas('layered')).toBeVisible();
  });
}

test('pictures stand after a start that has failed', async ({ figure, page, troubles }) => {
  troubles.expect(/404/);
  await page.route('**/*.wasm', (route) => route.fulfill({ status: 404, body: 'not found' }));
  await figure.visit();
  await expect(figure.alert).toBeVisible();
  await expectPosters(page, 'light');
  for (const failed of await page.locator('ae-figure').all()) {
    await failed.scrollIntoViewIfNeeded();
    await expect(failed.getByRole('alert')).toContainText('could not start');
    await expectPoster(failed, 'light');
  }
});
