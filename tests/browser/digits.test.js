// SPDX-License-Identifier: MIT
// Figure 6 under the reader's hands: the map of handwritten digits. What it decodes is compared with TensorFlow.js, which opens
// the same model files.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { brotliCompressSync, gunzipSync } from 'node:zlib';
import * as tf from '@tensorflow/tfjs';
import { Alone } from './figures.js';
import { finger, tap } from './finger.js';
import { expect, test } from './fixture.js';

/** @typedef {import('@playwright/test').Page} Page */

const root = resolve(import.meta.dirname, '../..');
const folder = resolve(root, 'assets/models/digits');
const IMAGES = resolve(root, 'build/digits/test.bin'); // a build without MNIST has none
const INK = { paper: [255, 255, 255], ink: [0x1f, 0x21, 0x26] }; // of the light theme, as in figure.css
const PIXELS = 784;

/** The codes and labels that are shipped; the layout is in core/codes.h. */
const codes = (() => {
  const bytes = readFileSync(resolve(folder, 'codes.bin'));
  const count = bytes.readUInt32LE(8);
  const value = (/** @type {number} */ row, /** @type {number} */ c) =>
    Math.fround(
      Math.fround(bytes.readFloatLE(16 + 4 * c)) +
        Math.fround(bytes.readFloatLE(24 + 4 * c) * bytes.readUInt16LE(32 + 4 * row + 2 * c)),
    );
  return {
    count,
    code: (/** @type {number} */ row) => [value(row, 0), value(row, 1)],
    label: (/** @type {number} */ row) => bytes[32 + 4 * count + row],
  };
})();

/** The decoder as TensorFlow.js opens it. */
async function decoder() {
  const { modelTopology, weightsManifest } = JSON.parse(readFileSync(resolve(folder, 'decoder/model.json'), 'utf8'));
  const weights = readFileSync(resolve(folder, 'decoder/weights.bin'));
  const handler = tf.io.fromMemory({
    modelTopology,
    weightSpecs: weightsManifest.flatMap((/** @type {any} */ group) => group.weights),
    weightData: weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.length),
  });
  const model = await tf.loadLayersModel(handler);
  return (/** @type {number[]} */ code) =>
    /** @type {Float32Array} */ (/** @type {tf.Tensor} */ (model.predict(tf.tensor2d([code]))).dataSync());
}

/** One of the digits that the build has packed; see core/packed.h. @param {number} row @returns {number[]} */
function digit(row) {
  const bytes = gunzipSync(readFileSync(IMAGES));
  const count = bytes.readUInt32LE(8);
  const at = 24 + count + (row * PIXELS) / 2;
  return Array.from({ length: PIXELS }, (_, k) => (k % 2 ? bytes[at + (k >> 1)] & 15 : bytes[at + (k >> 1)] >> 4) / 15);
}

/** The figure alone. */
class Digits extends Alone {
  /** @param {Page} page */
  constructor(page) {
    super(page, 'digits', ['map']);
  }

  async trained() {}

  /** The middle of the map, or a place in it. @param {number} [u] @param {number} [v] */
  mapAt(u, v) {
    return this.at('map', u, v);
  }

