// SPDX-License-Identifier: MIT
// What authors are told to copy works as it stands: the lines of README.md, those of the package's README, and those that embed.html
// puts together. Each is put into a fresh folder or page of another origin, as somebody does who has not seen the code.
import assert from 'node:assert/strict';
import { copyFileSync, cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import * as vite from 'vite';
import { serve, TYPES } from '../browser/server.js';
import { fresh, open, run } from './projects.js';

const root = resolve(import.meta.dirname, '../..');
const SITE = resolve(root, 'build/site');
const TOLD = 'https://example.org/autoencoders/'; // where README.md says that a site lies

const read = (/** @type {string} */ path) => readFileSync(resolve(root, path), 'utf8');

/** Blocks that are indented. @param {string} text of Markdown @returns {string[]} */
const indented = (text) =>
  [...text.matchAll(/(?<=^\n)(?: {4}.*\n)+/gm)].map(([block]) => block.replaceAll(/^ {4}/gm, '').trim());

/** Blocks between fences. @param {string} text of Markdown @returns {string[]} */
const fenced = (text) => [...text.matchAll(/^```\w+\n([\s\S]*?)^```$/gm)].map(([, block]) => block.trim());

/** @param {string} body HTML @param {string} [head] */
const page = (body, head = '') =>
  `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">${head}</head>\n<body>${body}</body></html>\n`;

/** @type {import('@playwright/test').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let site;
before(async () => {
  browser = await open();
  site = await serve(SITE, { headers: { 'access-control-allow-origin': '*' } });
});
after(async () => {
  await browser.close();
  site.close();
});

/** A page whose troubles are noted, and for which the site lies where README.md says. */
async function watched() {
  const tab = await browser.newPage({ viewport: { width: 1300, height: 1000 } });
  /** @type {string[]} */
  const troubles = [];
  tab.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  tab.on('pageerror', (error) => troubles.push(error.message));
  await tab.route(`${TOLD}**`, async (route) => {
    const path = new URL(route.request().url()).pathname.slice(new URL(TOLD).pathname.length);
    await route.fulfill({ body: await readFile(resolve(SITE, path)), contentType: TYPES[extname(path)] });
  });
  return { tab, troubles };
}

/**
 * Opens a page and trains the figure in it, or in its frame, for an epoch.
 * @param {string} url @param {Record<string, unknown>} state that the figure has to have
 * @param {(tab: import('@playwright/test').Page) => Promise<void>} [look] what else is to be seen
 */
async function shows(url, state, look) {
  const { tab, troubles } = await watched();
  try {
    await tab.goto(url);
    const within = (await tab.locator('iframe').count()) ? tab.frameLocator('iframe') : tab;
    const found = await within.locator('ae-figure').evaluate(async (element) => {
      await customElements.whenDefined('ae-figure');
      const figure = /** @type {import('../../web/element.js').AeFigure} */ (element);
      await figure.ready;
      const begun = figure.state;
      const stepped = new Promise((done) => figure.addEventListener('ae-step', done, { once: true }));
      const root = /** @type {ShadowRoot} */ (figure.shadowRoot);
      /** @type {HTMLElement} */ (root.querySelector('[data-do=step]')).click();
      const { detail } = /** @type {CustomEvent} */ (await stepped);
      return { ...begun, learns: detail.loss > 0, theme: figure.getAttribute('theme') };
    });
    for (const [name, value] of Object.entries({ ...state, learns: true }))
      assert.equal(/** @type {any} */ (found)[name], value, name);
    await look?.(tab);
    assert.deepEqual(troubles, []);
  } finally {
    await tab.close();
  }
}

/** The frame in a page is as high as what is in it, which is not what its tag says. @param {import('@playwright/test').Page} tab */
async function isAsHighAsItsFigure(tab) {
  const frame = tab.locator('iframe');
  const written = Number(await frame.getAttribute('height'));
  await tab.waitForFunction((height) => document.querySelector('iframe')?.clientHeight !== height, written);
  const inside = tab.frames()[1];
  await inside.waitForFunction(() => document.documentElement.scrollHeight === innerHeight);
}

/** @param {string} folder @param {Record<string, unknown>} state @param {typeof isAsHighAsItsFigure} [look] */
async function showsServed(folder, state, look) {
  const server = await serve(folder);
  try {
    await shows(`${server.url}/`, state, look);
  } finally {
    server.close();
  }
}

/**
 * Lines for the terminal, the script and the page, in a project of Vite.
 * @param {string} folder @param {string[]} lines @param {Record<string, unknown>} state @param {typeof isAsHighAsItsFigure} [look]
 */
async function worksWithVite(folder, [install, script, element], state, look) {
  assert.match(install, /^npm install \S+$/);
  await run('npm', [...install.split(' ').slice(1), '--no-audit', '--no-fund'], { cwd: folder });
  writeFileSync(resolve(folder, 'main.js'), script);
  writeFileSync(resolve(folder, 'index.html'), page(element, '<script type="module" src="main.js"></script>'));
  await vite.build({ root: folder, configFile: false, logLevel: 'error', build: { target: 'es2022' } });
  await showsServed(resolve(folder, 'dist'), state, look);
}

describe('README.md', () => {
  const [section] = read('README.md').split('## In your own page')[1].split(/^## /m);
  const [frame, install, script, element, unpack, plain, ...others] = indented(section);
  const state = { data: 'wave', seed: 3 };

  test('has_these_lines_and_no_others', () => assert.deepEqual(others, []));

  test('a_frame_is_as_high_as_its_figure', async () => {
    const folder = fresh('readme-frame');
    writeFileSync(resolve(folder, 'index.html'), page(frame));
    await showsServed(folder, state, isAsHighAsItsFigure);
  });

  test('an_element_with_npm', async () => {
    const here = install.replace(TOLD, `${site.url}/`); // npm asks no browser
    await worksWithVite(fresh('readme-npm', true), [here, script, element], state);
  });

  test('an_element_without_tools', async () => {
    const folder = fresh('readme-plain');
    copyFileSync(resolve(SITE, 'embed/ae-figure.tgz'), resolve(folder, 'ae-figure.tgz'));
    await run('sh', ['-c', unpack], { cwd: folder });
    writeFileSync(resolve(folder, 'index.html'), page(plain));
    await showsServed(folder, state);
  });
});

test('while_one_works_on_the_site_its_files_for_authors_are_served_too', async () => {
  const config = resolve(root, 'web/vite.config.js');
  const server = await vite.createServer({
    configFile: config,
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, strictPort: false },
  });
  try {
    await server.listen();
    const [url] = /** @type {import('vite').ResolvedServerUrls} */ (server.resolvedUrls).local;
    await shows(`${url}embed/train.html?seed=3`, { seed: 3 });
    for (const path of ['embed.js', 'embed/ae-figure.tgz', 'licences.txt', 'embed.html'])
      assert.equal((await fetch(url + path)).status, 200, path);
    assert.equal((await fetch(`${url}embed/no-such.html`)).status, 404);
  } finally {
    await server.close();
  }
});

describe('embed.html', () => {
  const state = { data: 'wave', seed: 42, theme: 'dark' };
  /** @type {Record<string, string>} */
  const snippets = {};
  const saved = fresh('builder-saved');

  before(async () => {
    const { tab, troubles } = await watched();
    await tab.goto(`${site.url}/embed.html`);
    await tab.locator('.stage ae-figure').evaluate((figure) => /** @type {any} */ (figure).ready);
    await tab.getByRole('combobox', { name: 'Data set', exact: true }).selectOption('wave');
    await tab.locator('form').getByLabel('Seed').fill('42');
    await tab.getByLabel('Colours').selectOption('dark');
    await tab.locator('[data-snippet=script] code', { hasText: 'dark' }).waitFor();
    for (const section of await tab.locator('[data-snippet]').all())
      snippets[(await section.getAttribute('data-snippet')) ?? ''] = await section.locator('code').innerText();
    for (const link of await tab.locator('[data-snippet] a[download]').all()) {
      const [download] = await Promise.all([tab.waitForEvent('download'), link.click()]);
      await download.saveAs(resolve(saved, download.suggestedFilename()));
    }
    assert.deepEqual(troubles, []);
    await tab.close();
  });

  test('a_frame_is_as_high_as_its_figure', async () => {
    const folder = fresh('builder-frame');
    writeFileSync(resolve(folder, 'index.html'), page(snippets.frame));
    await showsServed(folder, state, isAsHighAsItsFigure);
  });

  test('a_file_of_ones_own_beside_a_page_on_a_disk', async () => {
    const folder = fresh('builder-file');
    copyFileSync(resolve(saved, 'train.html'), resolve(folder, 'train.html'));
    writeFileSync(resolve(folder, 'index.html'), page(snippets.file));
    await shows(pathToFileURL(resolve(folder, 'index.html')).href, state);
    await showsServed(folder, state);
  });

  test('an_element_without_tools', async () => {
    const folder = fresh('builder-script');
    copyFileSync(resolve(saved, 'ae-figure.tgz'), resolve(folder, 'ae-figure.tgz'));
    await run('tar', ['xzf', 'ae-figure.tgz'], { cwd: folder });
    renameSync(resolve(folder, 'package'), resolve(folder, 'ae-figure'));
    writeFileSync(resolve(folder, 'index.html'), page(snippets.script));
    await showsServed(folder, state);
  });

  test('an_element_with_npm', async () => {
    await worksWithVite(fresh('builder-npm', true), snippets.npm.split('\n\n'), state);
  });
});

describe('the package’s README', () => {
  const text = read('web/package/README.md');
  const [install] = indented(text);
  const [script, element, plain, use, bare, elsewhere, ...others] = fenced(text);
  const state = { data: 'saddle', seed: 3 };

  /** @param {string} name @returns {string} a folder with the package in it */
  function withPackage(name) {
    const folder = fresh(name, true);
    copyFileSync(resolve(SITE, 'embed/ae-figure.tgz'), resolve(folder, 'ae-figure.tgz'));
    return folder;
  }

  test('has_these_lines_and_no_others', () => assert.deepEqual(others, []));

  test('define_and_what_a_script_does_with_a_figure', async () => {
    const lines = [install, `${script}\n${use}`, element];
    await worksWithVite(withPackage('package-use'), lines, { data: 'saddle' }, async (tab) => {
      await tab.waitForFunction(() => {
        const { seed, epoch } = /** @type {any} */ (document.querySelector('ae-figure')).state;
        return seed === 7 && epoch > 0;
      });
    });
  });

  test('without_side_effects', async () => {
    await worksWithVite(withPackage('package-bare'), [install, bare, element], state);
  });

  test('files_that_lie_elsewhere', async () => {
    const folder = withPackage('package-elsewhere');
    mkdirSync(resolve(folder, 'public/static'), { recursive: true });
    await run('npm', ['install', 'ae-figure.tgz', '--no-audit', '--no-fund'], { cwd: folder });
    for (const name of ['core.wasm', 'worker.js', 'files'])
      cpSync(resolve(folder, 'node_modules/ae-figure', name), resolve(folder, 'public/static', name), {
        recursive: true,
      });
    await worksWithVite(folder, [install, elsewhere, element], state);
  });

  test('without_a_bundler_and_under_the_policy_that_it_names', async () => {
    const folder = withPackage('package-plain');
    await run('npm', ['install', 'ae-figure.tgz', '--no-audit', '--no-fund'], { cwd: folder });
    writeFileSync(resolve(folder, 'index.html'), page(`${plain}${element}`));
    await showsServed(folder, state);
    const policy = text.match(/has to allow `([^`]*)`/)?.[1];
    assert.ok(policy);
    const meta = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; ${policy}">`; // its icon
    writeFileSync(resolve(folder, 'index.html'), page(`${plain}${element}`, meta));
    await showsServed(folder, state);
  });
});
