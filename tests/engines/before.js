// SPDX-License-Identifier: MIT
// What a test has run before the scripts of a page: things are kept where the test finds them, or taken away.

/** Keeps how pictures come into canvases: WebGL of which canvas, and what shows the picture. */
export function keepWays() {
  /** @type {string[]} */
  const ways = [];
  Object.assign(globalThis, { ways });
  for (const kind of ['OffscreenCanvas', 'HTMLCanvasElement']) {
    const { prototype } = /** @type {any} */ (globalThis)[kind] ?? { prototype: { getContext() {} } };
    const get = prototype.getContext;
    prototype.getContext = function (/** @type {any[]} */ ...given) {
      const context = get.apply(this, given);
      if (context && /webgl|bitmap/.test(given[0]) && !ways.includes(`${kind} ${given[0]}`))
        ways.push(`${kind} ${given[0]}`);
      return context;
    };
  }
}

/** Where the page's WebGL contexts are kept for the test, whatever canvases they are of. */
export function keepContexts() {
  /** @type {Set<WebGL2RenderingContext>} */
  const contexts = new Set();

  for (const kind of ['OffscreenCanvas', 'HTMLCanvasElement']) {
    const { prototype } = /** @type {any} */ (globalThis)[kind];
    const get = prototype.getContext;
    prototype.getContext = function (/** @type {any[]} */ ...given) {
      const context = get.apply(this, given);
      if (context && given[0] === 'webgl2') {
        contexts.add(context);
        Object.assign(globalThis, { contexts, gl: context, loser: context.getExtension('WEBGL_lose_context') });
      }
      return context;
    };
  }
}

/** WebGL on no canvas. @param {boolean} [throws] who asks for it */
export function withoutWebGL(throws = false) {
  for (const kind of ['OffscreenCanvas', 'HTMLCanvasElement']) {
    const { prototype } = /** @type {any} */ (globalThis)[kind];
    const get = prototype.getContext;
    prototype.getContext = function (/** @type {any[]} */ ...given) {
      if (!/webgl/.test(given[0])) return get.apply(this, given);
      if (throws) throw new DOMException('refused', 'SecurityError');
      return null;
    };
  }
}

/** Workers are refused: those whose addresses are not blobs, or all. @param {string} rung */
export function refuseAbove(rung) {
  const Real = Worker;
  globalThis.Worker = class extends Real {
    /** @param {string | URL} url @param {WorkerOptions} [options] */
    constructor(url, options) {
      if (rung === 'main' || !String(url).startsWith('blob:')) throw new DOMException('refused', 'SecurityError');
      super(url, options);
    }
  };
}

/** WebGL says that it is no processor's work, so that all plots are drawn by it. */
export function pretendToHaveGpu() {
  const { prototype } = /** @type {any} */ (WebGL2RenderingContext);
  const ask = prototype.getParameter;
  prototype.getParameter = function (/** @type {number} */ what) {
    const value = ask.call(this, what);
    return typeof value === 'string' && /SwiftShader|llvmpipe|softpipe/i.test(value) ? 'a GPU' : value;
  };
}

/** Frames come in time, by the clock that they are told: where they come slowly a figure soon stops turning. */
export function pretendToBeFast() {
  const ask = globalThis.requestAnimationFrame;
  let told = performance.now();
  let last = -1;
  globalThis.requestAnimationFrame = (callback) =>
    ask((now) => {
      if (now !== last) told += 16;
      last = now;
      callback(told);
    });
}

/** Counts what is drawn, and loses the context after the call that is asked for; it comes back at once. */
export function loseAfterCalls() {
  const calls = { count: 0, loseAfter: -1, lost: 0 };
  Object.assign(globalThis, { calls });
  const { prototype } = /** @type {any} */ (WebGL2RenderingContext);
  for (const name of ['clear', 'drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced']) {
    const draw = prototype[name];
    prototype[name] = function (/** @type {any[]} */ ...given) {
      draw.apply(this, given);
      if (++calls.count !== calls.loseAfter) return;
      calls.lost++;
      const loser = this.getExtension('WEBGL_lose_context');
      this.canvas.addEventListener('webglcontextlost', () => setTimeout(() => loser.restoreContext()), { once: true });
      loser.loseContext();
    };
  }
}

/** Keeps the epochs that are told, and words that no reader should see. */
export function keepEpochs() {
  /** @type {number[]} */
  const epochs = [];
  /** @type {string[]} */
  const words = [];
  Object.assign(globalThis, { epochs, words });
  addEventListener('ae-step', (event) => {
    const { target, detail } = /** @type {any} */ (event);
    epochs.push(detail.epoch);
    words.push(...(target.shadowRoot.textContent.match(/\S*(NaN|Infinity|undefined|null)/g) ?? []));
  });
}

/** Keeps workers, so that a test can kill them: all that there were, and those that nobody has ended. */
export function keepWorkers() {
  /** @type {Worker[]} */
  const workers = [];
  /** @type {Set<Worker>} */
  const living = new Set();
  const Real = Worker;
  globalThis.Worker = class extends Real {
    /** @param {string | URL} url @param {WorkerOptions} [options] */
    constructor(url, options) {
      super(url, options);
      workers.push(this);
      living.add(this);
    }

    terminate() {
      super.terminate();
      living.delete(this);
    }
  };
  Object.assign(globalThis, { workers, living });
}

/** Keeps what is handed to the reader as files, in place of saving it. */
export function keepSaved() {
  /** @type {Record<string, Blob>} */
  const saved = {};
  /** @type {Map<string, Blob>} */
  const blobs = new Map();
  const make = URL.createObjectURL;
  URL.createObjectURL = (/** @type {any} */ blob) => {
    const url = make.call(URL, blob);
    blobs.set(url, blob);
    return url;
  };
  HTMLAnchorElement.prototype.click = function () {
    const blob = blobs.get(this.href);
    if (blob) saved[this.download] = blob;
  };
  Object.assign(globalThis, { saved });
}

/** Keeps what is copied, in place of the clipboard. */
export function keepCopied() {
  const writeText = async (/** @type {string} */ copied) => void Object.assign(globalThis, { copied });
  Object.defineProperty(navigator, 'clipboard', { value: { writeText } });
}

/** Keeps what the frames of the page tell it. */
export function keepTold() {
  /** @type {any[]} */
  const told = [];
  Object.assign(globalThis, { told });
  addEventListener('message', ({ data }) => told.push(data));
}

/** In a frame: tells the page around it where the figure trains, and what goes wrong. */
export function tellRung() {
  const tell = (/** @type {object} */ message) => parent.postMessage(message, '*');
  addEventListener('ae-ready', ({ target }) => {
    const { rung } = /** @type {import('../../web/element.js').AeFigure} */ (target).section.dataset;
    tell({ type: 'rung', rung, origin });
  });
  addEventListener('error', ({ message }) => tell({ type: 'trouble', message }));
  addEventListener('unhandledrejection', ({ reason }) => tell({ type: 'trouble', message: `${reason}` }));
}
