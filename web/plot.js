// SPDX-License-Identifier: MIT
// One plot: a canvas that is drawn when it is dirty, seen and not empty, sharp at every device-pixel ratio, and what a reader
// does to it with pointer, touch and keys.
//
// The wheel and a finger's swipe up or down belong to the page. With Ctrl or Command the wheel zooms; so do two fingers.
import { Scene } from './scene.js';

const REACH = { mouse: 16, touch: 28 }; // px from a point within which a pointer means it
const NEAR = { rootMargin: '300px' }; // a plot is drawn before it comes into sight
const KEY_DRAG = 12; // px of a drag that an arrow key stands for
const KEY_ZOOM = 1.2;
const WHEEL_ZOOM = 0.01; // of the logarithm, a px
const CLICK_SLOP = 4; // px that a press may move and still be a tap

/** @typedef {{x: number, y: number}} Position CSS px from the plot's top left corner, whatever scales the page */

/**
 * What a plot asks of its figure.
 * @typedef {object} PlotEvents
 * @property {(scene: Scene, width: number, height: number) => void} draw fills the scene; sizes in CSS px
 * @property {() => void} dirty the plot wants a frame
 * @property {(index: number) => void} [point] the pointer is over this point, -1 for none
 * @property {(index: number) => void} [pick] a tap or click means this point, -1 for none
 * @property {(by: number) => void} [walk] the selection goes this many points on; 0: to the first, Infinity: to the last
 * @property {(dx: number, dy: number) => void} [drag] the reader drags, CSS px since the last call
 * @property {(dx: number, dy: number) => void} [pan] a mouse drags, or two fingers do, CSS px since the last call; in place of `cursor`
 * @property {(factor: number) => void} [zoom] the reader pinches or turns the wheel
 * @property {(at: Position) => void} [cursor] the mouse is here, or a finger drags to here; in place of `point` and `drag`
 * @property {(at: Position) => void} [put] a tap or a drag is here; in place of `pick` and `drag`
 * @property {(by: Position) => void} [nudge] arrow keys move by so many px; in place of `walk` and `drag`
 * @property {() => void} [leave] the mouse has left
 * @property {(anchor: import('./scene.js').Anchor) => string} [label] HTML of a label
 */

export class Plot {
  /**
   * @param {import('./engine.js').Engine} engine
   * @param {HTMLElement} root holds the canvas
   * @param {import('./theme.js').Theme} theme
   * @param {PlotEvents} events
   */
  constructor(engine, root, theme, events) {
    this.engine = engine;
    this.root = root;
    this.theme = theme;
    this.events = events;
    this.canvas = /** @type {HTMLCanvasElement} */ (root.querySelector('canvas'));
    this.scene = new Scene(engine.core);
    /** @type {{element: HTMLElement, html: string, x: number, y: number}[]} what they say and where, so that only news is written */
    this.labels = [];
    this.width = 0; // CSS px
    this.height = 0;
    this.pixels = { width: 0, height: 0 };
    this.progress = 1; // of a tween between the state before and this one
    this.soft = false; // draw without WebGL
    this.crowded = false; // of so many dots that it is drawn without where WebGL is emulated: 10,000 took 15 ms, and 5 so
    this.dirty = true;
    this.seen = false;
    this.stop = new AbortController();
    this.watchSize();
    this.watchSight();
    this.listen();
    engine.plots.add(this);
  }

  /** Where no size can be observed, it is asked for when the window has another. */
  watchSize() {
    const { canvas } = this;
    try {
      const observer = new ResizeObserver((entries) => this.measure(entries[entries.length - 1]));
      this.stop.signal.addEventListener('abort', () => observer.disconnect());
      try {
        observer.observe(canvas, { box: 'device-pixel-content-box' });
      } catch {
        observer.observe(canvas); // Safari has no such box
      }
    } catch {
      const ask = () => this.measure({ contentRect: { width: canvas.clientWidth, height: canvas.clientHeight } });
      addEventListener('resize', ask, { signal: this.stop.signal });
      requestAnimationFrame(ask); // when it has its place
    }
  }

