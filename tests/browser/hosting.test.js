// SPDX-License-Identifier: MIT
// build/site/ on a host that sends the headers of the file _headers and nothing else, in a folder of it: all pages, all figures.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { policyOf } from '../../article/headers.js';
import { expect, Figure } from './fixture.js';
import { headersFor, rulesOf, test } from './host.js';
import { read } from './reader.js';

/** @typedef {import('@playwright/test').Page} Page */

const SITE = resolve(import.meta.dirname, '../../build/site');
const files = readdirSync(SITE, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(SITE.length + 1));
const pages = files.filter((path) => path.endsWith('.html'));
const rules = rulesOf(readFileSync(join(SITE, '_headers'), 'utf8'));

/** @param {string} path @returns {Record<string, string>} */
const headers = (path) => headersFor(rules, `/${path}`);

test.use({ serviceWorkers: 'allow', reducedMotion: 'reduce' });

/** Notes what policies refuse, and what the page leaves behind. @param {Page} page */
const watch = (page) =>
  page.addInitScript(() => {
    /** @type {string[]} */
    const refused = [];
    Object.assign(globalThis, { refused });
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      refused.push(`${violatedDirective}: ${blockedURI} ${sample}`),
    );
  });

/** @param {Page} page */
async function expectClean(page) {
  expect(await page.evaluate(() => /** @type {any} */ (globalThis).refused)).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
  const stored = await page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
  }));
  expect(stored).toEqual({ local: 0, session: 0, databases: 0 });
}

/** Opens every drawer and menu of a figure and presses what trains. @param {Page} page @param {number} index */
async function use(page, index) {
  const figure = new Figure(page, index);
  await figure.element.scrollIntoViewIfNeeded();
  await figure.ready();
  await figure.element.evaluate((element) => {
    const root = /** @type {ShadowRoot} */ (element.shadowRoot);
    for (const drawer of root.querySelectorAll('details')) drawer.open = true;
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-do=step]')))
      button.click();
  });
}

for (const path of pages) {
  test(`${path}: its policy refuses nothing that it does`, async ({ page, host, troubles }) => {
    test.setTimeout(180_000);
    await watch(page);
    if (path === '404.html') troubles.expect(/favicon/);
    await page.goto(host.url + path);
    if (path !== 'workbench.html') {
      await read(page);
      const count = await page.locator('ae-figure').count();
      for (let index = 0; index < count; index++) await use(page, index);
    }
    if (path === 'index.html') await page.waitForFunction(() => navigator.serviceWorker.controller);
    await expectClean(page);
  });
}

test('a policy is in force: what stands in a page afterwards is not run, and another host is not asked', async ({
  page,
  host,
  troubles,
}) => {
  troubles.expect(/Content Security Policy|violates the following|another origin|csp/i);
  await watch(page);
  await page.goto(host.url);
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.ran = true';
    const style = document.createElement('div');
    style.innerHTML = '<p style="color: red">red</p>';
    document.body.append(script, style);
    const other = await fetch('http://127.0.0.2/').catch(() => null);
    return { ran: 'ran' in globalThis, colour: style.querySelector('p')?.style.color, other };
  });
  expect(ran).toEqual({ ran: false, colour: '', other: null });
  const refused = await page.evaluate(() =>
    /** @type {any} */ (globalThis).refused.map((/** @type {string} */ text) => text.split(':')[0]),
  );
  expect([...new Set(refused)].sort()).toEqual(['connect-src', 'script-src-elem', 'style-src-attr']);
});

test('the headers file gives every file what it needs', () => {
  for (const path of files.filter((name) => name !== '_headers')) {
    const given = headers(path);
    expect(given['X-Content-Type-Options'], path).toBe('nosniff');
    expect(given['Referrer-Policy'], path).toBe('strict-origin-when-cross-origin');
    expect(given['Permissions-Policy'], path).toMatch(/camera=\(\).*geolocation=\(\).*microphone=\(\)/);
    expect(given['Access-Control-Allow-Origin'], path).toBe('*');
    expect(given['Cache-Control'], path).toBe(
      path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    );
    if (path.startsWith('assets/')) expect(path, 'a name that goes with its bytes').toMatch(/-[\w-]{8}\.\w+$/);
  }
});

test('each page has its own policy, in its headers and in itself, without a word that lets strangers in', () => {
  for (const path of pages) {
    const html = readFileSync(join(SITE, path), 'utf8');
    const policy = policyOf(html);
    for (const address of [path, path.replace(/(index)?\.html$/, '')])
      expect(headers(address)['Content-Security-Policy'], address).toBe(policy);
    expect(html).toContain(`<meta http-equiv="Content-Security-Policy" content="${policy}">`);
    const [before] = html.split('http-equiv="Content-Security-Policy"');
    expect(before, 'nothing is loaded before').not.toMatch(/<(script|style|link (?!rel="alternate"))/);
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
    expect(policy).toMatch(/^default-src 'none'; /);
  }
});

test('a page with a style or a handler in an attribute stops the build; what stands in it is named by its hash', () => {
  const page = (/** @type {string} */ body) => `<meta charset="utf-8">${body}`;
  expect(() => policyOf(page('<p class="a" style="color: red">'))).toThrow(/attribute style/);
  expect(() => policyOf(page('<p onclick="go()">'))).toThrow(/attribute onclick/);
  // printf 'go()' | openssl dgst -sha256 -binary | base64
  expect(policyOf(page('<script>go()</script><script src="a.js"></script>'))).toContain(
    "script-src 'self' 'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw=' 'wasm-unsafe-eval'",
  );
  expect(policyOf(page('<script type="application/ld+json">{}</script>'))).toContain(
    "script-src 'self' 'wasm-unsafe-eval'",
  );
});

test('the list of files has every file, its size and its SHA-256', () => {
  const manifest = JSON.parse(readFileSync(join(SITE, '../manifest.json'), 'utf8'));
  expect(manifest.files.map((/** @type {{path: string}} */ { path }) => path)).toEqual([...files].sort());
  for (const { path, bytes, sha256 } of manifest.files) {
    const content = readFileSync(join(SITE, path));
    expect(content.length).toBe(bytes);
    expect(createHash('sha256').update(content).digest('hex'), path).toBe(sha256);
  }
});
