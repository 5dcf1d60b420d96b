// SPDX-License-Identifier: MIT
// The two builds of the core in Node, which has no `fetch` of files: the bytes are read and compiled here.
import { readFile } from 'node:fs/promises';
import { Core } from '../../web/core.js';

/** @typedef {'wasm' | 'wasm-scalar'} Build with SIMD and without: folders of build/ */

/** @type {Build[]} */
export const BUILDS = ['wasm', 'wasm-scalar'];

/** @param {Build} build @param {string} file @returns {URL} */
const at = (build, file) => new URL(`../../build/${build}/${file}`, import.meta.url);

/** @param {Build} build @returns {Promise<WebAssembly.Module>} */
export async function compiled(build) {
  return WebAssembly.compile(await readFile(at(build, 'core.wasm')));
}

/** A new instance of the core, with memory of its own. @param {Build} [build] @returns {Promise<Core>} */
export async function load(build = 'wasm') {
  const module = await compiled(build);
  const { default: createCore } = await import(at(build, 'core.mjs').href);
  const lab = await createCore({
    /** @param {WebAssembly.Imports} imports @param {(instance: WebAssembly.Instance) => void} receive */
    instantiateWasm(imports, receive) {
      WebAssembly.instantiate(module, imports).then(receive);
      return {};
    },
  });
  return new Core(lab);
}

/** The bits of an array of numbers. @param {Float32Array} numbers @returns {Buffer} a copy */
export const bits = (numbers) => Buffer.from(Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength));

/** FNV-1a, 64 bits. @param {Uint8Array} bytes @returns {string} 16 hexadecimal digits */
export function fnv1a(bytes) {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}
