// SPDX-License-Identifier: MIT
// One visit, then the article is there without a network; an update never mixes with what was there before.
import { execFile } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, Figure } from './fixture.js';
import { test } from './host.js';
import { read } from './reader.js';

/** @typedef {import('@playwright/test').Page} Page */

const SITE = resolve(import.meta.dirname, '../../build/site');
const EDITIONS = resolve(import.meta.dirname, '../../build/editions');
const FINISH = resolve(import.meta.dirname, '../../article/finish.js');

// A network that is not there is told in the console, once by the browser and once by whoever asked, for a page and for sw.js.
const NO_NETWORK = [
  /request failed: \S+\/(index\.html|sw\.js)?(\?\S*)? \(net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|FAILED)\)/,
  /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED) \(\S+\/(index\.html|sw\.js)?(\?\S*)?\)/,
];

test.use({ serviceWorkers: 'allow', reducedMotion: 'reduce' });

/** Waits until the page is kept: its worker rules it, and what it had fetched before is kept too. @param {Page} page */
async function kept(page) {
  await page.waitForFunction(() => navigator.serviceWorker.controller, null, { timeout: 40_000 });
  const picture = page.locator('ae-figure picture img').last();
  const source = await picture.evaluate((image) => /** @type {HTMLImageElement} */ (image).currentSrc);
  await expect.poll(() => page.evaluate(async (url) => Boolean(await caches.match(url)), source)).toBe(true);
}

/** Addresses of all that is kept. @param {Page} page */
const keptFiles = (page) =>
  page.evaluate(async () => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = await Promise.all(caches_.map((cache) => cache.keys()));
    return requests.flat().map(({ url }) => url);
  });

