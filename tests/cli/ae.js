// SPDX-License-Identifier: MIT
// Runs the command line in a folder of the test's own. The variable AE names another build of it.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

/** @param {string} path of the repository @returns {string} */
export const inRepository = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const AE = resolve(process.env.AE ?? inRepository('build/ae'));
export const RINGS = inRepository('tests/cli/rings.csv'); // 80 points on two rings, with labels

export const folder = mkdtempSync(join(tmpdir(), 'ae-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** @param {string} name @returns {string} */
export const at = (name) => join(folder, name);

/** A file in the folder. @param {string} name @param {string | Uint8Array} content */
export const write = (name, content) => writeFileSync(at(name), content);

/** @param {string} name @returns {Buffer} */
export const read = (name) => readFileSync(at(name));

/**
 * Runs `ae` in the folder, to its end.
 * @param {string[]} args @param {{ input?: string | Uint8Array, status?: number | null }} [options] the status that is due
 */
export function ae(args, { input, status = 0 } = {}) {
  const run = spawnSync(AE, args, { cwd: folder, input, maxBuffer: 1 << 28, timeout: 120_000 });
  const result = { status: run.status, bytes: run.stdout, out: run.stdout.toString(), err: run.stderr.toString() };
  if (status !== null && run.status !== status) {
    throw new Error(
      `ae ${args.join(' ')}: status ${run.status ?? run.signal}, not ${status}\n${result.err}${result.out}`,
    );
  }
  return result;
}

/** Fails as it should, in one line that says so. @param {string[]} args @param {RegExp} message @param {string} [input] */
export function fails(args, message, input) {
  const { err, out } = ae(args, { status: 1, input });
  if (!message.test(err) || !/^ae: .*\n$/.test(err) || out) throw new Error(`ae ${args.join(' ')}: ${err}${out}`);
}

/** Starts `ae` in the folder. @param {string[]} args */
export function start(args) {
  const child = spawn(AE, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    err += data;
  });
  /** @type {Promise<{ status: number | null, signal: string | null, out: string, err: string }>} */
  const ended = new Promise((done) => child.on('close', (status, signal) => done({ status, signal, out, err })));
  /** @param {RegExp} text @param {'stdout' | 'stderr'} [stream] */
  const says = (text, stream = 'stdout') =>
    new Promise((done) => {
      const look = () => text.test(stream === 'stdout' ? out : err) && done(undefined);
      child[stream].on('data', look);
      look();
    });
  return { child, ended, says };
}

/** The numbers of a CSV that `ae` wrote. @param {string} text @returns {{ names: string[], rows: number[][] }} */
export function table(text) {
  const [names, ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return { names, rows: rows.map((row) => row.map(Number)) };
}

/** A model of the rings, quickly made, but for its flags. @param {string} name @param {string[]} [flags] */
export const train = (name, flags = []) =>
  ae(['train', RINGS, '-o', name, '--layers', '16-2', '-e', '40', '-r', '0.01', '--scale', ...flags]);
