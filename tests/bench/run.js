// SPDX-License-Identifier: MIT
// Runs the benchmark: prints what it finds and writes build/bench.json. `make bench` builds what it needs first.
//
//   QUICK=1                      a short form, under a minute
//   ONLY=W1,W3                   these workloads; W1b stands for W1b-1000 and W1b-10000, W7 for Figure 6
//   CONTENDERS=core,tfjs-wasm    these contenders
//   WHERE=native,node,chromium   these places
import { execFile, fork } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { serve } from '../browser/server.js';
import { inChromium, prepare } from './chromium.js';
import * as digits from './digits.js';
import { first } from './first.js';
import { load } from './module.js';
import { renderings } from './rendering.js';
import { table } from './table.js';

/** @typedef {import('./measure.js').Job} Job */
/** @typedef {import('./measure.js').Outcome} Outcome */
/** @typedef {import('./module.js').Bench} Bench */
/** @typedef {import('./module.js').Workload} Workload */
/** @typedef {import('./rendering.js').Rendering} Rendering */

/**
 * One line of build/bench.json. A contender without a figure has null for numbers and a note that says why.
 * @typedef {object} Result
 * @property {string} workload
 * @property {string} contender
 * @property {string} where
 * @property {string} unit
 * @property {number | null} median
 * @property {number | null} min
 * @property {number | null} max
 * @property {number | null} share_of_peak of the median, where flops mean something
 * @property {string} [note]
 */

const FOLDER = resolve(import.meta.dirname, '../../build/bench');
const PATIENCE = 60_000; // for one repetition, in ms

/** @type {Record<string, string[]>} */
const PLACES = {
  core: ['native', 'node', 'chromium'],
  'tfjs-cpu': ['node', 'chromium'],
  'tfjs-wasm': ['node', 'chromium'],
  'tfjs-webgl': ['chromium'],
  'jax-js-wasm': ['node', 'chromium'],
};

const quick = Boolean(process.env.QUICK);
const QUICK = ['W1', 'W2-25', 'W3', 'W4-decode', 'W5-camera-1000', 'W5-camera-100000', 'W5-pick-100000'];
const SETTINGS = quick ? { repetitions: 3, seconds: 0.1 } : { repetitions: 5, seconds: 0.3 };

/** @param {string} name of an environment variable with a list @param {string[]} [fallback] */
function chooser(name, fallback) {
  const list = process.env[name]?.split(',') ?? fallback;
  return (/** @type {string} */ item) => !list || list.some((one) => item === one || item.startsWith(`${one}-`));
}
const wanted = {
  workload: chooser('ONLY', quick ? QUICK : undefined),
  contender: chooser('CONTENDERS', quick ? ['core', 'tfjs-wasm', 'jax-js-wasm', 'three'] : undefined),
  where: chooser('WHERE'),
};

/** @typedef {Job & Pick<Workload, 'unit' | 'scale'> & {flops: number | null}} Sized */

/** @param {Workload[]} workloads @returns {Sized[]} */
function jobs(workloads) {
  const contenders = Object.keys(PLACES).filter(wanted.contender);
  return workloads
    .filter(({ name }) => wanted.workload(name))
    .flatMap(({ name, unit, scale, flops }) =>
      contenders
        // Call by call is how TensorFlow.js was used; the others do all points at once.
        .filter((contender) => !name.endsWith('per-point') || !contender.startsWith('jax'))
        .flatMap((contender) =>
          PLACES[contender]
            .filter(wanted.where)
            .map((where) => ({ workload: name, contender, where, unit, scale, flops, ...SETTINGS })),
        ),
    );
}

/** @returns {(Sized & Rendering)[]} */
function drawings() {
  if (!wanted.where('chromium')) return [];
  return renderings
    .filter(({ name }) => wanted.workload(name))
    .flatMap((rendering) =>
      rendering.contenders.filter(wanted.contender).map((contender) => {
        return { ...rendering, ...SETTINGS, workload: rendering.name, contender, where: 'chromium', flops: null };
      }),
    );
}

/** @param {Job} job @returns {{outcome: Promise<Outcome>, stop: () => void}} */
function natively({ workload, repetitions, seconds }) {
  const stop = new AbortController();
  const outcome = new Promise((done, fail) => {
    const options = { signal: stop.signal };
    execFile(resolve(FOLDER, 'bench'), [String(repetitions), String(seconds), workload], options, (error, output) =>
      error ? fail(error) : done(JSON.parse(output)),
    );
  });
  return { outcome, stop: () => stop.abort() };
}

