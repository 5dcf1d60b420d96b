// SPDX-License-Identifier: MIT
// Figure 5 under the reader's hands.
import { load } from '../wasm/builds.js';
import { Alone } from './figures.js';
import { finger, tap } from './finger.js';
import { expect, test } from './fixture.js';

const PLOTS = ['latent', 'output'];

/** @param {import('@playwright/test').Page} page @param {Record<string, any>} [changes] @param {string} [state] */
async function open(page, changes, state) {
  const figure = new Alone(page, 'decoder', PLOTS);
  await figure.openAlone(state, changes);
  return figure;
}

/** The figure's network, in Node. @param {number} [seed] */
async function network(seed = 1) {
  const trainer = (await load()).trainer({ seed, epochs: 600 });
  while (!trainer.run(600));
  return trainer;
}

/** The numbers of all tuples in a text. @param {string} text @returns {number[][]} */
const tuples = (text) => [...text.matchAll(/\(([-\d., ]*)\)/g)].map(([, list]) => list.split(',').map(Number));

/** @param {number[]} got @param {ArrayLike<number>} wanted @param {number} tolerance */
function expectNear(got, wanted, tolerance) {
  expect(got).toHaveLength(wanted.length);
  got.forEach((value, k) => {
    expect(Math.abs(value - wanted[k]), `${value} for ${wanted[k]}`).toBeLessThan(tolerance);
  });
}

test('the reconstruction is what the decoder makes of the codes', async () => {
  for (const seed of [1, 2, 3]) {
    const trainer = await network(seed);
    for (let k = 0; k < 25; k++) {
      const { latent, output } = trainer.point(k);
      expectNear(trainer.decode([...latent]), output, 1e-5);
    }
  }
});

