// SPDX-License-Identifier: MIT
// ae plot: pictures have what they are to show.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { ae, fails, RINGS, read, train, write } from './ae.js';

before(() => {
  train('rings', ['-q']);
});

/** A PNG with a palette. @param {Buffer} png */
function decode(png) {
  assert.equal(png.toString('latin1', 0, 8), '\x89PNG\r\n\x1a\n');
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  /** @type {Buffer} */
  let palette = Buffer.alloc(0);
  const data = [];
  for (let k = 8; k < png.length; k += 12 + png.readUInt32BE(k)) {
    const chunk = png.subarray(k + 8, k + 8 + png.readUInt32BE(k));
    const kind = png.toString('latin1', k + 4, k + 8);
    if (kind === 'PLTE') palette = chunk;
    if (kind === 'IDAT') data.push(chunk);
  }
  const rows = inflateSync(Buffer.concat(data));
  /** @type {Map<string, number>} pixels of each colour */
  const colours = new Map();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const index = 3 * rows[y * (width + 1) + x + 1];
      const colour = palette.toString('hex', index, index + 3);
      colours.set(colour, (colours.get(colour) ?? 0) + 1);
    }
  }
  return { width, height, count: (/** @type {string} */ colour) => colours.get(colour) ?? 0 };
}

/** @param {string[]} args */
function plot(args) {
  ae(['plot', '--width', '300', ...args, '-o', 'picture.png']);
  return decode(read('picture.png'));
}

const PAPER = { light: 'ffffff', dark: '16181c' };
const CLASSES = ['056dcd', 'e75d86'];
const LATENT = '1c7a45';
const INPUT = '1f5fa8';

test('codes have the colours of their labels, and those of no label have the one of codes', () => {
  const picture = plot(['rings', RINGS, '--scale']);
  assert.equal(picture.width, 600);
  const found = CLASSES.map((colour) => picture.count(colour));
  assert.ok(
    found.every((count) => count > 300),
    `${found}`,
  );
  const plain = read('picture.png');
  write('points.csv', '1,0,0\n0,1,0\n0,0,1\n');
  assert.ok(plot(['rings', 'points.csv']).count(LATENT) > 100);
  assert.notDeepEqual(read('picture.png'), plain);
});

test('the same picture has the same bytes, and goes to standard output too', () => {
  plot(['rings', RINGS, '--scale']);
  const { bytes } = ae(['plot', 'rings', RINGS, '--width', '300', '--scale', '-o', '-']);
  assert.deepEqual(bytes, read('picture.png'));
});

test('width, dark and order are as they are wanted', () => {
  assert.equal(plot([RINGS, '--width', '320']).width, 640);
  const dark = plot([RINGS, '--dark']);
  assert.ok(dark.count(PAPER.dark) > (dark.width * dark.height) / 2 && dark.count(PAPER.light) === 0);
  write('points.csv', '1,0\n0,1\n2,2\n');
  assert.ok(plot(['points.csv']).count(INPUT) > 100);
  assert.equal(plot(['points.csv', '--ordered']).count(INPUT), 0);
});

test('one, two and three columns are points, more are images', () => {
  write('one.csv', '1\n2\n4\n');
  write('two.csv', '1,5\n2,4\n4,4\n');
  write('nine.csv', '0,0,0,0,1,0,0,0,0\n1,1,1,1,1,1,1,1,1\n');
  const line = plot(['one.csv']);
  const plane = plot(['two.csv']);
  assert.ok(line.height < plane.height);
  assert.ok(plot([RINGS]).height > plane.height);
  const images = plot(['nine.csv', '--width', '400']);
  assert.ok(images.count('1f2126') > (images.width * images.height) / 4, 'ten of eighteen pixels are ink');
  assert.ok(plot(['nine.csv', '--width', '400', '--across', '9']).height < images.height);
  assert.ok(plot(['nine.csv', '--width', '400', '--images', '1']).height > images.height);
});

test('a reconstruction is drawn over what it was made from', () => {
  write('square.csv', 'x,y,label\n0,0,0\n0,1,0\n1,0,1\n1,1,1\n');
  ae(['train', 'square.csv', '-o', 'square', '--layers', '1', '-e', '3', '-q']);
  const over = plot(['square', 'square.csv', '--what', 'reconstruction']);
  const data = plot(['square', 'square.csv', '--what', 'data']);
  // Discs, rings for what they were, and lines between them
  assert.ok(over.count(CLASSES[1]) > data.count(CLASSES[1]));
  write('images.csv', `${Array(16).fill(0.5)}\n${Array(16).fill(1)}\n`);
  ae(['train', 'images.csv', '-o', 'images', '--layers', '2', '-e', '500', '-r', '0.01', '-q']);
  const both = plot(['images', 'images.csv', '--what', 'reconstruction', '--width', '400']);
  const alone = plot(['images.csv', '--width', '400']);
  assert.equal(both.height, 2 * (alone.height - 64) + 8 + 64);
});

test('the number of a class is on one of its points, also where its middle has none', () => {
  const ring = ['1,0', '-1,0', '0,1', '0,-1'];
  write('ring.csv', `x,y,label\n${ring.map((row) => `${row},0\n`).join('')}`);
  write('plain.csv', `x,y\n${ring.join('\n')}\n`);
  const dot = plot(['plain.csv']).count(INPUT) / 4;
  const seen = plot(['ring.csv']).count(CLASSES[0]) / dot; // the legend has a dot, too
  assert.ok(seen > 3.8 && seen < 4.7, `${seen} dots are seen`);
});

test('what is all one, or vast, is drawn too', () => {
  write('one.csv', '7,7\n');
  assert.ok(plot(['one.csv']).count(INPUT) > 100);
  write('vast.csv', '1e30,-1e30\n2e30,3e30\n');
  assert.ok(plot(['vast.csv']).count(INPUT) > 100);
  write('same.csv', '1e30,1e30\n1e30,1e30\n');
  plot(['same.csv']);
  write('far.csv', '16777216,5\n16777217,5\n');
  plot(['far.csv']);
});

test('what cannot be drawn is refused', () => {
  write('five.csv', '1,2,3,4,5\n');
  fails(['plot', 'five.csv', '-o', 'no.png'], /^ae: rows of 5 values are no square images; --across/);
  fails(['plot', 'five.csv', '-o', 'no.png', '--across', '2'], /no square images/);
  ae(['train', 'five.csv', '-o', 'five', '--layers', '5', '-e', '1', '-q']);
  fails(['plot', 'five', 'five.csv', '-o', 'no.png'], /^ae: codes of 5 numbers cannot be drawn/);
  fails(['plot', RINGS, '-o', 'no/such.png'], /^ae: no\/such\.png: No such file or directory/);
  fails(['plot', RINGS, '-o', '/dev/full'], /^ae: \/dev\/full: /);
  assert.throws(() => read('no.png'), /ENOENT/);
});
