// SPDX-License-Identifier: MIT
// The drawers of Figure 6 under the reader's hands: drawing, noise, training. What they say is compared with the core in Node, and
// with the pictures on the page.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CoreAutoencoder } from '../../web/core_digits.js';
import { CorePad } from '../../web/core_pad.js';
import { sample } from '../../web/digits_samples.js';
import { load } from '../wasm/builds.js';
import { Alone } from './figures.js';
import { tap } from './finger.js';
import { expect, test } from './fixture.js';
import { expectFree, moveAbout, tasksOf } from './tasks.js';

/** @typedef {import('@playwright/test').Page} Page */

const root = resolve(import.meta.dirname, '../..');
const folder = resolve(root, 'assets/models/digits');
const hasImages = ['train', 'test'].every((kind) => existsSync(resolve(root, `build/digits/${kind}.bin`)));
const PAPER = 255;
const INK = [0x1f, 0x21, 0x26]; // of the light theme, as in figure.css
const PEN = 0.048; // of the pad's side, as in digits_draw.js

/** One of the figure's drawers, open. */
class Drawer extends Alone {
  /** @param {Page} page @param {'draw' | 'noise' | 'train'} panel */
  constructor(page, panel) {
    super(page, 'digits', ['map']);
    this.drawer = this.element.locator(`[data-panel=${panel}]`);
  }

  async trained() {}

  /** @param {string} [state] */
  async openDrawer(state = 'light') {
    await this.openAlone(state);
    await this.drawer.locator('summary').click();
    await expect(this.drawer.locator('.controls').first()).toBeVisible();
    await this.rested();
  }

  /** Two frames: what was asked for is drawn. */
  async rested() {
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }

  /** @param {string} name */
  button(name) {
    return this.drawer.locator(`[data-do=${name}]`);
  }

  /** @param {string} name */
  canvasOf(name) {
    return this.drawer.locator(`[data-picture=${name}]`);
  }

  /** @param {string} name */
  control(name) {
    return this.drawer.locator(`[data-field=${name}]`);
  }

  /** @param {string} name @returns {Promise<number>} the first number of a text */
  async number(name) {
    await this.rested();
    const text = await this.drawer.locator(`[data-show=${name}]`).innerText();
    return Number(/\d+(\.\d+)?/.exec(text.replaceAll(',', ''))?.[0] ?? Number.NaN);
  }

