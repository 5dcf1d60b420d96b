// SPDX-License-Identifier: MIT
// What can be taken away from Figure 1: its picture as PNG, and the codes as CSV (its network: train_model.js).
import { strings } from '../strings.js';

/** Hands a file to the reader. @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A row for each point: its number, input, code, reconstruction and error, at full precision. @param {import('../core.js').CoreTrainer} trainer */
function codesAsCsv(trainer) {
  const names = (/** @type {string} */ letter, /** @type {number} */ count) =>
    Array.from({ length: count }, (_, k) => `${letter}${k + 1}`);
  const [inputs, units] = [trainer.columns('input'), trainer.columns('latent')];
  const head = ['point', ...names('x', inputs), ...names('z', units), ...names('y', inputs), 'error'];
  const rows = Array.from({ length: trainer.view('input').length / inputs }, (_, index) => {
    const { input, latent, output, error } = trainer.point(index);
    return [index + 1, ...input, ...latent, ...output, error];
  });
  return [head, ...rows].map((row) => `${row.join(',')}\n`).join('');
}

/** @param {import('./train.js').Train} figure */
export function saveCodes({ shown }) {
  save(new Blob([codesAsCsv(shown)], { type: 'text/csv' }), strings.train.codesFile(shown.epoch));
}

/** The plots, the two halves of the network and their headings as they stand. @param {import('./train.js').Train} figure @returns {HTMLCanvasElement} */
export function picture({ root, plots }) {
  for (const plot of plots.values()) plot.paint(true); // those out of sight have an older picture
  const parts = /** @type {HTMLElement[]} */ ([...root.querySelectorAll('.model, .large, .plot.losses')]);
  const boxes = parts.map((part) => part.getBoundingClientRect());
  const margin = 16;
  const [left, top] = [
    Math.min(...boxes.map((box) => box.left)) - margin,
    Math.min(...boxes.map((box) => box.top)) - margin,
  ];
  const [right, bottom] = [
    Math.max(...boxes.map((box) => box.right)) + margin,
    Math.max(...boxes.map((box) => box.bottom)) + margin,
  ];
  const density = Math.max(2, window.devicePixelRatio);
  const canvas = document.createElement('canvas');
  canvas.width = (right - left) * density;
  canvas.height = (bottom - top) * density;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.scale(density, density);
  context.translate(-left, -top);
  context.fillStyle = getComputedStyle(/** @type {HTMLElement} */ (root.querySelector('.probe'))).backgroundColor;
  context.fillRect(left, top, right - left, bottom - top);
  for (const part of parts) {
    for (const plot of /** @type {NodeListOf<HTMLElement>} */ (part.querySelectorAll('.canvas')))
      paintPlot(context, plot);
    for (const half of /** @type {NodeListOf<SVGElement>} */ (part.querySelectorAll('.half svg')))
      paintHalf(context, half);
    const words = [
      ...part.querySelectorAll('.name, .canvas > span, .half p, .model .value, .large .value > span:first-child'),
    ];
    for (const text of /** @type {HTMLElement[]} */ (words)) paintText(context, text);
  }
  return canvas;
}

/** @param {CanvasRenderingContext2D} context @param {HTMLElement} plot */
function paintPlot(context, plot) {
  const box = plot.getBoundingClientRect();
  context.drawImage(
    /** @type {HTMLCanvasElement} */ (plot.querySelector('canvas')),
    box.left,
    box.top,
    box.width,
    box.height,
  );
  context.strokeStyle = getComputedStyle(plot).borderColor;
  context.beginPath();
  context.roundRect(box.left + 0.5, box.top + 0.5, box.width - 1, box.height - 1, 8);
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {SVGElement} half */
function paintHalf(context, half) {
  const box = half.getBoundingClientRect();
  for (const shape of half.querySelectorAll('path')) {
    const { fill, stroke, strokeWidth, opacity } = getComputedStyle(shape);
    const path = new Path2D();
    path.addPath(
      new Path2D(shape.getAttribute('d') ?? ''),
      new DOMMatrix([box.width / 100, 0, 0, box.height / 100, box.left, box.top]),
    );
    context.save();
    context.globalAlpha = Number(opacity);
    if (fill !== 'none') {
      context.fillStyle = fill;
      context.fill(path);
    }
    if (stroke !== 'none') {
      context.strokeStyle = stroke;
      context.lineWidth = Number.parseFloat(strokeWidth);
      context.lineCap = 'round';
      if (shape.classList.contains('stream')) context.setLineDash([2, 10]);
      context.stroke(path);
    }
    context.restore();
  }
}

/** @param {CanvasRenderingContext2D} context @param {HTMLElement} element */
function paintText(context, element) {
  const { color, font, textAlign } = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  if (!box.width) return;
  context.font = font;
  context.fillStyle = color;
  context.textBaseline = 'middle';
  const centred = textAlign === 'center' || element.parentElement?.classList.contains('canvas');
  context.textAlign = centred ? 'center' : 'left';
  context.fillText(element.innerText, centred ? box.left + box.width / 2 : box.left, box.top + box.height / 2);
}

/** @param {import('./train.js').Train} figure */
export function savePicture(figure) {
  picture(figure).toBlob((blob) => blob && save(blob, strings.train.pictureFile(figure.shown.epoch)));
}
