// SPDX-License-Identifier: MIT
// The plots under the reader's hands.
import { pretendToHaveGpu } from '../engines/before.js';
import { load } from '../wasm/builds.js';
import { finger } from './finger.js';
import { expect, expectDrawn, Figure, PLOTS, test } from './fixture.js';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('./fixture.js').Plot} Plot */

/** The middle of a plot, in CSS px of the page. @param {Figure} figure @param {Plot} name */
async function middle(figure, name) {
  const box = await figure.canvas(name).boundingBox();
  if (!box) throw new Error(`the plot ${name} is not on the page`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/**
 * What a line about a point says: input, code, reconstruction and error.
 * @param {string} line @returns {{point: number, tuples: number[][], error: number}}
 */
function parse(line) {
  const text = line.replaceAll('\u2212', '-');
  const tuples = [...text.matchAll(/\(([^()]*)\)/g)].map(([, list]) => list.split(',').map(Number));
  const point = Number(/Point (\d+)/.exec(text)?.[1]);
  return { point, tuples, error: Number(/error ([\d.]+)/.exec(text)?.[1]) };
}

test.describe('pointing', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  for (const name of PLOTS) {
    test(`a dot of ${name} is followed through all plots`, async ({ figure, page }) => {
      await figure.open();
      await figure.train(20);
      await page.mouse.move(2, 2);
      const before = await figure.pictures();
      expect((await figure.state()).selected).toBe(-1);

      const { selected, x, y } = await figure.pointAtDot(name);
      const during = await figure.pictures();
      expect((await figure.state()).selected).toBe(selected);
      for (const plot of PLOTS) {
        expect(await figure.same(during[plot], before[plot]), `${plot} marks the point`).toBe(false);
      }

      // The marked point is the one under the mouse.
      const { left, right, top, bottom } = await figure.change(before[name], during[name]);
      const reach = 24 + 8; // how far a pointer reaches, and the mark's own size
      expect(x > left - reach && x < right + reach, `${x} is between ${left} and ${right}`).toBe(true);
      expect(y > top - reach && y < bottom + reach, `${y} is between ${top} and ${bottom}`).toBe(true);

      // The numbers are those of this point: the core in Node knows them too.
      const trainer = (await load()).trainer();
      trainer.step(20);
      await expect(figure.readout).toHaveCount(1);
      const { point, tuples, error } = parse(await figure.readout.innerText());
      expect(point).toBe(selected + 1);
      expect(tuples).toHaveLength(3);
      for (const [k, view] of /** @type {const} */ (['input', 'latent', 'output']).entries()) {
        const columns = trainer.columns(view);
        expect(tuples[k], view).toHaveLength(columns);
        trainer
          .view(view)
          .slice(selected * columns, (selected + 1) * columns)
          .forEach((value, c) => {
            expect(Math.abs(tuples[k][c] - value), `${view}: ${tuples[k][c]} for ${value}`).toBeLessThan(0.00501);
          });
      }
      expect(Math.abs(error - trainer.pointLoss(selected))).toBeLessThan(0.000000501);

      await page.mouse.move(2, 2);
      await expect.poll(async () => (await figure.state()).selected).toBe(-1);
      const after = await figure.pictures();
      for (const plot of PLOTS) expect(await figure.same(after[plot], before[plot]), `${plot} is as before`).toBe(true);
      await expect(figure.readout).toHaveCount(0);
    });
  }

  test('a click that does not move means a dot and turns nothing', async ({ figure, page }) => {
    await figure.open();
    const { selected } = await figure.pointAtDot('layered');
    const before = await figure.pictures();
    await page.mouse.down();
    await page.mouse.up();
    expect((await figure.state()).selected).toBe(selected);
    const after = await figure.pictures();
    for (const plot of PLOTS) expect(await figure.same(after[plot], before[plot]), plot).toBe(true);
  });

  test('a clicked dot stays chosen when the pointer leaves, until Escape', async ({ figure, page }) => {
    await figure.open();
    const { selected } = await figure.pointAtDot('layered');
    await page.mouse.down();
    await page.mouse.up();
    await page.mouse.move(2, 2);
    await figure.do('step');
    await expect(figure.show('epoch')).toHaveText('1');
    expect((await figure.state()).selected).toBe(selected);
    await figure.canvas('input').focus();
    await page.keyboard.press('n');
    expect((await figure.state()).selected).toBe((selected + 1) % 25);
    await page.keyboard.press('Escape');
    expect((await figure.state()).selected).toBe(-1);
  });
});

test.describe('touch', () => {
  test.use({ hasTouch: true, contextOptions: { reducedMotion: 'reduce' } });

  test('a tap means a dot, and a tap beside means none', async ({ figure, page }) => {
    await figure.open();
    const box = await figure.canvas('input').boundingBox();
    if (!box) throw new Error('the plot is not on the page');
    const tapped = async () => {
      for (let y = 0.15; y < 1; y += 0.1) {
        for (let x = 0.15; x < 1; x += 0.1) {
          await page.touchscreen.tap(box.x + x * box.width, box.y + y * box.height);
          if ((await figure.state()).selected >= 0) return true;
        }
      }
      return false;
    };
    expect(await tapped()).toBe(true);
    await expect(figure.readout).toHaveCount(1);
    await page.touchscreen.tap(box.x + 3, box.y + 3);
    await expect.poll(async () => (await figure.state()).selected).toBe(-1);
  });

  test('a swipe up that starts on a plot scrolls the page, and one to the side turns the plot', async ({
    figure,
    page,
  }) => {
    await page.setViewportSize({ width: 400, height: 700 });
    await figure.open();
    for (const name of /** @type {const} */ (['layered', 'latent-large'])) {
      await figure.canvas(name).scrollIntoViewIfNeeded();
      const before = await page.evaluate(() => scrollY);
      await swipe(figure, name, 0, -150);
      await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(before + 80);
    }
    await page.waitForTimeout(300);
    const before = await figure.picture('layered'); // which scrolls it into sight
    const scroll = await page.evaluate(() => scrollY);
    await swipe(figure, 'layered', 120, 0);
    await expect.poll(async () => figure.same(await figure.picture('layered'), before)).toBe(false);
    expect(await page.evaluate(() => scrollY)).toBe(scroll);
  });

  for (const [name, plot] of [
    ['train', 'layered'],
    ['gradient', 'latent'],
    ['decoder', 'latent'],
    ['digits', 'map'],
  ]) {
    test(`a swipe up over ${plot} of ${name} scrolls the page and changes nothing else`, async ({ figure, page }) => {
      await page.setViewportSize({ width: 400, height: 700 });
      await page.goto(`/workbench.html?name=${name}&state=fresh`);
      await figure.ready();
      await figure.canvas(/** @type {Plot} */ (plot)).scrollIntoViewIfNeeded();
      const state = () => figure.element.evaluate((element) => JSON.stringify(/** @type {any} */ (element).state));
      const training = async () => {
        const then = await state();
        await page.waitForTimeout(200);
        return then !== (await state());
      };
      await expect.poll(training).toBe(false);
      const before = await state();
      const scroll = await page.evaluate(() => scrollY);
      await swipe(figure, /** @type {Plot} */ (plot), 4, -150);
      await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(scroll + 80);
      expect(await state()).toBe(before);
    });
  }
});

/** One finger, from the middle of a plot. @param {Figure} figure @param {Plot} name @param {number} dx CSS px @param {number} dy */
async function swipe(figure, name, dx, dy) {
  const { x, y } = await middle(figure, name);
  await finger(figure.page, ...Array.from({ length: 11 }, (_, k) => ({ x: x + (k / 10) * dx, y: y + (k / 10) * dy })));
}

test.describe('keys', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('arrows turn the space, and walk the points of the plane', async ({ figure, page }) => {
    await figure.open();
    const before = await figure.pictures();
    await figure.canvas('layered').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => figure.same(await figure.picture('input'), before.input)).toBe(false);
    expect((await figure.state()).selected).toBe(-1);

    await figure.canvas('latent-large').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await figure.state()).selected).toBe(0);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(async () => (await figure.state()).selected).toBe(24);
    await expect(figure.readout).toContainText('Point 25');
    await page.keyboard.press('Escape');
    await expect.poll(async () => (await figure.state()).selected).toBe(-1);
    await expect(figure.readout).toHaveCount(0);
  });
});

