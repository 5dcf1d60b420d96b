// SPDX-License-Identifier: MIT
// Figures as part of a page: out of sight, twice, taken out and put back, on narrow screens, without script.
import { Alone } from './figures.js';
import { expect, expectDrawn, Figure, PLOTS, test } from './fixture.js';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('../../web/element.js').AeFigure} AeFigure */

test('a figure that is scrolled away pauses, and resumes on return', async ({ figure, page }) => {
  await figure.open();
  await page.evaluate(() => {
    document.body.style.paddingBottom = '6000px';
  });
  await figure.do('play');
  await figure.reach(10);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await expect.poll(async () => (await figure.state()).playing).toBe(false);
  await expect(figure.message).toHaveText(/Paused/);
  await expect(figure.status).toHaveText(/Paused/);
  const epoch = await figure.rest();
  await page.waitForTimeout(500);
  expect((await figure.state()).epoch).toBe(epoch);
  await page.evaluate(() => scrollTo(0, 0));
  await figure.reach(epoch + 5);
  expect((await figure.state()).playing).toBe(true);
  await expect(figure.message).toBeHidden();
});

for (const name of ['encoder', 'gradient', 'trails', 'decoder']) {
  test(`${name}: training that goes on in the page waits while nobody looks, and goes on from there`, async ({
    page,
  }) => {
    const figure = new Alone(page, name, []);
    const hide = (/** @type {boolean} */ hidden) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { configurable: true, value });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    const epoch = async () => (await figure.all()).epoch;
    await page.goto(`/workbench.html?name=${name}&state=fresh`);
    await figure.ready();
    await figure.set({ data: 'noise', points: 250, epochs: 5000 }); // which takes minutes
    const begun = await epoch();
    await expect.poll(epoch).toBeGreaterThan(begun);
    await hide(true);
    const left = await epoch();
    await page.waitForTimeout(700);
    expect(await epoch()).toBe(left);
    await hide(false);
    await expect.poll(epoch).toBeGreaterThan(left);
  });
}

test('a figure that was at rest does not start by coming into sight', async ({ figure, page }) => {
  await figure.open();
  await figure.train(3);
  await page.evaluate(() => {
    document.body.style.paddingBottom = '6000px';
    scrollTo(0, document.body.scrollHeight);
  });
  await page.waitForTimeout(300);
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForTimeout(300);
  const state = await figure.state();
  expect(state.epoch).toBe(3);
  expect(state.playing).toBe(false);
});

test('two copies work independently', async ({ figure, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1300, height: 4000 });
  await figure.open();
  await figure.element.evaluate((element) => {
    const copy = document.createElement('ae-figure');
    copy.setAttribute('name', 'train');
    copy.setAttribute('data', 'cubic');
    element.after(copy);
  });
  const copy = new Figure(page, 1);
  await copy.ready();
  const [first, second] = [await figure.pictures(), await copy.pictures()];
  await expectDrawn(figure, first);
  await expectDrawn(copy, second);
  expect(await figure.same(second.input, first.input)).toBe(false);

  await figure.train(7);
  expect((await copy.state()).epoch).toBe(0);
  await copy.train(4);
  await copy.do('seed');
  await expect(copy.seed).toHaveValue('2');
  await expect.poll(async () => (await copy.state()).epoch).toBe(0);
  expect(await figure.state()).toMatchObject({ epoch: 7, seed: 1, data: 'saddle' });
  expect(await copy.state()).toMatchObject({ seed: 2, data: 'cubic' });

  await figure.pointAtDot('input');
  expect((await copy.state()).selected).toBe(-1);
  await page.mouse.move(2, 2);

  await figure.do('play');
  await figure.reach(30);
  await copy.do('play'); // one trains at a time
  await copy.reach(20);
  expect((await figure.state()).playing).toBe(false);
  const epoch = await figure.rest();
  await copy.reach((await copy.state()).epoch + 5);
  expect((await figure.state()).epoch).toBe(epoch);
  await figure.element.evaluate((element) => element.remove()); // the other one goes on
  const left = new Figure(page);
  await left.reach((await left.state()).epoch + 5);
});

