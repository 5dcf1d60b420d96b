// SPDX-License-Identifier: MIT
// The article's own marks in Markdown, as remark-directive reads them:
//
//   :encoder[words]                      a word that names a part of the network: input, encoder, latent, decoder, output
//   :fact[0.0417]{#saddle-floor}         a number, checked against the fact of that name; .percent: the fact is a share of 1
//   :cite[key,key]                       works of bibliography.bib
//   :::margin … :::                      a note in the margin
//   :::guess{#name} … :::                a question and a list of answers, each followed by what to say to it; [x] marks the right one
//   ::contents, ::notes, ::references    lists that the build fills (apparatus.js)
//
// Figures stand as elements: <figure id="figure-x"><ae-figure name="x"><img slot="poster" alt="…"></ae-figure><figcaption>…
//
// Anything else with that syntax is an error, and so is a number that is not its fact.
import { h } from 'hastscript';
import { visit } from 'unist-util-visit';

/** @typedef {import('mdast').Root} Root */
/** @typedef {import('mdast').Nodes & import('mdast-util-directive').Directives} Directive */
/** @typedef {Record<string, number>} Facts */

export const PARTS = ['input', 'encoder', 'latent', 'decoder', 'output'];
/** @type {Record<string, string>} */
const LISTS = { contents: 'nav', notes: 'ol', references: 'ol' };

const wordsOf = (/** @type {Directive} */ { children }) =>
  children.map((child) => ('value' in child ? child.value : '')).join('');

/** Whether a number stands in the text as it is, rounded to the digits that the text has. */
function agrees(/** @type {string} */ text, /** @type {number} */ value) {
  const written = text.replaceAll(',', '');
  return value.toFixed((written.split('.')[1] ?? '').length) === written;
}

/** @param {{facts: Facts}} options */
export function directives({ facts }) {
  /** @param {Root} tree @param {import('vfile').VFile} file */
  return (tree, file) =>
    visit(tree, ['textDirective', 'leafDirective', 'containerDirective'], (node) => {
      const directive = /** @type {Directive} */ (node);
      const { name } = directive;
      const { id, class: kind } = directive.attributes ?? {};
      /** @type {(tag: string, properties?: Record<string, any>) => void} */
      const become = (hName, hProperties = {}) => {
        directive.data = { hName, hProperties };
      };
      if (PARTS.includes(name)) become('span', { className: ['part', name] });
      else if (name in LISTS) become(LISTS[name], { className: [name] });
      else if (name === 'cite') become('span', { className: ['citations'] });
      else if (name === 'margin') become('div', { className: ['margin'], role: 'note' });
      else if (name === 'guess') become('fieldset', { className: ['guess'], dataName: id });
      else if (name === 'fact') {
        const [text, value] = [wordsOf(directive), facts[id ?? ''] * (kind === 'percent' ? 100 : 1)];
        if (!(id && id in facts)) file.message(`there is no fact “${id}”`, directive);
        else if (!agrees(text, value)) file.message(`the text says ${text}, but ${id} is ${value}`, directive);
        become('data', { value: `${facts[id ?? '']}` });
      } else file.message(`there is no directive “${name}”`, directive);
    });
}

/** In HTML: a fieldset of radio buttons; CSS shows what there is to say to the chosen one. */
export function guesses() {
  /** @param {import('hast').Root} tree @param {import('vfile').VFile} file */
  return (tree, file) =>
    visit(tree, 'element', (fieldset) => {
      if (fieldset.tagName !== 'fieldset') return;
      const elements = (/** @type {import('hast').Element} */ parent) =>
        /** @type {import('hast').Element[]} */ (parent.children.filter((child) => child.type === 'element'));
      const [question, list] = elements(fieldset);
      const answers = elements(list).map((item) => elements(item).filter((child) => child.tagName === 'p'));
      const isBox = (/** @type {any} */ child) => child.tagName === 'input';
      const right = answers.findIndex(([answer]) =>
        elements(answer).some((child) => isBox(child) && child.properties.checked),
      );
      if (right < 0 || answers.some((parts) => parts.length !== 2))
        file.message('a guess needs answers and one [x]', fieldset);
      fieldset.children = [
        h('legend', question.children),
        ...answers.map(([answer], k) =>
          h('label', [
            h('input', {
              type: 'radio',
              name: `guess-${fieldset.properties.dataName}`,
              value: k + 1,
              autocomplete: 'off',
            }),
            h(
              'span',
              answer.children.filter((child) => !isBox(child)),
            ),
          ]),
        ),
        h(
          'div',
          { class: 'feedback', ariaLive: 'polite' },
          answers.map(([, words], k) => h('p', { class: k === right ? 'right' : undefined }, words.children)),
        ),
      ];
    });
}
