// SPDX-License-Identifier: MIT
// Two walks through every control of Figure 6: by keys alone, and by touch alone. Each control is reached, is seen to be, and acts.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Alone } from './figures.js';
import { finger, tap } from './finger.js';
import { expect, test } from './fixture.js';

/** @typedef {import('@playwright/test').Page} Page */

const build = resolve(import.meta.dirname, '../../build/digits');
const hasImages = ['train', 'test'].every((kind) => existsSync(resolve(build, `${kind}.bin`)));

test.skip(!hasImages, 'this build has none of MNIST’s images');
test.use({ contextOptions: { reducedMotion: 'reduce' } });

class Walk extends Alone {
  /** @param {Page} page */
  constructor(page) {
    super(page, 'digits', ['map']);
  }

  async trained() {}

  /** @param {string} selector */
  part(selector) {
    return this.element.locator(selector);
  }

  /** @param {string} name */
  drawer(name) {
    return this.part(`[data-panel=${name}]`);
  }

  /** @param {string} show of a text in a drawer */
  shown(show) {
    return this.part(`[data-show="${show}"]`);
  }

  /** @param {string} name @param {any} value in the figure's state */
  async becomes(name, value) {
    await expect.poll(async () => (await this.all())[name], { message: name }).toEqual(value);
  }

  /** A part of the state is another after an act. @param {string} name @param {() => Promise<unknown>} act */
  async changes(name, act) {
    await this.tells(async () => JSON.stringify((await this.all())[name]), act);
  }

  /** What is looked at is another after an act. @param {() => Promise<string | null>} look @param {() => Promise<unknown>} act */
  async tells(look, act) {
    const before = await look();
    await act();
    await expect.poll(look).not.toBe(before);
  }

  progress() {
    return this.part('progress').evaluate((bar) => /** @type {HTMLProgressElement} */ (bar).value);
  }

  /** Until the drawers' files are there. */
  async gathered() {
    await expect(this.drawer('draw').locator('.loading')).toHaveCount(0, { timeout: 40_000 });
    await expect(this.drawer('noise').locator('.loading')).toHaveCount(0, { timeout: 40_000 });
    await expect(this.part('[data-do=train-play]')).toBeEnabled();
    await expect(this.shown('finding')).not.toBeEmpty();
  }
}

/** What has the focus inside the figure; null when it is elsewhere. @param {Page} page */
const focused = (page) =>
  page.evaluate(() => {
    const host = document.querySelector('ae-figure');
    const element = host === document.activeElement ? host?.shadowRoot?.activeElement : null;
    if (!element) return null;
    /** @type {any} */ (globalThis).reached ??= new Set();
    /** @type {any} */ (globalThis).reached.add(element);
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return {
      name: element.outerHTML.slice(0, 160),
      ring: outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth),
      inSight: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    };
  });

/** Goes on with Tab until this has the focus. @param {Walk} walk @param {string} selector */
async function tabTo(walk, selector) {
  const there = () => walk.part(selector).evaluate((element) => element.matches(':focus'));
  for (let k = 0; k < 120; k++) {
    if (await there()) return;
    await walk.page.keyboard.press('Tab');
    const now = await focused(walk.page);
    if (!now) throw new Error(`${selector} has not been reached`);
    expect(now.ring, `the focus is seen on ${now.name}`).toBeGreaterThanOrEqual(1);
    expect(now.inSight, `${now.name} is in sight`).toBe(true);
  }
  throw new Error(`${selector} has not been reached`);
}

