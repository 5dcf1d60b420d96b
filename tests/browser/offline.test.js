// SPDX-License-Identifier: MIT
// One visit, then the article is there without a network; an update never mixes with what was there before.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
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

/** What Figure 6 asks for as soon as it is near. */
const MODEL = ['codes.bin', 'decoder/model.json', 'decoder/weights.bin'];

/** Addresses, beside the page, of the model of Figure 6 in a site. @param {string} folder */
function modelIn(folder) {
  const digest = (/** @type {string} */ path) => createHash('sha256').update(readFileSync(path)).digest('hex');
  const wanted = MODEL.map((name) => digest(resolve(SITE, '../../assets/models/digits', name)));
  const found = readdirSync(join(folder, 'assets')).filter((name) =>
    wanted.includes(digest(join(folder, 'assets', name))),
  );
  expect(found).toHaveLength(MODEL.length);
  return found.map((name) => `assets/${name}`);
}

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
    await read(page);
    await page.close();
    troubles.expect(...NO_NETWORK);
    const later = await page.context().newPage();
    await cut(page, host);
    await readAll(later, `${host.url}?data=wave`);
    await later.close();
    if (what === 'the host is gone') await host.start();
  });
}

test('who does not come near Figure 6 does not load its model; offline it says so, and works once it has come', async ({
  page,
  host,
  troubles,
}) => {
  test.setTimeout(120_000);
  const model = modelIn(SITE).map((path) => new URL(path, host.url).href);
  /** @type {string[]} */
  const asked = [];
  page.context().on('request', (request) => model.includes(request.url()) && asked.push(request.url()));
  await page.goto(host.url);
  await kept(page);
  expect(asked).toEqual([]);
  expect(await keptFiles(page)).not.toEqual(expect.arrayContaining([model[0]]));

  troubles.expect(...NO_NETWORK, /\/assets\/(codes|model|weights)-\S+/);
  await page.context().setOffline(true);
  await page.goto(host.url);
  await read(page);
  const digits = page.locator('ae-figure[name=digits]');
  await expect(page.getByRole('alert')).toHaveCount(1);
  await expect(digits.getByRole('alert')).toContainText('this browser is offline, and has not fetched the file');
  await expect(digits.getByRole('img').first()).toBeVisible(); // its picture

  await page.context().setOffline(false);
  await digits.getByRole('button', { name: 'Try again' }).click();
  await digits.evaluate((element) => /** @type {import('../../web/element.js').AeFigure} */ (element).ready);
  await page.context().setOffline(true);
  await readAll(page, host.url);
});

test('what was asked for before the worker was there is kept too', async ({ page, host, troubles }) => {
  test.setTimeout(120_000);
  await page.goto(host.url);
  await read(page);
  await kept(page);
  troubles.expect(...NO_NETWORK);
  await page.context().setOffline(true);
  await readAll(page, host.url);
});

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
  expect(await sizes()).toBeLessThan(1.1e6);
  const already = await keptFiles(page);
  const encoders = readdirSync(join(SITE, 'assets'))
    .filter((name) => name.startsWith('weights-'))
    .map((name) => new URL(`assets/${name}`, host.url).href)
    .filter((url) => !already.includes(url));
  expect(encoders).toHaveLength(4); // halves of two autoencoders
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

  /** Asks for the data of Figure 6, as the figure would, but for none of its scripts. @param {Page} page @param {string} folder */
  const comeNear = (page, folder) =>
    page.evaluate(
      (paths) => Promise.all(paths.map((path) => fetch(path).then((it) => it.arrayBuffer()))),
      modelIn(folder),
    );

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
    await comeNear(page, one);
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
    troubles.expect(/\/assets\/\S+ \(net::ERR_ABORTED\)/); // a page is closed while it loads
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
    await comeNear(page, one);
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
