// SPDX-License-Identifier: MIT
// Pictures without WebGL, by each way into the plots, and when the context is taken away.
import { loseAfterCalls } from '../engines/before.js';
import { expect, expectDrawn, Figure, PLOTS, test } from './fixture.js';

/** @typedef {import('./fixture.js').Page} Page */

/** WebGL on no canvas, or on none of a kind. @param {{kinds: string[], throws: boolean}} given */
function withoutWebGL({ kinds, throws }) {
  for (const kind of kinds) {
    const { prototype } = /** @type {any} */ (globalThis)[kind];
    const get = prototype.getContext;
    prototype.getContext = function (/** @type {string} */ type, /** @type {any[]} */ ...rest) {
      if (!/webgl/.test(type)) return get.call(this, type, ...rest);
      if (throws) throw new Error('no WebGL here');
      return null;
    };
  }
}

for (const { what, given } of [
  { what: 'without WebGL', given: { kinds: ['HTMLCanvasElement', 'OffscreenCanvas'], throws: false } },
  { what: 'where asking for WebGL throws', given: { kinds: ['HTMLCanvasElement', 'OffscreenCanvas'], throws: true } },
  { what: 'where OffscreenCanvas has no WebGL', given: { kinds: ['OffscreenCanvas'], throws: false } },
]) {
  test(`${what} the figure draws and reacts`, async ({ figure, page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.addInitScript(withoutWebGL, given);
    await figure.open();
    const before = await figure.pictures();
    await expectDrawn(figure, before);
    await figure.train(20);
    await page.mouse.move(2, 2);
    const after = await figure.pictures();
    expect(await figure.same(after.latent, before.latent)).toBe(false);
    expect(await figure.same(after.input, before.input)).toBe(true);
    await figure.pointAtDot('layered');
    await expect.poll(async () => figure.same(await figure.picture('input'), after.input)).toBe(false);
  });
}

test('the raster draws what WebGL draws', async ({ figure, page, browser, baseURL }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await figure.open();
  const gpu = await figure.pictures();
  const other = await browser.newPage({ baseURL, reducedMotion: 'reduce', viewport: page.viewportSize() });
  await other.addInitScript(withoutWebGL, { kinds: ['HTMLCanvasElement', 'OffscreenCanvas'], throws: false });
  const soft = new Figure(other);
  await soft.open();
  const pictures = await soft.pictures();
  for (const name of PLOTS) expect(await figure.alike(gpu[name], pictures[name]), name).toBe(true);
  await other.close();
});

/** Keeps the page's WebGL context where the test finds it. */
function keepContext() {
  const get = OffscreenCanvas.prototype.getContext;
  /** @type {any} */ (OffscreenCanvas.prototype).getContext = function (/** @type {any[]} */ ...given) {
    const context = /** @type {any} */ (get).apply(this, given);
    if (given[0] === 'webgl2') {
      /** @type {any} */ (globalThis).taken = { context, extension: context.getExtension('WEBGL_lose_context') };
    }
    return context;
  };
}

/** @param {Page} page */
const lose = (page) =>
  page.evaluate(async () => {
    const { context, extension } = /** @type {any} */ (globalThis).taken;
    const lost = new Promise((done) => context.canvas.addEventListener('webglcontextlost', done, { once: true }));
    extension.loseContext();
    await lost;
  });

/** @param {Page} page */
const restore = (page) =>
  page.evaluate(async () => {
    const { context, extension } = /** @type {any} */ (globalThis).taken;
    const back = new Promise((done) => context.canvas.addEventListener('webglcontextrestored', done, { once: true }));
    extension.restoreContext();
    await back;
  });

test('a lost context that comes back draws again, twice, while it trains', async ({ figure, page, troubles }) => {
  troubles.expect(/CONTEXT_LOST_WEBGL/);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.addInitScript(keepContext);
  await figure.open();
  // At rest: what was drawn stays, and what changed meanwhile is drawn when the context is back.
  const before = await figure.pictures();
  await lose(page);
  await figure.train(30);
  await expectDrawn(figure, await figure.pictures());
  await restore(page);
  await expect.poll(async () => figure.same(await figure.picture('output'), before.output)).toBe(false);
  await expectDrawn(figure, await figure.pictures());

  // While it plays, twice in a row
  await figure.do('play');
  for (let times = 0; times < 2; times++) {
    const { epoch } = await figure.state();
    await lose(page);
    await figure.reach(epoch + 5);
    await restore(page);
    const then = await figure.picture('output');
    await expect.poll(async () => figure.same(await figure.picture('output'), then)).toBe(false);
  }
  await figure.do('play');
  await figure.rest();
  const after = await figure.pictures();
  await expectDrawn(figure, after);
});

test('a context that stays lost is done without within 2 s, until it is back', async ({ figure, page, troubles }) => {
  troubles.expect(/CONTEXT_LOST_WEBGL/);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.addInitScript(keepContext);
  await figure.open();
  await figure.train(10);
  const before = await figure.pictures();
  for (let times = 0; times < 2; times++) {
    await lose(page);
    const { epoch } = await figure.state();
    const then = await figure.picture('output');
    await figure.train(10);
    expect((await figure.state()).epoch).toBe(epoch + 10);
    await expect
      .poll(async () => figure.same(await figure.picture('output'), then), { timeout: 2500, intervals: [100] })
      .toBe(false);
    const soft = await figure.pictures();
    await expectDrawn(figure, soft);
    await restore(page);
    await expect.poll(async () => figure.alike(await figure.picture('output'), soft.output)).toBe(true);
    await figure.train(10);
    await expect.poll(async () => figure.same(await figure.picture('output'), soft.output)).toBe(false);
  }
  const after = await figure.pictures();
  await expectDrawn(figure, after);
  expect(await figure.same(after.input, before.input)).toBe(true);
});

for (const { call, back } of [
  { call: 1, back: true },
  { call: 9, back: true },
  { call: 1, back: false },
]) {
  test(`a context lost at the draw call ${call}, before there is a picture, ${back ? 'and back' : 'for good'}: the figure starts`, async ({
    figure,
    page,
    troubles,
  }) => {
    troubles.expect(/CONTEXT_LOST_WEBGL|context lost|WebGL: /i);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.addInitScript(loseAfterCalls);
    await page.addInitScript(
      ({ after, stays }) => {
        /** @type {any} */ (globalThis).calls.loseAfter = after;
        const extension = document.createElement('canvas').getContext('webgl2')?.getExtension('WEBGL_lose_context');
        if (stays) Object.getPrototypeOf(extension).restoreContext = () => {};
      },
      { after: call, stays: !back },
    );
    await figure.open();
    expect(await page.evaluate(() => /** @type {any} */ (globalThis).calls.lost)).toBe(1);
    await expect
      .poll(async () => figure.same(await figure.picture('output'), await figure.picture('input')))
      .toBe(false);
    const before = await figure.pictures();
    await expectDrawn(figure, before);
    await figure.train(20);
    await expect.poll(async () => figure.same(await figure.picture('output'), before.output)).toBe(false);
  });
}

test('turning uploads no cloud again, and training does', async ({ figure, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.addInitScript(() => {
    const upload = /** @type {any} */ (WebGL2RenderingContext.prototype).bufferData;
    /** @type {any} */ (globalThis).uploads = 0;
    /** @type {any} */ (WebGL2RenderingContext.prototype).bufferData = function (/** @type {any[]} */ ...given) {
      if (given[2] === this.DYNAMIC_DRAW) /** @type {any} */ (globalThis).uploads++; // as clouds are
      upload.apply(this, given);
    };
  });
  const uploads = () => page.evaluate(() => /** @type {any} */ (globalThis).uploads);
  await figure.open();
  const before = await figure.pictures();
  const first = await uploads();
  expect(first).toBeGreaterThan(0);
  await figure.canvas('layered').focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => figure.same(await figure.picture('layered'), before.layered)).toBe(false);
  await figure.pictures();
  expect(await uploads()).toBe(first);
  await figure.train(1);
  await figure.pictures();
  expect(await uploads()).toBeGreaterThan(first);
});

test('the page waits for the GPU at fences alone, not for shaders and first pictures', async ({ figure, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.addInitScript(() => {
    /** @type {string[]} */
    const log = [];
    /** @type {any} */ (globalThis).log = log;
    const spy = (/** @type {any} */ prototype, /** @type {string} */ name, /** @type {string} */ word) => {
      const real = prototype[name];
      prototype[name] = function (/** @type {any[]} */ ...given) {
        const answer = real.apply(this, given);
        const waits = name === 'getSyncParameter' && answer !== this.SIGNALED;
        const soft = name === 'transferToImageBitmap' && !this.getContext('webgl2'); // of the data sets' small pictures
        if (!waits && !soft) log.push(word);
        return answer;
      };
    };
    const gl = WebGL2RenderingContext.prototype;
    spy(gl, 'linkProgram', 'link');
    spy(gl, 'getProgramParameter', 'ask');
    for (const draw of ['drawArrays', 'drawElements']) spy(gl, draw, 'draw');
    spy(gl, 'getSyncParameter', 'done');
    spy(OffscreenCanvas.prototype, 'transferToImageBitmap', 'show');
  });
  await figure.open();
  /** @type {string[]} */
  const log = await page.evaluate(() => /** @type {any} */ (globalThis).log);
  const steps = log.filter((word, k) => word !== log[k - 1]);
  expect(steps.slice(0, 6)).toEqual(['link', 'done', 'ask', 'draw', 'done', 'draw']);
  expect(steps[6]).toBe('show');
});
