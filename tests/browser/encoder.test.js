// SPDX-License-Identifier: MIT
// Figure 2 under the reader's hands.
import { load } from '../wasm/builds.js';
import { Alone } from './figures.js';
import { tap } from './finger.js';
import { expect, test } from './fixture.js';

const PLOTS = ['input', 'latent'];

/** @param {import('@playwright/test').Page} page @param {Record<string, any>} [changes] @param {string} [state] */
async function open(page, changes, state) {
  const figure = new Alone(page, 'encoder', PLOTS);
  await figure.openAlone(state, changes);
  return figure;
}

/**
 * R² of the best rotation or mirroring, scale and shift of points in the plane: with points as complex numbers, less their means,
 * a rotation takes up |Σ conj(a) b| of |a||b|, a rotation after mirroring |Σ a b|.
 * @param {number[][]} from @param {number[][]} to
 */
function match(from, to) {
  const centred = (/** @type {number[][]} */ rows) => {
    const mean = [0, 1].map((c) => rows.reduce((sum, row) => sum + row[c], 0) / rows.length);
    return rows.map((row) => [row[0] - mean[0], row[1] - mean[1]]);
  };
  const [a, b] = [centred(from), centred(to)];
  const sum = (/** @type {(k: number) => number} */ of) => a.reduce((total, _, k) => total + of(k), 0);
  const size = (/** @type {number[][]} */ rows) => rows.reduce((total, [x, y]) => total + x * x + y * y, 0);
  const best = Math.max(
    ...[1, -1].map((sign) =>
      Math.hypot(
        sum((k) => a[k][0] * b[k][0] + sign * a[k][1] * b[k][1]),
        sum((k) => a[k][0] * b[k][1] - sign * a[k][1] * b[k][0]),
      ),
    ),
  );
  return best ** 2 / (size(a) * size(b));
}

