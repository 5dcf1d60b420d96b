// SPDX-License-Identifier: MIT
// Each epoch's losses cross with the snapshots, from the trainer that computes them to the one that shows them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './builds.js';

/** @typedef {import('../../web/core.js').CoreTrainer} CoreTrainer */
/** @typedef {import('../../web/core.js').Options} Options */

const FRESH = 2048; // rows, of lab_losses.c

/** Two trainers of the same options in instances of their own. @param {Partial<Options>} [options] */
async function pair(options = {}) {
  return { there: (await load()).trainer(options), here: (await load()).trainer(options) };
}

/** What a trainer knows of its run. @param {CoreTrainer} trainer */
function history({ lab, handle }) {
  return {
    first: lab._lab_trainer_history_first(handle),
    last: lab._lab_trainer_history_last(handle),
    epoch: (/** @type {number} */ epoch) => lab._lab_trainer_history_epoch(handle, epoch),
    loss: (/** @type {number} */ epoch) => lab._lab_trainer_history_loss(handle, epoch),
    heldOut: (/** @type {number} */ epoch) => lab._lab_trainer_history_held_out_loss(handle, epoch),
  };
}

/** Fails unless the trainer knows each epoch of a run of these options, by stepping another. @param {CoreTrainer} trainer @param {Partial<Options>} options @param {number} last */
async function assertKnowsRun(trainer, options, last) {
  const alone = (await load()).trainer(options);
  const known = history(trainer);
  assert.equal(known.first, 0);
  assert.equal(known.last, last);
  for (const [far, near] of [
    [Number.POSITIVE_INFINITY, last],
    [2 ** 40, last],
    [-5, 0],
  ]) {
    assert.equal(known.epoch(far), near);
  }
  for (let epoch = 0; epoch <= last; epoch++) {
    assert.equal(known.epoch(epoch), epoch);
    assert.ok(Math.abs(known.loss(epoch) - alone.loss) <= 1e-6 * alone.loss, `epoch ${epoch}`);
    alone.step(1);
  }
  alone.free();
}

for (const options of [{}, { heldout: 20 }]) {
  test(`every epoch arrives, however many there are between snapshots: ${JSON.stringify(options)}`, async () => {
    const { there, here } = await pair(options);
    for (const epochs of [0, 1, 1, 37, 5, 200, 1]) {
      there.run(epochs);
      here.adopt(there.snapshot());
    }
    await assertKnowsRun(here, options, 245);
    await assertKnowsRun(there, options, 245);
  });
}

test('a snapshot brings what has happened since the one before, from its epoch on', async () => {
  const { there } = await pair({ heldout: 20 });
  there.step(3);
  const epochs = () => Array.from(there.snapshot().losses.filter((_, k) => k % 3 === 0));
  assert.deepEqual(epochs(), [0, 1, 2, 3]);
  assert.deepEqual(epochs(), [0, 1, 2, 3], 'nothing has happened since');
  there.step(2);
  assert.deepEqual(epochs(), [3, 4, 5]);
  const [epoch, loss, heldOut] = there.snapshot().losses.slice(-3);
  assert.equal(epoch, 5);
  assert.equal(loss, Math.fround(there.loss));
  assert.equal(heldOut, Math.fround(there.heldOutLoss));
  assert.ok(heldOut > 0);
});

test('the row of an epoch that was shown keeps both of its losses', async () => {
  for (const options of [{ heldout: 20 }, { heldout: 20, batch: 5 }]) {
    const { there, here } = await pair(options);
    /** @type {Map<number, {loss: number, heldOut: number}>} */
    const shown = new Map();
    for (let k = 0; k < 20; k++) {
      there.step(7);
      here.adopt(there.snapshot());
      shown.set(here.epoch, { loss: here.loss, heldOut: here.heldOutLoss });
    }
    const { loss, heldOut } = history(here);
    for (const [epoch, wanted] of shown) {
      assert.equal(loss(epoch), Math.fround(wanted.loss));
      assert.equal(heldOut(epoch), Math.fround(wanted.heldOut));
      assert.ok(Number.isNaN(heldOut(epoch - 1)), 'it is not computed where nobody looks');
    }
  }
});

