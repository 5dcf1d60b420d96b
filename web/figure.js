// SPDX-License-Identifier: MIT
// What all figures have in common. A figure is a class that extends this one:
//
//   title, names        static: its name for readers, and what its state holds beside the options
//   defaults            static: options that start as something else than their own default
//   zoom                static: how near plots in space begin
//   constructor         fills the root with HTML, then makes its plots with `addPlot` and `addSpace`
//   shown               the network and its data, a trainer of the core; made by the figure, or by its run
//   useOptions(…)       the reader wants other options
//   open()              may wait; the figure is shown when it is done
//   step(now)           what happens in a frame before plots are drawn; true when the next frame is wanted too
//   write()             brings texts up to date with the state
//
// and inherits one linked selection (a point that is marked and told in all plots), one orbit for all plots in space, themes, a polite
// status, “Show data”, sleep while nobody looks, and an end that leaves nothing behind.
import { Orbit, VIEW } from './orbit.js';
import { Plot } from './plot.js';
import { Status } from './status.js';
import { strings } from './strings.js';
import { Table, tableTemplate } from './table.js';
import { Theme } from './theme.js';
import { listenToTips } from './tip.js';

/** @typedef {import('./core.js').Options} Options */
/** @typedef {import('./plot.js').PlotEvents} PlotEvents */
/** @typedef {Record<string, string | number | boolean>} State plain, and understood by `set` */
/**
 * What a figure is made from.
 * @typedef {object} Setting
 * @property {HTMLElement} host the element, which events are sent from
 * @property {HTMLElement} root what the figure fills
 * @property {import('./engine.js').Engine} engine
 * @property {State} state given by attributes or `set`, without the defaults
 * @property {(figure: Figure) => void} begun told first of all, so that a figure whose making fails can be disposed of too
 */

const VIEW_STEP = 24; // px of a drag that a button stands for
const VIEW_ZOOM = 1.25;

/** @type {Record<string, (orbit: Orbit) => void>} */
const VIEWS = {
  left: (orbit) => orbit.rotate(-VIEW_STEP, 0),
  right: (orbit) => orbit.rotate(VIEW_STEP, 0),
  up: (orbit) => orbit.rotate(0, -VIEW_STEP),
  down: (orbit) => orbit.rotate(0, VIEW_STEP),
  closer: (orbit) => orbit.magnify(VIEW_ZOOM),
  farther: (orbit) => orbit.magnify(1 / VIEW_ZOOM),
};

/** @param {number} width of a plot, CSS px @param {number} points @returns {number} radius of its dots, CSS px */
export const dotRadius = (width, points) =>
  Math.min(5.2, 1.5 + width / 105) * Math.max(0.28, Math.min(1, Math.sqrt(60 / points)));

/**
 * Options with some of them changed. Throws an Error that names what does not fit.
 * @param {import('./core.js').Core} core @param {Options} options @param {State} changes names that are no options are left out
 * @returns {Options}
 */
export function withChanges(core, options, changes) {
  const changed = { ...options };
  for (const { name, words, least, most, whole } of core.options) {
    const given = changes[name];
    if (given === undefined) continue;
    const value = core.parse(name, `${given}`);
    if (!(value >= least && value <= most) || (whole && !Number.isInteger(value))) {
      const allowed = words.length ? strings.figure.oneOf(words) : strings.figure.between(least, most, whole);
      throw new Error(strings.figure.notAValue(name, `${given}`, allowed));
    }
    changed[name] = value;
  }
  return changed;
}

/**
 * A number among changes of a state, or undefined. Throws an Error that names it when it does not fit.
 * @param {State} changes @param {string} name @param {{least: number, most: number, whole?: boolean}} range
 * @returns {number | undefined}
 */
export function numberAmong(changes, name, { least, most, whole = false }) {
  const given = changes[name];
  if (given === undefined) return undefined;
  const value = `${given}`.trim() === '' ? Number.NaN : Number(given);
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
  throw new Error(strings.figure.notAValue(name, `${given}`, strings.figure.between(least, most, whole)));
}

export class Figure {
  /** Its name for readers. */
  static title = '';
  /** @type {string[]} what its state holds beside the options */
  static names = ['selected', ...Object.keys(VIEW)];
  /** @type {State} options that start as something else than their own default */
  static defaults = {};
  /** @type {Record<string, {least: number, most: number}>} what its state says of how plots in space are looked at */
  static view = VIEW;
  static zoom = 1; // that these begin with

