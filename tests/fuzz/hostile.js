// SPDX-License-Identifier: MIT
// Addresses that nobody should send, and what they are made of: for the tests of addresses, and as words for the fuzzer.

/** @param {number} seed @returns {() => number} 0 … 1, the same each time */
export function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Three points of the reader's own, as an address holds them: (0, 0, 0.5), (-0.5, 0.5, 0). */
export const OWN = 'AAAAAAAAAAAAAAA_AAAAvwAAAD8AAAAA';

/** All names that any figure's address may say, and some that none does. */
export const NAMES = [
  ...'data points noise width depth bottleneck activation optimizer rate schedule batch heldout epochs seed'.split(' '),
  ...'epoch own speed playing selected flat z1 z2 size next sheet input way from to part labels tiles tile zoom yaw pitch cx cy ax ay bx by'.split(
    ' ',
  ),
  ...'theme figure name light renderer style onclick loss __proto__ constructor toString hasOwnProperty'.split(' '),
  '',
  'DATA',
  'data\0',
];

export const VALUES = [
  '',
  ' ',
  '0',
  '-0',
  '-1',
  '1e999',
  '-1e999',
  '1e308',
  '1e-320',
  '99999999999999999999',
  '4294967296',
  '2.5',
  '0x10',
  'NaN',
  'Infinity',
  '-Infinity',
  'null',
  'undefined',
  'true',
  '[object Object]',
  '__proto__',
  'constructor',
  'toString',
  'own',
  'saddle',
  'wave ellipse',
  'saddle ellipse',
  'tanh',
  'sgd',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  '$' + '{1}',
  '../../etc/passwd',
  '\0',
  '\u202e',
  '😀'.repeat(50),
  '\ud800',
  '1,5',
  '１２',
  '7'.repeat(400),
  'A'.repeat(16),
  'A'.repeat(17),
  'AAAAf8AAAH_AAAB_', // infinite and NaN among them
  OWN,
  '_'.repeat(16),
  'A'.repeat(16 * 201),
];

const GARBAGE = ['%', '%%', '%zz', '%E0%A4%A', '%00', '%ff%fe', '&&==&', '=', '?', '#', '+', '&amp;', ';'];

/** Made up, the same ones each time. @param {number} count @returns {Generator<string>} */
export function* hostile(count) {
  const next = random(9);
  const pick = (/** @type {string[]} */ list) => list[Math.floor(next() * list.length)];
  for (let k = 0; k < count; k++) {
    const pairs = Array.from({ length: 1 + Math.floor(8 * next()) }, () => {
      const value = next() < 0.2 ? `${(next() - 0.5) * 10 ** Math.floor(40 * next() - 10)}` : pick(VALUES);
      const encode = next() < 0.7 ? encodeURIComponent : escape;
      const text = value.includes('\ud800') && encode === encodeURIComponent ? '%ED%A0%80' : encode(value);
      return next() < 0.1 ? pick(GARBAGE) : `${encode(pick(NAMES))}=${text}${next() < 0.1 ? pick(GARBAGE) : ''}`;
    });
    yield `${next() < 0.5 ? '?' : ''}${pairs.join('&')}`;
  }
}
