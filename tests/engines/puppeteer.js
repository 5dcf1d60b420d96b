// SPDX-License-Identifier: MIT
// Chromium and Firefox through Puppeteer, Firefox over WebDriver BiDi. See browser.js.
import puppeteer from 'puppeteer-core';
import config from '../browser/playwright.config.js';

/** @typedef {import('./browser.js').Browser} Browser */
/** @typedef {import('./browser.js').Wishes} Wishes */
/** @typedef {import('puppeteer-core').KeyInput} KeyInput */

/** @param {string} name @param {import('puppeteer-core').LaunchOptions} options @returns {Promise<Browser>} */
async function launch(name, options) {
  const browser = await puppeteer.launch({ headless: true, ...options });
  const [page] = await browser.pages();
  const { mouse, touchscreen, keyboard } = page;
  return {
    name,
    version: (await browser.version()).replace(/.*\//, ''),
    go: async (address) => void (await page.goto(address, { waitUntil: 'load' })),
    resize: (width, height) => page.setViewport({ width, height }),
    run: /** @type {Browser['run']} */ ((act, ...given) => page.evaluate(/** @type {any} */ (act), ...given)),
    hover: (x, y) => mouse.move(x, y),
    click: (x, y) => mouse.click(x, y),
    drag: async (x, y, dx, dy) => {
      await mouse.move(x, y);
      await mouse.down();
      await mouse.move(x + dx, y + dy, { steps: 4 });
      await mouse.up();
    },
    tap: (x, y) => touchscreen.tap(x, y),
    press: (key) => keyboard.press(/** @type {KeyInput} */ (key)),
    picture: async () => Buffer.from(await page.screenshot()),
    close: () => browser.close(),
  };
}

/** @param {Wishes} [wishes] */
export const chromium = ({ calm = false } = {}) =>
  launch('Chromium', {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      ...(config.use?.launchOptions?.args ?? []),
      '--touch-events=enabled',
      ...(calm ? ['--force-prefers-reduced-motion'] : []),
    ],
  });

/** @param {Wishes} [wishes] */
export const firefox = ({ calm = false } = {}) =>
  launch('Firefox', {
    browser: 'firefox',
    executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    extraPrefsFirefox: {
      'webgl.force-enabled': true, // in software
      'dom.w3c_touch_events.enabled': 1,
      'ui.prefersReducedMotion': calm ? 1 : 0,
    },
  });
