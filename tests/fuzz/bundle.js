// SPDX-License-Identifier: MIT
// Makes build/fuzz/figures.mjs: the code of the figures as it is, but that the names of the browser mean those of page.js, and #core
// is the build of the core that the sanitizers watch.
//
//   node tests/fuzz/bundle.js
import { dirname, resolve } from 'node:path';
import { build } from 'esbuild';

const here = (/** @type {string} */ path) => resolve(import.meta.dirname, path);

/** What Vite would make of a file: its text, or its address. @type {import('esbuild').Plugin} */
const queries = {
  name: 'queries',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\?(inline|raw|worker&url)$/ }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path.split('?')[0]),
      namespace: 'query',
    }));
    onLoad({ filter: /./, namespace: 'query' }, ({ path }) => ({
      contents: 'export default ""',
      resolveDir: dirname(path),
    }));
  },
};

await build({
  entryPoints: [here('figures.js')],
  outfile: here('../../build/fuzz/figures.mjs'),
  bundle: true,
  format: 'esm',
  platform: 'node',
  logLevel: 'warning',
  inject: [here('page.js')],
  alias: { '#core': './core.mjs' },
  external: ['./core.mjs'],
  define: {
    'import.meta.glob': 'noFiles',
    'globalThis.HTMLElement': 'HTMLElement',
    'globalThis.customElements': 'undefined',
  },
  plugins: [queries],
});