test('by keys alone: every control is reached with its focus seen, acts, and lets go', async ({ page }) => {
  test.slow();
  await page.setViewportSize({ width: 1300, height: 800 });
  const walk = new Walk(page);
  await walk.openAlone('light');
  await page.evaluate(() => {
    for (const edge of ['before', 'after']) {
      const button = document.createElement('button');
      button.id = edge;
      document.querySelector('ae-figure')?.[edge === 'before' ? 'before' : 'after'](button);
    }
  });
  const press = (/** @type {string} */ key) => page.keyboard.press(key);
  const to = (/** @type {string} */ selector) => tabTo(walk, selector);
  await page.locator('#before').focus();
  await press('Tab');

  await to('[data-label="3"]');
  await press('Space');
  await walk.becomes('labels', '012456789');
  await to('[data-do=none]');
  await press('Enter');
  await walk.becomes('labels', '');
  await press('Shift+Tab');
  await press('Enter'); // all
  await walk.becomes('labels', '0123456789');

  await to('[data-plot=map] canvas');
  await walk.changes('z1', () => press('ArrowRight'));
  await walk.changes('selected', () => press('n'));
  await to('[data-view=closer]');
  await walk.changes('zoom', () => press('Enter'));
  for (const end of ['A', 'B']) {
    await to(`[data-end=${end}]`);
    await walk.changes(`${end.toLowerCase()}y`, () => press('ArrowUp'));
  }
  await to('[data-set=tiles]');
  await press('Space');
  await walk.becomes('tiles', true);
  await to('[data-set=tile]');
  await walk.changes('tile', () => press('ArrowRight'));
  await to('[data-do=reset]');
  await press('Enter');
  await walk.becomes('tiles', false);
  await walk.becomes('zoom', 1);
  await to('[data-neighbour="2"]');
  await walk.changes('selected', () => press('Enter'));
  await to('[data-do=from]');
  await walk.changes('ax', () => press('Enter'));
  await to('[data-do=to]');
  await walk.changes('bx', () => press('Enter'));
  await to('[data-set=part]');
  await press('End');
  await walk.becomes('part', 1);

  for (const name of ['draw', 'noise', 'train']) {
    await to(`[data-panel=${name}] > summary`);
    await press('Enter');
    await expect(walk.drawer(name).locator('.controls').first()).toBeVisible();
  }
  await walk.gathered();
  await page.locator('#before').focus(); // the drawers are full now: once more from the beginning
  await press('Tab');
  await to('[data-picture=pad]');
  await press('0'); // one of ours, of one stroke
  await expect(walk.shown('place')).toContainText('Its code is');
  await to('[data-do=undo]');
  await press('Enter');
  await expect(walk.shown('place')).not.toContainText('Its code is');
  await to('[data-sample="7"]');
  await press('Enter');
  await expect(walk.shown('place')).toContainText('Its code is');
  await page.locator('[data-do=clear]').focus(); // what has come to life is behind
  await press('Enter');
  await expect(walk.shown('place')).not.toContainText('Its code is');

  await to('[data-field=source]');
  await press('ArrowDown');
  const source = () => walk.part('[data-field=source]').inputValue();
  await walk.tells(source, () => press('ArrowUp'));
  await to('[data-do=another]');
  await walk.tells(
    () => walk.shown('finding').textContent(),
    () => press('Enter'),
  );
  await to('[data-field=noise]');
  await walk.tells(
    () => walk.shown('damaged-error').textContent(),
    () => press('ArrowRight'),
  );
  await to('[data-do=renew]');
  await walk.tells(
    () => walk.shown('damaged-error').textContent(),
    () => press('Enter'),
  );
  await to('[data-field=patch]');
  await walk.tells(
    () => walk.shown('damaged-error').textContent(),
    () => press('End'),
  );
  await to('[data-picture=damaged]');
  await walk.tells(
    () => walk.part('[data-picture=damaged]').getAttribute('aria-label'),
    () => press('ArrowLeft'),
  );

  await to('[data-field=train-width]');
  await walk.tells(
    () => walk.part('[data-field=train-width]').inputValue(),
    () => press('ArrowUp'),
  );
  await to('[data-field=train-bottleneck]:checked');
  await press('ArrowRight');
  await expect(walk.part('[data-field=train-bottleneck][value="3"]')).toBeChecked();
  await press('ArrowLeft');
  await to('[data-field=train-epochs]');
  await walk.tells(
    () => walk.part('[data-field=train-epochs]').inputValue(),
    () => press('ArrowUp'),
  );
  await to('[data-do=train-play]');
  await press('Enter');
  await expect.poll(() => walk.progress(), { timeout: 40_000 }).toBeGreaterThan(0);
  await expect(walk.part('[data-do=train-keep]')).toBeEnabled();
  await press('Enter'); // pause
  await expect(walk.part('[data-do=train-play]')).toHaveText('Go on');
  await to('[data-do=train-again]');
  await press('Enter');
  await expect(walk.part('[data-do=train-play]')).toHaveText(/Pause|Train/);
  await to('[data-do=train-seed]');
  await press('Enter');
  await expect.poll(() => walk.progress(), { timeout: 40_000 }).toBeGreaterThan(0);
  await to('[data-do=train-keep]');
  await press('Enter');
  await expect(walk.shown('told')).toContainText('your own network');
  await to('[data-do=train-discard]');
  await press('Enter');
  await expect(walk.shown('told')).toContainText('the page’s own again');

  // The whole way there and back: nothing is left out, and nothing holds the focus.
  for (const [from, key] of [
    ['before', 'Tab'],
    ['after', 'Shift+Tab'],
  ]) {
    await page.locator(`#${from}`).focus();
    await page.evaluate(() => {
      /** @type {any} */ (globalThis).reached = new Set();
    });
    let count = 0;
    for (await press(key); await focused(page); await press(key)) expect(++count).toBeLessThan(150);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe(from === 'before' ? 'after' : 'before');
    const missed = await walk.element.evaluate((element) => {
      const reached = /** @type {Set<Element>} */ (/** @type {any} */ (globalThis).reached);
      const selector = 'button:enabled, input:enabled, select:enabled, summary, a[href], [tabindex="0"]';
      return [...(element.shadowRoot?.querySelectorAll(selector) ?? [])]
        .filter((control) => control.checkVisibility({ visibilityProperty: true }) && !reached.has(control))
        .filter((control) => !(control instanceof HTMLInputElement && control.type === 'radio' && !control.checked))
        .map((control) => control.outerHTML.slice(0, 160));
    });
    expect(missed).toEqual([]);
  }
});

