// SPDX-License-Identifier: MIT
// One plot: a canvas that is drawn when it is dirty, seen and not empty, sharp at every device-pixel ratio.

const TAP_REACH = 24; // px from a point within which a pointer means it
const NEAR = { rootMargin: '300px' }; // a plot is drawn before it comes into sight
const KEY_DRAG = 12; // px of a drag that an arrow key stands for
const CLICK_SLOP = 4; // px that a press may move and still be a tap

/** @typedef {{x: number, y: number}} Position CSS px from the plot's top left corner, whatever scales the page */

/**
 * What a panel asks of its figure.
 * @typedef {object} PanelEvents
 * @property {(scene: number, width: number, height: number) => void} scene fills the scene; sizes in CSS px
 * @property {(index: number) => void} [point] the pointer is over this point, -1 for none
 * @property {(index: number) => void} [pick] a tap or click means this point, -1 for none
 * @property {(dx: number, dy: number) => void} [drag] the reader drags, CSS px since the last call
 * @property {(by: number) => void} [walk] the selection goes this many points on
 * @property {() => void} dirty the panel wants a frame
 */

export class Panel {
  /**
   * @param {import('./engine.js').Engine} engine
   * @param {HTMLElement} root holds the canvas and, where axes are labelled, one <span> for each label
   * @param {PanelEvents} events
   */
  constructor(engine, root, events) {
    this.engine = engine;
    this.events = events;
    this.root = root;
    this.canvas = /** @type {HTMLCanvasElement} */ (root.querySelector('canvas'));
    this.scene = engine.core.lab._lab_scene_new();
    this.labels = [...root.querySelectorAll('span')];
    this.width = 0; // CSS px
    this.height = 0;
    this.pixels = { width: 0, height: 0 };
    this.dirty = true;
    this.seen = false;
    this.resize = new ResizeObserver((entries) => this.measure(entries[entries.length - 1]));
    try {
      this.resize.observe(this.canvas, { box: 'device-pixel-content-box' });
    } catch {
      this.resize.observe(this.canvas); // Safari has no such box
    }
    this.sight = new IntersectionObserver((entries) => {
      this.seen = entries[entries.length - 1].isIntersecting;
      if (this.seen && this.dirty) this.events.dirty();
    }, NEAR);
    this.sight.observe(this.canvas);
    this.stop = new AbortController();
    this.listen();
    engine.panels.add(this);
  }

  /** @param {ResizeObserverEntry} entry */
  measure(entry) {
    this.width = entry.contentRect.width;
    this.height = entry.contentRect.height;
    // The box in device pixels is exact where sizes do not round alike, but emulated screens report it in CSS px.
    const device = entry.devicePixelContentBoxSize?.[0];
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

  paint() {
    const { width, height } = this.pixels;
    if (!this.dirty || !this.seen || !width || !height) return;
    this.events.scene(this.scene, this.width, this.height);
    this.dirty = !this.engine.surface.paint(this.scene, this.canvas, width, height);
    const { lab } = this.engine.core;
    this.labels.forEach((label, axis) => {
      if (axis >= lab._lab_scene_anchor_count(this.scene)) return;
      label.style.visibility = 'visible';
      label.style.translate = `${lab._lab_scene_anchor_x(this.scene, axis)}px ${lab._lab_scene_anchor_y(this.scene, axis)}px`;
    });
  }

  /** @param {PointerEvent} event @returns {Position} */
  position(event) {
    const box = this.canvas.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * this.width,
      y: ((event.clientY - box.top) / box.height) * this.height,
    };
  }

  /** The point at a position of the last picture, or -1. @param {Position} position @returns {number} */
  pick({ x, y }) {
    return this.engine.core.lab._lab_scene_pick(this.scene, x, y, TAP_REACH);
  }

  listen() {
    const { signal } = this.stop;
    /** @type {{x: number, y: number, moved: boolean} | null} */
    let press = null;
    this.canvas.addEventListener(
      'pointerdown',
      (event) => {
        if (event.button !== 0) return;
        press = { ...this.position(event), moved: false };
        this.canvas.setPointerCapture(event.pointerId); // the release is heard wherever it happens
      },
      { signal },
    );
    this.canvas.addEventListener(
      'pointermove',
      (event) => {
        const at = this.position(event);
        if (press && this.events.drag) {
          const dx = at.x - press.x;
          const dy = at.y - press.y;
          if (!press.moved && Math.hypot(dx, dy) < CLICK_SLOP) return;
          press = { ...at, moved: true };
          this.events.drag(dx, dy);
        } else if (event.pointerType === 'mouse') {
          this.events.point?.(this.pick(at));
        }
      },
      { signal },
    );
    this.canvas.addEventListener(
      'pointerup',
      (event) => {
        if (press && !press.moved) this.events.pick?.(this.pick(this.position(event)));
        press = null;
      },
      { signal },
    );
    this.canvas.addEventListener('pointercancel', () => (press = null), { signal });
    this.canvas.addEventListener(
      'keydown',
      (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (this.key(event.key)) event.preventDefault();
      },
      { signal },
    );
    this.canvas.addEventListener(
      'pointerleave',
      (event) => {
        if (event.pointerType === 'mouse' && !press) this.events.point?.(-1);
      },
      { signal },
    );
  }

  /** Arrow keys rotate what can be rotated; n and p, or the arrows in a plane, walk the points. @param {string} key */
  key(key) {
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    if (arrow && this.events.drag) this.events.drag(KEY_DRAG * arrow[0], KEY_DRAG * arrow[1]);
    else if (arrow) this.events.walk?.(arrow[0] - arrow[1]);
    else if (key === 'n' || key === 'p') this.events.walk?.(key === 'n' ? 1 : -1);
    else if (key === 'Escape') this.events.pick?.(-1);
    else return false;
    return true;
  }

  dispose() {
    this.stop.abort();
    this.resize.disconnect();
    this.sight.disconnect();
    this.engine.panels.delete(this);
    this.engine.core.lab._lab_scene_free(this.scene);
  }
}
