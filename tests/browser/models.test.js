// SPDX-License-Identifier: MIT
// From the command line to the page and back: data, models, codes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from './fixture.js';

const inRepository = (/** @type {string} */ path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const RINGS = inRepository('tests/cli/rings.csv');
const AE = inRepository('build/ae');

/** @type {string} */
let folder;

/** @param {string} name */
const at = (name) => join(folder, name);

/** @param {string[]} args */
function ae(...args) {
  const { status, stderr } = spawnSync(AE, args, { cwd: folder });
  expect(status, `ae ${args.join(' ')}\n${stderr}`).toBe(0);
}

/** @param {string} model */
const files = (model) => [at(`${model}/model.json`), at(`${model}/weights.bin`)];

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ae-'));
  ae('train', RINGS, '-o', 'rings', '--scale', '--layers', '32-32-2', '-a', 'sigmoid', '-e', '200', '-r', '0.01');
  ae('encode', 'rings', RINGS, '--scale', '-o', 'codes.npy');
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** @param {import('./fixture.js').Figure} figure */
function drawers({ element }) {
  const models = element.locator('.models');
  return {
    own: element.locator('.own input[type=file]'),
    models,
    model: models.locator('input[type=file]'),
    told: models.locator('.opened'),
    refused: models.getByRole('alert'),
  };
}

/** What a button hands to the reader, by name. @param {import('@playwright/test').Page} page @param {import('@playwright/test').Locator} button @param {number} count */
async function downloads(page, button, count) {
  /** @type {Record<string, Buffer>} */
  const got = {};
  const saved = new Promise((done) => {
    page.on('download', async (download) => {
      got[download.suggestedFilename()] = readFileSync(await download.path());
      if (Object.keys(got).length === count) done(undefined);
    });
  });
  await button.click();
  await saved;
  return got;
}

test('the page loads what the command line has trained, and shows the same codes, bit for bit', async ({
  figure,
  page,
}) => {
  await figure.open();
  const { own, model, models, told } = drawers(figure);
  await figure.element.locator('.own summary').click();
  await own.setInputFiles(RINGS);
  await expect(figure.element.locator('.own .told')).toContainText('80 points were read');
  await models.locator('summary').click();
  await model.setInputFiles(files('rings'));
  await expect(told).toContainText('A network of 3-32-32-2-32-32-3 neurons was read');
  await expect(figure.show('epoch')).toHaveText('0');
  await expect(figure.seed, 'a network from a file comes from no seed here').toBeDisabled();
  const saved = await downloads(page, figure.element.locator('[data-do=save-codes]'), 1);
  const rows = Object.values(saved)[0].toString().trimEnd().split('\n').slice(1);
  const bytes = readFileSync(at('codes.npy')).subarray(128);
  expect(rows.length).toBe(80);
  rows.forEach((row, r) => {
    const numbers = row.split(',').map(Number); // point, x1 … x3, z1, z2, …
    expect([numbers[4], numbers[5]]).toEqual([bytes.readFloatLE(8 * r), bytes.readFloatLE(8 * r + 4)]);
  });
  // It goes on from there, where it is trained.
  const { loss } = await figure.state();
  expect((await figure.train(20)).loss).toBeLessThan(2 * loss);
  await expect(figure.seed).toBeDisabled();
  await figure.do('reset');
  await expect(figure.seed, 'now it does').toBeEnabled();
  await expect(figure.seed).toHaveValue('1');
});

test('what the page saves is what the command line has written', async ({ figure, page }) => {
  await figure.open();
  const { model, models, told } = drawers(figure);
  await models.locator('summary').click();
  await model.setInputFiles(files('rings'));
  await expect(told).toBeVisible();
  const saved = await downloads(page, models.locator('[data-do=save-model]'), 2);
  expect(saved['weights.bin']).toEqual(readFileSync(files('rings')[1]));
  expect(saved['model.json']).toEqual(readFileSync(files('rings')[0]));
});

test('what is no model of the figure is refused, and nothing changes', async ({ figure }) => {
  ae('train', RINGS, '-o', 'uneven', '--layers', '16-8-2', '-e', '1');
  ae('train', RINGS, '-o', 'half', '--layers', '16-2', '-e', '1');
  ae('convert', 'half', '-o', 'encoder', '--half', 'encoder');
  writeFileSync(at('plane.csv'), '1,2\n3,4\n');
  ae('train', 'plane.csv', '-o', 'plane', '--layers', '8-1', '-e', '1');
  await figure.open();
  const { model, models, refused } = drawers(figure);
  await models.locator('summary').click();
  const before = await figure.state();
  const [json, weights] = files('rings');
  for (const [chosen, words] of /** @type {[string[], string][]} */ ([
    [[weights], 'one of the files must be the model.json'],
    [[json], 'the model.json asks for weights.bin'],
    [files('uneven'), 'hidden layers are not all alike: 1 and 2 differ'],
    [files('encoder'), 'it has no decoder'],
    [files('plane'), 'it takes 2 numbers, not 3'],
    [[json, files('uneven')[1]], 'Nothing was changed'],
  ])) {
    await model.setInputFiles(chosen);
    await expect(refused).toContainText(words);
  }
  await model.setInputFiles([
    { name: 'model.json', mimeType: '', buffer: Buffer.from('{"modelTopology": 1}') },
    { name: 'weights.bin', mimeType: '', buffer: Buffer.alloc(4) },
  ]);
  await expect(refused).toContainText('Nothing was changed');
  expect(await figure.state()).toEqual(before);
});
