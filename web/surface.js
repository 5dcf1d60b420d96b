// SPDX-License-Identifier: MIT
// How pictures get into the plots: the page's one WebGL context, or a raster in memory. Browsers keep about 16 contexts and
// kill the oldest, so a context for each plot would break pages with several figures. Here the context belongs to a hidden
// canvas, and each plot's own canvas gets a copy. Three ways, the first that works:
//
//   bitmap  an OffscreenCanvas with WebGL, whose picture moves over as an ImageBitmap, without a copy of pixels
//   copy    an ordinary canvas with WebGL that is not in the page, for browsers whose OffscreenCanvas has none
//           (WebKitGTK), copied with drawImage
//   soft    the core's raster, for browsers without WebGL, and while a lost context does not come back:
//
//   drawing ─ lost ─→ plots keep their pictures ─ 1.5 s ─→ soft
//      ↑                     │                              │
//      └──── all drawn ──────┴────────── restored ──────────┘
//
// The hidden canvas takes the size of each plot in turn. That costs a sync where two that follow each other differ, but less
// than to keep it large and cut the plot out: 5 plots in 2 sizes with 500 points took 26 ms of processor time a frame in
// Chromium, against 41 with drawImage from a corner and 37 with createImageBitmap; in 5 sizes 33 against 49 and 39.
//
// A flat canvas is filled from memory, or from what WebGL hands over, and only shown: `willReadFrequently` keeps it in memory.
// With it WebKitGTK without a GPU drew Figure 1's five plots 22 times a second by copy and 30 by raster, without it once or twice.

// The first pictures need the shaders compiled, some of it by their first use, which takes a GPU's driver, or what stands in for
// one, a good part of a second. A page that asks for them at once stands still as long. So they are drawn, a fence is put behind
// them, and the plots are shown when it says that all is done.

const PATIENCE = 1500; // ms that a lost context may take to come back
const LOOK = 4; // ms between two looks at a fence
const ENOUGH = 3000; // ms after which it is waited for no more

/** @typedef {'bitmap' | 'copy' | 'soft'} Kind */

/** Whether WebGL is no GPU's work but the processor's, as in many a virtual machine. @param {WebGL2RenderingContext} gl */
function isEmulated(gl) {
  const name = gl.getParameter(gl.RENDERER);
  const more = /^WebKit/.test(name) && gl.getExtension('WEBGL_debug_renderer_info'); // Firefox says it at once, and warns who asks further
  return /SwiftShader|llvmpipe|softpipe|Basic Render/i.test(
    more ? gl.getParameter(more.UNMASKED_RENDERER_WEBGL) : name,
  );
}

/** Waits for the GPU while the page goes on. @param {OffscreenCanvas | HTMLCanvasElement} canvas with the context */
async function settled(canvas) {
  const gl = /** @type {WebGL2RenderingContext} */ (canvas.getContext('webgl2'));
  const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  gl.flush();
  const start = performance.now();
  const waits = () => gl.getSyncParameter(/** @type {WebGLSync} */ (fence), gl.SYNC_STATUS) !== gl.SIGNALED;
  do await new Promise((resolve) => setTimeout(resolve, LOOK));
  while (!gl.isContextLost() && fence && waits() && performance.now() - start < ENOUGH);
  gl.deleteSync(fence);
}

export class Surface {
  /**
   * @param {import('./core.js').Core} core
   * @param {() => void} redraw called when every plot must be drawn again
   * @returns {Promise<Surface>}
   */
  static async open(core, redraw) {
    /** @type {[Kind, () => OffscreenCanvas | HTMLCanvasElement][]} */
    const candidates = [
      ['bitmap', () => new OffscreenCanvas(1, 1)],
      ['copy', () => document.createElement('canvas')],
    ];
    for (const [kind, make] of candidates) {
      try {
        const canvas = make();
        core.lab.specialHTMLTargets['!gl'] = canvas;
        if (!core.lab._lab_gl_begin()) continue;
        await settled(canvas);
        if (core.lab._lab_gl_build()) return new Surface(core, redraw, kind, canvas);
      } catch {
        // no OffscreenCanvas, or one that refuses: the next candidate
      }
    }
    return new Surface(core, redraw, 'soft');
  }