  /** @param {Setting} setting @param {string} html */
  constructor({ host, root, engine, state, begun }, html) {
    const { defaults, zoom } = /** @type {typeof Figure} */ (this.constructor);
    const { core } = engine;
    const fallbacks = Object.fromEntries(core.options.map(({ name, fallback }) => [name, fallback]));
    /** @type {Options} */
    this.options = withChanges(core, withChanges(core, fallbacks, defaults), state);
    this.check(state);
    this.host = host;
    this.root = root;
    this.engine = engine;
    this.calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.visible = true; // in sight, in a tab that is shown
    this.pinned = -1; // the point that a click or a key has chosen
    this.hovered = -1; // the point under the pointer, which goes before it
    this.orbit = new Orbit(this.calm || engine.surface.emulated, zoom); // a processor that draws has better things to do
    this.orbit.look(this.viewAmong(state));
    this.stop = new AbortController();
    /** @type {Map<string, Plot>} */
    this.plots = new Map();
    /** @type {Map<string, string>} HTML by data-show */
    this.shownTexts = new Map();
    begun(this);
    root.innerHTML = `${html}
      ${tableTemplate()}
      ${host.hasAttribute('link') ? `<button type="button" class="link">${strings.figure.link}</button>` : ''}
      <p class="unseen" data-show="description"></p><p class="unseen" role="status"></p>`;
    this.theme = new Theme(root, () => this.repaint());
    this.watchDensity();
    this.status = new Status(this.find('.unseen[role=status]'), () => this.describe());
    this.table = new Table(
      root,
      {
        count: () => this.pointCount,
        columns: () => this.columns,
        row: (index) => this.row(index),
        choose: (index) => this.pin(index),
        chosen: () => this.selected,
      },
      this.stop.signal,
    );
    this.onButtons('[data-view]', ({ view }) => {
      VIEWS[view ?? ''](this.orbit);
      this.turned();
    });
    this.onButtons('.link', async (_, button) => (await import('./share.js')).share(this, button));
    listenToTips(root, this.stop.signal);
  }

  // ---- what a figure says of itself ---------------------------------------------------------------------------------

  async open() {}

  /** @param {number} _now ms @returns {boolean} whether the next frame is wanted */
  step(_now) {
    return false;
  }

  write() {}

  /** @returns {import('./core.js').CoreTrainer} */
  get shown() {
    throw new Error('a figure has a network');
  }

  /** @param {Options} _options @param {string[]} _changed names */
  useOptions(_options, _changed) {}

  /** The state in a sentence or two, for who does not see it. @returns {string} */
  describe() {
    return '';
  }

  // ---- state --------------------------------------------------------------------------------------------------------

  /** Plain, and understood by `set`. @returns {State} */
  get state() {
    const { core } = this.engine;
    const words = Object.entries(this.options).map(([name, value]) => [name, core.word(name, value)]);
    return { ...Object.fromEntries(words), selected: this.selected, ...this.orbit.state };
  }

  /** @param {State} changes @returns {Partial<import('./orbit.js').View>} */
  viewAmong(changes) {
    const { view } = /** @type {typeof Figure} */ (this.constructor);
    const given = Object.keys(view).filter((name) => name in changes);
    return Object.fromEntries(given.map((name) => [name, numberAmong(changes, name, view[name])]));
  }

  /** Throws an Error that names what is no option and does not fit. @param {State} changes */
  check(changes) {
    const { selected } = changes;
    this.viewAmong(changes);
    if (
      selected === undefined ||
      (Number.isInteger(Number(selected)) && `${selected}`.trim() !== '' && Number(selected) >= -1)
    )
      return;
    throw new Error(strings.figure.notAValue('selected', `${selected}`, strings.figure.pointOrNone));
  }

  /** Changes a part of the state. Throws an Error that names what does not fit, and keeps the state. @param {State} changes */
  set(changes) {
    const options = withChanges(this.engine.core, this.options, changes);
    this.check(changes);
    const changed = Object.keys(options).filter((name) => options[name] !== this.options[name]);
    if (changed.length) this.useOptions(options, changed);
    if (this.orbit.look(this.viewAmong(changes))) this.turned();
    if ('selected' in changes) this.pin(Math.min(Number(changes.selected), this.pointCount - 1));
  }

