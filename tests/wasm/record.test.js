// SPDX-License-Identifier: MIT
// A recorded run: every epoch that is looked back on is that epoch's own state, and its trails are true.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bits, load } from './builds.js';

/** @typedef {import('../../web/core.js').CoreTrainer} CoreTrainer */
/** @typedef {import('../../web/core.js').ViewName} ViewName */

const EPOCHS = 200;
const VIEWS = /** @type {ViewName[]} */ (['parameters', 'latent', 'latentGradient', 'output']);

const core = await load();

/** @param {Partial<import('../../web/core.js').Options>} [options] */
function recorded(options = {}) {
  const trainer = core.trainer({ epochs: EPOCHS, ...options });
  while (!trainer.record());
  trainer.fitRecord();
  return trainer;
}

/** @param {CoreTrainer} a @param {CoreTrainer} b */
function assertSameState(a, b) {
  assert.equal(a.epoch, b.epoch);
  assert.equal(a.loss, b.loss);
  for (const name of VIEWS) assert.deepEqual(bits(a.view(name)), bits(b.view(name)), `${name} at epoch ${a.epoch}`);
  assert.equal(a.pointLoss(3), b.pointLoss(3));
}

test('looking back at an epoch has the bits of a fresh run to it', () => {
  for (const options of [{}, { seed: 7, optimizer: 1, rate: 0.01 }, { points: 40, width: 16, depth: 1 }]) {
    const record = recorded(options);
    assert.equal(record.recorded, EPOCHS);
    for (const epoch of [200, 0, 1, 57, 56, 199, 120, 3]) {
      record.lookBack(epoch);
      const fresh = core.trainer({ ...options });
      fresh.step(epoch);
      assertSameState(record, fresh);
      assert.deepEqual(record.decode([0.1, -0.2]), fresh.decode([0.1, -0.2]));
      fresh.free();
    }
    record.free();
  }
});

test('looking back keeps what is known of all losses', () => {
  const record = recorded();
  const known = () => Array.from({ length: EPOCHS + 1 }, (_, epoch) => record.lossesAt(epoch));
  const before = known();
  for (const epoch of [0, 150, 20]) record.lookBack(epoch);
  assert.deepEqual(known(), before);
  assert.equal(before[20].epoch, 20);
  assert.ok(Math.abs(before[20].loss - record.loss) < 1e-6);
  record.free();
});

test('a reset begins the record anew, and no other epoch is kept', () => {
  const record = recorded();
  record.lookBack(30);
  assert.throws(() => record.lookBack(EPOCHS + 1));
  record.reset(2);
  assert.equal(record.recorded, -1);
  while (!record.record());
  record.lookBack(80);
  const fresh = core.trainer({ seed: 2 });
  fresh.step(80);
  assertSameState(record, fresh);
  record.free();
  fresh.free();
});

test('the share of points that followed is the one of a recomputation', () => {
  for (const options of [{}, { optimizer: 1, rate: 0.01 }]) {
    const record = recorded(options);
    let sum = 0;
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      const [now, next] = [epoch, epoch + 1].map((at) => {
        record.lookBack(at);
        return { latent: record.view('latent').slice(), gradient: record.view('latentGradient').slice() };
      });
      let followed = 0;
      for (let k = 0; k < 50; k += 2) {
        const along = [k, k + 1].reduce((total, c) => total + (next.latent[c] - now.latent[c]) * now.gradient[c], 0);
        if (along < 0) followed++;
      }
      assert.equal(record.followed(epoch), followed / 25);
      sum += followed / 25;
    }
    assert.ok(Math.abs(record.followedMean - sum / EPOCHS) < 1e-12);
    assert.ok(Number.isNaN(record.followed(EPOCHS)));
    record.free();
  }
});

test('plain descent follows its trails more than Adam, and neither all the way', () => {
  for (let seed = 1; seed <= 3; seed++) {
    const [adam, sgd] = [recorded({ seed }), recorded({ seed, optimizer: 1, rate: 0.01 })];
    assert.ok(adam.followedMean > 0.55 && adam.followedMean < 0.65, `Adam ${adam.followedMean}`);
    assert.ok(sgd.followedMean > adam.followedMean + 0.05 && sgd.followedMean < 0.8, `SGD ${sgd.followedMean}`);
    adam.free();
    sgd.free();
  }
});

