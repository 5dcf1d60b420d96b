// SPDX-License-Identifier: MIT
// The last step of the build, when everything is in build/site/: gives each page its policy, writes the service worker, the file of
// headers and that of licences, and lists all files with their sizes and SHA-256 in build/manifest.json.
//
//   node article/finish.js [FOLDER [MANIFEST]]
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { build } from 'vite';
import { headersOf, policyOf, withPolicy } from './headers.js';

const ROOT = resolve(import.meta.dirname, '..');
const MADE = ['_headers', 'sw.js'];

/** What the article needs to be read, beside pictures and data, which are kept as they were asked for; see sw.js. */
const NEEDED = /\.(css|html|js|svg|wasm|woff2)$/;

/** @typedef {{path: string, bytes: number, sha256: string}} File path: from the folder, with slashes */

/** @param {string} folder @returns {string[]} paths of all files in it, sorted */
function walk(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** @param {Buffer | string} content @param {'hex' | 'base64'} form */
const sha256 = (content, form) => createHash('sha256').update(content).digest(form);

/** @param {string} folder @param {string[]} paths @returns {File[]} */
const list = (folder, paths) =>
  paths.map((path) => {
    const content = readFileSync(join(folder, path));
    return { path, bytes: content.length, sha256: sha256(content, 'hex') };
  });

/** What can be reached from a page by the names in it, in what it names, and so on. @param {string} folder @param {string[]} paths @param {string} page */
function reached(folder, paths, page) {
  const found = new Set([page]);
  for (const path of found) {
    if (!/\.(css|html|js)$/.test(path)) continue;
    const text = readFileSync(join(folder, path), 'utf8');
    for (const other of paths) if (other.startsWith('assets/') && text.includes(basename(other))) found.add(other);
  }
  return found;
}

/** @typedef {{ahead: {url: string, revision: string | null, integrity?: string}[], later: string[]}} Kept */

/** What the service worker keeps at once, and what once it was asked for. @param {string} folder @param {File[]} files @returns {Kept} */
function kept(folder, files) {
  const paths = files.map(({ path }) => path);
  const article = reached(folder, paths, 'index.html');
  const ahead = files.filter(({ path }) => article.has(path) && NEEDED.test(path));
  const later = files.filter((file) => !ahead.includes(file) && /^assets\/|\.html$/.test(file.path));
  return {
    ahead: ahead.map(({ path }) => {
      if (path.startsWith('assets/')) return { url: path, revision: null }; // its name is its revision
      const digest = sha256(readFileSync(join(folder, path)), 'base64');
      return { url: path, revision: digest.slice(0, 12), integrity: `sha256-${digest}` };
    }),
    later: later.map(({ path }) => path).filter((path) => path !== '404.html'),
  };
}

/** @param {string} folder @param {Kept} files */
async function writeWorker(folder, files) {
  await build({
    configFile: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"', 'globalThis.FILES': JSON.stringify(files) },
    build: {
      outDir: folder,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'es2022',
      lib: { entry: join(ROOT, 'article/sw.js'), formats: ['iife'], name: 'sw', fileName: () => 'sw.js' },
    },
  });
}

/** @param {string} folder @param {string} manifest */
async function finish(folder, manifest) {
  writeFileSync(join(folder, '404.html'), readFileSync(join(ROOT, 'article/404.html')));
  const licences = ['LICENSE', 'THIRD_PARTY.md'].map((name) => readFileSync(join(ROOT, name), 'utf8').trim());
  writeFileSync(join(folder, 'licences.txt'), `${licences.join('\n\n')}\n`);
  const paths = walk(folder).filter((path) => !MADE.includes(path));
  const policies = new Map();
  for (const path of paths.filter((name) => name.endsWith('.html'))) {
    const html = readFileSync(join(folder, path), 'utf8');
    const policy = policyOf(html);
    policies.set(path, policy);
    writeFileSync(join(folder, path), withPolicy(html, policy));
  }
  await writeWorker(folder, kept(folder, list(folder, paths)));
  writeFileSync(join(folder, '_headers'), headersOf([...paths, 'sw.js'], policies));
  const files = list(folder, walk(folder));
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  writeFileSync(manifest, `${JSON.stringify({ bytes, files }, null, 1)}\n`);
}

const [folder = join(ROOT, 'build/site'), manifest = join(ROOT, 'build/manifest.json')] = process.argv.slice(2);
await finish(resolve(folder), resolve(manifest));
