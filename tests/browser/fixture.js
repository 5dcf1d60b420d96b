// SPDX-License-Identifier: MIT
// What every browser test stands on: a page whose troubles are counted, and a figure in it.
import { test as base, expect } from '@playwright/test';

export { expect };

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').BrowserContext} BrowserContext */
/** @typedef {import('@playwright/test').Request} Request */
/** @typedef {import('@playwright/test').FrameLocator} FrameLocator */
/** @typedef {import('../../web/element.js').AeFigure} AeFigure */
/**
 * @typedef {object} State what `state` of a figure holds, as far as tests ask
 * @property {number} epoch
 * @property {number} loss
 * @property {number} seed
 * @property {boolean} playing
 * @property {number} selected
 */
/** @typedef {'input' | 'latent' | 'output' | 'layered' | 'latent-large'} Plot */

/** @type {Plot[]} */
export const PLOTS = ['input', 'latent', 'output', 'layered', 'latent-large'];

// What Chromium says of its own software WebGL, and what the tests' driver says when it blocks the service worker.
const NOT_OURS = /GPU stall due to ReadPixels|GL Driver Message|Service Worker registration blocked by Playwright/;

/** What must not happen on a page: errors, warnings, failed requests, requests to another origin. */
class Troubles {
  /** @type {string[]} */
  seen = [];
  /** @type {RegExp[]} */
  expected = [];

  /** @param {BrowserContext} context */
  watch(context) {
    context.on('console', (message) => {
      const text = `console.${message.type()}: ${message.text()} (${message.location().url})`;
      if (['error', 'warning', 'assert'].includes(message.type()) && !NOT_OURS.test(text)) this.seen.push(text);
    });
    context.on('weberror', (event) => this.seen.push(`uncaught: ${event.error()}`));
    context.on('requestfailed', (request) => {
      this.seen.push(`request failed: ${request.url()} (${request.failure()?.errorText})`);
    });
    context.on('request', (request) => this.look(request));
  }

  /** @param {Request} request */
  look(request) {
    const { protocol, origin } = new URL(request.url());
    if (request.isNavigationRequest() || protocol === 'data:' || protocol === 'blob:') return;
    const from = request.serviceWorker() ?? request.frame();
    if (origin !== new URL(from.url()).origin) this.seen.push(`another origin: ${request.url()}`);
  }

  /** From now on these are part of the test. @param {RegExp[]} patterns */
  expect(...patterns) {
    this.expected.push(...patterns);
  }

  get unexpected() {
    return this.seen.filter((text) => !this.expected.some((pattern) => pattern.test(text)));
  }
}

/** A figure of a page, by what a reader and an embedder can reach. */
export class Figure {
  /** @param {Page} page @param {number} [index] among the page's figures @param {Page | FrameLocator} [within] a frame of the page, if it is in one */
  constructor(page, index = 0, within = page) {
    this.page = page;
    this.element = within.locator('ae-figure').nth(index);
    this.alert = this.element.getByRole('alert');
    this.message = this.element.locator('.message'); // the line that everybody sees
    this.status = this.element.locator('.unseen[role=status]'); // what is only read aloud
  }

  /** Opens the article and waits for the figure. @param {string} [attributes] of the figure, instead of its own */
  async open(attributes) {
    await this.visit(attributes);
    await this.ready();
  }

  /** Opens the article. @param {string} [attributes] */
  async visit(attributes) {
    if (attributes !== undefined) {
      await this.page.route('/', async (route) => {
        const response = await route.fetch();
        const html = await response.text();
        expect(html).toContain('<ae-figure ');
        await route.fulfill({ response, body: html.replace(/<ae-figure\b[^>]*>/, `<ae-figure ${attributes}>`) });
      });
    }
    await this.page.goto('/');
  }

  async ready() {
    await this.element.evaluate(async (element) => {
      await customElements.whenDefined('ae-figure');
      await /** @type {AeFigure} */ (element).ready;
    });
  }

  /** @returns {Promise<State>} */
  state() {
    return this.element.evaluate((element) => /** @type {any} */ (element).state);
  }

  /** @param {'play' | 'step' | 'reset' | 'seed'} name */
  do(name) {
    return this.element.locator(`[data-do=${name}]`).click();
  }

