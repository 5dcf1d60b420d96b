// SPDX-License-Identifier: MIT
// What a reader may choose in Figure 1: the data, drawn small, and the network and its training. Each field is an option of the
// core and carries its name; the kit listens to it and keeps it up to date.
import { segments, select, slider } from '../controls.js';
import { Scene } from '../scene.js';
import { strings } from '../strings.js';

const { train: text } = strings;

const PREVIEW = 60; // CSS px
const PREVIEW_POINTS = { radius: 1.5, plain: true };
const PREVIEW_EYE = { yaw: -0.9, pitch: 0.42, zoom: 1.1 };

/** Values on offer; an attribute may give any other. @type {Record<string, number[]>} */
const OFFERS = {
  points: [10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000],
  width: [1, 2, 4, 8, 16, 32, 64, 128],
  depth: [0, 1, 2, 3, 4],
  rate: [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 1, 10],
  batch: [0, 5, 10, 25, 100, 256],
  heldout: [0, 10, 20, 30, 40, 50],
};

/** @param {string} name @returns {Record<string, string>} */
const offer = (name) =>
  Object.fromEntries(OFFERS[name].map((value) => [value, text.values[name]?.(value) ?? strings.number(value)]));

/** @param {string} name @returns {string} */
const choice = (name) => select(name, text.options[name], offer(name), '');

/** @param {import('../core.js').Core} core @param {string} name */
const words = (core, name) => core.options.find((option) => option.name === name)?.words ?? [];

/** @param {import('../core.js').Core} core */
export const dataTemplate = (core) => `
  <fieldset class="data-sets">
    <legend>${text.options.data}</legend>
    ${words(core, 'data')
      .map(
        (name) =>
          `<label${name === 'own' ? ' hidden' : ''}><input type="radio" name="data" data-set="data" value="${name}"><canvas width="1" height="1" aria-hidden="true"></canvas><span>${text.dataSets[name]}</span></label>`,
      )
      .join('')}
  </fieldset>`;

/** How much of the data that are made, and how exact. */
export const amountTemplate = `
  <div class="fields made">
    ${choice('points')}
    ${slider('noise', text.options.noise, { min: 0, max: 0.2, step: 0.005, value: 0 })}
  </div>`;

/** @param {import('../core.js').Core} core */
export const optionsTemplate = (core) => `
  <details class="options">
    <summary>${text.optionsTitle}</summary>
    <div class="fields">
      ${segments('bottleneck', text.options.bottleneck, { 1: '1', 2: '2', 3: '3' })}
      ${choice('width')}
      ${choice('depth')}
      ${select('activation', text.options.activation, Object.fromEntries(words(core, 'activation').map((name) => [name, text.activations[name]])), '')}
      ${select('optimizer', text.options.optimizer, Object.fromEntries(words(core, 'optimizer').map((name) => [name, text.optimizers[name]])), '')}
      ${choice('rate')}
      ${choice('batch')}
      ${choice('heldout')}
    </div>
  </details>`;

/**
 * Draws the small pictures of the data sets; the reader's own are one as soon as they are in use.
 * @param {import('../figure.js').Figure} figure
 */
export function drawPreviews({ engine, root, theme, shown, options }) {
  const scene = new Scene(engine.core);
  try {
    const pixels = Math.round(PREVIEW * window.devicePixelRatio);
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll('.data-sets input'))) {
      const canvas = /** @type {HTMLCanvasElement} */ (input.nextElementSibling);
      const kind = engine.core.parse('data', input.value);
      scene.prepare(theme.colours, 1);
      scene.orbit(PREVIEW, PREVIEW, PREVIEW_EYE);
      if (input.value !== 'own') scene.dataset(kind, PREVIEW_POINTS);
      else if (kind !== options.data) continue;
      else scene.points(shown, 'input', PREVIEW_POINTS);
      /** @type {HTMLElement} */ (input.parentElement).hidden = false;
      engine.surface.paint(scene.handle, canvas, pixels, pixels, { soft: true });
    }
  } finally {
    scene.free();
  }
}