test('looking and recording change no weight', async () => {
  for (const options of [{}, { heldout: 20, batch: 5 }]) {
    const { there, here } = await pair(options);
    for (let k = 0; k < 10; k++) {
      there.run(5);
      there.snapshot();
      history(there);
    }
    here.step(50);
    assert.deepEqual(there.view('parameters').slice(), here.view('parameters').slice());
  }
});

test('more epochs than a snapshot has rows for arrive in steps', async () => {
  const { there, here } = await pair({ width: 4, points: 10, rate: 0.0001 });
  there.step(5000);
  const snapshot = there.snapshot();
  assert.ok(snapshot.losses.length / 3 <= FRESH && snapshot.losses.length / 3 >= FRESH / 2);
  here.adopt(snapshot);
  const known = history(here);
  assert.deepEqual([known.first, known.last], [0, 5000]);
  for (let epoch = 0; epoch < 5000; epoch += 13) assert.ok(Math.abs(known.epoch(epoch) - epoch) <= 2);
});

test('a reset, and a run that diverges, go back here too', async () => {
  const { there, here } = await pair({ optimizer: 1, rate: 0.01 });
  there.step(100);
  here.adopt(there.snapshot());
  there.reset(1);
  here.adopt(there.snapshot());
  assert.deepEqual([history(here).first, history(here).last], [0, 0]);
  there.step(10);
  here.adopt(there.snapshot());
  await assertKnowsRun(here, { optimizer: 1, rate: 0.01 }, 10);

  const wild = await pair({ optimizer: 1, rate: 10 });
  wild.there.run(1);
  wild.here.adopt(wild.there.snapshot());
  assert.equal(wild.there.run(500), 'diverged');
  wild.here.adopt(wild.there.snapshot());
  assert.equal(history(wild.here).last, wild.there.epoch);
  for (let epoch = 0; epoch <= wild.there.epoch; epoch++) assert.ok(Number.isFinite(history(wild.here).loss(epoch)));
});

test('a look back at a snapshot without losses forgets nothing, until there is training from there', async () => {
  const { there, here } = await pair();
  there.step(30);
  const snapshot = there.snapshot();
  const past = { ...snapshot, losses: new Float32Array() };
  here.adopt(snapshot);
  there.step(70);
  here.adopt(there.snapshot());
  here.adopt(past);
  assert.equal(here.epoch, 30);
  assert.deepEqual([history(here).first, history(here).last], [0, 100]);
  here.step(2);
  assert.equal(history(here).last, 32);
  assert.equal(history(here).epoch(29), 29);
  here.adopt({ ...past, epoch: 500 });
  assert.equal(history(here).last, 500, 'one of the future is news');
  here.adopt(past);
  here.lab._lab_trainer_history_cut(here.handle, 30);
  assert.equal(history(here).last, 30, 'or until it is said');
});

test('a trainer that trains here knows its own run', async () => {
  const trainer = (await load()).trainer();
  assert.deepEqual([history(trainer).first, history(trainer).last], [0, 0]);
  trainer.step(10);
  trainer.run(10);
  await assertKnowsRun(trainer, {}, 20);
  trainer.reset(2);
  assert.equal(history(trainer).last, 0);
  assert.equal(history(trainer).loss(0), Math.fround(trainer.loss));
});

