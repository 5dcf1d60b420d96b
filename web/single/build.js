// SPDX-License-Identifier: MIT
// Makes single files of the site, build/site/embed/NAME.html for each figure and article.html: one HTML file each with everything
// inside, which needs no server: it works from a disk, and in a sandboxed frame, where modules, workers and the core's file
// are refused. Run after the site has been built, whose page it takes text and style from.
//
//   node web/single/build.js
//
// The script is the site's with other places (places.js), bundled into one classic script. A figure's file holds that figure's code
// alone. Of Figure 6's files the decoder and the codes are inside; what is asked for later, the encoder and the images, is fetched
// from the site beside the file.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { build } from 'vite';
import { articlePage, figureNames, figurePage } from '../../article/single.js';

const root = resolve(import.meta.dirname, '../..');
const site = resolve(root, 'build/site');
const here = (/** @type {string} */ file) => resolve(import.meta.dirname, file);

const INSIDE = /digits\/(decoder\/|codes\.bin)|core\.wasm\.gz/; // files that come with the script

/** Takes the place of the code of a figure that is not in this file. @param {string} name */
const absent = (name) => `
  const refuse = () => { throw new Error('this file has no figure ${name}'); };
  export const ${name[0].toUpperCase()}${name.slice(1)} = async () => refuse(); // the one that others do not load
  ${name === 'train' ? '' : 'refuse();'}`;

/** @param {string[]} names of the figures in the file @param {string} page what runs in it @returns {import('vite').Plugin} */
const inside = (names, page) => ({
  name: 'inside',
  enforce: 'pre',
  resolveId(source, importer) {
    if (source === './page.js') return page;
    if (/\/places\.js$/.test(source) && !importer?.startsWith(here('.'))) return here('places.js');
    const name = importer?.endsWith('/web/element.js') && source.match(/^\.\/figures\/(\w+)\.js$/)?.[1];
    return name && !names.includes(name) ? `\0absent:${name}` : null;
  },
  load(id) {
    if (id.endsWith('/recording.json?raw') && !names.includes('train')) return 'export default ""'; // it is Figure 1's
    return id.startsWith('\0absent:') ? absent(id.slice('\0absent:'.length)) : null;
  },
});

/** A file that the script fetches from beside its page, which the site has under the same name. @param {string} file */
function beside(file) {
  if (!existsSync(resolve(site, file))) throw new Error(`single files: the site has no ${file}`);
  return { runtime: `new URL(${JSON.stringify(`../${file}`)}, document.baseURI).href` };
}

/**
 * @param {string[]} names of the figures in it @param {string} [page] what runs in the page
 * @returns {Promise<string>} a classic script
 */
async function scriptOf(names, page = here('page.js')) {
  const result = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    cacheDir: resolve(root, 'build/vite'),
    plugins: [inside(names, page)],
    assetsInclude: ['**/*.gz'],
    define: { 'import.meta.url': 'self.location.href', 'import.meta.resolve': 'undefined' }, // a classic script has no address
    experimental: { renderBuiltUrl: beside },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      assetsInlineLimit: (file) => INSIDE.test(relative(root, file)),
      rolldownOptions: { input: here('entry.js'), output: { format: 'iife', codeSplitting: false } },
    },
  });
  const [bundle] = /** @type {import('vite').Rolldown.RolldownOutput[]} */ ([result].flat());
  const chunks = bundle.output.filter((file) => file.type === 'chunk');
  if (chunks.length !== 1) throw new Error(`single files: ${chunks.length} scripts in the place of one`);
  return chunks[0].code.trim();
}

/** @param {string} name @param {string} html */
const write = (name, html) => writeFileSync(resolve(site, `embed/${name}.html`), html);

mkdirSync(resolve(site, 'embed'), { recursive: true });
const article = readFileSync(resolve(site, 'index.html'), 'utf8');
const names = figureNames(article);
for (const name of names) write(name, figurePage(article, name, await scriptOf([name])));
write('article', articlePage(article, await scriptOf(names, resolve(root, 'article/main.js'))));