  /** A picture's grey levels, 0 … 1. @param {string} name @returns {Promise<number[]>} */
  async greys(name) {
    await this.rested();
    const reds = await this.canvasOf(name).evaluate((canvas) => {
      const { width, height } = /** @type {HTMLCanvasElement} */ (canvas);
      const copy = new OffscreenCanvas(width, height); // so that the page's own canvas is not read
      const context = /** @type {OffscreenCanvasRenderingContext2D} */ (copy.getContext('2d'));
      context.drawImage(/** @type {HTMLCanvasElement} */ (canvas), 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      return Array.from({ length: width * height }, (_, k) => data[4 * k]);
    });
    return reds.map((red) => (PAPER - red) / (PAPER - INK[0]));
  }

  /** A place in a picture, CSS px of the page. @param {string} name @param {number} u @param {number} v */
  async place(name, u, v) {
    await this.canvasOf(name).scrollIntoViewIfNeeded();
    const box = await this.canvasOf(name).boundingBox();
    if (!box) throw new Error(`${name} is not on the page`);
    return { x: box.x + u * box.width, y: box.y + v * box.height };
  }

  /** A stroke on a picture with the mouse. @param {string} name @param {[number, number][]} corners in parts of its sides */
  async stroke(name, corners) {
    const places = [];
    for (const [u, v] of corners) places.push(await this.place(name, u, v));
    await this.page.mouse.move(places[0].x, places[0].y);
    await this.page.mouse.down();
    for (const { x, y } of places.slice(1)) await this.page.mouse.move(x, y, { steps: 12 });
    await this.page.mouse.up();
    await this.rested();
  }
}

/** @param {Page} page @param {'draw' | 'noise' | 'train'} panel */
async function open(page, panel) {
  const figure = new Drawer(page, panel);
  await figure.openDrawer();
  return figure;
}

/** @param {import('../../web/core.js').Core} core @param {string[]} halves */
function network(core, ...halves) {
  const autoencoder = new CoreAutoencoder(core);
  for (const half of halves)
    autoencoder.read(
      readFileSync(resolve(folder, half, 'model.json')),
      readFileSync(resolve(folder, half, 'weights.bin')),
    );
  return autoencoder;
}

/** @param {number[]} a @param {number[]} b */
const meanSquare = (a, b) => a.reduce((sum, value, k) => sum + (value - b[k]) ** 2, 0) / a.length;

/** @param {number[]} greys */
const ink = (greys) => greys.reduce((sum, grey) => sum + grey, 0);

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test.describe('draw a digit', () => {
  test('a digit of ours is made, coded and rebuilt as the core does it', async ({ page }) => {
    const figure = await open(page, 'draw');
    const core = await load();
    const pad = new CorePad(core);
    const autoencoder = network(core, 'encoder', 'decoder');
    for (const label of [0, 3, 7]) {
      await figure.drawer.locator(`[data-sample="${label}"]`).click();
      pad.draw(sample(label, pad.side), PEN * pad.side);
      expect(pad.fit()).toBe('some');
      const digit = pad.digit;
      const { code, output, error } = autoencoder.rebuild(digit);
      const rebuilt = output.slice();
      expect(await figure.number('drawn-error')).toBeCloseTo(error, 4);
      for (const z of code)
        await expect(figure.drawer.locator('[data-show=place]')).toContainText(z.toFixed(2).replace('-', '\u2212'));
      const [made, built] = [await figure.greys('made'), await figure.greys('drawn-rebuilt')];
      for (let k = 0; k < 784; k++) {
        expect(Math.abs(made[k] - digit[k])).toBeLessThan(0.006);
        expect(Math.abs(built[k] - Math.max(0, Math.min(1, rebuilt[k])))).toBeLessThan(0.006);
      }
    }
  });

  test('a pointer draws, undo takes back a stroke, and clear all of them', async ({ page }) => {
    const figure = await open(page, 'draw');
    await expect(figure.button('undo')).toBeDisabled();
    await figure.stroke('pad', [
      [0.3, 0.2],
      [0.7, 0.2],
      [0.4, 0.8],
    ]);
    const one = ink(await figure.greys('pad'));
    expect(one).toBeGreaterThan(500);
    const seven = await figure.greys('made');
    await figure.stroke('pad', [
      [0.3, 0.5],
      [0.6, 0.5],
    ]);
    expect(ink(await figure.greys('pad'))).toBeGreaterThan(one + 100);
    expect(meanSquare(await figure.greys('made'), seven)).toBeGreaterThan(0.001);
    await figure.button('undo').click();
    expect(ink(await figure.greys('pad'))).toBeCloseTo(one, 3);
    expect(await figure.greys('made')).toEqual(seven);
    await figure.button('clear').click();
    expect(ink(await figure.greys('pad'))).toBe(0);
    for (const name of ['made', 'drawn-rebuilt']) {
      await expect(figure.canvasOf(name), 'an empty frame').toBeVisible();
      await expect(figure.canvasOf(name)).toHaveAccessibleName('Nothing yet');
      const pixels = await figure.canvasOf(name).evaluate((canvas) => {
        const { width, height } = /** @type {HTMLCanvasElement} */ (canvas);
        const context = /** @type {HTMLCanvasElement} */ (canvas).getContext('2d', { willReadFrequently: true });
        return [...(context?.getImageData(0, 0, width, height).data ?? [1])];
      });
      expect(pixels.every((value) => value === 0)).toBe(true);
    }
    await expect(figure.button('clear')).toBeDisabled();
  });

  test('keys on the pad take digits of ours, and take them back', async ({ page }) => {
    const figure = await open(page, 'draw');
    await figure.canvasOf('pad').focus();
    await page.keyboard.press('5');
    await figure.rested();
    await expect(figure.status).toContainText('Your digit has the code');
    const five = await figure.greys('made');
    await page.keyboard.press('1');
    expect(await figure.greys('made')).not.toEqual(five);
    await page.keyboard.press('Backspace');
    expect(ink(await figure.greys('pad'))).toBe(0);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab'); // no trap: on to the digits of ours
    await page.keyboard.press('Enter');
    expect(ink(await figure.greys('pad'))).toBeGreaterThan(500);
  });

  test('a blank pad has nothing, and a full one no digit, and both are said', async ({ page }) => {
    const figure = await open(page, 'draw');
    const told = figure.drawer.locator('[data-show=place]');
    await expect(told).toContainText('Draw something');
    /** @type {[number, number][]} */
    const zigzag = [];
    for (let k = 0; k <= 14; k++) zigzag.push([0.03, 0.03 + (0.94 * k) / 14], [0.97, 0.03 + (0.94 * k) / 14]);
    await figure.stroke('pad', zigzag);
    await expect(told).toContainText('hardly any paper');
    await figure.button('undo').click();
    await expect(told).toContainText('Draw something');
  });

  test('another theme draws the pad and its pictures again', async ({ page }) => {
    const figure = await open(page, 'draw');
    await figure.drawer.locator('[data-sample="4"]').click();
    await figure.rested();
    const pad = () => figure.canvasOf('pad').screenshot();
    const light = await pad();
    await figure.element.evaluate((element) => element.setAttribute('theme', 'dark'));
    await expect.poll(async () => (await pad()).equals(light)).toBe(false);
    expect(ink(await figure.greys('made'))).toBeGreaterThan(400); // its paper is dark now
  });
});

test.describe('by touch', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

  test('a finger draws on the pad and moves the eraser, and scrolls everywhere else', async ({ page }) => {
    const figure = await open(page, 'draw');
    const { x, y } = await figure.place('pad', 0.5, 0.5);
    await page.touchscreen.tap(x, y);
    expect(ink(await figure.greys('pad'))).toBeGreaterThan(100);
    const actions = await figure.drawer.evaluate((drawer) =>
      [...drawer.querySelectorAll('*')]
        .filter((element) => getComputedStyle(element).touchAction === 'none')
        .map((element) => /** @type {HTMLElement} */ (element).dataset.picture),
    );
    expect(actions).toEqual(['pad']);
    await tap(figure.element.locator('[data-panel=noise] summary'));
    const damaged = figure.element.locator('[data-picture=damaged]');
    await expect(damaged).toHaveAttribute('aria-label', /Press it/);
    await tap(damaged);
    await expect(damaged).toHaveAttribute('aria-label', /9 px from the left and 9 px from the top/);
  });
});