  /** A picture's grey levels, 0 … 1, in the light theme. @param {string} name @returns {Promise<number[][]>} by pixel and channel */
  async greys(name) {
    await this.settle();
    return this.element.locator(`[data-picture=${name}]`).evaluate((canvas) => {
      const { width, height } = /** @type {HTMLCanvasElement} */ (canvas);
      const copy = new OffscreenCanvas(width, height); // so that the page's own canvas is not read
      const context = /** @type {OffscreenCanvasRenderingContext2D} */ (copy.getContext('2d'));
      context.drawImage(/** @type {HTMLCanvasElement} */ (canvas), 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      return Array.from({ length: width * height }, (_, k) => [data[4 * k], data[4 * k + 1], data[4 * k + 2]]);
    });
  }

  /** Two frames: events have been heard, pictures are drawn. */
  async settle() {
    await this.page.evaluate(async () => {
      for (let k = 0; k < 3; k++) await new Promise(requestAnimationFrame);
    });
  }

  /** Until the digits themselves are there. */
  async withImages() {
    await expect(this.element.locator('.itself')).toBeVisible();
  }

  /** @param {string} name */
  button(name) {
    return this.element.locator(`[data-do=${name}]`);
  }

  /** @param {'A' | 'B'} end */
  handle(end) {
    return this.element.locator(`[data-end=${end}]`);
  }

  /** Where a code is on the page. @param {number[]} code */
  async placeOf(code) {
    const state = await this.all();
    await this.set({ z1: code[0], z2: code[1] });
    await this.settle();
    const box = await this.element.locator('.spot').last().boundingBox();
    await this.set({ z1: state.z1, z2: state.z2, selected: state.selected });
    if (!box) throw new Error('the cursor is not on the page');
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }
}

/** @param {Page} page @param {Record<string, any>} [changes] @param {string} [state] */
async function open(page, changes, state) {
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
  const figure = new Digits(page);
  await figure.openAlone(state, changes);
  return figure;
}

/** The picture shows these grey levels, as well as 8 bits can. @param {number[][]} pixels @param {ArrayLike<number>} values */
function expectShown(pixels, values) {
  expect(pixels).toHaveLength(values.length);
  pixels.forEach((channels, k) => {
    channels.forEach((got, c) => {
      const wanted = INK.paper[c] + values[k] * (INK.ink[c] - INK.paper[c]);
      if (!(Math.abs(got - wanted) <= 1.01)) throw new Error(`pixel ${k} is ${channels}, for ${values[k]}`);
    });
  });
}

/** The mean squared difference. @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
const error = (a, b) =>
  Array.from(a, (value, k) => (value - b[k]) ** 2).reduce((sum, term) => sum + term, 0) / a.length;

/** Rows by their distance from a code, nearest first. @param {number[]} code @param {number} but */
function nearest(code, but) {
  const distance = (/** @type {number} */ row) =>
    Math.hypot(codes.code(row)[0] - code[0], codes.code(row)[1] - code[1]);
  return Array.from({ length: codes.count }, (_, row) => row)
    .filter((row) => row !== but)
    .sort((a, b) => distance(a) - distance(b) || a - b);
}

// ---- what it shows ----------------------------------------------------------------------------------------------------

test('another theme while its files are on their way does no harm', async ({ page }) => {
  await page.route('**/codes-*.bin', async (route) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await route.continue();
  });
  await page.goto('/workbench.html?name=digits&state=fresh');
  const figure = new Digits(page);
  await figure.ready();
  await expect(figure.element.locator('[data-show=digit]')).not.toBeEmpty();
});

test('the cursor on a stored code shows what TensorFlow.js decodes from it', async ({ page }) => {
  const figure = await open(page);
  const decode = await decoder();
  for (const row of [0, 1, 33, 4711, 9999]) {
    await figure.set({ selected: row });
    const { z1, z2, selected } = await figure.all();
    expect(selected).toBe(row);
    expect(z1).toBeCloseTo(codes.code(row)[0], 5);
    expect(z2).toBeCloseTo(codes.code(row)[1], 5);
    expectShown(await figure.greys('decoded'), decode([z1, z2]));
    expectShown(await figure.greys('rebuilt'), decode([z1, z2]));
    await expect(figure.element.locator('[data-show=digit]')).toContainText(`${codes.label(row)}`);
  }
});

test('a digit is shown with its reconstruction’s error and its five nearest neighbours', async ({ page }) => {
  test.skip(!existsSync(IMAGES), 'this build has no images');
  const figure = await open(page, { selected: 12 });
  const decode = await decoder();
  await figure.withImages();
  expectShown(await figure.greys('itself'), digit(12));
  const shown = Number(/[\d.]+$/.exec(await figure.text('error'))?.[0]);
  expect(Math.abs(shown - error(digit(12), decode(codes.code(12))))).toBeLessThan(0.0001);
  const wanted = nearest(codes.code(12), 12).slice(0, 5);
  const thumbs = figure.element.locator('[data-neighbour]');
  for (const [k, row] of wanted.entries()) {
    await expect(thumbs.nth(k)).toHaveAttribute('data-row', `${row}`);
    await expect(thumbs.nth(k)).toContainText(`${codes.label(row)}`);
  }
  await thumbs.nth(2).click();
  expect((await figure.all()).selected).toBe(wanted[2]);
  expectShown(await figure.greys('itself'), digit(wanted[2]));
});

test('while the digits themselves are not there, their heading says that they are rebuilt', async ({ page }) => {
  test.skip(!existsSync(IMAGES), 'this build has no images');
  const figure = await open(page);
  expect(await figure.text('near')).toBe('The nearest digits, rebuilt');
  let release = () => {};
  const released = new Promise((resolve) => {
    release = () => resolve(null);
  });
  await page.route('**/test-*.bin', async (route) => {
    await released;
    await route.continue();
  });
  await figure.set({ selected: 12 });
  await expect(figure.element.locator('[data-show=images]')).toContainText('Loading');
  expect(await figure.text('near')).toBe('Its nearest neighbours, rebuilt');
  release();
  await figure.withImages();
  expect(await figure.text('near')).toBe('Its nearest neighbours');
  await figure.set({ selected: -1 });
  await figure.settle();
  expect(await figure.text('near')).toBe('The nearest digits');
});

