// SPDX-License-Identifier: MIT
// ae train: what goes in can be spoilt, and the rate can warm up.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ae, RINGS, read } from './ae.js';

/** The weights after some epochs. @param {...string} flags */
function weights(...flags) {
  const name = `model${flags.join('')}`;
  ae(['train', RINGS, '-o', name, '--layers', '40-2', '-e', '20', '-b', '32', '-q', ...flags]);
  return read(`${name}/weights.bin`);
}

test('noise, loss and warm-up each change what is learnt, and the same seed gives the same again', () => {
  const plain = weights();
  for (const flags of [
    ['--noise', '0.1'],
    ['--drop', '0.2'],
    ['--warm-up', '5'],
  ]) {
    const other = weights(...flags);
    assert.notDeepEqual(other, plain);
    assert.deepEqual(weights(...flags, '-j', '2'), other);
  }
});

test('a share beyond all, and noise below none, are misuse', () => {
  for (const flags of [
    ['--drop', '1.5'],
    ['--noise', '-1'],
  ]) {
    const { err } = ae(['train', RINGS, '-o', 'bad', ...flags], { status: 2 });
    assert.match(err, new RegExp(flags[0].slice(2)));
  }
});