test.describe('by touch', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

  test('by touch alone: every control is large enough and acts', async ({ page }) => {
    test.slow();
    const walk = new Walk(page);
    await walk.openAlone('light');
    /** A finger on the middle of something, or beside it, that moves and leaves. @param {string} selector @param {[number, number][]} way from there, px */
    const drag = async (selector, ...way) => {
      await walk.part(selector).scrollIntoViewIfNeeded();
      const box = await walk.part(selector).boundingBox();
      if (!box) throw new Error(`${selector} is not on the page`);
      await finger(page, ...way.map(([dx, dy]) => ({ x: box.x + box.width / 2 + dx, y: box.y + box.height / 2 + dy })));
    };
    const press = (/** @type {string} */ selector) => tap(walk.part(selector));
    /** @param {string} selector @param {string} name @param {any} value */
    const tapFor = async (selector, name, value) => {
      await walk.changes(name, () => press(selector));
      await walk.becomes(name, value);
    };
    /** The far end of a slider. @param {string} selector */
    const slide = async (selector) => {
      const { width = 0 } = (await walk.part(selector).boundingBox()) ?? {};
      await drag(selector, [0, 0], [width / 4, 0], [width / 2 - 3, 0]);
    };

    await tapFor('[data-label="3"]', 'labels', '012456789');
    await tapFor('[data-do=none]', 'labels', '');
    await tapFor('[data-do=all]', 'labels', '0123456789');
    await walk.changes('z1', () => drag('[data-plot=map] canvas', [-40, 30]));
    await walk.changes('zoom', () => press('[data-view=closer]'));
    for (const view of ['left', 'right', 'up', 'down', 'farther']) await press(`[data-view=${view}]`);
    await walk.becomes('zoom', 1);
    await walk.changes('ax', () => drag('[data-end=A]', [0, 0], [-8, 0], [-30, 20]));
    await walk.changes('bx', () => drag('[data-end=B]', [0, 0], [-8, 0], [-30, 20]));
    await tapFor('[data-set=tiles]', 'tiles', true);
    await walk.changes('tile', () => slide('[data-set=tile]'));
    await tapFor('[data-do=reset]', 'tiles', false);
    await walk.changes('selected', () => press('[data-neighbour="2"]'));
    await walk.changes('ax', () => press('[data-do=from]'));
    await press('[data-neighbour="4"]');
    await walk.changes('bx', () => press('[data-do=to]'));
    await walk.changes('part', () => slide('[data-set=part]'));

    for (const name of ['draw', 'noise', 'train']) await press(`[data-panel=${name}] > summary`);
    await walk.gathered();
    await drag('[data-picture=pad]', [0, -80], [0, -40], [0, 0], [0, 40], [0, 80]);
    await expect(walk.shown('place')).toContainText('Its code is');
    await press('[data-do=undo]');
    await expect(walk.shown('place')).not.toContainText('Its code is');
    await press('[data-sample="7"]');
    await expect(walk.shown('place')).toContainText('Its code is');
    await press('[data-do=clear]');
    await expect(walk.shown('place')).not.toContainText('Its code is');
    const damage = () => walk.shown('damaged-error').textContent();
    await walk.tells(
      () => walk.shown('finding').textContent(),
      () => press('[data-do=another]'),
    );
    await walk.tells(damage, () => slide('[data-field=noise]'));
    await walk.tells(damage, () => press('[data-do=renew]'));
    await walk.tells(damage, () => slide('[data-field=patch]'));
    await walk.tells(damage, () => drag('[data-picture=damaged]', [0, 0], [-20, 0], [-60, -50]));
    await press('[data-field=train-bottleneck][value="1"]');
    await expect(walk.part('[data-field=train-bottleneck][value="1"]')).toBeChecked();
    await press('[data-field=train-bottleneck][value="2"]');
    await press('[data-do=train-play]');
    await expect.poll(() => walk.progress(), { timeout: 40_000 }).toBeGreaterThan(0);
    await press('[data-do=train-play]');
    await expect(walk.part('[data-do=train-play]')).toHaveText('Go on');
    await press('[data-do=train-again]');
    await press('[data-do=train-seed]');
    await expect.poll(() => walk.progress(), { timeout: 40_000 }).toBeGreaterThan(0);
    await press('[data-do=train-keep]');
    await expect(walk.shown('told')).toContainText('your own network');
    await press('[data-do=train-discard]');
    await expect(walk.shown('told')).toContainText('the page’s own again');

    const small = await walk.element.evaluate((element) =>
      [...(element.shadowRoot?.querySelectorAll('button, input, select, summary, [tabindex="0"]') ?? [])]
        .filter((control) => control.checkVisibility({ visibilityProperty: true }))
        .map((control) => {
          const { width, height } = (control.closest('label') ?? control).getBoundingClientRect();
          return { width, height, name: control.outerHTML.slice(0, 120) };
        })
        .filter(({ width, height }) => width < 24 || height < 24),
    );
    expect(small).toEqual([]);
  });
});
