// SPDX-License-Identifier: MIT
// What goes wrong is said in the figure, plainly, and the article stays.
import { Alone } from './figures.js';
import { expect, expectDrawn, test } from './fixture.js';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').Route} Route */

/** @param {Page} page */
async function expectArticle(page) {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('An Interactive Introduction to Autoencoders');
  await expect(page.getByRole('heading', { name: 'Introduction', exact: true })).toBeVisible();
  await expect(page.getByText('such a pair of friends')).toBeVisible();
  await expect(page.locator('figcaption').first()).toBeVisible();
}

/** @param {Route} route @returns {Promise<Buffer>} the core as it should be */
const wasm = async (route) => (await route.fetch()).body();

/** @type {Record<string, {answer: (route: Route) => Promise<void>, says: RegExp, troubles: RegExp[]}>} */
const answers = {
  missing: {
    answer: (route) => route.fulfill({ status: 404, contentType: 'text/html', body: '<h1>Not found</h1>' }),
    says: /404.*core.*\.wasm/,
    troubles: [/404/],
  },
  'cut in half': {
    answer: async (route) => {
      const body = await wasm(route);
      return route.fulfill({ contentType: 'application/wasm', body: body.subarray(0, body.length / 2) });
    },
    says: /WebAssembly/,
    troubles: [],
  },
  'a page of HTML': {
    answer: (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><h1>Welcome</h1>' }),
    says: /WebAssembly/,
    troubles: [],
  },
  empty: {
    answer: (route) => route.fulfill({ contentType: 'application/wasm', body: '' }),
    says: /WebAssembly/,
    troubles: [],
  },
  unreachable: {
    answer: (route) => route.abort('connectionrefused'),
    says: /fetch/,
    troubles: [/ERR_CONNECTION_REFUSED/],
  },
};

for (const [what, { answer, says, troubles: expected }] of Object.entries(answers)) {
  test(`core.wasm is ${what}: the figure says so, and starts when tried again`, async ({ figure, page, troubles }) => {
    troubles.expect(...expected);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.route('**/*.wasm', answer);
    await figure.visit();
    await expect(figure.alert).toBeVisible();
    await expect(figure.alert).toContainText('could not start');
    await expect(figure.alert).toContainText(says);
    await expectArticle(page);
    const retry = figure.element.getByRole('button', { name: 'Try again' });
    const failed = figure.element.evaluate((element) => {
      return new Promise((done) => element.addEventListener('ae-error', () => done(null), { once: true }));
    });
    await retry.click(); // in vain
    await failed;
    await expect(figure.alert).toContainText(says);
    await page.unroute('**/*.wasm');
    await retry.click();
    await expect(figure.alert).toHaveCount(0);
    await figure.ready();
    await figure.train(3);
    await expectDrawn(figure, await figure.pictures());
  });
}

test('a figure that did not start says so in an event', async ({ figure, page, troubles }) => {
  troubles.expect(/404/);
  await page.addInitScript(() => {
    addEventListener('ae-error', (event) => {
      /** @type {any} */ (globalThis).told = /** @type {CustomEvent} */ (event).detail.message;
    });
  });
  await page.route('**/*.wasm', answers.missing.answer);
  await figure.visit();
  await expect(figure.alert).toBeVisible();
  const told = await page.evaluate(() => /** @type {any} */ (globalThis).told);
  await expect(figure.alert).toContainText(told);
});

test('core.wasm with the wrong MIME type works', async ({ figure, page }) => {
  let asked = 0;
  await page.route('**/*.wasm', async (route) => {
    asked++;
    return route.fulfill({ contentType: 'application/octet-stream', body: await wasm(route) });
  });
  await figure.open();
  expect(asked).toBe(1);
  expect((await figure.train(3)).epoch).toBe(3);
  await expect(figure.alert).toHaveCount(0);
});

for (const { attributes, names } of [
  { attributes: 'name="train" rate="fast"', names: [/rate/, /fast/] },
  { attributes: 'name="train" points="3"', names: [/points/] },
  { attributes: 'name="train" width="12.5"', names: [/width/, /whole/] },
  { attributes: 'name="train" seed=""', names: [/seed/] },
  { attributes: 'name="train" data="<b>cube</b>"', names: [/data/, /<b>cube<\/b>/] },
  { attributes: 'name="train" optimizer="ADAM"', names: [/optimizer/, /ADAM/] },
  { attributes: 'name="nope"', names: [/nope/] },
  { attributes: 'name="toString"', names: [/toString/] },
  { attributes: 'class="anonymous"', names: [/no figure/] },
]) {
  test(`<ae-figure ${attributes}> is refused by name`, async ({ figure, page }) => {
    await figure.visit(attributes);
    await expect(figure.alert).toBeVisible();
    for (const name of names) await expect(figure.alert).toContainText(name);
    await expectArticle(page);
  });
}

test('an attribute that is put right starts the figure', async ({ figure }) => {
  await figure.visit('name="train" rate="fast"');
  await expect(figure.alert).toContainText('fast');
  await figure.element.evaluate((element) => element.setAttribute('rate', '0.002'));
  await expect(figure.alert).toHaveCount(0);
  await figure.ready();
  expect(await figure.state()).toMatchObject({ rate: 0.002 });
});

test('a run that diverges is told plainly, shows no NaN and no row of digits, and a reset heals it', async ({
  figure,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await figure.open('name="train" optimizer="sgd" rate="10" selected="3"');
  const fresh = await figure.pictures();
  await figure.element.evaluate((element) => {
    const root = /** @type {HTMLElement} */ (element.shadowRoot?.firstElementChild);
    /** @type {Set<string>} */
    const seen = new Set();
    /** @type {any} */ (globalThis).seen = seen;
    const look = () => {
      for (const word of (root.textContent ?? '').match(/[^ ]*(NaN|Infinity|undefined|null)/g) ?? []) seen.add(word);
    };
    new MutationObserver(look).observe(root, { subtree: true, childList: true, characterData: true });
  });
  await figure.do('play');
  await expect(figure.message).toBeVisible();
  await expect(figure.message).toContainText('diverged');
  await expect(figure.message).toContainText('learning rate');
  await expect(figure.status).toContainText('diverged');
  expect((await figure.state()).playing).toBe(false);
  await expect(figure.element.locator('[data-do=play]')).toHaveText('Play');
  await figure.rest();
  const last = await figure.state();
  expect(last.epoch, 'the last finite state is shown').toBeGreaterThan(0);
  expect(last.loss).toBeLessThan(3.5e38);
  await expect(figure.readout).toHaveText(/Point 4 .*\d\.\de\d+/);
  await expect(figure.readout).not.toHaveText(/\d{7}/);
  await expect(figure.show('epoch')).toHaveText(String(last.epoch));
  await expect(figure.message).toContainText(String(last.epoch));
  await figure.canvas('layered').hover();
  expect(await page.evaluate(() => [.../** @type {any} */ (globalThis).seen]), 'words on the screen').toEqual([]);
  await page.mouse.move(2, 2);

  await figure.do('play'); // again: told again, and no harm
  await expect(figure.message).toContainText('diverged');
  expect(await page.evaluate(() => [.../** @type {any} */ (globalThis).seen]), 'words on the screen').toEqual([]);

  await figure.do('reset');
  await expect(figure.show('epoch')).toHaveText('0');
  await expect(figure.message).toBeHidden();
  const healed = await figure.pictures();
  for (const name of /** @type {const} */ (['input', 'latent', 'output', 'layered', 'latent-large'])) {
    expect(await figure.same(healed[name], fresh[name]), `${name} is as it was at first`).toBe(true);
  }
});

for (const name of ['encoder', 'gradient', 'trails', 'decoder']) {
  test(`${name}: a network that diverges is told plainly, and shows its last finite state`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const figure = new Alone(page, name, []);
    await page.goto(`/workbench.html?name=${name}&state=fresh`);
    await figure.ready();
    await figure.set({ optimizer: 'sgd', rate: 10 });
    await expect(figure.message).toContainText('diverged');
    await expect(figure.status).toContainText('diverged');
    const state = await figure.all();
    for (const value of Object.values(state))
      if (typeof value === 'number') expect(Number.isFinite(value), JSON.stringify(state)).toBe(true);
    expect(await figure.element.evaluate((element) => element.shadowRoot?.textContent)).not.toMatch(
      /NaN|Infinity|undefined/,
    );
    await figure.set({ rate: 0.001, optimizer: 'adam' });
    await expect(figure.message).toBeHidden();
  });
}
