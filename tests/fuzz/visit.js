// SPDX-License-Identifier: MIT
// Visits of a page without a browser that has one figure: the real code of the figures (bundle.js), and the core under AddressSanitizer
// and UndefinedBehaviorSanitizer. When a sanitizer finds something it writes its report, and the visit throws.
//
//   const visit = new Visit({ name: 'train', search: '?points=1e9' });
//   await visit.begin();
//   … visit.say(message) … await visit.live(10) … visit.check() …
//   await visit.end();
import assert from 'node:assert/strict';
import { setMaxListeners } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

const here = (/** @type {string} */ path) => resolve(import.meta.dirname, path);

/** @type {typeof import('./figures.js')} */
export const figures = await import(here('../../build/fuzz/figures.mjs'));
const { AeFigure, engine, frame, page, places, read, Training, write } = figures;

const MOST_WORK = 1e6; // points times parameters: an epoch under the sanitizers takes some ten milliseconds
const WIDEST = 32;
const LANES = 16; // numbers that a kernel takes at a time: what is left over stays the same
const MOST_TASKS = 60; // that a page may need to begin

/** What a figure may refuse, in the words of strings.js, core.js and core/. */
const REFUSALS = /^\w+ cannot be “|^no memory for|^Not understood, and left out: |^Out of range, and brought into it: /;

setMaxListeners(0); // of one signal: a figure has many

// ---- the core -------------------------------------------------------------------------------------------------------

const models = here('../../assets/models/digits');
for (const name of await readdir(models, { recursive: true })) {
  if (/\.(json|bin)$/.test(name)) page.files.set(`files:${name}`, await readFile(resolve(models, name)));
}
places.files = 'files:';
places.core = () => readFile(here('../../build/fuzz/core.wasm'));
page.Worker.begin = async (post) => new Training((await engine()).core, post);

/** The core of all visits. */
export const { core } = await engine();
const { lab } = core;

/** Large networks and many points would take minutes; that the page stands them is for other tests. */
const made = core.trainer.bind(core);
core.trainer = (options = {}, own = null) => {
  const { points = 25, width = 64, depth = 2 } = options;
  const fewer = width > WIDEST ? LANES + (width % LANES) : width;
  const parameters = 2 * fewer * (fewer * Math.max(0, depth - 1) + 8);
  const most = Math.max(10, Math.floor(MOST_WORK / parameters));
  return made({ ...options, width: fewer, points: Math.min(points, most) }, own);
};

/** Which edges of the core have been passed since the last call, and how often: 11,000 bytes. @returns {Uint8Array} */
export function counters() {
  const at = lab._fuzz_counters();
  const counts = lab.HEAPU8.subarray(at, at + lab._fuzz_counter_count());
  const copy = counts.slice();
  counts.fill(0);
  return copy;
}

/** Whether anything that was allocated is held by nobody. */
export const leaks = () => lab._fuzz_leaks() !== 0;

// ---- visits ---------------------------------------------------------------------------------------------------------

export class Visit {
  /** @param {{name: string, search: string, link?: string, framed?: boolean}} page its address's query; framed: it stands in another page */
  constructor({ name, search, link, framed = false }) {
    page.arrive(search);
    /** @type {Record<string, any>[]} what it tells the page around */
    this.told = [];
    /** @type {string[]} */
    this.refusals = [];
    this.around = { postMessage: (/** @type {any} */ message) => this.told.push(structuredClone(message)) };
    this.frame = { contentWindow: this.around, style: /** @type {Record<string, string>} */ ({}), matches: () => true };
    page.document.frames = [this.frame];
    this.name = name;
    this.figure = /** @type {any} */ (new AeFigure());
    this.figure.setAttribute('name', name);
    if (link !== undefined) this.figure.setAttribute('link', link);
    this.figure.addEventListener('ae-error', (/** @type {CustomEvent} */ { detail }) =>
      this.refusals.push(detail.message),
    );
    this.listening = new AbortController();
    if (framed) this.#frame();
    this.figure.connectedCallback();
  }

