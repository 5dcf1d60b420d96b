// SPDX-License-Identifier: MIT
// The colours that a plot is drawn with are those of the page: --ae-paper and --ae-ink, whoever sets them (the reader's colour
// scheme, the attribute `theme`, a style sheet of the host page). A probe that has them as its own colours tells when they
// change: its transition of no visible length ends.

const NAMES = /** @type {const} */ (['input', 'latent', 'output', 'sheet', 'quiet', 'faint']);

/** @typedef {{dark: boolean} & Record<'paper' | 'ink' | typeof NAMES[number], number>} Colours 0xAABBGGRR; dark: the paper is */

/** CSS colours on white, as 0xAABBGGRR: painted side by side and read at once, which is what takes time. @param {string[]} colours @returns {number[]} */
function pack(colours) {
  const canvas = document.createElement('canvas');
  canvas.width = colours.length;
  canvas.height = 1;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
  context.fillStyle = '#fff';
  context.fillRect(0, 0, colours.length, 1);
  colours.forEach((css, k) => {
    context.fillStyle = css;
    context.fillRect(k, 0, 1, 1);
  });
  const { data } = context.getImageData(0, 0, colours.length, 1);
  return colours.map((_, k) => {
    const [r, g, b] = data.subarray(4 * k);
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
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
    this.parts = NAMES.map((name) => {
      const part = document.createElement('i');
      part.style.color = `var(--${name})`;
      return part;
    });
    this.probe.append(...this.parts);
    root.append(this.probe);
    this.colours = this.read();
    this.probe.addEventListener('transitionend', () => {
      this.colours = this.read();
      changed();
    });
  }

  /** @returns {Colours} */
  read() {
    const { backgroundColor, color } = getComputedStyle(this.probe);
    const parts = this.parts.map((part) => getComputedStyle(part).color);
    const [paper, ink, ...others] = pack([backgroundColor, color, ...parts]);
    return /** @type {Colours} */ ({
      paper,
      ink,
      dark: lightness(paper) < 128,
      ...Object.fromEntries(NAMES.map((name, k) => [name, others[k]])),
    });
  }

  dispose() {
    this.probe.remove();
  }
}
