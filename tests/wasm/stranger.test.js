// SPDX-License-Identifier: MIT
// The core and TensorFlow.js, which was written by strangers, compute the same from the same weights.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs';

/** @typedef {{inputs: number, units: number[], latent: number, rows: number}} Shape */
/** @typedef {{w: tf.Variable<tf.Rank.R2>, bias: tf.Variable<tf.Rank.R1>, apply: (x: tf.Tensor) => tf.Tensor}} Dense */
/** @typedef {{kind: number, rate: number, momentum: number, peer: () => tf.Optimizer}} Optimizer */

const TOLERANCE = 1e-4; // relative to the largest number of an array
const STEPS = 50;

/** In the order of the enum in kernels.h. @type {[string, (x: any) => tf.Tensor][]} */
const ACTIVATIONS = [
  ['linear', (x) => x],
  ['tanh', tf.tanh],
  ['relu', tf.relu],
  ['sigmoid', tf.sigmoid],
];

const RELU = 2;

/** Sizes that no vector divides; and more rows than the trainer takes at a time. @type {Shape[]} */
const SHAPES = [
  { inputs: 5, units: [13, 11, 2, 11, 13, 5], latent: 2, rows: 23 },
  { inputs: 17, units: [35, 3, 35, 17], latent: 1, rows: 259 },
];

/** @type {Record<string, Optimizer>} */
const OPTIMIZERS = {
  Adam: { kind: 0, rate: 0.001, momentum: 0, peer: () => tf.train.adam(0.001, 0.9, 0.999, 1e-7) },
  'SGD with momentum 0.9': { kind: 1, rate: 0.1, momentum: 0.9, peer: () => tf.train.momentum(0.1, 0.9) },
  'SGD without momentum': { kind: 1, rate: 0.1, momentum: 0, peer: () => tf.train.sgd(0.1) },
};

const folder = new URL('../../build/stranger/', import.meta.url);
const { default: create } = await import(new URL('stranger.mjs', folder).href);
const core = await create({ wasmBinary: await readFile(new URL('stranger.wasm', folder)) });

await tf.setBackend('cpu');

/** A copy out of the core's memory. @param {number} address @param {number} count @returns {Float32Array} */
const copy = (address, count) => core.HEAPF32.slice(address / 4, address / 4 + count);

/** Opens the trainer of the core and makes its twin. @param {Shape} shape @param {number} f @param {Optimizer} optimizer */
function twins({ inputs, units, latent, rows }, f, { kind, rate, momentum }) {
  // The code is linear. So is an output that would else be the dead end of a ReLU.
  const activations = units.map((_, l) => (l === latent || (l === units.length - 1 && f === RELU) ? 0 : f));
  core._stranger_inputs(inputs);
  for (const [l, count] of units.entries()) core._stranger_layer(count, activations[l]);
  assert.equal(core._stranger_open(latent, rows, kind, rate, momentum), 0);
  const layers = split(core._stranger_parameters(), { inputs, units }).map(([w, bias], l) => ({
    w: tf.variable(tf.tensor2d(w, [w.length / bias.length, bias.length])),
    bias: tf.variable(tf.tensor1d(bias)),
    apply: ACTIVATIONS[activations[l]][1],
  }));
  return { layers, x: tf.tensor2d(copy(core._stranger_data(), rows * inputs), [rows, inputs]) };
}

/**
 * Weights and bias of each layer, or what is laid out like them.
 * @param {number} address @param {Pick<Shape, 'inputs' | 'units'>} shape @returns {[Float32Array, Float32Array][]}
 */
function split(address, { inputs, units }) {
  let [width, next] = [inputs, address];
  return units.map((count) => {
    const w = copy(next, width * count);
    const bias = copy(next + 4 * width * count, count);
    next += 4 * (width + 1) * count;
    width = count;
    return [w, bias];
  });
}

/** @param {Dense[]} layers @param {tf.Tensor2D} x */
const forward = (layers, x) =>
  layers.reduce((a, { w, bias, apply }) => apply(tf.add(tf.matMul(a, w), bias)), /** @type {tf.Tensor} */ (x));

/** @param {Dense[]} layers @param {tf.Tensor2D} x @returns {tf.Scalar} */
const loss = (layers, x) => tf.mean(tf.squaredDifference(forward(layers, x), x));

/** @param {ArrayLike<number>} actual of the core @param {tf.Tensor} expected @param {string} what */
function agree(actual, expected, what) {
  const wanted = /** @type {Float32Array} */ (expected.dataSync());
  const largest = wanted.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  assert.equal(actual.length, wanted.length, what);
  assert.ok(largest > 0, `${what}: all zero`);
  for (let k = 0; k < wanted.length; k++) {
    const close = Math.abs(actual[k] - wanted[k]) <= TOLERANCE * largest; // false with NaN
    assert.ok(close, `${what}[${k}] is ${actual[k]}, TensorFlow.js has ${wanted[k]}; the largest is ${largest}`);
  }
}

for (const shape of SHAPES) {
  const { inputs, units, latent, rows } = shape;
  const net = [inputs, ...units].join('-');
  for (const [f, [activation]] of ACTIVATIONS.entries()) {
    test(`${net}, ${activation}: output, loss and every gradient agree with TensorFlow.js`, () => {
      const { layers, x } = twins(shape, f, OPTIMIZERS.Adam);
      const codes = rows * units[latent];
      const z = /** @type {tf.Tensor2D} */ (forward(layers.slice(0, latent + 1), x));
      agree(copy(core._stranger_latent(), codes), z, 'latent');
      agree(copy(core._stranger_output(), rows * inputs), forward(layers, x), 'output');
      agree([core._stranger_loss()], loss(layers, x), 'loss');

      const { grads } = tf.variableGrads(() => loss(layers, x));
      for (const [l, [dw, dbias]] of split(core._stranger_gradients(), shape).entries()) {
        agree(dw, grads[layers[l].w.name], `gradient of the weights of layer ${l}`);
        agree(dbias, grads[layers[l].bias.name], `gradient of the bias of layer ${l}`);
      }
      // The gradient of the sum of the points' losses has each point's own gradient in its row.
      const decoder = layers.slice(latent + 1);
      const losses = (/** @type {any} */ z) => tf.sum(tf.mean(tf.squaredDifference(forward(decoder, z), x), 1));
      agree(copy(core._stranger_latent_gradient(), codes), tf.grad(losses)(z), 'latent gradient');
    });

    for (const [name, optimizer] of Object.entries(OPTIMIZERS)) {
      test(`${net}, ${activation}: ${STEPS} steps of ${name} agree with TensorFlow.js`, () => {
        const { layers, x } = twins(shape, f, optimizer);
        const before = core._stranger_loss();
        assert.equal(core._stranger_step(STEPS), 0);
        assert.ok(core._stranger_loss() < before, 'it learnt nothing');
        const peer = optimizer.peer();
        for (let k = 0; k < STEPS; k++) peer.minimize(() => loss(layers, x));
        agree([core._stranger_loss()], loss(layers, x), 'loss');
        for (const [l, [w, bias]] of split(core._stranger_parameters(), shape).entries()) {
          agree(w, layers[l].w, `weights of layer ${l}`);
          agree(bias, layers[l].bias, `bias of layer ${l}`);
        }
      });
    }
  }
}