  /**
   * @param {import('./core.js').Core} core @param {() => void} redraw
   * @param {Kind} kind @param {OffscreenCanvas | HTMLCanvasElement} [canvas] with the context
   */
  constructor(core, redraw, kind, canvas) {
    this.core = core;
    this.redraw = redraw;
    this.canvas = canvas;
    /** How pictures are made now. */
    this.kind = kind;
    this.gpu = kind; // how they are made when the context is there
    this.lost = false;
    this.gl = /** @type {WebGL2RenderingContext | null | undefined} */ (canvas?.getContext('webgl2'));
    /** Then the raster draws many dots faster. */
    this.emulated = this.gl ? isEmulated(this.gl) : false;
    /** Whether pictures are shown at once: cold → warming, from the first frame that draws → warm, when the GPU has drawn it. */
    this.heat = /** @type {'cold' | 'warming' | 'warm'} */ (canvas ? 'cold' : 'warm');
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {OffscreenCanvas | undefined} turns soft pictures into bitmaps */
    this.easel = undefined;
    /** @type {Promise<void> | undefined} of being warm */
    this.warmth = undefined;
    canvas?.addEventListener('webglcontextlost', (event) => {
      event.preventDefault(); // asks for it to be restored
      this.lose();
    });
    canvas?.addEventListener('webglcontextrestored', () => this.restore());
  }

  lose() {
    this.lost = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.turn('soft'), PATIENCE);
  }

  restore() {
    clearTimeout(this.timer);
    const { lab } = this.core;
    this.lost = !(lab._lab_gl_begin() && lab._lab_gl_build());
    this.turn(this.lost ? 'soft' : this.gpu);
  }

  /** @param {Kind} kind */
  turn(kind) {
    this.kind = kind;
    this.redraw();
  }

  /**
   * Draws a scene of the core and hands the picture to a plot's canvas.
   * @param {number} scene @param {HTMLCanvasElement} target
   * @param {number} width device pixels @param {number} height device pixels
   * @param {{soft?: boolean}} [options] soft: by the raster, whatever there is
   * @returns {boolean} false when the context is lost or not warm yet, or memory ran out: the plot keeps its old picture
   */
  paint(scene, target, width, height, { soft = false } = {}) {
    if (soft || this.kind === 'soft') return this.paintSoft(scene, target, width, height);
    if (this.lost || !this.canvas || this.heat === 'warming') return false;
    fit(this.canvas, width, height);
    this.core.lab._lab_scene_draw(scene, width, height);
    if (this.heat === 'cold') {
      if (!this.warmth) this.warmth = this.warm();
      return false;
    }
    if (this.gl?.isContextLost()) return false; // the event that says so is on its way, and the picture is empty
    try {
      this.show(this.canvas, target, width, height);
      return true;
    } catch {
      return false; // likewise
    }
  }

  /** Lets all plots of this frame be drawn, unseen, and then waits for the GPU. */
  async warm() {
    await null; // the frame ends
    this.heat = 'warming';
    if (this.canvas) await settled(this.canvas);
    this.heat = 'warm';
    this.redraw();
  }

  /** @param {number} scene @param {HTMLCanvasElement} target @param {number} width @param {number} height */
  paintSoft(scene, target, width, height) {
    const address = this.core.lab._lab_scene_soft(scene, width, height);
    if (!address) return false;
    const picture = new ImageData(this.core.bytes(address, 4 * width * height), width, height);
    const context = this.context(target);
    if (context instanceof CanvasRenderingContext2D) {
      fit(target, width, height);
      context.putImageData(picture, 0, 0);
    } else if (context) {
      this.easel ??= new OffscreenCanvas(width, height);
      fit(this.easel, width, height);
      this.easel.getContext('2d')?.putImageData(picture, 0, 0);
      context.transferFromImageBitmap(this.easel.transferToImageBitmap());
    }
    return true;
  }

  /** @param {OffscreenCanvas | HTMLCanvasElement} from @param {HTMLCanvasElement} target @param {number} width @param {number} height */
  show(from, target, width, height) {
    const context = this.context(target);
    if (context instanceof CanvasRenderingContext2D) {
      fit(target, width, height);
      context.drawImage(from, 0, 0);
    } else if ('transferToImageBitmap' in from) {
      context?.transferFromImageBitmap(from.transferToImageBitmap());
    }
  }

  /** A canvas has one kind of context for ever: the one that suits, or the one that it has. @param {HTMLCanvasElement} target */
  context(target) {
    const bitmap = () => target.getContext('bitmaprenderer');
    const flat = () => target.getContext('2d', { alpha: false, willReadFrequently: true });
    return this.gpu === 'bitmap' ? (bitmap() ?? flat()) : (flat() ?? bitmap());
  }
}

/** Setting a size, even to the same number, costs a sync. @param {OffscreenCanvas | HTMLCanvasElement} canvas @param {number} width @param {number} height */
function fit(canvas, width, height) {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
