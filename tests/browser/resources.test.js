// SPDX-License-Identifier: MIT
// What figures take of a page: its one WebGL context, its time, its memory. Limits of time are those that a reader feels.
import { expect, expectDrawn, Figure, keepContexts, test } from './fixture.js';
import { expectFree, moveAbout, tasksOf } from './tasks.js';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('../../web/element.js').AeFigure} AeFigure */

/** Loses or restores the page's context, and waits for the event. @param {Page} page @param {'lose' | 'restore'} what */
const context = (page, what) =>
  page.evaluate(async (act) => {
    const gl = /** @type {any} */ (globalThis).contexts[0];
    const type = act === 'lose' ? 'webglcontextlost' : 'webglcontextrestored';
    const told = new Promise((done) => gl.canvas.addEventListener(type, done, { once: true }));
    /** @type {any} */ (globalThis).loser ??= gl.getExtension('WEBGL_lose_context');
    /** @type {any} */ (globalThis).loser[`${act}Context`]();
    await told;
  }, what);

/** Keeps when each canvas gets a picture, and the epochs that are told. @param {Page} page */
const keepPictures = (page) =>
  page.addInitScript(() => {
    /** @type {number[]} */
    const painted = [];
    /** @type {number[]} */
    const epochs = [];
    Object.assign(globalThis, { painted, epochs });
    const transfer = ImageBitmapRenderingContext.prototype.transferFromImageBitmap;
    ImageBitmapRenderingContext.prototype.transferFromImageBitmap = function (bitmap) {
      painted.push(performance.now());
      transfer.call(this, bitmap);
    };
    addEventListener('ae-step', (event) => epochs.push(/** @type {CustomEvent} */ (event).detail.epoch));
  });

/** How long it takes, ms, until a canvas gets its next picture. @param {Page} page */
const nextPicture = (page) =>
  page.evaluate(async () => {
    const { painted } = /** @type {any} */ (globalThis);
    const before = painted.length;
    const asked = performance.now();
    while (painted.length === before) await new Promise((done) => setTimeout(done, 5));
    return painted[before] - asked;
  });

test('a context lost and restored twice in a row, while it trains, draws again within a second', async ({
  figure,
  page,
  troubles,
}) => {
  troubles.expect(/CONTEXT_LOST_WEBGL/);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await keepContexts(page);
  await keepPictures(page);
  await figure.open();
  await figure.do('play');
  await figure.reach(5);
  for (let times = 0; times < 2; times++) {
    await context(page, 'lose');
    await context(page, 'restore');
    expect(await nextPicture(page)).toBeLessThan(1000);
  }
  await context(page, 'lose');
  await context(page, 'restore');
  await context(page, 'lose');
  await context(page, 'restore');
  expect(await nextPicture(page)).toBeLessThan(1000);
  const { epoch } = await figure.state();
  await figure.reach(epoch + 10);
  await figure.do('play');
  await figure.rest();
  /** @type {number[]} */
  const epochs = await page.evaluate(() => /** @type {any} */ (globalThis).epochs);
  epochs.forEach((value, k) => {
    if (k) expect([0, 1], `epoch ${value} after ${epochs[k - 1]}`).toContain(value - epochs[k - 1]);
  });
  await expectDrawn(figure, await figure.pictures());
  expect(await page.evaluate(() => /** @type {any} */ (globalThis).contexts.length)).toBe(1);
});