test.describe('noise', () => {
  test('errors are those of the pictures that are shown', async ({ page }) => {
    const figure = await open(page, 'noise');
    const core = await load();
    await expect.poll(() => figure.number('damaged-error')).toBeGreaterThan(0); // its files are there
    await expect.poll(() => figure.number('denoised-error')).toBeGreaterThan(0);
    for (const [keys, field] of /** @type {const} */ ([
      [[], 'noise'],
      [['ArrowLeft', 'ArrowLeft', 'ArrowLeft'], 'noise'],
      [['PageUp', 'ArrowRight'], 'patch'],
      [['Home'], 'noise'],
    ])) {
      await figure.control(field).focus();
      for (const key of keys) await page.keyboard.press(key);
      const clean = await figure.greys('clean');
      const damaged = await figure.greys('damaged');
      expect(ink(clean)).toBeGreaterThan(20);
      expect(await figure.number('damaged-error')).toBeCloseTo(meanSquare(damaged, clean), 3);
      for (const [name, halves] of /** @type {const} */ ([
        ['plain', ['encoder', 'decoder']],
        ['denoised', ['denoiser/encoder', 'denoiser/decoder']],
      ])) {
        const { output } = network(core, ...halves).rebuild(damaged);
        expect(await figure.number(`${name}-error`)).toBeCloseTo(meanSquare([...output], clean), 3);
      }
    }
    expect(await figure.number('damaged-error')).toBeGreaterThan(0); // the eraser is left
  });

  test('new noise is other noise of the same strength', async ({ page }) => {
    const figure = await open(page, 'noise');
    await expect.poll(() => figure.number('damaged-error')).toBeGreaterThan(0); // its files are there
    const [before, strength] = [await figure.greys('damaged'), await figure.number('damaged-error')];
    await figure.button('renew').click();
    const after = await figure.greys('damaged');
    expect(meanSquare(before, after)).toBeGreaterThan(0.05);
    expect(Math.abs((await figure.number('damaged-error')) - strength)).toBeLessThan(0.2 * strength);
  });

  test('the eraser follows the pointer and the arrow keys, and stays on the picture', async ({ page }) => {
    const figure = await open(page, 'noise');
    await expect.poll(() => figure.number('damaged-error')).toBeGreaterThan(0); // its files are there
    await figure.control('noise').focus();
    await page.keyboard.press('Home');
    const { x, y } = await figure.place('damaged', 0.5, 0.5);
    await page.mouse.click(x, y);
    const label = () => figure.canvasOf('damaged').getAttribute('aria-label');
    await expect.poll(label).toContain('9 px from the left and 9 px from the top');
    await figure.canvasOf('damaged').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowUp');
    await expect.poll(label).toContain('10 px from the left and 5 px from the top');
    for (let k = 0; k < 8; k++) await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(label).toContain('18 px from the left');
    await expect(async () => {
      const [clean, damaged] = [await figure.greys('clean'), await figure.greys('damaged')]; // drawn in the next frame
      damaged.forEach((grey, k) => {
        const erased = k % 28 >= 18 && k / 28 >= 5 && k / 28 < 15;
        expect(grey).toBe(erased ? 0 : clean[k]);
      });
    }).toPass();
  });

  test('it works on a test digit, on what the cursor decodes and on a drawing', async ({ page }) => {
    const figure = await open(page, 'noise');
    const source = figure.control('source');
    await expect(source).toHaveValue(hasImages ? 'digit' : 'cursor');
    await source.selectOption('cursor');
    const cursor = await figure.greys('clean');
    await figure.element.locator('[data-panel=draw] summary').click();
    await figure.element.locator('[data-sample="2"]').click();
    await expect(figure.element.locator('[data-show=drawn-error]')).not.toBeEmpty(); // the encoder has come
    await figure.element.locator('[data-panel=noise] [data-do=renew]').click();
    await source.selectOption('drawn');
    const drawn = await figure.greys('clean');
    expect(meanSquare(drawn, cursor)).toBeGreaterThan(0.01);
    if (!hasImages) return;
    await figure.button('another').click();
    await expect(source).toHaveValue('digit');
    const digit = await figure.greys('clean');
    expect(meanSquare(drawn, digit)).toBeGreaterThan(0.01);
    await figure.set({ selected: 42 });
    expect(meanSquare(await figure.greys('clean'), digit)).toBeGreaterThan(0.01);
  });
});

