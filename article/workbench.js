// SPDX-License-Identifier: MIT
// Every figure in every state, for whoever works on one: /workbench.html, or one alone: /workbench.html?name=train&state=dark
import '../web/define.js';

const NAMES = ['train', 'encoder', 'gradient', 'trails', 'decoder', 'digits'];

/**
 * How a figure comes into a state: attributes, the class of what it stands in, and what is done to it once it is ready.
 * @type {Record<string, {attributes?: Record<string, string>, stage?: string, set?: Record<string, string | number | boolean>}>}
 */
const STATES = {
  fresh: {},
  training: { set: { playing: true } },
  selected: { set: { selected: 7 } },
  failed: { attributes: { seed: 'none' } },
  'no WebGL': { attributes: { renderer: 'soft' } },
  light: { attributes: { theme: 'light' }, stage: 'light' },
  dark: { attributes: { theme: 'dark' }, stage: 'dark' },
  '320 px': { stage: 'narrow' },
};

const asked = new URLSearchParams(location.search);
const nav = /** @type {HTMLElement} */ (document.querySelector('nav'));
const main = /** @type {HTMLElement} */ (document.querySelector('main'));

for (const name of NAMES) {
  for (const [state, { attributes = {}, stage = '', set }] of Object.entries(STATES)) {
    const chosen = asked.get('name') === name && asked.get('state') === state;
    const link = document.createElement('a');
    link.href = `?${new URLSearchParams({ name, state })}`;
    link.textContent = `${name}: ${state}`;
    if (chosen) link.ariaCurrent = 'page';
    nav.append(link);
    if (asked.has('name') && !chosen) continue;

    const section = document.createElement('section');
    const figure = /** @type {import('../web/element.js').AeFigure} */ (document.createElement('ae-figure'));
    for (const [key, value] of Object.entries({ name, ...attributes })) figure.setAttribute(key, value);
    section.innerHTML = `<h2>${name}: ${state}</h2><div class="stage ${stage}"></div>`;
    section.lastElementChild?.append(figure);
    main.append(section);
    if (set) figure.ready?.then(() => figure.set(set));
  }
}
