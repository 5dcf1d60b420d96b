// SPDX-License-Identifier: MIT
// A worker with its own instance of the core. The first message brings the compiled module, the others are orders.
import { instantiate } from './core.js';
import { Training } from './training.js';

/** @typedef {import('./training.js').Report} Report */

/** @param {Report} report @param {Transferable[]} [transfer] */
const post = (report, transfer = []) => self.postMessage(report, { transfer });

/** @param {MessageEvent<WebAssembly.Module>} event */
self.onmessage = async ({ data: module }) => {
  try {
    const training = new Training(await instantiate(module), post);
    self.onmessage = ({ data: order }) => training.receive(order);
    post({ type: 'ready' });
  } catch (error) {
    post({ type: 'failed', message: String(error) });
  }
};