test.describe('while files are on their way', () => {
  /** Keeps files back until it is called. @param {Page} page @param {string} files */
  async function keepBack(page, files) {
    /** @type {() => void} */
    let release = () => {};
    const released = new Promise((done) => {
      release = () => done(null);
    });
    await page.route(files, async (route) => {
      await released;
      await route.continue();
    });
    return release;
  }

  /** @param {Page} page @param {'draw' | 'noise' | 'train'} panel @param {string} files */
  async function openWithout(page, panel, files) {
    const figure = new Drawer(page, panel);
    await figure.openAlone('light');
    const release = await keepBack(page, files);
    await figure.drawer.locator('summary').click();
    await expect(figure.drawer.locator('.loading')).toContainText('Loading');
    return { figure, release };
  }

  test('noise and eraser that are set stay set', async ({ page }) => {
    const { figure, release } = await openWithout(page, 'noise', '**/weights-*.bin');
    await figure.control('noise').fill('0.2');
    await figure.control('patch').fill('6');
    await figure.control('source').selectOption('cursor');
    await expect(figure.drawer.locator('[data-show=noise]')).toHaveText('0.20');
    await expect(figure.drawer.locator('[data-show=plain-error]')).toBeEmpty();
    release();
    await expect(figure.drawer.locator('.loading')).toHaveCount(0);
    expect(await figure.number('plain-error')).toBeGreaterThan(0);
    await expect(figure.control('noise')).toHaveValue('0.2');
    await expect(figure.control('source')).toHaveValue('cursor');
    await expect(figure.canvasOf('damaged')).toHaveAttribute('aria-label', /The eraser is/);
  });

  test('what is drawn is rebuilt when the network is there', async ({ page }) => {
    const { figure, release } = await openWithout(page, 'draw', '**/weights-*.bin');
    await figure.drawer.locator('[data-sample="3"]').click();
    expect(ink(await figure.greys('pad'))).toBeGreaterThan(500);
    await expect(figure.canvasOf('drawn-rebuilt')).toHaveClass(/blank/);
    release();
    await expect(figure.drawer.locator('[data-show=place]')).toContainText('Its code is');
    expect(await figure.number('drawn-error')).toBeGreaterThan(0);
  });

  test('the network that is chosen is the one that trains', async ({ page }) => {
    test.skip(!hasImages, 'this build has none of MNIST’s images');
    const { figure, release } = await openWithout(page, 'train', '**/{train,test}-*.bin');
    await figure.control('train-width').selectOption('32');
    await expect(figure.button('train-play')).toBeDisabled();
    release();
    await expect(figure.button('train-play')).toBeEnabled();
    await expect(figure.control('train-width')).toHaveValue('32');
  });
});

