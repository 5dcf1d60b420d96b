// SPDX-License-Identifier: MIT
// What the figures of a page share: one instance of the core, one WebGL context, one frame loop.
import { compile, instantiate } from './core.js';
import { places } from './places.js';
import { Surface } from './surface.js';

/** @typedef {{frame: (now: number) => boolean}} Animated frame: steps and draws; true when it wants the next frame too */

/** @type {Promise<Engine> | null} */
let started = null;

/** The page's engine. When it cannot start, the next call tries again. @returns {Promise<Engine>} */
export function engine() {
  started ??= Engine.start().catch((error) => {
    started = null;
    throw error;
  });
  return started;
}

export class Engine {
  static async start() {
    const module = await compile(places.core);
    const engine = new Engine(module, await instantiate(module));
    engine.surface = await Surface.open(engine.core, () => {
      for (const plot of engine.plots) plot.touch();
    });
    return engine;
  }

  /** @param {WebAssembly.Module} module @param {import('./core.js').Core} core */
  constructor(module, core) {
    this.module = module;
    this.core = core;
    /** @type {Set<import('./plot.js').Plot>} */
    this.plots = new Set();
    /** @type {{pause: () => void} | null} the run that trains: one at a time */
    this.training = null;
    /** @type {Set<Animated>} what wants the next frame */
    this.waiting = new Set();
    this.request = 0;
    this.surface = new Surface(core, () => {}, 'soft'); // until there is a better one
  }

  /** This run is about to train, so that no other one does. @param {{pause: () => void}} run */
  trains(run) {
    if (this.training !== run) this.training?.pause();
    this.training = run;
  }

  /** @param {{pause: () => void}} run */
  rests(run) {
    if (this.training === run) this.training = null;
  }

  /** Asks for a frame of this figure. @param {Animated} animated */
  wake(animated) {
    this.waiting.add(animated);
    this.request ||= requestAnimationFrame((now) => this.frame(now));
  }

  /** @param {Animated} animated */
  forget(animated) {
    this.waiting.delete(animated);
  }

  /** Every figure that asked for it makes its step; then the plots that changed and are seen are drawn. @param {number} now */
  frame(now) {
    this.request = 0;
    const awake = [...this.waiting];
    this.waiting.clear();
    for (const animated of awake) if (animated.frame(now)) this.wake(animated);
    for (const plot of this.plots) plot.paint();
  }
}
