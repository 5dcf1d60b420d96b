// SPDX-License-Identifier: MIT
// Training as a figure uses it: a trainer somewhere where it cannot block reading, and its newest snapshot here.
//
// The somewhere is the first of three that works: a worker from its URL; the same worker through a blob, for pages of another
// origin, where the browser refuses the URL; the main thread, in short slices. All three give the same bits.
import { instantiate } from './core.js';
import { places } from './places.js';
import { Training } from './training.js';

/** @typedef {import('./core.js').Snapshot} Snapshot */
/** @typedef {import('./training.js').Order} Order */
/** @typedef {import('./training.js').Report} Report */
/** @typedef {'worker' | 'blob' | 'main'} Rung where training runs */
/** @typedef {{send: (order: Order) => void, close: () => void}} Line */

const START_TIMEOUT = 10_000; // ms: a worker whose script is blocked may never say anything

/**
 * @param {WebAssembly.Module} module
 * @param {Worker} worker
 * @param {(report: Report) => void} hear
 * @returns {Promise<Line>}
 */
function startWorker(module, worker, hear) {
  return new Promise((resolve, reject) => {
    const fail = (/** @type {unknown} */ reason) => {
      clearTimeout(timer);
      worker.terminate();
      reject(reason);
    };
    const timer = setTimeout(() => fail(new Error('the worker did not start')), START_TIMEOUT);
    worker.onerror = (event) => {
      event.preventDefault(); // the next rung deals with it
      fail(new Error(event.message || 'the worker did not start'));
    };
    worker.onmessage = ({ data }) => {
      if (data.type !== 'ready') return fail(new Error(data.message));
      clearTimeout(timer);
      worker.onmessage = (event) => hear(event.data);
      worker.onerror = (event) => {
        event.preventDefault(); // whoever hears it deals with it
        hear({ type: 'failed', message: event.message });
      };
      resolve({ send: (order) => worker.postMessage(order), close: () => worker.terminate() });
    };
    worker.postMessage(module);
  });
}

/** @type {Record<Rung, (module: WebAssembly.Module, hear: (report: Report) => void) => Promise<Line>>} */
const rungs = {
  worker: async (module, hear) => {
    if (places.script) throw new Error('the worker has no address');
    return startWorker(module, new Worker(places.worker, { type: 'module' }), hear);
  },

  blob: async (module, hear) => {
    const source = places.script || `import ${JSON.stringify(places.worker)};`;
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    try {
      return await startWorker(module, new Worker(url, { type: places.script ? 'classic' : 'module' }), hear);
    } finally {
      URL.revokeObjectURL(url);
    }
  },

  main: async (module, hear) => {
    const training = new Training(await instantiate(module), hear);
    return { send: (order) => training.receive(order), close: () => training.free() };
  },
};

export class Trainer {
  /**
   * @param {WebAssembly.Module} module
   * @param {(report: Report) => void} hear called with every report
   * @returns {Promise<Trainer>}
   */
  static async open(module, hear) {
    /** @type {unknown} */
    let reason;
    for (const rung of /** @type {Rung[]} */ (['worker', 'blob', 'main'])) {
      try {
        return new Trainer(rung, await rungs[rung](module, hear));
      } catch (error) {
        reason = error;
      }
    }
    throw reason;
  }

  /** @param {Rung} rung @param {Line} line */
  constructor(rung, line) {
    this.rung = rung;
    this.line = line;
  }

  /** @param {Order} order */
  send(order) {
    this.line.send(order);
  }

  close() {
    this.line.close();
  }
}
