// SPDX-License-Identifier: MIT
// What crosses between JavaScript and the core: the option table, errors, handles and views.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VIEWS } from '../../web/core.js';
import { BUILDS, bits, compiled, load } from './builds.js';

/** @typedef {import('../../web/core.js').CoreTrainer} CoreTrainer */

const ALL_VIEWS = /** @type {import('../../web/core.js').ViewName[]} */ (Object.keys(VIEWS));
const VIEW_NAMES = ALL_VIEWS.filter((name) => name !== 'losses'); // those of the state: losses.test.js looks at the other
const MAX_TRAINERS = 64; // of lab_trainer.c
const BAD_HANDLE = 100; // of lab.h

/** Fails unless two trainers show the same bits everywhere. @param {CoreTrainer} a @param {CoreTrainer} b */
function assertSame(a, b) {
  assert.equal(a.epoch, b.epoch);
  assert.equal(a.loss, b.loss);
  assert.equal(a.heldOutLoss, b.heldOutLoss);
  for (const name of VIEW_NAMES) assert.deepEqual(bits(a.view(name)), bits(b.view(name)), name);
}

/** @param {CoreTrainer} trainer */
function assertFinite(trainer) {
  for (const name of VIEW_NAMES) {
    const view = trainer.view(name);
    assert.ok(view.length > 0 && view.every(Number.isFinite), name);
    assert.ok(
      view.some((value) => value !== 0),
      `${name} is all zero`,
    );
  }
}

test('the option table crosses whole', async () => {
  const { options } = await load();
  const plain = (/** @type {string} */ name, /** @type {number[]} */ [least, most, fallback]) => {
    return { name, words: [], least, most, fallback, whole: !['noise', 'rate'].includes(name) };
  };
  const worded = (/** @type {string} */ name, /** @type {string} */ words, /** @type {number} */ fallback) => {
    const list = words.split(' ');
    return { name, words: list, least: 0, most: list.length - 1, fallback, whole: true };
  };
  assert.deepEqual(options, [
    worded('data', 'saddle ellipse wave cubic swissroll scurve sphere trefoil rings noise own', 0),
    plain('points', [10, 10000, 25]),
    plain('noise', [0, 1, 0]),
    plain('width', [1, 512, 64]),
    plain('depth', [0, 4, 2]),
    plain('bottleneck', [1, 3, 2]),
    worded('activation', 'linear tanh relu sigmoid', 1),
    worded('optimizer', 'adam sgd', 0),
    plain('rate', [0, 10, 0.001]),
    worded('schedule', 'constant cosine', 0),
    plain('batch', [0, 10000, 0]),
    plain('heldout', [0, 50, 0]),
    plain('epochs', [1, 100000, 10000]),
    plain('seed', [1, 4294967295, 1]),
  ]);
});

test('parse reads words and numbers, and nothing else', async () => {
  const core = await load();
  assert.equal(core.parse('data', 'saddle'), 0);
  assert.equal(core.parse('data', 'cubic'), 3);
  assert.equal(core.parse('activation', 'relu'), 2);
  assert.equal(core.parse('rate', '0.01'), 0.01);
  assert.equal(core.parse('seed', '12'), 12);
  for (const [name, text] of [
    ['data', 'Saddle'],
    ['data', '0'],
    ['data', ''],
    ['rate', 'fast'],
    ['rate', ' '],
    ['points', '3 or 4'],
    ['nothing', '1'],
  ]) {
    assert.equal(core.parse(name, text), Number.NaN, `${name}="${text}"`);
  }
});

test('views have the shapes that the options ask for', async () => {
  const core = await load();
  for (const [bottleneck, depth, width, points] of [
    [1, 0, 5, 10],
    [2, 2, 64, 25],
    [3, 4, 7, 33],
  ]) {
    const trainer = core.trainer({ bottleneck, depth, width, points });
    const sizes = [3, ...Array(depth).fill(width), bottleneck, ...Array(depth).fill(width), 3];
    const parameters = sizes.slice(1).reduce((sum, units, l) => sum + units * (sizes[l] + 1), 0);
    assert.equal(trainer.view('parameters').length, parameters);
    assert.equal(trainer.view('input').length, points * 3);
    assert.equal(trainer.view('colour').length, points);
    assert.equal(trainer.view('latent').length, points * bottleneck);
    assert.equal(trainer.view('latentGradient').length, points * bottleneck);
    assert.equal(trainer.view('output').length, points * 3);
    assert.equal(trainer.columns('latent'), bottleneck);
    trainer.free();
  }
});

