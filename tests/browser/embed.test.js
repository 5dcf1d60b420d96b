// SPDX-License-Identifier: MIT
// Single files (build/site/embed/): one HTML file each, which works from a disk, in a sandboxed frame and under a host's policy;
// and what there is to see where WebAssembly is refused.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from './fixture.js';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').Frame} Frame */
/** @typedef {import('../../web/element.js').AeFigure} AeFigure */

const FIGURES = ['train', 'encoder', 'gradient', 'trails', 'decoder', 'digits'];
const MOST = 250e3; // bytes of a file of Figures 1 to 5, as a server's gzip sends it
const RECORDING = 40e3; // bytes of the recorded run, likewise

const path = (/** @type {string} */ name) => resolve(import.meta.dirname, `../../build/site/embed/${name}.html`);
const read = (/** @type {string} */ name) => readFileSync(path(name), 'utf8');
const onDisk = (/** @type {string} */ name) => pathToFileURL(path(name)).href;

/** What the head of a file says that a host has to allow. @param {string} name */
const allowed = (name) => read(name).match(/allows: (script-src .*?) -->/)?.[1] ?? '';

/** Every address that a page asks for, but for those that are in it. @param {Page} page @returns {string[]} that grows */
function requests(page) {
  /** @type {string[]} */
  const seen = [];
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url())) seen.push(request.url());
  });
  return seen;
}

/** Waits for the first figure. @param {Page | Frame} frame @returns {Promise<string | undefined>} where it trains */
const ready = (frame) =>
  frame
    .locator('ae-figure')
    .first()
    .evaluate(async (element) => {
      await customElements.whenDefined('ae-figure');
      await /** @type {AeFigure} */ (element).ready;
      return /** @type {AeFigure} */ (element).section.dataset.rung;
    });

/** The loss after 50 epochs, all its digits. @param {Page | Frame} frame @returns {Promise<number>} */
async function train(frame) {
  const figure = frame.locator('ae-figure').first();
  await figure.evaluate((element) => {
    const step = /** @type {HTMLElement} */ (element.shadowRoot?.querySelector('[data-do=step]'));
    for (let k = 0; k < 50; k++) step.click();
  });
  const state = () => figure.evaluate((element) => /** @type {any} */ (element).state);
  await expect.poll(async () => (await state()).epoch, { timeout: 40_000 }).toBe(50);
  return (await state()).loss;
}

/** A page of somebody else's, with a sandboxed frame. @param {string} address */
const framing = (address) =>
  `<!doctype html><link rel="icon" href="data:,"><iframe sandbox="allow-scripts" src="${address}"></iframe>`;

