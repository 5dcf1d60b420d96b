// SPDX-License-Identifier: MIT
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { env } from '@tensorflow/tfjs-core';
import * as tfjs from './tfjs.js';

/** @type {import('./measure.js').Open} */
export const open = (start, workload) => {
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setThreadsCount(1);
  if (typeof location !== 'undefined') setWasmPaths('/tfjs/');
  return tfjs.open('wasm', start, workload);
};