/** Opens the article, goes through all of it, and trains. @param {Page} page @param {string} url */
async function readAll(page, url) {
  await page.goto(url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await new Figure(page).ready();
  await read(page);
  const figure = new Figure(page);
  const { epoch } = await figure.state();
  await figure.element.scrollIntoViewIfNeeded();
  await figure.train(3);
  expect((await figure.state()).epoch).toBe(epoch + 3);
  await expect(page.getByRole('alert')).toHaveCount(0);
}

for (const [what, cut] of /** @type {const} */ ([
  ['the reader is offline', (/** @type {Page} */ page) => page.context().setOffline(true)],
  ['the host is gone', (/** @type {Page} */ _, /** @type {import('./host.js').Host} */ host) => host.stop()],
])) {
  test(`one visit, then ${what}: all figures work`, async ({ page, host, troubles }) => {
    test.setTimeout(120_000);
    await page.goto(host.url);
    await kept(page);
    await page.close();
    troubles.expect(...NO_NETWORK);
    const later = await page.context().newPage();
    await cut(page, host);
    await readAll(later, `${host.url}?data=wave`);
    await later.close();
    if (what === 'the host is gone') await host.start();
  });
}

test('MNIST’s images and the encoder are not fetched ahead, and kept when they were used', async ({ page, host }) => {
  test.setTimeout(120_000);
  await page.goto(host.url);
  await kept(page);
  const images = (/** @type {string[]} */ files) => files.filter((url) => /\/(test|train)-[\w-]{8}\.bin$/.test(url));
  const sizes = () =>
    page.evaluate(async () => {
      const all = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
      let bytes = 0;
      for (const cache of all)
        for (const response of await cache.matchAll()) bytes += (await response.arrayBuffer()).byteLength;
      return bytes;
    });
  expect(images(await keptFiles(page))).toEqual([]);
  expect(await sizes()).toBeLessThan(1.5e6);
  const already = await keptFiles(page);
  const encoders = readdirSync(join(SITE, 'assets'))
    .filter((name) => name.startsWith('weights-'))
    .map((name) => new URL(`assets/${name}`, host.url).href)
    .filter((url) => !already.includes(url));
  expect(encoders).toHaveLength(3); // of four halves of two autoencoders, the first figure's decoder alone is kept
  const [address] = encoders;
  await page.evaluate((url) => fetch(url).then((response) => response.arrayBuffer()), address);
  await expect.poll(() => keptFiles(page)).toContain(address);
});

test('what is missing is a 404, with a worker and without, and never the article', async ({ page, host, troubles }) => {
  troubles.expect(/404/);
  await page.goto(host.url);
  const ask = () =>
    page.evaluate(async () => {
      const paths = ['assets/index-00000000.js', 'assets/core-00000000.wasm', 'no-such-page', 'index'];
      return Promise.all(
        paths.map(async (path) => {
          const response = await fetch(path);
          return [response.status, (await response.text()).includes('<main')];
        }),
      );
    });
  const missing = Array.from({ length: 4 }, () => [404, false]);
  expect(await ask()).toEqual(missing);
  await kept(page);
  expect(await ask()).toEqual(missing);
  const response = await page.goto(`${host.url}no-such-page`);
  expect(response?.status()).toBe(404);
});

/**
 * A site like build/site/ in which every file has another name, as after a change of all of them.
 * @param {string} folder @param {number} edition that the page, its script and a figure's part say
 */
async function makeEdition(folder, edition) {
  rmSync(folder, { recursive: true, force: true });
  cpSync(SITE, folder, { recursive: true });
  const assets = join(folder, 'assets');
  const renamed = (/** @type {string} */ text) =>
    text.replace(/-([\w-]{8})\.(\w+)(?=["'`)? ,]|$)/gm, `-$1${edition}.$2`);
  for (const name of readdirSync(assets)) {
    const path = join(assets, name);
    if (/\.(js|css)$/.test(name)) {
      const mark = name.startsWith('index-') ? 'edition' : 'figureEdition';
      const says = /^(index|digits)-.*\.js$/.test(name) ? `globalThis.${mark} = ${edition};` : '';
      writeFileSync(path, says + renamed(readFileSync(path, 'utf8')));
    }
    renameSync(path, join(assets, renamed(name)));
  }
  const page = join(folder, 'index.html');
  const html = renamed(readFileSync(page, 'utf8')).replace('<body>', `<body data-edition="${edition}">`);
  writeFileSync(page, html);
  await promisify(execFile)(process.execPath, [FINISH, folder, `${folder}.json`]);
}

/** Which edition the page is of, and all of its parts that have been loaded. @param {Page} page */
const editions = (page) =>
  page.evaluate(() => {
    const { edition, figureEdition } = /** @type {any} */ (globalThis);
    return { page: Number(document.body.dataset.edition), script: edition, figure: figureEdition };
  });

test.describe('an update', () => {
  test.describe.configure({ mode: 'default' }); // both need what is made once
  const one = join(EDITIONS, 'one');
  const two = join(EDITIONS, 'two');

  test.beforeAll(async () => {
    await makeEdition(one, 1);
    await makeEdition(two, 2);
  });

  const all = (/** @type {number} */ edition) => ({ page: edition, script: edition, figure: edition });

  test('never mixes: an open page keeps its version, a visit gets the new one, offline is one of them', async ({
    page,
    context,
    host,
    troubles,
  }) => {
    test.setTimeout(180_000);
    host.show(one);
    await page.goto(host.url);
    await kept(page);
    expect(await editions(page)).toEqual({ page: 1, script: 1, figure: undefined });

    host.show(two);
    const visit = await context.newPage();
    await readAll(visit, host.url);
    expect(await editions(visit)).toEqual(all(2));
    await expect
      .poll(() => visit.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting)))
      .toBe(true);

    await read(page); // its figures' parts are no longer on the host
    expect(await editions(page)).toEqual(all(1));

    troubles.expect(...NO_NETWORK);
    await context.setOffline(true);
    const offline = await context.newPage();
    await readAll(offline, host.url);
    expect(await editions(offline)).toEqual(all(1)); // the older worker's, while a page of it is open
    await context.setOffline(false);

    for (const each of [page, visit, offline]) await each.close();
    let next = await context.newPage();
    await expect(async () => {
      await next.close(); // the newer worker takes over once no page is open
      next = await context.newPage();
      await next.goto(host.url);
      expect((await keptFiles(next)).filter((url) => /[\w-]{8}1\.\w+$/.test(url))).toEqual([]);
    }).toPass({ timeout: 60_000 });
    await context.setOffline(true);
    await readAll(next, host.url);
    expect(await editions(next)).toEqual(all(2));
  });

  test('that is only half there is refused: the older version stays whole', async ({
    page,
    context,
    host,
    troubles,
  }) => {
    test.setTimeout(120_000);
    const half = join(EDITIONS, 'half');
    rmSync(half, { recursive: true, force: true });
    cpSync(two, half, { recursive: true });
    cpSync(join(one, 'index.html'), join(half, 'index.html'));
    host.show(one);
    await page.goto(host.url);
    await kept(page);
    host.show(half);
    troubles.expect(...NO_NETWORK, /integrity|digest/i);
    const state = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      /** @type {Promise<string>} */
      const outcome = new Promise((done) => {
        registration.addEventListener('updatefound', () => {
          const worker = registration.installing;
          worker?.addEventListener('statechange', () => done(worker.state));
        });
      });
      await registration.update().catch(() => {});
      return outcome;
    });
    expect(state).toBe('redundant');
    await context.setOffline(true);
    await readAll(page, host.url);
    expect(await editions(page)).toEqual(all(1));
  });
});

/** @type {Record<string, () => void>} ways in which a browser refuses to keep anything */
const refusals = {
  'there are no service workers': () => {
    Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
  },
  'asking for service workers throws': () => {
    Object.defineProperty(Navigator.prototype, 'serviceWorker', {
      get: () => {
        throw new DOMException('sandboxed', 'SecurityError');
      },
    });
  },
  'service workers are refused': () => {
    ServiceWorkerContainer.prototype.register = async () => {
      throw new DOMException('storage is refused', 'SecurityError');
    };
  },
  'the reader saves data': () => {
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
  },
};

for (const [what, refuse] of Object.entries(refusals)) {
  test(`${what}: nothing breaks, and nothing is kept`, async ({ page, host }) => {
    await page.addInitScript(refuse);
    const asked = page.waitForRequest(/\/assets\/offline-[\w-]+\.js$/);
    await page.goto(host.url);
    await (await asked).response();
    await new Figure(page).ready();
    await new Figure(page).train(2);
    expect(await keptFiles(page)).toEqual([]);
  });
}
