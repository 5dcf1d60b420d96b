// SPDX-License-Identifier: MIT
// How high the figures of build/site/ will be, so that the page can keep that room free before they are there: writes
// article/heights.css. A figure's height over its width is a line with jumps, where controls take another row; it is written as lines
// that are nowhere below it, and nowhere far above.
//
//   node tests/browser/heights.js OUT.css
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { chromium } from '@playwright/test';
import config from './playwright.config.js';
import { ownLetters, read } from './reader.js';
import { serve } from './server.js';

const LEAST = 280; // px that a figure is wide
const MOST = 1140;
const EVERY = 10;
const FREE = 24; // px that may be left free below a figure

/** @typedef {{width: number, height: number, above: number}} Size above: from the top to the first plot; all in px */
/** @typedef {{a: number, b: number, free: number}} Line height = a + b · width */

/** The line through two of the sizes that is above all others and nearest to them. @param {Size[]} sizes @returns {Line} */
function lineAbove(sizes) {
  /** @type {Line} */
  let best = { a: Math.max(...sizes.map(({ height }) => height)), b: 0, free: Number.POSITIVE_INFINITY };
  if (sizes.length === 1) return { ...best, free: 0 };
  for (const [k, one] of sizes.entries()) {
    for (const other of sizes.slice(k + 1)) {
      const b = (one.height - other.height) / (one.width - other.width);
      const a = one.height - b * one.width;
      const free = sizes.map(({ width, height }) => a + b * width - height);
      if (Math.min(...free) > -1e-6 && Math.max(...free) < best.free) best = { a, b, free: Math.max(...free) };
    }
  }
  return best;
}

/** @param {Size[]} sizes from the widest on @returns {Size[][]} those that one line can stand for */
function pieces(sizes) {
  const found = [[sizes[0]]];
  for (const size of sizes.slice(1)) {
    const longer = [...found[found.length - 1], size];
    if (lineAbove(longer).free <= FREE) found[found.length - 1] = longer;
    else found.push([size]);
  }
  return found;
}

/** @param {string} name @param {Size[]} sizes @returns {string} CSS */
function rules(name, sizes) {
  return pieces(sizes)
    .map((piece, k) => {
      const { a, b } = lineAbove(piece);
      const above = Math.round(Math.min(...piece.map((size) => size.above)));
      // A px more: between the widths that were measured browsers round parts of a figure up.
      const rule = `ae-figure[name="${name}"] { --live: calc(${Math.ceil(a) + 1}px + ${(100 * b).toFixed(1)}cqi); --above: ${above}px; }`;
      return k ? `@container (max-width: ${piece[0].width + EVERY - 1}px) { ${rule} }` : rule;
    })
    .join('\n');
}

/** @param {import('@playwright/test').Page} page @returns {Promise<Record<string, Size[]>>} by name, from the widest on */
async function measure(page) {
  await read(page);
  /** @type {Record<string, Size[]>} */
  const sizes = {};
  for (let width = MOST; width >= LEAST; width -= EVERY) {
    await page.setViewportSize({ width: width + 40, height: 900 });
    for (const { name, size } of await page.evaluate(look)) {
      sizes[name] ??= [];
      sizes[name].push(size);
    }
  }
  return sizes;
}

/** In the page. @returns {Promise<{name: string, size: Size}[]>} */
async function look() {
  for (let k = 0; k < 3; k++) await new Promise(requestAnimationFrame);
  return [...document.querySelectorAll('ae-figure')].map((figure) => {
    const section = /** @type {HTMLElement} */ (figure.shadowRoot?.querySelector('section'));
    const plot = /** @type {HTMLElement} */ (section.querySelector('[data-plot] .canvas'));
    const { top, height } = section.getBoundingClientRect();
    const size = { width: figure.clientWidth, height, above: plot.getBoundingClientRect().top - top };
    return { name: `${figure.getAttribute('name')}`, size };
  });
}

if (process.argv[2]) {
  const server = await serve(resolve(import.meta.dirname, '../../build/site'));
  const browser = await chromium.launch(config.use?.launchOptions);
  try {
    const page = await browser.newPage({ reducedMotion: 'reduce' });
    await ownLetters(page);
    await page.goto(`${server.url}/`);
    await page.evaluate(() => document.fonts.ready);
    const all = Object.entries(await measure(page)).map(([name, sizes]) => rules(name, sizes));
    writeFileSync(
      process.argv[2],
      `/* SPDX-License-Identifier: MIT */\n/* How high figures are; made by \`make heights\`. */\n${all.join('\n')}\n`,
    );
  } finally {
    await browser.close();
    server.close();
  }
}