  /** Where nothing can be observed, everything counts as seen. */
  watchSight() {
    const see = (/** @type {boolean} */ seen) => {
      this.seen = seen;
      if (seen && this.dirty) this.events.dirty();
    };
    try {
      const observer = new IntersectionObserver((entries) => see(entries[entries.length - 1].isIntersecting), NEAR);
      this.stop.signal.addEventListener('abort', () => observer.disconnect());
      observer.observe(this.canvas);
    } catch {
      see(true);
    }
  }

  /** @param {{contentRect: {width: number, height: number}, devicePixelContentBoxSize?: readonly ResizeObserverSize[]}} entry */
  measure(entry) {
    this.width = entry.contentRect.width;
    this.height = entry.contentRect.height;
    if (!this.seen) this.place([]); // labels keep their places until it is drawn again: some may be far beyond its edge now
    this.fit(entry.devicePixelContentBoxSize?.[0]);
  }

  /** @param {ResizeObserverSize} [device] exact where sizes do not round alike, but emulated screens report it in CSS px */
  fit(device) {
    const exact = (/** @type {number} */ size, /** @type {number | undefined} */ pixels) => {
      const rounded = Math.round(size * window.devicePixelRatio);
      return pixels !== undefined && Math.abs(pixels - rounded) <= 1 ? pixels : rounded;
    };
    this.pixels = { width: exact(this.width, device?.inlineSize), height: exact(this.height, device?.blockSize) };
    this.touch();
  }

  /** The picture is no longer right. */
  touch() {
    this.dirty = true;
    this.events.dirty();
  }

  /** @param {boolean} [unseen] draw it out of sight too @returns {boolean} whether there is a picture */
  paint(unseen = false) {
    const { width, height } = this.pixels;
    if (!this.dirty || !(this.seen || unseen) || !width || !height) return !this.dirty;
    this.scene.prepare(this.theme.colours, this.progress);
    this.events.draw(this.scene, this.width, this.height);
    const { surface } = this.engine;
    const soft = this.soft || (this.crowded && surface.emulated);
    this.dirty = !surface.paint(this.scene.handle, this.canvas, width, height, { soft });
    if (this.events.label) this.place(this.scene.anchors());
    return !this.dirty;
  }

  /** Puts a label at each anchor. @param {import('./scene.js').Anchor[]} anchors */
  place(anchors) {
    while (this.labels.length < anchors.length) {
      const element = document.createElement('span');
      element.ariaHidden = 'true';
      this.root.append(element);
      this.labels.push({ element, html: '', x: Number.NaN, y: Number.NaN });
    }
    this.labels.forEach((label, k) => {
      const { element } = label;
      const anchor = anchors[k];
      if (element.hidden !== !anchor) element.hidden = !anchor;
      if (!anchor) return;
      const { x, y } = anchor;
      const html = this.events.label?.(anchor) ?? '';
      if (label.html !== html) element.innerHTML = label.html = html;
      if (label.x === x && label.y === y) return;
      element.style.translate = `calc(${x}px - 50%) calc(${y}px - 50%)`;
      Object.assign(label, { x, y });
    });
  }

  /** @param {{clientX: number, clientY: number}} event @returns {Position} */
  position(event) {
    const box = this.canvas.getBoundingClientRect();
    if (!box.width || !box.height) return { x: 0, y: 0 }; // it was hidden while a pointer was on it
    return {
      x: ((event.clientX - box.left) / box.width) * this.width,
      y: ((event.clientY - box.top) / box.height) * this.height,
    };
  }

  /** The point of the last picture that a pointer means, or -1. @param {Position} at @param {string} pointer @returns {number} */
  pick({ x, y }, pointer) {
    return this.scene.pick(x, y, pointer === 'mouse' ? REACH.mouse : REACH.touch);
  }

