// SPDX-License-Identifier: MIT
// The build of the article stops where the text is wrong, and makes of it what a reader needs.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { render } from '../../article/build.js';

const read = (/** @type {string} */ path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const text = read('article/article.md');
const beside = { facts: JSON.parse(read('build/facts.json')), bibliography: read('article/bibliography.bib') };
try {
  Object.assign(beside.facts, JSON.parse(read('assets/models/digits/figures.json')));
} catch {} // there are no digits yet

/** The text with one place changed. @param {string | RegExp} from @param {string} to */
function changed(from, to) {
  const other = text.replace(from, () => to);
  assert.notEqual(other, text, `the text has no ${from}`);
  return other;
}

/** @param {string} markdown @param {RegExp} message @param {Partial<typeof beside>} [other] */
const refused = (markdown, message, other) => assert.rejects(render(markdown, { ...beside, ...other }), { message });

const page = await render(text, beside);

test('the text agrees with the core', () => {
  const facts = [...text.matchAll(/:fact\[([^\]]+)\]\{#([a-z0-9-]+)/g)];
  assert.ok(facts.length >= 25);
  assert.equal([...page.matchAll(/<data /g)].length, facts.length);
});

test('a fact that has changed stops the build, whichever it is', async () => {
  const facts = Object.fromEntries(Object.entries(beside.facts).map(([name, value]) => [name, value * 1.2 + 1]));
  const error = await render(text, { ...beside, facts }).then(
    () => null,
    ({ message }) => message,
  );
  for (const [, words, name] of text.matchAll(/:fact\[([^\]]+)\]\{#([a-z0-9-]+)/g))
    assert.ok(error?.includes(`the text says ${words}, but ${name} is`), name);
});

test('a number that has changed in the text stops the build', () =>
  refused(changed(':fact[0.0417]', ':fact[0.0418]'), /the text says 0\.0418, but saddle-floor is 0\.04166/));

test('a number has to be right in its last digit', () =>
  refused(
    changed(':fact[0.041]{#plateau-loss}', ':fact[0.042]{#plateau-loss}'),
    /the text says 0\.042, but plateau-loss/,
  ));

test('a fact that there is not stops the build', () =>
  refused(changed('{#saddle-floor}', '{#saddle-roof}'), /there is no fact “saddle-roof”/));

test('no facts at all stop the build', () => refused(text, /there is no fact “parameters”/, { facts: {} }));

test('a misspelt word stops the build, in the text and in the text for a picture', async () => {
  await refused(changed('Neighbours stay', 'Nieghbours stay'), /is “Nieghbours” spelt right/);
  await refused(changed('alt="A loop', 'alt="A lopo'), /is “lopo” spelt right/);
});

test('a link to a section or figure that there is not stops the build', async () => {
  await refused(
    changed('(#figure-gradient)', '(#figure-gradeint)'),
    /nothing has the id of the link to #figure-gradeint/,
  );
  await refused(
    changed('## Structure', '## Construction\n\n[the old one](#structure)'),
    /nothing has the id of the link to #structure/,
  );
  await refused(changed('id="figure-trails"', 'id="figure-train"'), /two elements have the id “figure-train”/);
});

test('a work that is missing stops the build, and so does one that nothing cites', async () => {
  await refused(changed(':cite[kahng2019]', ':cite[kahng2091]'), /there is no “kahng2091” in the bibliography/);
  const bibliography = `${beside.bibliography}\n@misc{idle2020, author = {Idle, Eric}, title = {Nothing}, year = {2020}}\n`;
  await refused(text, /nothing cites “idle2020”/, { bibliography });
});

test('a figure without a text for its picture, an id or a title stops the build', async () => {
  await refused(changed(/alt="25 coloured[^"]*"/, ''), /a figure has no alt text: figure-decoder/);
  await refused(changed(/<figure class="wide" id="figure-encoder">/, '<figure class="wide">'), /a figure has no id/);
  await refused(
    changed('**Two numbers become three.**', 'Two numbers become three.'),
    /a figure has no title: figure-decoder/,
  );
});

test('what is not understood stops the build', async () => {
  await refused(changed(':latent[codes]', ':lanent[codes]'), /there is no directive “lanent”/);
  await refused(changed('- [x] Like a closed', '- [ ] Like a closed'), /a guess needs answers and one \[x\]/);
  await refused(changed('\\sum', '\\smu'), /smu/);
});

test('all that is wrong is told at once', () =>
  refused(
    changed(':fact[0.0417]', ':fact[0.0418]').replace(':cite[kahng2019]', ':cite[x]'),
    /0\.0418[\s\S]*there is no “x”/,
  ));

test('figures are numbered in their order, and links call them by their numbers', async () => {
  const names = [...page.matchAll(/<figure class="wide" id="(figure-[a-z]+)">/g)].map(([, id]) => id);
  assert.deepEqual(
    names,
    ['train', 'encoder', 'gradient', 'trails', 'decoder', 'digits'].map((name) => `figure-${name}`),
  );
  assert.deepEqual(
    [...page.matchAll(/<span class="number">(.*?)<\/span>/g)].map(([, words]) => words),
    names.map((_, k) => `Figure ${k + 1}.`),
  );
  names.forEach((id, k) => {
    for (const [, words] of page.matchAll(new RegExp(`<a href="#${id}" class="reference">(.*?)</a>`, 'g')))
      assert.equal(words, `Figure ${k + 1}`);
  });
  const encoder = /<figure class="wide" id="figure-encoder">[\s\S]*?<\/figure>\n/;
  const without = text.replace(encoder, '').replaceAll('[](#figure-encoder)', 'it');
  assert.match(await render(without, beside), /<a href="#figure-gradient" class="reference">Figure 2<\/a>/);
});

test('headings are links to themselves, and the contents has all sections', () => {
  const sections = [...page.matchAll(/<h2 id="([^"]+)"><a href="#([^"]+)" class="anchor">(.*?)<\/a><\/h2>/g)];
  assert.ok(sections.length >= 8);
  for (const [, id, target] of sections) assert.equal(id, target);
  const nav = /<nav class="contents"[\s\S]*?<\/nav>/.exec(page)?.[0] ?? '';
  for (const [, id, , words] of sections) assert.ok(nav.includes(`<a href="#${id}">${words}</a>`), id);
});

test('citations are numbered by first mention, and each work stands once in the list', () => {
  const list = [...page.matchAll(/<li id="ref-([a-z0-9]+)">/g)].map(([, key]) => key);
  const keys = [...beside.bibliography.matchAll(/^@\w+\{([a-z0-9]+),/gm)].map(([, key]) => key);
  assert.deepEqual([...list].sort(), keys.sort());
  let most = 0;
  for (const [, key, number] of page.matchAll(/<a class="citation" href="#ref-([a-z0-9]+)">(\d+)<\/a>/g)) {
    assert.equal(list[Number(number) - 1], key);
    assert.ok(Number(number) <= most + 1, `${number} comes before ${most + 1}`);
    most = Math.max(most, Number(number));
  }
  assert.equal(most, list.length);
});

test('each work has its authors, title, year and a link, its DOI where it has one', () => {
  for (const [item, key] of page.matchAll(/<li id="ref-([a-z0-9]+)">.*?<\/li>/g)) {
    const entry = new RegExp(`^@\\w+\\{${key},[\\s\\S]*?^\\}`, 'm').exec(beside.bibliography)?.[0] ?? '';
    const field = (/** @type {string} */ name) => new RegExp(`${name} = \\{(.*)\\}`).exec(entry)?.[1] ?? '';
    assert.ok(item.includes(`<cite>${field('title')}</cite>`), key);
    assert.ok(item.includes(field('year')), key);
    assert.ok(item.includes(field('author').split(',')[0]), key);
    assert.ok(
      item.includes(field('doi') ? `href="https://doi.org/${field('doi')}">doi:` : `href="${field('url')}"`),
      key,
    );
  }
});

test('nothing of formulas, notes and citations is left to the browser', () => {
  assert.match(page, /<math /);
  assert.doesNotMatch(page.replace(/<annotation[\s\S]*?<\/annotation>/g, ''), /\$\$|\\hat|:cite|:fact|\[\^|<script/);
});

test('the text has the length of an article that is read to the end', () => {
  const body = page.replace(/<(footer|fieldset|figcaption|nav|dl|header|math)\b[\s\S]*?<\/\1>/g, ' ');
  const words = body.replace(/<[^>]+>/g, ' ').split(/\s+/).length;
  assert.ok(words >= 1800 && words <= 2400, `${words} words`);
});

test('a letter that the font of formulas lacks stops the build', () =>
  refused(changed('$x_i$', '$w_i$'), /the font of formulas has no “w”/));

test('the fonts are small', () => {
  const folder = new URL('../../assets/fonts/', import.meta.url);
  const fonts = readdirSync(folder).filter((name) => name.endsWith('.woff2'));
  assert.ok(fonts.includes('maths.woff2') && fonts.length >= 4);
  assert.ok(fonts.reduce((sum, name) => sum + statSync(new URL(name, folder)).size, 0) <= 60e3);
});
