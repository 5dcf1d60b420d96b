// SPDX-License-Identifier: MIT
// The part of the suite in which things are taken from a figure while it is used: its WebGL, its worker, the core, what it observes.
import assert from 'node:assert/strict';
import {
  keepContexts,
  keepEpochs,
  keepWays,
  keepWorkers,
  loseAfterCalls,
  pretendToHaveGpu,
  withoutWebGL,
} from './before.js';
import { assertDrawn, FIGURES } from './expected.js';
import { send } from './host.js';
import { until } from './page.js';

/** The six figures of the article draw all their plots, and react. @param {import('./page.js').Page} page */
async function expectAllSix(page) {
  await page.visit('/');
  for (const [index, [figure, plots]] of Object.entries(FIGURES).entries()) {
    await page.bring(index);
    const look = () => page.canvases(plots, index);
    await until(look, (list) => list.every(({ colours }) => colours > 30), `${figure} is drawn`);
    await expectToReact(page, figure, async () => (await look())[0].hash, index);
  }
}

/** Looks otherwise when its state is another, and not only because it turns. @param {import('./page.js').Page} page @param {string} figure @param {() => Promise<number>} look @param {number} [index] */
async function expectToReact(page, figure, look, index = 0) {
  const set = (/** @type {import('./page.js').State} */ changes) =>
    page.browser.run((k, given) => /** @type {any} */ (globalThis).figure(k).set(given), index, changes);
  const [before, after] =
    figure === 'digits' ? [{ labels: '01' }, { labels: '0' }] : [{ selected: 4 }, { selected: 5 }];
  await page.browser.hover(2, 2); // or the point under the mouse is the one that is selected
  await set(before); // which also stops what turns by itself
  let last = Number.NaN;
  const moved = async () => {
    const before = last;
    last = await look();
    return last !== before;
  };
  await until(moved, (does) => !does, `${figure} comes to rest`);
  await set(after);
  await until(look, (hash) => hash !== last, `${figure} reacts`);
}