test.describe('at rest', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('the network is the core’s own, trained from the seed in the state', async ({ page }) => {
    const figure = await open(page, { seed: 3 });
    const trainer = (await load()).trainer({ seed: 3, epochs: 600 });
    while (!trainer.run(600));
    expect((await figure.all()).loss).toBe(trainer.loss);
    const table = await figure.table();
    expect(table).toHaveLength(25);
    const codes = trainer.view('latent');
    for (const [k, { latent }] of table.entries()) {
      for (const c of [0, 1]) expect(Math.abs(latent[c] - codes[2 * k + c])).toBeLessThan(0.000501);
    }
  });

  test('a new seed gives other codes, of the same input, that are rebuilt as well', async ({ page }) => {
    const figure = await open(page);
    for (let seed = 2; seed <= 4; seed++) {
      const changed = await figure.changedBy(async () => {
        await figure.do('seed');
        await figure.trained();
      });
      expect(changed).toEqual(['latent']);
      const state = await figure.all();
      expect(state.seed).toBe(seed);
      expect(state.loss).toBeLessThan(1e-3);
    }
  });

  test('the match score is that of the data shown, for any seed', async ({ page }) => {
    const figure = await open(page);
    await figure.field('flat').check();
    for (const seed of [1, 2, 3, 4, 5]) {
      await figure.set({ seed });
      await figure.trained();
      const table = await figure.table();
      const wanted = match(
        table.map(({ input }) => input.slice(0, 2)),
        table.map(({ latent }) => latent),
      );
      const shown = Number(/R² = ([\d.]+)/.exec(await figure.text('note'))?.[1]);
      expect(Math.abs(shown - wanted), `${shown} for ${wanted}, seed ${seed}`).toBeLessThan(0.002);
      expect(shown).toBeLessThan(0.9); // the figure’s finding
    }
  });

  test('the overlay is drawn over the codes alone, and goes again', async ({ page }) => {
    const figure = await open(page);
    const before = await figure.still('latent');
    expect(await figure.changedBy(() => figure.field('flat').check())).toEqual(['latent']);
    expect((await figure.all()).flat).toBe(true);
    expect(await figure.changedBy(() => figure.field('flat').uncheck())).toEqual(['latent']);
    expect(await figure.same(before, await figure.still('latent'))).toBe(true);
  });

  test('the overlay waits, and can be neither laid nor taken away, while the codes are in no plane', async ({
    page,
  }) => {
    const figure = await open(page, { flat: true });
    const note = await figure.text('note');
    for (const bottleneck of [1, 3]) {
      await figure.set({ bottleneck, flat: false });
      await figure.trained();
      const [without, words] = [await figure.still('latent'), await figure.text('note')];
      await expect(figure.field('flat')).toBeDisabled();
      await figure.set({ flat: true });
      expect(await figure.same(without, await figure.still('latent'))).toBe(true);
      expect(await figure.text('note')).toBe(words);
      await expect(figure.element.locator('.flat-legend')).toBeHidden();
      await expect(figure.field('flat')).toBeChecked(); // it is kept
    }
    await figure.set({ bottleneck: 2 });
    await figure.trained();
    await expect(figure.field('flat')).toBeEnabled();
    expect(await figure.text('note')).toBe(note);
  });

  test('one, two or three numbers: codes, layers and words go with the bottleneck', async ({ page }) => {
    const figure = await open(page);
    const words = [];
    for (const bottleneck of [1, 3, 2]) {
      expect(
        await figure.changedBy(() =>
          figure
            .field('bottleneck')
            .nth(bottleneck - 1)
            .check(),
        ),
      ).toContain('latent');
      await figure.trained();
      expect((await figure.all()).bottleneck).toBe(bottleneck);
      await expect(figure.element.locator('.half p')).toHaveText(`3 · 64 · 64 · ${bottleneck}`);
      expect((await figure.table())[0].latent).toHaveLength(bottleneck);
      words.push(await figure.text('note'));
    }
    expect(new Set(words).size).toBe(3);
  });

  test('a code of three numbers turns with the input, one of two does not', async ({ page }) => {
    const figure = await open(page);
    const drag = async () => {
      const { x, y } = await figure.at('latent', 0.2, 0.9);
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + 60, y - 20, { steps: 4 });
      await page.mouse.up();
      await page.mouse.move(2, 2);
    };
    expect(await figure.changedBy(drag)).toEqual([]);
    await figure.set({ bottleneck: 3 });
    await figure.trained();
    expect(await figure.changedBy(drag)).toEqual(PLOTS);
  });

  test('a point is marked in both plots and told', async ({ page }) => {
    const figure = await open(page, { flat: true });
    for (const plot of /** @type {const} */ (['input', 'latent'])) {
      await page.mouse.move(2, 2);
      expect(await figure.changedBy(() => figure.pointAtDot(plot))).toEqual(PLOTS);
      const { selected } = await figure.all();
      await expect(figure.readout).toContainText(`Point ${selected + 1} `);
    }
  });

  test('the keyboard alone does everything', async ({ page }) => {
    const figure = await open(page);
    await figure.element.locator('[data-do=seed]').focus();
    await page.keyboard.press('Enter');
    expect((await figure.all()).seed).toBe(2);
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight'); // among the radio buttons
    await expect.poll(async () => (await figure.all()).bottleneck).toBe(3);
    await figure.trained();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(async () => (await figure.all()).bottleneck).toBe(2);
    await figure.trained();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect((await figure.all()).flat).toBe(true);
    await figure.canvas('input').focus();
    expect(await figure.changedBy(() => page.keyboard.press('ArrowRight'))).toEqual(['input']);
    await page.keyboard.press('n');
    await page.keyboard.press('n');
    expect((await figure.all()).selected).toBe(1);
    await page.keyboard.press('Escape');
    expect((await figure.all()).selected).toBe(-1);
  });

  test('without WebGL it draws and reacts', async ({ page }) => {
    const figure = await open(page, undefined, 'no WebGL');
    await figure.expectSound();
    expect(await figure.changedBy(() => figure.field('flat').check())).toEqual(['latent']);
  });

  test('500 random actions leave it sound', async ({ page }) => {
    test.setTimeout(240_000);
    const figure = await open(page);
    await figure.shake(7, (next) => [
      () => figure.set({ flat: next() < 0.5 }),
      () =>
        figure
          .field('bottleneck')
          .nth(Math.floor(3 * next()))
          .check(),
    ]);
  });
});

test.describe('with a finger', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 900 }, contextOptions: { reducedMotion: 'reduce' } });

  test('taps do what the mouse does, and nothing is wider than the page', async ({ page }) => {
    const figure = await open(page);
    await tap(figure.element.locator('[data-do=seed]'));
    expect((await figure.all()).seed).toBe(2);
    await tap(figure.element.locator('label', { hasText: 'vertical axis' }));
    expect((await figure.all()).flat).toBe(true);
    await tap(figure.field('bottleneck').nth(2));
    await expect.poll(async () => (await figure.all()).bottleneck).toBe(3);
    await figure.trained();
    for (let v = 0.2; v < 0.9 && (await figure.all()).selected < 0; v += 0.1) {
      for (let u = 0.2; u < 0.9 && (await figure.all()).selected < 0; u += 0.1) {
        const { x, y } = await figure.at('latent', u, v);
        await page.touchscreen.tap(x, y);
      }
    }
    expect((await figure.all()).selected).toBeGreaterThanOrEqual(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});

test('codes go from the old places to the new ones', async ({ page }) => {
  const figure = await open(page);
  const [before, during, after] = await figure.passage('latent');
  expect(new Set([before, during, after]).size).toBe(3);
});
