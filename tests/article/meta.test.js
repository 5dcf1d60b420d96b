// SPDX-License-Identifier: MIT
// What the page says of itself to those who list, share and cite it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { meta, SIZE, tagsOf } from '../../article/meta.js';

const root = resolve(import.meta.dirname, '../..');
const SITE = 'https://example.org/autoencoders/';
const WORDS = { title: 'A title', description: 'What it is.', date: '2026-01-31' };

/** @param {string} site @returns {Map<string, string>} what each name or property says */
const said = (site) =>
  new Map(
    tagsOf(WORDS, site)
      .filter(({ tag }) => tag === 'meta')
      .map(({ attrs }) => [`${attrs?.property ?? attrs?.name}`, `${attrs?.content}`]),
  );

/** @param {import('vite').HtmlTagDescriptor[]} tags */
const linkedOf = (tags) => JSON.parse(`${tags.find(({ attrs }) => attrs?.type === 'application/ld+json')?.children}`);

/** What Vite would put into a page. @param {string} html @returns {import('vite').HtmlTagDescriptor[]} */
const tagsIn = (html) => /** @type {any} */ (meta().transformIndexHtml).handler(html);

const PAGE = `${readFileSync(resolve(root, 'article/index.html'), 'utf8')}<time datetime="2026-01-31">`;

test('previews, citations and lists have all they need', () => {
  const tags = said(SITE);
  const needed = {
    'og:type': 'article',
    'og:title': WORDS.title,
    'og:description': WORDS.description,
    'og:url': SITE,
    'og:image': `${SITE}card.png`,
    'twitter:card': 'summary_large_image',
    citation_title: WORDS.title,
    citation_publication_date: '2026/01/31',
    citation_fulltext_html_url: SITE,
    'article:published_time': WORDS.date,
  };
  for (const [name, content] of Object.entries(needed)) assert.equal(tags.get(name), content, name);
  for (const name of ['og:image:alt', 'citation_author']) assert.ok((tags.get(name) ?? '').length > 10, name);
  for (const [name, content] of tags) assert.ok(content && !/undefined|null/.test(content), name);
});

test('no address is made up', () => {
  const tags = tagsOf(WORDS, '');
  assert.ok(!tags.some(({ attrs }) => attrs?.rel === 'canonical'));
  assert.ok(!said('').has('og:url') && !said('').has('citation_fulltext_html_url'));
  assert.equal(said('').get('og:image'), './card.png');
  assert.ok(!('url' in linkedOf(tags)));
});

test('the structured data say what the page says', () => {
  const linked = linkedOf(tagsIn(PAGE));
  const title = /<title>([^<]*)/.exec(PAGE)?.[1];
  const heading = /^# (.*)$/m.exec(readFileSync(resolve(root, 'article/article.md'), 'utf8'))?.[1];
  assert.equal(linked['@type'], 'ScholarlyArticle');
  assert.equal(linked.headline, title);
  assert.equal(heading, title, 'the heading of the text is the title of the page');
  assert.equal(linked.description, /<meta name="description" content="([^"]*)/.exec(PAGE)?.[1]);
  assert.equal(linked.datePublished, '2026-01-31');
  assert.match(linked.isBasedOn.author.name, /Bertucci/);
});

test('pages that are no article say nothing', () => {
  assert.deepEqual(tagsIn('<!doctype html><title>Workbench</title>'), []);
});

test('an address that is none stops the build', () => {
  process.env.SITE_URL = 'nowhere';
  try {
    assert.throws(meta, /URL/);
  } finally {
    delete process.env.SITE_URL;
  }
});

test('the picture for previews has the size that the page tells', () => {
  const header = readFileSync(resolve(root, 'build/posters/card.png'));
  assert.equal(header.toString('latin1', 1, 4), 'PNG');
  assert.deepEqual({ width: header.readUInt32BE(16), height: header.readUInt32BE(20) }, SIZE);
  assert.equal(said('').get('og:image:width'), `${SIZE.width}`);
  assert.equal(said('').get('og:image:height'), `${SIZE.height}`);
});
