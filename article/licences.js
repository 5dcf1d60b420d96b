// SPDX-License-Identifier: MIT
// Writes THIRD_PARTY.md to the standard output: what of others reaches readers, and its licences, as its authors wrote them.
// `make licences` keeps it; a test compares.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const MUSL = '/usr/share/emscripten/system/lib/libc/musl/COPYRIGHT'; // of Debian's package

const read = (/** @type {string} */ path) => readFileSync(resolve(ROOT, path), 'utf8').trim();
const versionOf = (/** @type {string} */ name) => JSON.parse(read(`node_modules/${name}/package.json`)).version;

/** Emscripten's file LICENSE, which Debian's package does not carry as a file. */
const EMSCRIPTEN = `Copyright (c) 2010-2014 Emscripten authors, see AUTHORS file.

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in
all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN
THE SOFTWARE.`;

/** Vite's LICENSE.md has those of all that is bundled in Vite itself behind its own. */
const vite = () => read('node_modules/vite/LICENSE.md').match(/MIT License\n[\s\S]*?SOFTWARE\./)?.[0] ?? '';
const musl = () => read(MUSL).split('\nAuthors/contributors')[0];

const WORKBOX = ['workbox-core', 'workbox-precaching', 'workbox-routing', 'workbox-strategies'];

/** @type {{name: string, where: string, licence: string, text: () => string}[]} */
const PARTS = [
  {
    name: 'cJSON',
    where: 'in the core: reads and writes model files',
    licence: 'MIT',
    text: () => read('build/cjson/LICENSE'),
  },
  {
    name: 'Emscripten (run-time code, emmalloc)',
    where: 'in the core and in the script that starts it',
    licence: 'MIT or NCSA, used under MIT',
    text: () => EMSCRIPTEN,
  },
  {
    name: 'musl',
    where: 'in the core: the C library; what the compiler adds of LLVM’s compiler-rt needs no notice by its exception',
    licence: 'MIT',
    text: musl,
  },
  {
    name: `Workbox (${WORKBOX.map((name) => `${name} ${versionOf(name)}`).join(', ')})`,
    where: '`sw.js`: keeps the article for reading without a network',
    licence: 'MIT',
    text: () => read('node_modules/workbox-core/LICENSE'),
  },
  {
    name: `Vite ${versionOf('vite')} (the function that loads parts of the script)`,
    where: 'in the scripts of `assets/`',
    licence: 'MIT',
    text: vite,
  },
  {
    name: 'Source Serif 4, Source Sans 3 and STIX Two Math',
    where: '`assets/*.woff2`: the letters, of which only those that the article needs',
    licence: 'SIL Open Font License 1.1',
    text: () => read('assets/fonts/OFL.txt'),
  },
];

const rows = PARTS.map(({ name, where, licence }) => `| ${name} | ${where} | ${licence} |`);
const texts = PARTS.map(({ name, text }) => {
  const words = text();
  if (words.length < 500) throw new Error(`${name} has no licence where it is looked for`);
  return `## ${name}\n\n\`\`\`text\n${words}\n\`\`\``;
});

process.stdout.write(`# Of others

What of others reaches readers, made by \`make licences\`. All else in \`build/site/\` is ours: see [LICENSE](LICENSE). What is used to build and
to test only is in \`package.json\` and \`.setup/install.sh\`; nothing of it is shipped. So an alarm of \`npm audit\` is one of readers where it
names a package of this table, and else one of the workshop. KaTeX makes the formulas at build time: MathML is what is left of it.
The images that Figure 6 fetches on demand are MNIST's, by Yann LeCun, Corinna Cortes and Christopher J. C. Burges.

| What | Where | Licence |
|---|---|---|
${rows.join('\n')}

${texts.join('\n\n')}
`);
