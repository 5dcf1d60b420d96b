// SPDX-License-Identifier: MIT
// Gzipped files, undone before the core reads them.

/** What is unpacked is larger than it may be. */
export class TooLarge extends Error {}

/** @param {Uint8Array} bytes */
export const isGzipped = (bytes) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * Throws when the file is broken, or the browser cannot unpack, or there is more in it than `most` bytes (TooLarge), before
 * memory is full of it.
 * @param {Uint8Array<ArrayBuffer>} bytes @param {number} most @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function unzip(bytes, most) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const unpacked = new Uint8Array(most);
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return unpacked.slice(0, size);
    if (size + value.length > most) {
      await reader.cancel();
      throw new TooLarge();
    }
    unpacked.set(value, size);
    size += value.length;
  }
}