test('the loss is the mean of the points’ losses, and those are what the views say', async () => {
  const trainer = (await load()).trainer({ points: 31 });
  trainer.step(20);
  const input = trainer.view('input');
  const output = trainer.view('output');
  let sum = 0;
  for (let point = 0; point < 31; point++) {
    let own = 0;
    for (let k = 3 * point; k < 3 * point + 3; k++) own += (input[k] - output[k]) ** 2 / 3;
    assert.ok(Math.abs(trainer.pointLoss(point) - own) <= 1e-6 * own + 1e-12, `point ${point}`);
    sum += own;
  }
  assert.ok(Math.abs(trainer.loss - sum / 31) <= 1e-6 * trainer.loss);
  assert.ok(trainer.loss > 0);
});

test('a wrong handle gives a status and not a crash', async () => {
  const core = await load();
  const { lab } = core;
  const freed = core.trainer();
  const gone = freed.handle;
  freed.free();
  const unbuilt = lab._lab_trainer_new();
  assert.equal(lab._lab_trainer_set(unbuilt, 0, 0), 0, 'an unbuilt trainer takes options');
  for (const handle of [0, -1, 65, 2 ** 31 - 1, -(2 ** 31), 1.5 + MAX_TRAINERS, Number.NaN, gone + 1, unbuilt]) {
    if (handle !== unbuilt) {
      assert.equal(lab._lab_trainer_set(handle, 0, 0), BAD_HANDLE);
      assert.equal(lab._lab_trainer_build(handle), BAD_HANDLE);
      assert.equal(core.string(lab._lab_trainer_error(handle)), 'no such trainer');
    }
    assert.equal(lab._lab_trainer_step(handle, 1), BAD_HANDLE);
    assert.equal(lab._lab_trainer_run(handle, 1), BAD_HANDLE);
    assert.equal(lab._lab_trainer_held_out_loss(handle), -1);
    assert.equal(lab._lab_trainer_reset(handle, 1), BAD_HANDLE);
    assert.equal(lab._lab_trainer_epoch(handle), -1);
    assert.equal(lab._lab_trainer_loss(handle), -1);
    assert.equal(lab._lab_trainer_point_loss(handle, 0), -1);
    assert.equal(lab._lab_trainer_decode(handle, 0), 0);
    for (const view of Object.values(VIEWS)) {
      assert.equal(lab._lab_trainer_view(handle, view), 0);
      assert.equal(lab._lab_trainer_view_rows(handle, view), 0);
      assert.equal(lab._lab_trainer_view_columns(handle, view), 0);
    }
    lab._lab_trainer_adopt(handle, 3, 1, 1);
    if (handle !== unbuilt) lab._lab_trainer_free(handle);
  }
  const trainer = core.trainer(); // and all of it did no harm
  assert.equal(trainer.step(1), null);
  assertFinite(trainer);
});

test('a wrong view, point or option gives nothing', async () => {
  const core = await load();
  const { lab } = core;
  const trainer = core.trainer();
  for (const view of [-1, Object.keys(VIEWS).length, 1e6]) {
    assert.equal(lab._lab_trainer_view(trainer.handle, view), 0);
    assert.equal(lab._lab_trainer_view_rows(trainer.handle, view), 0);
    assert.equal(lab._lab_trainer_view_columns(trainer.handle, view), 0);
  }
  for (const point of [-1, 25, 2 ** 31 - 1]) assert.equal(trainer.pointLoss(point), -1);
  for (const option of [-1, core.options.length, 1e6]) {
    assert.equal(lab._lab_option_name(option), 0);
    assert.notEqual(lab._lab_trainer_set(trainer.handle, option, 0), 0);
  }
});

test('a wrong scene is not a crash', async () => {
  const core = await load();
  const { lab } = core;
  const trainer = core.trainer();
  for (const scene of [0, -1, 257, 2 ** 31 - 1, 7]) {
    lab._lab_scene_orbit(scene, 100, 100, 0, 0, 1);
    lab._lab_scene_axes(scene);
    lab._lab_scene_draw(scene, 100, 100);
    assert.equal(lab._lab_scene_pick(scene, 50, 50, 24), -1);
    lab._lab_scene_free(scene);
  }
  const scene = lab._lab_scene_new();
  lab._lab_scene_orbit(scene, 100, 100, 0, 0, 1);
  lab._lab_scene_axes(scene);
  assert.equal(lab._lab_scene_pick(scene, 50, 50, 1000), -1, 'a scene without points has none to pick');
  lab._lab_scene_free(scene);
  assert.equal(trainer.step(1), null);
});

