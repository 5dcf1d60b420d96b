// SPDX-License-Identifier: MIT
// What must be right before the article is a page: links lead somewhere, figures have a text for who cannot see them, no word is
// misspelt. words.txt has the words that the dictionary does not know.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import dictionary from 'dictionary-en-gb';
import { toString as textOf } from 'hast-util-to-string';
// @ts-expect-error: the package has no types
import nspell from 'nspell';
import { SKIP, visit } from 'unist-util-visit';
import { all, find } from './apparatus.js';

/** @typedef {import('hast').Root} Root */
/** @typedef {import('vfile').VFile} VFile */

const OWN_WORDS = resolve(import.meta.dirname, 'words.txt');
const UNSPELT = ['code', 'math', 'annotation', 'cite', 'data', 'script']; // not English, or not ours

/** Letters that maths.woff2 has, as they stand in MathML: `make fonts` after a change. */
export const MATHS = 'Ldikmnxz0123456789−=<≥(),./∂∑^';

/** Formulas have letters of their own font only: another one would come from some other font, in another size. */
export function formulas() {
  return (/** @type {Root} */ tree, /** @type {VFile} */ file) => {
    for (const formula of all(tree, 'math'))
      visit(formula, (node) => {
        if (node.type === 'element' && node.tagName === 'annotation') return SKIP;
        if (node.type !== 'text') return undefined;
        for (const letter of node.value.trim())
          if (!MATHS.includes(letter)) file.message(`the font of formulas has no “${letter}”: see MATHS`, formula);
        return undefined;
      });
  };
}

/** Links within the page have a target and words; ids are there once. */
export function links() {
  return (/** @type {Root} */ tree, /** @type {VFile} */ file) => {
    /** @type {Set<string>} */
    const ids = new Set();
    visit(tree, 'element', (element) => {
      const { id } = element.properties;
      if (id && ids.has(`${id}`)) file.message(`two elements have the id “${id}”`, element);
      if (id) ids.add(`${id}`);
    });
    for (const link of all(tree, 'a')) {
      const href = `${link.properties.href}`;
      if (href.startsWith('#') && !ids.has(href.slice(1)))
        file.message(`nothing has the id of the link to ${href}`, link);
      if (!textOf(link).trim()) file.message(`the link to ${href} has no words`, link);
    }
  };
}

/** Each figure has an id, a caption with a title, and a poster with a text. */
export function figures() {
  return (/** @type {Root} */ tree, /** @type {VFile} */ file) => {
    for (const figure of all(tree, 'figure')) {
      const picture = find(figure, ({ tagName }) => tagName === 'img');
      const caption = find(figure, ({ tagName }) => tagName === 'figcaption');
      const fault = !figure.properties.id
        ? 'id'
        : !picture?.properties.alt
          ? 'alt text'
          : !caption || !all(caption, 'strong')[0]
            ? 'title'
            : '';
      if (fault)
        file.message(`a figure has no ${fault}: ${figure.properties.id ?? textOf(figure).trim().slice(0, 40)}`, figure);
    }
  };
}

/** @type {Map<string, boolean>} whether a word is right: a build under `make serve` follows another */
const known = new Map();
/** @type {{correct: (word: string) => boolean} | undefined} */
let speller;

/** @param {string} word @param {string} own the text of words.txt */
function isRight(word, own) {
  speller ??= nspell(dictionary).personal(own);
  if (!known.has(word)) known.set(word, speller?.correct(word) ?? false);
  return known.get(word);
}

/** British English, in text, captions and alternative texts alike. */
export function spelling() {
  const own = readFileSync(OWN_WORDS, 'utf8');
  return (/** @type {Root} */ tree, /** @type {VFile} */ file) => {
    const check = (/** @type {string} */ text, /** @type {any} */ node) => {
      for (const [word] of text.replaceAll('’', "'").matchAll(/\p{L}+('\p{L}+)*/gu))
        if (!isRight(word.replace(/'s$/, ''), own))
          file.message(`is “${word}” spelt right? If so, it belongs in words.txt`, node);
    };
    visit(tree, (node) => {
      if (node.type === 'text') check(node.value, node);
      if (node.type !== 'element') return undefined;
      if (node.properties.alt) check(`${node.properties.alt}`, node);
      return UNSPELT.includes(node.tagName) || `${node.properties.className}` === 'references' ? SKIP : undefined;
    });
  };
}
