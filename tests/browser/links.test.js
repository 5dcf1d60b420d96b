// SPDX-License-Identifier: MIT
// “Copy link”: an address that leads to the same figure in the same state, with the same bits after training anew.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { hostile } from '../fuzz/hostile.js';
import { expect, Figure, test } from './fixture.js';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {Record<string, string | number | boolean>} Changes */

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const hasImages = ['train', 'test'].every((kind) =>
  existsSync(resolve(import.meta.dirname, `../../build/digits/${kind}.bin`)),
);
const NAMES = ['train', 'encoder', 'gradient', 'trails', 'decoder', 'digits'];

/** The clipboard keeps what it is given, or refuses. @param {Page} page @param {boolean} [refuses] */
const withClipboard = (page, refuses = false) =>
  page.addInitScript((no) => {
    const writeText = async (/** @type {string} */ text) => {
      if (no) throw new Error('refused');
      /** @type {any} */ (globalThis).copied = text;
    };
    Object.defineProperty(navigator, 'clipboard', { value: { writeText } });
  }, refuses);

/** Goes to a figure of the article. @param {Page} page @param {string} name @returns {Promise<Figure>} */
async function goTo(page, name) {
  const figure = new Figure(page, NAMES.indexOf(name));
  await figure.element.scrollIntoViewIfNeeded();
  await figure.ready();
  return figure;
}

/** @param {Figure} figure @returns {Promise<URL>} */
async function copy(figure) {
  const copied = () => figure.page.evaluate(() => /** @type {any} */ (globalThis).copied);
  await figure.page.evaluate(() => Object.assign(globalThis, { copied: undefined })); // by the time before
  await figure.element.getByRole('button', { name: 'Copy link' }).click();
  await expect.poll(copied).toBeTruthy();
  await expect(figure.element.locator('.shared')).toContainText('Link copied.');
  return new URL(await copied());
}

/** @param {Figure} figure @param {Changes} changes */
const set = (figure, changes) =>
  figure.element.evaluate((element, given) => /** @type {any} */ (element).set(given), changes);

/** The bits of the weights that Figure 1 saves. @param {Figure} figure */
async function weights(figure) {
  const files = await Promise.all([
    figure.page.waitForEvent('download', (download) => download.suggestedFilename().endsWith('.bin')),
    figure.element.evaluate((element) =>
      /** @type {HTMLElement} */ (element.shadowRoot?.querySelector('[data-do=save-model]'))?.click(),
    ),
  ]);
  return createHash('sha256')
    .update(await readFile(await files[0].path()))
    .digest('hex');
}

/** Another page, opened by a link. @param {Page} page @param {URL} link @param {string} name @returns {Promise<Figure>} */
async function open(page, link, name) {
  const other = await page.context().newPage();
  await other.goto(link.href);
  const figure = new Figure(other, NAMES.indexOf(name));
  await figure.ready();
  return figure;
}

/** Anything at all that a figure's state holds. @param {Figure} figure @returns {Promise<any>} */
const all = (figure) => figure.state();

for (const [what, changes] of /** @type {[string, Changes][]} */ ([
  ['another seed', { seed: 4294967295 }],
  ['mini-batches and held-out points', { data: 'sphere', points: 60, batch: 10, heldout: 20, seed: 5 }],
  ['plain descent, noise, three codes', { optimizer: 'sgd', rate: 0.03, noise: 0.04, bottleneck: 3, depth: 1 }],
  ['a schedule', { schedule: 'cosine', epochs: 90, activation: 'relu', width: 16 }],
])) {
  test(`a link to Figure 1 leads to the same bits: ${what}`, async ({ figure, page }) => {
    await withClipboard(page);
    await page.goto('/');
    await figure.ready();
    await set(figure, changes);
    const before = await figure.train(57);
    const link = await copy(figure);
    expect(link.searchParams.get('epoch')).toBe('57');
    expect([...link.searchParams.keys()].sort()).toEqual(['epoch', 'figure', ...Object.keys(changes)].sort());
    expect(link.hash).toBe('#figure-train');
    const other = await open(page, link, 'train');
    await expect.poll(async () => (await other.state()).epoch).toBe(57);
    await expect.poll(async () => (await other.state()).playing).toBe(false);
    expect(await other.state(), 'with the same loss, bit for bit').toEqual(before);
    expect(await weights(other)).toBe(await weights(figure));
    await expect(other.message).toContainText('epoch 57');
    expect(other.page.url(), 'the address stays').toBe(link.href);
    expect((await other.train(3)).loss, 'and it goes on as the first one does').toBe((await figure.train(3)).loss);
  });
}

