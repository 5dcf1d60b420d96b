// SPDX-License-Identifier: MIT
// Pictures of the article of build/site/, to be looked at: each section at each width in both themes, build/shots/1300-light/02-structure.png.
//
//   node tests/browser/shots.js OUT [WIDTH...]
import { mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { chromium } from '@playwright/test';
import config from './playwright.config.js';
import { ownLetters, read } from './reader.js';
import { serve } from './server.js';

const WIDTHS = [1300, 1024, 768, 390, 320];

/** In the page. @returns {{name: string, top: number, bottom: number}[]} sections, px: from each heading to the next */
function sections() {
  const starts = [...document.querySelectorAll('h1, h2, footer')].map((element) => ({
    name: element.id || element.tagName.toLowerCase(),
    top: element.getBoundingClientRect().top + scrollY - 40,
  }));
  const ends = [...starts.slice(1).map(({ top }) => top), document.documentElement.scrollHeight];
  return starts
    .map(({ name, top }, k) => ({ name, top: k ? top : 0, bottom: ends[k] }))
    .filter((part) => part.bottom - part.top > 8);
}

/** @param {import('@playwright/test').Browser} browser @param {string} url @param {string} folder @param {number} width @param {'light' | 'dark'} theme */
async function shoot(browser, url, folder, width, theme) {
  const page = await browser.newPage({
    viewport: { width, height: 1200 },
    colorScheme: theme,
    reducedMotion: 'reduce',
  });
  await ownLetters(page);
  await page.goto(url);
  await page.evaluate(() => document.fonts.ready);
  await read(page);
  for (const [k, { name, top, bottom }] of (await page.evaluate(sections)).entries()) {
    const path = resolve(folder, `${width}-${theme}`, `${String(k).padStart(2, '0')}-${name}.png`);
    await page.screenshot({ path, fullPage: true, clip: { x: 0, y: top, width, height: bottom - top } });
  }
  await page.close();
}

const [folder, ...widths] = process.argv.slice(2);
if (!folder) throw new Error('usage: node tests/browser/shots.js OUT [WIDTH...]');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const server = await serve(resolve(import.meta.dirname, '../../build/site'));
const browser = await chromium.launch(config.use?.launchOptions);
try {
  for (const width of widths.length ? widths.map(Number) : WIDTHS) {
    for (const theme of /** @type {const} */ (['light', 'dark']))
      await shoot(browser, `${server.url}/`, folder, width, theme);
  }
} finally {
  await browser.close();
  server.close();
}