  /** A field among the numbers. */
  get seed() {
    return this.element.locator('[data-set=seed]');
  }

  /** @param {'epoch' | 'loss'} name */
  show(name) {
    return this.element.locator(`[data-show=${name}]`);
  }

  /** @param {string} name */
  plot(name) {
    return this.element.locator(`[data-plot=${name}]`);
  }

  /** @param {string} name */
  canvas(name) {
    return this.plot(name).locator('canvas');
  }

  /** Trains so many epochs with the button “Step”. @param {number} epochs @returns {Promise<State>} */
  async train(epochs) {
    const { epoch } = await this.state();
    await this.element.evaluate((element, times) => {
      const button = /** @type {HTMLElement} */ (element.shadowRoot?.querySelector('[data-do=step]'));
      for (let k = 0; k < times; k++) button.click();
    }, epochs);
    await this.reach(epoch + epochs);
    return this.state();
  }

  /** Waits until the figure shows at least this epoch. @param {number} epoch */
  async reach(epoch) {
    await expect.poll(async () => (await this.state()).epoch, { timeout: 40_000 }).toBeGreaterThanOrEqual(epoch);
  }

  /** The epoch once it no longer grows. @returns {Promise<number>} */
  async rest() {
    let before = -1;
    for (;;) {
      const { epoch } = await this.state();
      if (epoch === before) return epoch;
      before = epoch;
      await this.page.waitForTimeout(400);
    }
  }

  /** What a plot looks like now, PNG. @param {Plot} name @returns {Promise<Buffer>} */
  picture(name) {
    return this.canvas(name).screenshot();
  }

  /** All plots, once they no longer change. @returns {Promise<Record<Plot, Buffer>>} */
  async pictures() {
    /** @type {Buffer[]} */
    let before = [];
    for (let tries = 0; tries < 20; tries++) {
      /** @type {Buffer[]} */
      const now = [];
      for (const name of PLOTS) now.push(await this.picture(name));
      if (now.every((picture, k) => before[k]?.equals(picture))) {
        return /** @type {Record<Plot, Buffer>} */ (Object.fromEntries(PLOTS.map((name, k) => [name, now[k]])));
      }
      before = now;
    }
    throw new Error('the plots do not come to rest');
  }

  /** Whether two pictures look the same; a few pixels may, at the rounded corners. @param {Buffer} a @param {Buffer} b */
  async same(a, b) {
    if (a.equals(b)) return true;
    return (await unlike(this.page, a, b)).count < 10;
  }

  /** Whether two pictures show the same, drawn another way: edges may differ a little. @param {Buffer} a @param {Buffer} b */
  async alike(a, b) {
    return (await unlike(this.page, a, b, 48)).count < 20;
  }

  /** How many pixels of two pictures are noticeably unlike, of how many. @param {Buffer} a @param {Buffer} b */
  async unlike(a, b) {
    return unlike(this.page, a, b);
  }

  /** The line about a point, “Point 7 (…) → (…) → (…), error …”; only while one is selected. */
  get readout() {
    return this.element.locator('p', { hasText: /^Point \d+ / });
  }

  /**
   * Moves the mouse over a plot until it means a point.
   * @param {Plot} name @returns {Promise<{selected: number, x: number, y: number}>} that point; the mouse, in px of the plot
   */
  async pointAtDot(name) {
    const box = await this.canvas(name).boundingBox();
    if (!box) throw new Error(`the plot ${name} is not on the page`);
    for (let v = 0.1; v < 1; v += 0.05) {
      for (let u = 0.1; u < 1; u += 0.05) {
        const [x, y] = [u * box.width, v * box.height];
        await this.page.mouse.move(box.x + x, box.y + y);
        const { selected } = await this.state();
        if (selected >= 0) return { selected, x, y };
      }
    }
    throw new Error(`the plot ${name} has no point to point at`);
  }

  /** Where two pictures are unlike: the box around it, px. @param {Buffer} a @param {Buffer} b */
  async change(a, b) {
    return (await unlike(this.page, a, b)).box;
  }
}

