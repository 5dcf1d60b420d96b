// SPDX-License-Identifier: MIT
// What the page says of itself to those who list, share and cite it: in its head, taken from its text. The variable SITE_URL says
// where it will be, e.g. SITE_URL=https://example.org/autoencoders/; without it no address is made up.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const CARD = resolve(import.meta.dirname, '../build/posters/card.png');
export const SIZE = { width: 1200, height: 630 };

/** @typedef {{title: string, description: string, date: string}} Words */

/** @param {string} html @returns {Words} */
function wordsOf(html) {
  const found = (/** @type {RegExp} */ pattern) => (html.match(pattern)?.[1] ?? '').replace(/\s+/g, ' ').trim();
  return {
    title: found(/<title>([^<]*)/),
    description: found(/<meta name="description" content="([^"]*)/),
    date: found(/<time datetime="([^"]*)/),
  };
}

/** A ScholarlyArticle of schema.org. @param {Words} words @param {string} site */
const linked = ({ title, description, date }, site) => ({
  '@context': 'https://schema.org',
  '@type': 'ScholarlyArticle',
  headline: title,
  name: title,
  description,
  datePublished: date,
  inLanguage: 'en',
  isAccessibleForFree: true,
  license: 'https://spdx.org/licenses/MIT',
  author: { '@type': 'Organization', name: `The authors of ${title}` },
  isBasedOn: {
    '@type': 'ScholarlyArticle',
    name: title,
    author: { '@type': 'Person', name: 'Donald R. Bertucci' },
    url: 'https://introduction-to-autoencoders.vercel.app',
  },
  ...(site && { url: site, image: `${site}card.png` }),
});

/** @param {Words} words @param {string} site @returns {import('vite').HtmlTagDescriptor[]} */
export function tagsOf(words, site) {
  const { title, description, date } = words;
  /** @type {Record<string, string>} */
  const properties = {
    'og:type': 'article',
    'og:title': title,
    'og:description': description,
    'og:locale': 'en_GB',
    'og:image': `${site || './'}card.png`,
    'og:image:width': `${SIZE.width}`,
    'og:image:height': `${SIZE.height}`,
    'og:image:alt': 'Dots in a plane, a decoder, and the same dots in space on a sheet that is bent like a saddle',
    'article:published_time': date,
    ...(site && { 'og:url': site }),
  };
  /** @type {Record<string, string>} */
  const names = {
    'twitter:card': 'summary_large_image',
    citation_title: title,
    citation_author: `The authors of ${title}`,
    citation_publication_date: date.replaceAll('-', '/'),
    citation_language: 'en',
    ...(site && { citation_fulltext_html_url: site }),
  };
  return [
    ...Object.entries(properties).map(([property, content]) => ({ tag: 'meta', attrs: { property, content } })),
    ...Object.entries(names).map(([name, content]) => ({ tag: 'meta', attrs: { name, content } })),
    ...(site ? [{ tag: 'link', attrs: { rel: 'canonical', href: site } }] : []),
    { tag: 'script', attrs: { type: 'application/ld+json' }, children: JSON.stringify(linked(words, site)) },
  ];
}

/** @returns {import('vite').Plugin} */
export function meta() {
  const given = process.env.SITE_URL ?? '';
  const site = given && new URL(given.replace(/\/*$/, '/')).href; // an error when it is no address
  return {
    name: 'meta',
    transformIndexHtml: {
      order: 'post',
      handler: (html) =>
        html.includes('<time') // not in the workbench
          ? tagsOf(wordsOf(html), site).map((tag) => ({ ...tag, injectTo: /** @type {const} */ ('head') }))
          : [],
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'card.png', source: readFileSync(CARD) });
    },
  };
}