  /** The page's listener ends with the visit. */
  #frame() {
    const { window } = page;
    const add = window.addEventListener;
    window.addEventListener = (/** @type {string} */ type, /** @type {any} */ act) =>
      add.call(window, type, act, { signal: this.listening.signal });
    try {
      frame(this.figure, /** @type {any} */ (this.around));
    } finally {
      window.addEventListener = add;
    }
  }

  /** @param {unknown} data from the page around */
  say(data) {
    page.window.dispatchEvent(Object.assign(new Event('message'), { data, source: this.around }));
  }

  /** @param {number} tasks */
  async live(tasks) {
    await page.go(tasks);
  }

  /** Until its first picture. */
  async begin() {
    let begun = false;
    const done = () => {
      begun = true;
    };
    this.figure.ready.then(done, done);
    for (let k = 0; k < MOST_TASKS && !begun; k++) await page.go(1);
    assert.ok(begun, 'the figure begins, or says why it cannot');
  }

  /** That nothing has happened that must not, and that the state is whole. */
  check() {
    for (const { message, type } of this.told) if (type === 'ae:error') this.refusals.push(message);
    for (const refusal of this.refusals) assert.match(refusal, REFUSALS);
    assert.deepEqual(page.forbidden, []);
    const { state } = this.figure;
    for (const { name, words, least, most, whole } of core.options) {
      if (!(name in state)) continue;
      const value = core.parse(name, `${state[name]}`);
      assert.ok(value >= least && value <= most, `${name} is ${state[name]}`);
      assert.ok(!(whole || words.length) || Number.isInteger(value), `${name} is ${state[name]}`);
    }
    for (const [key, value] of Object.entries(state)) {
      assert.ok(['string', 'number', 'boolean'].includes(typeof value), `${key} is plain`);
      assert.ok(!Number.isNaN(value), `${key} is a number`);
    }
    this.checkWork(state);
    const { height = '40px' } = this.frame.style;
    const px = Number(/^(\d+)px$/.exec(height)?.[1]);
    assert.ok(px >= 40 && px <= 20_000, height);
  }

  /** That the page stays alive: what trains in it does so in short pieces. @param {Record<string, any>} state */
  checkWork({ points, width, depth, bottleneck, epochs }) {
    if (['train', 'digits'].includes(this.name) || points === undefined) return; // a worker does it
    const sizes = [3, ...Array(depth).fill(width), bottleneck, ...Array(depth).fill(width), 3];
    const parameters = sizes.slice(1).reduce((sum, size, k) => sum + size * (sizes[k] + 1), 0);
    assert.ok(points * parameters <= 1e8, `an epoch of ${points} points and ${parameters} parameters`);
    if (this.name !== 'trails') return;
    assert.ok((epochs + 1) * (parameters + 3 * points) <= 2 ** 26, `${epochs} epochs of ${parameters} parameters`);
  }

  /** Copies the link: it leads back to the state's options. @returns {Promise<URLSearchParams | null>} its query; null: the figure has not begun */
  async copyLink() {
    const { figure, name } = this;
    page.clipboard.text = '';
    figure.section.querySelector('.link').dispatchEvent(new Event('click'));
    await page.go(1);
    if (!page.clipboard.text) return null;
    const query = new URL(page.clipboard.text).searchParams;
    const { state } = read(query, name);
    const written = write(state, {}, name);
    assert.equal(write(read(written, name).state, {}, name), written, 'a second time it is the same');
    for (const { name: option } of core.options) {
      if (!query.has(option) || ['points', 'epochs'].includes(option)) continue; // these may be limited
      assert.equal(state[option], `${figure.state[option]}`, `${option} of the link`);
    }
    return query;
  }

  /** Takes the figure away. Nothing of it may be left. */
  async end() {
    this.listening.abort();
    this.figure.disconnectedCallback();
    await page.go(MOST_TASKS); // the frame that was asked for
    const handle = lab._lab_trainer_new();
    lab._lab_trainer_free(handle);
    assert.equal(handle, 1, 'no trainer is left');
    const scene = lab._lab_scene_new();
    lab._lab_scene_free(scene);
    assert.equal(scene, 1, 'no scene is left');
  }
}
