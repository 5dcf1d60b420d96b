// SPDX-License-Identifier: MIT
// The picture that stands in a figure before, without and after its script: <img slot="poster"> becomes a <picture> of both themes,
// wide and narrow, for dense screens and for others. The image itself is a PNG, which everything that reads HTML can show.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { h } from 'hastscript';
import { visit } from 'unist-util-visit';

/** @typedef {import('hast').Root} Root */
/** @typedef {import('hast').Element} Element */

const NARROW = '(max-width: 680px)'; // of the page: there web/figure.css puts plots one below the other
const DARK = '(prefers-color-scheme: dark)';
const SIZES = '(max-width: 1180px) calc(100vw - 40px), 1140px'; // as article/style.css has it

/** Where a picture is, as the page says it. @param {string} name @param {string} end */
const file = (name, end) => `../build/posters/${name}-${end}`;

/** Width and height of a PNG, px: the first words of its header. @param {string} path */
function sizeOf(path) {
  const header = readFileSync(resolve(import.meta.dirname, path));
  return { width: header.readUInt32BE(16), height: header.readUInt32BE(20) };
}

/** @param {string} name @param {string} end @param {string | null} media */
function source(name, end, media) {
  const { width, height } = sizeOf(file(name, `${end}.png`));
  const srcset = `${file(name, `${end}-1x.avif`)} ${width / 2}w, ${file(name, `${end}-2x.avif`)} ${width}w`;
  return h('source', { media, type: 'image/avif', srcset, sizes: SIZES, width, height });
}

/** Turns the image of a figure into its pictures. @param {Element} image @param {string} name @param {boolean} first on the page */
function picture(image, name, first) {
  const inner = { ...image.properties, slot: null, src: file(name, 'light.png'), decoding: 'async' }; // sizes are the sources'
  Object.assign(image, {
    tagName: 'picture',
    properties: { slot: 'poster' },
    children: [
      source(name, 'dark-narrow', `${DARK} and ${NARROW}`),
      source(name, 'light-narrow', NARROW),
      source(name, 'dark', DARK),
      source(name, 'light', null),
      h('img', first ? { ...inner, fetchpriority: 'high' } : { ...inner, loading: 'lazy' }),
    ],
  });
}

export function posters() {
  /** @param {Root} tree */
  return (tree) => {
    let first = true;
    visit(tree, 'element', (/** @type {Element} */ figure) => {
      if (figure.tagName !== 'ae-figure') return;
      const image = /** @type {Element | undefined} */ (
        figure.children.find((child) => child.type === 'element' && child.properties.slot === 'poster')
      );
      if (!image) return;
      picture(image, `${figure.properties.name}`, first);
      first = false;
    });
  };
}
