// SPDX-License-Identifier: MIT
// The same bits as the native builds: every run of tests/golden.txt, which tests/core/test_golden.c reads too.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { BUILDS, bits, fnv1a, load } from './builds.js';

test('fnv1a gives the published values', () => {
  // http://www.isthe.com/chongo/tech/comp/fnv/, test vectors of FNV-1a 64
  assert.equal(fnv1a(Buffer.from('')), 'cbf29ce484222325');
  assert.equal(fnv1a(Buffer.from('a')), 'af63dc4c8601ec8c');
  assert.equal(fnv1a(Buffer.from('foobar')), '85944171f73967e8');
});

/** @typedef {{name: string, hash: string, steps: number, settings: string[][]}} Run */

/** @returns {Promise<Run[]>} name, hash, then option=value for what is not the default, and steps=epochs */
async function readRuns() {
  const text = await readFile(new URL('../golden.txt', import.meta.url), 'utf8');
  const lines = text.split('\n').filter((line) => line && !line.startsWith('#'));
  return lines.map((line) => {
    const [name, hash, ...rest] = line.split(' ');
    const settings = rest.map((setting) => setting.split('='));
    const steps = Number(settings.find(([option]) => option === 'steps')?.[1] ?? 500);
    return { name, hash, steps, settings: settings.filter(([option]) => option !== 'steps') };
  });
}

const runs = await readRuns();

test('tests/golden.txt has its runs, the default one among them', () => {
  assert.ok(runs.length >= 14, `${runs.length} runs`);
  assert.deepEqual(runs.find(({ name }) => name === 'saddle-500')?.settings, []);
});

for (const build of BUILDS) {
  for (const { name, hash, steps, settings } of runs) {
    test(`${build}: ${name} gives the golden bits`, async () => {
      const core = await load(build);
      for (const [option, value] of settings) {
        assert.ok(!Number.isNaN(core.parse(option, value)), `${option}=${value} is a setting`);
      }
      const options = Object.fromEntries(settings.map(([option, value]) => [option, core.parse(option, value)]));
      const trainer = core.trainer(options);
      const first = trainer.loss;
      assert.equal(trainer.step(steps), null);
      assert.equal(trainer.epoch, steps);
      const got = fnv1a(bits(trainer.view('parameters')));
      assert.equal(got, hash, `the parameters hash to ${got}`);
      assert.ok(trainer.loss < 0.9 * first, `the loss goes from ${first} to ${trainer.loss}`);
    });
  }
}

test('SIMD and scalar give the same bits with every activation, and an odd number of everything', async () => {
  const [simd, scalar] = await Promise.all(BUILDS.map((build) => load(build)));
  for (const activation of [0, 1, 2, 3]) {
    const options = { data: 1, points: 37, width: 13, depth: 3, bottleneck: 1, activation, optimizer: activation % 2 };
    const [a, b] = [simd, scalar].map((core) => {
      const trainer = core.trainer({ ...options, rate: 0.01, seed: 4294967295 });
      assert.equal(trainer.step(60), null);
      return trainer.snapshot();
    });
    assert.equal(a.loss, b.loss);
    for (const name of /** @type {const} */ (['parameters', 'latent', 'latentGradient', 'output'])) {
      assert.deepEqual(bits(a[name]), bits(b[name]), `activation ${activation}: ${name}`);
    }
  }
});

test('SIMD and scalar give the same losses of mini-batches and held-out points', async () => {
  const [a, b] = await Promise.all(
    BUILDS.map(async (build) => {
      const trainer = (await load(build)).trainer({ batch: 7, heldout: 20, schedule: 1, epochs: 50 });
      assert.equal(trainer.run(1000), 'epochs');
      return trainer.snapshot();
    }),
  );
  assert.ok(a.heldOutLoss > 0);
  assert.deepEqual([a.epoch, a.loss, a.heldOutLoss], [50, b.loss, b.heldOutLoss]);
  assert.deepEqual(bits(a.output), bits(b.output));
});
