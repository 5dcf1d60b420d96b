// SPDX-License-Identifier: MIT
// What can be taken away from Figure 1: its picture as PNG, and the codes as CSV (its network: train_model.js).
import { strings } from '../strings.js';

const WORDS = '.name, .canvas > span, .half p, .model .value, .large .value > span:first-child, .losses .value > span';

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
export function picture(figure) {
  const { root, plots } = figure;
  for (const plot of plots.values()) plot.paint(true); // those out of sight have an older picture
  const parts = /** @type {HTMLElement[]} */ ([...root.querySelectorAll('.model, .large, .plot.losses')]);
  const boxes = parts.map((part) => part.getBoundingClientRect());
  const [margin, line] = [16, 28];
  const [left, top] = [
    Math.min(...boxes.map((box) => box.left)) - margin,
    Math.min(...boxes.map((box) => box.top)) - margin,
  ];
  const [right, bottom] = [
    Math.max(...boxes.map((box) => box.right)) + margin,
    Math.max(...boxes.map((box) => box.bottom)) + margin + line,
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
    for (const text of part.querySelectorAll(WORDS)) paintText(context, text);
    for (const key of part.querySelectorAll('.key')) paintKey(context, key);
  }
  paintCaption(context, figure, left + margin, bottom - margin, right - left - 2 * margin);
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

/** The short form `font` is empty where numerals are set to one width. @param {CanvasRenderingContext2D} context @param {Element} element */
function useFont(context, element) {
  const { color, fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(element);
  context.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  context.fillStyle = color;
}

/** Words as the page has set them, each where it stands there. @param {CanvasRenderingContext2D} context @param {Element} element */
function paintText(context, element) {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (texts.nextNode()) {
    const text = /** @type {Text} */ (texts.currentNode);
    useFont(context, /** @type {Element} */ (text.parentElement));
    for (const { 0: word, index } of text.data.matchAll(/\S+/g)) {
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const { width, left, top } = range.getBoundingClientRect();
      if (width) context.fillText(word, left, top + context.measureText(word).fontBoundingBoxAscent);
    }
  }
}

/** The mark before an entry of a legend: a line or a disc. @param {CanvasRenderingContext2D} context @param {Element} key */
function paintKey(context, key) {
  const style = getComputedStyle(key);
  const { left, top, width, height } = key.getBoundingClientRect();
  const thick = Number.parseFloat(style.borderTopWidth);
  const dashes = { dotted: [thick, thick], dashed: [3 * thick, 2 * thick] };
  context.save();
  context.strokeStyle = style.borderTopColor;
  context.fillStyle = style.backgroundColor;
  context.lineWidth = thick;
  context.setLineDash(dashes[/** @type {keyof typeof dashes} */ (style.borderTopStyle)] ?? []);
  context.beginPath();
  if (key.classList.contains('line')) {
    context.moveTo(left, top + thick / 2);
    context.lineTo(left + width, top + thick / 2);
  } else {
    context.arc(left + width / 2, top + height / 2, (width - thick) / 2, 0, 2 * Math.PI);
    context.fill();
  }
  context.stroke();
  context.restore();
}

/**
 * What the picture is of, in a line at its foot.
 * @param {CanvasRenderingContext2D} context @param {import('./train.js').Train} figure
 * @param {number} left @param {number} bottom @param {number} width
 */
function paintCaption(context, figure, left, bottom, width) {
  const { root, shown, seed } = figure;
  const { data } = /** @type {import('../figure.js').State} */ (figure.state);
  useFont(context, /** @type {Element} */ (root.querySelector('.half p')));
  context.fillText(strings.train.caption(`${data}`, shown.epoch, shown.loss, seed), left, bottom, width);
}

/** @param {import('./train.js').Train} figure */
export function savePicture(figure) {
  picture(figure).toBlob((blob) => blob && save(blob, strings.train.pictureFile(figure.shown.epoch)));
}