test.describe('dragging', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  for (const name of /** @type {const} */ (['layered', 'input', 'output'])) {
    test(`${name} turns the space, and does not select text or scroll`, async ({ figure, page }) => {
      await figure.open();
      await figure.train(5);
      await page.mouse.move(2, 2);
      const before = await figure.pictures();
      const { x, y } = await middle(figure, name);
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + 60, y + 20, { steps: 6 });
      await page.mouse.move(2, y + 500, { steps: 6 }); // over text, and beyond
      await page.mouse.up();
      await page.mouse.move(2, 2);
      await expect.poll(async () => (await figure.state()).selected).toBe(-1);
      const after = await figure.pictures();
      for (const plot of PLOTS) {
        const turns = !plot.startsWith('latent');
        expect(await figure.same(after[plot], before[plot]), plot).toBe(!turns);
      }
      await expectDrawn(figure, after);
      await expectNoSelection(page);
      expect(await page.evaluate(() => [scrollX, scrollY])).toEqual([0, 0]);
    });
  }

  test('a drag over the latent space selects no text either', async ({ figure, page }) => {
    await figure.open();
    const { x, y } = await middle(figure, 'latent-large');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(2, y + 500, { steps: 6 });
    await page.mouse.up();
    await expectNoSelection(page);
  });

  test('a press that ends outside of a plot is over', async ({ figure, page }) => {
    await figure.open();
    for (const name of /** @type {const} */ (['latent-large', 'layered'])) {
      const { x, y } = await middle(figure, name);
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(2, 2, { steps: 4 });
      await page.mouse.up();
      await figure.pointAtDot(name);
      await page.mouse.move(2, 2);
      await expect.poll(async () => (await figure.state()).selected, `${name} forgets the point`).toBe(-1);
    }
  });

  test('a drag that is over is over', async ({ figure, page }) => {
    await figure.open();
    const { x, y } = await middle(figure, 'layered');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 50, y, { steps: 4 });
    await page.mouse.up();
    await page.mouse.move(2, 2);
    const before = await figure.pictures();
    await page.mouse.move(x, y);
    await page.mouse.move(x - 80, y + 60, { steps: 4 });
    await page.mouse.move(2, 2);
    const after = await figure.pictures();
    for (const plot of PLOTS) expect(await figure.same(after[plot], before[plot]), plot).toBe(true);
  });
});

