// SPDX-License-Identifier: MIT
// A process of its own for one contender in Node. run.js forks it and sends the job.
import { readFile } from 'node:fs/promises';
import { measure } from './measure.js';
import { load } from './module.js';

process.once('message', async (job) => {
  const bench = await load(new URL('../../build/bench/', import.meta.url), readFile);
  const outcome = await measure(bench, /** @type {import('./measure.js').Job} */ (job), () => process.send?.(null));
  process.send?.(outcome, () => process.exit());
});