/** A point's error as a function of its code, in double precision. @param {CoreTrainer} trainer @param {number} index */
function errorOf(trainer, index) {
  const parameters = Float64Array.from(trainer.view('parameters'));
  const input = trainer.view('input').slice(3 * index, 3 * index + 3);
  const sizes = [3, 64, 64, 2, 64, 64, 3];
  return (/** @type {number[]} */ code) => {
    let offset = 0;
    let values = code;
    for (let layer = 0; layer < 6; layer++) {
      const [inputs, outputs] = [sizes[layer], sizes[layer + 1]];
      if (layer >= 3) {
        values = Array.from({ length: outputs }, (_, o) => {
          let sum = parameters[offset + inputs * outputs + o];
          for (let i = 0; i < inputs; i++) sum += values[i] * parameters[offset + i * outputs + o];
          return layer < 5 ? Math.tanh(sum) : sum;
        });
      }
      offset += (inputs + 1) * outputs;
    }
    return values.reduce((total, value, c) => total + (value - input[c]) ** 2 / 3, 0);
  };
}

test('trails are the negative gradients: central differences at epochs 1, 50 and 200', () => {
  const record = recorded();
  for (const epoch of [1, 50, 200]) {
    record.lookBack(epoch);
    for (let index = 0; index < 20; index++) {
      const code = [...record.view('latent').slice(2 * index, 2 * index + 2)];
      const gradient = record.view('latentGradient').slice(2 * index, 2 * index + 2);
      const error = errorOf(record, index);
      const wanted = [0, 1].map((c) => {
        const at = (/** @type {number} */ by) => error(code.map((z, k) => (k === c ? z + by : z)));
        return (at(1e-4) - at(-1e-4)) / 2e-4;
      });
      const [length, exact] = [Math.hypot(...gradient), Math.hypot(...wanted)];
      const cosine = (gradient[0] * wanted[0] + gradient[1] * wanted[1]) / (length * exact);
      assert.ok(exact > 1e-5, `epoch ${epoch}, point ${index}: a gradient of ${exact}`);
      assert.ok(cosine > 0.999, `epoch ${epoch}, point ${index}: cosine ${cosine}`);
      assert.ok(Math.abs(length / exact - 1) < 0.01, `epoch ${epoch}, point ${index}: ${length} for ${exact}`);
    }
  }
  record.free();
});

test('all epochs share one scale, and trails shrink as the gradients do', () => {
  const record = recorded();
  const { trailScale } = record;
  const longest = [10, 200].map((epoch) => {
    record.lookBack(epoch);
    assert.equal(record.trailScale, trailScale);
    const gradient = record.view('latentGradient');
    return Math.max(...Array.from({ length: 25 }, (_, k) => Math.hypot(gradient[2 * k], gradient[2 * k + 1])));
  });
  assert.ok(longest[1] < longest[0] / 3);
  record.free();
});

test('going back through 200 epochs takes less than 100 ms', () => {
  const record = recorded();
  const start = performance.now();
  for (let epoch = EPOCHS; epoch >= 0; epoch--) record.lookBack(epoch);
  const passed = performance.now() - start;
  assert.ok(passed < 100, `${passed} ms`);
  console.log(`200 epochs back in ${passed.toFixed(1)} ms`);
  record.free();
});

test('a run that there is no room for is an error', () => {
  const trainer = core.trainer({ width: 512, depth: 4, epochs: 100000 });
  assert.throws(() => trainer.record(), /room/);
  assert.equal(trainer.recorded, -1);
  assert.throws(() => trainer.lookBack(0));
  trainer.free();
});

test('nor is there room where a count of 32 bits would come round to a small number', () => {
  const trainer = core.trainer({ points: 12, width: 512, depth: 4, epochs: 97_728 }); // 36 · 2^32 + 280,553 numbers
  assert.throws(() => trainer.record(), /no room/);
  trainer.free();
});
