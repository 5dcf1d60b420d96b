// SPDX-License-Identifier: MIT
// Model files travel between the command line and TensorFlow.js, in both directions, and the predictions agree.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { ae, at, read, table, write } from './ae.js';

const TOLERANCE = 1e-5;
const ACTIVATIONS = /** @type {const} */ (['linear', 'tanh', 'relu', 'sigmoid']);

/** @typedef {{modelTopology: any, weightSpecs: any[], weightData: ArrayBuffer}} Artifacts */
/** @typedef {'float32' | 'float16' | 'uint8' | 'uint16'} Precision */

await tf.setBackend('cpu');

/** Rows of five numbers between -1 and 1, for both. */
const rows = Array.from({ length: 9 }, (_, row) =>
  Array.from({ length: 5 }, (_, k) => Math.fround(Math.sin(3 * row + k))),
);
write('rows.csv', rows.map((row) => row.join(',')).join('\n'));

/** @param {string} activation @param {boolean} useBias @param {number} seed */
function layers(activation, useBias, seed) {
  return [7, 2, 6, 5].map((units, k) =>
    tf.layers.dense({
      units,
      useBias,
      activation: /** @type {any} */ (k === 1 ? 'linear' : activation),
      kernelInitializer: tf.initializers.glorotUniform({ seed: seed + k }),
      biasInitializer: tf.initializers.randomUniform({ minval: -0.3, maxval: 0.3, seed: seed + 9 + k }),
      ...(k === 0 ? { inputShape: [5] } : {}),
    }),
  );
}

/** @param {string} activation @param {boolean} useBias */
function sequential(activation, useBias) {
  return tf.sequential({ layers: layers(activation, useBias, 40) });
}

/** The same kind of network as a graph, with what does nothing in between. @param {string} activation @param {boolean} useBias */
function functional(activation, useBias) {
  const input = tf.input({ shape: [5] });
  const [one, code, two, last] = layers('linear', useBias, 20);
  const apply = (/** @type {any} */ layer, /** @type {any} */ to) =>
    tf.layers.activation({ activation: /** @type {any} */ (activation) }).apply(layer.apply(to));
  const dropped = tf.layers.dropout({ rate: 0.4 }).apply(apply(one, input));
  const output = apply(last, apply(two, code.apply(/** @type {any} */ (dropped))));
  return tf.model({ inputs: input, outputs: /** @type {any} */ (output) });
}

