// SPDX-License-Identifier: MIT
// Takes the place of ../places.js in a single file: the core and the worker's script are inside.
//
// The core is gzipped: a server's gzip makes 103 kB of its base64, and 81 kB of the base64 of its gzip. A browser without
// DecompressionStream (Firefox before 113, Safari before 16.4) has no light-dark() or no wasm SIMD either, and never ran a figure.
import core from '../../build/wasm/core.wasm.gz?inline';
import { unzip } from '../gzip.js';
import { bytesInside } from '../inside.js';
import { own } from './own.js';

const MOST = 1e6; // bytes of the core

export const places = {
  core: () => unzip(bytesInside(core), MOST),
  worker: '', // nowhere else
  files: '', // beside the page
  script: own, // what runs here is the worker too
};
