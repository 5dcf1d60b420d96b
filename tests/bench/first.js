// SPDX-License-Identifier: MIT
// What a contender costs a page: the bytes that it fetches to do W1, and the time until its first step is done.
import { resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { bundle, launch } from './chromium.js';

/** @typedef {import('./measure.js').Outcome} Outcome */

/**
 * @param {string} folder that is served as `origin` @param {string} origin @param {string} contender
 * @param {import('./module.js').Bench} bench @param {number} repetitions
 * @returns {Promise<{kibibytes: number, seconds: number[]}>} seconds of the first step, a number for each repetition
 */
export async function first(folder, origin, contender, bench, repetitions) {
  const entry = contender === 'core' ? 'first-core' : contender;
  await bundle(resolve(import.meta.dirname, `${entry}.js`), resolve(folder, contender));
  const [workload] = bench.workloads;
  const start = bench.start(workload);
  let kibibytes = 0;
  const seconds = [];
  for (let k = 0; k < repetitions; k++) {
    const browser = await launch(); // an empty cache
    try {
      const page = await browser.newPage();
      await page.goto(`${origin}/index.html`);
      /** @type {import('@playwright/test').Response[]} */
      const responses = [];
      page.on('response', (response) => responses.push(response));
      seconds.push(await page.evaluate(step, { url: `/${contender}/${entry}.js`, start, workload }));
      const bodies = await Promise.all(responses.map((response) => response.body()));
      kibibytes = bodies.reduce((sum, body) => sum + brotliCompressSync(body).length / 1024, 0);
    } finally {
      await browser.close();
    }
  }
  return { kibibytes, seconds };
}

/**
 * Runs in the page.
 * @param {{url: string, start: import('./module.js').Start, workload: import('./module.js').Workload}} job
 */
async function step({ url, start, workload }) {
  const before = performance.now();
  const { open } = await import(url);
  const work = await open(start, workload);
  const loss = await work.run(1);
  const seconds = (performance.now() - before) / 1000;
  if (!(loss > 0)) throw new Error(`the first loss is ${loss}`);
  return seconds;
}
