// SPDX-License-Identifier: MIT
// Figure 4 under the reader's hands.
import { load } from '../wasm/builds.js';
import { Alone } from './figures.js';
import { tap } from './finger.js';
import { expect, test } from './fixture.js';

const PLOTS = ['latent', 'space'];
const ALL = [...PLOTS, 'losses'];
const LAST = 200;

class Trails extends Alone {
  /** @param {import('@playwright/test').Page} page */
  constructor(page) {
    super(page, 'trails', ALL);
  }

  /** Waits until the run is recorded. */
  async trained() {
    await expect(this.element.locator('[data-show=followed]')).toContainText('whole run');
  }

  /** Texts are written once a frame. @param {string} name */
  async text(name) {
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    return super.text(name);
  }

  async epoch() {
    return (await this.all()).epoch;
  }

  /** @param {'play' | 'first' | 'before' | 'after' | 'last'} name */
  press(name) {
    return this.element.locator(`[data-do=${name}]`).click();
  }
}

/** @param {import('@playwright/test').Page} page @param {Record<string, any>} [changes] @param {string} [state] */
async function open(page, changes, state) {
  const figure = new Trails(page);
  await figure.openAlone(state, changes);
  return figure;
}

test.describe('at rest', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('every epoch shows what a fresh run shows there', async ({ page }) => {
    const figure = await open(page, { seed: 3 });
    const core = await load();
    for (const epoch of [200, 1, 50, 0, 137]) {
      await figure.field('epoch').fill(`${epoch}`);
      const fresh = core.trainer({ seed: 3 });
      fresh.step(epoch);
      const state = await figure.all();
      expect(state.epoch).toBe(epoch);
      expect(state.loss).toBe(fresh.loss);
      const table = await figure.table();
      for (const [k, { latent, output, error }] of table.entries()) {
        const point = fresh.point(k);
        latent.forEach((z, c) => {
          expect(Math.abs(z - point.latent[c])).toBeLessThan(0.000501);
        });
        output.forEach((x, c) => {
          expect(Math.abs(x - point.output[c])).toBeLessThan(0.000501);
        });
        expect(Math.abs(error - point.error)).toBeLessThan(0.00000051);
      }
      fresh.free();
    }
  });

  test('buttons go to the first and last epoch, back and forward, and no further', async ({ page }) => {
    const figure = await open(page);
    for (const [name, epoch] of /** @type {const} */ ([
      ['first', 0],
      ['before', 0],
      ['after', 1],
      ['after', 2],
      ['before', 1],
      ['last', LAST],
      ['after', LAST],
      ['before', LAST - 1],
    ])) {
      await figure.press(name);
      expect(await figure.epoch(), name).toBe(epoch);
      await expect(figure.element.locator('[data-show=epoch]')).toHaveText(`${epoch}`);
      await expect(figure.field('epoch')).toHaveValue(`${epoch}`);
    }
  });

  test('the same epoch is the same picture, whatever was shown in between', async ({ page }) => {
    const figure = await open(page, { epoch: 40 });
    const before = await figure.still('latent');
    expect(await figure.changedBy(() => figure.set({ epoch: 120 }))).toEqual(ALL);
    await figure.set({ epoch: 40 });
    expect(await figure.same(before, await figure.still('latent'))).toBe(true);
  });

  test('it plays to the end and stops there, and from there at the beginning', async ({ page }) => {
    const figure = await open(page, { epoch: 190 });
    await figure.press('play');
    expect((await figure.all()).playing).toBe(true);
    await expect.poll(() => figure.epoch()).toBe(LAST);
    expect((await figure.all()).playing).toBe(false);
    await figure.press('play');
    await expect.poll(() => figure.epoch()).toBeLessThan(LAST);
    await figure.press('play');
    const rest = await figure.epoch();
    await page.waitForTimeout(400);
    expect(await figure.epoch()).toBe(rest);
  });

  test('a press in the loss plot goes to the epoch there, arrow keys to the next', async ({ page }) => {
    const figure = await open(page);
    const { x, y } = await figure.at('losses', 0.5, 0.5);
    await page.mouse.move(x, y);
    expect(await figure.epoch()).toBe(10); // pointing only reads
    expect(await figure.text('losses-value')).toMatch(/^Epoch \d+: loss/);
    await page.mouse.click(x, y);
    const epoch = await figure.epoch();
    expect(epoch).toBeGreaterThan(70);
    expect(epoch).toBeLessThan(130);
    await page.mouse.move(2, 2);
    await figure.element.locator('[data-plot=losses] canvas').focus();
    await page.keyboard.press('ArrowRight');
    expect(await figure.epoch()).toBe(epoch + 1);
    await page.keyboard.press('End');
    expect(await figure.epoch()).toBe(LAST);
    await page.keyboard.press('Home');
    expect(await figure.epoch()).toBe(0);
  });

  test('the share that followed is the core’s, and arrows show the way', async ({ page }) => {
    const figure = await open(page);
    const record = (await load()).trainer({ epochs: LAST });
    while (!record.record());
    for (const epoch of [0, 10, 60, 199]) {
      await figure.set({ epoch });
      const percent = Math.round(100 * record.followed(epoch));
      const mean = Math.round(100 * record.followedMean);
      expect(await figure.text('followed')).toContain(`${percent}% of the points followed`);
      expect(await figure.text('followed')).toContain(`whole run ${mean}%`);
    }
    await figure.set({ epoch: 30 });
    expect(await figure.changedBy(() => figure.field('next').check())).toEqual(['latent']);
    expect(await figure.text('arrows')).toContain('× 10');
    expect(await figure.changedBy(() => figure.field('next').uncheck())).toEqual(['latent']);
    await figure.press('last');
    expect(await figure.text('followed')).toContain('last epoch');
  });

  test('another optimizer or seed is another record, at the same epoch', async ({ page }) => {
    const figure = await open(page, { epoch: 150 });
    const scale = await figure.text('scale');
    const core = await load();
    await figure.element.locator('label', { hasText: 'SGD' }).click();
    await figure.trained();
    const state = await figure.all();
    expect([state.optimizer, state.rate, state.epoch]).toEqual(['sgd', 0.01, 150]);
    const fresh = core.trainer({ optimizer: 1, rate: 0.01 });
    fresh.step(150);
    expect(state.loss).toBe(fresh.loss);
    expect(await figure.text('scale')).not.toBe(scale);
    await figure.do('seed');
    await figure.trained();
    expect((await figure.all()).seed).toBe(2);
    expect(await figure.epoch()).toBe(150);
    await figure.element.locator('label', { hasText: 'Adam' }).click();
    await figure.trained();
    expect((await figure.all()).rate).toBe(0.001);
  });

  test('scrubbing back through 200 epochs takes less than 100 ms', async ({ page }) => {
    const figure = await open(page, { epoch: LAST });
    const passed = await figure.element.evaluate((element, last) => {
      const start = performance.now();
      for (let epoch = last; epoch >= 0; epoch--) /** @type {any} */ (element).set({ epoch });
      return performance.now() - start;
    }, LAST);
    expect(await figure.epoch()).toBe(0);
    test.info().annotations.push({ type: 'ms', description: passed.toFixed(1) });
    expect(passed).toBeLessThan(100);
  });

  test('a point is marked in both plots and told', async ({ page }) => {
    const figure = await open(page, { epoch: 120 });
    expect(await figure.changedBy(() => figure.pointAtDot('latent'))).toEqual(PLOTS);
    const { selected } = await figure.all();
    await expect(figure.readout).toContainText(`Point ${selected + 1} `);
  });

  test('the keyboard alone does everything', async ({ page }) => {
    const figure = await open(page);
    await figure.element.locator('[data-do=play]').focus();
    await page.keyboard.press('Enter');
    expect((await figure.all()).playing).toBe(true);
    await page.keyboard.press('Enter');
    expect((await figure.all()).playing).toBe(false);
    await figure.field('epoch').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    expect(await figure.epoch()).toBe(1);
    await page.keyboard.press('End');
    expect(await figure.epoch()).toBe(LAST);
    await figure.field('next').focus();
    await page.keyboard.press('Space');
    expect((await figure.all()).next).toBe(true);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('ArrowRight');
    await figure.trained();
    expect((await figure.all()).optimizer).toBe('sgd');
    await figure.canvas('latent').focus();
    await page.keyboard.press('n');
    expect((await figure.all()).selected).toBe(0);
    await page.keyboard.press('Escape');
    expect((await figure.all()).selected).toBe(-1);
  });

  test('its state is understood again, and what does not fit is refused', async ({ page }) => {
    const figure = await open(page, { seed: 3, epoch: 77, next: true, selected: 5 });
    const state = await figure.all();
    await figure.set({ seed: 1, epoch: 3, next: false, selected: -1 });
    await figure.trained();
    await figure.set(state);
    await figure.trained();
    expect(await figure.all()).toEqual(state);
    for (const wrong of [{ epoch: 201 }, { epoch: 1.5 }, { epoch: 'last' }, { optimizer: 'magic' }]) {
      await expect(figure.set(wrong)).rejects.toThrow();
      expect(await figure.all()).toEqual(state);
    }
  });

  test('without WebGL it draws and reacts', async ({ page }) => {
    const figure = await open(page, undefined, 'no WebGL');
    await figure.expectSound();
    expect(await figure.changedBy(() => figure.press('after'))).toEqual(ALL);
  });

  test('500 random actions leave it sound', async ({ page }) => {
    test.setTimeout(240_000);
    const figure = await open(page);
    await figure.shake(
      13,
      (next, pick) => [
        ...['play', 'first', 'before', 'after', 'last'].map((name) => () => figure.press(/** @type {any} */ (name))),
        () => figure.field('epoch').fill(`${Math.floor(201 * next())}`),
        () => figure.field('next').setChecked(next() < 0.5),
        () => figure.set({ optimizer: pick(['adam', 'sgd']), rate: pick([0.001, 0.01]) }),
      ],
      () => figure.set({ playing: false }),
    );
  });
});

