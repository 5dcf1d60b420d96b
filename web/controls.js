// SPDX-License-Identifier: MIT
// Pieces of a figure's DOM, as HTML: native controls with visible labels. Nothing in it has an id, so that two copies of a
// figure fit on one page. Buttons are told apart by data-do, fields by data-set, places for text by data-show.
import { strings } from './strings.js';

/** @param {string} path @returns {string} */
const draw = (path) => `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${path}"/></svg>`;

const icon = {
  play: draw('M4 2.5v11l9-5.5z'),
  pause: draw('M3.5 2.5h3v11h-3zm6 0h3v11h-3z'),
  step: draw('M3 2.5v11l7-5.5zm8 0h2.2v11H11z'),
  before: draw('M13 2.5v11L6 8zM5 2.5v11H2.8v-11z'),
  first: draw('M8.8 2.5v11L3.4 8zM14 2.5v11L8.6 8zM2 2.5h1.4v11H2z'),
  last: draw('M7.2 2.5v11L12.6 8zM2 2.5v11L7.4 8zM12.6 2.5H14v11h-1.4z'),
  reset: draw('M8 2.6a5.4 5.4 0 1 1-5.2 6.9l1.7-.5A3.6 3.6 0 1 0 8 4.4v2.2L4 3.5 8 .4z'),
  seed: draw(
    'M3.6 2h8.8A1.6 1.6 0 0 1 14 3.6v8.8a1.6 1.6 0 0 1-1.6 1.6H3.6A1.6 1.6 0 0 1 2 12.4V3.6A1.6 1.6 0 0 1 3.6 2zm1.5 2a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4zm5.8 0a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4zM8 6.8a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4zM5.1 9.6a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4zm5.8 0a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4z',
  ),
  left: draw('M10.8 2.2 5 8l5.8 5.8 1.4-1.4L7.8 8l4.4-4.4z'),
  right: draw('M5.2 2.2 11 8l-5.8 5.8-1.4-1.4L8.2 8 3.8 3.6z'),
  up: draw('M2.2 10.8 8 5l5.8 5.8-1.4 1.4L8 7.8l-4.4 4.4z'),
  down: draw('M2.2 5.2 8 11l5.8-5.8-1.4-1.4L8 8.2 3.6 3.8z'),
  save: draw('M7.1 2h1.8v6.3l2.2-2.2 1.3 1.3L8 11.8 3.6 7.4l1.3-1.3 2.2 2.2zM3 12.6h10v1.6H3z'),
  closer: draw('M7 3h2v4h4v2H9v4H7V9H3V7h4z'),
  farther: draw('M3 7h10v2H3z'),
};

/** @typedef {keyof typeof icon} Icon */

/** What stands on a button. @param {Icon} picture @param {string} label */
export const face = (picture, label) => `${icon[picture]}<b>${label}</b>`;

/** @param {string} name what it does @param {Icon} picture @param {string} label @param {string} [kind] its class */
export const button = (name, picture, label, kind = '') =>
  `<button type="button" class="${kind}" data-do="${name}" data-show="do-${name}">${face(picture, label)}</button>`;

/** @param {string} name @param {string} label @param {Record<string, string>} choices labels by value @param {string} chosen */
export const select = (name, label, choices, chosen) => `
  <label>${label} <select data-set="${name}">${Object.entries(choices)
    .map(([value, words]) => `<option value="${value}"${value === chosen ? ' selected' : ''}>${words}</option>`)
    .join('')}</select></label>`;

/** Yes or no. @param {string} name @param {string} label */
export const checkbox = (name, label) =>
  `<label class="check"><input type="checkbox" data-set="${name}"> ${label}</label>`;

/** A point, by its number from 1. @param {string} name @param {string} label */
export const pointField = (name, label) =>
  `<label>${label} <input type="number" data-point="${name}" min="1" step="1"></label>`;