  get pointCount() {
    return this.shown.points;
  }

  /** The data table's headings. */
  get columns() {
    const { parts } = strings;
    return [strings.table.point, parts.input, parts.latent, parts.output, strings.table.error];
  }

  /** The data table's cells of a point. @param {number} index @returns {string[]} */
  row(index) {
    const { input, latent, output, error } = this.shown.point(index);
    return [...[input, latent, output].map((values) => strings.table.tuple(values)), strings.lossValue(error)];
  }

  /** A point's numbers as a line of text in the parts' colours. @param {number} index @returns {string} HTML */
  pointLine(index) {
    const { input, latent, output, error } = this.shown.point(index);
    return strings.figure.point(index, input, latent, output, error);
  }

  /** A point's numbers in words. @param {number} index @returns {string} */
  describePoint(index) {
    const { input, latent, output, error } = this.shown.point(index);
    return strings.figure.describePoint(index, input, latent, output, error);
  }

  /** A line that everybody sees, instead of the readout. @param {string} words empty to take it away */
  say(words) {
    const message = this.find('.message');
    if (message.textContent === words) return;
    message.textContent = words;
    message.hidden = !words;
    if (words) this.status.say(words);
    this.write();
  }

  // ---- pieces -------------------------------------------------------------------------------------------------------

  /** @param {string} selector @returns {HTMLElement} */
  find(selector) {
    return /** @type {HTMLElement} */ (this.root.querySelector(selector));
  }

  /** A text, changed only where it is another: screen and reader alike are left alone. @param {string} name @param {string} html */
  show(name, html) {
    if (this.shownTexts.get(name) === html) return;
    this.shownTexts.set(name, html);
    this.find(`[data-show="${name}"]`).innerHTML = html;
  }