/** The pixels of pictures, decoded by a page's browser. @param {Page} page @param {Buffer[]} pngs */
async function decode(page, ...pngs) {
  return page.evaluateHandle(
    (list) =>
      Promise.all(
        list.map(async (base64) => {
          const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
          const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
          const canvas = document.createElement('canvas');
          canvas.width = bitmap.width;
          canvas.height = bitmap.height;
          const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
          context.drawImage(bitmap, 0, 0);
          return context.getImageData(0, 0, canvas.width, canvas.height);
        }),
      ),
    pngs.map((png) => png.toString('base64')),
  );
}

/**
 * How many pixels of two pictures are noticeably unlike, and where.
 * @param {Page} page @param {Buffer} a @param {Buffer} b @param {number} [levels] by which a channel may differ
 */
async function unlike(page, a, b, levels = 8) {
  return (await decode(page, a, b)).evaluate(([one, other], most) => {
    const box = { left: one.width, top: one.height, right: -1, bottom: -1 };
    if (one.width !== other.width || one.height !== other.height)
      return { count: Number.POSITIVE_INFINITY, box, total: 1 };
    let count = 0;
    for (let k = 0; k < one.data.length; k += 4) {
      if (![0, 1, 2].some((c) => Math.abs(one.data[k + c] - other.data[k + c]) > most)) continue;
      const x = (k / 4) % one.width;
      const y = Math.floor(k / 4 / one.width);
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
      count++;
    }
    return { count, box, total: one.width * one.height };
  }, levels);
}

/** Keeps every WebGL context that the page asks for, as `contexts`. @param {Page} page */
export const keepContexts = (page) =>
  page.addInitScript(() => {
    /** @type {WebGL2RenderingContext[]} */
    const contexts = [];
    /** @type {any} */ (globalThis).contexts = contexts;
    for (const kind of [HTMLCanvasElement, OffscreenCanvas]) {
      const get = /** @type {any} */ (kind.prototype).getContext;
      /** @type {any} */ (kind.prototype).getContext = function (/** @type {any[]} */ ...given) {
        const context = get.apply(this, given);
        if (/webgl/.test(given[0]) && context && !contexts.includes(context)) contexts.push(context);
        return context;
      };
    }
  });

/** How much there is to see: pixels unlike the commonest one, and different colours. @param {Page} page @param {Buffer} png */
async function ink(page, png) {
  return (await decode(page, png)).evaluate(([image]) => {
    const pixels = new Uint32Array(image.data.buffer);
    /** @type {Map<number, number>} */
    const counts = new Map();
    for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
    return { pixels: pixels.length - Math.max(...counts.values()), colours: counts.size };
  });
}

/** The commonest colour of a plot, its paper. @param {Figure} figure @returns {Promise<string>} */
export async function paper(figure) {
  return (await decode(figure.page, await figure.picture('latent-large'))).evaluate(([{ data }]) => {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (let k = 0; k < data.length; k += 4) {
      const colour = `${data[k]} ${data[k + 1]} ${data[k + 2]}`;
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    return [...counts].sort((a, b) => b[1] - a[1])[0][0];
  });
}

/** Fails unless every plot of the figure shows something. @param {Figure} figure @param {Record<Plot, Buffer>} pictures */
export async function expectDrawn(figure, pictures) {
  for (const name of PLOTS) {
    const { pixels, colours } = await ink(figure.page, pictures[name]);
    expect(pixels, `the plot ${name} has points`).toBeGreaterThan(400);
    expect(colours, `the plot ${name} has colours`).toBeGreaterThan(40);
  }
}

export const test = base.extend(
  /** @type {import('@playwright/test').Fixtures<{troubles: Troubles, figure: Figure}, {}, import('@playwright/test').PlaywrightTestArgs & import('@playwright/test').PlaywrightTestOptions>} */ ({
    troubles: [
      async ({ context, javaScriptEnabled }, use) => {
        const troubles = new Troubles();
        if (!javaScriptEnabled) troubles.expected.push(/\.js \(csp\)/); // what the page would load ahead for its script
        troubles.watch(context);
        await use(troubles);
        expect(troubles.unexpected, 'errors, warnings and requests that should not be').toEqual([]);
      },
      { auto: true },
    ],
    figure: async ({ page }, use) => use(new Figure(page)),
  }),
);