/** A chart's marks are not read from here: tests/core/test_chart.c does that. */
test('a chart has labels and an epoch under the pointer, and wrong handles do no harm', async () => {
  const trainer = (await load()).trainer();
  const { lab, handle } = trainer;
  trainer.step(80);
  const scene = lab._lab_scene_new();
  lab._lab_scene_chart(scene, handle, 400, 240, 40, 0xff2060e0, 0xff808080, 0xff808080, 0xff208020);
  const anchors = Array.from({ length: lab._lab_scene_anchor_count(scene) }, (_, k) => ({
    x: lab._lab_scene_anchor_x(scene, k),
    axis: lab._lab_scene_anchor_axis(scene, k),
    value: lab._lab_scene_anchor_value(scene, k),
  }));
  const epochs = anchors.filter(({ axis }) => axis === 0);
  assert.deepEqual(
    epochs.map(({ value }) => value),
    [0, 20, 40, 60, 80, 100],
  );
  for (const { x, value } of epochs) assert.equal(lab._lab_chart_epoch_at(scene, x), value);
  assert.equal(anchors.find(({ axis }) => axis === 2)?.value, lab._lab_trainer_floor(handle));
  for (const wrong of [-1, 0, 63, 1000]) {
    lab._lab_scene_chart(wrong, handle, 400, 240, -1, 0, 0, 0, 0);
    lab._lab_scene_chart(scene, wrong, 400, 240, -1, 0, 0, 0, 0);
    assert.equal(lab._lab_chart_epoch_at(wrong, 5), -1);
    assert.equal(lab._lab_trainer_history_first(wrong), -1);
    assert.equal(lab._lab_trainer_history_last(wrong), -1);
    assert.equal(lab._lab_trainer_history_epoch(wrong, 0), -1);
    assert.ok(Number.isNaN(lab._lab_trainer_history_loss(wrong, 0)));
    assert.ok(Number.isNaN(lab._lab_trainer_history_held_out_loss(wrong, 0)));
    assert.ok(Number.isNaN(lab._lab_trainer_floor(wrong)));
    assert.notEqual(lab._lab_trainer_ghost(wrong, handle), 0);
    lab._lab_trainer_snapshot(wrong);
    lab._lab_trainer_expect(wrong, 5);
    lab._lab_trainer_history_cut(wrong, 5);
  }
  lab._lab_trainer_expect(handle, -5);
  lab._lab_trainer_expect(handle, 1e6);
  assert.equal(trainer.view('losses').length, 3 * FRESH);
});

/** How many epochs the axis of a chart with the ghost shows. @param {CoreTrainer} trainer @param {number} ghost colour */
function shownEpochs({ lab, handle }, ghost) {
  const scene = lab._lab_scene_new();
  lab._lab_scene_chart(scene, handle, 400, 240, -1, 0xff2060e0, 0, ghost, 0);
  let last = 0;
  for (let k = 0; k < lab._lab_scene_anchor_count(scene); k++) {
    if (lab._lab_scene_anchor_axis(scene, k) === 0) last = lab._lab_scene_anchor_value(scene, k);
  }
  lab._lab_scene_free(scene);
  return last;
}

test('the ghost of a run outlives a reset and a build', async () => {
  const core = await load();
  const trainer = core.trainer();
  const { lab, handle } = trainer;
  trainer.step(180);
  assert.equal(lab._lab_trainer_ghost(handle, handle), 0);
  trainer.reset(2);
  assert.equal(shownEpochs(trainer, 0xff808080), 200);
  assert.equal(shownEpochs(trainer, 0), 50);
  trainer.check(lab._lab_trainer_build(handle));
  assert.equal(shownEpochs(trainer, 0xff808080), 200);
  const next = core.trainer({ width: 4 });
  assert.equal(lab._lab_trainer_ghost(next.handle, handle), 0); // of another trainer: its run, not its ghost
  assert.equal(shownEpochs(next, 0xff808080), 50);
  assert.equal(lab._lab_trainer_ghost(handle, 0), 0);
  assert.equal(shownEpochs(trainer, 0xff808080), 50);
});

test('the floor is what no linear network gets below, and a linear network comes near', async () => {
  const core = await load();
  for (const options of [{}, { heldout: 30, seed: 3 }, { bottleneck: 1 }]) {
    const trainer = core.trainer({ ...options, activation: 0, depth: 0, rate: 0.01 });
    const floor = core.lab._lab_trainer_floor(trainer.handle);
    trainer.step(2000);
    assert.ok(floor > 1e-4);
    assert.ok(trainer.loss > floor * (1 - 1e-5) && trainer.loss < floor * 1.01, `${trainer.loss}, floor ${floor}`);
  }
  assert.equal(core.lab._lab_trainer_floor(core.trainer({ bottleneck: 3 }).handle), 0);
});

test('the floor is that of the rows that are trained on, and a reset chooses others', async () => {
  const core = await load();
  const trainer = core.trainer({ heldout: 50 });
  const before = core.lab._lab_trainer_floor(trainer.handle);
  trainer.reset(2);
  assert.notEqual(core.lab._lab_trainer_floor(trainer.handle), before);
  trainer.reset(1);
  assert.equal(core.lab._lab_trainer_floor(trainer.handle), before);
});
