// SPDX-License-Identifier: MIT
// What the tests of single figures share: a figure alone on the workbench, and what must hold of it whatever is done.
import { expect, Figure } from './fixture.js';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {Record<string, any>} AnyState */

/** A figure alone on a page. */
export class Alone extends Figure {
  /** @param {Page} page @param {string} name @param {string[]} plots names of its plots */
  constructor(page, name, plots) {
    super(page);
    this.name = name;
    this.plotNames = plots;
  }

  /** @param {string} [state] of the workbench @param {AnyState} [changes] */
  async openAlone(state = 'fresh', changes) {
    await this.page.goto(`/workbench.html?${new URLSearchParams({ name: this.name, state })}`);
    await this.ready();
    if (changes) await this.set(changes);
    await this.trained();
  }

  /** Waits until its network has been trained to the end. */
  async trained() {
    await expect.poll(async () => (await this.all()).epoch, { timeout: 40_000 }).toBe(600);
  }

  /** @returns {Promise<AnyState>} */
  all() {
    return this.element.evaluate((element) => /** @type {any} */ (element).state);
  }

  /** @param {AnyState} changes */
  set(changes) {
    return this.element.evaluate((element, given) => /** @type {any} */ (element).set(given), changes);
  }

  /** A control by the part of the state that it changes. @param {string} name */
  field(name) {
    return this.element.locator(`[data-set=${name}]`);
  }

  /** @param {string} name @returns {Promise<string>} a text of the figure, with the usual minus sign */
  async text(name) {
    return (await this.element.locator(`[data-show=${name}]`).innerText()).replaceAll('\u2212', '-');
  }

  /** The middle of a plot or a place in it, in CSS px of the page. @param {string} plot @param {number} [u] @param {number} [v] */
  async at(plot, u = 0.5, v = 0.5) {
    const canvas = this.element.locator(`[data-plot=${plot}] canvas`);
    await canvas.scrollIntoViewIfNeeded();
    const box = await canvas.boundingBox();
    if (!box) throw new Error(`the plot ${plot} is not on the page`);
    return { x: box.x + u * box.width, y: box.y + v * box.height };
  }

  /** What a plot looks like once it no longer changes. @param {string} plot @returns {Promise<Buffer>} */
  async still(plot) {
    const canvas = this.element.locator(`[data-plot=${plot}] canvas`);
    let before = await canvas.screenshot();
    for (let tries = 0; tries < 40; tries++) {
      await this.page.waitForTimeout(80);
      const now = await canvas.screenshot();
      if (now.equals(before)) return now;
      before = now;
    }
    throw new Error(`the plot ${plot} does not come to rest`);
  }

  /**
   * What a plot looks like before “New seed”, a moment later and when all has come to rest.
   * @param {string} plot @returns {Promise<string[]>} data URLs
   */
  async passage(plot) {
    const corner = await this.at(plot, 0.02, 0.98);
    await this.page.mouse.click(corner.x, corner.y); // the slow turn rests
    await this.page.mouse.move(2, 2);
    await this.still(plot);
    const button = await this.element.locator('[data-do=seed]').elementHandle();
    const canvas = await this.element.locator(`[data-plot=${plot}] canvas`).elementHandle();
    return this.page.evaluate(
      async ([press, picture]) => {
        const look = () => /** @type {HTMLCanvasElement} */ (picture).toDataURL();
        const before = look();
        /** @type {HTMLElement} */ (press).click();
        for (let k = 0; k < 3; k++) await new Promise(requestAnimationFrame);
        const during = look();
        await new Promise((resolve) => setTimeout(resolve, 2500));
        return [before, during, look()];
      },
      [button, canvas],
    );
  }

  /** Does something, and tells which plots look different then. @param {() => Promise<any>} act @returns {Promise<string[]>} */
  async changedBy(act) {
    const before = [];
    for (const plot of this.plotNames) before.push(await this.still(plot));
    await act();
    const changed = [];
    for (const [k, plot] of this.plotNames.entries()) {
      if (!(await this.same(before[k], await this.still(plot)))) changed.push(plot);
    }
    return changed;
  }

  /** The table of all points: numbers by row and column. @returns {Promise<{input: number[], latent: number[], output: number[], error: number}[]>} */
  async table() {
    const details = this.element.locator('.data');
    if (!(await details.evaluate((element) => /** @type {HTMLDetailsElement} */ (element).open))) {
      await details.locator('summary').click();
    }
    await this.page.waitForTimeout(700);
    const rows = await details.locator('tbody tr').allInnerTexts();
    return rows.map((row) => {
      const [, ...cells] = row.replaceAll('\u2212', '-').split('\t');
      const [input, latent, output] = cells.map((cell) => cell.replace(/[()]/g, '').split(',').map(Number));
      return { input, latent, output, error: Number(cells[3]) };
    });
  }

  /**
   * Does 500 things at random, and looks now and then whether all is sound.
   * @param {number} seed
   * @param {(next: () => number, pick: (list: any[]) => any) => (() => Promise<any>)[]} own what this figure alone has
   * @param {() => Promise<any>} [rest] what brings it to rest before a look
   */
  async shake(seed, own, rest = async () => {}) {
    const next = random(seed);
    const pick = (/** @type {any[]} */ list) => list[Math.floor(next() * list.length)];
    const actions = [
      ...own(next, pick),
      () => this.do('seed'),
      () => this.set({ selected: Math.floor(11 * next()) - 1 }),
      () => this.set({ data: pick(['saddle', 'ellipse', 'cubic', 'sphere', 'noise']), points: pick([10, 25, 40]) }),
      () =>
        this.element
          .locator(`[data-view=${pick(['left', 'up', 'closer', 'farther'])}]`)
          .first()
          .click(),
      async () => {
        const { x, y } = await this.at(pick(this.plotNames), next(), next());
        await this.page.mouse.click(x, y);
      },
      async () => {
        await this.canvas(pick(this.plotNames)).focus();
        await this.page.keyboard.press(pick(['ArrowLeft', 'ArrowUp', 'n', 'p', 'Home', 'End', '+', '-', 'Escape']));
      },
    ];
    for (let k = 1; k <= 500; k++) {
      await pick(actions)();
      if (k % 50) continue;
      await rest();
      await this.expectSound();
    }
  }

  /** What holds in every state: finite numbers, something to see in every plot, no NaN in any text. */
  async expectSound() {
    const state = await this.all();
    for (const [name, value] of Object.entries(state)) {
      if (typeof value === 'number') expect(Number.isFinite(value), `${name} is ${value}`).toBe(true);
    }
    expect(state.selected).toBeGreaterThanOrEqual(-1);
    expect(state.selected).toBeLessThan(state.points);
    expect(await this.element.evaluate((element) => element.shadowRoot?.textContent ?? '')).not.toMatch(
      /NaN|undefined|Infinity/,
    );
    for (const plot of this.plotNames) {
      expect(await colours(this.page, await this.still(plot)), `the plot ${plot} has colours`).toBeGreaterThan(40);
    }
  }
}

/** How many different colours a picture has. @param {Page} page @param {Buffer} png @returns {Promise<number>} */
export function colours(page, png) {
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
      new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
    );
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    return new Set(new Uint32Array(data.buffer)).size;
  }, png.toString('base64'));
}

/** Random numbers that are the same each time. @param {number} seed @returns {() => number} 0 … 1 */
function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
