// SPDX-License-Identifier: MIT
// One contender in a worker, or in the page itself. run.js loads it as either and gets what it reports.
import { measure } from './measure.js';
import { load } from './module.js';

/** @param {URL} url */
const read = async (url) => (await fetch(url)).arrayBuffer();

/** @param {import('./measure.js').Job} job @param {() => void} alive */
export async function run(job, alive) {
  return measure(await load(new URL('/', location.href), read), job, alive);
}

if (typeof document === 'undefined')
  addEventListener('message', async ({ data }) => postMessage(await run(data, () => postMessage(null))), {
    once: true,
  });