  /** @param {string} selector @param {(data: DOMStringMap, button: HTMLElement) => void} pressed */
  onButtons(selector, pressed) {
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll(selector))) {
      button.addEventListener('click', () => pressed(button.dataset, button), { signal: this.stop.signal });
    }
  }

  /** Fields named after a part of the state change it. A slider does so while it moves. */
  listenToFields() {
    for (const field of this.fields) {
      const type = field.type === 'range' ? 'input' : 'change';
      const value = () => (field.type === 'checkbox' ? /** @type {HTMLInputElement} */ (field).checked : field.value);
      const name = field.dataset.set ?? '';
      const act = () => {
        this.tryToSet({ [name]: value() });
        if (field.type === 'number') field.value = `${this.state[name]}`;
      };
      field.addEventListener(type, act, { signal: this.stop.signal });
    }
  }

  /** @returns {NodeListOf<HTMLInputElement | HTMLSelectElement>} */
  get fields() {
    return this.root.querySelectorAll('[data-set]');
  }

  /** As `set`, but what does not fit is told to the reader. @param {State} changes */
  tryToSet(changes) {
    try {
      this.set(changes);
    } catch (error) {
      this.say(strings.figure.refused(/** @type {Error} */ (error).message));
      this.writeFields();
    }
  }

  /** Lets the fields show the state; a value that a list does not offer is added to it. */
  writeFields() {
    const { state } = this;
    for (const field of this.fields) {
      const value = `${state[field.dataset.set ?? '']}`;
      if (field instanceof HTMLSelectElement) {
        if (![...field.options].some((option) => option.value === value)) field.add(new Option(value, value));
        field.value = value;
      } else if (field.type === 'radio' || field.type === 'checkbox') {
        field.checked = field.type === 'radio' ? field.value === value : value === 'true';
      } else if (field.type !== 'number' || !field.matches(':focus')) {
        field.value = value; // a number that is being typed is left alone
      }
    }
  }

  /** @param {string} name @param {Pick<PlotEvents, 'draw'> & Partial<PlotEvents>} events those that are not the kit's own */
  addPlot(name, events) {
    this.plots.set(
      name,
      new Plot(this.engine, this.find(`[data-plot="${name}"] .canvas`), this.theme, {
        dirty: () => this.engine.wake(this),
        point: (index) => this.hover(index),
        pick: (index) => {
          this.orbit.left = 0; // also when the tap means no point
          this.pin(index);
        },
        walk: (by) => this.walk(by),
        ...events,
      }),
    );
  }

  /**
   * A plot in space, which all others in space turn with.
   * @param {string} name @param {(scene: import('./scene.js').Scene, width: number, height: number) => void} draw
   * @param {Partial<PlotEvents>} [events]
   */
  addSpace(name, draw, events = {}) {
    this.addPlot(name, { draw, ...events });
    this.turnable(name, true);
  }

  /** Whether dragging turns a plot and pinching zooms it. @param {string} name @param {boolean} turns */
  turnable(name, turns) {
    const { root, events } = /** @type {Plot} */ (this.plots.get(name));
    const act = (/** @type {() => void} */ change) => {
      change();
      this.turned();
    };
    root.classList.toggle('space', turns);
    events.drag = turns ? (dx, dy) => act(() => this.orbit.rotate(dx, dy)) : undefined;
    events.zoom = turns ? (factor) => act(() => this.orbit.magnify(factor)) : undefined;
  }

  /**
   * The figure's points, the selected one marked.
   * @param {import('./scene.js').Scene} scene @param {import('./core.js').ViewName} view
   * @param {number} width of the plot @param {boolean} [hollow]
   */
  points(scene, view, width, hollow = false) {
    const radius = dotRadius(width, this.pointCount);
    scene.points(this.shown, view, { radius, hollow, plain: radius < 2, selected: this.selected });
  }

  // ---- selection ----------------------------------------------------------------------------------------------------

  get selected() {
    return this.hovered < 0 ? this.pinned : this.hovered;
  }

  /** @param {number} index of a point, -1 for none */
  hover(index) {
    if (index === this.hovered) return;
    if (index >= 0) this.orbit.left = 0;
    this.hovered = index;
    this.selectionChanged();
  }

  /** @param {number} index of a point, -1 for none */
  pin(index) {
    if (index >= 0) this.orbit.left = 0;
    this.pinned = index;
    this.hovered = -1;
    this.selectionChanged();
    if (index >= 0) this.status.say(this.describePoint(index));
  }

  /** The selection moves along the data set. @param {number} by points; 0: to the first, Infinity: to the last */
  walk(by) {
    const count = this.pointCount;
    if (!count) return;
    if (by === 0 || by === Number.POSITIVE_INFINITY) this.pin(by === 0 ? 0 : count - 1);
    else this.pin(this.selected < 0 ? (by > 0 ? 0 : count - 1) : (this.selected + by + count) % count);
  }

  selectionChanged() {
    this.write();
    this.table.fill();
    this.changed();
  }

  // ---- frames -------------------------------------------------------------------------------------------------------

  /** @param {number} now @returns {boolean} whether the next frame is wanted too */
  frame(now) {
    const turning = this.visible && this.orbit.turn(now);
    if (turning) this.touch();
    return this.step(now) || turning;
  }

  /** Marks plots as no longer right, all of them when none is named. @param {string[]} names */
  touch(...names) {
    for (const [name, plot] of this.plots) if (!names.length || names.includes(name)) plot.dirty = true;
  }

  /** Something that is drawn is no longer as it was. */
  changed() {
    this.touch();
    this.engine.wake(this);
  }

  /** Plots are looked at from somewhere else. */
  turned() {
    this.changed();
    this.send('ae-state', {});
  }

  /** Colours or pixels are others. */
  repaint() {
    this.changed();
  }

  /** Another screen, or the reader enlarges the page: there may be other pixels where no size in CSS px has changed. */
  watchDensity() {
    const media = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    const tell = () => {
      for (const plot of this.plots.values()) plot.fit();
      this.repaint();
      this.watchDensity();
    };
    media.addEventListener('change', tell, { signal: this.stop.signal, once: true });
  }

  /** Whether somebody can look. @param {boolean} visible */
  look(visible) {
    this.visible = visible;
    if (visible) this.engine.wake(this);
  }

  /** Tells the page of a new state. @param {string} type @param {object} detail */
  send(type, detail) {
    this.host.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));
  }

  /** The words that stand for the state, once for all that has changed. */
  tell() {
    this.show('description', this.describe());
    this.send('ae-state', {});
    this.status.changed();
    this.table.changed();
  }

  dispose() {
    this.stop.abort();
    this.engine.forget(this);
    for (const plot of this.plots.values()) plot.dispose();
    this.status?.dispose();
    this.theme?.dispose();
  }
}