test('removed while it trains, and put back', async ({ figure, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await figure.open();
  const fresh = await figure.state();
  await figure.do('play');
  await figure.reach(5);
  const moved = await page.evaluate(async () => {
    const element = /** @type {AeFigure} */ (document.querySelector('ae-figure'));
    const place = /** @type {HTMLElement} */ (element.parentElement);
    element.remove();
    const without = JSON.stringify(element.state);
    await new Promise((done) => setTimeout(done, 300));
    place.prepend(element);
    await element.ready;
    return without;
  });
  expect(moved, 'a figure that is not there has no state').toBe('{}');
  expect(await figure.state()).toEqual(fresh);
  await figure.do('play');
  await figure.reach(5);
  await figure.do('play');
  await expectDrawn(figure, await figure.pictures());
});

test('removed and put back 80 times, also while it starts, leaves nothing behind', async ({ figure, page }) => {
  await figure.open();
  await page.evaluate(async () => {
    const element = /** @type {AeFigure} */ (document.querySelector('ae-figure'));
    const place = /** @type {HTMLElement} */ (element.parentElement);
    for (let times = 0; times < 80; times++) {
      element.remove();
      place.prepend(element);
      if (times % 4 === 0) await element.ready;
      if (times % 4 === 1) await new Promise((done) => setTimeout(done, times));
    }
    await element.ready;
  });
  for (const name of PLOTS) await expect(figure.plot(name)).toHaveCount(1);
  await expect(figure.alert).toHaveCount(0);
  await expect.poll(() => page.workers().length).toBe(1);
  const state = await figure.train(5);
  expect(state.epoch).toBe(5);
  await page.evaluate(() => document.querySelector('ae-figure')?.remove());
  await expect.poll(() => page.workers().length).toBe(0);
});

for (const width of [1300, 768, 390, 320]) {
  test(`no sideways scroll at ${width} px`, async ({ figure, page }) => {
    await page.setViewportSize({ width, height: 900 });
    await figure.open();
    await figure.train(2);
    const { own, view, out } = await page.evaluate(() => {
      const root = /** @type {ShadowRoot} */ (document.querySelector('ae-figure')?.shadowRoot);
      const view = document.documentElement.clientWidth;
      const out = [...root.querySelectorAll('button, select, dd, canvas, .name, p, label')]
        .filter((element) => element.checkVisibility())
        .map((element) => ({ what: element.outerHTML.slice(0, 60), box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0 && (box.left < 0 || box.right > view + 0.5))
        .map(({ what, box }) => `${what}: ${box.left} to ${box.right}`);
      return { own: document.documentElement.scrollWidth, view, out };
    });
    expect(own).toBeLessThanOrEqual(view);
    expect(out, 'parts of the figure that stand out').toEqual([]);
    await page.evaluate(() => scrollTo(500, 0));
    expect(await page.evaluate(() => scrollX)).toBe(0);
  });
}

test('no sideways scroll either where plots were drawn in a wide window and are out of sight in a narrow one', async ({
  figure,
  page,
}) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 1300, height: 900 });
  await figure.open();
  for (const name of ['encoder', 'gradient', 'decoder']) {
    const other = page.locator(`ae-figure[name=${name}]`);
    await other.scrollIntoViewIfNeeded();
    await expect(other.locator('.canvas > span').first()).toBeVisible();
  }
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await page.setViewportSize({ width: 320, height: 900 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});

test('the figure redraws when the window changes its size', async ({ figure, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await figure.open();
  const wide = await figure.pictures();
  await page.setViewportSize({ width: 500, height: 3000 });
  await expectDrawn(figure, await figure.pictures());
  await page.setViewportSize({ width: 1300, height: 1500 });
  await expect.poll(async () => figure.same(await figure.picture('layered'), wide.layered)).toBe(true);
});

test('the controls work by keyboard alone', async ({ figure, page }) => {
  await figure.open();
  await figure.element.getByRole('button', { name: 'Step' }).focus();
  await page.keyboard.press('Enter');
  await expect(figure.show('epoch')).toHaveText('1');
  await page.keyboard.press('Space');
  await expect(figure.show('epoch')).toHaveText('2');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(figure.show('epoch')).toHaveText('0');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(figure.element.getByRole('button', { name: 'Pause' })).toBeFocused();
  await figure.reach(3);
});

test('every plot and control has a name', async ({ figure }) => {
  await figure.open();
  await expect(figure.element.getByRole('application')).toHaveCount(PLOTS.length + 1); // and the losses
  for (const [name, words] of /** @type {const} */ ([
    ['input', /^Input: /],
    ['latent', /^Latent space: /],
    ['output', /^Reconstruction: /],
    ['layered', /^Input and reconstruction together/],
    ['latent-large', /^Latent space: /],
  ])) {
    await expect(figure.canvas(name)).toHaveAccessibleName(words);
  }
  for (const name of ['Play', 'Step', 'Reset', 'New seed']) {
    await expect(figure.element.getByRole('button', { name, exact: true })).toBeVisible();
  }
  await expect(figure.element.getByRole('combobox', { name: 'Speed' })).toBeVisible();
  await expect(figure.element.getByRole('region', { name: 'Train an autoencoder' })).toBeVisible();
});

test('the events ready and step tell what happens', async ({ figure, page }) => {
  await page.addInitScript(() => {
    /** @type {any} */ (globalThis).told = [];
    for (const type of ['ae-ready', 'ae-step', 'ae-error']) {
      addEventListener(type, (event) => {
        /** @type {any} */ (globalThis).told.push([type, /** @type {CustomEvent} */ (event).detail]);
      });
    }
  });
  await figure.open();
  const { epoch, loss } = await figure.train(1);
  expect(await page.evaluate(() => /** @type {any} */ (globalThis).told)).toEqual([
    ['ae-ready', null],
    ['ae-step', { epoch, loss }],
  ]);
});

test('the page stores nothing', async ({ figure, page, context }) => {
  await figure.open();
  await figure.train(2);
  expect(await context.cookies()).toEqual([]);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('the article and the caption are there', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('An Interactive Introduction to Autoencoders');
    for (const name of ['Introduction', 'Structure', 'Latent space', 'Beyond', 'Acknowledgements']) {
      await expect(page.getByRole('heading', { name, exact: true }).getByRole('link')).toBeVisible();
    }
    await expect(page.getByText('such a pair of friends')).toBeVisible();
    await expect(page.locator('figcaption').first()).toContainText('Figure 1. Train an autoencoder.');
    await expect(page.locator('figcaption').first()).toBeVisible();
    await expect(page.locator('math[display=block]').first()).toBeVisible();
    await expect(page.locator('body')).not.toContainText('Loading');
  });
});