/** @param {Page} page */
async function expectNoSelection(page) {
  const selected = await page.evaluate(() => {
    const inside = /** @type {any} */ (document.querySelector('ae-figure'))?.shadowRoot.getSelection?.();
    return [String(getSelection() ?? ''), String(inside ?? '')];
  });
  expect(selected).toEqual(['', '']);
}

test('the wheel over a plot scrolls the page', async ({ figure, page }) => {
  await page.setViewportSize({ width: 1300, height: 700 });
  await figure.open();
  for (const name of /** @type {const} */ (['input', 'latent'])) {
    await page.evaluate(() => scrollTo(0, 0));
    await figure.canvas(name).scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => scrollY);
    const { x, y } = await middle(figure, name);
    await page.mouse.move(x, y);
    await page.mouse.wheel(0, 300);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(before + 200);
  }
});

test('the space turns slowly by itself, until a reader takes it', async ({ figure, page }) => {
  await page.addInitScript(pretendToHaveGpu);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await figure.open();
  const before = await figure.picture('layered'); // where it starts; a slow machine may soon let it rest
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await figure.open();
  await expect.poll(async () => figure.same(await figure.picture('layered'), before)).toBe(false);
  const { x, y } = await middle(figure, 'layered');
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 40, y, { steps: 4 });
  await page.mouse.up();
  await page.mouse.move(2, 2);
  const taken = await figure.pictures();
  await page.waitForTimeout(600);
  for (const plot of PLOTS) expect(await figure.same(await figure.picture(plot), taken[plot]), plot).toBe(true);
});

