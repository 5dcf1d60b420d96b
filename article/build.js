// SPDX-License-Identifier: MIT
// Turns article.md into the page: Markdown, maths as MathML (which needs no style sheet and no fonts) and headings with ids
// are done here, once, so that nothing of it is left to the browser.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import rehypeKatex from 'rehype-katex';
import rehypeRaw from 'rehype-raw';
import rehypeSlug from 'rehype-slug';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { posters } from './posters.js';

const SOURCE = resolve(import.meta.dirname, 'article.md');

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
