// SPDX-License-Identifier: MIT
// The package brings no images: MNIST is not ours to license. The figure “digits” shows reconstructions alone.

/** @type {Record<string, string>} */
export const IMAGES = {};
