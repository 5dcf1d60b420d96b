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

/** How many times as fast as `other` the core is. @param {Result | undefined} core @param {Result} other */
function ratio(core, other) {
  if (!core?.median || !other.median || core === other) return '';
  const faster = other.unit.endsWith('/s') ? core.median / other.median : other.median / core.median;
  return `${faster.toPrecision(3)}×`;
}

/** @param {Result[]} results @returns {string} */
export function table(results) {
  const rows = [['workload', 'contender', 'where', 'median', 'min', 'max', 'unit', 'of peak', 'core is']];
  for (const one of results) {
    const core = results.find(
      ({ workload, contender, where }) => workload === one.workload && contender === 'core' && where === one.where,
    );
    const share = one.share_of_peak ? `${(100 * one.share_of_peak).toFixed(one.share_of_peak < 0.1 ? 1 : 0)}%` : '';
    const figures = [one.median, one.min, one.max].map(number);
    rows.push([
      one.workload,
      one.contender,
      one.where,
      ...figures,
      one.unit,
      share,
      [ratio(core, one), one.note].filter(Boolean).join('  '),
    ]);
  }
  const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => (c < 8 ? row[c].length : 0))));
  const right = new Set([3, 4, 5, 7]);
  const lines = rows.map((row) =>
    row
      .map((cell, c) => (right.has(c) ? cell.padStart(widths[c]) : cell.padEnd(widths[c])))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}
