// SPDX-License-Identifier: MIT
// “Train it here” of Figure 6 without the page: the images that the build has packed, the settings that the drawer starts with.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { CoreDigitTraining, START } from '../../web/core_digit_training.js';
import { CoreImages } from '../../web/core_digits.js';
import { bits, load } from './builds.js';

/** @param {'train' | 'test'} kind */
const packed = (kind) => new URL(`../../build/digits/${kind}.bin`, import.meta.url);

const PIXELS = 784;
const skip = existsSync(packed('train')) && existsSync(packed('test')) ? false : 'this build has no images';

/** @param {import('../../web/core.js').Core} core @param {Partial<import('../../web/core_digit_training.js').DigitSettings>} [settings] */
function task(core, settings) {
  const [digits, looked] = /** @type {const} */ (['train', 'test']).map((kind) => {
    const images = new CoreImages(core);
    images.read(gunzipSync(readFileSync(packed(kind))), 'packed');
    return images;
  });
  return {
    digits: digits.bytes(),
    looked: looked.bytes().slice(0, 2000 * PIXELS),
    labels: looked.labels.slice(0, 2000),
    settings: { ...START, ...settings },
  };
}

// 15 s of a machine that trains on 8,000 digits a second, a third of what one quiet core of a server does.
const WITHIN = 120_000;

test('neighbours agree on more than 65% of digits within the first seconds', { skip }, async () => {
  const core = await load();
  const training = new CoreDigitTraining(core, task(core));
  /** @type {number[]} */
  const reached = [];
  while (training.snapshot().seen < WITHIN && !reached.some((accuracy) => accuracy > 0.65)) {
    training.run(10_000 / START.batch);
    reached.push(training.snapshot().accuracy);
  }
  assert.ok(Math.max(...reached) > 0.65, `${reached}`);
  assert.ok(reached[0] < 0.65, 'it is not so from the start');
  training.free();
});

test('another training goes on where one was, with the same network and the same next digits', { skip }, async () => {
  const core = await load();
  const small = task(core, { width: 16, bottleneck: 3 });
  const [first, second] = [new CoreDigitTraining(core, small), new CoreDigitTraining(core, small)];
  first.run(40);
  const model = first.model();
  second.adopt(model);
  assert.deepEqual(bits(second.model().weights), bits(model.weights));
  assert.equal(second.snapshot().seen, first.snapshot().seen);
  assert.deepEqual(bits(second.snapshot().codes), bits(first.snapshot().codes));
  for (const training of [first, second]) training.run(1);
  assert.equal(second.snapshot().loss, first.snapshot().loss);
  assert.throws(() => second.adopt({ ...model, seen: 33 }), /picture 33/);
  for (const training of [first, second]) training.free();
});
