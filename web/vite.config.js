// SPDX-License-Identifier: MIT
// Bundles the article and its figures into build/site/, and serves them while one works on them.

import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { defineConfig } from 'vite';
import { article } from '../article/build.js';
import { discovery } from '../article/embed_meta.js';
import { meta } from '../article/meta.js';

const root = resolve(import.meta.dirname, '..');

/**
 * The worker as an entry of the page's own graph, so that both share the core's files: Vite would bundle a copy of them. While one
 * works on the site, Vite's own way serves.
 * @returns {import('vite').Plugin}
 */
const sharedWorker = () => ({
  name: 'shared-worker',
  apply: 'build',
  enforce: 'pre',
  load: {
    filter: { id: /\?worker&url$/ },
    handler(id) {
      const worker = this.emitFile({ type: 'chunk', id: id.replace(/\?.*/, '') });
      return `export default import.meta.ROLLUP_FILE_URL_${worker}`;
    },
  },
});

/** What pages that embed figures load, under a name that stays. @type {import('vite').Plugin} */
const helper = {
  name: 'embed-helper',
  generateBundle() {
    const source = readFileSync(resolve(import.meta.dirname, 'embed_helper.js'));
    this.emitFile({ type: 'asset', fileName: 'embed.js', source });
  },
};

/**
 * Pages say `../web/…`, `../assets/…` and `../build/…`, as files do. A build follows that; in a browser the article is the root.
 * @type {import('vite').Plugin}
 */
const besideTheArticle = {
  name: 'beside-the-article',
  apply: 'serve',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) => html.replaceAll(/(["\s,])\.\.\/(web|assets|build)\//g, `$1/@fs${root}/$2/`),
  },
};

/** @type {Record<string, string>} */
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json', '.png': 'image/png' };

/**
 * Single files, the package and other things that only `make site` makes are served as it made them last, while one works on the site:
 * so what embed.html says works there too.
 * @type {import('vite').Plugin}
 */
const madeLast = {
  name: 'made-last',
  configureServer({ middlewares }) {
    middlewares.use(async ({ url = '' }, response, next) => {
      const { pathname } = new URL(url, 'http://localhost');
      if (!/^\/(embed\/[\w-]+(\.\w+)+|embed\.js|licences\.txt)$/.test(pathname)) return next();
      const body = await readFile(resolve(root, `build/site${pathname}`)).catch(() => null);
      if (body) response.setHeader('content-type', TYPES[extname(pathname)] ?? 'application/octet-stream');
      else response.statusCode = 404;
      response.end(body ?? 'make site makes this file');
    });
  },
};

export default defineConfig({
  root: resolve(root, 'article'),
  base: './', // the site works in any folder of any host
  appType: 'mpa', // what is missing is a 404, not the article
  cacheDir: resolve(root, 'build/vite'),
  plugins: [article(), meta(), discovery(), sharedWorker(), helper, besideTheArticle, madeLast],
  worker: { format: 'es' },
  server: { port: 8000, fs: { allow: [root] } },
  preview: { port: 8000, strictPort: true },
  build: {
    outDir: resolve(root, 'build/site'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2022',
    modulePreload: { polyfill: false }, // it would load ahead for browsers from before 2023, which do without
    rolldownOptions: {
      input: ['index.html', 'embed.html', 'workbench.html'].map((page) => resolve(root, 'article', page)),
    },
  },
});