test('a figure as it begins has a link that says no more than its name', async ({ page }) => {
  test.slow();
  await withClipboard(page);
  await page.goto('/');
  for (const name of NAMES) {
    const link = await copy(await goTo(page, name));
    expect(link.search + link.hash).toBe(`?figure=${name}#figure-${name}`);
  }
});

for (const [name, changes] of /** @type {[string, Changes][]} */ ([
  ['encoder', { data: 'wave', seed: 3, flat: true, selected: 4, yaw: 0.25 }],
  ['gradient', { seed: 8, selected: 11, z1: 0.25, z2: -0.5, size: 3, zoom: 2 }],
  ['trails', { seed: 2, epoch: 77, next: true, pitch: -1.2 }],
  ['decoder', { seed: 6, z1: 0.1, z2: 0.2, from: 3, to: 9, part: 0.25, input: true, sheet: false, yaw: 3.1, zoom: 1 }],
  [
    'digits',
    { z1: 1.5, z2: -2, ax: 0.5, ay: 0.25, bx: -1, by: 2, labels: '0123', tiles: true, zoom: 5, cx: -1.5, cy: 0.75 },
  ],
])) {
  test(`a link to the figure ${name} leads to the state that it had, and the page to the figure`, async ({ page }) => {
    await withClipboard(page);
    await page.goto('/');
    const figure = await goTo(page, name);
    await figure.rest(); // trained
    await set(figure, changes);
    await figure.rest();
    const before = await all(figure);
    const link = await copy(figure);
    const other = await open(page, link, name);
    const singles = (/** @type {any} */ state) =>
      Object.fromEntries(
        Object.entries(state).map(([key, value]) => [key, typeof value === 'number' ? Math.fround(value) : value]),
      );
    await expect.poll(async () => singles(await all(other))).toEqual(singles(before));
    await expect(other.element).toBeInViewport();
  });
}

test('how a reader has turned the plots in space travels in a link, and only that', async ({ figure, page }) => {
  await withClipboard(page);
  await page.goto('/');
  await figure.ready();
  await set(figure, { selected: 3 });
  const wide = await figure.picture('layered');
  await figure.canvas('layered').focus();
  for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowUp', '+']) await page.keyboard.press(key);
  await page.mouse.move(0, 0);
  await expect.poll(async () => figure.same(wide, await figure.picture('layered'))).toBe(false);
  const link = await copy(figure);
  expect([...link.searchParams.keys()].sort()).toEqual(['figure', 'pitch', 'selected', 'yaw', 'zoom']);
  const before = await figure.pictures();
  const other = await open(page, link, 'train');
  const view = (/** @type {any} */ { yaw, pitch, zoom }) => ({ yaw, pitch, zoom });
  expect(view(await all(other))).toEqual(view(await all(figure)));
  await other.page.mouse.move(0, 0);
  const after = await other.pictures();
  for (const name of /** @type {const} */ (['input', 'output', 'layered']))
    expect(await figure.same(before[name], after[name]), name).toBe(true);
});