test('what stands under the empty pictures can be read, in both themes', async ({ page }) => {
  const figure = await open(page);
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await page.emulateMedia({ colorScheme });
    await figure.settle();
    const captions = figure.element.locator('.there.empty figcaption');
    await expect(captions).toHaveCount(2);
    for (const caption of await captions.all()) {
      const contrast = await caption.evaluate((element) => {
        let opacity = 1;
        /** @type {Element | null} */
        let at = element;
        for (; at; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
        const channels = (/** @type {string} */ colour) => (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
        const root = /** @type {ShadowRoot} */ (element.getRootNode());
        const probe = /** @type {Element} */ (root.querySelector('.probe')); // see theme.js
        const paper = channels(getComputedStyle(probe).backgroundColor);
        const shown = channels(getComputedStyle(element).color).map((c, k) => opacity * c + (1 - opacity) * paper[k]);
        const light = (/** @type {number[]} */ colour) =>
          colour
            .map((c) => (c <= 10.31 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4))
            .reduce((sum, c, k) => sum + c * [0.2126, 0.7152, 0.0722][k], 0.05);
        const [dim, bright] = [light(shown), light(paper)].sort((a, b) => a - b);
        return bright / dim;
      });
      expect(contrast, `${await caption.innerText()}, ${colorScheme}`).toBeGreaterThanOrEqual(4.5);
    }
  }
});

test('the strip is decoded along the straight path', async ({ page }) => {
  const figure = await open(page, { ax: -1, ay: 0.5, bx: 1.5, by: -0.25 });
  const decode = await decoder();
  const strip = await figure.greys('strip');
  const count = strip.length / PIXELS;
  expect(count).toBeGreaterThan(5);
  for (let stop = 0; stop < count; stop++) {
    const part = stop / (count - 1);
    const own = Array.from({ length: PIXELS }, (_, k) => strip[Math.floor(k / 28) * 28 * count + stop * 28 + (k % 28)]);
    expectShown(own, decode([-1 + 2.5 * part, 0.5 - 0.75 * part]));
  }
});

test('the table has label, code and error of every digit, and choosing a row selects it', async ({ page }) => {
  const figure = await open(page, { selected: 3 });
  await figure.element.locator('.data summary').click();
  await expect(figure.element.locator('.data')).toContainText('of 10,000');
  const row = figure.element.locator('.data tbody tr').nth(6);
  await expect(row.locator('td').nth(0)).toHaveText(`${codes.label(6)}`);
  await expect(row.locator('td').nth(1)).toContainText(codes.code(6)[0].toFixed(2).replace('-', '\u2212'));
  await row.locator('button').click();
  expect((await figure.all()).selected).toBe(6);
});

// ---- under the pointer ------------------------------------------------------------------------------------------------

test('the pointer decodes wherever it is, a tap stays, and leaving goes back', async ({ page }) => {
  const figure = await open(page);
  const decode = await decoder();
  const home = await figure.all();
  const middle = await figure.mapAt(0.42, 0.37);
  await page.mouse.move(middle.x, middle.y);
  const { z1, z2 } = await figure.all();
  expect(Math.hypot(z1 - home.z1, z2 - home.z2)).toBeGreaterThan(0);
  expectShown(await figure.greys('decoded'), decode([z1, z2]));
  await page.mouse.move(2, 2);
  expect(await figure.all()).toMatchObject({ z1: home.z1, z2: home.z2 });
  await page.mouse.click(middle.x, middle.y);
  const tapped = await figure.all();
  await page.mouse.move(2, 2);
  expect(await figure.all()).toMatchObject({ z1: tapped.z1, z2: tapped.z2, selected: tapped.selected });
});

test('the map is not drawn again when only the cursor moves', async ({ page }) => {
  await page.addInitScript(() => {
    /** @type {any} */ (globalThis).painted = 0;
    const transfer = ImageBitmapRenderingContext.prototype.transferFromImageBitmap;
    ImageBitmapRenderingContext.prototype.transferFromImageBitmap = function (bitmap) {
      /** @type {any} */ (globalThis).painted++;
      transfer.call(this, bitmap);
    };
  });
  const figure = await open(page, { selected: 4 });
  if (existsSync(IMAGES)) await figure.withImages();
  await figure.still('map');
  const painted = () => page.evaluate(() => /** @type {any} */ (globalThis).painted);
  const before = await painted();
  expect(before).toBeGreaterThan(0);
  for (let k = 0; k < 12; k++) {
    const { x, y } = await figure.mapAt(0.2 + 0.05 * k, 0.5);
    await page.mouse.move(x, y);
    await figure.settle();
  }
  expect(await painted()).toBe(before);
});

test('a dot is chosen where it is drawn, at every zoom', async ({ page }) => {
  const figure = await open(page);
  for (const zoom of [1, 6]) {
    await figure.set({ zoom });
    for (const row of [5, 77]) {
      const { x, y } = await figure.placeOf(codes.code(row));
      await page.mouse.move(2, 2);
      const box = await figure.element.locator('[data-plot=map] canvas').boundingBox();
      if (!box || x < box.x || y < box.y || x > box.x + box.width || y > box.y + box.height) continue;
      await page.mouse.click(x, y);
      const { selected } = await figure.all();
      const at = codes.code(row);
      const found = codes.code(selected);
      expect(Math.hypot(found[0] - at[0], found[1] - at[1])).toBeLessThan(0.05);
    }
  }
});

test('the wheel scrolls the page, and with Ctrl it zooms around the cursor', async ({ page }) => {
  const figure = await open(page);
  await page.setViewportSize({ width: 1300, height: 500 });
  const { x, y } = await figure.mapAt(0.6, 0.4);
  await page.mouse.move(x, y);
  const before = await page.evaluate(() => scrollY);
  await page.mouse.wheel(0, 60);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(before);
  expect((await figure.all()).zoom).toBe(1);
  const again = await figure.mapAt(0.6, 0.4);
  await page.mouse.move(again.x, again.y);
  const { z1, z2 } = await figure.all();
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -100);
  await page.keyboard.up('Control');
  await expect.poll(async () => (await figure.all()).zoom).toBeGreaterThan(1.5);
  await page.mouse.move(again.x + 1, again.y);
  const after = await figure.all();
  expect(Math.abs(after.z1 - z1) + Math.abs(after.z2 - z2)).toBeLessThan(0.1);
});

