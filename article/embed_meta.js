// SPDX-License-Identifier: MIT
// What the page of one figure says of itself to those who show previews of links: Open Graph, and oEmbed in a file beside it.
//
//   headOf(figure, site)     tags for the head of embed/NAME.html
//                            figure: described(NAME)
//   oembedOf(figure, site)   what embed/NAME.oembed.json holds
//   discovery()              a plugin that writes embed/NAME.oembed.json and the picture embed/NAME.png
//
// `site` is where the article lies, with a slash at its end (the variable SITE_URL); empty: addresses are relative to the page.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const POSTERS = resolve(import.meta.dirname, '../build/posters');
const ARTICLE = 'An Interactive Introduction to Autoencoders';
const WIDTH = 1140; // CSS px, as in the article
const HEIGHTS = { train: 1600, encoder: 700, gradient: 1000, trails: 900, decoder: 900, digits: 1400 }; // CSS px, with some air

/** @typedef {keyof typeof HEIGHTS} Name */
/** title: what the figure is called; alt: what its picture shows @typedef {{name: Name, title: string, alt: string}} Described */

/** @type {Described[]} */
export const FIGURES = [
  { name: 'train', title: 'Train an autoencoder', alt: 'Three numbers become two and three again' },
  { name: 'encoder', title: 'Encoder', alt: 'Points in space and their codes in a plane' },
  { name: 'gradient', title: 'The gradient of one code', alt: 'A code on its error surface, and the way down' },
  { name: 'trails', title: 'Trails during training', alt: 'Codes in a plane with trails towards lower errors' },
  { name: 'decoder', title: 'Decoder', alt: 'A plane of codes and the bent sheet that it is decoded to' },
  { name: 'digits', title: 'A map of digits', alt: 'Codes of handwritten digits in a plane, coloured by digit' },
];

/** @param {string} name @returns {Described} */
export function described(name) {
  const figure = FIGURES.find((one) => one.name === name);
  if (!figure) throw new Error(`nothing is said of a figure ${name}`);
  return figure;
}

/** @param {string} name */
const pictureOf = (name) => readFileSync(resolve(POSTERS, `${name}-light.png`));

/** Width and height of a PNG, px: the first words of its header. @param {Buffer} png */
const sizeOf = (png) => ({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) });

/** Where the figures' pages lie, as such a page says it. @param {string} site */
const folderOf = (site) => (site ? `${site}embed/` : './');

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** @param {Described} figure @param {string} [site] @returns {string} HTML */
export function headOf({ name, title, alt }, site = '') {
  const folder = folderOf(site);
  const { width, height } = sizeOf(pictureOf(name));
  /** @type {Record<string, string | number>} */
  const properties = {
    'og:type': 'website',
    'og:title': `${title} · ${ARTICLE}`,
    'og:description': `An interactive figure: ${alt}.`,
    'og:image': `${folder}${name}.png`,
    'og:image:width': width,
    'og:image:height': height,
    'og:image:alt': alt,
    ...(site && { 'og:url': `${folder}${name}.html` }),
  };
  const tags = Object.entries(properties).map(
    ([property, content]) => `<meta property="${property}" content="${escaped(`${content}`)}">`,
  );
  return [
    ...tags,
    '<meta name="twitter:card" content="summary_large_image">',
    `<link rel="alternate" type="application/json+oembed" href="${escaped(`${folder}${name}.oembed.json`)}" title="${escaped(title)}">`,
  ].join('\n');
}

/** An answer of oEmbed 1.0, type rich. @param {Described} figure @param {string} [site] */
export function oembedOf({ name, title }, site = '') {
  const folder = folderOf(site);
  const { width, height } = sizeOf(pictureOf(name));
  const src = `${folder}${name}.html`;
  return {
    version: '1.0',
    type: 'rich',
    title: `${title} · ${ARTICLE}`,
    provider_name: ARTICLE,
    ...(site && { provider_url: site }),
    thumbnail_url: `${folder}${name}.png`,
    thumbnail_width: width,
    thumbnail_height: height,
    width: WIDTH,
    height: HEIGHTS[name],
    html: `<iframe src="${escaped(src)}" title="${escaped(title)}" width="${WIDTH}" height="${HEIGHTS[name]}" style="border: 0; max-width: 100%"></iframe>`,
  };
}

/** @returns {string} where the variable SITE_URL says that the site will be, or nothing */
function siteGiven() {
  const given = process.env.SITE_URL ?? '';
  return given && new URL(given.replace(/\/*$/, '/')).href; // an error when it is no address
}

/** @returns {import('vite').Plugin} */
export function discovery() {
  const site = siteGiven();
  return {
    name: 'discovery',
    generateBundle() {
      for (const figure of FIGURES) {
        const json = `${JSON.stringify(oembedOf(figure, site), null, 2)}\n`;
        this.emitFile({ type: 'asset', fileName: `embed/${figure.name}.oembed.json`, source: json });
        this.emitFile({ type: 'asset', fileName: `embed/${figure.name}.png`, source: pictureOf(figure.name) });
      }
    },
  };
}