test('the part of the map that is seen travels in a link', async ({ page }) => {
  await withClipboard(page);
  await page.goto('/');
  const figure = await goTo(page, 'digits');
  const canvas = figure.element.locator('[data-plot=map] canvas');
  await canvas.scrollIntoViewIfNeeded();
  await canvas.focus();
  for (const key of ['+', '+', '+', '+', '+']) await page.keyboard.press(key);
  for (let k = 0; k < 12; k++) await page.keyboard.press('ArrowRight'); // takes the map along
  const link = await copy(figure);
  expect([...link.searchParams.keys()]).toEqual(expect.arrayContaining(['zoom', 'cx', 'cy']));
  const other = await open(page, link, 'digits');
  const [before, after] = [await all(figure), await all(other)];
  for (const name of ['zoom', 'cx', 'cy', 'selected']) expect(after[name], name).toBeCloseTo(before[name], 5);
});

/** So many points, a row for each. @param {number} count */
const rows = (count) =>
  Array.from({ length: count }, (_, k) => `${Math.sin(k) * 7},${Math.cos(k * 1.7) / 3},${(k % 11) / 7}`).join('\n');

/** @param {Figure} figure @param {string} text */
const paste = (figure, text) =>
  figure.element.evaluate((element, given) => {
    const { shadowRoot } = element;
    /** @type {HTMLTextAreaElement} */ (shadowRoot?.querySelector('.own textarea')).value = given;
    /** @type {HTMLElement} */ (shadowRoot?.querySelector('[data-do=own]'))?.click();
  }, text);

test('200 points of the reader’s own travel in a link, with the same bits; 201 do not, and it is said', async ({
  figure,
  page,
}) => {
  await withClipboard(page);
  await page.goto('/');
  await figure.ready();
  await paste(figure, rows(200));
  const before = await figure.train(20);
  const link = await copy(figure);
  expect(link.href.length).toBeLessThan(3400);
  const other = await open(page, link, 'train');
  await expect.poll(async () => (await other.state()).epoch).toBe(20);
  expect((await other.state()).loss).toBe(before.loss);
  expect(await weights(other)).toBe(await weights(figure));
  await other.page.close();

  await paste(figure, rows(201));
  await figure.train(2);
  const less = await copy(figure);
  expect(less.search).toBe('?figure=train');
  await expect(figure.element.locator('.shared')).toContainText('201 points are too many to travel in a link');
});

test('what is not understood in an address is said by the figure that it is for, or by the first', async ({
  figure,
  page,
}) => {
  await page.goto('/?figure=train&data=foo&points=50&source=elsewhere');
  await figure.ready();
  await expect(figure.message).toContainText('data=foo.');
  expect(await figure.state()).toMatchObject({ data: 'saddle', points: 50 });
  await page.goto('/?figure=train&bottleneck=9&points=50');
  await figure.ready();
  await expect(figure.message).toContainText('brought into it: bottleneck=9 (3).');
  expect(await figure.state()).toMatchObject({ bottleneck: 3, points: 50 });
  await page.goto('/?figure=nope');
  await figure.ready();
  await expect(figure.message).toContainText('figure=nope.');
  await page.goto('/?figure=train&data=wave&source=elsewhere');
  await figure.ready();
  await expect(figure.message).toBeHidden();
});

test('on the way to its epoch a figure says so, and can be stopped', async ({ page }) => {
  await page.goto('/?figure=train&epoch=100000#figure-train');
  const figure = new Figure(page);
  await figure.ready();
  await expect(figure.message).toContainText('to epoch 100,000');
  await figure.reach(5);
  await expect(figure.show('epoch')).toContainText(/^[\d,]+ of 100,000$/);
  await figure.element.getByRole('button', { name: 'Pause' }).click();
  const epoch = await figure.rest();
  expect(epoch).toBeLessThan(100_000);
  await expect(figure.show('epoch')).toHaveText(epoch.toLocaleString('en-US'));
});