test('20 figures on a page share one WebGL context, and all of them draw and train', async ({ figure, page }) => {
  test.setTimeout(120_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1500, height: 1900 });
  await keepContexts(page);
  await figure.open();
  const ready = await page.evaluate(async () => {
    const box = document.createElement('div');
    box.style.cssText = 'display: grid; grid-template-columns: repeat(5, 280px); gap: 10px';
    const figures = Array.from({ length: 20 }, (_, k) => {
      const element = /** @type {AeFigure} */ (document.createElement('ae-figure'));
      element.setAttribute('name', 'train');
      element.setAttribute('seed', `${k + 1}`);
      box.append(element);
      return element;
    });
    document.body.replaceChildren(box);
    for (const element of figures) {
      element.scrollIntoView();
      await element.ready;
    }
    return figures.length;
  });
  expect(ready).toBe(20);
  const live = () =>
    page.evaluate(
      () => /** @type {any} */ (globalThis).contexts.filter((/** @type {any} */ gl) => !gl.isContextLost()).length,
    );
  expect(await live()).toBe(1);
  for (const index of [0, 7, 19]) {
    const one = new Figure(page, index);
    await one.element.scrollIntoViewIfNeeded();
    const { loss } = await one.state();
    expect((await one.train(10)).loss).not.toBe(loss);
    await expectDrawn(one, await one.pictures());
  }
  expect(await live()).toBe(1);
  expect(page.workers()).toHaveLength(20);
  await page.evaluate(() => document.body.replaceChildren());
  await expect.poll(() => page.workers().length).toBe(0);
});

test('added and removed 100 times: the heap grows less than 5 MB, no worker is left', async ({ figure, page }) => {
  test.setTimeout(180_000);
  await figure.open();
  const session = await page.context().newCDPSession(page);
  const heap = async () => {
    await session.send('HeapProfiler.collectGarbage');
    await session.send('HeapProfiler.collectGarbage');
    const {
      usedSize,
      embedderHeapUsedSize = 0,
      backingStorageSize = 0,
    } = /** @type {any} */ (await session.send('Runtime.getHeapUsage'));
    return (usedSize + embedderHeapUsedSize + backingStorageSize) / 1e6;
  };
  const cycle = (/** @type {number} */ count) =>
    page.evaluate(async (times) => {
      const place = /** @type {HTMLElement} */ (document.querySelector('figure'));
      for (let k = 0; k < times; k++) {
        place.querySelector('ae-figure')?.remove();
        const element = /** @type {AeFigure} */ (document.createElement('ae-figure'));
        element.setAttribute('name', 'train');
        place.prepend(element);
        await element.ready;
        element.set({ playing: true, selected: 3 });
        const details = /** @type {HTMLDetailsElement} */ (element.shadowRoot?.querySelector('.data'));
        details.open = true;
        if (k % 10 === 0) while (element.state.epoch === 0) await new Promise(requestAnimationFrame);
      }
      place.querySelector('ae-figure')?.remove();
    }, count);
  await cycle(10); // code, caches
  const before = await heap();
  await cycle(100);
  await expect.poll(() => page.workers().length).toBe(0);
  const after = await heap();
  expect(after - before, `MB, from ${before.toFixed(1)} to ${after.toFixed(1)}`).toBeLessThan(5);
});

// Emscripten's tables of WebGL objects grow with every one that is ever made.
test('figures that come and go use the WebGL objects of those that went', async ({ figure, page }) => {
  await page.addInitScript(() => {
    const all = /** @type {any} */ (globalThis);
    all.made = 0;
    const { prototype } = /** @type {any} */ (WebGL2RenderingContext);
    for (const name of ['createBuffer', 'createVertexArray', 'createTexture', 'createProgram']) {
      const make = prototype[name];
      prototype[name] = function () {
        all.made++;
        return make.call(this);
      };
    }
  });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await figure.open();
  /** Figures of two kinds, one after the other; how many objects there are. @param {number} times */
  const comeAndGo = (times) =>
    page.evaluate(async (count) => {
      const place = /** @type {HTMLElement} */ (document.querySelector('figure'));
      for (let k = 0; k < count; k++) {
        const element = /** @type {AeFigure} */ (document.createElement('ae-figure'));
        element.setAttribute('name', k % 2 ? 'trails' : 'train');
        place.querySelector('ae-figure')?.remove();
        place.prepend(element);
        await element.ready;
        element.set({ selected: 3 });
        for (let frames = 0; frames < 5; frames++) await new Promise(requestAnimationFrame);
      }
      return /** @type {any} */ (globalThis).made;
    }, times);
  const made = await comeAndGo(4);
  expect(made).toBeGreaterThan(10);
  expect(await comeAndGo(9)).toBe(made);
  await expectDrawn(figure, await figure.pictures());
});

