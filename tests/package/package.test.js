// SPDX-License-Identifier: MIT
// The npm package as its users meet it: packed, installed into fresh projects, bundled, opened in a browser.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import * as esbuild from 'esbuild';
import { publint } from 'publint';
import * as vite from 'vite';
import webpack from 'webpack';
import { serve } from '../browser/server.js';
import { open, PACKAGE, project, run, TARBALL, tool, visit } from './projects.js';

const html = (/** @type {string} */ script) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">
<ae-figure name="train" seed="3"></ae-figure>
<ae-figure name="encoder"></ae-figure>
<ae-figure name="digits"></ae-figure>
${script}</html>`;

const INSTALLED = 'node_modules/ae-figure';
const FILES = ['core.wasm', 'worker.js', 'files']; // what is no script of the page

const DEFINES = "import { define } from 'ae-figure';\ndefine();\n";

describe('the package by itself', () => {
  test('publint_finds_nothing', async () => {
    const { messages } = await publint({ pkgDir: PACKAGE, level: 'suggestion', pack: false });
    assert.deepEqual(messages, []);
  });

  test('are_the_types_wrong_says_no', async () => {
    // Profile: ES modules alone. The core is no script and has no types.
    await run(tool('attw'), [TARBALL, '--profile', 'esm-only', '--exclude-entrypoints', './core.wasm']);
  });

  test('it_needs_no_other_package_and_types_come_first', () => {
    const manifest = JSON.parse(readFileSync(resolve(PACKAGE, 'package.json'), 'utf8'));
    for (const key of ['dependencies', 'peerDependencies', 'optionalDependencies'])
      assert.equal(manifest[key], undefined);
    for (const name of ['.', './define.js', './worker.js'])
      assert.equal(Object.keys(manifest.exports[name])[0], 'types');
  });
});

describe('in a fresh project', () => {
  /** @type {import('@playwright/test').Browser} */
  let browser;
  before(async () => {
    browser = await open();
  });
  after(() => browser.close());

  /** @type {number[]} what every way of loading has to give */
  let losses;

  /** @param {string} url the page of a project */
  async function works(url) {
    const seen = await visit(browser, url);
    assert.deepEqual(seen.troubles, []);
    assert.equal(seen.losses.length, 3);
    assert.ok(seen.losses[2] > 0 && seen.losses[2] < seen.losses[0], `it learns: ${seen.losses}`);
    losses ??= seen.losses;
    assert.deepEqual(seen.losses, losses, 'the same seed gives the same numbers');
    assert.ok(seen.workers > 0, 'it trains in a worker');
    return seen;
  }

  /** As `works`, for a folder that any server can serve. @param {string} folder */
  async function worksServed(folder) {
    const server = await serve(folder);
    try {
      return await works(`${server.url}/`);
    } finally {
      server.close();
    }
  }

  test('node_imports_it_without_a_document', async () => {
    const folder = await project('node', {
      'main.js': `import { AeFigure, define, places } from 'ae-figure';
import 'ae-figure/define.js';
define();
console.log(typeof AeFigure, typeof places.core, typeof globalThis.document);`,
    });
    const { stdout } = await run('node', ['main.js'], { cwd: folder });
    assert.equal(stdout, 'function string undefined\n');
  });

  test('typescript_knows_the_element_and_its_events', async () => {
    const folder = await project('typescript', {
      'main.ts': `import 'ae-figure/define.js';
import { define, places } from 'ae-figure';
places.core = '/core.wasm';
define();
const figure = document.createElement('ae-figure');
figure.set({ seed: 3, playing: true });
figure.addEventListener('ae-step', ({ detail }) => detail.loss.toFixed(3));
figure.ready.then(() => figure.state.epoch);
// @ts-expect-error: a state is no number
figure.set(3);
`,
    });
    await run(
      tool('tsc'),
      ['--noEmit', '--strict', '--module', 'nodenext', '--lib', 'es2023,dom,dom.iterable', 'main.ts'],
      { cwd: folder },
    );
  });

  test('a_plain_script_tag_works', async () => {
    const page = html('<script type="module" src="node_modules/ae-figure/define.js"></script>');
    await worksServed(await project('plain', { 'index.html': page }));
  });

  test('its_files_may_lie_elsewhere', async () => {
    const folder = await project('elsewhere', {
      'index.html': html(`<script type="module">
        import { define, places } from './node_modules/ae-figure/index.js';
        places.core = '/static/core.wasm';
        places.worker = '/static/worker.js';
        places.files = '/static/files/';
        define();
      </script>`),
    });
    mkdirSync(resolve(folder, 'static'));
    for (const name of FILES) renameSync(resolve(folder, INSTALLED, name), resolve(folder, 'static', name));
    await worksServed(folder);
  });

  test('an_import_that_is_not_used_leaves_nothing', async () => {
    const folder = await project('shaken', {
      'unused.js': "import { AeFigure } from 'ae-figure';\n",
      'defined.js': "import 'ae-figure/define.js';\n",
    });
    for (const [name, stays] of /** @type {const} */ ([
      ['unused.js', false],
      ['defined.js', true],
    ])) {
      const { outputFiles } = await esbuild.build({
        absWorkingDir: folder,
        entryPoints: [name],
        bundle: true,
        format: 'esm',
        write: false,
      });
      assert.equal(outputFiles[0].text.includes('customElements'), stays, name);
    }
  });

  test('vite_builds_it', async () => {
    const root = await project('vite', {
      'index.html': html('<script type="module" src="main.js"></script>'),
      'main.js': DEFINES,
    });
    await vite.build({ root, configFile: false, logLevel: 'error' });
    await worksServed(resolve(root, 'dist'));
  });

  test('vite_serves_it', async () => {
    const root = await project('vite-serve', {
      'index.html': html('<script type="module" src="main.js"></script>'),
      'main.js': DEFINES,
    });
    const server = await vite.createServer({
      root,
      configFile: false,
      logLevel: 'error',
      server: { host: '127.0.0.1', port: 0 },
    });
    try {
      await server.listen();
      await works(/** @type {import('vite').ResolvedServerUrls} */ (server.resolvedUrls).local[0]);
    } finally {
      await server.close();
    }
  });

  test('webpack_builds_it', async () => {
    const folder = await project('webpack', {
      'index.html': html('<script defer src="main.js"></script>'),
      'main.js': DEFINES,
    });
    const compiler = webpack({
      mode: 'production',
      context: folder,
      entry: './main.js',
      output: { path: resolve(folder, 'dist') },
      performance: { hints: false },
    });
    const stats = await new Promise((done, fail) =>
      compiler.run((error, result) => (error ? fail(error) : done(result))),
    );
    assert.equal(stats.toString({ all: false, errors: true, warnings: true }), '');
    cpSync(resolve(folder, 'index.html'), resolve(folder, 'dist/index.html'));
    await worksServed(resolve(folder, 'dist'));
  });

  test('esbuild_builds_it_with_its_files_copied', async () => {
    const folder = await project('esbuild', {
      'index.html': html('<script type="module" src="main.js"></script>'),
      'main.js': DEFINES,
    });
    const outdir = resolve(folder, 'dist');
    await esbuild.build({
      absWorkingDir: folder,
      entryPoints: ['main.js'],
      bundle: true,
      splitting: true,
      format: 'esm',
      outdir,
    });
    for (const name of FILES) cpSync(resolve(folder, INSTALLED, name), resolve(outdir, name), { recursive: true });
    cpSync(resolve(folder, 'index.html'), resolve(outdir, 'index.html'));
    await worksServed(outdir);
  });
});
