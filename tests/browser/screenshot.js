// SPDX-License-Identifier: MIT
// The picture in the README: Figure 1 of build/site/ after 120 epochs.
//
//   node tests/browser/screenshot.js OUT.png
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { chromium } from '@playwright/test';
import config from './playwright.config.js';
import { serve } from './server.js';

const EPOCHS = 120;

const out = process.argv[2];
const site = resolve(import.meta.dirname, '../../build/site');
if (!out) throw new Error('usage: node tests/browser/screenshot.js OUT.png');
if (!existsSync(site)) throw new Error('build/site/ is not there: run `make site` first');

const server = await serve(site);
const browser = await chromium.launch(config.use?.launchOptions);
try {
  const page = await browser.newPage({
    viewport: { width: 1300, height: 1700 },
    deviceScaleFactor: 1,
    colorScheme: 'light',
    reducedMotion: 'reduce', // nothing turns or eases, so that the picture is the same each time
  });
  await page.goto(`${server.url}/`);
  const figure = page.locator('ae-figure').first();
  await figure.evaluate(async (element) => {
    await customElements.whenDefined('ae-figure');
    await /** @type {import('../../web/element.js').AeFigure} */ (element).ready;
  });
  await figure.evaluate(async (element, epochs) => {
    const root = /** @type {ShadowRoot} */ (element.shadowRoot);
    const step = /** @type {HTMLElement} */ (root.querySelector('[data-do=step]'));
    for (let k = 0; k < epochs; k++) step.click();
    while (/** @type {any} */ (element).state.epoch !== epochs) await new Promise(requestAnimationFrame);
  }, EPOCHS);

  // What is still on its way to the screen: the picture is right when two in a row are the same.
  /** @type {Buffer} */
  let before = Buffer.alloc(0);
  for (let tries = 0; ; tries++) {
    const picture = await figure.screenshot({ path: out });
    if (picture.equals(before)) break;
    if (tries === 100) throw new Error('the figure does not come to rest');
    before = picture;
    await page.waitForTimeout(200);
  }
} finally {
  await browser.close();
  server.close();
}
