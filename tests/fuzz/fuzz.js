// SPDX-License-Identifier: MIT
// Fuzzing of what is read in JavaScript, guided by coverage as libFuzzer is: an input that comes to a new place, in the scripts or in
// the core, is kept and changed on. A target is fuzz_NAME.js with `run(bytes)`, which throws when a promise is broken.
//
//   make fuzz ONLY=address TIME=600     makes up inputs for 600 seconds
//   build/fuzz/address -merge=1 tests/fuzz/corpus/address build/fuzz/address-corpus
//                                       adds to the first folder what the second has and it does not come to
//   build/fuzz/address FILE …           runs these inputs
//
// Options are those of libFuzzer. New inputs go into the first folder, what breaks a target to build/fuzz/NAME-crash-…; replay.test.js
// runs what is kept.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { random } from './hostile.js';

const PATIENCE = 300; // s that one input may take, on a machine that has other work
const LONGEST = 5000; // bytes that an input grows to
const REPORT = 60; // s between two lines
const SCRIPT = '/build/fuzz/figures.mjs'; // whose coverage counts

const [, , name, ...given] = process.argv;
const options = Object.fromEntries(
  given.filter((text) => text.startsWith('-')).map((text) => text.slice(1).split('=')),
);
const paths = given.filter((text) => !text.startsWith('-'));
const { artifact_prefix: findings = `build/fuzz/${name}-`, max_total_time: time = 60, merge = 0 } = options;

/** @type {{run: (bytes: Uint8Array) => Promise<void>, NAMES: string[], VALUES: string[]}} */
const target = await import(`./fuzz_${name}.js`);
const { counters, leaks } = await import('./visit.js');

const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

// ---- what an input does ---------------------------------------------------------------------------------------------

/** Places of the core and how often they were passed: once, twice, three, four, eight, … times. @param {Set<string>} places @param {boolean} coarse */
function addCore(places, coarse) {
  counters().forEach((count, edge) => {
    if (count) places.add(`${edge}:${coarse ? 0 : count < 4 ? count : Math.floor(Math.log2(count)) + 2}`);
  });
}

/** Blocks of the scripts. @param {Set<string>} places */
async function addScripts(places) {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  const { functions = [] } = result.find(({ url }) => url.endsWith(SCRIPT)) ?? {};
  for (const { ranges } of functions)
    for (const { startOffset, endOffset, count } of ranges) if (count) places.add(`${startOffset}-${endOffset}`);
}

const started = new Int32Array(new SharedArrayBuffer(4)); // s: when the input began, for the watch

/** @param {Uint8Array} bytes @param {boolean} [coarse] @returns {Promise<Set<string>>} the places that it comes to */
async function runOne(bytes, coarse = false) {
  started[0] = Date.now() / 1000;
  writeFileSync(`${findings}running`, bytes);
  try {
    await target.run(bytes);
  } catch (error) {
    const file = `${findings}crash-${hash(bytes)}`;
    writeFileSync(file, bytes);
    console.error(error);
    console.error(`${file} breaks a promise`);
    process.exit(1);
  }
  const places = /** @type {Set<string>} */ (new Set());
  addCore(places, coarse);
  await addScripts(places);
  return places;
}

/** Ends the program when one input takes for ever. */
function watch() {
  const source = `
    const { started, patience, file } = require('node:worker_threads').workerData;
    setInterval(() => {
      if (Date.now() / 1000 - started[0] < patience) return;
      console.error(file + ' takes longer than ' + patience + ' s');
      process.kill(process.pid);
    }, 1000);`;
  const workerData = { started, patience: PATIENCE, file: `${findings}running` };
  new Worker(source, { eval: true, workerData }).unref();
}

/** @param {Uint8Array} bytes */
const hash = (bytes) => createHash('sha1').update(bytes).digest('hex').slice(0, 12);

/** The inputs of a folder, short ones first. @param {string} folder @returns {Buffer[]} */
const inputsOf = (folder) =>
  readdirSync(folder)
    .map((file) => readFileSync(resolve(folder, file)))
    .sort((a, b) => a.length - b.length);

// ---- other inputs ---------------------------------------------------------------------------------------------------

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 32);
const next = random(seed);
const below = (/** @type {number} */ count) => Math.floor(next() * count);
/** @template T @param {T[]} list @returns {T} */
const pick = (list) => list[below(list.length)];

/** @param {Buffer} bytes @param {number} from @param {number} to @param {Buffer | string} by */
const replace = (bytes, from, to, by) =>
  Buffer.concat([bytes.subarray(0, from), typeof by === 'string' ? Buffer.from(by) : by, bytes.subarray(to)]);

/** @param {number | undefined} byte */
const isMark = (byte) => byte === undefined || '=&,:{}"\n'.includes(String.fromCharCode(byte));

/** A piece of an input: from a mark like & or , to the next, or anything. @param {Buffer} bytes @returns {[from: number, to: number]} */
function piece(bytes) {
  const ends = [...bytes.keys(), bytes.length].filter((at) => isMark(bytes[at - 1]) || isMark(bytes[at]));
  const from = next() < 0.7 ? pick(ends) : below(bytes.length + 1);
  const more = ends.filter((end) => end > from);
  return [from, next() < 0.7 && more.length ? Math.min(...more) : Math.min(bytes.length, from + 1 + below(8))];
}