test.describe('at rest', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('the numbers shown are input, code and decoded code of the core', async ({ page }) => {
    const figure = await open(page, { seed: 2 });
    const trainer = await network(2);
    expect((await figure.all()).loss).toBe(trainer.loss);
    for (const [k, row] of (await figure.table()).entries()) {
      const { input, latent } = trainer.point(k);
      expectNear(row.input, input, 0.000501);
      expectNear(row.latent, latent, 0.000501);
      expectNear(row.output, trainer.decode([...latent]), 0.000511);
    }
  });

  test('the cursor follows the mouse, and what is decoded follows the cursor', async ({ page }) => {
    const figure = await open(page);
    const trainer = await network();
    const { centre, half } = trainer.plane;
    let before = { z1: Number.NaN, z2: Number.NaN };
    for (const [u, v] of [
      [0.45, 0.3],
      [0.55, 0.3],
      [0.55, 0.6],
    ]) {
      const changed = await figure.changedBy(async () => {
        const { x, y } = await figure.at('latent', u, v);
        await page.mouse.move(x, y);
      });
      expect(changed).toEqual(PLOTS);
      const { z1, z2 } = await figure.all();
      if (v === 0.3 && u > 0.5) {
        expect(z1).toBeGreaterThan(before.z1);
        expect(Math.abs(z2 - before.z2)).toBeLessThan(0.02);
      }
      if (v > 0.5) expect(z2).toBeLessThan(before.z2);
      expect(Math.abs(z1 - centre[0])).toBeLessThanOrEqual(half[0] * 1.0001);
      const [code, output] = tuples(await figure.text('decoded'));
      expectNear(code, [z1, z2], 0.00501);
      expectNear(output, trainer.decode([z1, z2]), 0.00501);
      before = { z1, z2 };
    }
    const { x, y } = await figure.at('latent', 0.01, 0.99); // off the plane: as near as it reaches
    await page.mouse.move(x, y);
    const { z1, z2 } = await figure.all();
    expectNear([z1, z2], [centre[0] - half[0], centre[1] - half[1]], 1e-4);
  });

  test('sheet, input and path are shown and taken away', async ({ page }) => {
    const figure = await open(page);
    const before = await figure.still('output');
    for (const [name, plots] of /** @type {[string, string[]][]} */ ([
      ['sheet', PLOTS],
      ['input', ['output']],
      ['path', PLOTS],
    ])) {
      const box = figure.field(name);
      const on = await box.isChecked();
      expect(await figure.changedBy(() => box.setChecked(!on))).toEqual(plots);
      expect((await figure.all())[name]).toBe(!on);
      expect(await figure.changedBy(() => box.setChecked(on))).toEqual(plots);
    }
    expect(await figure.same(before, await figure.still('output'))).toBe(true);
    await figure.field('path').uncheck();
    await expect(figure.field('part')).toBeHidden();
  });

  test('the path between two codes: its ends, its middle, and how far it is from the straight line', async ({
    page,
  }) => {
    const figure = await open(page);
    const trainer = await network();
    await figure.element.locator('[data-point=from]').fill('3');
    await figure.element.locator('[data-point=to]').fill('9');
    await page.keyboard.press('Enter');
    expect(await figure.all()).toMatchObject({ from: 2, to: 8 });
    for (const part of [0, 0.25, 0.5, 1]) {
      await figure.field('part').fill(`${part}`);
      const text = await figure.text('apart');
      const [image, straight] = tuples(text);
      const ends = [trainer.point(2), trainer.point(8)];
      const mix = (/** @type {'latent' | 'output'} */ view) =>
        Array.from(ends[0][view], (value, c) => (1 - part) * value + part * ends[1][view][c]);
      const wanted = trainer.decode(mix('latent'));
      expectNear(image, wanted, 0.00501);
      expectNear(straight, mix('output'), 0.00501);
      const distance = Math.hypot(...wanted.map((value, c) => value - mix('output')[c]));
      expect(Math.abs(Number(/([\d.]+) away/.exec(text)?.[1]) - distance)).toBeLessThan(0.00501);
      if (part === 0.5) expect(distance).toBeGreaterThan(0.03);
      else if (part === 0 || part === 1) expect(distance).toBeLessThan(1e-5);
    }
    await figure.element.locator('[data-point=to]').fill('99');
    await page.keyboard.press('Enter');
    expect(await figure.all()).toMatchObject({ from: 2, to: 24 }); // the last one
    await figure.element.locator('[data-point=to]').fill('0');
    await page.keyboard.press('Enter');
    await expect(figure.element.locator('.message')).toContainText('to cannot be');
    expect(await figure.all()).toMatchObject({ from: 2, to: 24 });
  });

  test('two clicked dots are the ends of the path', async ({ page }) => {
    const figure = await open(page);
    const chosen = [];
    for (const plot of /** @type {const} */ (['latent', 'output'])) {
      await figure.set({ selected: -1 });
      const { x, y } = await figure.pointAtDot(plot);
      const at = await figure.canvas(plot).boundingBox();
      await page.mouse.click((at?.x ?? 0) + x, (at?.y ?? 0) + y);
      const { selected, to } = await figure.all();
      expect(to).toBe(selected);
      chosen.push(selected);
    }
    expect(chosen[0]).not.toBe(chosen[1]);
    expect(await figure.all()).toMatchObject({ from: chosen[0], to: chosen[1] });
  });

  test('the keyboard alone does everything', async ({ page }) => {
    const figure = await open(page);
    await figure.canvas('latent').focus();
    const { z1, z2 } = await figure.all();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowUp');
    let state = await figure.all();
    expect(state.z1).toBeLessThan(z1);
    expect(state.z2).toBeGreaterThan(z2);
    await page.keyboard.press('n');
    expect((await figure.all()).selected).toBe(0);
    await page.keyboard.press('Escape');
    expect((await figure.all()).selected).toBe(-1);
    for (const name of ['z1', 'z2', 'part']) {
      const before = (await figure.all())[name];
      await figure.field(name).focus();
      await page.keyboard.press('ArrowRight');
      state = await figure.all();
      expect(state[name], name).toBeGreaterThan(before);
      await page.keyboard.press('ArrowLeft');
      expect(Math.abs((await figure.all())[name] - before), name).toBeLessThan(0.1);
    }
    for (const name of ['sheet', 'input', 'path']) {
      const before = (await figure.all())[name];
      await figure.field(name).focus();
      await page.keyboard.press('Space');
      expect((await figure.all())[name], name).toBe(!before);
    }
    await figure.element.locator('[data-do=seed]').focus();
    await page.keyboard.press('Space');
    expect((await figure.all()).seed).toBe(2);
    await figure.trained();
    await figure.canvas('output').focus();
    expect(await figure.changedBy(() => page.keyboard.press('ArrowRight'))).toEqual(['output']);
  });

  test('a bottleneck that is no plane is refused, and nothing changes', async ({ page }) => {
    const figure = await open(page);
    await expect(figure.set({ bottleneck: 3 })).rejects.toThrow('bottleneck cannot be “3”, only 2');
    await expect(figure.set({ part: 2 })).rejects.toThrow('part cannot be “2”');
    expect(await figure.all()).toMatchObject({ bottleneck: 2, part: 0.5 });
  });

  test('fewer points: the path’s ends are among them', async ({ page }) => {
    const figure = await open(page, { from: 20, to: 24 });
    await figure.set({ points: 10 });
    await figure.trained();
    expect(await figure.all()).toMatchObject({ from: 9, to: 9 });
    await figure.expectSound();
  });

  test('without WebGL it draws and reacts', async ({ page }) => {
    const figure = await open(page, undefined, 'no WebGL');
    await figure.expectSound();
    expect(await figure.changedBy(() => figure.field('sheet').uncheck())).toEqual(PLOTS);
  });

  test('500 random actions leave it sound', async ({ page }) => {
    test.setTimeout(240_000);
    const figure = await open(page);
    await figure.shake(11, (next, pick) => [
      () => figure.field(pick(['sheet', 'input', 'path'])).setChecked(next() < 0.5),
      () => figure.set({ part: next(), z1: 8 * next() - 4, z2: 8 * next() - 4 }),
      () => figure.set({ from: Math.floor(10 * next()), to: Math.floor(10 * next()) }),
    ]);
  });
});

test.describe('with a finger', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 900 }, contextOptions: { reducedMotion: 'reduce' } });

  test('a tap moves the cursor, a drag takes it along, and nothing is wider than the page', async ({ page }) => {
    const figure = await open(page);
    const seen = [];
    for (const u of [0.45, 0.55]) {
      const { x, y } = await figure.at('latent', u, 0.5);
      const before = (await figure.all()).z1;
      await page.touchscreen.tap(x, y);
      await expect.poll(async () => (await figure.all()).z1).not.toBe(before);
      seen.push((await figure.all()).z1);
    }
    expect(seen[1]).toBeGreaterThan(seen[0]);
    // A finger that goes sideways
    const { x, y } = await figure.at('latent', 0.55, 0.5);
    await finger(page, ...Array.from({ length: 9 }, (_, k) => ({ x: x - 4 * k, y })));
    await expect.poll(async () => (await figure.all()).z1).toBeLessThan(seen[1]);
    await tap(figure.element.locator('label', { hasText: 'Sheet' }));
    await expect.poll(async () => (await figure.all()).sheet).toBe(false);
    await tap(figure.element.locator('[data-do=seed]'));
    await expect.poll(async () => (await figure.all()).seed).toBe(2);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});

test('the sheet goes from the old place to the new one', async ({ page }) => {
  const figure = await open(page);
  const [before, during, after] = await figure.passage('output');
  expect(new Set([before, during, after]).size).toBe(3);
});
