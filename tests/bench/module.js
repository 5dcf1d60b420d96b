// SPDX-License-Identifier: MIT
// bench.c as JavaScript sees it: the table of workloads, and one of them at a time at work.

/** @typedef {{units: number, activation: 'linear' | 'tanh' | 'relu' | 'sigmoid'}} Layer */

/**
 * @typedef {object} Workload the struct of that name in bench.c
 * @property {number} index
 * @property {string} name
 * @property {string} unit
 * @property {number} scale
 * @property {'train' | 'latentGradient' | 'decode' | 'encodeDecode'} kind
 * @property {number} flops of one run
 * @property {number} rows
 * @property {number} batch
 * @property {number} rate
 * @property {number} inputs
 * @property {number} latent
 * @property {Layer[]} layers
 */

/**
 * What a peer starts from: copies of the initial weights, layer by layer, and of the data, batch by batch.
 * @typedef {object} Start
 * @property {(Layer & {inputs: number, w: Float32Array, bias: Float32Array})[]} layers w (inputs,units), bias (units)
 * @property {Float32Array[]} batches (batch,width) each
 * @property {number} width
 */

/** The folder of the module, and how to read a file there. @param {URL} folder @param {(url: URL) => Promise<any>} read */
export async function load(folder, read) {
  const { default: create } = await import(/* @vite-ignore */ new URL('bench.mjs', folder).href);
  return new Bench(await create({ wasmBinary: await read(new URL('bench.wasm', folder)) }));
}

export class Bench {
  /** @param {any} lab Emscripten's module object */
  constructor(lab) {
    this.lab = lab;
    /** @type {Workload[]} */
    this.workloads = [];
    for (let index = 0; index < lab._bench_count(); index++) {
      const start = lab._bench_describe(index);
      const text = new TextDecoder().decode(lab.HEAPU8.subarray(start, lab.HEAPU8.indexOf(0, start)));
      this.workloads.push({ index, ...JSON.parse(text) });
    }
  }

  /** Makes data and initial weights anew. @param {Workload} workload */
  open(workload) {
    this.lab._bench_open(workload.index);
  }

  /** Opens a workload and copies it. @param {Workload} workload @returns {Start} */
  start(workload) {
    this.open(workload);
    const { parameters, data } = this;
    let { inputs } = workload;
    let next = 0;
    const layers = workload.layers.map(({ units, activation }) => {
      const end = next + inputs * units;
      const w = parameters.slice(next, end);
      const layer = { units, activation, inputs, w, bias: parameters.slice(end, end + units) };
      next = end + units;
      inputs = units;
      return layer;
    });
    const width = data.length / workload.rows;
    const size = workload.batch * width;
    const batches = Array.from({ length: data.length / size }, (_, k) => data.slice(k * size, (k + 1) * size));
    return { layers, batches, width };
  }

  /** Does the work n times. @param {number} n @returns {number} the loss before the last training step */
  run(n) {
    return this.lab._bench_run(n);
  }

  /** Works in registers alone for some 20 µs. @returns {number} flops */
  peak() {
    return this.lab._bench_peak();
  }

  // Views of the module's memory, good until it allocates.
  get parameters() {
    return this.view(this.lab._bench_parameters(), this.lab._bench_parameter_count());
  }
  get data() {
    return this.view(this.lab._bench_data(), this.lab._bench_data_count());
  }
  get result() {
    return this.view(this.lab._bench_result(), this.lab._bench_result_count());
  }

  /** @param {number} address @param {number} count @returns {Float32Array} */
  view(address, count) {
    return this.lab.HEAPF32.subarray(address / 4, address / 4 + count);
  }
}
