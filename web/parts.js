// SPDX-License-Identifier: MIT
// Pieces of a figure's DOM, as HTML. Nothing in it has an id, so that two copies of a figure fit on one page.
import { strings } from './strings.js';

export const icon = {
  play: '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11l9-5.5z"/></svg>',
  pause: '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 2.5h3v11h-3zm6 0h3v11h-3z"/></svg>',
  step: '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 2.5v11l7-5.5zm8 0h2.2v11H11z"/></svg>',
  reset:
    '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2.6a5.4 5.4 0 1 1-5.2 6.9l1.7-.5A3.6 3.6 0 1 0 8 4.4v2.2L4 3.5 8 .4z"/></svg>',
  seed: '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.6 2h8.8A1.6 1.6 0 0 1 14 3.6v8.8a1.6 1.6 0 0 1-1.6 1.6H3.6A1.6 1.6 0 0 1 2 12.4V3.6A1.6 1.6 0 0 1 3.6 2zm1.5 2a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4zm5.8 0a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4zM8 6.8a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4zM5.1 9.6a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4zm5.8 0a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4z"/></svg>',
};

/**
 * A plot with its heading, a line of text below it, and the labels of its axes: the letter with 1, 2, …
 * @param {string} part @param {string} label @param {string} describe @param {string} below HTML
 * @param {string} [letter] @param {number} [axes]
 */
export function plot(part, label, describe, below, letter = '', axes = 0) {
  const labels = Array.from(
    { length: axes },
    (_, k) => `<span aria-hidden="true"><i>${letter}</i><sub>${k + 1}</sub></span>`,
  );
  return `
  <div class="plot ${part}" data-plot="${part}">
    <h3>${label}</h3>
    <div class="canvas"><canvas role="img" tabindex="0" aria-label="${describe}"></canvas>${labels.join('')}</div>
    <p class="value">${below}</p>
  </div>`;
}

/**
 * One half of the network: a trapezoid with a bar for each of its layers, as tall as a share of the layer's units.
 * @param {'encoder' | 'decoder'} part @param {string} label @param {number[]} sizes the hidden layers
 */
export function trapezoid(part, label, sizes) {
  const shape = part === 'encoder' ? 'M2 4 98 34v32L2 96z' : 'M2 34 98 4v92L2 66z';
  const streams = [0.14, 0.38, 0.62, 0.86].map((at) => {
    const wide = 4 + 92 * at;
    const narrow = 34 + 32 * at;
    return part === 'encoder' ? `M2 ${wide}L98 ${narrow}` : `M2 ${narrow}L98 ${wide}`;
  });
  const bars = sizes.map((_, k) => {
    const x = 2 + (96 * (k + 1)) / (sizes.length + 1);
    const inset = 4 + (30 * (part === 'encoder' ? x - 2 : 98 - x)) / 96;
    return `M${x} ${inset + 5}V${95 - inset}`;
  });
  return `
  <div class="half ${part}">
    <h3>${label}</h3>
    <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      <path class="shape" d="${shape}"/><path class="stream" d="${streams.join('')}"/><path class="layers" d="${bars.join('')}"/>
    </svg>
    <p>${strings.train.layers(sizes)}</p>
  </div>`;
}
