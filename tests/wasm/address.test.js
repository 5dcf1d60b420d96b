// SPDX-License-Identifier: MIT
// Addresses and states: what is written is read again, and whatever is read is what the core takes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIGURES, notAsGiven, read, write } from '../../web/address.js';
import { hostile, OWN, random } from '../fuzz/hostile.js';
import { load } from './builds.js';

const core = await load();

const LONG = [
  `data=${'x'.repeat(1e6)}`,
  `points=${'9'.repeat(1e6)}`,
  `own=${'A'.repeat(1e6)}`,
  `${'a'.repeat(1e6)}=1`,
  'a=1&'.repeat(250_000),
  'data=wave&'.repeat(100_000),
  '%'.repeat(1e6),
];

/** Whether the core takes every option of a state. @param {Record<string, string>} state */
function checkOptions(state) {
  for (const { name, least, most, whole } of core.options) {
    if (state[name] === undefined) continue;
    const value = core.parse(name, state[name]);
    assert.ok(value >= least && value <= most, `${name}=${state[name]}`);
    assert.ok(!whole || Number.isInteger(value), `${name}=${state[name]}`);
  }
}

test('the limits and words of options are those of the core', () => {
  for (const { name, words, least, most, whole, fallback } of core.options) {
    for (const word of words) {
      const query = `${name}=${word}&own=${OWN}`;
      assert.equal(read(query, 'train').state[name], word, `${name}=${word}`);
    }
    if (words.length) continue;
    const at = (/** @type {number} */ value) => Number(read(`${name}=${value}`, 'train').state[name]);
    assert.deepEqual([at(-1e9), at(1e12)], [least, most], name);
    assert.equal(at(fallback), fallback, name);
    assert.equal(at(least + 0.4) === least, whole, `${name} takes whole numbers only: ${whole}`);
  }
});

test('a state that is written is read again, number by number and word by word', () => {
  const state = {
    data: 'wave',
    points: 40,
    noise: 0.05,
    rate: 0.0003,
    seed: 4294967295,
    schedule: 'cosine',
    epoch: 120,
    selected: 7,
  };
  const query = write(state, {}, 'train');
  assert.deepEqual(read(query, 'train'), {
    state: Object.fromEntries(Object.entries(state).map(([name, value]) => [name, `${value}`])),
  });
  assert.deepEqual(read(`figure=train&${query}&theme=dark`).figure, 'train');
  assert.equal(read(`figure=train&${query}&theme=dark`).theme, 'dark');
});

test('an address holds what differs from the defaults, and nothing that is found out', () => {
  const defaults = { data: 'saddle', seed: 1, points: 25 };
  assert.equal(write(defaults, defaults, 'train'), '');
  assert.equal(write({ ...defaults, seed: 2, loss: 0.1, playing: false }, { ...defaults, playing: false }), 'seed=2');
  assert.equal(write({ seed: '1', points: '25' }, defaults, 'train'), '', 'texts and numbers are alike');
  assert.equal(write({ epoch: 600 }, {}, 'encoder'), '', 'epoch is settable in some figures alone');
  assert.equal(write({ __proto__: 1, toString: 2, name: 'x' }), '');
});

test('codes are written with as few digits as tell them apart', () => {
  const z1 = Math.fround(0.1);
  assert.equal(write({ z1 }, {}, 'gradient'), 'z1=0.1');
  const next = random(3);
  for (let k = 0; k < 500; k++) {
    const z = Math.fround((next() - 0.5) * 10 ** Math.floor(12 * next() - 6));
    const { state } = read(write({ z1: z }, {}, 'gradient'), 'gradient');
    assert.equal(Math.fround(Number(state.z1)), z);
    assert.ok(state.z1.length <= 16, state.z1);
  }
});

test('own points travel with the word own alone, finite, and no more than 200', () => {
  assert.equal(read(`data=own&own=${OWN}`, 'train').state.own, OWN);
  assert.equal(read(`data=own&own=${OWN.repeat(100)}`, 'train').state.own?.length, 3200);
  for (const query of [
    'data=own',
    `own=${OWN}`,
    `data=own&own=${OWN.repeat(101)}`,
    'data=own&own=AAAAf8AAAH_AAAB_',
    `data=own&own=${OWN}A`,
    `data=own&own=%00${OWN.slice(1)}`,
  ]) {
    assert.deepEqual(read(query, 'train').state, {}, query);
  }
  assert.deepEqual(read(`data=own&own=${OWN}`, 'encoder').state, {}, 'Figure 1 alone takes own points');
});

