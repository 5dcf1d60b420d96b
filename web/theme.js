// SPDX-License-Identifier: MIT
// The colours that a plot is drawn with are those of the page: --ae-paper and --ae-ink, whoever sets them (the reader's colour
// scheme, the attribute `theme`, a style sheet of the host page). A probe that has them as its own colours tells when they
// change: its transition of no visible length ends.

/**
 * Colours as 0xAABBGGRR.
 * @typedef {object} Colours
 * @property {number} paper
 * @property {number} ink
 * @property {boolean} dark whether the paper is
 * @property {number} input of what belongs to the input
 * @property {number} latent to the codes
 * @property {number} output to the reconstruction
 */

/** Any CSS colour on white, as 0xAABBGGRR. @param {string} css @returns {number} */
function pack(css) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
  for (const fill of ['#fff', css]) {
    context.fillStyle = fill;
    context.fillRect(0, 0, 1, 1);
  }
  const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

/** @param {number} colour @param {number} opacity 0 … 1 @returns {number} */
export const fade = (colour, opacity) => ((colour & 0xffffff) | (Math.round(255 * opacity) << 24)) >>> 0;

/** Rough lightness, 0 … 255, of a packed colour. @param {number} colour */
const lightness = (colour) => 0.3 * (colour & 255) + 0.59 * ((colour >> 8) & 255) + 0.11 * ((colour >> 16) & 255);

export class Theme {
  /** @param {HTMLElement} root where the colours are taken from @param {() => void} changed */
  constructor(root, changed) {
    this.probe = document.createElement('span');
    this.probe.className = 'probe';
    this.probe.ariaHidden = 'true';
    root.append(this.probe);
    this.colours = this.read();
    this.probe.addEventListener('transitionend', () => {
      this.colours = this.read();
      changed();
    });
  }

  /** @returns {Colours} */
  read() {
    const style = getComputedStyle(this.probe);
    const paper = pack(style.backgroundColor);
    return {
      paper,
      ink: pack(style.color),
      dark: lightness(paper) < 128,
      input: pack(style.borderTopColor),
      latent: pack(style.borderRightColor),
      output: pack(style.borderBottomColor),
    };
  }

  dispose() {
    this.probe.remove();
  }
}
