// SPDX-License-Identifier: MIT
// Turns article.md into the page: Markdown, maths as MathML (which needs no style sheet and no fonts) and headings with ids
// are done here, once, so that nothing of it is left to the browser.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { h } from 'hastscript';
import rehypeKatex from 'rehype-katex';
import rehypeRaw from 'rehype-raw';
import rehypeSlug from 'rehype-slug';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';

const SOURCE = resolve(import.meta.dirname, 'article.md');

/** @typedef {import('hast').Root} Root */
/** @typedef {import('hast').Element} Element */

/** Width and height of a PNG, px: the first words of its header. @param {string} path */
function sizeOf(path) {
  const header = readFileSync(path);
  return { width: header.readUInt32BE(16), height: header.readUInt32BE(20) };
}

/** Posters come in both themes: <img slot="poster"> of a figure becomes a <picture> of the two. */
function posters() {
  /** @param {Root} tree */
  return (tree) =>
    visit(tree, 'element', (/** @type {Element} */ figure) => {
      if (figure.tagName !== 'ae-figure') return;
      const image = /** @type {Element | undefined} */ (
        figure.children.find((child) => child.type === 'element' && child.properties.slot === 'poster')
      );
      if (!image) return;
      const file = (/** @type {string} */ theme) => `../build/posters/${figure.properties.name}-${theme}.png`;
      Object.assign(image, {
        tagName: 'picture',
        properties: { slot: 'poster' },
        children: [
          h('source', { media: '(prefers-color-scheme: dark)', srcset: file('dark') }),
          h('img', {
            ...image.properties,
            ...sizeOf(resolve(import.meta.dirname, file('light'))),
            slot: null,
            src: file('light'),
          }),
        ],
      });
    });
}

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkMath)
  .use(remarkRehype, { allowDangerousHtml: true }) // the figures stand in the Markdown as elements
  .use(rehypeRaw)
  .use(posters)
  .use(rehypeSlug)
  .use(rehypeKatex, { output: 'mathml' })
  .use(rehypeStringify);

/** @param {string} markdown @returns {Promise<string>} HTML; a formula that KaTeX cannot read is an error */
export async function render(markdown) {
  const page = await processor.process(markdown);
  if (page.messages.length) throw new Error(page.messages.join('\n'));
  return String(page);
}

/** Puts the article where index.html says so, and reloads the page when the text changes. @returns {import('vite').Plugin} */
export function article() {
  return {
    name: 'article',
    configureServer(server) {
      server.watcher.add(SOURCE);
      server.watcher.on('change', (path) => {
        if (path === SOURCE) server.ws.send({ type: 'full-reload' });
      });
    },
    transformIndexHtml: {
      order: 'pre', // so that the pictures in it become assets of the site
      async handler(html) {
        const text = await render(await readFile(SOURCE, 'utf8'));
        return html.replace('<!-- article.md -->', () => text); // a function, because $ means something in a string
      },
    },
  };
}