test('a drag and the buttons move what is seen; Reset brings all back', async ({ page }) => {
  const figure = await open(page);
  const first = await figure.still('map');
  const start = await figure.all();
  for (let k = 0; k < 4; k++) await figure.element.locator('[data-view=closer]').click();
  expect((await figure.all()).zoom).toBeGreaterThan(2);
  for (const name of ['left', 'right', 'up', 'down', 'closer', 'farther']) {
    expect(await figure.changedBy(() => figure.element.locator(`[data-view=${name}]`).click()), name).toEqual(['map']);
  }
  const dragged = await figure.changedBy(async () => {
    const { x, y } = await figure.mapAt(0.5, 0.6);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 60, y + 30, { steps: 4 });
    await page.mouse.up();
    await page.mouse.move(2, 2);
  });
  expect(dragged).toEqual(['map']);
  await figure.field('tiles').check();
  await figure.button('none').click();
  await figure.button('reset').click();
  expect(await figure.all()).toMatchObject(start);
  await page.mouse.move(2, 2);
  expect(await figure.same(first, await figure.still('map'))).toBe(true);
});

test('labels are hidden and shown one by one, and all at once', async ({ page }) => {
  const figure = await open(page);
  const chips = figure.element.locator('[data-label]');
  expect(await figure.changedBy(() => chips.nth(4).click())).toEqual(['map']);
  expect((await figure.all()).labels).toBe('012356789');
  await expect(chips.nth(4)).toHaveAttribute('aria-pressed', 'false');
  await figure.button('none').click();
  expect((await figure.all()).labels).toBe('');
  await chips.nth(7).click();
  expect((await figure.all()).labels).toBe('7');
  await figure.element.locator('[data-plot=map] canvas').focus();
  for (let k = 0; k < 3; k++) {
    await page.keyboard.press('n');
    expect(codes.label((await figure.all()).selected)).toBe(7);
  }
  await chips.nth(7).click(); // what is hidden is not chosen any more
  expect(await figure.all()).toMatchObject({ labels: '', selected: -1 });
  await figure.button('all').click();
  expect((await figure.all()).labels).toBe('0123456789');
});

test('the plane is tiled, in tiles of the size that is asked for', async ({ page }) => {
  const figure = await open(page);
  const bare = await figure.still('map');
  await figure.field('tiles').check();
  const tiled = await figure.still('map');
  expect((await figure.unlike(bare, tiled)).count).toBeGreaterThan(20_000);
  await figure.field('tile').fill('84');
  expect((await figure.all()).tile).toBe(84);
  expect((await figure.unlike(tiled, await figure.still('map'))).count).toBeGreaterThan(20_000);
  await figure.field('tiles').uncheck();
  await page.mouse.move(2, 2);
  expect(await figure.same(bare, await figure.still('map'))).toBe(true);
});