test('an impossible option is an Error that names it', async () => {
  const core = await load();
  for (const { name, words, least, most } of core.options) {
    const wrong = [least - 1, most + 1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    if (words.length || !['rate', 'noise'].includes(name)) wrong.push(least + 0.5);
    for (const value of wrong) {
      assert.throws(
        () => core.trainer({ [name]: value }),
        (error) => error instanceof Error && error.message.startsWith(`${name} `),
        `${name}=${value}`,
      );
    }
  }
  assert.equal(core.trainer().handle, 1, 'a trainer that failed gives its handle back');
});

test('a reset to an impossible seed is an Error, and changes nothing', async () => {
  const core = await load();
  const trainer = core.trainer();
  trainer.step(3);
  const before = trainer.snapshot();
  for (const seed of [0, -1, 1.5, 2 ** 32, Number.NaN]) assert.throws(() => trainer.reset(seed), /^Error: seed /);
  assert.deepEqual(trainer.snapshot(), before);
});

test('too many trainers is an Error, and freeing gives handles back', async () => {
  const core = await load();
  const all = Array.from({ length: MAX_TRAINERS }, () => core.trainer({ width: 4 }));
  assert.equal(new Set(all.map(({ handle }) => handle)).size, MAX_TRAINERS);
  assert.throws(() => core.trainer(), /too many trainers/);
  const { handle } = all[17];
  all[17].free();
  all[17] = core.trainer({ width: 4 });
  assert.equal(all[17].handle, handle);
  assert.throws(() => core.trainer(), /too many trainers/);
  for (const trainer of all) trainer.free();
  for (const trainer of all) trainer.free(); // twice does no harm
  for (let k = 0; k < MAX_TRAINERS; k++) core.trainer({ width: 4 });
});

test('trainers do not disturb each other', async () => {
  const core = await load();
  const alone = core.trainer({ seed: 5 });
  alone.step(20);
  const one = core.trainer({ seed: 5 });
  const other = core.trainer({ seed: 6, optimizer: 1, rate: 0.1 });
  for (let epoch = 0; epoch < 20; epoch++) {
    one.step(1);
    other.step(1);
  }
  assertSame(one, alone);
  assert.notDeepEqual(bits(one.view('parameters')), bits(other.view('parameters')));
});

for (const build of BUILDS) {
  test(`${build}: reset equals new`, async () => {
    const core = await load(build);
    for (const optimizer of [0, 1]) {
      const used = core.trainer({ optimizer });
      const fresh = core.trainer({ optimizer });
      used.step(30);
      assert.notEqual(used.loss, fresh.loss);
      used.reset(1);
      assertSame(used, fresh);
      used.step(30);
      fresh.step(30);
      assertSame(used, fresh);
      used.reset(2);
      assertSame(used, core.trainer({ optimizer, seed: 2 }));
    }
  });
}

test('many small steps are one large step, and looking changes nothing', async () => {
  const core = await load();
  const large = core.trainer();
  const small = core.trainer();
  large.step(25);
  for (let epoch = 0; epoch < 25; epoch++) {
    small.step(1);
    small.snapshot();
  }
  assertSame(large, small);
});

test('adopt shows the views of the trainer that made the snapshot', async () => {
  const trains = (await load()).trainer({ bottleneck: 3, points: 40 });
  const shows = (await load('wasm-scalar')).trainer({ bottleneck: 3, points: 40 });
  for (const epochs of [0, 1, 12]) {
    trains.step(epochs);
    shows.adopt(trains.snapshot());
    assertSame(shows, trains);
    for (let point = 0; point < 40; point++) assert.equal(shows.pointLoss(point), trains.pointLoss(point));
  }
});

test('a snapshot is a copy', async () => {
  const trainer = (await load()).trainer();
  const snapshot = trainer.snapshot();
  const parameters = bits(snapshot.parameters);
  trainer.step(5);
  assert.deepEqual(bits(snapshot.parameters), parameters);
  assert.equal(snapshot.epoch, 0);
  assert.notDeepEqual(bits(trainer.view('parameters')), parameters);
});

test('decode rebuilds a code as the trainer does', async () => {
  const core = await load();
  const trainer = core.trainer();
  trainer.step(10);
  const address = core.lab._malloc(8);
  core.lab.HEAPF32.set(trainer.view('latent').slice(14, 16), address / 4); // the code of point 7
  const output = core.lab._lab_trainer_decode(trainer.handle, address) / 4;
  const rebuilt = core.lab.HEAPF32.slice(output, output + 3);
  const expected = trainer.view('output').slice(21, 24);
  rebuilt.forEach((/** @type {number} */ value, /** @type {number} */ k) => {
    assert.ok(Math.abs(value - expected[k]) <= 1e-5, `${value} is not ${expected[k]}`);
  });
});

test('views stay right after memory has grown', async () => {
  const core = await load();
  const trainer = core.trainer();
  trainer.step(10);
  const before = trainer.snapshot();
  const input = trainer.view('input').slice();
  const bytes = core.lab.HEAPU8.length;
  const big = core.trainer({ points: 300, width: 512, depth: 4 });
  assert.ok(core.lab.HEAPU8.length > bytes, 'the memory has grown');
  assert.deepEqual(trainer.snapshot(), before);
  assert.deepEqual(trainer.view('input'), input);
  assertFinite(big);
  assert.equal(core.options[0].name, 'data');
  trainer.step(10);
  const alone = (await load()).trainer();
  alone.step(20);
  assertSame(trainer, alone);
});

test('trainers made and freed 200 times do not let memory grow', async () => {
  const core = await load();
  const cycle = (/** @type {number} */ k) => {
    const trainer = core.trainer({ points: 100 + k, width: 128, bottleneck: 1 + (k % 3), optimizer: k % 2 });
    trainer.step(1);
    const scene = core.lab._lab_scene_new();
    core.lab._lab_scene_orbit(scene, 200, 200, 0, 0, 1);
    core.lab._lab_scene_axes(scene);
    core.lab._lab_scene_free(scene);
    assert.throws(() => core.trainer({ points: 3 }));
    trainer.free();
  };
  // Too big for the 16 MB of the start many times over, if it leaked: 200 times 1 MB
  for (let k = 0; k < 20; k++) cycle(k);
  const bytes = core.lab.HEAPU8.length;
  for (let k = 0; k < 200; k++) cycle(k % 20);
  assert.equal(core.lab.HEAPU8.length, bytes);
});

test('a run that diverges says so, and goes back to the last finite state', async () => {
  const core = await load();
  for (const train of /** @type {const} */ (['step', 'run'])) {
    const trainer = core.trainer({ optimizer: 1, rate: 10 });
    assert.equal(trainer[train](500), 'diverged');
    assert.ok(trainer.epoch < 500 && Number.isFinite(trainer.loss));
    for (const name of VIEW_NAMES) assert.ok(trainer.view(name).every(Number.isFinite), name);
    trainer.reset(1);
    assertSame(trainer, core.trainer({ optimizer: 1, rate: 10 }));
    assert.equal(trainer[train](1), null);
  }
});

test('run stops at the epoch limit, and step does not mind it', async () => {
  const trainer = (await load()).trainer({ epochs: 30 });
  assert.equal(trainer.run(29), null);
  assert.equal(trainer.run(500), 'epochs');
  assert.equal(trainer.epoch, 30);
  assert.equal(trainer.run(1), 'epochs');
  assert.equal(trainer.epoch, 30);
  assert.equal(trainer.step(2), null);
  assert.equal(trainer.epoch, 32);
});

test('run stops when the loss no longer falls', async () => {
  const trainer = (await load()).trainer({ rate: 0, epochs: 100000 });
  assert.equal(trainer.run(100000), 'converged');
  assert.ok(trainer.epoch > 0 && trainer.epoch <= 1000);
});

test('the held-out loss is that of points that are not trained on', async () => {
  const core = await load();
  assert.equal(core.trainer().heldOutLoss, Number.NaN);
  const trainer = core.trainer({ points: 40, heldout: 25 });
  trainer.step(10);
  let all = 0;
  for (let point = 0; point < 40; point++) all += trainer.pointLoss(point);
  const sum = 30 * trainer.loss + 10 * trainer.heldOutLoss;
  assert.ok(Math.abs(sum - all) <= 1e-6 * all, `${sum} is not ${all}`);
  assert.notEqual(trainer.loss, trainer.heldOutLoss);
});

test('a module compiled once serves many instances', async () => {
  const { instantiate } = await import('../../web/core.js');
  const module = await compiled('wasm');
  const [a, b] = [await instantiate(module), await instantiate(module)];
  const one = a.trainer();
  const other = b.trainer();
  one.step(7);
  assert.equal(other.epoch, 0);
  other.step(7);
  assertSame(one, other);
});
