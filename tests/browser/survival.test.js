// SPDX-License-Identifier: MIT
// What is done to a figure that no reader does on purpose: its context taken away in the middle of a drawing, no room, any room,
// data that is hardly data.
import { loseAfterCalls } from '../engines/before.js';
import { Alone, colours } from './figures.js';
import { expect, expectDrawn, PLOTS, test } from './fixture.js';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('./fixture.js').Figure} Figure */
/** @typedef {import('../../web/element.js').AeFigure} AeFigure */

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('a context lost between any two draw calls, once each, draws all again', async ({ figure, page, troubles }) => {
  test.setTimeout(120_000);
  troubles.expect(/CONTEXT_LOST_WEBGL|context lost|WebGL: /i);
  await page.addInitScript(loseAfterCalls);
  await figure.open();
  await figure.train(40);
  await page.mouse.move(2, 2);
  const before = await figure.pictures();
  const { calls, restored } = await figure.element.evaluate(async (element) => {
    const { calls } = /** @type {any} */ (globalThis);
    const frames = async (/** @type {number} */ count) => {
      for (let k = 0; k < count; k++) await new Promise(requestAnimationFrame);
    };
    const redraw = () => {
      const figure = /** @type {AeFigure} */ (element);
      figure.set({ selected: figure.state.selected === 1 ? 2 : 1 });
    };
    await frames(3);
    calls.count = 0;
    redraw();
    await frames(3);
    const all = calls.count; // of one drawing of all plots
    let restored = 0;
    for (let k = 1; k <= all; k++) {
      Object.assign(calls, { count: 0, loseAfter: k });
      redraw();
      await frames(2);
      const start = performance.now();
      while (calls.count < k + all && performance.now() - start < 3000) await frames(1); // all are drawn again
      if (calls.count >= k + all) restored++;
      calls.loseAfter = -1;
    }
    /** @type {AeFigure} */ (element).set({ selected: -1 });
    return { calls: all, restored };
  });
  expect(calls).toBeGreaterThan(15);
  expect(restored).toBe(calls);
  const after = await figure.pictures();
  await expectDrawn(figure, after);
  for (const name of PLOTS) expect(await figure.same(after[name], before[name]), name).toBe(true);
});

for (const name of ['train', 'encoder', 'gradient', 'trails', 'decoder', 'digits']) {
  test(`${name}: display: none at first, no width, then 200 random sizes: it draws in whatever it is given`, async ({
    page,
  }) => {
    test.setTimeout(120_000);
    await page.goto('/workbench.html?name=none');
    const faults = await page.evaluate(async (kind) => {
      const frames = async (/** @type {number} */ count) => {
        for (let k = 0; k < count; k++) await new Promise(requestAnimationFrame);
      };
      /** @type {string[]} */
      const faults = [];
      addEventListener('error', ({ message }) => faults.push(message));
      const host = /** @type {AeFigure} */ (document.createElement('ae-figure'));
      host.setAttribute('name', kind);
      host.style.display = 'none';
      document.querySelector('main')?.append(host);
      await frames(5);
      host.style.cssText = 'display: block; width: 0';
      await frames(5);
      host.style.width = '600px';
      host.scrollIntoView();
      await host.ready;
      const canvases = /** @type {HTMLCanvasElement[]} */ ([
        ...(host.shadowRoot?.querySelectorAll('[data-plot] canvas') ?? []),
      ]).filter((canvas) => canvas.checkVisibility()); // not those in drawers
      if (!canvases.length) faults.push('no plots');
      /** How many plots have another picture than one of their size, device px. */
      const unlike = async () => {
        let count = 0;
        for (const canvas of canvases) {
          const { clientWidth, clientHeight } = canvas;
          if (!clientWidth || !clientHeight) continue;
          const { width, height } = await createImageBitmap(canvas); // a canvas that is given pictures does not tell their size
          const apart = (/** @type {number} */ pixels, /** @type {number} */ size) =>
            Math.abs(pixels - size * devicePixelRatio) > 1;
          if (apart(width, clientWidth) || apart(height, clientHeight)) count++;
        }
        return count;
      };
      let seed = 7;
      const random = (/** @type {number} */ below) => {
        seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
        return Math.floor((seed / 2 ** 32) * below);
      };
      for (let times = 0; times < 200; times++) {
        host.style.width = `${random(4) ? random(1400) : random(3)}px`;
        if (kind === 'train' && times % 20 === 0) host.set({ playing: times % 40 === 0 });
        await frames(1);
        for (const [name, value] of Object.entries(host.state))
          if (typeof value === 'number' && !Number.isFinite(value)) faults.push(`${name} at ${host.style.width}`);
        if (times % 20) continue;
        let wrong = await unlike();
        for (const start = performance.now(); wrong && performance.now() - start < 5000; wrong = await unlike()) {
          for (const canvas of canvases) {
            canvas.scrollIntoView({ block: 'nearest' }); // one that is out of sight waits
            await frames(2);
          }
        }
        if (wrong) faults.push(`${wrong} plots are not as large as shown at ${host.style.width}`);
      }
      if (kind === 'train') host.set({ playing: false });
      host.style.cssText = '';
      host.scrollIntoView();
      return faults;
    }, name);
    expect(faults).toEqual([]);
    const plots = await page
      .locator('ae-figure [data-plot]')
      .evaluateAll((list) => list.filter((plot) => plot.checkVisibility()).map(({ dataset }) => dataset.plot ?? ''));
    const figure = new Alone(page, name, plots);
    await page.mouse.move(2, 2);
    for (const plot of plots) expect(await colours(page, await figure.still(plot)), plot).toBeGreaterThan(20);
  });
}

