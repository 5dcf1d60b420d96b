// SPDX-License-Identifier: MIT
// What is said of Figure 6's autoencoder, measured again from the files that are shipped and the images of MNIST.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { ae, at, inRepository, read } from './ae.js';

const ASSETS = resolve('assets/models/digits');
const MNIST = resolve(process.env.MNIST_DIR ?? '../shared/mnist');
const IMAGES = `${MNIST}/t10k-images-idx3-ubyte.gz`;
const LABELS = `${MNIST}/t10k-labels-idx1-ubyte.gz`;
const PIXELS = 784;
const skip =
  existsSync(IMAGES) && existsSync(LABELS) ? false : `no images of MNIST in ${MNIST} (make mnist fetches them)`;

/** @type {Record<string, number>} */
const figures = JSON.parse(readFileSync(`${ASSETS}/figures.json`, 'utf8'));

/** codes.bin, see core/codes.h. */
function codes() {
  const bytes = readFileSync(`${ASSETS}/codes.bin`);
  assert.equal(bytes.toString('latin1', 0, 8), 'aecodes1');
  const count = bytes.readUInt32LE(8);
  const low = [0, 1].map((c) => bytes.readFloatLE(16 + 4 * c));
  const step = [0, 1].map((c) => bytes.readFloatLE(24 + 4 * c));
  /** @param {number} k @param {number} c */
  const code = (k, c) => low[c] + step[c] * bytes.readUInt16LE(32 + 2 * (2 * k + c));
  return { count, step, code, label: (/** @type {number} */ k) => bytes[32 + 4 * count + k] };
}

test('the autoencoder of digits keeps its promises', () => {
  assert.ok(figures['digits-test-mse'] <= 0.0335);
  assert.ok(figures['digits-knn5'] >= 0.85);
  assert.ok(figures['digits-denoiser-mse'] < figures['digits-plain-denoise-mse']);
});

test('its files are as small as they are to be', () => {
  const size = (/** @type {string} */ name) => statSync(`${ASSETS}/${name}`).size;
  assert.ok(size('codes.bin') <= 60e3);
  assert.ok(size('codes.bin') + size('decoder/weights.bin') + size('decoder/model.json') <= 400e3);
  for (const packed of ['build/digits/train.bin', 'build/digits/test.bin'].filter(existsSync))
    assert.ok(statSync(packed).size <= 1.5e6, packed);
});

test('its codes fill the square from -1 to 1', () => {
  const { count, code } = codes();
  assert.equal(count, 10_000);
  for (const c of [0, 1]) {
    /** @type {Float64Array} */
    const along = Float64Array.from({ length: count }, (_, k) => code(k, c));
    assert.ok(Math.abs(Math.min(...along) + 1) < 0.01 && Math.abs(Math.max(...along) - 1) < 0.01);
  }
});

test('error and accuracy are those of the shipped files', { skip }, () => {
  const { out } = ae(['eval', ASSETS, IMAGES, '--labels', LABELS]);
  const value = (/** @type {string} */ name) => Number(out.match(new RegExp(`^${name} +(\\S+)`, 'm'))?.[1]);
  assert.ok(Math.abs(value('mse') - figures['digits-test-mse']) < 1e-6, out);
  assert.ok(Math.abs(value('accuracy') - figures['digits-knn5']) < 1e-6, out);
});

test('the usual errors are the quantiles of the test digits’ own errors', { skip }, () => {
  ae(['reconstruct', ASSETS, IMAGES, '-o', 'rebuilt.npy']);
  const bytes = read('rebuilt.npy');
  const from = 10 + bytes.readUInt16LE(8); // of the numbers, float32
  const images = gunzipSync(readFileSync(IMAGES)).subarray(16);
  const errors = Float64Array.from({ length: images.length / PIXELS }, (_, k) => {
    let sum = 0;
    for (let p = k * PIXELS; p < (k + 1) * PIXELS; p++) sum += (bytes.readFloatLE(from + 4 * p) - images[p] / 255) ** 2;
    return sum / PIXELS;
  }).sort();
  const shipped = readFileSync(`${ASSETS}/errors.bin`);
  assert.equal(shipped.length, 4 * 101);
  for (let q = 0; q <= 100; q++) {
    const place = (q / 100) * (errors.length - 1);
    const [below, above] = [errors[Math.floor(place)], errors[Math.ceil(place)]];
    const got = shipped.readFloatLE(4 * q);
    assert.ok(got >= below - 1e-5 && got <= above + 1e-5, `${q}%: ${got}, not ${below} to ${above}`);
  }
});

// The program that has made the files makes them once more out of themselves. Its weights are quantised a second time
// then, which moves errors by up to 6e-5: what it measures must come out alike but for that.
test('PCA, the table of noise and who is near whom are measured again', { skip }, () => {
  const out = at('again');
  mkdirSync(out);
  execFileSync(inRepository('build/digits/finish'), [ASSETS, `${ASSETS}/denoiser`, MNIST, '60', out]);
  const again = JSON.parse(readFileSync(`${out}/figures.json`, 'utf8'));
  assert.deepEqual(Object.keys(again), Object.keys(figures));
  for (const [name, value] of Object.entries(figures))
    assert.ok(
      Math.abs(again[name] - value) <= (name.includes('mse') ? 1e-4 : 0.006),
      `${name}: ${again[name]}, not ${value}`,
    );
});

test('the codes are those that the shipped encoder gives the test digits', { skip }, () => {
  ae(['encode', ASSETS, IMAGES, '--labels', LABELS, '-o', 'digits.csv']);
  const rows = read('digits.csv').toString().trimEnd().split('\n').slice(1);
  const { count, step, code, label } = codes();
  assert.equal(count, rows.length);
  rows.forEach((row, k) => {
    const [x, y, digit] = row.split(',').map(Number);
    assert.ok(Math.abs(x - code(k, 0)) <= 0.51 * step[0] && Math.abs(y - code(k, 1)) <= 0.51 * step[1], `digit ${k}`);
    assert.equal(label(k), digit);
  });
});
