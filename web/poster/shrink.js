// SPDX-License-Identifier: MIT
// Pictures as they are sent: AVIF, a third of the size of PNG at which no difference is seen, for dense screens and for others.
//
//   node web/poster/shrink.js PICTURE.png...     writes PICTURE-2x.avif and PICTURE-1x.avif beside each
import sharp from 'sharp';

const QUALITY = { '2x': 45, '1x': 66 }; // pixels of dense screens are too small to be looked at one by one
const EFFORT = 2; // 3 is 5% smaller and twice as slow, 4 six times

for (const path of process.argv.slice(2)) {
  const { width } = await sharp(path).metadata();
  for (const [density, quality] of Object.entries(QUALITY)) {
    const picture = sharp(path).removeAlpha();
    if (density === '1x') picture.resize(Math.round(width / 2));
    await picture.avif({ quality, effort: EFFORT }).toFile(path.replace(/\.png$/, `-${density}.avif`));
  }
}