/** A run that does not stop by itself while a test looks. */
const LONG_RUN = 'name="train" data="noise" points="250" epochs="100000" speed="flat"';

test('training flat out leaves the page’s own thread free: a frame takes about as long as one that only draws', async ({
  figure,
  page,
}) => {
  test.slow();
  await figure.open(LONG_RUN);
  await figure.do('play');
  await figure.reach(20);
  const training = await tasksOf(page, () => page.waitForTimeout(4000));
  expect((await figure.state()).playing).toBe(true);
  await figure.do('play');
  await figure.rest();
  expectFree(training, await tasksOf(page, () => moveAbout(figure.canvas('layered'))));
});

test('with a processor a quarter as fast, pause acts within 100 ms', async ({ figure, page }) => {
  test.setTimeout(120_000);
  await figure.open(`${LONG_RUN} renderer="soft"`); // without the rasteriser that stands in for a GPU and shares the processors
  const [worker] = page.workers();
  await worker.evaluate(() => {
    const post = self.postMessage;
    /** @type {any} */ (self).postMessage = (/** @type {any[]} */ ...given) => {
      /** @type {any} */ (self).posted = performance.timeOrigin + performance.now();
      /** @type {any} */ (post).apply(self, given);
    };
  });
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const delays = [];
  for (let times = 0; times < 3; times++) {
    const { epoch } = await figure.state();
    await figure.do('play');
    await figure.reach(epoch + 20);
    const pressed = await figure.element.evaluate((element) => {
      const button = /** @type {HTMLElement} */ (element.shadowRoot?.querySelector('[data-do=play]'));
      const now = performance.timeOrigin + performance.now();
      button.click();
      return /** @type {AeFigure} */ (element).state.playing || button.textContent !== 'Play' ? null : now;
    });
    if (pressed === null) throw new Error('it still says that it plays');
    await page.waitForTimeout(400);
    const last = () => worker.evaluate(() => /** @type {any} */ (self).posted);
    const posted = await last();
    await page.waitForTimeout(200);
    expect(await last(), 'nothing is trained any more').toBe(posted);
    delays.push(posted - pressed);
  }
  delays.sort((x, y) => x - y);
  expect(delays[delays.length >> 1], `ms: ${delays}`).toBeLessThan(100);
});

test('in a tab that is hidden a figure pauses, says so, and resumes at the same epoch', async ({ figure, page }) => {
  await keepPictures(page);
  await figure.open();
  const hide = (/** @type {boolean} */ hidden) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { configurable: true, value });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await figure.do('play');
  await figure.reach(5);
  await hide(true);
  expect((await figure.state()).playing).toBe(false);
  await expect(figure.message).toHaveText(/Paused/);
  await expect(figure.message).toBeVisible();
  await figure.rest();
  const still = await page.evaluate(async () => {
    const { painted } = /** @type {any} */ (globalThis);
    const before = painted.length;
    await new Promise((done) => setTimeout(done, 500));
    return painted.length - before;
  });
  expect(still, 'pictures drawn for nobody').toBe(0);
  await hide(false);
  await expect(figure.message).toBeHidden();
  expect((await figure.state()).playing).toBe(true);
  const { epoch } = await figure.state();
  await figure.reach(epoch + 5);
  /** @type {number[]} */
  const epochs = await page.evaluate(() => /** @type {any} */ (globalThis).epochs);
  epochs.forEach((value, k) => {
    if (k) expect([0, 1], `epoch ${value} after ${epochs[k - 1]}`).toContain(value - epochs[k - 1]);
  });
});
