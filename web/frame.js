// SPDX-License-Identifier: MIT
// A page with one figure, as it stands in other pages by <iframe src="…/embed/train.html?data=wave&seed=3">.
//
//   import { frame } from './frame.js';
//   frame(document.querySelector('ae-figure'));   at once: the figure need not be ready
//
// The query speaks the names of the element's attributes, see address.js: what does not fit is brought into its range or left out.
// With the page around it the frame talks by postMessage. A message is an object { type, version: 1, … }:
//
//   out   ae:height   height: CSS px that the page would like to be high
//         ae:ready    name, state: the first live picture is there
//         ae:state    name, state: it has changed; at most 5 a second
//         ae:error    name, message: for readers; also what an order asks for and the figure does not take as it is
//   in    ae:set      state: some of it, as in the query; theme among it
//         ae:play, ae:pause
//         ae:reset    back to the state that the query gives
//
// A message that is not from the page around, or not of this form, is ignored. Nothing that is received becomes code, HTML or an
// address. Nothing that is sent is secret: it goes to whatever page is around. Heights: embed_helper.js.
import { notAsGiven, read } from './address.js';
import { strings } from './strings.js';

/** @typedef {import('./element.js').AeFigure} AeFigure */

const VERSION = 1;
const STATE_CALM = 200; // ms between two messages about the state
const HEIGHT_CALM = 100; // ms between two messages about the height
const AGAIN = [500, 2000, 5000]; // ms after which the height is told once more: the page around may begin to listen late
const MOST_GROWTHS = 20; // in a row: a page that grows because its frame does has to end
const GROWTH_REST = 2000; // ms without one, after which they are counted anew
const HIGHEST = 20_000; // px
const MOST_NAMES = 100; // of a message

/** Calls `act` soon after it is asked to, but not more often than every so many ms. @param {number} calm ms @param {() => void} act */
function damped(calm, act) {
  let timer = 0;
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    if (timer) return;
    const now = () => {
      timer = 0;
      last = performance.now();
      act();
    };
    timer = window.setTimeout(now, Math.max(0, last + calm - performance.now()));
  };
}

/** A message's state as a query, of what is plain alone. @param {unknown} state */
const queryOf = (state) =>
  new URLSearchParams(
    Object.entries(/** @type {object} */ (state))
      .slice(0, MOST_NAMES)
      .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
      .map(([name, value]) => [name, `${value}`]),
  );

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Sets a figure from a query: what fits together with the state that it has.
 * @param {AeFigure} figure @param {URLSearchParams | string} query @returns {Record<string, string>} what was understood of it
 */
function setFrom(figure, query) {
  const name = figure.getAttribute('name') ?? '';
  const { state, theme } = read(query, name);
  if (theme) figure.setAttribute('theme', theme);
  const before = figure.state;
  const together = queryOf(before);
  for (const key of Object.keys(state)) together.set(key, new URLSearchParams(query).get(key) ?? '');
  const { state: after } = read(together, name);
  const limited = ['points', 'epochs'].filter((key) => after[key] !== undefined && after[key] !== `${before[key]}`);
  const changes = Object.fromEntries([...Object.keys(state), ...limited].map((key) => [key, after[key]]));
  if (Object.keys(changes).length) figure.set(changes);
  return state;
}

/** Heights, told to `post`. @param {(height: number) => void} post */
function watchHeight(post) {
  let told = 0;
  let growths = 0;
  let grownAt = 0; // ms
  const height = () => {
    const { bottom } = document.body.getBoundingClientRect();
    const margin = Number.parseFloat(getComputedStyle(document.body).marginBottom) || 0;
    return Math.min(HIGHEST, Math.ceil(bottom + window.scrollY + margin));
  };
  const look = damped(HEIGHT_CALM, () => {
    const now = height();
    if (now === told || now < 1) return;
    if (now > told) {
      const time = performance.now();
      growths = time - grownAt > GROWTH_REST ? 1 : growths + 1;
      grownAt = time;
      if (growths > MOST_GROWTHS) return;
    }
    told = now;
    post(now);
  });
  try {
    new ResizeObserver(look).observe(document.body);
  } catch {
    setInterval(look, 1000); // where nothing can be observed
  }
  look();
  for (const time of AGAIN) setTimeout(() => told && post(told), time);
}

/** @param {AeFigure} figure of this page, its only one @param {Window} [around] the page around, for tests */
export function frame(figure, around = window.parent) {
  setFrom(figure, location.search);
  if (/^(https?|file):$/.test(location.protocol)) figure.setAttribute('link', '?');
  if (around === window) return; // nobody is there to talk to
  const name = figure.getAttribute('name') ?? '';
  const post = (/** @type {string} */ type, /** @type {object} */ more) =>
    around.postMessage({ type, version: VERSION, ...more }, '*');

  // The page has its height when the figure stands in it, or why it does not: what is around would jump.
  const stands = new AbortController();
  for (const type of ['ae-ready', 'ae-error']) {
    const begin = () => {
      stands.abort();
      watchHeight((height) => post('ae:height', { height }));
    };
    figure.addEventListener(type, begin, { signal: stands.signal });
  }

  let told = '';
  const tellState = damped(STATE_CALM, () => {
    const { state } = figure;
    const text = JSON.stringify(state);
    if (text !== told) post('ae:state', { name, state });
    told = text;
  });
  figure.addEventListener('ae-ready', () => {
    told = JSON.stringify(figure.state);
    post('ae:ready', { name, state: figure.state });
  });
  figure.addEventListener('ae-state', tellState);
  figure.addEventListener('ae-error', (event) =>
    post('ae:error', { name, message: /** @type {CustomEvent} */ (event).detail.message }),
  );

  /** The state that the query gives: what it does not say is as at first. */
  let begun = { ...figure.state };
  figure.ready?.then(
    () => {
      begun = { ...figure.state, ...begun };
    },
    () => {},
  );

  /** What is not taken as it is, is told: the page around was made by somebody who wonders why nothing happens. @param {URLSearchParams} query */
  const obey = (query) => {
    const message = strings.figure.notAsGiven(notAsGiven(query, name, setFrom(figure, query)));
    if (message) post('ae:error', { name, message });
  };

  /** @type {Record<string, (message: Record<string, unknown>) => void>} */
  const orders = {
    'ae:set': ({ state }) => isObject(state) && obey(queryOf(state)),
    'ae:play': () => figure.set({ playing: true }),
    'ae:pause': () => figure.set({ playing: false }),
    'ae:reset': () => figure.set({ ...begun, playing: false }),
  };
  window.addEventListener('message', ({ source, data }) => {
    if (source !== around || !isObject(data) || data.version !== VERSION) return;
    if (typeof data.type !== 'string' || !Object.hasOwn(orders, data.type)) return;
    try {
      orders[data.type](data);
    } catch (error) {
      post('ae:error', { name, message: /** @type {Error} */ (error).message });
    }
  });
}
