// SPDX-License-Identifier: MIT
// Figure 3 under the reader's hands.
import { load } from '../wasm/builds.js';
import { Alone } from './figures.js';
import { tap } from './finger.js';
import { expect, test } from './fixture.js';

const PLOTS = ['latent', 'space'];
const EPOCHS = 20;

class Gradient extends Alone {
  /** @param {import('@playwright/test').Page} page */
  constructor(page) {
    super(page, 'gradient', PLOTS);
  }

  async trained() {
    await expect
      .poll(async () => {
        const { epoch, epochs } = await this.all();
        return epochs - epoch;
      })
      .toBe(0);
  }

  /** The numbers on show: error here, slopes. */
  async shown() {
    const numbers = this.element.locator('[data-number]');
    const texts = (await numbers.allInnerTexts()).map((text) => Number(text.replaceAll('\u2212', '-')));
    return { error: texts[0], slopes: texts.slice(1) };
  }

  /** @param {'step' | 'back'} name */
  press(name) {
    return this.element.locator(`[data-do=${name}]`).click();
  }
}

/** @param {import('@playwright/test').Page} page @param {Record<string, any>} [changes] @param {string} [state] */
async function open(page, changes, state) {
  const figure = new Gradient(page);
  await figure.openAlone(state, changes);
  return figure;
}