test('where the clipboard is refused, the link stands in a field, selected', async ({ figure, page }) => {
  await withClipboard(page, true);
  await page.goto('/');
  await figure.ready();
  await set(figure, { seed: 12 });
  await figure.element.getByRole('button', { name: 'Copy link' }).click();
  const field = figure.element.getByRole('textbox', { name: 'Link to this state' });
  await expect(field).toBeFocused();
  await expect(field).toHaveValue(/\?figure=train&seed=12#figure-train$/);
  expect(
    await field.evaluate((element) => {
      const { selectionStart, selectionEnd, value } = /** @type {HTMLInputElement} */ (element);
      return [selectionStart, selectionEnd, value.length];
    }),
  ).toEqual([0, expect.any(Number), expect.any(Number)]);
});

test('a run that went back after it diverged says that its link does not repeat it', async ({ figure, page }) => {
  await withClipboard(page);
  await page.goto('/');
  await figure.ready();
  await set(figure, { rate: 10, optimizer: 'sgd', playing: true });
  await expect(figure.message).toContainText('diverged');
  await figure.element.locator('[data-do=back]').click();
  await expect.poll(async () => (await figure.state()).epoch).toBe(0);
  await figure.train(1);
  await copy(figure);
  await expect(figure.element.locator('.shared')).toContainText('does not repeat');
});

test('an opened model says that its weights do not travel; a new network can again', async ({ figure, page }) => {
  await withClipboard(page);
  await page.goto('/');
  await figure.ready();
  await figure.train(30);
  const saved = await Promise.all([
    page.waitForEvent('download', (download) => download.suggestedFilename().endsWith('.json')),
    page.waitForEvent('download', (download) => download.suggestedFilename().endsWith('.bin')),
    figure.element.evaluate((element) =>
      /** @type {HTMLElement} */ (element.shadowRoot?.querySelector('[data-do=save-model]'))?.click(),
    ),
  ]);
  const files = await Promise.all(
    saved.slice(0, 2).map(async (download) => {
      const { path, suggestedFilename } = /** @type {import('@playwright/test').Download} */ (download);
      const buffer = await readFile(await path.call(download));
      return { name: suggestedFilename.call(download), mimeType: 'application/octet-stream', buffer };
    }),
  );
  await figure.element.locator('.models summary').click();
  await figure.element.locator('.models input[type=file]').setInputFiles(files);
  await expect(figure.element.locator('.models .opened')).toContainText('was read');
  await figure.train(2);
  const link = await copy(figure);
  const said = figure.element.locator('.shared');
  await expect(said).toContainText('An opened model’s weights do not travel in a link');
  expect(link.searchParams.has('epoch')).toBe(false);
  await set(figure, { seed: 5 });
  await expect.poll(async () => (await figure.state()).epoch).toBe(0);
  await figure.train(3);
  expect((await copy(figure)).search).toBe('?figure=train&seed=5&epoch=3');
  await expect(said).toHaveText('Link copied.');
});

test('a network that a drawer has trained does not travel in a link, and that is said', async ({ page }) => {
  test.skip(!hasImages, 'this build has none of MNIST’s images');
  await withClipboard(page);
  await page.goto('/');
  const figure = await goTo(page, 'digits');
  const begun = await copy(figure);
  const drawer = figure.element.locator('[data-panel=train]');
  await drawer.locator('summary').click();
  await drawer.locator('[data-do=train-play]').click();
  await expect
    .poll(() => drawer.locator('progress').evaluate((bar) => /** @type {HTMLProgressElement} */ (bar).value), {
      timeout: 50_000,
    })
    .toBeGreaterThan(0.01);
  const said = figure.element.locator('.shared');
  expect((await copy(figure)).href).toBe(begun.href);
  await expect(said).toContainText('What a drawer has trained does not travel in a link');
  await drawer.locator('[data-do=train-discard]').click();
  await copy(figure);
  await expect(said).toHaveText('Link copied.');
});

test('own points that would not come back unchanged are not in a link, and that is said', async ({ figure, page }) => {
  await withClipboard(page);
  await page.goto('/');
  await figure.ready();
  await paste(figure, rows(20));
  await figure.train(2);
  await page.evaluate(() => {
    const { btoa } = globalThis; // no rows are known that do not come back: the check is made to see others
    globalThis.btoa = (letters) => btoa(String.fromCharCode(letters.charCodeAt(0) ^ 1) + letters.slice(1));
  });
  const link = await copy(figure);
  expect(link.search).toBe('?figure=train');
  await expect(figure.element.locator('.shared')).toContainText('cannot travel in a link unchanged');
});

/** Opens figures one after the other by these queries, in one page. @param {Page} page @param {string[]} queries @returns {Promise<string[]>} what is wrong */
const openEach = (page, queries) =>
  page.evaluate(
    async ([given, names]) => {
      const wrong = [];
      for (const query of given) {
        history.replaceState(null, '', `?${query}`);
        const named = names.find((name) => name === new URLSearchParams(query).get('figure'));
        const element = /** @type {any} */ (document.createElement('ae-figure'));
        element.setAttribute('name', named ?? 'train');
        element.setAttribute('link', named ? `?figure=${named}` : '?');
        element.addEventListener('ae-error', (/** @type {CustomEvent} */ { detail }) =>
          wrong.push(`${query}: ${detail.message}`),
        );
        document.body.prepend(element);
        await element.ready.catch(() => {});
        await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
        const numbers = Object.values(element.state).filter((value) => typeof value === 'number');
        if (!numbers.length || !numbers.every(Number.isFinite))
          wrong.push(`${query}: ${JSON.stringify(element.state)}`);
        element.remove();
      }
      return wrong;
    },
    /** @type {const} */ ([queries, NAMES]),
  );

test('with each of 60 hostile addresses in one page a figure begins, and afterwards the page’s own trains', async ({
  page,
  troubles,
}) => {
  test.slow();
  troubles.expect(/\.bin \(net::ERR_ABORTED\)/); // a figure that is removed no longer wants its digits
  const folder = resolve(import.meta.dirname, '../fuzz/corpus/address');
  const files = (await readdir(folder)).sort((a, b) => a.length - b.length || (a < b ? -1 : 1)); // found ones have the longest names
  const kept = await Promise.all(files.slice(0, 40).map((file) => readFile(resolve(folder, file), 'utf8')));
  const madeUp = [...hostile(500)].slice(kept.length - 60);
  await page.goto('/');
  const figure = new Figure(page);
  await figure.ready();
  expect(await openEach(page, [...kept, ...madeUp])).toEqual([]);
  expect(await page.locator('script:not([src]):not([type]), img[src=x]').count()).toBe(0);
  expect(Number.isFinite((await figure.train(2)).loss)).toBe(true);
});

test('hostile addresses throw nothing, and the figure still trains', async ({ page }) => {
  test.slow();
  const hostile = [
    'points=1e999&width=-5&depth=NaN&rate=Infinity&epoch=-1',
    'data=__proto__&__proto__=1&constructor=x&seed=99999999999999',
    'data=own&own=%00%00&epoch=abc&playing=%E0%A4%A',
    'data=<img src=x onerror=alert(1)>&theme="><script>alert(1)</script>&selected=1e9',
    'seed=javascript:alert(1)&speed=toString&batch=1e308&heldout=1e308&noise=-0',
    `own=${'A'.repeat(3216)}&data=own&points=0x10&bottleneck=2.6`,
    'data=own&own=AAAAf8AAAH_AAAB_&optimizer=&activation=%ff',
    'data=own&own=AAAAAAAAAAAAAAAA&epoch=3',
    '%%%&&==&=x&epoch=3&epoch=4&figure=train',
  ];
  const figure = new Figure(page);
  for (const query of hostile) {
    await page.goto(`/?figure=train&${query}`);
    await figure.ready();
    await figure.train(2);
    expect(Number.isFinite((await figure.state()).loss), query).toBe(true);
    expect(
      await page.evaluate(() => document.querySelectorAll('script:not([src]):not([type]), img[src=x]').length),
    ).toBe(0);
  }
});