/** @param {tf.LayersModel} model @returns {Promise<Artifacts>} */
async function artifactsOf(model) {
  /** @type {any} */
  let artifacts;
  await model.save(
    tf.io.withSaveHandler(async (given) => {
      artifacts = given;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
  return artifacts;
}

/** As the TensorFlow.js converter quantises. @param {Artifacts} artifacts @param {'uint8' | 'uint16'} dtype @returns {Artifacts} */
function quantised({ modelTopology, weightSpecs, weightData }, dtype) {
  const levels = dtype === 'uint8' ? 255 : 65535;
  const Kind = dtype === 'uint8' ? Uint8Array : Uint16Array;
  let from = 0;
  /** @type {Uint8Array[]} */
  const parts = [];
  const specs = weightSpecs.map((spec) => {
    const count = spec.shape.reduce((/** @type {number} */ a, /** @type {number} */ b) => a * b, 1);
    const values = new Float32Array(weightData, from, count);
    from += 4 * count;
    const min = Math.min(...values);
    const scale = (Math.max(...values) - min) / levels || 1;
    parts.push(new Uint8Array(Kind.from([...values].map((value) => Math.round((value - min) / scale))).buffer));
    return { ...spec, quantization: { dtype, min, scale, original_dtype: 'float32' } };
  });
  return { modelTopology, weightSpecs: specs, weightData: Uint8Array.from(parts.flatMap((part) => [...part])).buffer };
}

/** Writes a model as TensorFlow.js keeps it, its weights in shards. @param {string} name @param {Artifacts} artifacts @param {number} shards */
function keep(name, { modelTopology, weightSpecs, weightData }, shards) {
  mkdirSync(at(name), { recursive: true });
  const size = Math.ceil(weightData.byteLength / shards);
  const paths = Array.from({ length: shards }, (_, k) => `group1-shard${k + 1}of${shards}.bin`);
  paths.forEach((path, k) => {
    write(`${name}/${path}`, new Uint8Array(weightData.slice(k * size, (k + 1) * size)));
  });
  write(`${name}/model.json`, JSON.stringify({ modelTopology, weightsManifest: [{ paths, weights: weightSpecs }] }));
}

/** A model of ours, as TensorFlow.js opens it. @param {string} name @returns {Promise<tf.LayersModel>} */
function opened(name) {
  const { modelTopology, weightsManifest } = JSON.parse(read(`${name}/model.json`).toString());
  const weightSpecs = weightsManifest.flatMap((/** @type {any} */ group) => group.weights);
  const files = weightsManifest.flatMap((/** @type {any} */ group) => group.paths);
  const weightData = Uint8Array.from(
    Buffer.concat(files.map((/** @type {string} */ file) => read(`${name}/${file}`))),
  ).buffer;
  return tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
}

/** @param {tf.LayersModel} model @param {number[][]} [given] @returns {number[][]} */
const predictions = (model, given = rows) =>
  /** @type {number[][]} */ (/** @type {tf.Tensor} */ (model.predict(tf.tensor2d(given))).arraySync());

/** @param {number[][]} got @param {number[][]} wanted */
function agree(got, wanted) {
  assert.equal(got.length, wanted.length);
  assert.ok(
    wanted.flat().some((value) => Math.abs(value) > 0.01),
    'something other than zeros is compared',
  );
  got.forEach((row, k) => {
    assert.equal(row.length, wanted[k].length);
    row.forEach((value, j) => {
      assert.ok(Math.abs(value - wanted[k][j]) <= TOLERANCE, `row ${k}, column ${j}: ${value}, not ${wanted[k][j]}`);
    });
  });
}

/** @param {string} command @param {string} model */
const ours = (command, model) => table(ae([command, model, 'rows.csv']).out).rows;

for (const [kind, make] of /** @type {const} */ ([
  ['Sequential', sequential],
  ['Functional', functional],
])) {
  for (const activation of ACTIVATIONS) {
    for (const useBias of [true, false]) {
      const bias = useBias ? 'with' : 'without';
      test(`a ${kind} model of TensorFlow.js with ${activation}, ${bias} bias, is read`, async () => {
        const model = make(activation, useBias);
        const artifacts = await artifactsOf(model);
        keep('theirs', artifacts, useBias ? 3 : 1);
        agree(ours('reconstruct', 'theirs'), predictions(model));
      });
    }
  }
  for (const dtype of /** @type {const} */ (['uint8', 'uint16'])) {
    test(`a ${kind} model of TensorFlow.js in ${dtype} is read`, async () => {
      const artifacts = quantised(await artifactsOf(make('tanh', true)), dtype);
      keep('quantised', artifacts, 2);
      agree(ours('reconstruct', 'quantised'), predictions(await tf.loadLayersModel(tf.io.fromMemory(artifacts))));
    });
  }
}

for (const activation of ACTIVATIONS) {
  test(`a model of ours with ${activation} is opened by TensorFlow.js, in every precision and in halves`, async () => {
    keep('source', await artifactsOf(sequential(activation, true)), 1);
    for (const precision of /** @type {Precision[]} */ (['float32', 'float16', 'uint8', 'uint16'])) {
      ae(['convert', 'source', '-o', `to-${precision}`, '--precision', precision]);
      agree(predictions(await opened(`to-${precision}`)), ours('reconstruct', `to-${precision}`));
    }
    ae(['convert', 'source', '-o', 'halves', '--split']);
    const codes = ours('encode', 'source');
    agree(predictions(await opened('halves/encoder')), codes);
    agree(predictions(await opened('halves/decoder'), codes), ours('reconstruct', 'source'));
  });
}

test('float32 comes back from TensorFlow.js bit by bit', async () => {
  keep('first', await artifactsOf(sequential('tanh', true)), 1);
  ae(['convert', 'first', '-o', 'second']);
  const artifacts = await artifactsOf(await opened('second'));
  keep('third', artifacts, 1);
  ae(['convert', 'third', '-o', 'fourth']);
  assert.deepEqual(read('second/weights.bin'), read('first/group1-shard1of1.bin'));
  assert.deepEqual(read('fourth/weights.bin'), read('second/weights.bin'));
});
