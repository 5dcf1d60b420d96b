// SPDX-License-Identifier: MIT
// Turns article.md into the page: Markdown, maths as MathML (which needs no style sheet) and headings with ids
// are done here, once, so that nothing of it is left to the browser.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { toString as textOf } from 'hast-util-to-string';
import rehypeKatex from 'rehype-katex';
import rehypeRaw from 'rehype-raw';
import rehypeSlug from 'rehype-slug';
import rehypeStringify from 'rehype-stringify';
import remarkDirective from 'remark-directive';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { all, citations, contents, notes, numbers } from './apparatus.js';
import { figures, formulas, links, spelling } from './checks.js';
import { directives, guesses } from './directives.js';
import { posters } from './posters.js';

const here = (/** @type {string} */ file) => resolve(import.meta.dirname, file);
const SOURCE = here('article.md');
const BIBLIOGRAPHY = here('bibliography.bib');
// Numbers that the core computes at each build, and those of the models in assets/.
const FACTS = [here('../build/facts.json'), here('../assets/models/digits/figures.json')];

/** @typedef {import('hast').Root} Root */
/** @typedef {import('hast').Element} Element */

/** What the article is, in few words, for a feed: its title, date, description and beginning. */
function summary() {
  /** @param {Root} tree @param {import('vfile').VFile} file */
  return (tree, file) => {
    const [lead, ...paragraphs] = all(tree, 'p').filter((p) => textOf(p).length > 100 && !p.properties.className);
    const start = tree.children.findIndex((node) => node.type === 'element' && node.tagName === 'h2');
    const first = tree.children.slice(start).find((node) => node.type === 'element' && node.tagName === 'p');
    file.data.summary = {
      title: textOf(all(tree, 'h1')[0]),
      date: all(tree, 'time')[0].properties.dateTime,
      lead: textOf(lead),
      excerpt: textOf(/** @type {Element} */ (first ?? paragraphs[0])),
    };
  };
}

/** @typedef {{title: string, date: string, lead: string, excerpt: string}} Summary */

/** @param {string} markdown @param {ReturnType<typeof given>} given */
async function process(markdown, { facts, bibliography }) {
  const page = await unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkMath)
    .use(remarkDirective)
    .use(directives, { facts })
    .use(remarkRehype, { allowDangerousHtml: true, clobberPrefix: '' }) // the figures stand in the Markdown as elements
    .use(rehypeRaw)
    .use([posters, guesses, rehypeSlug, numbers, notes])
    .use(citations, { bibliography })
    .use([links, figures, contents, spelling])
    .use(rehypeKatex, { output: 'mathml' })
    .use(formulas)
    .use(summary)
    .use(rehypeStringify)
    .process(markdown);
  if (page.messages.length)
    throw new Error(page.messages.map((fault) => `${fault}${fault.cause ? `: ${fault.cause}` : ''}`).join('\n'));
  return { html: String(page), summary: /** @type {Summary} */ (page.data.summary) };
}

/** The facts, the bibliography: what the text is checked against. */
function given() {
  const facts = FACTS.filter(existsSync).map((file) => JSON.parse(readFileSync(file, 'utf8')));
  return { facts: Object.assign({}, ...facts), bibliography: readFileSync(BIBLIOGRAPHY, 'utf8') };
}

/**
 * @param {string} markdown
 * @returns {Promise<string>} HTML. An error names every place that is wrong: a number that is not its fact, a dead link, a work
 *   that is missing or not cited, a figure without a text, a misspelt word, a formula that KaTeX cannot read
 */
export async function render(markdown, beside = given()) {
  return (await process(markdown, beside)).html;
}

const feed = (/** @type {Summary} */ { title, date, lead, excerpt }) => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title>${title}</title>
  <id>urn:uuid:5f0b8a52-3a5c-4a0e-9d0b-2f6b1a7c9e11</id>
  <updated>${date}T00:00:00Z</updated>
  <entry>
    <title>${title}</title>
    <id>urn:uuid:8c1f7f0e-6f0d-4a53-8a7e-0d4a5a3b6c22</id>
    <updated>${date}T00:00:00Z</updated>
    <author><name>The authors of ${title}</name></author>
    <link href="./"/>
    <summary>${lead}</summary>
    <content type="text">${excerpt}</content>
  </entry>
</feed>
`;

/** Puts the article where index.html says so, writes its feed, and reloads the page when the text changes. @returns {import('vite').Plugin[]} */
export function article() {
  /** @type {Awaited<ReturnType<typeof process>>} */
  let page;
  return [
    {
      name: 'article',
      configureServer(server) {
        const sources = [SOURCE, BIBLIOGRAPHY, ...FACTS];
        server.watcher.add(sources);
        server.watcher.on('change', (path) => {
          if (sources.includes(path)) server.ws.send({ type: 'full-reload' });
        });
      },
      transformIndexHtml: {
        order: 'pre', // so that the pictures in it become assets of the site
        async handler(html) {
          if (!html.includes('<!-- article.md -->')) return html; // the workbench
          page = await process(readFileSync(SOURCE, 'utf8'), given());
          return html.replace('<!-- article.md -->', () => page.html); // a function, because $ means something in a string
        },
      },
    },
    {
      name: 'feed',
      transformIndexHtml: {
        order: 'post', // the file does not exist yet
        handler: () => [
          { tag: 'link', attrs: { rel: 'alternate', type: 'application/atom+xml', href: './feed.xml', title: 'Feed' } },
        ],
      },
      generateBundle() {
        this.emitFile({ type: 'asset', fileName: 'feed.xml', source: feed(page.summary) });
      },
    },
  ];
}
