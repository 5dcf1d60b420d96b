// SPDX-License-Identifier: MIT
// Numbers as words for readers.

/** @param {number} value @returns {string} with commas */
export const whole = (value) => `${value}`.replace(/\B(?=(\d{3})+$)/g, ','); // toLocaleString takes a phone 20 ms at first

/** @param {number} value @param {number} digits @returns {string} with a true minus sign, and no row of digits where training exploded */
export const decimal = (value, digits) =>
  Math.abs(value) < 1e6 ? value.toFixed(digits).replace('-', '\u2212') : exponential(value);

/** @param {number} value @returns {string} */
export const exponential = (value) => value.toExponential(1).replaceAll('-', '\u2212').replace('+', '');

/** @param {number} exponent @returns {string} HTML: a power of ten */
export const power = (exponent) => `10<sup>${`${exponent}`.replace('-', '\u2212')}</sup>`;

/** With two digits and, where there is one, a power of ten as on axes. @param {number} value @returns {string} HTML */
export function scientific(value) {
  const [digits, exponent = '0'] = value.toExponential(1).split('e');
  return digits.replace('-', '\u2212') + (Number(exponent) ? `·${power(Number(exponent))}` : '');
}

/** @param {ArrayLike<number>} values @param {number} [digits] @returns {string} */
export const tuple = (values, digits = 2) => `(${Array.from(values, (value) => decimal(value, digits)).join(', ')})`;

/** @param {number} value @param {(value: number) => string} [exponent] how one with an exponent is written @returns {string} */
export const lossValue = (value, exponent = exponential) =>
  (value < 1e-6 && value > 0) || value >= 1e4 ? exponent(value) : decimal(value, 6);

/** @param {ArrayLike<number>} values @returns {string} HTML: with two digits, however small */
export const slopes = (values) =>
  `(${Array.from(values, (value) => (value === 0 ? '0' : scientific(value))).join(', ')})`;

/** @param {number} count @param {string} noun @returns {string} */
export const some = (count, noun) =>
  `${count === 1 ? 'one' : count === 2 ? 'two' : count === 3 ? 'three' : count} ${noun}${count === 1 ? '' : 's'}`;

/** What stands before a power of ten: nothing for 1. @param {number} value @returns {string} */
export function mantissa(value) {
  const digit = Math.round(value / 10 ** Math.floor(Math.log10(value) + 1e-9));
  return digit === 1 ? '' : `${digit}·`;
}

/** Whether fingers are what readers point with: these neither hover nor have arrow keys. */
export const fingers = Boolean(globalThis.matchMedia?.('(hover: none)').matches);

/** The numbers of a point: input, code, reconstruction, error. */
export const pointText = (
  /** @type {number} */ index,
  /** @type {ArrayLike<number>} */ input,
  /** @type {ArrayLike<number>} */ code,
  /** @type {ArrayLike<number>} */ output,
  /** @type {number} */ error,
) =>
  `<b>Point ${whole(index + 1)}</b> <span class="input">${tuple(input)}</span> → <span class="latent">${tuple(code)}</span> → <span class="output">${tuple(output)}</span>, error ${lossValue(error)}`;
