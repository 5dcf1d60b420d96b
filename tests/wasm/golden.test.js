// SPDX-License-Identifier: MIT
// The same bits as the native builds: 500 epochs with the default options.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUILDS, bits, fnv1a, golden, load } from './builds.js';

test('fnv1a gives the published values', () => {
  // http://www.isthe.com/chongo/tech/comp/fnv/, test vectors of FNV-1a 64
  assert.equal(fnv1a(Buffer.from('')), 'cbf29ce484222325');
  assert.equal(fnv1a(Buffer.from('a')), 'af63dc4c8601ec8c');
  assert.equal(fnv1a(Buffer.from('foobar')), '85944171f73967e8');
});

for (const build of BUILDS) {
  test(`${build}: 500 epochs give the golden bits`, async () => {
    const trainer = (await load(build)).trainer();
    assert.equal(trainer.step(500), true);
    assert.equal(trainer.epoch, 500);
    const hash = fnv1a(bits(trainer.view('parameters')));
    assert.equal(hash, await golden('saddle-500'), `the parameters hash to ${hash}`);
    assert.ok(trainer.loss > 0 && trainer.loss < 1e-3, `the loss is ${trainer.loss}`);
  });
}

test('SIMD and scalar give the same bits with every activation, and an odd number of everything', async () => {
  const [simd, scalar] = await Promise.all(BUILDS.map((build) => load(build)));
  for (const activation of [0, 1, 2, 3]) {
    const options = { data: 1, points: 37, width: 13, depth: 3, bottleneck: 1, activation, optimizer: activation % 2 };
    const [a, b] = [simd, scalar].map((core) => {
      const trainer = core.trainer({ ...options, rate: 0.01, seed: 4294967295 });
      assert.equal(trainer.step(60), true);
      return trainer.snapshot();
    });
    assert.equal(a.loss, b.loss);
    for (const name of /** @type {const} */ (['parameters', 'latent', 'latentGradient', 'output'])) {
      assert.deepEqual(bits(a[name]), bits(b[name]), `activation ${activation}: ${name}`);
    }
  }
});