test.describe('files that are missing or broken', () => {
  /** @type {[string, (route: import('@playwright/test').Route) => Promise<void>][]} */
  const faults = [
    ['missing', (route) => route.fulfill({ status: 404, body: '' })],
    [
      'cut',
      async (route) => {
        const body = await (await route.fetch()).body();
        await route.fulfill({ body: body.subarray(0, Math.floor(body.length / 2)) });
      },
    ],
    ['nonsense', (route) => route.fulfill({ body: 'nonsense' })],
  ];

  /** The rest of the figure goes on. @param {Drawer} figure @param {Page} page */
  async function expectUnharmed(figure, page) {
    const before = await figure.all();
    await figure.element.locator('[data-plot=map] canvas').focus();
    await page.keyboard.press('ArrowLeft');
    expect((await figure.all()).z1).toBeLessThan(before.z1);
    await expect(figure.element.locator('[data-picture=decoded]')).toBeVisible();
  }

  test('the encoder: its drawer says so, and starts when tried again', async ({ page, troubles }) => {
    troubles.expect(/404|ERR_ABORTED/);
    const figure = new Drawer(page, 'draw');
    await figure.openAlone('light');
    await figure.drawer.locator('summary').click({ trial: true });
    for (const [k, [, fault]] of faults.entries()) {
      await page.route('**/weights-*.bin', fault);
      if (k) await figure.drawer.getByRole('button', { name: 'Try again' }).click();
      else await figure.drawer.locator('summary').click();
      await expect(figure.drawer.getByRole('alert')).toContainText(/encoder\/(model|weights)/);
      await expectUnharmed(figure, page);
      await page.unroute('**/weights-*.bin');
    }
    await figure.drawer.getByRole('button', { name: 'Try again' }).click();
    await figure.drawer.locator('[data-sample="3"]').click();
    await expect(figure.drawer.locator('[data-show=place]')).toContainText('Its code is');
  });

  for (const [name, fault] of faults) {
    test(`the denoiser ${name}: the plain network still shows what it makes of noise`, async ({ page, troubles }) => {
      troubles.expect(/404|ERR_ABORTED/);
      const figure = new Drawer(page, 'noise');
      await figure.openAlone('light');
      const pad = figure.element.locator('[data-panel=draw]');
      await pad.locator('summary').click();
      await pad.locator('[data-sample="3"]').click();
      await expect(pad.locator('[data-show=place]')).toContainText('Its code is'); // the encoder is there
      await page.route('**/weights-*.bin', fault);
      await figure.drawer.locator('summary').click();
      await expect(figure.drawer.locator('[data-show=denoised-error]')).toContainText(/denoiser\/(en|de)coder/);
      expect(await figure.number('plain-error')).toBeGreaterThan(0);
      await expectUnharmed(figure, page);
    });

    test(`the usual errors ${name}: a drawing is rebuilt, and why it is not compared is said`, async ({
      page,
      troubles,
    }) => {
      troubles.expect(/404|ERR_ABORTED/);
      await page.route('**/errors-*.bin', fault);
      const figure = await open(page, 'draw');
      await figure.drawer.locator('[data-sample="3"]').click();
      expect(await figure.number('drawn-error')).toBeGreaterThan(0);
      await expect(figure.drawer.locator('[data-show=unusual]')).toContainText(/cannot be said: the file errors.bin/);
      await expectUnharmed(figure, page);
    });

    test(`images ${name}: there is no training, it says why, and goes when they come`, async ({ page, troubles }) => {
      test.skip(!hasImages, 'this build has none of MNIST’s images');
      troubles.expect(/404|ERR_ABORTED/);
      await page.route('**/train-*.bin', fault);
      const figure = new Drawer(page, 'train');
      await figure.openAlone('light');
      await figure.drawer.locator('summary').click();
      await expect(figure.drawer.getByRole('alert')).toContainText('train.bin');
      await expectUnharmed(figure, page);
      await page.unroute('**/train-*.bin');
      await figure.drawer.getByRole('button', { name: 'Try again' }).click();
      await expect(figure.button('train-play')).toBeEnabled();
    });
  }
});