/** Rows of a file, and what becomes of them: so many points, or words that refuse them. @type {Record<string, {text: string, points?: number, says?: RegExp}>} */
const DATA = {
  'a constant column': { text: rows(30, (k) => [Math.cos(k), 5, Math.sin(k)]), points: 30 },
  'all rows alike': { text: rows(30, () => [1, 2, 3]), points: 30 },
  'pairs of duplicates': { text: rows(30, (k) => [k >> 1, (k >> 1) ** 2, 1 / (1 + (k >> 1))]), points: 30 },
  'one point': { text: '1,2,3', points: 1 },
  '10,000 points': { text: rows(10_000, (k) => [Math.cos(k), Math.sin(k), k / 1e4]), points: 10_000 },
  'numbers of 1e30': { text: rows(30, (k) => [1e30 * Math.cos(k), -1e30 * Math.sin(k), 1e30]), points: 30 },
  'NaN in a row': { text: `1,2,3\n1,NaN,3\n4,5,6`, says: /row 2, column 2/ },
  nothing: { text: '', says: /no rows/ },
  '50 MB': { text: '1,2,3\n'.repeat(50e6 / 6), says: /more than the 4 MB/ },
};

/** @param {number} count @param {(k: number) => number[]} row @returns {string} CSV */
function rows(count, row) {
  return Array.from({ length: count }, (_, k) => row(k).join(',')).join('\n');
}

for (const [what, { text, points, says }] of Object.entries(DATA)) {
  test(`data of ${what}: ${says ? 'refused in words, and nothing is changed' : 'trained on, with finite numbers'}`, async ({
    figure,
    page,
  }) => {
    await figure.open();
    const before = await figure.state();
    await figure.element.locator('.own summary').click();
    await page.evaluate(
      (words) => {
        const carrier = new DataTransfer();
        carrier.items.add(new File([words.text.repeat(words.times)], 'points.csv'));
        const field = document.querySelector('ae-figure')?.shadowRoot?.querySelector('.own input[type=file]');
        /** @type {HTMLInputElement} */ (field).files = carrier.files;
        field?.dispatchEvent(new Event('change'));
      },
      what === '50 MB' ? { text: '1,2,3\n', times: Math.floor(50e6 / 6) } : { text, times: 1 },
    );
    if (says) {
      await expect(figure.element.locator('.own .refused')).toContainText(says);
      expect(await figure.state()).toEqual(before);
      return;
    }
    const refused = figure.element.locator('.own .refused');
    await expect(figure.element.locator('.own .told').or(refused).first()).toBeAttached();
    await expect.poll(async () => /** @type {any} */ (await figure.state()).data).toBe('own');
    await expect(figure.element.locator('.own .told')).toContainText(
      points === 1 ? 'one point' : new RegExp(`${points} points`),
    );
    const { epoch, loss } = await figure.train(3);
    expect(epoch).toBe(3);
    expect(Number.isFinite(loss)).toBe(true);
    expect(await figure.element.evaluate((element) => element.shadowRoot?.textContent)).not.toMatch(/NaN|Infinity/);
  });
}

/** Figure 1 with a small network, whose model file is kept in the page. @param {Figure} figure @param {Page} page */
async function withModel(figure, page) {
  await page.addInitScript(() => {
    /** @type {Record<string, Blob>} */
    const saved = {};
    const { createObjectURL } = URL;
    /** @type {Blob} */
    let last;
    URL.createObjectURL = (/** @type {any} */ blob) => {
      last = blob;
      return createObjectURL.call(URL, blob);
    };
    HTMLAnchorElement.prototype.click = function () {
      saved[this.download] = last;
    };
    Object.assign(globalThis, { saved });
  });
  await figure.open();
  await figure.element.evaluate((element) => /** @type {AeFigure} */ (element).set({ width: 4, depth: 1 })); // small files
  await figure.element.locator('.models summary').click();
  await figure.element.locator('[data-do=save-model]').click();
  await expect.poll(() => page.evaluate(() => Object.keys(/** @type {any} */ (globalThis).saved).length)).toBe(2);
}

