// SPDX-License-Identifier: MIT
// The state of a figure as the query of an address, and back. Pure: no DOM, no core. Names are those of the element's attributes.
//
//   read('?figure=train&data=wave&epoch=120')         { figure: 'train', state: { data: 'wave', epoch: '120' } }
//   read('?epoch=120&theme=dark', 'train')            { state: { epoch: '120' }, theme: 'dark' }, for a page of one figure
//   write({ data: 'wave', seed: 1 }, { seed: 1 })     'data=wave'
//
// An address comes from anywhere. `read` never throws: names that are unknown, or are not of that figure, and words that are none
// are left out, numbers are brought into their range, and what it returns fits together, so that `set` takes it.

import { VIEW } from './orbit.js';

/** @typedef {Record<string, unknown>} State */
/** @typedef {(text: string) => string | undefined} Reader a value as `set` takes it; undefined: it is none */

export const FIGURES = ['train', 'encoder', 'gradient', 'trails', 'decoder', 'digits'];

const LONGEST = 40; // characters of a number or a word
export const MOST_OWN = 200; // points that travel in an address
const OWN_SIZE = 16; // characters a point: three float32 in base64url
const WIDEST_OWN = 0.500001; // own points have been brought into the cube already

/** @param {number} least @param {number} most @param {(value: number) => number} [round] @returns {Reader} */
const number = (least, most, round) => (text) => {
  const value = text.trim() ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) return undefined;
  return `${Math.max(least, Math.min(most, round ? round(value) : value)) + 0}`; // + 0: no -0
};

/** @param {number} least @param {number} most */
const whole = (least, most) => number(least, most, Math.round);

/** @param {string} words @returns {Reader} */
const oneOf = (words) => (text) => (words.split(' ').includes(text) ? text : undefined);

/** @type {Reader} as an attribute without a value is yes */
const yesOrNo = (text) => (text === '' ? 'true' : oneOf('true false')(text));

/** @type {Reader} */
const labels = (text) =>
  /^[0-9]*$/.test(text) ? [...'0123456789'].filter((label) => text.includes(label)).join('') : undefined;

/** Points of the reader's own: base64url of finite float32, three a point. @type {Reader} */
function own(text) {
  const points = text.length / OWN_SIZE;
  if (!Number.isInteger(points) || points < 1 || points > MOST_OWN || !/^[\w-]+$/.test(text)) return undefined;
  const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
  return new Float32Array(bytes.buffer).every((x) => Math.abs(x) < WIDEST_OWN) ? text : undefined;
}

const DATA = 'saddle ellipse wave cubic swissroll scurve sphere trefoil rings noise';
const code = number(-1e6, 1e6);
const part = number(0, 1);
const point = whole(0, 9999);

/** The core's options; a test compares them with core/options.c. @type {Record<string, Reader>} */
const options = {
  data: oneOf(DATA),
  points: whole(10, 10_000),
  noise: number(0, 1),
  width: whole(1, 512),
  depth: whole(0, 4),
  bottleneck: whole(1, 3),
  activation: oneOf('linear tanh relu sigmoid'),
  optimizer: oneOf('adam sgd'),
  rate: number(0, 10),
  schedule: oneOf('constant cosine'),
  batch: whole(0, 10_000),
  heldout: whole(0, 50),
  epochs: whole(1, 100_000),
  seed: whole(1, 4_294_967_295),
};

const view = Object.fromEntries(Object.entries(VIEW).map(([name, { least, most }]) => [name, number(least, most)]));
const common = { ...options, selected: whole(-1, 9999), ...view };
const plane = { ...common, bottleneck: oneOf('2') }; // figures of a plane of codes

/** What each figure's address may say. @type {Record<string, Record<string, Reader>>} */
const tables = {
  train: {
    ...common,
    data: oneOf(`${DATA} own`),
    own,
    epoch: whole(0, 100_000),
    speed: oneOf('slow frame flat'),
    playing: yesOrNo,
  },
  encoder: { ...common, flat: yesOrNo },
  gradient: { ...plane, z1: code, z2: code, size: number(0.1, 300) },
  trails: { ...common, epoch: whole(0, 100_000), playing: yesOrNo, next: yesOrNo },
  decoder: {
    ...plane,
    sheet: yesOrNo,
    input: yesOrNo,
    path: yesOrNo,
    z1: code,
    z2: code,
    from: point,
    to: point,
    part,
  },
  digits: {
    selected: common.selected,
    labels,
    tiles: yesOrNo,
    tile: whole(14, 112),
    zoom: number(1, 24),
    cx: code,
    cy: code,
    z1: code,
    z2: code,
    ax: code,
    ay: code,
    bx: code,
    by: code,
    part,
  },
};

/** Where the figure is not known, all names are. @type {Record<string, Reader>} */
const anyOfThem = Object.assign({}, ...[...FIGURES].reverse().map((name) => tables[name]));

