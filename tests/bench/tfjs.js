// SPDX-License-Identifier: MIT
// What the contenders tfjs-cpu, tfjs-wasm and tfjs-webgl share. Written as users of TensorFlow.js write it when they
// want speed: its operations and optimizer, without the layers on top.
import * as tf from '@tensorflow/tfjs-core';

/** @typedef {{w: tf.Variable<tf.Rank.R2>, bias: tf.Variable<tf.Rank.R1>, activation: string}} Dense */

/**
 * @param {string} backend that the caller has imported @param {import('./module.js').Start} start
 * @param {import('./module.js').Workload} workload @returns {Promise<import('./measure.js').Work>}
 */
export async function open(backend, start, workload) {
  // The library knows no gradients until it is told. This file, small to load, is none that Node could read.
  if (typeof location === 'undefined') await import('@tensorflow/tfjs');
  else await import('@tensorflow/tfjs-core/dist/register_all_gradients.js');
  tf.enableProdMode();
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js has no backend ${backend} here`);
  const layers = start.layers.map(({ w, bias, inputs, units, activation }) => ({
    w: tf.variable(tf.tensor2d(w, [inputs, units])),
    bias: tf.variable(tf.tensor1d(bias)),
    activation,
  }));
  const batches = start.batches.map((batch) => tf.tensor2d(batch, [workload.batch, start.width]));
  if (workload.kind === 'train') return training(layers, batches, workload.rate);
  const encoder = layers.slice(0, workload.latent + 1);
  const decoder = layers.slice(workload.latent + 1);
  const [x] = batches;
  const latentGradient = workload.name.endsWith('per-point') ? gradientByPoint : gradient;
  const compute = {
    latentGradient: () => latentGradient(encoder, decoder, x),
    decode: () => forward(decoder, x),
    encodeDecode: () => forward(decoder, forward(encoder, x)),
  };
  return computing(compute[workload.kind]);
}

/** @param {Dense[]} layers @param {tf.Tensor2D} x @returns {tf.Tensor2D} */
function forward(layers, x) {
  /** @type {tf.Tensor} */
  let y = x;
  for (const { w, bias, activation } of layers) {
    // One kernel for product, bias and activation, where the library has it. It has none with tanh.
    const fused = /** @type {any} */ (activation === 'tanh' ? 'linear' : activation);
    y = tf.fused.matMul({ a: /** @type {tf.Tensor2D} */ (y), b: w, bias, activation: fused });
    if (activation === 'tanh') y = tf.tanh(y);
  }
  return /** @type {tf.Tensor2D} */ (y);
}

/** @param {Dense[]} layers @param {tf.Tensor2D[]} batches @param {number} rate @returns {import('./measure.js').Work} */
function training(layers, batches, rate) {
  const optimizer = tf.train.adam(rate, 0.9, 0.999, 1e-7);
  const trained = layers.flatMap(({ w, bias }) => [w, bias]);
  let step = 0;
  /** @param {number} n */
  const run = async (n) => {
    let loss;
    for (let k = 0; k < n; k++) {
      const x = batches[step++ % batches.length];
      loss?.dispose();
      loss = optimizer.minimize(() => tf.mean(tf.squaredDifference(forward(layers, x), x)), true, trained);
    }
    const [value] = await /** @type {tf.Scalar} */ (loss).data(); // waits for the graphics card
    loss?.dispose();
    return value;
  };
  return { run };
}

/** @param {() => tf.Tensor} compute @returns {import('./measure.js').Work} */
function computing(compute) {
  /** @param {number} n */
  const run = async (n) => {
    let numbers = new Float32Array();
    for (let k = 0; k < n; k++) {
      const result = tf.tidy(compute);
      numbers = /** @type {any} */ (await result.data());
      result.dispose();
    }
    return numbers;
  };
  return { run };
}

/** ∂L_i/∂z_i of all points in one call. @param {Dense[]} encoder @param {Dense[]} decoder @param {tf.Tensor2D} x */
function gradient(encoder, decoder, x) {
  // The sum of the points' losses has each point's own gradient in its row.
  const loss = (/** @type {any} */ z) => tf.sum(tf.mean(tf.squaredDifference(forward(decoder, z), x), 1));
  return tf.grad(loss)(forward(encoder, x));
}

/** The same by a call for each point, as in 2021. @param {Dense[]} encoder @param {Dense[]} decoder @param {tf.Tensor2D} x */
function gradientByPoint(encoder, decoder, x) {
  const points = tf.split(x, x.shape[0]);
  const codes = tf.split(forward(encoder, x), x.shape[0]);
  const gradients = points.map((point, i) =>
    tf.grad((/** @type {any} */ z) => tf.mean(tf.squaredDifference(forward(decoder, z), point)))(codes[i]),
  );
  return tf.concat(gradients);
}
