// SPDX-License-Identifier: MIT
// The part of the suite in which things are taken from a figure while it is used: its WebGL, its worker, the core, what it observes.
import assert from 'node:assert/strict';
import { keepContext, keepWorkers } from './before.js';
import { assertDrawn, FIGURES } from './expected.js';
import { ink, until } from './page.js';

/** @param {import('./suite.js').Room} room */
export function behaveThroughFaults(room) {
  const { clean, rough } = room;

  /** Loses or restores the page's context, and waits for the event. @param {'lose' | 'restore'} what */
  const context = (what) =>
    room.browser.run(async (act) => {
      const { gl, loser } = /** @type {any} */ (globalThis);
      const type = act === 'lose' ? 'webglcontextlost' : 'webglcontextrestored';
      const told = new Promise((done) => gl.canvas.addEventListener(type, done, { once: true }));
      loser[`${act}Context`]();
      await told;
    }, what);

  rough('a WebGL context that is lost twice while it trains, restored, and lost for good', async ({ host, page }) => {
    host.before(keepContext);
    await page.open('train');
    await page.click('[data-do=play]');
    await page.reach(3);
    for (let times = 0; times < 2; times++) {
      await context('lose');
      const { epoch } = await page.state();
      await page.reach(epoch + 3); // it trains on
      const then = await page.picture('output');
      await context('restore');
      await page.changed('output', then);
    }
    await page.click('[data-do=play]');
    await page.hold('layered');
    const whole = await page.still('layered');
    assertDrawn(whole, 'the picture after');
    await context('lose');
    await page.train(30);
    await page.changed('layered', whole); // by the raster
    assertDrawn(await page.picture('layered'), 'the raster’s picture');
  });

  clean(
    'a worker that is killed while it trains is replaced, and training goes on from there',
    async ({ browser, host, page }) => {
      host.before(keepWorkers);
      await page.open('train');
      await page.set({ epochs: 100_000, data: 'noise' });
      await page.click('[data-do=play]');
      await page.reach(10);
      const dead = await browser.run(() => {
        const { figure, workers } = /** @type {any} */ (globalThis);
        for (const worker of workers) worker.terminate();
        return figure().state.epoch;
      });
      const { epoch, playing } = await page.reach(dead + 10);
      assert.ok(playing && epoch > dead);
      assert.equal(await browser.run(() => /** @type {any} */ (globalThis).workers.length), 2);
    },
  );

  for (const how of ['absent', 'throwing']) {
    clean(`observers and storage ${how}: all figures draw and react`, async ({ host, page }) => {
      host.before((throws) => {
        const names = ['IntersectionObserver', 'ResizeObserver', 'localStorage', 'sessionStorage'];
        const refuse = () => {
          throw new DOMException('refused', 'SecurityError');
        };
        for (const word of names) {
          Object.defineProperty(globalThis, word, throws ? { get: refuse } : { value: undefined });
        }
      }, how === 'throwing');
      for (const [figure, plots] of Object.entries(FIGURES)) {
        await page.open(figure);
        await until(
          () => page.picture(plots[0]),
          (picture) => ink(picture).pixels > 200,
          `${figure} is drawn`,
        );
        assertDrawn(await page.picture(plots[0]), figure);
      }
      await page.open('train');
      assert.equal((await page.train(3)).epoch, 3);
    });
  }

  rough(`a worker’s script that is missing is done without`, async ({ browser, host, page }) => {
    host.answers.set(/assets\/worker.*js$/, (response) => void response.writeHead(404).end());
    await page.open('train');
    assert.equal(await browser.run(() => /** @type {any} */ (globalThis).part('[data-rung]').dataset.rung), 'main');
    assert.equal((await page.train(5)).epoch, 5);
  });

  rough(`a core that is missing is told, and tried again`, async ({ host, page }) => {
    host.answers.set(/\.wasm$/, (response) => void response.writeHead(404).end());
    await page.visit('/workbench.html?name=train&state=fresh');
    await until(
      () => page.text('.trouble'),
      (text) => /could not start/.test(text),
      'the trouble',
    );
    host.answers.clear();
    await page.click('.trouble button');
    await page.ready();
    assert.equal((await page.train(3)).epoch, 3);
  });
}
