// SPDX-License-Identifier: MIT
// Bundles the article and its figures into build/site/, and serves them while one works on them.
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { article } from '../article/build.js';
import { meta } from '../article/meta.js';

const root = resolve(import.meta.dirname, '..');

export default defineConfig({
  root: resolve(root, 'article'),
  base: './', // the site works in any folder of any host
  appType: 'mpa', // what is missing is a 404, not the article
  cacheDir: resolve(root, 'build/vite'),
  plugins: [article(), meta()],
  worker: { format: 'es' },
  server: { port: 8000, strictPort: true, fs: { allow: [root] } },
  preview: { port: 8000, strictPort: true },
  build: {
    outDir: resolve(root, 'build/site'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2022',
    rolldownOptions: { input: ['index.html', 'workbench.html'].map((page) => resolve(root, 'article', page)) },
  },
});