test('what is read fits together', () => {
  assert.equal(read('epoch=900', 'trails').state.epoch, '200');
  assert.equal(read('epoch=900&epochs=500', 'trails').state.epoch, '500');
  assert.equal(read('width=512&depth=4', 'trails').state.epochs, '41', 'as many as there is room for');
  assert.equal(read('bottleneck=3', 'decoder').state.bottleneck, undefined);
  assert.equal(read('bottleneck=3', 'encoder').state.bottleneck, '3');
  assert.equal(read('labels=99013x', 'digits').state.labels, undefined);
  assert.equal(read('labels=99013', 'digits').state.labels, '0139');
  assert.equal(read('flat', 'encoder').state.flat, 'true', 'as an attribute without a value');
});

test('what was not taken as it is, is known', () => {
  const told = (/** @type {string} */ query, name = 'train') => notAsGiven(query, name, read(query, name).state);
  const all = 'data=wave&points=50&noise=0.05&rate=1e-3&playing&seed=007&source=elsewhere&theme=dark';
  assert.deepEqual(told(all), { left: [], moved: [] });
  assert.deepEqual(told('data=foo&bottleneck=9&seed=&points=12.6&rate=-1'), {
    left: ['data=foo', 'seed='],
    moved: ['bottleneck=9 (3)', 'points=12.6 (13)', 'rate=-1 (0)'],
  });
  assert.deepEqual(told('labels=310&tile=9', 'digits'), { left: [], moved: ['tile=9 (14)'] });
  assert.deepEqual(told('epoch=900', 'trails').moved, ['epoch=900 (200)'], 'limits of the whole are told, too');
  assert.deepEqual(told('epoch=1e999').moved, ['epoch=1e999 (100000)']);
});

test('500 hostile addresses, and long ones, throw nothing and give what the core takes', () => {
  let said = 0;
  for (const query of [...hostile(500), ...LONG]) {
    for (const name of [undefined, ...FIGURES]) {
      const { figure, state, theme, ...more } = read(query, name);
      assert.deepEqual(more, {});
      assert.ok(figure === undefined || FIGURES.includes(figure));
      assert.ok(theme === undefined || ['light', 'dark'].includes(theme));
      assert.equal(Object.getPrototypeOf(state), Object.prototype);
      checkOptions(state);
      for (const [key, value] of Object.entries(state)) {
        assert.match(key, /^[a-z]+[12]?$/);
        assert.match(value, /^[\w.+-]*$/, `${key} is plain`);
        assert.ok(value.length <= 3200);
        if (/^[-\d]/.test(value) && key !== 'own') assert.ok(Number.isFinite(Number(value)), `${key}=${value}`);
        said++;
      }
      const meant = name ?? figure;
      const written = write(state, {}, meant);
      assert.equal(write(read(written, meant).state, {}, meant), written, 'a second time it is the same');
    }
  }
  assert.ok(said > 1000, `${said} values came through`);
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
});

test('with each of 500 hostile addresses the network trains', () => {
  let trained = 0;
  for (const query of hostile(500)) {
    const { state } = read(query, 'train');
    const options = Object.fromEntries(
      core.options
        .filter(({ name }) => name in state && state[name] !== 'own')
        .map(({ name }) => [name, core.parse(name, state[name])]),
    );
    for (const [name, most] of Object.entries({ points: 300, width: 64 })) {
      if (options[name] > most) options[name] = most; // this test is to be quick
    }
    const trainer = core.trainer(options);
    const reason = trainer.run(2);
    assert.ok(trainer.epoch === 2 || reason === 'diverged' || reason === 'epochs', `${query}: ${reason}`);
    assert.ok(Number.isFinite(trainer.loss), query);
    trainer.free();
    trained++;
  }
  assert.equal(trained, 500);
});