test('a model file cut at any byte is refused in words', async ({ figure, page }) => {
  test.setTimeout(120_000);
  await withModel(figure, page);
  const before = await figure.state();
  const { cuts, faults } = await figure.element.evaluate(async (element) => {
    const host = /** @type {AeFigure} */ (element);
    const root = /** @type {ShadowRoot} */ (host.shadowRoot);
    const field = /** @type {HTMLInputElement} */ (root.querySelector('.models input[type=file]'));
    const told = /** @type {HTMLElement} */ (root.querySelector('.models .unopened'));
    const { saved } = /** @type {any} */ (globalThis);
    /** @type {string[]} */
    const faults = [];
    let cuts = 0;
    for (const name of Object.keys(saved)) {
      const whole = name.endsWith('.json') ? (await saved[name].text()).trimEnd().length : saved[name].size;
      for (let length = 0; length < whole; length++) {
        const carrier = new DataTransfer();
        for (const [file, blob] of Object.entries(saved)) {
          carrier.items.add(new File([file === name ? blob.slice(0, length) : blob], file));
        }
        told.hidden = true;
        field.files = carrier.files;
        field.dispatchEvent(new Event('change'));
        const start = performance.now();
        while (told.hidden && performance.now() - start < 3000) await new Promise((done) => setTimeout(done));
        if (told.hidden || !told.textContent) faults.push(`${name} cut at ${length}`);
        cuts++;
      }
    }
    return { cuts, faults };
  });
  expect(cuts).toBeGreaterThan(500);
  expect(faults).toEqual([]);
  expect(await figure.state()).toEqual(before);
});

test('a model file with any field missing or of another type is refused in words, or opened whole', async ({
  figure,
  page,
}) => {
  test.setTimeout(120_000);
  await withModel(figure, page);
  const { refused, opened, faults } = await figure.element.evaluate(async (element) => {
    const host = /** @type {AeFigure} */ (element);
    const root = /** @type {ShadowRoot} */ (host.shadowRoot);
    const field = /** @type {HTMLInputElement} */ (root.querySelector('.models input[type=file]'));
    const told = ['unopened', 'opened'].map(
      (name) => /** @type {HTMLElement} */ (root.querySelector(`.models .${name}`)),
    );
    const { saved } = /** @type {any} */ (globalThis);
    const text = await saved['model.json'].text();

    /** Ways to every field, the whole first. @param {any} value @param {string[]} way @returns {string[][]} */
    const ways = (value, way = []) => [
      way,
      ...(value && typeof value === 'object'
        ? Object.keys(value).flatMap((name) => ways(value[name], [...way, name]))
        : []),
    ];
    /** @param {string[]} way @param {any} value undefined: the field is missing */
    const spoilt = (way, value) => {
      const whole = { model: JSON.parse(text) };
      let part = /** @type {any} */ (whole);
      for (const name of ['model', ...way].slice(0, -1)) part = part[name];
      const last = ['model', ...way].at(-1) ?? '';
      if (value !== undefined) part[last] = value;
      else if (Array.isArray(part)) part.splice(Number(last), 1);
      else delete part[last];
      return JSON.stringify(whole.model) ?? '';
    };

    /** @type {string[]} */
    const faults = [];
    const counts = { refused: 0, opened: 0 };
    for (const way of ways(JSON.parse(text))) {
      for (const value of [undefined, null, true, 7, -1e300, 'x', [], {}]) {
        const before = JSON.stringify(host.state);
        const carrier = new DataTransfer();
        carrier.items.add(new File([spoilt(way, value)], 'model.json'));
        carrier.items.add(new File([saved['weights.bin']], 'weights.bin'));
        for (const part of told) part.hidden = true;
        field.files = carrier.files;
        field.dispatchEvent(new Event('change'));
        const start = performance.now();
        while (told.every(({ hidden }) => hidden) && performance.now() - start < 5000)
          await new Promise((done) => setTimeout(done));
        const what = `${way.join('.')} = ${JSON.stringify(value)}`;
        const [no, yes] = told;
        if (no.hidden === yes.hidden || !(no.hidden ? yes : no).textContent) faults.push(`${what}: not told`);
        else if (no.hidden) counts.opened++;
        else counts.refused++;
        if (!no.hidden && JSON.stringify(host.state) !== before)
          faults.push(`${what}: refused, and something is changed`);
        if (!Number.isFinite(/** @type {any} */ (host.state).loss)) faults.push(`${what}: the loss`);
      }
    }
    return { ...counts, faults };
  });
  expect(faults).toEqual([]);
  expect(refused).toBeGreaterThan(300);
  expect(opened).toBeGreaterThan(20);
  expect(await figure.element.evaluate((element) => element.shadowRoot?.textContent)).not.toMatch(/NaN|Infinity/);
});