// ---- by keys ----------------------------------------------------------------------------------------------------------

test('keys move the cursor, walk the digits, zoom and let go', async ({ page }) => {
  const figure = await open(page);
  const canvas = figure.element.locator('[data-plot=map] canvas');
  await canvas.focus();
  const start = await figure.all();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowUp');
  const moved = await figure.all();
  expect(moved.z1).toBeGreaterThan(start.z1);
  expect(moved.z2).toBeGreaterThan(start.z2);
  await page.keyboard.press('Shift+ArrowLeft');
  expect((await figure.all()).z1).toBeLessThan(start.z1);
  await page.keyboard.press('Home');
  expect((await figure.all()).selected).toBe(0);
  await page.keyboard.press('n');
  expect((await figure.all()).selected).toBe(1);
  await page.keyboard.press('p');
  await page.keyboard.press('p');
  expect((await figure.all()).selected).toBe(codes.count - 1);
  await expect(figure.status).toContainText(`Test digit ${codes.count.toLocaleString('en-US')}`);
  await page.keyboard.press('+');
  expect((await figure.all()).zoom).toBeCloseTo(1.2, 5);
  await page.keyboard.press('-');
  expect((await figure.all()).zoom).toBeCloseTo(1, 5);
  await page.keyboard.press('Escape');
  expect((await figure.all()).selected).toBe(-1);
});

test('a cursor that is moved out of sight by keys takes the window along', async ({ page }) => {
  const figure = await open(page, { zoom: 8 });
  await figure.element.locator('[data-plot=map] canvas').focus();
  for (let k = 0; k < 20; k++) await page.keyboard.press('Shift+ArrowRight');
  await figure.settle();
  const box = await figure.element.locator('[data-plot=map] canvas').boundingBox();
  const spot = await figure.element.locator('.spot').last().boundingBox();
  if (!box || !spot) throw new Error('there is no cursor');
  expect(spot.x).toBeGreaterThan(box.x);
  expect(spot.x + spot.width).toBeLessThanOrEqual(box.x + box.width + 1);
});

// ---- the path ---------------------------------------------------------------------------------------------------------

test('both ends of the path go by mouse, keys and buttons, and the slider goes along it', async ({ page }) => {
  const figure = await open(page);
  const start = await figure.all();
  const strip = await figure.greys('strip');
  const box = await figure.handle('A').boundingBox();
  if (!box) throw new Error('there is no handle');
  await page.mouse.move(box.x + 13, box.y + 13);
  await page.mouse.down();
  await page.mouse.move(box.x + 113, box.y + 63, { steps: 4 });
  await page.mouse.up();
  const dragged = await figure.all();
  expect(dragged.ax).toBeGreaterThan(start.ax);
  expect(dragged.ay).toBeLessThan(start.ay);
  expect(dragged).toMatchObject({ bx: start.bx, by: start.by });
  expect(await figure.greys('strip')).not.toEqual(strip);

  await figure.handle('B').focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowUp');
  const keyed = await figure.all();
  expect(keyed.bx).toBeLessThan(start.bx);
  expect(keyed.by).toBeGreaterThan(start.by);

  await figure.set({ selected: 8 });
  await figure.button('from').click();
  const [x, y] = codes.code(8);
  const set = await figure.all();
  expect(set.ax).toBeCloseTo(x, 4);
  expect(set.ay).toBeCloseTo(y, 4);
  await figure.set({ selected: 9 });
  await figure.button('to').click();
  expect((await figure.all()).bx).toBeCloseTo(codes.code(9)[0], 4);

  await figure.field('part').fill('0.5');
  const half = await figure.all();
  expect(half.z1).toBeCloseTo((x + codes.code(9)[0]) / 2, 4);
  expect(await figure.text('part')).toBe('50%');
});