/** The place behind one of these letters, or any. @param {Buffer} bytes @param {string} letter @returns {[at: number, at: number]} */
function after(bytes, letter) {
  const places = [...bytes.keys()].filter((at) => bytes[at] === letter.charCodeAt(0)).map((at) => at + 1);
  const at = places.length ? pick(places) : below(bytes.length + 1);
  return [at, at];
}

const word = () => pick([...target.NAMES, ...target.VALUES, ...'=&\n"{},:'.split('')]);
const number = () => `${(next() - 0.5) * 10 ** below(12)}`.slice(0, 3 + below(12));

/** @type {((bytes: Buffer, other: Buffer) => Buffer)[]} */
const CHANGES = [
  (bytes) => replace(bytes, ...piece(bytes), ''),
  (bytes) => replace(bytes, ...piece(bytes), word()),
  (bytes) => replace(bytes, ...piece(bytes), number()),
  (bytes) => replace(bytes, ...piece(bytes), `${below(9)}`),
  (bytes) => replace(bytes, ...piece(bytes), Buffer.from([below(256)])),
  (bytes) => replace(bytes, bytes.length, bytes.length, `&${pick(target.NAMES)}=${next() < 0.5 ? number() : word()}`),
  (bytes) =>
    replace(
      bytes,
      ...after(bytes, '{'),
      `"${pick(target.NAMES)}":${next() < 0.5 ? number() : JSON.stringify(word())},`,
    ),
  (bytes, other) => replace(bytes, ...piece(bytes), other.subarray(...piece(other))),
  (bytes, other) => replace(bytes, bytes.length, bytes.length, other.subarray(...piece(other))),
  (bytes, other) => Buffer.concat([bytes, Buffer.from('\n'), pick(linesOf(other))]),
  (bytes, other) => {
    const lines = linesOf(bytes);
    lines.splice(below(lines.length + 1), below(2), pick(linesOf(other)));
    return Buffer.from(lines.join('\n'));
  },
];

/** @param {Buffer} bytes */
const linesOf = (bytes) => `${bytes}`.split('\n').map((line) => Buffer.from(line));

/** @param {Buffer[]} corpus */
function madeUp(corpus) {
  let bytes = pick(next() < 0.5 ? corpus : corpus.slice(-20));
  for (let k = 1 + below(4); k > 0; k--) bytes = pick(CHANGES)(bytes, pick(corpus));
  return bytes.subarray(0, LONGEST);
}

// ---- orders ---------------------------------------------------------------------------------------------------------

/** @param {string[]} folders @param {number} seconds */
async function fuzz(folders, seconds) {
  const corpus = /** @type {Buffer[]} */ ([]);
  const places = /** @type {Set<string>} */ (new Set());
  const begun = Date.now();
  let runs = 0;
  const report = () => {
    const passed = (Date.now() - begun) / 1000;
    const { rss } = process.memoryUsage();
    console.log(
      `#${runs} ft: ${places.size} corp: ${corpus.length} exec/s: ${(runs / passed).toFixed(1)} rss: ${(rss / 2 ** 20).toFixed()}Mb ${passed.toFixed()} s`,
    );
  };
  const take = async (/** @type {Buffer} */ bytes) => {
    const news = [...(await runOne(bytes))].filter((place) => !places.has(place));
    runs++;
    if (!news.length) return;
    for (const place of news) places.add(place);
    corpus.push(bytes);
    writeFileSync(resolve(folders[0], hash(bytes)), bytes);
  };
  console.log(`seed ${seed}`);
  for (const bytes of folders.flatMap(inputsOf)) await take(bytes);
  report();
  let reported = Date.now();
  while (Date.now() - begun < seconds * 1000) {
    await take(madeUp(corpus));
    if (Date.now() - reported < REPORT * 1000) continue;
    reported = Date.now();
    report();
    if (leaks()) throw new Error('memory is held by nobody');
  }
  report();
}

/** Adds to a folder what comes to places that no input there comes to. @param {string} into @param {string[]} from */
async function addTo(into, from) {
  const places = /** @type {Set<string>} */ (new Set());
  const add = async (/** @type {Buffer} */ bytes) => {
    const before = places.size;
    for (const place of await runOne(bytes, true)) places.add(place);
    return places.size > before;
  };
  for (const bytes of inputsOf(into)) await add(bytes);
  for (const bytes of from.flatMap(inputsOf)) if (await add(bytes)) writeFileSync(resolve(into, hash(bytes)), bytes);
  console.log(`${places.size} places, ${readdirSync(into).length} inputs`);
}

watch();
if (Number(merge)) await addTo(paths[0], paths.slice(1));
else if (statSync(paths[0]).isDirectory()) await fuzz(paths, Number(time));
else for (const file of paths) await runOne(readFileSync(file));
rmSync(`${findings}running`, { force: true });
if (leaks()) throw new Error('memory is held by nobody');
process.exit(0);
