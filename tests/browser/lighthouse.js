// SPDX-License-Identifier: MIT
// Lighthouse's opinion of build/site/, as a phone and as a desk see it: a table, and the audits that are not perfect.
//
//   node tests/browser/lighthouse.js [CATEGORY...]     performance accessibility best-practices seo unless told
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';
import config from './playwright.config.js';
import { serve } from './server.js';

const root = resolve(import.meta.dirname, '../..');
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];

/** What a score has to be; that of performance depends on the machine. @type {Record<string, Record<string, number>>} */
export const LEAST = {
  phone: { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 },
  desk: { performance: 99, accessibility: 100, 'best-practices': 100, seo: 100 },
};

/** @typedef {{device: string, scores: Record<string, number>, faults: string[]}} Opinion scores of 100 */

/** @param {any} result @returns {string[]} the audits that take points away, worst first */
const faultsOf = ({ audits, categories }) => {
  const counted = new Set(
    Object.values(categories).flatMap((/** @type {any} */ { auditRefs }) =>
      auditRefs.filter((/** @type {any} */ { weight }) => weight > 0).map((/** @type {any} */ { id }) => id),
    ),
  );
  return Object.values(audits)
    .filter(({ id, score }) => counted.has(id) && score !== null && score < 1)
    .sort((a, b) => a.score - b.score)
    .map(({ id, title, displayValue }) => `${id}: ${title}${displayValue ? ` (${displayValue})` : ''}`);
};

/** @param {string[]} [categories] @returns {Promise<Opinion[]>} */
export async function judge(categories = CATEGORIES) {
  const { executablePath, args } = /** @type {any} */ (config).use.launchOptions;
  const server = await serve(resolve(root, 'build/site'), { compress: true });
  const chrome = await launch({
    chromePath: executablePath,
    chromeFlags: ['--headless=new', ...args],
    logLevel: 'silent',
  });
  try {
    const opinions = [];
    for (const device of Object.keys(LEAST)) {
      const flags = { port: chrome.port, onlyCategories: categories, logLevel: /** @type {const} */ ('error') };
      const run = await lighthouse(`${server.url}/`, flags, device === 'desk' ? desktopConfig : undefined);
      const { lhr } = /** @type {any} */ (run);
      mkdirSync(resolve(root, 'build/lighthouse'), { recursive: true });
      writeFileSync(resolve(root, `build/lighthouse/${device}.json`), JSON.stringify(lhr, null, 2));
      const scores = categories.map((id) => [id, Math.round(100 * (lhr.categories[id].score ?? 0))]);
      opinions.push({ device, scores: Object.fromEntries(scores), faults: faultsOf(lhr) });
    }
    return opinions;
  } finally {
    await chrome.kill();
    server.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const chosen = process.argv.slice(2);
  let low = false;
  for (const { device, scores, faults } of await judge(chosen.length ? chosen : CATEGORIES)) {
    console.log(`\n${device}`);
    for (const [name, score] of Object.entries(scores)) {
      low ||= score < LEAST[device][name];
      console.log(`  ${name.padEnd(16)}${`${score}`.padStart(4)}   (${LEAST[device][name]} or more)`);
    }
    for (const fault of faults) console.log(`  - ${fault}`);
  }
  process.exit(low ? 1 : 0);
}