test('the trails are as long as the text below them says', async ({ figure, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' }); // else the plot eases there
  await figure.open();
  const core = await load();
  const trainer = core.trainer();
  for (const epochs of [0, 1, 150]) {
    trainer.step(epochs);
    core.lab._lab_latent_follow(trainer.handle, 1);
    const scale = core.lab._lab_trail_scale(trainer.handle);
    if (epochs) await figure.train(epochs);
    const said = async () =>
      Number.parseFloat(/([\d.]+) ×/.exec(await figure.plot('latent-large').innerText())?.[1] ?? '');
    await expect.poll(async () => Math.abs((await said()) - scale), `epoch ${trainer.epoch}`).toBeLessThan(0.0501);
  }
});

test('with reduced motion nothing turns by itself', async ({ figure, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await figure.open();
  await page.waitForTimeout(800);
  const before = await figure.picture('layered');
  await page.waitForTimeout(800);
  expect(await figure.same(await figure.picture('layered'), before)).toBe(true);
  await expectDrawn(figure, await figure.pictures());
});

test('the plots follow the colour scheme', async ({ figure, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
  await figure.open();
  const light = await figure.pictures();
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' });
  await expect.poll(async () => figure.same(await figure.picture('layered'), light.layered)).toBe(false);
  await expectDrawn(figure, await figure.pictures());
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
  await expect.poll(async () => figure.same(await figure.picture('layered'), light.layered)).toBe(true);
});

/** Notes how many pixels each plot is given; a canvas that shows bitmaps keeps its own width and height out of it. */
function noteBitmaps() {
  const given = new WeakMap();
  /** @type {any} */ (globalThis).given = given;
  const transfer = ImageBitmapRenderingContext.prototype.transferFromImageBitmap;
  ImageBitmapRenderingContext.prototype.transferFromImageBitmap = function (bitmap) {
    if (bitmap) given.set(this.canvas, [bitmap.width, bitmap.height]);
    transfer.call(this, bitmap);
  };
}

for (const ratio of [1, 1.5, 2, 3]) {
  // Playwright's deviceScaleFactor is not enough: it leaves the box in device pixels as it was.
  test(`at ${ratio} device pixels a CSS pixel a plot has as many`, async ({ playwright, launchOptions, baseURL }) => {
    const args = [...(launchOptions.args ?? []), `--force-device-scale-factor=${ratio}`];
    const browser = await playwright.chromium.launch({ ...launchOptions, args });
    try {
      const page = await browser.newPage({ baseURL, viewport: null });
      await page.addInitScript(noteBitmaps);
      const figure = new Figure(page);
      await figure.open();
      expect(await page.evaluate(() => devicePixelRatio)).toBe(ratio);
      for (const name of PLOTS) {
        await figure.canvas(name).scrollIntoViewIfNeeded();
        const { own, box } = await figure.canvas(name).evaluate(async (element) => {
          const canvas = /** @type {HTMLCanvasElement} */ (element);
          const given = /** @type {any} */ (globalThis).given;
          while (!given.has(canvas)) await new Promise(requestAnimationFrame);
          const { width, height } = canvas.getBoundingClientRect();
          return { own: given.get(canvas), box: [width, height] };
        });
        for (const k of [0, 1]) expect(Math.abs(own[k] - box[k] * ratio), name).toBeLessThanOrEqual(1);
      }
    } finally {
      await browser.close();
    }
  });
}

test('when the page is enlarged, or moved to another screen, the plots are drawn anew, sharp', async ({
  figure,
  page,
}) => {
  await page.addInitScript(noteBitmaps);
  await page.addInitScript(() => {
    /** @type {Set<MediaQueryList>} */
    const asked = new Set();
    /** @type {any} */ (globalThis).asked = asked;
    const ask = matchMedia;
    globalThis.matchMedia = (query) => {
      const list = ask(query);
      if (query.includes('resolution')) asked.add(list);
      return list;
    };
  });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await figure.open();
  const session = await page.context().newCDPSession(page);
  for (const [width, deviceScaleFactor] of [
    [650, 2], // 1300 px enlarged to 200%
    [650, 3], // another screen: no size in CSS px changes
    [867, 1.5],
    [1300, 1],
    [1300, 1.5],
  ]) {
    await session.send('Emulation.setDeviceMetricsOverride', { width, height: 1500, deviceScaleFactor, mobile: false });
    await expect.poll(() => page.evaluate(() => devicePixelRatio)).toBe(deviceScaleFactor);
    await page.evaluate(() => {
      // Real screens say so; emulated ones do not.
      for (const list of [.../** @type {any} */ (globalThis).asked]) list.dispatchEvent(new Event('change'));
    });
    for (const name of PLOTS) {
      await figure.canvas(name).scrollIntoViewIfNeeded();
      await expect
        .poll(() =>
          figure.canvas(name).evaluate((element) => {
            const { width } = element.getBoundingClientRect();
            return Math.abs(/** @type {any} */ (globalThis).given.get(element)[0] / width / devicePixelRatio - 1);
          }),
        )
        .toBeLessThan(0.01);
    }
  }
});

test('the point under the pointer is meant inside of a scaled box and on a scrolled page too', async ({
  figure,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1300, height: 900 });
  await figure.open();
  await figure.train(20);
  const place = { name: /** @type {Plot} */ ('layered') };
  await figure.canvas(place.name).scrollIntoViewIfNeeded();
  const { selected, x, y } = await figure.pointAtDot(place.name);
  const box = await figure.canvas(place.name).boundingBox();
  if (!box) throw new Error('the plot is not on the page');
  const at = [x / box.width, y / box.height];
  for (const [transform, padding] of /** @type {const} */ ([
    ['scale(.5)', 0],
    ['scale(.5)', 700],
    ['scale(1.25)', 1400],
    ['none', 1400],
  ])) {
    await page.mouse.move(2, 2);
    await expect.poll(async () => (await figure.state()).selected).toBe(-1);
    await page.evaluate(
      ([css, above]) => {
        const { style } = /** @type {HTMLElement} */ (document.querySelector('figure'));
        Object.assign(style, { transform: css, transformOrigin: '0 0' });
        document.body.style.padding = `${above}px 0 3000px`;
        scrollTo(0, Number(above));
      },
      [transform, padding],
    );
    await figure.canvas(place.name).scrollIntoViewIfNeeded();
    const now = await figure.canvas(place.name).boundingBox();
    if (!now) throw new Error('the plot is not on the page');
    if (transform === 'scale(.5)') expect(now.width).toBeCloseTo(box.width / 2, 0);
    await page.mouse.move(now.x + at[0] * now.width, now.y + at[1] * now.height);
    await expect.poll(async () => (await figure.state()).selected, `${transform}, ${padding}`).toBe(selected);
    await expect(figure.readout).toHaveCount(1);
  }
});
