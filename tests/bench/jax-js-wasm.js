// SPDX-License-Identifier: MIT
// The contender jax-js on its backend wasm, everything under jit. Its arrays are counted: a function consumes its
// arguments, `.ref` keeps one for another use.
import { defaultDevice, grad, init, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';

/** @typedef {np.Array[][]} Parameters weights and bias of each layer */

const ACTIVATIONS = {
  linear: (/** @type {np.Array} */ x) => x,
  tanh: (/** @type {np.Array} */ x) => np.tanh(x),
  relu: (/** @type {np.Array} */ x) => nn.relu(x),
  sigmoid: (/** @type {np.Array} */ x) => nn.sigmoid(x),
};

/** @type {import('./measure.js').Open} */
export async function open({ layers, batches, width }, workload) {
  await init('wasm');
  defaultDevice('wasm');
  const array = (/** @type {Float32Array} */ numbers) => np.array(/** @type {any} */ (numbers));
  const parameters = layers.map(({ w, bias, inputs, units }) => [array(w).reshape([inputs, units]), array(bias)]);
  const x = batches.map((batch) => array(batch).reshape([workload.batch, width]));
  const functions = layers.map(({ activation }) => ACTIVATIONS[activation]);
  if (workload.kind === 'train') return training(parameters, functions, x, workload.rate);

  const code = workload.latent + 1;
  const encode = (/** @type {Parameters} */ p, /** @type {np.Array} */ x) =>
    forward(p.slice(0, code), functions.slice(0, code), x);
  const decode = (/** @type {Parameters} */ p, /** @type {np.Array} */ z) =>
    forward(p.slice(code), functions.slice(code), z);
  // The sum of the points' losses has each point's own gradient in its row.
  const loss = (/** @type {np.Array} */ z, /** @type {Parameters} */ p, /** @type {np.Array} */ x) =>
    np.square(decode(p, z).sub(x)).mean(1).sum();
  const compute = {
    latentGradient: (/** @type {Parameters} */ p, /** @type {np.Array} */ x) =>
      grad(loss)(encode(tree.ref(p), x.ref), p, x),
    decode,
    encodeDecode: (/** @type {Parameters} */ p, /** @type {np.Array} */ x) => decode(tree.ref(p), encode(p, x)),
  };
  return computing(compute[workload.kind], parameters, x[0]);
}

/** @param {Parameters} parameters @param {Function[]} functions @param {np.Array} x */
function forward(parameters, functions, x) {
  return parameters.reduce((a, [w, bias], l) => functions[l](np.matmul(a, w).add(bias)), x);
}

/** @typedef {{p: Parameters, m: Parameters, v: Parameters}} State parameters and Adam's moments */

/** @param {Parameters} parameters @param {Function[]} functions @param {np.Array[]} batches @param {number} rate */
function training(parameters, functions, batches, rate) {
  const loss = (/** @type {Parameters} */ p, /** @type {np.Array} */ x) =>
    np.mean(np.square(forward(p, functions, x.ref).sub(x)));
  const map = /** @type {any} */ (tree.map);
  /** @type {(state: State, x: np.Array, size: np.Array, root: np.Array) => {value: np.Array, state: State}} */
  const adam = ({ p, m, v }, x, size, root) => {
    const [value, g] = /** @type {any} */ (valueAndGrad)(loss)(tree.ref(p), x);
    const m1 = map(
      (/** @type {np.Array} */ m, /** @type {np.Array} */ g) => m.mul(0.9).add(g.mul(0.1)),
      m,
      tree.ref(g),
    );
    const v1 = map(
      (/** @type {np.Array} */ v, /** @type {np.Array} */ g) => v.mul(0.999).add(np.square(g).mul(0.001)),
      v,
      g,
    );
    const p1 = map(
      (/** @type {np.Array} */ p, /** @type {np.Array} */ m, /** @type {np.Array} */ v) =>
        p.sub(m.mul(size.ref).div(np.sqrt(v).mul(root.ref).add(1e-7))),
      p,
      tree.ref(m1),
      tree.ref(v1),
    );
    size.dispose();
    root.dispose();
    return { value, state: { p: p1, m: m1, v: v1 } };
  };
  const compiled = /** @type {typeof adam} */ (/** @type {any} */ (jit)(adam));
  const zeros = () => parameters.map((layer) => layer.map((a) => np.zeros(a.shape)));
  let state = { m: zeros(), v: zeros(), p: parameters };
  let step = 0;
  /** @param {number} n */
  const run = (n) => {
    let loss = 0;
    for (let k = 0; k < n; k++) {
      const x = batches[step++ % batches.length].ref;
      const size = np.array(rate / (1 - 0.9 ** step));
      const root = np.array(1 / Math.sqrt(1 - 0.999 ** step));
      const next = compiled(state, x, size, root);
      state = next.state;
      // Each array carries a list of all work not yet begun. Unless something is read, steps get slower and slower.
      loss = next.value.dataSync()[0];
    }
    return loss;
  };
  return { run };
}

/**
 * @param {(parameters: Parameters, x: np.Array) => np.Array} compute @param {Parameters} parameters @param {np.Array} x
 * @returns {import('./measure.js').Work}
 */
function computing(compute, parameters, x) {
  const compiled = /** @type {any} */ (jit(compute));
  /** @param {number} n */
  const run = async (n) => {
    let numbers = new Float32Array();
    for (let k = 0; k < n; k++) numbers = await compiled(tree.ref(parameters), x.ref).data();
    return numbers;
  };
  return { run };
}
