// SPDX-License-Identifier: MIT
// Which images of digits this build has: addresses by path.

/** @type {Record<string, string>} */
export const IMAGES = import.meta.glob('../build/digits/*.bin', { query: '?url', import: 'default', eager: true });
