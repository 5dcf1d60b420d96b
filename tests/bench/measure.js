// SPDX-License-Identifier: MIT
// Measures one contender at one workload, in Node, in a worker or in a page.
/** @typedef {import('./module.js').Bench} Bench */
/** @typedef {import('./module.js').Workload} Workload */

/**
 * A contender made ready for a workload. `run` does the work n times, to the end, and gives the loss that the last
 * training step started from, or the numbers that the last run computed.
 * @typedef {{run: (n: number) => number | Float32Array | Promise<number | Float32Array>}} Work
 */

/** What the module of each contender exports. @typedef {(start: import('./module.js').Start, workload: Workload) => Work | Promise<Work>} Open */

/**
 * @typedef {object} Job
 * @property {string} contender
 * @property {string} where
 * @property {string} workload its name
 * @property {number} repetitions
 * @property {number} seconds that a repetition takes at least
 */

/**
 * The seconds of one run, by repetition, and the flops a second of the peak; or why there are none.
 * @typedef {{seconds?: number[], peak?: number, remark?: string, disagrees?: string, failed?: string}} Outcome
 */

const CHECKED_STEPS = 20;
const TOLERANCE = 1e-3;

/** @type {Record<string, () => Promise<{open: Open}>>} */
const CONTENDERS = {
  'tfjs-cpu': () => import('./tfjs-cpu.js'),
  'tfjs-wasm': () => import('./tfjs-wasm.js'),
  'tfjs-webgl': () => import('./tfjs-webgl.js'),
  'jax-js-wasm': () => import('./jax-js-wasm.js'),
};

/**
 * @param {Bench} bench @param {Job} job @param {() => void} alive called now and then
 * @returns {Promise<Outcome>}
 */
export async function measure(bench, job, alive) {
  try {
    return await attempt(bench, job, alive);
  } catch (error) {
    return { failed: String(/** @type {any} */ (error)?.message ?? error).split('\n')[0] };
  }
}

/** @param {Bench} bench @param {Job} job @param {() => void} alive @returns {Promise<Outcome>} */
async function attempt(bench, job, alive) {
  const workload = bench.workloads.find(({ name }) => name === job.workload);
  if (!workload) throw new Error(`no workload ${job.workload}`);
  bench.open(workload);
  const core = {
    run: (/** @type {number} */ n) => {
      const loss = bench.run(n);
      return workload.kind === 'train' ? loss : bench.result;
    },
  };
  if (job.contender === 'core') return repeat(core, bench, job, alive);
  const expected = await sample(core, workload, alive);
  const { open } = await CONTENDERS[job.contender]();
  const work = await open(bench.start(workload), workload);
  const difference = distance(expected, await sample(work, workload, alive), workload.kind === 'train');
  if (!(difference <= TOLERANCE)) return { disagrees: `by ${difference.toPrecision(2)}` };
  return repeat(work, bench, job, alive);
}

/**
 * What contenders have to agree on: the losses of the first training steps, or the numbers of one run.
 * @param {Work} work @param {Workload} workload @param {() => void} alive @returns {Promise<Float32Array>}
 */
async function sample(work, workload, alive) {
  if (workload.kind !== 'train') return /** @type {Float32Array} */ (await work.run(1)).slice();
  const losses = new Float32Array(CHECKED_STEPS);
  for (let k = 0; k < CHECKED_STEPS; k++) {
    losses[k] = /** @type {number} */ (await work.run(1));
    alive();
  }
  return losses;
}

/**
 * The largest difference: relative to the number expected there, or to the largest of all.
 * @param {Float32Array} expected @param {Float32Array} actual @param {boolean} each
 */
function distance(expected, actual, each) {
  if (expected.length !== actual.length) return Number.NaN;
  const largest = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  // Math.max passes NaN on
  return expected.reduce((most, x, k) => Math.max(most, Math.abs(x - actual[k]) / (each ? Math.abs(x) : largest)), 0);
}

/**
 * Times the work. Other programs may disturb it; a probe of the peak before and after each repetition tells. So the work
 * is repeated until enough repetitions were calm, or some more time has gone by, and the calmest are kept. It is the
 * probes that choose, never the times themselves.
 * @param {{run: (n: number) => any}} work @param {Bench} bench @param {Job} job @param {() => void} alive
 * @returns {Promise<Outcome>}
 */
export async function repeat(work, bench, { repetitions, seconds }, alive) {
  const time = async (/** @type {number} */ n) => {
    const start = performance.now();
    await work.run(n);
    alive();
    return (performance.now() - start) / 1000;
  };
  let before = probe(bench);
  let n = 1;
  while ((await time(n)) < seconds) n *= 2; // warms up, too
  const tries = [];
  const start = performance.now();
  let best = 0;
  while (
    tries.filter(({ speed }) => speed > 0.9 * best).length < repetitions &&
    (tries.length < repetitions || performance.now() - start < 6000 * repetitions * seconds)
  ) {
    const one = (await time(n)) / n;
    const after = probe(bench);
    const speed = Math.min(before, after);
    tries.push({ seconds: one, speed });
    best = Math.max(best, speed);
    before = after;
  }
  tries.sort((a, b) => b.speed - a.speed);
  return { seconds: tries.slice(0, repetitions).map(({ seconds }) => seconds), peak: best };
}

/** Flops a second of the peak, during some 10 ms. @param {Bench} bench @returns {number} */
function probe(bench) {
  let flops = 0;
  const start = performance.now();
  for (let k = 0; k < 400; k++) flops += bench.peak();
  return (1000 * flops) / (performance.now() - start);
}