/** @param {Job} job @param {() => void} alive @returns {{outcome: Promise<Outcome>, stop: () => void}} */
function inNode(job, alive) {
  const child = fork(resolve(import.meta.dirname, 'node.js'), { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const outcome = new Promise((done, fail) => {
    let complaint = '';
    child.stderr?.on('data', (text) => {
      complaint += text;
    });
    child.on('message', (message) => (message ? done(message) : alive()));
    child.on('exit', (code) => fail(new Error(`ended with ${code}: ${complaint.trim().split('\n').pop()}`)));
    child.send(job);
  });
  return { outcome, stop: () => child.kill() };
}

/** @param {Error} error */
const firstLine = (error) => String(error.message).split('\n')[0];

/** Runs a job, and gives up when nothing has come of it for a minute. @param {Job} job @param {string} origin */
async function run(job, origin) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  let alive = () => {};
  /** @type {Promise<Outcome>} */
  const tooSlow = new Promise((done) => {
    alive = () => {
      clearTimeout(timer);
      timer = setTimeout(done, PATIENCE, { failed: 'took more than 60 s for one repetition' });
    };
  });
  alive();
  const { outcome, stop } =
    job.where === 'native' ? natively(job) : job.where === 'node' ? inNode(job, alive) : inChromium(origin, job, alive);
  /** @type {Promise<Outcome>} */
  const failed = outcome.catch((error) => ({ failed: firstLine(error) }));
  const result = await Promise.race([failed, tooSlow]);
  clearTimeout(timer);
  await stop();
  return result;
}

/** @typedef {Pick<Result, 'workload' | 'contender' | 'where' | 'unit'>} Heading */

/** @param {Heading} heading @param {number[]} figures @returns {Result} */
function figure({ workload, contender, where, unit }, figures) {
  const sorted = [...figures].sort((a, b) => a - b);
  const [median, min, max] = [sorted[sorted.length >> 1], sorted[0], sorted[sorted.length - 1]];
  return { workload, contender, where, unit, median, min, max, share_of_peak: null };
}

/** @param {Heading} heading @param {string} note @returns {Result} */
const nothing = ({ workload, contender, where, unit }, note) => {
  return { workload, contender, where, unit, median: null, min: null, max: null, share_of_peak: null, note };
};

/** @param {string} text */
const say = (text) => process.stderr.write(text);

/** @param {Result} one @returns {Result} */
function told(one) {
  say(`${[one.median && `${one.median.toPrecision(4)} ${one.unit}`, one.note].filter(Boolean).join('  ')}\n`);
  return one;
}

/** All races, and what the peak of each place was meanwhile. @param {Sized[]} list @param {string} origin */
async function races(list, origin) {
  /** @type {Result[]} */
  const results = [];
  /** @type {Record<string, number[]>} */
  const peaks = {};
  for (const [k, job] of list.entries()) {
    say(`${k + 1}/${list.length} ${job.workload} ${job.contender} ${job.where}`.padEnd(44));
    const { seconds, peak, remark, disagrees, failed } = await run(job, origin);
    if (!seconds || !peak) {
      results.push(told(nothing(job, disagrees ? `disagrees ${disagrees}` : (failed ?? 'gave no times'))));
      continue;
    }
    peaks[job.where] = [...(peaks[job.where] ?? []), peak / 1e9];
    const perSecond = job.unit.endsWith('/s');
    const one = figure(
      job,
      seconds.map((time) => (perSecond ? job.scale / time : job.scale * time)),
    );
    const median = /** @type {number} */ (one.median);
    const gigaflops = job.flops && job.flops / 1e9 / (perSecond ? job.scale / median : median / job.scale);
    // share_of_peak is divided by the peak in the end
    results.push(told({ ...one, share_of_peak: gigaflops, ...(remark && { note: remark }) }));
  }
  for (const one of results) if (one.share_of_peak) one.share_of_peak /= Math.max(...peaks[one.where]);
  const rows = Object.entries(peaks).map(([where, speeds]) =>
    figure({ workload: 'peak', contender: 'core', where, unit: 'GFLOP/s' }, speeds),
  );
  return [...rows, ...results];
}

/** @param {Bench} bench @param {string} origin @returns {Promise<Result[]>} */
async function costs(bench, origin) {
  const results = [];
  for (const contender of Object.keys(PLACES).filter(wanted.contender)) {
    const what = (/** @type {string} */ workload, /** @type {string} */ unit) => {
      say(`${workload} ${contender} chromium`.padEnd(44));
      return { workload, contender, where: 'chromium', unit };
    };
    try {
      const { kibibytes, seconds } = await first(FOLDER, origin, contender, bench, SETTINGS.repetitions);
      results.push(told(figure(what('W6-size', 'KiB'), [kibibytes])));
      const milliseconds = seconds.map((time) => 1000 * time);
      results.push(told(figure(what('W6-first-step', 'ms'), milliseconds)));
    } catch (error) {
      results.push(told(nothing(what('W6-size', 'KiB'), firstLine(/** @type {Error} */ (error)))));
    }
  }
  return results;
}

/** Figure 6, as readers get it. @returns {Promise<Result[]>} */
async function figureSix() {
  const acts = digits.acts.filter(({ name }) => wanted.workload(name));
  if (!acts.length || !wanted.contender('core') || !wanted.where('chromium')) return [];
  const site = await serve(resolve(FOLDER, '../site'));
  const results = [];
  for (const act of acts) {
    const heading = { workload: act.name, contender: 'core', where: 'chromium', unit: act.unit };
    say(`${act.name} core chromium`.padEnd(44));
    try {
      results.push(told(figure(heading, await digits.measure(site.url, act, SETTINGS))));
    } catch (error) {
      results.push(told(nothing(heading, firstLine(/** @type {Error} */ (error)))));
    }
  }
  site.close();
  return results;
}

const bench = await load(new URL('../../build/bench/', import.meta.url), readFile);
const [computing, rendering] = [jobs(bench.workloads), drawings()];
const pages = wanted.workload('W6') && wanted.where('chromium');
await prepare(FOLDER, {
  computing: pages || computing.some(({ where }) => where === 'chromium'),
  rendering: rendering.length > 0,
});
const server = await serve(FOLDER);
const results = await races([...computing, ...rendering], server.url);
if (pages) results.push(...(await costs(bench, server.url)));
results.push(...(await figureSix()));
server.close();
await writeFile(resolve(FOLDER, '../bench.json'), `${JSON.stringify(results, null, 1)}\n`);
process.stdout.write(`\n${table(results)}`);