/** No epoch is left out or comes twice. @param {number[]} epochs as they were told */
function assertUnbroken(epochs) {
  assert.ok(epochs.length > 3);
  epochs.forEach((epoch, k) => {
    if (k) assert.ok([0, 1].includes(epoch - epochs[k - 1]), `epoch ${epoch} after ${epochs[k - 1]}`);
  });
}

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

  for (const how of ['absent', 'throwing']) {
    clean(`WebGL ${how}: all six figures draw and react without WebGL`, async ({ browser, host, page }) => {
      host.before(keepWays);
      host.before(withoutWebGL, how === 'throwing');
      await expectAllSix(page);
      assert.doesNotMatch(`${await browser.run(() => /** @type {any} */ (globalThis).ways)}`, /webgl/);
    });
  }

  // Dots and lines; a mesh; a picture of the loss; the map's tiles.
  for (const figure of ['train', 'decoder', 'gradient', 'digits']) {
    const promise = `${figure}: a context lost between any two draw calls, once each, draws all again`;
    rough(promise, async ({ browser, host, page }, t) => {
      const plots = figure === 'train' ? ['input', 'output', 'layered'] : FIGURES[figure]; // its other two glide to where points are
      const states = figure === 'digits' ? [{ labels: '01' }, { labels: '0' }] : [{ selected: 1 }, { selected: 2 }];
      host.before(pretendToHaveGpu);
      host.before(loseAfterCalls);
      await page.open(figure);
      if (figure === 'train') await page.train(40);
      else if (figure === 'digits') await page.set({ tiles: true });
      else await page.reach((await page.state()).epochs); // trained to the end
      await browser.hover(2, 2);
      await page.set(states[0]); // which also stops what turns by itself
      await page.still(plots[0]);
      const { lost, others } = await browser.run(
        async (names, sets) => {
          const { calls, figure } = /** @type {any} */ (globalThis);
          const frames = async (/** @type {number} */ count) => {
            for (let k = 0; k < count; k++) await new Promise(requestAnimationFrame);
          };
          const canvases = names.map((name) => figure().shadowRoot.querySelector(`[data-plot=${name}] canvas`));
          const look = () => canvases.map((canvas) => canvas.toDataURL()).join();
          /** What it should look like in each of two states. @type {string[]} */
          const whole = [];
          for (const [k, state] of sets.entries()) {
            figure().set(state);
            await frames(4);
            whole[k] = look();
          }
          /** @type {number[]} */
          const others = []; // calls after which it did not look like that again
          for (let call = 1; ; call++) {
            Object.assign(calls, { count: 0, loseAfter: call });
            figure().set(sets[call % 2]);
            for (let k = 0; k < 20 && calls.lost < call; k++) await frames(1);
            calls.loseAfter = -1;
            if (calls.lost < call) break; // it takes fewer
            const start = performance.now();
            while (look() !== whole[call % 2] && performance.now() - start < 10_000) await frames(1);
            if (look() !== whole[call % 2]) others.push(call);
          }
          return { lost: calls.lost, others };
        },
        plots,
        states,
      );
      t.diagnostic(`${browser.name}: ${lost} draw calls`);
      assert.ok(lost >= (figure === 'train' ? 10 : 3), `${lost} draw calls`);
      assert.deepEqual(others, []);
      for (const plot of FIGURES[figure]) assertDrawn(await page.still(plot), plot);
    });
  }

  clean('six figures of the article and 20 of one page have one WebGL context, and leave no worker', async (room) => {
    const { browser, host, page } = room;
    host.before(keepContexts);
    host.before(keepWorkers);
    const count = () =>
      browser.run(() => {
        const { contexts, living } = /** @type {any} */ (globalThis);
        const kept = [...contexts].filter((context) => !context.isContextLost());
        return { contexts: kept.length, workers: living.size };
      });
    await page.visit('/');
    for (let k = 0; k < 6; k++) await page.bring(k);
    assert.equal((await count()).contexts, 1);
    await page.open('train');
    const kinds = Object.keys(FIGURES);
    await browser.run(async (names) => {
      const box = document.createElement('div');
      for (let k = 0; k < 20; k++) {
        const figure = /** @type {any} */ (document.createElement('ae-figure'));
        figure.setAttribute('name', names[k % names.length]);
        box.append(figure);
      }
      document.querySelector('main')?.replaceChildren(box);
      for (const figure of /** @type {any[]} */ ([...box.children])) {
        figure.scrollIntoView({ behavior: 'instant' });
        await figure.ready;
      }
    }, kinds);
    assert.equal((await count()).contexts, 1);
    assert.equal((await page.train(3)).epoch, 3);
    assertDrawn(await page.picture('output'), 'the first of them');
    await browser.run(() => document.querySelector('main')?.replaceChildren());
    await until(count, ({ workers }) => workers === 0, 'no worker left');
    assert.equal((await count()).contexts, 1);
  });

  clean('added and removed 30 times, also while it starts or trains: no worker is left', async (room) => {
    const { browser, host, page } = room;
    host.before(keepWorkers);
    await page.open('train');
    await browser.run(async () => {
      const place = /** @type {HTMLElement} */ (document.querySelector('main'));
      for (let k = 0; k < 30; k++) {
        const figure = /** @type {any} */ (document.createElement('ae-figure'));
        figure.setAttribute('name', 'train');
        place.replaceChildren(figure);
        if (k % 2) await new Promise((done) => setTimeout(done, 2 * k));
        else await figure.ready;
        figure.set({ playing: true });
      }
      place.replaceChildren();
    });
    const living = () => browser.run(() => /** @type {any} */ (globalThis).living.size);
    await until(living, (size) => size === 0, 'no worker left');
    assert.ok((await browser.run(() => /** @type {any} */ (globalThis).workers.length)) >= 15);
  });

  rough('a WebGL context that is lost twice while it trains, restored, and lost for good', async (room) => {
    const { browser, host, page } = room;
    host.before(keepContexts);
    host.before(keepEpochs);
    await page.open('train');
    await page.click('[data-do=play]');
    await page.reach(3);
    for (let times = 0; times < 2; times++) {
      await context('lose');
      const { epoch } = await page.state();
      await page.reach(epoch + 3); // it trains on
      const then = await page.picture('output');
      assertDrawn(then, 'the picture that was there');
      await context('restore');
      await page.changed('output', then);
    }
    await context('lose');
    await context('restore'); // twice in a row
    await context('lose');
    await context('restore');
    const { epoch } = await page.state();
    await page.reach(epoch + 3);
    await page.click('[data-do=play]');
    assertUnbroken(await browser.run(() => /** @type {any} */ (globalThis).epochs));
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
      host.before(keepEpochs);
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
      assertUnbroken(await browser.run(() => /** @type {any} */ (globalThis).epochs)); // not from the beginning
    },
  );

  for (const how of ['absent', 'throwing']) {
    clean(`observers and storage ${how}: all figures draw and react`, async ({ browser, host, page }) => {
      host.before((throws) => {
        const names = ['IntersectionObserver', 'ResizeObserver', 'localStorage', 'sessionStorage'];
        const refuse = () => {
          throw new DOMException('refused', 'SecurityError');
        };
        for (const word of names) {
          Object.defineProperty(globalThis, word, throws ? { get: refuse } : { value: undefined });
        }
      }, how === 'throwing');
      await expectAllSix(page);
      await page.open('train');
      assert.equal((await page.train(3)).epoch, 3);
      const widths = () =>
        browser.run(async () => {
          const canvas = /** @type {any} */ (globalThis).part('[data-plot=layered] canvas');
          const { width } = await createImageBitmap(canvas); // one that is given pictures does not tell their size
          return [width, Math.round(canvas.clientWidth * devicePixelRatio)];
        });
      const [wide] = await widths();
      await browser.resize(900, 1400);
      const fits = (/** @type {number[]} */ [drawn, shown]) => drawn === shown && drawn < wide;
      await until(widths, fits, 'it goes with the window').finally(() => browser.resize(1300, 1400));
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

  for (const where of ['scrolled away', 'in a hidden tab']) {
    clean(`${where} a figure that trains pauses, says so, and resumes at the same epoch`, async (room) => {
      const { browser, host, page } = room;
      host.before(keepEpochs);
      await page.open('train');
      await page.set({ epochs: 100_000, data: 'noise' });
      const leave = (/** @type {boolean} */ away) =>
        browser.run(
          (hides, gone) => {
            if (hides) {
              Object.defineProperty(document, 'hidden', { configurable: true, value: gone });
              document.dispatchEvent(new Event('visibilitychange'));
            } else {
              document.body.style.paddingBottom = '6000px';
              scrollTo(0, gone ? document.body.scrollHeight : 0);
            }
          },
          where !== 'scrolled away',
          away,
        );
      await page.click('[data-do=play]');
      await page.reach(5);
      await leave(true);
      const paused = await until(
        () => page.state(),
        ({ playing }) => !playing,
        'paused',
      );
      assert.match(await page.text('.message'), /^Paused/);
      const { epoch } = await rests(page, paused);
      await leave(false);
      await page.reach(epoch + 3);
      assert.ok((await page.state()).playing);
      assertUnbroken(await browser.run(() => /** @type {any} */ (globalThis).epochs));
      await page.click('[data-do=play]');
    });
  }

  clean('training that comes to its limit stops by itself and says why', async ({ page }) => {
    await page.open('train', { epochs: 20 });
    await page.click('[data-do=play]');
    await until(
      () => page.text('.message'),
      (text) => /limit of 20 epochs/.test(text),
      'the reason',
    );
    const { epoch, playing } = await page.state();
    assert.deepEqual({ epoch, playing }, { epoch: 20, playing: false });
  });

  clean('a run that diverges is told, shows no NaN, and its last and its best state are on offer', async (room) => {
    const { browser, host, page } = room;
    host.before(keepEpochs);
    await page.open('train', { optimizer: 'sgd', rate: 10 });
    const { loss } = await page.state();
    await page.click('[data-do=play]');
    await until(
      () => page.text('.message'),
      (text) => /diverged/.test(text),
      'what has happened',
    );
    const last = await page.state();
    assert.ok(!last.playing && last.epoch > 0 && Number.isFinite(last.loss));
    assert.match(await page.text('.message'), new RegExp(`epoch ${last.epoch}\\.`));
    assert.deepEqual(await browser.run(() => /** @type {any} */ (globalThis).words), []);
    await page.click('[data-do=back]');
    const best = await until(
      () => page.state(),
      (state) => state.loss < last.loss,
      'the best state',
    );
    assert.ok(best.loss <= loss);
  });

  for (const [why, says] of /** @type {[string, RegExp][]} */ ([
    ['absent', /no WebAssembly/],
    ['refused by the page’s policy', /Content-Security-Policy/],
  ])) {
    rough(`WebAssembly ${why}: a recorded run plays, and the figure says why`, async ({ browser, host, page }) => {
      if (why === 'absent') {
        host.before(() => {
          // @ts-expect-error: as where it is switched off
          delete globalThis.WebAssembly;
        });
      } else {
        host.answers.set(/^\/$/, async (response) => {
          response.setHeader('content-security-policy', "default-src 'self'; style-src 'self' 'unsafe-inline'");
          send(response, 'text/html', await host.html('/'));
        });
      }
      await page.visit('/');
      await until(
        () => page.text('[role=alert]'),
        (text) => /Training is off/.test(text) && says.test(text),
        'the reason',
      );
      const slider = () => browser.run(() => Number(/** @type {any} */ (globalThis).part('input[type=range]').value));
      assert.equal(await slider(), 0);
      await page.click('[data-do=play]');
      await until(slider, (value) => value > 2, 'the recording plays');
    });
  }
}

/** Waits until a figure that is paused stays where it is. @param {import('./page.js').Page} page @param {import('./page.js').State} state */
async function rests(page, state) {
  for (let before = state; ; before = state) {
    await new Promise((done) => setTimeout(done, 300));
    state = await page.state();
    if (state.epoch === before.epoch) return state;
  }
}
