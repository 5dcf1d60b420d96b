// SPDX-License-Identifier: MIT
// Builds the npm package into build/package/, and packs it there:
//
//   index.js     class AeFigure and define(); without side effects     define.js    defines <ae-figure>
//   core.wasm    the core     worker.js    the worker, in one piece     files/       models and codes of the figure “digits”
//   types/       made by tsc from the sources' JSDoc
//
// Every address stays `new URL('./…', import.meta.url)`: bundlers find the file and put it where they want, browsers need no bundler.
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../..');
const out = resolve(root, 'build/package');

const FILES = 'assets/models/digits/'; // in the package: files/

/** Modules that the package has its own of. */
const OWN = ['places.js', 'digits_image_files.js'];

/** Takes the package's own modules, and the files that modules name; every script lies beside those. @returns {import('vite').Plugin} */
const places = () => ({
  name: 'places',
  enforce: 'pre',
  resolveId(source, importer) {
    const own = OWN.find((name) => source === `./${name}` || source === `../${name}`);
    return own && importer ? resolve(import.meta.dirname, own) : null;
  },
  transform(code, id) {
    if (id.startsWith(import.meta.dirname)) return null;
    return code.replace(/new URL\('(\.[^']+)', import\.meta\.url\)/g, (_, path) => {
      const file = relative(root, resolve(dirname(id), path));
      if (!file.startsWith(FILES)) throw new Error(`the package has no place for ${file}`);
      const place = `files/${file.slice(FILES.length)}`;
      cpSync(resolve(root, file), resolve(out, place));
      return `new URL('./${place}', import.meta.url)`;
    });
  },
});

/** Vite hides the addresses of libraries from bundlers, which know no other words than these. @returns {import('vite').Plugin} */
const plainAddresses = () => ({
  name: 'plain-addresses',
  enforce: 'post',
  renderChunk: (code) => code.replaceAll('"" + import.meta.url', 'import.meta.url'),
});

/** @param {Record<string, string>} entry @returns {Promise<unknown>} */
const bundle = (entry) =>
  build({
    configFile: false,
    root,
    logLevel: 'error', // it warns of each address that it leaves as it is
    plugins: [places(), plainAddresses()],
    build: {
      outDir: out,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'es2022',
      lib: { entry, formats: ['es'] },
      rolldownOptions: { output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' } },
    },
  });

/** What npm and bundlers are told. @param {{version: string, license: string}} project */
const manifest = ({ version, license }) => ({
  name: 'ae-figure',
  version,
  description: 'Interactive figures of autoencoders: a custom element that trains a real network in the page',
  keywords: [
    'autoencoder',
    'custom-element',
    'interactive',
    'machine-learning',
    'neural-network',
    'visualization',
    'wasm',
  ],
  license,
  type: 'module',
  exports: {
    '.': { types: './types/web/package/index.d.ts', default: './index.js' },
    './define.js': { types: './types/web/define.d.ts', default: './define.js' },
    './core.wasm': './core.wasm',
    './worker.js': { types: './types/web/worker.d.ts', default: './worker.js' },
    './files/*': './files/*',
    './package.json': './package.json',
  },
  sideEffects: ['./define.js'],
  files: ['*.js', 'core.wasm', 'files', 'types', 'THIRD_PARTY.md'],
});

/** What JSDoc has no words for: the element's tag and its events. */
const TAGS = `
declare global {
  interface HTMLElementTagNameMap {
    'ae-figure': AeFigure;
  }
  interface HTMLElementEventMap {
    'ae-ready': CustomEvent<null>;
    'ae-state': CustomEvent<object>;
    'ae-step': CustomEvent<{ epoch: number; loss: number }>;
    'ae-error': CustomEvent<{ message: string }>;
  }
}
`;

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await bundle({ index: resolve(root, 'web/package/index.js'), define: resolve(root, 'web/define.js') });
await bundle({ worker: resolve(root, 'web/worker.js') });
cpSync(resolve(root, 'build/wasm/core.wasm'), resolve(out, 'core.wasm'));
for (const name of ['LICENSE', 'THIRD_PARTY.md']) cpSync(resolve(root, name), resolve(out, name));
cpSync(resolve(import.meta.dirname, 'README.md'), resolve(out, 'README.md'));
const project = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'));
writeFileSync(resolve(out, 'package.json'), `${JSON.stringify(manifest(project), null, 2)}\n`);

/** @type {import('node:child_process').StdioOptions} */
const stdio = ['ignore', 'ignore', 'inherit'];
execFileSync('npx', ['tsc', '--project', 'web/package/tsconfig.json'], { cwd: root, stdio });
appendFileSync(resolve(out, 'types/web/element.d.ts'), TAGS);
writeFileSync(resolve(out, 'types/web/define.d.ts'), "import './element.js';\n");
execFileSync('npm', ['pack', '--silent'], { cwd: out, stdio });
