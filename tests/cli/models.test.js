// SPDX-License-Identifier: MIT
// ae info, ae convert: model files in and out.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { before, test } from 'node:test';
import { ae, at, fails, RINGS, read, table, train, write } from './ae.js';

before(() => {
  train('rings', ['-q', '--layers', '16-8-2']);
});

const codes = (/** @type {string} */ model) => ae(['encode', model, RINGS, '--scale']).out;
const again = (/** @type {string} */ model) => ae(['reconstruct', model, RINGS, '--scale']).out;

test('info has the layers and the sizes', () => {
  const { out } = ae(['info', 'rings']);
  assert.match(out, /^halves +encoder and decoder$/m);
  assert.match(out, /^units +3-16-8-2-8-16-3$/m);
  assert.match(out, /^parameters +437$/m);
  assert.match(out, new RegExp(`^file +rings/model\\.json, ${statSync(at('rings/model.json')).size} bytes$`, 'm'));
  assert.match(out, /^file +rings\/weights\.bin, 1748 bytes$/m);
  assert.match(out, /^ +1 +16 +tanh +64$/m);
  assert.match(out, /^ +3 +2 +linear +18 {2}the code$/m);
  assert.match(out, /^ +6 +3 +linear +51$/m);
  assert.equal(ae(['info', 'rings/model.json']).out, out);
  assert.equal(ae(['info', 'rings/']).out.replaceAll('//', '/'), out);
});

test('a model that is converted to float32 is the same', () => {
  ae(['convert', 'rings', '-o', 'same']);
  assert.deepEqual(read('same/weights.bin'), read('rings/weights.bin'));
  assert.deepEqual(read('same/model.json'), read('rings/model.json'));
  assert.equal(again('same'), again('rings'));
});

test('fewer bits make a smaller file, and codes that are near', () => {
  const { rows } = table(codes('rings'));
  for (const [precision, bytes, tolerance] of /** @type {const} */ ([
    ['float16', 2, 0.01],
    ['uint16', 2, 0.001],
    ['uint8', 1, 0.2],
  ])) {
    ae(['convert', 'rings', '-o', precision, '--precision', precision]);
    assert.equal(read(`${precision}/weights.bin`).length, bytes * 437);
    let most = 0;
    table(codes(precision)).rows.forEach((row, r) => {
      most = Math.max(most, Math.abs(row[0] - rows[r][0]), Math.abs(row[1] - rows[r][1]));
    });
    assert.ok(most > 0 && most < tolerance, `${precision}: ${most}`);
    train(`${precision}-trained`, ['-q', '--layers', '16-8-2', '-p', precision]);
    assert.deepEqual(read(`${precision}-trained/weights.bin`), read(`${precision}/weights.bin`));
  }
});

test('halves do their own work, refuse the other, and join again', () => {
  ae(['convert', 'rings', '-o', 'left', '--half', 'encoder']);
  ae(['convert', 'rings', '-o', 'right.json', '--half', 'decoder']);
  assert.match(ae(['info', 'left']).out, /^halves +encoder\nunits +3-16-8-2\nparameters +218\n/);
  assert.match(ae(['info', 'right.json']).out, /^halves +decoder\nunits +2-8-16-3\nparameters +219\n/);
  assert.equal(codes('left'), codes('rings'));
  write('codes.csv', codes('rings'));
  assert.equal(ae(['decode', 'right.json', 'codes.csv']).out, ae(['decode', 'rings', 'codes.csv']).out);
  fails(['decode', 'left', 'codes.csv'], /^ae: left\/model\.json: it holds no decoder\n/);
  fails(['encode', 'right.json', RINGS], /^ae: right\.json: it holds no encoder\n/);
  fails(['reconstruct', 'left', RINGS], /it holds no decoder/);
  fails(['convert', 'left', '-o', 'no', '--half', 'decoder'], /it holds no decoder/);
  ae(['convert', 'left', 'right.json', '-o', 'joined']);
  assert.equal(again('joined'), again('rings'));
  train('other', ['-q', '--layers', '16-1']);
  write('no.json', '[]');
  fails(['info', 'no.json'], /^ae: no\.json: it is no JSON object, from byte \d+ on\n$/);
  fails(['convert', 'left', 'other', '-o', 'no'], /^ae: left and other do not fit: /);
});

test('model files that are broken are refused by file and field', () => {
  mkdirSync(at('broken'));
  const json = read('rings/model.json').toString();
  const weights = read('rings/weights.bin');
  const put = (/** @type {string} */ text, /** @type {Buffer} */ bytes) => {
    write('broken/model.json', text);
    write('broken/weights.bin', bytes);
  };
  put(json, weights.subarray(0, 100));
  fails(['info', 'broken'], /^ae: broken\/model\.json: /);
  put(json.slice(0, 100), weights);
  fails(['info', 'broken'], /^ae: broken\/model\.json: /);
  put(json.replaceAll('Dense', 'Conv2D'), weights);
  fails(['info', 'broken'], /^ae: broken\/model\.json: .*Conv2D/);
  put(json.replaceAll('weights.bin', 'elsewhere.bin'), weights);
  fails(['info', 'broken'], /^ae: broken\/elsewhere\.bin: No such file or directory/);
  fails(['info', 'missing'], /^ae: missing: No such file or directory/);
  mkdirSync(at('empty'));
  fails(['info', 'empty'], /^ae: empty\/model\.json: No such file or directory/);
});

test('halves that share their weights with the whole are stored once', () => {
  ae(['convert', 'rings', '-o', 'split', '--split']);
  assert.deepEqual(readdirSync(at('split')).sort(), ['decoder', 'encoder', 'model.json']);
  assert.equal(again('split'), again('rings'));
  assert.equal(codes('split/encoder'), codes('rings'));
  assert.equal(
    statSync(at('split/encoder/weights.bin')).size + statSync(at('split/decoder/weights.bin')).size,
    4 * 437,
  );
  mkdirSync(at('moved'));
  for (const name of ['model.json', 'weights.bin']) copyFileSync(at(`split/decoder/${name}`), at(`moved/${name}`));
  write('codes.csv', codes('rings'));
  assert.equal(ae(['decode', 'moved', 'codes.csv']).out, ae(['decode', 'rings', 'codes.csv']).out);
});
