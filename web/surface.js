// SPDX-License-Identifier: MIT
// The page's one WebGL context. Browsers keep about 16 contexts and kill the oldest, so a context for each plot would break
// pages with several figures. Here the context belongs to a hidden canvas, and each plot's own canvas gets a copy.
//
// The hidden canvas is an OffscreenCanvas whose picture moves over as an ImageBitmap, without a copy of pixels; where
// OffscreenCanvas has no WebGL (WebKitGTK), it is an ordinary canvas that is not in the page, copied with drawImage.

export class Surface {
  /**
   * @param {import('./core.js').Core} core
   * @param {() => void} restored called when a lost context is back and every plot must be drawn again
   * @returns {Surface | null} null when there is no WebGL 2
   */
  static open(core, restored) {
    const candidates = [() => new OffscreenCanvas(1, 1), () => document.createElement('canvas')];
    for (const make of candidates) {
      try {
        const canvas = make();
        core.lab.specialHTMLTargets['!gl'] = canvas;
        if (core.lab._lab_gl_open()) return new Surface(core, canvas, restored);
      } catch {
        // no OffscreenCanvas: the next candidate
      }
    }
    return null;
  }

  /** @param {import('./core.js').Core} core @param {OffscreenCanvas | HTMLCanvasElement} canvas @param {() => void} restored */
  constructor(core, canvas, restored) {
    this.core = core;
    this.canvas = canvas;
    this.lost = false;
    canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault(); // asks for it to be restored
      this.lost = true;
    });
    canvas.addEventListener('webglcontextrestored', () => {
      this.lost = !core.lab._lab_gl_open();
      if (!this.lost) restored();
    });
  }

  /**
   * Draws a scene of the core and hands the picture to a plot's canvas.
   * @param {number} scene @param {HTMLCanvasElement} target
   * @param {number} width device pixels @param {number} height device pixels
   * @returns {boolean} false when the context is lost: the plot keeps its old picture
   */
  paint(scene, target, width, height) {
    if (this.lost) return false;
    if (this.canvas.width !== width) this.canvas.width = width; // setting it, even to the same number, costs a sync
    if (this.canvas.height !== height) this.canvas.height = height;
    this.core.lab._lab_scene_draw(scene, width, height);
    if ('transferToImageBitmap' in this.canvas) {
      try {
        target.getContext('bitmaprenderer')?.transferFromImageBitmap(this.canvas.transferToImageBitmap());
        return true;
      } catch {
        return false; // the context is lost, and the event that says so is on its way
      }
    }
    if (target.width !== width) target.width = width;
    if (target.height !== height) target.height = height;
    const context = target.getContext('2d');
    context?.clearRect(0, 0, width, height);
    context?.drawImage(this.canvas, 0, 0);
    return true;
  }
}
