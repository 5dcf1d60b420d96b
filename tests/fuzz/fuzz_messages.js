// SPDX-License-Identifier: MIT
// A page in a frame: the first line is the query of its address with the figure's name, each further one a message from the page
// around, as JSON; a line that is none is a message of that text. Text that begins with # stands for what JSON has no words for.
import { figures, Visit } from './visit.js';

const { read } = figures;

const MOST_MESSAGES = 30;

/** @type {Record<string, () => unknown>} */
const BEYOND_JSON = {
  '#NaN': () => Number.NaN,
  '#Infinity': () => Number.POSITIVE_INFINITY,
  '#undefined': () => undefined,
  '#bigint': () => 10n ** 400n,
  '#date': () => new Date(Number.NaN),
  '#map': () => new Map([['seed', 9]]),
  '#bytes': () => new Uint8Array(99),
  '#hole': () => Array(9),
  '#deep': () => Array.from({ length: 500 }).reduce((inner) => [inner], []),
  '#self': () => {
    /** @type {Record<string, unknown>} */
    const self = {};
    self.state = self;
    return self;
  },
};

/** @param {string} line @returns {unknown} */
function messageOf(line) {
  try {
    return JSON.parse(line, (_, value) => (Object.hasOwn(BEYOND_JSON, value) ? BEYOND_JSON[value]() : value));
  } catch {
    return line;
  }
}

/** @param {Uint8Array} bytes */
export async function run(bytes) {
  const [query, ...lines] = new TextDecoder().decode(bytes).split('\n');
  const visit = new Visit({ name: read(query).figure ?? 'train', search: `?${query}`, framed: true });
  const messages = lines.slice(0, MOST_MESSAGES).map(messageOf);
  const early = messages.length % 4; // so many come before the figure is there
  for (const message of messages.slice(0, early)) visit.say(message);
  await visit.begin();
  for (const message of messages.slice(early)) {
    visit.say(message);
    await visit.live(3);
  }
  await visit.live(8);
  visit.check();
  await visit.copyLink();
  await visit.end();
}

export { NAMES, VALUES } from './hostile.js';