test.describe('with a finger', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 900 }, contextOptions: { reducedMotion: 'reduce' } });

  test('taps do what the mouse does, and nothing is wider than the page', async ({ page }) => {
    const figure = await open(page);
    await tap(figure.element.locator('[data-do=after]'));
    expect(await figure.epoch()).toBe(11);
    await tap(figure.element.locator('label', { hasText: 'went next' }));
    expect((await figure.all()).next).toBe(true);
    await expect(async () => {
      const { x, y } = await figure.at('losses', 0.7, 0.5); // which leaps there: a plot that was far away has no axes until it is drawn, a frame later
      await page.touchscreen.tap(x, y);
      expect(await figure.epoch()).toBeGreaterThan(100);
    }).toPass();
    await tap(figure.element.locator('[data-do=play]'));
    await expect.poll(async () => (await figure.all()).playing).toBe(true);
    await tap(figure.element.locator('[data-do=play]'));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});

test('a seed can be typed while it plays', async ({ page }) => {
  const figure = await open(page, { epoch: 0 });
  const first = (await figure.all()).loss;
  await figure.press('play');
  await figure.seed.fill('12');
  const epoch = await figure.epoch();
  await expect.poll(() => figure.epoch()).toBeGreaterThan(epoch + 5);
  await expect(figure.seed, 'what is being typed is left alone').toHaveValue('12');
  await figure.seed.press('Tab');
  await expect.poll(async () => (await figure.all()).seed).toBe(12);
  await figure.set({ epoch: 0, playing: false });
  expect((await figure.all()).loss).not.toBe(first);
  await figure.seed.fill('1');
  await figure.seed.press('Enter');
  await expect.poll(async () => (await figure.all()).loss).toBe(first);
});

test('out of sight it rests, and goes on in sight', async ({ page }) => {
  const figure = await open(page, { epoch: 0 });
  await figure.press('play');
  await page.evaluate(() => {
    document.body.style.paddingTop = '4000px';
    scrollTo(0, 0);
  });
  await expect(figure.message).toContainText('Paused');
  const epoch = await figure.epoch();
  await page.waitForTimeout(500);
  expect(await figure.epoch()).toBe(epoch);
  await page.evaluate(() => {
    document.body.style.paddingTop = '';
  });
  await expect.poll(() => figure.epoch()).toBeGreaterThan(epoch);
});