test.describe('by touch', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

  test('a tap chooses, decodes and presses; a finger drags an end of the path', async ({ page }) => {
    const figure = await open(page);
    const { x, y } = await figure.mapAt(0.5, 0.5);
    const start = await figure.all();
    await page.touchscreen.tap(x, y);
    const tapped = await figure.all();
    expect(Math.hypot(tapped.z1 - start.z1, tapped.z2 - start.z2)).toBeGreaterThan(0);
    await tap(figure.element.locator('[data-label="2"]'));
    expect((await figure.all()).labels).toBe('013456789');
    const box = await figure.handle('B').boundingBox();
    if (!box) throw new Error('there is no handle');
    expect(box.width).toBeGreaterThanOrEqual(24);
    const scrolled = await page.evaluate(() => scrollY);
    await finger(
      page,
      ...[0, 1, 2, 3, 4, 5].map((k) => ({ x: box.x + box.width / 2 + 6 * k, y: box.y + box.height / 2 - 8 * k })),
    );
    const dragged = await figure.all();
    expect(dragged.by).toBeGreaterThan(start.by);
    expect(await page.evaluate(() => scrollY)).toBe(scrolled);
  });

  test('two fingers zoom the map, and one that swipes over it scrolls the page', async ({ page }) => {
    const figure = await open(page);
    const { x, y } = await figure.mapAt(0.5, 0.5);
    const apart = [30, 45, 60, 75, 90].map((d) => [
      { x: x - d, y },
      { x: x + d, y },
    ]);
    await finger(page, ...apart);
    const { zoom } = await figure.all();
    expect(zoom).toBeGreaterThan(1.8);
    await finger(page, ...apart.reverse());
    expect((await figure.all()).zoom).toBeLessThan(zoom / 1.5);
    const action = await figure.element
      .locator('[data-plot=map] canvas')
      .evaluate((canvas) => getComputedStyle(canvas).touchAction);
    expect(action).toContain('pan-y');
  });

  test('nothing is wider than the page', async ({ page }) => {
    await open(page, { selected: 4 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});

// ---- state ------------------------------------------------------------------------------------------------------------

test('the state of one figure sets another, and what does not fit is named', async ({ page }) => {
  const figure = await open(page, { selected: 41, labels: '0147', tiles: true, tile: 56, zoom: 2, ax: 0.5, by: -1 });
  const state = await figure.all();
  await figure.button('reset').click();
  await figure.set(state);
  expect(await figure.all()).toEqual(state);
  for (const [changes, says] of /** @type {[Record<string, any>, RegExp][]} */ ([
    [{ labels: '12x' }, /labels cannot be “12x”/],
    [{ tile: 3 }, /tile cannot be “3”/],
    [{ z1: 'left' }, /z1 cannot be “left”/],
    [{ part: 2 }, /part cannot be “2”/],
    [{ selected: 'all' }, /selected cannot be “all”/],
  ])) {
    await expect(figure.set(changes)).rejects.toThrow(says);
    expect(await figure.all()).toEqual(state);
  }
});

test('the map is alike without WebGL, where WebGL is emulated, and on a GPU, which alone draws the dots', async ({
  page,
}) => {
  await page.addInitScript(() => {
    /** @type {any} */ (globalThis).dots = 0; // that WebGL has been asked to draw
    const { drawArrays, getParameter } = WebGL2RenderingContext.prototype;
    WebGL2RenderingContext.prototype.drawArrays = function (...given) {
      if (given[0] === this.POINTS) /** @type {any} */ (globalThis).dots += given[2];
      drawArrays.apply(this, given);
    };
    WebGL2RenderingContext.prototype.getParameter = function (name) {
      const value = getParameter.call(this, name);
      return /** @type {any} */ (globalThis).gpu && /SwiftShader|llvmpipe/.test(value) ? 'a GPU' : value;
    };
  });
  const dots = () => page.evaluate(() => /** @type {any} */ (globalThis).dots);
  const without = await (await open(page, {}, 'no WebGL')).still('map');
  expect(await dots()).toBe(0);
  const emulated = await (await open(page)).still('map');
  expect(await dots()).toBe(0);
  await page.addInitScript(() => {
    /** @type {any} */ (globalThis).gpu = true;
  });
  const figure = await open(page);
  const accelerated = await figure.still('map');
  expect(await dots()).toBeGreaterThanOrEqual(codes.count);
  expect(await figure.same(without, emulated)).toBe(true);
  expect((await figure.unlike(without, accelerated)).count).toBeLessThan(4000); // edges of dots
});

test('made and removed 40 times, it leaves nothing behind', async ({ page }) => {
  const figure = await open(page);
  await page.evaluate(async () => {
    for (let k = 0; k < 40; k++) {
      document.querySelector('ae-figure')?.remove();
      const figure = document.createElement('ae-figure');
      figure.setAttribute('name', 'digits');
      document.querySelector('main')?.append(figure);
      if (k % 4) await /** @type {any} */ (figure).ready; // else it is removed while it starts
    }
  });
  await figure.ready();
  await figure.set({ selected: 1 });
  expect((await figure.all()).selected).toBe(1);
});

test('500 random actions later the figure is sound', async ({ page }) => {
  test.slow();
  const figure = await open(page);
  let state = 7;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const pick = (/** @type {any[]} */ list) => list[Math.floor(next() * list.length)];
  const actions = [
    async () => {
      const { x, y } = await figure.mapAt(next(), next());
      await pick([page.mouse.click, page.mouse.move]).call(page.mouse, x, y);
    },
    () => page.keyboard.press(pick(['ArrowLeft', 'ArrowDown', 'n', 'p', 'Home', 'End', '+', '-', 'Escape'])),
    () => figure.element.locator(`[data-label="${Math.floor(10 * next())}"]`).click(),
    () => figure.button(pick(['all', 'none', 'from', 'to', 'reset'])).click(),
    () => figure.field('tiles').setChecked(next() < 0.5),
    () => figure.set({ z1: 8 * next() - 4, part: next(), tile: 28 + 56 * next(), zoom: 1 + 20 * next() }),
    () => figure.element.locator(`[data-view=${pick(['left', 'up', 'closer', 'farther'])}]`).click(),
  ];
  for (let k = 1; k <= 500; k++) {
    await pick(actions)();
    if (k % 50) continue;
    for (const [name, value] of Object.entries(await figure.all()))
      if (typeof value === 'number') expect(Number.isFinite(value), `${name} is ${value}`).toBe(true);
    expect(await figure.element.evaluate((element) => element.shadowRoot?.textContent ?? '')).not.toMatch(
      /NaN|undefined|Infinity/,
    );
  }
});

// ---- files ------------------------------------------------------------------------------------------------------------

test('nothing of it is loaded before it is near, and the digits only when one is chosen', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  /** @type {string[]} */
  const asked = [];
  page.on('request', (request) => {
    const name = request.url().slice(request.url().lastIndexOf('/') + 1);
    if (/^(digits.*\.js|model|weights|codes|test|train-.*\.bin)/.test(name))
      asked.push(name.replace(/-[\w-]{8}\./, '.'));
  });
  await page.setViewportSize({ width: 1300, height: 800 });
  await page.goto('/');
  await page.waitForLoadState('networkidle');
  expect(asked).toEqual([]);
  /** @type {Promise<number>[]} compressed, of what it takes to be seen */
  const sizes = [];
  const weigh = (/** @type {import('@playwright/test').Response} */ response) => {
    if (/\.(js|css|bin|json|wasm)$/.test(response.url()))
      sizes.push(response.body().then((body) => brotliCompressSync(body).length));
  };
  page.on('response', weigh);
  const figure = page.locator('ae-figure[name=digits]');
  await figure.scrollIntoViewIfNeeded();
  await figure.evaluate((element) => /** @type {any} */ (element).ready);
  await page.waitForLoadState('networkidle');
  page.off('response', weigh);
  const whole = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  expect(whole).toBeGreaterThan(300e3);
  expect(whole).toBeLessThanOrEqual(400e3);
  expect(asked.sort()).toEqual(['codes.bin', 'digits.js', 'model.json', 'weights.bin']);
  if (!existsSync(IMAGES)) return;
  await figure.evaluate((element) => /** @type {any} */ (element).set({ selected: 1 }));
  await expect.poll(() => asked).toContain('test.bin');
});

for (const [file, name] of [
  ['**/model-*.json', 'decoder/model.json'],
  ['**/weights-*.bin', 'decoder/weights.bin'],
  ['**/codes-*.bin', 'codes.bin'],
]) {
  test(`${name} may be missing, cut, a page or nonsense: the figure says so, and starts when tried again`, async ({
    page,
    troubles,
  }) => {
    troubles.expect(/404|ERR_FAILED|ERR_ABORTED/);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const figure = new Digits(page);
    /** @type {((route: import('@playwright/test').Route) => Promise<void>)[]} */
    const faults = [
      (route) => route.fulfill({ status: 404, body: 'not here' }),
      (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Welcome</title>' }),
      async (route) => {
        const body = await (await route.fetch()).body();
        await route.fulfill({ body: body.subarray(0, Math.floor(body.length / 2)) });
      },
      (route) => route.fulfill({ body: '{"nonsense": [1, 2, 3]}' }),
      (route) => route.abort('failed'),
    ];
    let fault = faults[0];
    await page.route(file, (route) => fault(route));
    await page.goto('/workbench.html?name=digits&state=fresh');
    for (const each of faults) {
      fault = each;
      if (each === faults[0]) await expect(figure.alert).toBeVisible();
      else {
        const failed = figure.element.evaluate((element) => {
          return new Promise((done) => element.addEventListener('ae-error', () => done(null), { once: true }));
        });
        await figure.element.getByRole('button', { name: 'Try again' }).click();
        await failed;
      }
      // Weights that do not fit are found out by what model.json says of them.
      await expect(figure.alert).toContainText(name.startsWith('decoder') ? /decoder\/(model|weights)/ : name);
    }
    await page.unroute(file);
    await figure.element.getByRole('button', { name: 'Try again' }).click();
    await figure.ready();
    await expect(figure.alert).toHaveCount(0);
  });
}

test('a model that is broken leaves the rest of the article alone', async ({ page, troubles }) => {
  troubles.expect(/404|ERR_ABORTED/);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.route('**/codes-*.bin', (route) => route.fulfill({ status: 404, body: '' }));
  await page.goto('/');
  const figure = page.locator('ae-figure[name=digits]');
  await figure.scrollIntoViewIfNeeded();
  await expect(figure.getByRole('alert')).toContainText('codes.bin');
  await expect(figure.locator('img')).toBeVisible(); // the poster stays
  const before = page.locator('ae-figure[name=decoder]');
  await before.scrollIntoViewIfNeeded();
  await before.evaluate((element) => /** @type {any} */ (element).ready);
});

test('images that do not come are told of, and come when tried again', async ({ page, troubles }) => {
  test.skip(!existsSync(IMAGES), 'this build has no images');
  troubles.expect(/404|ERR_ABORTED/);
  const figure = await open(page);
  await page.route('**/test-*.bin', (route) => route.fulfill({ status: 404, body: '' }));
  await figure.set({ selected: 5 });
  const line = figure.element.locator('[data-show=images]');
  await expect(line).toContainText('test.bin is not there (404)');
  await expect(figure.element.locator('.itself')).toBeHidden(); // what is rebuilt is still shown
  await page.unroute('**/test-*.bin');
  await page.route('**/test-*.bin', (route) => route.fulfill({ body: 'nonsense' }));
  await figure.element.locator('[data-do=images]').click();
  await expect(line).toContainText('test.bin is broken');
  await page.unroute('**/test-*.bin');
  await figure.element.locator('[data-do=images]').click();
  await figure.withImages();
  expectShown(await figure.greys('itself'), digit(5));
});

// ---- a build without images -------------------------------------------------------------------------------------------

/** An IDX file of so many pictures, each with one pixel of ink. @param {number} count @param {number} [side] */
function idx(count, side = 28) {
  const bytes = Buffer.alloc(16 + count * side * side);
  bytes.writeUInt32BE(0x803, 0);
  for (const [k, value] of [count, side, side].entries()) bytes.writeUInt32BE(value, 4 + 4 * k);
  for (let k = 0; k < count; k++) bytes[16 + k * side * side + (k % 100)] = 255;
  return bytes;
}

test('without images it says why, shows what is rebuilt, and takes the reader’s own file', async ({ page }) => {
  await page.route('**/digits-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replaceAll('../build/digits/test.bin', 'none') });
  });
  const figure = await open(page, { selected: 5 });
  const line = figure.element.locator('[data-show=images]');
  await expect(line).toContainText('came without MNIST’s images');
  await expect(figure.element.locator('.itself')).toBeHidden();
  const decode = await decoder();
  expectShown(await figure.greys('rebuilt'), decode(codes.code(5)));
  await expect(figure.element.locator('[data-neighbour]').first()).toBeVisible();

  const field = figure.element.locator('[data-file=images]');
  const give = (/** @type {Buffer} */ buffer) =>
    field.setInputFiles({ name: 'mine.idx', mimeType: 'application/octet-stream', buffer });
  await give(Buffer.from('nonsense'));
  await expect(line).toContainText('mine.idx is broken: images: this is no IDX file');
  await give(idx(7));
  await expect(line).toContainText('it holds 7 pictures, and the map is of 10,000');
  await give(idx(10_000, 14));
  await expect(line).toContainText('196 pixels');
  await figure.element.locator('.there').evaluate(async (place, bytes) => {
    const data = new DataTransfer(); // dropped
    data.items.add(new File([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))], 'dropped.idx'));
    place.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, idx(7).toString('base64'));
  await expect(line).toContainText('dropped.idx is broken: it holds 7 pictures');
  await give(idx(10_000));
  await figure.withImages();
  const values = Array(PIXELS).fill(0);
  values[5] = 1;
  expectShown(await figure.greys('itself'), values);
  await expect(line).toBeHidden();
});
