// SPDX-License-Identifier: MIT
// “Copy link”: an address that leads to a figure's state. The attribute `link` of the element says where links lead, and that the
// page there begins with what its own address says: link="?figure=train#figure-train" on a page of many figures, link="?" where there
// is one. Loaded when the button is pressed, or when a page is opened by such an address.
//
// A network is not in the address, but what it takes to train it anew, bit for bit: data, options, seed and epoch. Where this does not
// lead to the same weights, a sentence beside the button says so.
import { FIGURES, MOST_OWN, notAsGiven, read, write } from './address.js';
import { unpackOwn } from './figures/train_own.js';
import { strings } from './strings.js';
import { share as text } from './strings_share.js';

/** @typedef {import('./figure.js').State} State */
/** @typedef {import('./core.js').CoreTrainer} CoreTrainer */
/** @typedef {{state: Record<string, unknown>, notes: string[]}} Shared what the address says, and what it cannot */

/** How figures begin, beside the options; a test looks whether their links are empty then. @type {Record<string, State>} */
const BEGIN = {
  train: { speed: 'frame', selected: -1, epoch: 0 },
  encoder: { selected: -1, flat: false },
  gradient: { selected: 7, size: 1 },
  trails: { selected: -1, epoch: 10, next: false },
  decoder: { selected: -1, sheet: true, input: false, path: true, from: 0, part: 0.5 },
  digits: { selected: -1, labels: '0123456789', tiles: false, tile: 42, zoom: 1, part: 0 },
};

/** Codes that are where the figure puts them by itself. @type {Record<string, (figure: any) => string[]>} */
const AT_HOME = {
  gradient: ({ own, code }) =>
    own.every((/** @type {number} */ z, /** @type {number} */ c) => z === code[c]) ? ['z1', 'z2'] : [],
  decoder: ({ cursor, to, pointCount }) => [
    ...(cursor[0] === 0.4 && cursor[1] === -0.5 ? ['z1', 'z2'] : []),
    ...(to === Math.floor(pointCount / 2) ? ['to'] : []),
  ],
  digits: ({ mapPlot: { begun }, cursor, path, pinned, guest, view }) => [
    ...(view.zoom === 1 || guest ? ['cx', 'cy'] : []),
    ...(begun.cursor === cursor || pinned >= 0 || guest ? ['z1', 'z2'] : []),
    ...(`${begun.ends.A},${begun.ends.B}` === `${path.ends.A},${path.ends.B}` || guest ? ['ax', 'ay', 'bx', 'by'] : []),
    ...(guest ? ['part', 'selected'] : []),
  ],
};

// ---- own points -----------------------------------------------------------------------------------------------------

/** A trainer's points as base64url of float32, three a point. @param {CoreTrainer} trainer */
export function packOwn(trainer) {
  const { buffer, byteOffset, byteLength } = trainer.view('input').slice();
  const letters = String.fromCharCode(...new Uint8Array(buffer, byteOffset, byteLength));
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_');
}

/** Whether these points are the same, bit for bit, after they were read again. @param {CoreTrainer} trainer @param {string} packed */
function comesBack(trainer, packed) {
  const data = trainer.core.parse('data', 'own');
  const again = trainer.core.trainer({ data, width: 1, depth: 0 }, unpackOwn(packed));
  const same = packOwn(again) === packed;
  again.free();
  return same;
}

/** @param {import('./figures/train.js').Train} figure @param {Shared} shared */
function addOwn({ shown, pointCount }, { state, notes }) {
  const packed = pointCount <= MOST_OWN ? packOwn(shown) : '';
  if (packed && comesBack(shown, packed)) {
    state.own = packed;
    return;
  }
  notes.push(packed ? text.inexactOwn : text.tooManyOwn(pointCount, MOST_OWN));
  for (const name of ['data', 'epoch', 'selected']) delete state[name];
}

