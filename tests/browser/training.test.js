// SPDX-License-Identifier: MIT
// Training by the figure's controls, and the same bits wherever it runs.
import { readFile } from 'node:fs/promises';
import { expect, expectDrawn, Figure, PLOTS, test } from './fixture.js';
import { serve } from './server.js';

test('play brings the loss below 1e-3', async ({ figure }) => {
  await figure.open();
  const { loss } = await figure.state();
  expect(loss).toBeGreaterThan(0.01);
  await figure.do('play');
  await expect.poll(async () => (await figure.state()).loss, { timeout: 50_000 }).toBeLessThan(1e-3);
  const state = await figure.state();
  expect(state.loss).toBeGreaterThan(0);
  expect(state.epoch).toBeGreaterThan(50);
  expect(state.playing).toBe(true);
});

test('the plots are drawn, and change with training', async ({ figure, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await figure.open();
  const before = await figure.pictures();
  await expectDrawn(figure, before);
  await figure.train(60);
  const after = await figure.pictures();
  await expectDrawn(figure, after);
  for (const name of PLOTS) {
    expect(await figure.same(after[name], before[name]), `the plot ${name} stays as it was`).toBe(name === 'input');
  }
});

test('the plots change while training plays', async ({ figure, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await figure.open();
  const before = await figure.pictures();
  await figure.do('play');
  for (const name of PLOTS.filter((plot) => plot !== 'input')) {
    await expect.poll(async () => figure.same(await figure.picture(name), before[name])).toBe(false);
  }
  expect((await figure.state()).playing).toBe(true);
});

test('step is exactly one epoch', async ({ figure, page }) => {
  await figure.open();
  for (const epoch of [1, 2, 3]) {
    const { loss } = await figure.state();
    await figure.do('step');
    await expect(figure.show('epoch')).toHaveText(String(epoch));
    await page.waitForTimeout(200);
    const state = await figure.state();
    expect(state.epoch).toBe(epoch);
    expect(state.loss).not.toBe(loss);
  }
});

test('step pauses a run', async ({ figure }) => {
  await figure.open();
  await figure.do('play');
  await figure.reach(5);
  expect((await figure.state()).playing).toBe(true);
  await figure.do('step');
  expect((await figure.state()).playing).toBe(false);
  const epoch = await figure.rest();
  await figure.do('step');
  await figure.reach(epoch + 1);
  expect(await figure.rest()).toBe(epoch + 1);
});

test('play is pause while it plays', async ({ figure }) => {
  await figure.open();
  const button = figure.element.locator('[data-do=play]');
  await expect(button).toHaveText('Play');
  await button.click();
  await expect(button).toHaveText('Pause');
  await figure.reach(3);
  await button.click();
  await expect(button).toHaveText('Play');
  expect((await figure.state()).playing).toBe(false);
  const epoch = await figure.rest();
  await button.click();
  await figure.reach(epoch + 3);
});

test('every speed trains, and as fast as it goes is faster', async ({ figure }) => {
  await figure.open();
  const speed = figure.element.getByRole('combobox', { name: 'Speed' });
  await speed.selectOption('slow');
  await figure.do('play');
  await figure.reach(2);
  await speed.selectOption('frame');
  await figure.reach(20);
  await speed.selectOption('flat');
  await figure.reach(1500);
});

test('a run stops by itself at its limit, says why, and a step still goes on', async ({ figure }) => {
  await figure.open('name="train" epochs="20"');
  await figure.do('play');
  await expect(figure.message).toContainText('limit of 20 epochs');
  await expect(figure.status).toContainText('limit of 20 epochs');
  await expect(figure.show('epoch')).toHaveText('20');
  expect(await figure.state()).toMatchObject({ epoch: 20, playing: false });
  await figure.do('step');
  await expect(figure.show('epoch')).toHaveText('21');
});

test('a run whose loss no longer falls stops by itself, says why, and goes on when asked', async ({ figure }) => {
  await figure.open('name="train" activation="linear" width="2" depth="0" points="10" rate="0.01" speed="flat"');
  await figure.do('play');
  await expect(figure.message).toContainText('all but stopped falling', { timeout: 40_000 });
  await expect(figure.status).toContainText('all but stopped falling');
  const { epoch, playing } = await figure.state();
  expect(playing).toBe(false);
  await expect(figure.message).toContainText(epoch.toLocaleString('en-US'));
  await figure.do('play');
  await figure.reach(epoch + 5);
});

test('reset and 50 epochs have the bits of a fresh load and 50', async ({ figure }) => {
  await figure.open();
  const fresh = await figure.state();
  const trained = await figure.train(50);
  await figure.do('play');
  await figure.reach(70);
  await figure.do('reset');
  await expect(figure.show('epoch')).toHaveText('0');
  expect(await figure.rest()).toBe(0);
  expect(await figure.state()).toEqual(fresh);
  expect(await figure.train(50)).toEqual(trained);
  await figure.open();
  expect(await figure.state()).toEqual(fresh);
  expect(await figure.train(50)).toEqual(trained);
});

test('a seed that is typed brings back its network, bit for bit, and what is none is told', async ({
  figure,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await figure.open();
  const first = await figure.train(20);
  await figure.do('seed');
  await figure.do('seed');
  await expect(figure.seed).toHaveValue('3');
  const third = await figure.train(20);
  expect(third.loss).not.toBe(first.loss);
  await figure.seed.fill('1');
  await figure.seed.press('Enter');
  await expect.poll(async () => (await figure.state()).epoch).toBe(0);
  expect(await figure.train(20)).toEqual(first);
  for (const none of ['', '0', '-4', '1.5', '4294967296']) {
    await figure.seed.fill(none);
    await figure.seed.press('Enter');
    await expect(figure.message, none).toContainText('seed');
    await expect(figure.seed).toHaveValue('1');
    expect(await figure.state(), 'nothing is lost').toEqual(first);
  }
});

test('new seed changes the picture and the seed shown, and reset keeps it', async ({ figure, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await figure.open();
  const before = await figure.pictures();
  const first = await figure.state();
  await expect(figure.seed).toHaveValue('1');
  await figure.do('seed');
  await expect(figure.seed).toHaveValue('2');
  await expect.poll(async () => (await figure.state()).loss).not.toBe(first.loss);
  const second = await figure.state();
  expect(second.seed).toBe(2);
  expect(second.epoch).toBe(0);
  const after = await figure.pictures();
  for (const name of /** @type {const} */ (['latent', 'latent-large', 'output', 'layered'])) {
    expect(await figure.same(after[name], before[name]), `the plot ${name} shows another network`).toBe(false);
  }
  expect(await figure.same(after.input, before.input)).toBe(true);
  await figure.train(10);
  await figure.do('reset');
  await expect.poll(async () => (await figure.state()).epoch).toBe(0);
  expect(await figure.state()).toEqual(second);
});

test('a seed by attribute is the seed by button', async ({ figure, page }) => {
  await figure.open();
  const { loss } = await figure.state();
  await figure.do('seed');
  await expect.poll(async () => (await figure.state()).loss).not.toBe(loss);
  const button = await figure.train(10);
  const other = new Figure(page);
  await other.open('name="train" seed="2"');
  expect(await other.train(10)).toEqual(button);
});

test('the options given as attributes are used', async ({ figure, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const attributes =
    'name="train" data="wave" points="40" width="16" depth="1" bottleneck="3" activation="relu" rate="0.01"';
  await figure.open(attributes);
  expect(await figure.state()).toMatchObject({
    data: 'wave',
    points: 40,
    width: 16,
    depth: 1,
    bottleneck: 3,
    activation: 'relu',
  });
  const { loss } = await figure.state();
  expect((await figure.train(50)).loss).toBeLessThan(loss);
  await expectDrawn(figure, await figure.pictures());
});

/** Makes `Worker` refuse: URLs that are not blobs, or all. @param {'worker' | 'blob' | 'main'} rung */
function refuseAbove(rung) {
  if (rung === 'worker') return;
  const Real = Worker;
  globalThis.Worker = class extends Real {
    /** @param {string | URL} url @param {WorkerOptions} [options] */
    constructor(url, options) {
      if (rung === 'main' || !String(url).startsWith('blob:')) throw new DOMException('refused', 'SecurityError');
      super(url, options);
    }
  };
}

test('every rung of the worker ladder gives the same bits', async ({ figure, browser, baseURL }) => {
  await figure.open();
  await expect(figure.element.locator('[data-rung]')).toHaveAttribute('data-rung', 'worker');
  const expected = await figure.train(50);
  for (const rung of /** @type {const} */ (['blob', 'main'])) {
    const page = await browser.newPage({ baseURL });
    /** @type {string[]} */
    const errors = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.addInitScript(refuseAbove, rung);
    const other = new Figure(page);
    await other.open();
    await expect(other.element.locator('[data-rung]')).toHaveAttribute('data-rung', rung);
    expect(await other.train(50)).toEqual(expected);
    await other.do('play');
    await other.reach(55);
    await page.close();
    expect(errors).toEqual([]);
  }
});

test('a worker whose script is missing is done without', async ({ figure, page, troubles }) => {
  troubles.expect(/assets\/worker/);
  await page.route(/assets\/worker.*\.js/, (route) => route.fulfill({ status: 404, body: 'gone' }));
  await figure.open();
  await expect(figure.element.locator('[data-rung]')).toHaveAttribute('data-rung', 'main');
  const state = await figure.train(5);
  expect(state.epoch).toBe(5);
  expect(troubles.seen.length).toBeGreaterThan(0);
});

test('a worker that is killed is replaced, and training goes on from the epoch that was shown', async ({
  figure,
  page,
}) => {
  await page.addInitScript(() => {
    /** @type {any} */ (globalThis).epochs = [];
    addEventListener('ae-step', (event) =>
      /** @type {any} */ (globalThis).epochs.push(/** @type {CustomEvent} */ (event).detail.epoch),
    );
  });
  await figure.open();
  await figure.do('play');
  await figure.reach(20);
  const [worker] = page.workers();
  await worker.evaluate(() => setTimeout(() => self.close()));
  await expect.poll(() => page.workers().filter((other) => other !== worker).length, { timeout: 30_000 }).toBe(1);
  const { epoch, playing } = await figure.state();
  expect(epoch).toBeGreaterThanOrEqual(20);
  expect(playing).toBe(true);
  await figure.reach(epoch + 20);
  expect(page.workers()).toHaveLength(1);
  /** @type {number[]} */
  const epochs = await page.evaluate(() => /** @type {any} */ (globalThis).epochs);
  epochs.forEach((value, k) => {
    if (k) expect([0, 1], `epoch ${value} after ${epochs[k - 1]}`).toContain(value - epochs[k - 1]); // not from the beginning
  });
});

test('where every worker dies, the figure gives up after a few, and tries again when the reader asks', async ({
  figure,
  page,
}) => {
  await page.addInitScript(() => {
    const all = /** @type {any} */ (globalThis);
    Object.assign(all, { deadly: true, made: 0 });
    globalThis.Worker = class extends Worker {
      /** @param {string | URL} url @param {WorkerOptions} [options] */
      constructor(url, options) {
        super(url, options);
        all.made++;
      }

      /** @param {any} message */
      postMessage(message) {
        if (message.type !== 'play' || !all.deadly) super.postMessage(message);
        else this.onerror?.(new ErrorEvent('error', { message: 'out of memory', cancelable: true }));
      }
    };
  });
  const made = () => page.evaluate(() => /** @type {any} */ (globalThis).made);
  await figure.open();
  await figure.do('play');
  await expect.poll(async () => (await figure.state()).playing).toBe(false);
  const given = await made();
  expect(given).toBeGreaterThan(2);
  await page.waitForTimeout(500);
  expect(await made()).toBe(given);
  await page.evaluate(() => {
    /** @type {any} */ (globalThis).deadly = false;
  });
  await figure.do('play');
  await figure.reach(5);
});

test('500 epochs in Chromium give the golden bits', async ({ page }) => {
  const golden = await readFile(new URL('../golden.txt', import.meta.url), 'utf8');
  const expected = /^saddle-500 ([0-9a-f]{16})$/m.exec(golden)?.[1];
  expect(expected, 'tests/golden.txt has the entry saddle-500').toBeTruthy();
  const server = await serve(new URL('../..', import.meta.url).pathname);
  try {
    await page.route(`${server.url}/`, (route) => {
      const imports = { '#core': '/build/wasm/core.mjs' };
      const body = `<!doctype html><title>core</title><script type="importmap">${JSON.stringify({ imports })}</script>`;
      return route.fulfill({ contentType: 'text/html', body });
    });
    await page.goto(`${server.url}/`);
    const parameters = await page.evaluate(async () => {
      const path = '/web/core.js';
      /** @type {typeof import('../../web/core.js')} */
      const { compile, instantiate } = await import(path);
      const core = await instantiate(await compile('/build/wasm/core.wasm'));
      const trainer = core.trainer();
      trainer.step(500);
      return [...new Uint32Array(trainer.snapshot().parameters.buffer)];
    });
    const { fnv1a } = await import('../wasm/builds.js');
    expect(fnv1a(new Uint8Array(Uint32Array.from(parameters).buffer))).toBe(expected);
  } finally {
    server.close();
  }
});
