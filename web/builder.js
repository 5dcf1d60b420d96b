// SPDX-License-Identifier: MIT
// Puts together a figure for somebody's own page: a form, the live figure beside it, and what to copy below. Used by a page that
// has <form>, .stage, .snippets and [role=status]; see article/embed.html.
import { FIGURES, read, write } from './address.js';
import './define.js';
import { snippetsOf } from './snippets.js';
import { embed as text } from './strings_embed.js';

/** @typedef {import('./element.js').AeFigure} AeFigure */

const TOLD = 2000; // ms that a button says that it has copied
const CALM = 150; // ms between what one types and what the figure does

/** The options that each figure is offered with. @type {Record<string, string[]>} */
const OFFERED = {
  train: ['data', 'points', 'noise', 'bottleneck', 'activation', 'optimizer', 'rate', 'seed'],
  encoder: ['data', 'points', 'bottleneck', 'activation', 'seed'],
  gradient: ['data', 'points', 'activation', 'optimizer', 'seed'],
  trails: ['data', 'points', 'activation', 'optimizer', 'seed'],
  decoder: ['data', 'points', 'activation', 'seed'],
  digits: [],
};

/** Words that fields offer, or the ranges of numbers. @type {Record<string, string | {min: number, max: number, step: string}>} */
const VALUES = {
  data: 'saddle ellipse wave cubic swissroll scurve sphere trefoil rings noise',
  points: { min: 10, max: 10_000, step: '1' },
  noise: { min: 0, max: 1, step: 'any' },
  bottleneck: '1 2 3',
  activation: 'tanh relu sigmoid linear',
  optimizer: 'adam sgd',
  rate: { min: 0, max: 10, step: 'any' },
  seed: { min: 1, max: 4_294_967_295, step: '1' },
};

const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
const form = /** @type {HTMLFormElement} */ (find('form'));
const stage = find('.stage');
const status = find('[role=status]');

/** @param {string} value @param {string} [label] */
const option = (value, label = value) => `<option value="${value}">${label}</option>`;

/** @param {string} name @param {string} label @param {Record<string, string>} words by value */
const list = (name, label, words) =>
  `<label>${label}<select name="${name}">${Object.entries(words)
    .map(([value, word]) => option(value, word))
    .join('')}</select></label>`;

/** @param {string} name */
function field(name) {
  const values = VALUES[name];
  const label = text.options[name];
  if (typeof values === 'string')
    return list(name, label, Object.fromEntries(values.split(' ').map((word) => [word, word])));
  const { min, max, step } = values;
  return `<label>${label}<input name="${name}" type="number" min="${min}" max="${max}" step="${step}" inputmode="decimal"></label>`;
}

form.innerHTML = `
  ${list('figure', text.figure, Object.fromEntries(FIGURES.map((name) => [name, text.figures[name]])))}
  ${list('theme', text.theme, text.themes)}
  <div class="options"></div>
  <div class="buttons">
    <button type="button" data-do="take">${text.take}</button>
    <button type="button" data-do="again">${text.again}</button>
    <a href="#snippets">${text.below}</a>
  </div>`;

const chosenName = () => fieldOf('figure').value;

/** @type {AeFigure} */
let figure;
/** @type {Record<string, unknown>} of a figure to which nothing has been done */
let defaults = {};
/** @type {Map<string, string>} what was said in the form; it stays when the figure becomes another one */
const wanted = new Map();
/** @type {Record<string, string>} what was taken over from the figure, where the form says nothing else */
let taken = {};
let timer = 0;
/** @type {Set<HTMLInputElement>} fields whose words the figure has not got yet */
const typed = new Set();

/** What an address says to get this figure. */
function chosen() {
  const name = chosenName();
  const said = [...wanted].filter(([key]) => key === 'theme' || OFFERED[name].includes(key));
  const { state, theme } = read(new URLSearchParams({ ...taken, ...Object.fromEntries(said) }), name);
  return write({ ...state, theme }, defaults, name);
}

/** @param {string} name */
const fieldOf = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

