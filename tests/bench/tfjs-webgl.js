// SPDX-License-Identifier: MIT
import '@tensorflow/tfjs-backend-webgl';
import * as tfjs from './tfjs.js';

/** @type {import('./measure.js').Open} */
export const open = (start, workload) => tfjs.open('webgl', start, workload);
