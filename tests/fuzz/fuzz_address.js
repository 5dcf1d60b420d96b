// SPDX-License-Identifier: MIT
// The query of an address, as text. It is read for every page, and opened in one: the figure begins in the state that it gives,
// trains, draws and gives a link to itself.
import assert from 'node:assert/strict';
import { core, figures, Visit } from './visit.js';

const { FIGURES, read, write } = figures;

/** What is read is plain, and the same when it is written and read again. @param {string} query */
function checkRead(query) {
  for (const name of [undefined, ...FIGURES]) {
    const { figure, state, theme, ...more } = read(query, name);
    assert.deepEqual(more, {});
    assert.ok(figure === undefined || FIGURES.includes(figure));
    assert.ok(theme === undefined || theme === 'light' || theme === 'dark');
    for (const [key, value] of Object.entries(state)) {
      assert.match(key, /^[a-z]+[12]?$/);
      assert.match(value, /^[\w.+-]{0,3200}$/, `${key} is plain`);
    }
    const meant = name ?? figure;
    const written = write(state, {}, meant);
    assert.equal(write(read(written, meant).state, {}, meant), written, 'a second time it is the same');
  }
}

/** The figure that a query opens: its state is what was read. @param {string} query @returns {Promise<URLSearchParams | null>} the link to it */
async function open(query) {
  const { figure: named } = read(query);
  const name = named ?? 'train';
  const { state } = read(query, name);
  const visit = new Visit({ name, search: `?${query}`, link: named ? `?figure=${name}#figure-${name}` : '?' });
  await visit.begin();
  assert.deepEqual(
    visit.refusals.filter((refusal) => / cannot be /.test(refusal)),
    [],
    'what is read is what a figure takes',
  );
  await visit.live(16);
  for (const { name: option } of core.options)
    if (option in state) assert.equal(`${visit.figure.state[option]}`, state[option], option);
  visit.check();
  const copied = await visit.copyLink();
  await visit.end();
  return copied;
}

/** What a link says of a state that does not depend on how far training has come. @param {URLSearchParams | null} query */
function lasting(query) {
  for (const name of ['epoch', 'z1', 'z2']) query?.delete(name);
  return `${query}`;
}

/** @param {Uint8Array} bytes */
export async function run(bytes) {
  const query = new TextDecoder().decode(bytes);
  checkRead(query);
  const copied = await open(query);
  if (!copied || bytes.length % 4) return; // a visit more takes its time
  const again = await open(`${copied}`);
  assert.equal(lasting(again), lasting(copied), 'a link to where a link leads is the same');
}

/** Words that the fuzzer puts in. */
export { NAMES, VALUES } from './hostile.js';