  listen() {
    const { signal } = this.stop;
    const { canvas, events } = this;
    /** @type {Map<number, Position>} the pointers that are down */
    const down = new Map();
    let moved = false; // since the first of them came down
    let scrolls = false; // a finger that sets off up or down: the page's, though a browser may tell of its first steps

    const spread = () => {
      const [a, b] = [...down.values()];
      return Math.hypot(a.x - b.x, a.y - b.y);
    };

    canvas.addEventListener(
      'pointerdown',
      (event) => {
        if (event.button !== 0) return;
        if (!down.size) moved = scrolls = false;
        down.set(event.pointerId, this.position(event));
        canvas.setPointerCapture(event.pointerId); // the release is heard wherever it happens
      },
      { signal },
    );
    canvas.addEventListener(
      'pointermove',
      (event) => {
        const at = this.position(event);
        const before = down.get(event.pointerId);
        if (!before) {
          if (event.pointerType !== 'mouse') return;
          if (events.cursor) events.cursor(at);
          else events.point?.(this.pick(at, 'mouse'));
          return;
        }
        const [dx, dy] = [at.x - before.x, at.y - before.y];
        if (!moved) {
          if (Math.hypot(dx, dy) < CLICK_SLOP) return;
          moved = true;
          scrolls = event.pointerType === 'touch' && Math.abs(dy) > Math.abs(dx);
        }
        const apart = down.size === 2 ? spread() : 0;
        down.set(event.pointerId, at);
        if (scrolls && down.size === 1) return;
        if (down.size === 2) {
          events.zoom?.(spread() / Math.max(apart, 1));
          events.pan?.(dx / 2, dy / 2);
        } else if (events.pan && event.pointerType === 'mouse') events.pan(dx, dy);
        else if (events.cursor ?? events.put) (events.cursor ?? events.put)?.(at);
        else events.drag?.(dx, dy);
      },
      { signal },
    );
    canvas.addEventListener(
      'pointerup',
      (event) => {
        if (!down.delete(event.pointerId) || moved) return;
        const at = this.position(event);
        events.cursor?.(at);
        if (events.put) events.put(at);
        else events.pick?.(this.pick(at, event.pointerType));
      },
      { signal },
    );
    canvas.addEventListener('pointercancel', (event) => down.delete(event.pointerId), { signal });
    canvas.addEventListener(
      'pointerleave',
      (event) => {
        if (event.pointerType !== 'mouse' || down.size) return;
        events.point?.(-1);
        events.leave?.();
      },
      { signal },
    );
    canvas.addEventListener(
      'wheel',
      (event) => {
        if (!events.zoom || !(event.ctrlKey || event.metaKey)) return; // the page's own
        event.preventDefault();
        events.zoom(Math.exp(-WHEEL_ZOOM * event.deltaY));
      },
      { signal, passive: false },
    );
    canvas.addEventListener(
      'keydown',
      (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (this.key(event.key, event.shiftKey)) event.preventDefault();
      },
      { signal },
    );
  }

  /**
   * Arrow keys turn what can be turned; n and p, or the arrows in a plane, walk the points; + and - zoom.
   * @param {string} key @param {boolean} fast @returns {boolean} whether it meant something
   */
  key(key, fast) {
    const { nudge, drag, walk, zoom, pick } = this.events;
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    const step = KEY_DRAG * (fast ? 4 : 1);
    if (arrow && nudge) nudge({ x: step * arrow[0], y: step * arrow[1] });
    else if (arrow && drag) drag(step * arrow[0], step * arrow[1]);
    else if (arrow && walk) walk(arrow[0] - arrow[1]);
    else if ((key === 'n' || key === 'p') && walk) walk(key === 'n' ? 1 : -1);
    else if ((key === 'Home' || key === 'End') && walk) walk(key === 'Home' ? 0 : Number.POSITIVE_INFINITY);
    else if ((key === '+' || key === '=' || key === '-') && zoom) zoom(key === '-' ? 1 / KEY_ZOOM : KEY_ZOOM);
    else if (key === 'Escape' && pick) pick(-1);
    else return false;
    return true;
  }

  dispose() {
    this.stop.abort();
    this.engine.plots.delete(this);
    this.scene.free();
  }
}
