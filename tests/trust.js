// SPDX-License-Identifier: MIT
// What `make test` has shown, from its reports: build/trust.json, and the table in the README.
//
//   node tests/trust.js            writes build/trust.json; fails when a fault of the list has no test that passed
//   node tests/trust.js README.md  writes the table into this file, too
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = resolve(import.meta.dirname, '..');
const REPORTS = resolve(ROOT, 'build/reports');
const CORPUS = resolve(ROOT, 'tests/fuzz/corpus');

/** What is taken away or spoilt, and the names of the tests that do so. @type {[what: string, tests: RegExp][]} */
export const FAULTS = [
  [
    'WebGL absent, refused, lost at any draw call, lost for good',
    /without WebGL|asking for WebGL throws|context (that|lost)|lost context|OffscreenCanvas has no WebGL/i,
  ],
  [
    'Worker refused, missing, killed while it trains',
    /worker (that is killed|whose script)|worker’s script that is missing|rung/,
  ],
  ['Core missing, cut, a page of HTML, of the wrong type', /core\.wasm|core that is missing/],
  ['Observers and storage absent or throwing', /observers and storage/],
  ['No script, reduced motion, narrow pages', /without script|reduced motion|at (320|390) px nothing/],
  ['No room, no display, 200 random sizes', /200 random sizes/],
  ['Hundreds of random actions', /500 random actions|random actions on all/],
  ['Runs that diverge', /diverge/],
  ['Data of one point, 10,000, 1e30, NaN, nothing, 50 MB', /data of |reader’s own points/],
  ['Models and tables cut at any byte', /cut_at_(any|every)_byte|cut at any byte/],
  ['Long runs: memory flat, nothing left', /memory is flat/],
  [
    'Links that lead to the same state and bits',
    /\ba link (to|that is copied)|links to the other figures|travel in a link/,
  ],
  ['Hostile addresses and messages', /hostile addresses|malformed messages|messages one after the other/],
  [
    'Sandboxes, single files from a disk, other people’s pages',
    /sandbox|from a disk|RequireJS|reveal\.js|notebook|plain page|frames in one page/,
  ],
  ['No network after one visit', /one visit/],
];

const NAMES = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKitGTK' };

/** @typedef {{engines: {name: string, version: string, tests: number}[], tests: number, faults: {what: string, tests: number}[], inputs: number}} Trust */

/** Names of the tests that passed. @returns {string[]} */
function passedTests() {
  if (!existsSync(REPORTS)) return [];
  const reports = readdirSync(REPORTS).filter((name) => name.endsWith('.xml'));
  return reports.flatMap((file) => {
    const cases =
      readFileSync(resolve(REPORTS, file), 'utf8').match(/<testcase\b[^>]*?(\/>|>[\s\S]*?<\/testcase>)/g) ?? [];
    const passed = cases.filter((text) => !/<(failure|error|skipped)\b/.test(text));
    return passed.map((text) => /\bname="([^"]*)"/.exec(text)?.[1] ?? '');
  });
}

/** Inputs that fuzz targets are fed in the tests. @returns {number} */
const fuzzInputs = () =>
  readdirSync(CORPUS, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;

/** @returns {Trust} */
export function collect() {
  const tests = passedTests();
  const versions = resolve(ROOT, 'build/engines.json');
  /** @type {Record<string, string>} */
  const known = existsSync(versions) ? JSON.parse(readFileSync(versions, 'utf8')) : {};
  return {
    engines: Object.entries(NAMES).map(([key, name]) => ({
      name,
      version: known[key] ?? '0',
      tests: tests.filter((test) => test.startsWith(`${key}: `)).length,
    })),
    tests: tests.length,
    faults: FAULTS.map(([what, pattern]) => ({ what, tests: tests.filter((test) => pattern.test(test)).length })),
    inputs: fuzzInputs(),
  };
}

/** @param {Trust} trust @returns {string} Markdown */
export function table({ engines, tests, faults, inputs }) {
  return [
    '| what is shown | tests that passed |',
    '|---|--:|',
    ...engines.map((engine) => `| The behaviour suite in ${engine.name} ${engine.version} | ${engine.tests} |`),
    ...faults.map((fault) => `| ${fault.what} | ${fault.tests} |`),
    `| Made up by fuzzing, fed to what reads files, addresses and messages | ${inputs} inputs |`,
    `| All tests, native, WebAssembly and in browsers | ${tests} |`,
  ].join('\n');
}

/** What stands between the table's marks. @param {string} text @returns {string} */
export const written = (text) => /<!-- trust -->\n([\s\S]*?)\n<!-- end -->/.exec(text)?.[1] ?? '';

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const trust = collect();
  writeFileSync(resolve(ROOT, 'build/trust.json'), `${JSON.stringify(trust, null, 2)}\n`);
  const [, , readme] = process.argv;
  if (readme) {
    const text = readFileSync(readme, 'utf8');
    writeFileSync(readme, text.replace(/(<!-- trust -->\n)[\s\S]*?(\n<!-- end -->)/, `$1${table(trust)}$2`));
  }
  const untested = trust.faults.filter((fault) => !fault.tests);
  for (const { what } of untested) console.error(`no test passed of: ${what}`);
  process.exit(untested.length ? 1 : 0);
}