test.describe('at rest', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('error, slopes and steps are those of the core', async ({ page }) => {
    const figure = await open(page, { seed: 2 });
    const trainer = (await load()).trainer({ seed: 2 });
    trainer.step(EPOCHS);
    for (const [selected, code] of /** @type {[number, number[]][]} */ ([
      [0, [0.3, -0.2]],
      [12, [-0.5, 0.4]],
      [24, [0.05, 0.6]],
    ])) {
      await figure.set({ selected, z1: code[0], z2: code[1], size: 2 });
      const wanted = trainer.probe(selected, code);
      const shown = await figure.shown();
      expect(Math.abs(shown.error - wanted.error)).toBeLessThan(0.000051);
      for (const c of [0, 1]) expect(Math.abs(shown.slopes[c] - wanted.slopes[c])).toBeLessThan(0.000051);
      expect((await figure.all()).error).toBe(wanted.error);
      await figure.press('step');
      const { z1, z2, error } = await figure.all();
      expect([z1, z2]).toEqual(trainer.descend(selected, code, 2));
      expect(error).toBe(trainer.probe(selected, [z1, z2]).error);
    }
  });

  test('small steps go down, and so the words say; a large one goes up', async ({ page }) => {
    const figure = await open(page);
    let before = (await figure.all()).error;
    for (let k = 1; k <= 5; k++) {
      await figure.press('step');
      const { error } = await figure.all();
      expect(error).toBeLessThan(before);
      expect(await figure.text('change')).toContain(`Step ${k}: ${before.toFixed(4)} → ${error.toFixed(4)}`);
      before = error;
    }
    await figure.set({ size: 60 });
    await figure.press('step');
    expect((await figure.all()).error).toBeGreaterThan(before);
    expect(await figure.text('change')).toContain('too large');
    await figure.press('back');
    expect(await figure.text('change')).toContain('own code');
  });

  test('a press or a drag puts the code there, and both plots follow', async ({ page }) => {
    const figure = await open(page);
    const at = await figure.at('latent', 0.7, 0.3);
    expect(await figure.changedBy(() => page.mouse.click(at.x, at.y))).toEqual(PLOTS);
    const first = await figure.all();
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.x - 80, at.y + 40, { steps: 5 });
    await page.mouse.up();
    const second = await figure.all();
    expect(second.z1).toBeLessThan(first.z1);
    expect(second.z2).toBeLessThan(first.z2);
    await page.mouse.move(at.x, at.y - 50); // not pressed: nothing
    expect((await figure.all()).z1).toBe(second.z1);
    expect(second.selected).toBe(first.selected);
  });

  test('the line of the point says that it is of its own code, and stays when the code is moved', async ({ page }) => {
    const figure = await open(page);
    const { error } = await figure.all();
    await expect(figure.readout).toContainText('Point 8 ');
    await expect(figure.readout).toContainText(`error ${error.toFixed(6)} at its own code`);
    const before = await figure.readout.innerText();
    await figure.press('step');
    expect((await figure.all()).error).not.toBe(error);
    expect(await figure.readout.innerText()).toBe(before);
  });

  test('a dot of the data chooses the point, whose own code is where it starts', async ({ page }) => {
    const figure = await open(page);
    const before = (await figure.all()).selected;
    for (let v = 0.2; v < 0.9 && (await figure.all()).selected === before; v += 0.06) {
      for (let u = 0.2; u < 0.9 && (await figure.all()).selected === before; u += 0.06) {
        const { x, y } = await figure.at('space', u, v);
        await page.mouse.click(x, y);
      }
    }
    const { selected, z1, z2 } = await figure.all();
    expect(selected).not.toBe(before);
    const { latent } = (await figure.table())[selected];
    expect(Math.abs(latent[0] - z1)).toBeLessThan(0.000501);
    expect(Math.abs(latent[1] - z2)).toBeLessThan(0.000501);
    await expect(figure.readout).toContainText(`Point ${selected + 1} `);
  });

  test('sliders and another length of training', async ({ page }) => {
    const figure = await open(page);
    await figure.field('z1').focus();
    const { z1 } = await figure.all();
    await page.keyboard.press('End');
    expect((await figure.all()).z1).toBeGreaterThan(z1);
    expect(await figure.changedBy(() => figure.field('epochs').fill('120'))).toEqual(PLOTS);
    await figure.trained();
    expect((await figure.all()).epoch).toBe(120);
    const core = (await load()).trainer({});
    core.step(120);
    expect((await figure.all()).loss).toBe(core.loss);
    await figure.do('seed');
    await figure.trained();
    expect((await figure.all()).seed).toBe(2);
  });

  test('the keyboard alone does everything', async ({ page }) => {
    const figure = await open(page);
    await figure.canvas('latent').focus();
    const { z1, z2, selected } = await figure.all();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowUp');
    const moved = await figure.all();
    expect(moved.z1).toBeGreaterThan(z1);
    expect(moved.z2).toBeGreaterThan(z2);
    await page.keyboard.press('n');
    expect((await figure.all()).selected).toBe(selected + 1);
    await figure.element.locator('[data-do=step]').focus();
    await page.keyboard.press('Enter');
    expect(await figure.text('change')).toContain('Step 1');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await figure.text('change')).toContain('own code');
    await page.keyboard.press('Tab');
    await page.keyboard.press('End');
    expect(Math.round((await figure.all()).size)).toBe(300);
    await figure.element.locator('[data-plot=space] canvas').focus();
    expect(await figure.changedBy(() => page.keyboard.press('ArrowRight'))).toEqual(['space']);
  });

  test('its state is understood again, and what does not fit is refused', async ({ page }) => {
    const figure = await open(page, { seed: 3, selected: 4, z1: 0.25, z2: -0.5, size: 3 });
    const state = await figure.all();
    await figure.set({ seed: 1, selected: 9 });
    await figure.set(state);
    await figure.trained();
    expect(await figure.all()).toEqual(state);
    for (const wrong of [{ size: 0 }, { z1: 'far' }, { bottleneck: 3 }]) {
      await expect(figure.set(wrong)).rejects.toThrow();
      expect(await figure.all()).toEqual(state);
    }
  });

  test('without WebGL it draws and reacts', async ({ page }) => {
    const figure = await open(page, undefined, 'no WebGL');
    await figure.expectSound();
    expect(await figure.changedBy(() => figure.press('step'))).toEqual(PLOTS);
  });

  test('500 random actions leave it sound', async ({ page }) => {
    test.setTimeout(240_000);
    const figure = await open(page);
    await figure.shake(11, (next) => [
      () => figure.press('step'),
      () => figure.press('step'),
      () => figure.press('back'),
      () => figure.set({ size: 10 ** (3.4 * next() - 1) }),
      () => figure.set({ z1: 4 * next() - 2, z2: 4 * next() - 2 }),
      () => figure.field('epochs').fill(`${1 + Math.floor(199 * next())}`),
    ]);
  });
});

test.describe('with a finger', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 900 }, contextOptions: { reducedMotion: 'reduce' } });

  test('taps do what the mouse does, and nothing is wider than the page', async ({ page }) => {
    const figure = await open(page);
    const { x, y } = await figure.at('latent', 0.8, 0.2);
    await page.touchscreen.tap(x, y);
    const { z1, error } = await figure.all();
    expect(z1).toBeGreaterThan(0);
    await tap(figure.element.locator('[data-do=step]'));
    expect((await figure.all()).error).toBeLessThan(error);
    await tap(figure.element.locator('[data-do=back]'));
    expect(await figure.text('change')).toContain('own code');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