/** Serves pages by path, each with headers of its own. @param {Record<string, {html: string, policy?: string}>} pages */
async function host(pages) {
  const server = createServer(({ url }, response) => {
    const { html, policy } = pages[url ?? ''] ?? { html: 'not found' };
    if (policy) response.setHeader('content-security-policy', policy);
    response.writeHead(pages[url ?? ''] ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(null)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

/** The frame in a page of this HTML. @param {Page} page @param {string} url @returns {Promise<Frame>} */
async function frameIn(page, url) {
  await page.goto(url);
  const frame = page.frames()[1];
  await frame.waitForLoadState();
  return frame;
}

test('files of Figures 1 to 5 are small', () => {
  for (const name of FIGURES.slice(0, 5)) {
    expect(gzipSync(read(name)).length, name).toBeLessThanOrEqual(MOST);
  }
});

for (const name of FIGURES) {
  test(`${name}.html works from a disk, asks for nothing else, and fits 390 px`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    const seen = requests(page);
    await page.goto(onDisk(name));
    await ready(page);
    expect(seen).toEqual([onDisk(name)]);
    const { scroll, width, left } = await page.evaluate(() => ({
      scroll: document.documentElement.scrollWidth,
      width: /** @type {HTMLElement} */ (document.querySelector('ae-figure')).offsetWidth,
      left: document.querySelector('ae-figure')?.getBoundingClientRect().left,
    }));
    expect({ scroll, width, left }).toEqual({ scroll: 390, width: 390, left: 0 });
    await expect(page).toHaveTitle(/ · An Interactive Introduction to Autoencoders$/);
    await expect(page.getByRole('link')).toHaveAttribute('href', new RegExp(`index\\.html#figure-${name}$`));
  });
}

test('from a disk the article is whole: its text, its letters, six figures, no request', async ({ page }) => {
  const seen = requests(page);
  await page.goto(onDisk('article'));
  expect(await ready(page)).toBe('blob');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('An Interactive Introduction to Autoencoders');
  expect(await page.locator('ae-figure').count()).toBe(6);
  for (const figure of await page.locator('ae-figure').all()) {
    await figure.scrollIntoViewIfNeeded();
    await figure.evaluate((element) => /** @type {AeFigure} */ (element).ready);
  }
  expect(await page.evaluate(() => document.fonts.check('16px "Article Serif"'))).toBe(true);
  expect(seen).toEqual([onDisk('article')]);
});

test('the same bits on a server, from a disk, in a sandbox and on the main thread', async ({
  figure,
  page,
  troubles,
}) => {
  await figure.open();
  const { loss } = await figure.train(50);

  await page.goto(onDisk('train'));
  expect(await ready(page)).toBe('blob');
  expect(await train(page)).toBe(loss);

  const files = await host({ '/train.html': { html: read('train') } }); // without CORS
  const author = await host({ '/': { html: framing(`${files.url}/train.html`) } });
  const frame = await frameIn(page, author.url);
  expect(await frame.evaluate(() => origin)).toBe('null');
  expect(await ready(frame)).toBe('blob');
  expect(await train(frame)).toBe(loss);

  const narrow = allowed('train').replace('worker-src blob:', "worker-src 'none'");
  const strict = await host({ '/': { html: read('train'), policy: `default-src 'none'; ${narrow}` } });
  troubles.expect(/worker-src|Creating a worker/);
  await page.goto(strict.url);
  expect(await ready(page)).toBe('main');
  expect(await train(page)).toBe(loss);
  for (const { close } of [files, author, strict]) close();
});

test('in a sandbox there is no storage, and nothing misses it', async ({ page }) => {
  const files = await host({ '/digits.html': { html: read('digits') } });
  const author = await host({ '/': { html: framing(`${files.url}/digits.html`) } });
  const frame = await frameIn(page, author.url);
  const thrown = await frame.evaluate(() =>
    ['localStorage', 'navigator.serviceWorker.controller'].filter((name) => {
      try {
        return name === 'localStorage' ? !localStorage : !navigator.serviceWorker.getRegistration;
      } catch {
        return true;
      }
    }),
  );
  expect(thrown).toContain('localStorage');
  await ready(frame);
  for (const { close } of [files, author]) close();
});

for (const name of [...FIGURES, 'article']) {
  test(`${name}.html works where its host allows what its head says, and no more`, async ({ page }) => {
    expect(allowed(name)).toMatch(/^script-src 'sha256-\S+' 'wasm-unsafe-eval'; style-src/);
    const strict = await host({ '/': { html: read(name), policy: `default-src 'none'; ${allowed(name)}` } });
    await page.goto(strict.url);
    const rung = await ready(page);
    if (name === 'train' || name === 'article') expect(rung).toBe('blob');
    strict.close();
  });
}

test('what digits.html has to fetch comes from beside it; where it cannot, it says so', async ({ page, troubles }) => {
  await page.goto('/embed/digits.html');
  await ready(page);
  const seen = requests(page);
  await page.locator('ae-figure').evaluate((element) => /** @type {any} */ (element).set({ selected: 3 }));
  await page.locator('ae-figure canvas').first().hover();
  await expect.poll(() => seen.some((url) => /\/assets\/(weights|test)-/.test(url))).toBe(true);

  troubles.expect(/file:|ERR_|CORS/);
  await page.goto(onDisk('digits'));
  await ready(page);
  await page.locator('ae-figure canvas').first().hover();
  await expect(page.locator('ae-figure')).toContainText(/could not|did not|lost|broke/i);
});

test('the address sets a figure from a disk, and its theme counts more than the system’s', async ({ page }) => {
  await page.goto(`${onDisk('encoder')}?data=wave&points=40&seed=3&theme=dark&nonsense=1`);
  await ready(page);
  const figure = page.locator('ae-figure');
  expect(await figure.evaluate((element) => /** @type {any} */ (element).state)).toMatchObject({
    data: 'wave',
    points: 40,
    seed: 3,
  });
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  expect(await paper()).toBe('rgb(22, 24, 28)');
  expect(await figure.evaluate((element) => element.querySelector('source')?.media)).toBe('all');
  await figure.evaluate((element) => element.setAttribute('theme', 'light'));
  expect(await paper()).toBe('rgb(255, 255, 255)');
});

test('in a sandbox a figure tells the page around it its height, and obeys it', async ({ page }) => {
  const files = await host({ '/train.html': { html: read('train') } });
  const author = await host({ '/': { html: framing(`${files.url}/train.html`) } });
  await page.addInitScript(() => {
    addEventListener('message', ({ data }) => {
      const all = /** @type {any} */ (globalThis);
      all.told = { ...all.told, [data.type]: data };
    });
  });
  const frame = await frameIn(page, author.url);
  await ready(frame);
  const told = (/** @type {string} */ type) =>
    page.evaluate((name) => /** @type {any} */ (globalThis).told?.[name], type);
  await expect.poll(async () => (await told('ae:height'))?.height).toBeGreaterThan(300);
  await page.evaluate(() => frames[0].postMessage({ type: 'ae:set', version: 1, state: { seed: 7 } }, '*'));
  await expect.poll(async () => (await told('ae:state'))?.state.seed).toBe(7);
  for (const { close } of [files, author]) close();
});

// ---- where WebAssembly is refused --------------------------------------------------------------------------------------

/** The recorded run, played and looked through. @param {Page} page @param {RegExp} reason */
async function expectRecording(page, reason) {
  const figure = page.locator('ae-figure').first();
  await expect(figure.getByRole('alert')).toContainText('Training is off');
  await expect(figure.getByRole('alert')).toContainText(reason);
  await expect(figure.locator('picture')).toBeHidden();
  expect(
    await figure.evaluate((element) => element.getBoundingClientRect().height),
    'no room is left below',
  ).toBeLessThan(900);
  const slider = figure.getByRole('slider');
  const picture = () =>
    figure
      .locator('canvas')
      .first()
      .evaluate((canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL());
  await expect(figure.locator('[data-show=epoch]')).toHaveText('0');
  const first = await picture();
  const loss = Number(await figure.locator('[data-show=loss]').innerText());
  await figure.getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => slider.inputValue().then(Number)).toBeGreaterThan(3);
  await figure.getByRole('button', { name: 'Pause' }).click();
  const rest = await slider.inputValue();
  await page.waitForTimeout(400);
  expect(await slider.inputValue(), 'paused').toBe(rest);
  await slider.focus();
  await page.keyboard.press('End');
  await expect(slider).toHaveAttribute('aria-valuetext', /^Epoch 338, loss/);
  expect(Number(await figure.locator('[data-show=loss]').innerText())).toBeLessThan(loss / 100);
  expect((await picture()) === first).toBe(false);
  await page.keyboard.press('Home');
  expect((await picture()) === first, 'the first picture again').toBe(true);
}

/** @param {Page} page @param {string} name of another figure */
async function expectStill(page, name) {
  const figure = page.locator(`ae-figure[name=${name}]`);
  await figure.scrollIntoViewIfNeeded();
  await expect(figure.getByRole('alert')).toContainText('stands still');
  await expect(figure.getByRole('button')).toHaveCount(0);
  await expect(figure.getByRole('img')).toBeVisible();
}

const withoutWasm = (/** @type {Page} */ page) =>
  page.addInitScript(() => {
    // @ts-expect-error: as where it is switched off
    delete globalThis.WebAssembly;
  });

test('the article without WebAssembly: a recorded run, and pictures that say why', async ({ page }) => {
  await withoutWasm(page);
  const seen = requests(page);
  await page.goto('/');
  await expectRecording(page, /no WebAssembly, or it is switched off/);
  for (const name of FIGURES.slice(1)) await expectStill(page, name);
  expect(seen.filter((url) => /refused-/.test(url)).length).toBe(1);
});

test('the article whose policy refuses WebAssembly: likewise', async ({ page, troubles }) => {
  troubles.expect(/Content.Security.Policy|csp/i);
  await page.route('/', async (route) => {
    const response = await route.fetch();
    const headers = {
      ...response.headers(),
      'content-security-policy': "default-src 'self'; style-src 'self' 'unsafe-inline'",
    };
    await route.fulfill({ response, headers });
  });
  await page.goto('/');
  await expectRecording(page, /Content-Security-Policy/);
  await expectStill(page, 'decoder');
});

test('single files whose host’s policy refuses WebAssembly: likewise', async ({ page, troubles }) => {
  troubles.expect(/Content.Security.Policy|csp/i);
  const policy = (/** @type {string} */ name) =>
    `default-src 'none'; ${allowed(name).replace(" 'wasm-unsafe-eval'", '')}`;
  const strict = await host({
    '/train': { html: read('train'), policy: policy('train') },
    '/trails': { html: read('trails'), policy: policy('trails') },
  });
  await page.goto(`${strict.url}/train`);
  await expectRecording(page, /Content-Security-Policy/);
  await page.goto(`${strict.url}/trails`);
  await expectStill(page, 'trails');
  strict.close();
});

test('single files without WebAssembly: likewise', async ({ page }) => {
  await withoutWasm(page);
  await page.goto(onDisk('train'));
  await expectRecording(page, /no WebAssembly/);
  for (const name of FIGURES.slice(1)) {
    await page.goto(onDisk(name));
    await expectStill(page, name);
  }
});

test('the recorded run is small, and nobody else loads it', async ({ figure, page }) => {
  const file = readFileSync(resolve(import.meta.dirname, '../../build/recording.json'));
  expect(gzipSync(file).length).toBeLessThanOrEqual(RECORDING);
  const seen = requests(page);
  await figure.open();
  await figure.train(3);
  expect(seen.filter((url) => /refused/.test(url))).toEqual([]);
});