test.describe('train it here', () => {
  test.skip(!hasImages, 'this build has none of MNIST’s images');

  /** Waits until so many parts of the training are done. @param {Drawer} figure @param {number} part */
  const reach = (figure, part) =>
    expect
      .poll(() => figure.drawer.locator('progress').evaluate((bar) => /** @type {HTMLProgressElement} */ (bar).value), {
        timeout: 50_000,
      })
      .toBeGreaterThanOrEqual(part);

  /** @param {Drawer} figure @returns {Promise<number>} digits on the map, by the names of the labels' buttons */
  const count = async (figure) => {
    await figure.rested();
    const names = await figure.element
      .locator('[data-label]')
      .evaluateAll((chips) => chips.map((chip) => chip.ariaLabel ?? ''));
    return names.reduce((sum, name) => sum + Number(/: ([\d,]+) dots/.exec(name)?.[1].replace(',', '')), 0);
  };

  test('the map forms from nothing; pause holds it, and it goes on to the end', async ({ page }) => {
    const figure = await open(page, 'train');
    expect(await count(figure)).toBe(10_000);
    await figure.control('train-epochs').selectOption('3');
    await figure.button('train-play').click();
    await reach(figure, 0.05);
    expect(await count(figure)).toBe(2000);
    const first = await figure.number('accuracy');
    await figure.button('train-play').click();
    await expect(figure.button('train-play')).toHaveText('Go on');
    await page.waitForTimeout(500); // what was on its way
    const held = await figure.drawer.locator('progress').getAttribute('value');
    await page.waitForTimeout(700);
    expect(await figure.drawer.locator('progress').getAttribute('value')).toBe(held);
    await figure.button('train-play').click();
    await reach(figure, 1);
    await expect(figure.drawer.locator('[data-show=train-left]')).toHaveText('done');
    expect(await figure.number('accuracy')).toBeGreaterThan(50);
    expect(await figure.number('accuracy')).toBeGreaterThan(first);
    expect(await figure.number('train-loss')).toBeLessThan(0.05);
    await expect(figure.button('train-play')).toBeDisabled();
  });

  test('a network that is kept decodes; discarded, the shipped map is back as it was', async ({ page }) => {
    const figure = await open(page, 'train');
    const before = await figure.all();
    const decoded = () => figure.element.locator('[data-picture=decoded]').screenshot();
    const shipped = await decoded();
    await figure.control('train-width').selectOption('32');
    await figure.control('train-epochs').selectOption('3');
    await figure.button('train-play').click();
    await reach(figure, 0.1);
    await figure.button('train-keep').click();
    await expect(figure.drawer.locator('[data-show=told]')).toContainText('your own network');
    expect(await count(figure)).toBe(2000);
    expect((await decoded()).equals(shipped)).toBe(false);
    await figure.element.locator('[data-panel=draw] summary').click();
    await figure.element.locator('[data-sample="1"]').click();
    await expect(figure.element.locator('[data-show=unusual]')).toContainText('test digits'); // compared with its own errors
    await figure.button('train-discard').click();
    expect(await count(figure)).toBe(10_000);
    await figure.rested();
    expect(await figure.all()).toEqual(before);
    expect((await decoded()).equals(shipped)).toBe(true);
  });

  test('bottlenecks of one and three numbers are shown on the plane, and said to be', async ({ page }) => {
    const figure = await open(page, 'train');
    await figure.control('train-epochs').selectOption('3');
    for (const [units, words] of [
      ['1', 'the map is a line'],
      ['3', 'the first two'],
    ]) {
      await figure.drawer.locator(`[data-field=train-bottleneck][value="${units}"]`).check({ force: true });
      await figure.button('train-play').click();
      await reach(figure, 0.05);
      await expect(figure.drawer.locator('[data-show=told]')).toContainText(words);
      await figure.button('train-discard').click();
    }
  });

  test('it starts over, with another seed too, and rests while nobody looks', async ({ page }) => {
    const figure = await open(page, 'train');
    await figure.button('train-play').click();
    await reach(figure, 0.02);
    await figure.button('train-seed').click(); // goes on with a new network
    await expect(figure.button('train-play')).toHaveText('Pause');
    await reach(figure, 0.02);
    await figure.button('train-again').click();
    await reach(figure, 0.01);
    await figure.element.evaluate((element) => {
      element.style.display = 'none';
    });
    await page.waitForTimeout(500); // what was on its way
    const value = () =>
      figure.drawer.locator('progress').evaluate((bar) => /** @type {HTMLProgressElement} */ (bar).value);
    const held = await value();
    await page.waitForTimeout(700);
    expect(await value()).toBe(held);
    const said = () => figure.drawer.locator('[data-show=told]').textContent();
    expect(await said()).toMatch(/^Paused/);
    await figure.element.evaluate((element) => {
      element.style.display = '';
    });
    await expect.poll(value).toBeGreaterThan(held);
    expect(await said()).not.toMatch(/^Paused/);
  });

  test('the page’s thread stays free while it trains, and pause acts at once', async ({ page }) => {
    test.slow();
    const figure = await open(page, 'train');
    await figure.button('train-play').click();
    await reach(figure, 0.01);
    const training = await tasksOf(page, () => reach(figure, 0.1));
    const before = await figure.all();
    await figure.element.locator('[data-plot=map] canvas').focus();
    await page.keyboard.press('ArrowLeft');
    await figure.rested();
    expect((await figure.all()).z1).toBeLessThan(before.z1); // readers are heard
    const pressed = await figure.button('train-play').evaluate((button) => {
      /** @type {HTMLElement} */ (button).click();
      return button.textContent?.trim(); // of the same task
    });
    expect(pressed).toBe('Go on');
    await figure.still('map');
    expectFree(training, await tasksOf(page, () => moveAbout(figure.canvas('map'))));
  });

  test('a worker that is killed is replaced, and training goes on from the last network that came', async ({
    page,
  }) => {
    await page.addInitScript(() => {
      /** @type {any} */ (globalThis).heard = []; // by worker: what came of it
      globalThis.Worker = class extends Worker {
        /** @param {string | URL} url @param {WorkerOptions} [options] */
        constructor(url, options) {
          super(url, options);
          /** @type {any[]} */
          const own = [];
          /** @type {any} */ (globalThis).heard.push(own);
          this.addEventListener('message', ({ data }) => {
            const { seen } = data.model ?? data.snapshot ?? {};
            own.push({ type: data.type, seen });
          });
        }
      };
    });
    /** @returns {Promise<{type: string, seen: number}[][]>} */
    const heard = () => page.evaluate(() => /** @type {any} */ (globalThis).heard);
    const figure = await open(page, 'train');
    await figure.button('train-play').click();
    await reach(figure, 0.02);
    await expect
      .poll(async () => (await heard())[0].filter(({ type, seen }) => type === 'model' && seen).length)
      .toBeGreaterThan(0);
    await page.workers()[0].evaluate(() => setTimeout(() => self.close()));
    await expect.poll(async () => (await heard()).length, { timeout: 30_000 }).toBe(2);
    await expect
      .poll(async () => (await heard())[1].filter(({ type }) => type === 'snapshot').length, { timeout: 30_000 })
      .toBeGreaterThan(2);
    const [before, after] = await heard();
    const { seen } = before.filter(({ type }) => type === 'model').at(-1) ?? { seen: 0 };
    const snapshots = after.filter(({ type }) => type === 'snapshot');
    expect(seen).toBeGreaterThan(0);
    expect(snapshots[0].seen).toBe(seen);
    expect(snapshots.at(-1)?.seen).toBeGreaterThan(seen);
    await expect(figure.button('train-play')).toHaveText('Pause');
    expect(page.workers()).toHaveLength(1);
    await figure.button('train-play').click();
    await expect(figure.button('train-play')).toHaveText('Go on');
  });

  test('the damaged digit has no place on a guest’s map, and its own again when the guest has gone', async ({
    page,
  }) => {
    test.slow();
    const figure = await open(page, 'train');
    await figure.element.locator('[data-panel=noise] > summary').click();
    await expect(figure.element.locator('[data-show=damaged-error]')).toContainText(/\d/); // its files are here
    await figure.control('train-width').selectOption('32');
    await figure.control('train-epochs').selectOption('3');
    /** The map before, with and after a guest. @param {string} strength */
    const maps = async (strength) => {
      await figure.element.locator('[data-field=noise]').fill(strength);
      const before = await figure.still('map');
      await figure.button('train-play').click();
      await reach(figure, 1);
      await expect(figure.drawer.locator('[data-show=train-left]')).toHaveText('done');
      await figure.still('map'); // the last codes have come
      await figure.element.locator('[data-do=reset]').click(); // looked at as a whole
      const guest = await figure.still('map');
      await figure.button('train-discard').click();
      return { before, guest, after: await figure.still('map') };
    };
    // On a slow machine a picture may be taken before the map has come to rest: then both again.
    await expect(async () => {
      const [clean, noisy] = [await maps('0'), await maps('0.3')];
      expect(noisy.before.equals(clean.before), 'how far noise moves the code is on the map').toBe(false);
      expect(noisy.guest.equals(clean.guest)).toBe(true);
      expect(noisy.after.equals(clean.after)).toBe(false);
    }).toPass({ timeout: 100_000 });
  });

  test('on a phone the map comes along to the button that stops it, and nothing else moves', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    const figure = await open(page, 'train');
    const play = figure.button('train-play');
    const canvas = figure.canvas('map');
    const height = () => figure.element.evaluate((element) => element.getBoundingClientRect().height);
    await play.scrollIntoViewIfNeeded();
    await expect(canvas).not.toBeInViewport();
    const before = await height();
    await play.click();
    await expect(canvas).toBeInViewport({ ratio: 0.95 });
    await expect(play).toHaveText('Pause');
    expect(Math.abs((await height()) - before)).toBeLessThan(2);
    await reach(figure, 0.02);
    await play.click(); // which fails if anything is over it
    await expect(play).toHaveText('Go on');
    await expect(canvas, 'what was reached is still looked at').toBeInViewport({ ratio: 0.95 });
    await figure.button('train-discard').click();
    await expect(canvas).not.toBeInViewport();
    expect(Math.abs((await height()) - before)).toBeLessThan(2);
  });

  test('taken off the page while it trains, it leaves no worker', async ({ page }) => {
    const figure = await open(page, 'train');
    await figure.button('train-play').click();
    await reach(figure, 0.02);
    expect(page.workers()).toHaveLength(1);
    await figure.element.evaluate((element) => element.remove());
    await expect.poll(() => page.workers().length).toBe(0);
  });
});