/** What is to be said of a run that its seed does not lead to. @param {import('./figures/train.js').Train} figure @param {Shared} shared */
function addRun({ run, shown }, { state, notes }) {
  if (shown.epoch <= run.exact) return;
  if (run.exact >= 0) {
    notes.push(text.wentBack(run.exact));
    return;
  }
  notes.push(text.opened);
  delete state.epoch;
}

// ---- there ----------------------------------------------------------------------------------------------------------

/** @param {string} name @param {any} figure @returns {Shared} */
function sharedState(name, figure) {
  const state = { ...figure.state, selected: figure.pinned, playing: undefined };
  for (const known of AT_HOME[name]?.(figure) ?? []) delete state[known];
  const shared = { state, notes: /** @type {string[]} */ ([]) };
  if (name === 'train') addRun(figure, shared);
  if (state.data === 'own') addOwn(figure, shared);
  if (figure.guest) shared.notes.push(text.guest);
  return shared;
}

/** @param {import('./figure.js').Figure} figure @returns {{address: string, notes: string[]}} */
export function linkTo(figure) {
  const { host, engine } = figure;
  const { core } = engine;
  const name = host.getAttribute('name') ?? '';
  const { state, notes } = sharedState(name, figure);
  const { defaults } = /** @type {typeof import('./figure.js').Figure} */ (figure.constructor);
  const fallbacks = core.options.map((option) => [option.name, core.word(option.name, option.fallback)]);
  const begin = { ...Object.fromEntries(fallbacks), ...defaults, ...figure.orbit.begun, ...BEGIN[name] };
  const address = new URL(host.getAttribute('link') ?? '', document.baseURI);
  const query = write({ ...state, theme: host.getAttribute('theme') }, begin, name);
  address.search = [address.search.slice(1), query].filter(Boolean).join('&');
  return { address: address.href, notes };
}

/** Copies the link, or shows it where that is refused; said beside the button. @param {import('./figure.js').Figure} figure @param {HTMLElement} button */
export async function share(figure, button) {
  const { address, notes } = linkTo(figure);
  const copied = await (async () => navigator.clipboard.writeText(address))().then(
    () => true,
    () => false,
  );
  const { parentElement } = button;
  if (!parentElement) return; // the figure has gone meanwhile
  const said = parentElement.querySelector('.shared') ?? document.createElement('span');
  said.className = 'shared';
  said.setAttribute('role', 'status');
  button.after(said);
  said.textContent = [copied ? text.copied : text.byHand, ...notes].join(' ');
  if (copied) return;
  const field = document.createElement('input');
  field.type = 'text';
  field.readOnly = true;
  field.value = address;
  field.ariaLabel = text.field;
  said.append(' ', field);
  field.focus();
  field.select();
}

// ---- and back -------------------------------------------------------------------------------------------------------

/**
 * The state that the page's address gives a figure, and what to tell a reader of what it does not: '' for nothing.
 * @param {HTMLElement} element with the attribute `link`
 * @returns {{state: State, said: string}}
 */
export function arriving(element) {
  const name = element.getAttribute('name') ?? '';
  const link = new URL(element.getAttribute('link') ?? '', document.baseURI);
  const { figure = null, state, theme } = read(location.search, name);
  if (figure !== link.searchParams.get('figure')) return { state: {}, said: strayed(element) };
  if (theme) element.setAttribute('theme', theme);
  return { state, said: strings.figure.notAsGiven(notAsGiven(location.search, name, state), text.place) };
}

/** That there is no such figure, told by the page's first. @param {HTMLElement} element */
function strayed(element) {
  const asked = new URLSearchParams(location.search).get('figure');
  const tells = asked !== null && !FIGURES.includes(asked) && document.querySelector('ae-figure') === element;
  return tells ? strings.figure.notAsGiven({ left: [`figure=${asked.slice(0, 40)}`], moved: [] }, text.place) : '';
}
