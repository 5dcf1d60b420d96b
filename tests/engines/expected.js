// SPDX-License-Identifier: MIT
// What is to be seen in every engine, and the numbers of the core in Node, which are those of the native builds.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { modelFiles } from '../../web/core_models.js';
import { bits, fnv1a, load } from '../wasm/builds.js';
import { ink } from './page.js';

/** @typedef {import('./page.js').Picture} Picture */

/** The plots of each figure. @type {Record<string, string[]>} */
export const FIGURES = {
  train: ['input', 'latent', 'output', 'layered', 'latent-large'],
  encoder: ['input', 'latent'],
  gradient: ['latent', 'space'],
  trails: ['latent', 'space'],
  decoder: ['latent', 'output'],
  digits: ['map'],
};

/** @param {Picture} picture @param {string} what */
export function assertDrawn(picture, what) {
  const { pixels, colours } = ink(picture);
  assert.ok(pixels > 200, `${what} has something in it: ${pixels} pixels`);
  assert.ok(colours > 30, `${what} has colours: ${colours}`);
}

/** A run of tests/golden.txt. @param {string} name @returns {Promise<{hash: string, settings: Record<string, string>, epochs: number}>} */
export async function golden(name) {
  const table = await readFile(new URL('../golden.txt', import.meta.url), 'utf8');
  const line = table.split('\n').find((text) => text.startsWith(`${name} `));
  assert.ok(line, `tests/golden.txt has ${name}`);
  const [, hash, ...rest] = line.split(' ');
  const { steps = '500', ...settings } = Object.fromEntries(rest.map((setting) => setting.split('=')));
  return { hash, settings, epochs: Number(steps) };
}

/** What the core in Node has at the end of a golden run: its loss, and the model file that is saved of it. @param {string} name */
export async function goldenModel(name) {
  const { hash, settings, epochs } = await golden(name);
  const core = await load();
  const options = Object.entries(settings).map(([option, value]) => [option, core.parse(option, value)]);
  const trainer = core.trainer(Object.fromEntries(options));
  trainer.step(epochs);
  assert.equal(fnv1a(bits(trainer.view('parameters'))), hash, 'Node has the golden bits');
  const files = modelFiles(trainer).map(({ name: file, bytes }) => [file, Buffer.from(bytes)]);
  return { settings, epochs, loss: trainer.loss, files: Object.fromEntries(files) };
}

/**
 * The loss that the core in Node has after so many epochs of Figure 1.
 * @param {number} epochs @param {Partial<import('../../web/core.js').Options>} [options] @returns {Promise<number>}
 */
export async function lossInNode(epochs, options) {
  const trainer = (await load()).trainer(options);
  trainer.step(epochs);
  return trainer.loss;
}