/**
 * A slider with its label and, where the value has a text of its own, a place for it.
 * @param {string} name @param {string} label @param {{min: number, max: number, step: number, value: number}} range
 */
export const slider = (name, label, { min, max, step, value }) => `
  <label class="slider">${label} <input type="range" data-set="${name}" min="${min}" max="${max}" step="${step}" value="${value}"
    ><output data-show="${name}"></output></label>`;

/** One of a few, all of them seen; no fieldset, whose legend WebKit would not put beside them. @param {string} name @param {string} label @param {Record<string, string>} choices labels by value */
export const segments = (name, label, choices) => `
  <div class="segments" role="radiogroup" aria-label="${label}"><i aria-hidden="true">${label}</i>${Object.entries(
    choices,
  )
    .map(
      ([value, words]) =>
        `<label><input type="radio" name="${name}" data-set="${name}" value="${value}"><span>${words}</span></label>`,
    )
    .join('')}</div>`;

/** The seed, which a reader may type to come back to it. @param {string} label */
const seedField = (label) =>
  `<dd><input type="number" data-set="seed" aria-label="${label}" min="1" max="4294967295" step="1" inputmode="numeric" placeholder="${strings.train.noSeed}"></dd>`;

/** Numbers with their names. @param {Record<string, string>} names by data-show; `seed` is a field */
export const numbers = (names) => `
  <dl>${Object.entries(names)
    .map(
      ([name, label]) =>
        `<div><dt>${label}</dt>${name === 'seed' ? seedField(label) : `<dd data-show="${name}"></dd>`}</div>`,
    )
    .join('')}</dl>`;

/** What marks stand for. @param {[kind: string, words: string][]} entries kind is a class: hollow, disc, trail, line, … */
export const legend = (entries) =>
  `<span class="legend">${entries
    .map(([kind, words]) => `<span><i class="key ${kind}" aria-hidden="true"></i>${words}</span>`)
    .join('')}</span>`;

/** A question mark with an explanation, see tip.js. @param {string} about @param {string} words HTML */
export const tip = (about, words) =>
  `<button type="button" class="tip" aria-label="${strings.figure.about(about)}">?</button><span popover="manual" role="note">${words}</span>`;

/**
 * A plot with its heading and a line of text below it.
 * @param {string} name also its class @param {string} label @param {string} describe for who does not see it @param {string} below HTML
 * @param {string} [tools] HTML of buttons over the plot
 */
export const plot = (name, label, describe, below, tools = '') => `
  <div class="plot ${name}" data-plot="${name}">
    <div class="name">${label}</div>
    <div class="canvas"><canvas tabindex="0" role="application" aria-roledescription="${strings.figure.plot}" aria-label="${describe}"></canvas>${tools}</div>
    <p class="value">${below}</p>
  </div>`;

/** Buttons that do to the orbit what dragging does. @param {string} [name] of the group @param {Record<string, string>} [labels] */
export const orbitTools = (name = strings.figure.view, labels = strings.figure.views) => `
  <div class="tools" role="group" aria-label="${name}">${
    /** @type {const} */ (['left', 'right', 'up', 'down', 'closer', 'farther'])
      .map(
        (view) =>
          `<button type="button" data-view="${view}" aria-label="${labels[view]}" title="${labels[view]}">${icon[view]}</button>`,
      )
      .join('')
  }</div>`;

/**
 * One half of the network: a trapezoid with a bar for each of its layers, as tall as a share of the layer's units.
 * @param {'encoder' | 'decoder'} part @param {string} label @param {number[]} sizes the hidden layers @param {string} below
 */
export function trapezoid(part, label, sizes, below) {
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
    <div class="name">${label}</div>
    <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      <path class="shape" d="${shape}"/><path class="stream" d="${streams.join('')}"/><path class="layers" d="${bars.join('')}"/>
    </svg>
    <p>${below}</p>
  </div>`;
}
