// SPDX-License-Identifier: MIT
// The query of an address, as text. It is read for every page, and opened in one: the figure begins in the state that it gives,
// trains, draws and gives a link to itself.
import assert from 'node:assert/strict';
import { figures, Visit } from './visit.js';

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
    const written = write(state, {}, name);
    assert.equal(write(read(written, name).state, {}, name), written, 'a second time it is the same');
  }
}

/** @param {Uint8Array} bytes */
export async function run(bytes) {
  const query = new TextDecoder().decode(bytes);
  checkRead(query);
  const { figure: named } = read(query);
  const name = named ?? 'train';
  const visit = new Visit({ name, search: `?${query}`, link: named ? `?figure=${name}#figure-${name}` : '?' });
  await visit.begin();
  assert.deepEqual(
    visit.refusals.filter((refusal) => / cannot be /.test(refusal)),
    [],
    'what is read is what a figure takes',
  );
  await visit.live(12);
  visit.check();
  await visit.checkLink();
  await visit.end();
}

/** Words that the fuzzer puts in. */
export { NAMES, VALUES } from './hostile.js';
