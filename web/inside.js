// SPDX-License-Identifier: MIT
// Files that are inside the script, as data: addresses.

/** The bytes of one, whose data is base64. Not by fetch, which a host's policy may refuse. @param {string} address */
export const bytesInside = (address) =>
  Uint8Array.from(atob(address.slice(address.indexOf(',') + 1)), (letter) => letter.charCodeAt(0));
