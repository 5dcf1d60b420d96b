// SPDX-License-Identifier: MIT
// The results of the benchmark as a table to read.

/** @typedef {import('./run.js').Result} Result */

/** @param {number | null} x */
const number = (x) =>
  x === null
    ? ''
    : x >= 1000
      ? Math.round(x).toLocaleString('en')
      : x.toLocaleString('en', { maximumSignificantDigits: 3 });

/**
 * What the core is to reach in Chromium: a median, a share of the peak, or so many times the speed of a peer whose name
 * begins like this.
 * @type {Record<string, {median?: number, share?: number, peer?: string, times?: number}>}
 */
const TARGETS = {
  W1: { median: 20000, peer: 'tfjs', times: 30 },
  'W1b-1000': { share: 0.5 },
  'W1b-10000': { share: 0.5 },
  'W2-25': { median: 0.04, peer: 'tfjs', times: 8 },
  'W2-per-point': { peer: 'tfjs', times: 250 },
  W3: { median: 30000, share: 0.6 },
  W3b: { share: 0.6 },
  'W4-decode': { median: 20 },
  'W4-10000': { median: 0.09 },
  'W6-size': { median: 30 },
  'W6-first-step': { median: 60 },
  'W7-picture': { median: 2 },
  'W7-pan': { median: 60 },
  'W7-zoom': { median: 60 },
};

/** @param {Result} one @param {number} faster how many times as fast as `one` the core is */
function targets(one, faster) {
  const { median, share, peer, times } = TARGETS[one.workload] ?? {};
  if (one.where !== 'chromium' || !one.median) return '';
  const told = (/** @type {string} */ text, /** @type {boolean} */ met) => `${text} ${met ? 'met' : 'missed'}`;
  const list = [];
  if (one.contender === 'core') {
    const reached = one.unit.endsWith('/s') ? one.median / (median ?? 1) : (median ?? 1) / one.median;
    if (median) list.push(told(number(median), reached >= 1));
    if (share) list.push(told(`${100 * share}%`, (one.share_of_peak ?? 0) >= share));
  } else if (times && peer && one.contender.startsWith(peer)) {
    list.push(told(`${times}×`, faster >= times));
  }
  return list.join(', ');
}

/** How many times as fast as `other` the core is. @param {Result | undefined} core @param {Result} other */
function ratio(core, other) {
  if (!core?.median || !other.median) return Number.NaN;
  return other.unit.endsWith('/s') ? core.median / other.median : other.median / core.median;
}

/** @param {Result[]} results @returns {string} */
export function table(results) {
  const rows = [['workload', 'contender', 'where', 'median', 'min', 'max', 'unit', 'of peak', 'target', 'core is']];
  for (const one of results) {
    const core = results.find(
      ({ workload, contender, where }) => workload === one.workload && contender === 'core' && where === one.where,
    );
    const share = one.share_of_peak ? `${(100 * one.share_of_peak).toFixed(one.share_of_peak < 0.1 ? 1 : 0)}%` : '';
    const figures = [one.median, one.min, one.max].map(number);
    const faster = ratio(core, one);
    const times = core === one || Number.isNaN(faster) ? '' : `${faster.toPrecision(3)}×`;
    const place = [one.workload, one.contender, one.where];
    rows.push([
      ...place,
      ...figures,
      one.unit,
      share,
      targets(one, faster),
      [times, one.note].filter(Boolean).join('  '),
    ]);
  }
  const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => (c < 9 ? row[c].length : 0))));
  const right = new Set([3, 4, 5, 7]);
  const lines = rows.map((row) =>
    row
      .map((cell, c) => (right.has(c) ? cell.padStart(widths[c]) : cell.padEnd(widths[c])))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}