const EPOCHS_OF_TRAILS = 200; // that are recorded, if an address does not say how many
const MOST_WORK = 1e8; // points times parameters: Figures 2 to 5 train an epoch without a pause
const MOST_RECORDED = 2 ** 26; // numbers of all epochs, see lab_record.c

/** @param {Record<string, string>} state @returns {number} parameters of the network */
function parameters({ width = '64', depth = '2', bottleneck = '2' }) {
  const hidden = Array(Number(depth)).fill(Number(width));
  const sizes = [3, ...hidden, Number(bottleneck), ...hidden, 3];
  return sizes.slice(1).reduce((sum, size, k) => sum + size * (sizes[k] + 1), 0);
}

/** A page that trains by itself has to stay alive. @param {string | undefined} figure @param {Record<string, string>} state */
function limitWork(figure, state) {
  if (figure === 'train' || figure === 'digits' || figure === undefined) return;
  const count = parameters(state);
  const points = Math.min(Number(state.points ?? 25), Math.max(10, Math.floor(MOST_WORK / count)));
  if (state.points) state.points = `${points}`;
  if (figure !== 'trails') return;
  const wanted = Number(state.epochs ?? EPOCHS_OF_TRAILS);
  const epochs = Math.min(wanted, Math.floor(MOST_RECORDED / (count + 3 * points)) - 1);
  if (state.epochs || epochs < wanted) state.epochs = `${epochs}`;
}

/** What each value for itself does not tell. @param {string | undefined} figure @param {Record<string, string>} state */
function fitTogether(figure, state) {
  if (state.data === 'own' && !state.own) delete state.data;
  if (state.data !== 'own') delete state.own;
  limitWork(figure, state);
  if (figure === 'trails' && state.epoch)
    state.epoch = `${Math.min(Number(state.epoch), Number(state.epochs ?? EPOCHS_OF_TRAILS))}`;
}

/**
 * @param {URLSearchParams | string} query
 * @param {string} [name] the figure that the page has, if it has but one
 * @returns {{figure?: string, state: Record<string, string>, theme?: string}} figure: the one that the query names
 */
export function read(query, name) {
  const given = new URLSearchParams(query);
  const figure = FIGURES.find((known) => known === given.get('figure'));
  const meant = FIGURES.find((known) => known === name) ?? figure;
  /** @type {Record<string, string>} */
  const state = {};
  for (const [key, reader] of Object.entries(meant ? tables[meant] : anyOfThem)) {
    const text = given.get(key);
    if (text === null || (text.length > LONGEST && key !== 'own')) continue;
    const value = reader(text);
    if (value !== undefined) state[key] = value;
  }
  fitTogether(meant, state);
  const theme = ['light', 'dark'].find((known) => known === given.get('theme'));
  return { ...(figure && { figure }), state, ...(theme && { theme }) };
}

/**
 * What a query says by a known name, and `read` has not taken as it is. Other names may belong to the page.
 * @param {URLSearchParams | string} query @param {string} name of the figure @param {Record<string, unknown>} state that was read
 * @returns {{left: string[], moved: string[]}} left out, as it stands in the query; numbers brought into their range, `bottleneck=9 (3)`
 */
export function notAsGiven(query, name, state) {
  /** @type {string[]} */
  const left = [];
  /** @type {string[]} */
  const moved = [];
  for (const [key, text] of new URLSearchParams(query)) {
    if (!tables[name]?.[key]) continue;
    const given = `${key}=${text.slice(0, LONGEST)}`;
    const value = Number(state[key]);
    if (!(key in state)) left.push(given);
    else if (key !== 'labels' && !Number.isNaN(value) && value !== Number(text)) moved.push(`${given} (${state[key]})`);
  }
  return { left, moved };
}

/** Codes are float32: as few digits as tell them apart. @param {number} value */
function shortest(value) {
  const single = Math.fround(value);
  for (let digits = 1; digits < 9; digits++) {
    const text = Number(single.toPrecision(digits));
    if (Math.fround(text) === single) return `${text}`;
  }
  return `${Number(single.toPrecision(9))}`; // which always do
}

/**
 * @param {State} state as a figure has it, and theme; what is no part of an address, like the loss, is left out
 * @param {State} [defaults]
 * @param {string} [name] of the figure; without it all names are written that any figure knows
 * @returns {string} a query without its question mark: only what differs from the defaults
 */
export function write(state, defaults = {}, name) {
  const table = FIGURES.includes(name ?? '') ? tables[/** @type {string} */ (name)] : anyOfThem;
  const query = new URLSearchParams();
  for (const key of [...Object.keys(table), 'theme']) {
    const value = state[key];
    if (value === undefined || value === null || `${value}` === `${defaults[key]}`) continue;
    query.set(key, table[key] === code ? shortest(Number(value)) : `${value}`);
  }
  return query.toString();
}