/** Hands what a field says to the figure, if it fits. @param {HTMLInputElement} input */
function hand(input) {
  if (input.value && input.validity.valid) figure.setAttribute(input.name, input.value);
}

/** Another figure, from its beginning. */
async function begin() {
  const name = chosenName();
  find('.options').innerHTML = OFFERED[name].map(field).join('');
  const fresh = /** @type {AeFigure} */ (document.createElement('ae-figure'));
  fresh.setAttribute('name', name);
  figure = fresh;
  [defaults, taken] = [{}, {}];
  dress();
  stage.replaceChildren(fresh);
  tell();
  await fresh.ready;
  if (figure !== fresh) return;
  defaults = { ...fresh.state };
  for (const option of OFFERED[name]) {
    const input = fieldOf(option);
    input.value = wanted.get(option) ?? `${defaults[option]}`;
    if (wanted.has(option)) hand(input);
  }
  tell();
}

/** The theme of the form, on the figure and on what it stands on. */
function dress() {
  const { value } = fieldOf('theme');
  stage.style.colorScheme = value;
  if (value) figure.setAttribute('theme', value);
  else figure.removeAttribute('theme');
}

/** Writes what there is to copy. */
function tell() {
  const height = Math.ceil((figure.offsetHeight + 40) / 20) * 20; // with the line below it
  const all = snippetsOf(chosenName(), chosen(), new URL('./', location.href).href, Math.max(400, height));
  for (const [name, code] of Object.entries(all)) {
    const block = find(`[data-snippet=${name}] code`);
    if (block.textContent !== code) block.textContent = code;
  }
  for (const [name, file] of [
    ['file', `${chosenName()}.html`],
    ['script', 'ae-figure.tgz'],
  ]) {
    const save = /** @type {HTMLAnchorElement} */ (find(`[data-snippet=${name}] a`));
    save.href = `embed/${file}`;
    save.textContent = text.save(file);
  }
}

find('.snippets').innerHTML = Object.entries(text.snippets)
  .map(
    ([name, { title, text: words }]) => `
  <section data-snippet="${name}">
    <h2>${title}</h2>
    <p>${words}${['file', 'script'].includes(name) ? ' <a download></a>' : ''}</p>
    <div class="code"><pre tabindex="0" aria-label="${title}"><code></code></pre>
      <button type="button" data-do="copy" aria-label="${text.describeCopy(title)}">${text.copy}</button></div>
  </section>`,
  )
  .join('');

/** @param {HTMLElement} button */
async function copy(button) {
  const code = /** @type {HTMLElement} */ (button.parentElement?.querySelector('code'));
  let said = text.copied;
  try {
    await navigator.clipboard.writeText(code.textContent ?? '');
  } catch {
    getSelection()?.selectAllChildren(code); // where scripts may not copy
    said = text.notCopied;
  }
  button.textContent = said;
  status.textContent = said;
  setTimeout(() => {
    button.textContent = text.copy;
    status.textContent = '';
  }, TOLD);
}

form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('input', ({ target }) => {
  const input = /** @type {HTMLInputElement} */ (target);
  if (input.name === 'figure') {
    typed.clear();
    return void begin();
  }
  if (input.value) wanted.set(input.name, input.value);
  else wanted.delete(input.name);
  if (input.name === 'theme') dress();
  else typed.add(input);
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    typed.forEach(hand);
    typed.clear();
    tell();
  }, CALM);
});
form.addEventListener('click', ({ target }) => {
  const act = /** @type {HTMLElement} */ (target).dataset.do;
  if (act === 'again') {
    wanted.clear();
    fieldOf('theme').value = '';
    begin();
  }
  if (act !== 'take') return;
  const name = chosenName();
  taken = read(write({ ...figure.state, playing: undefined }, defaults, name), name).state;
  for (const option of OFFERED[name]) {
    wanted.delete(option);
    fieldOf(option).value = `${figure.state[option]}`;
  }
  status.textContent = text.taken(Object.keys(taken).length);
  tell();
});
for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-do=copy]'))) {
  button.addEventListener('click', () => copy(button));
}
begin();
