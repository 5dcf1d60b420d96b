// SPDX-License-Identifier: MIT
// Fresh projects that use the packed package, each in a folder of build/projects/, and a browser that opens what they built.
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';
import browserConfig from '../browser/playwright.config.js';

const root = resolve(import.meta.dirname, '../..');

/** The folder of the package. */
export const PACKAGE = resolve(root, 'build/package');

/** What `npm pack` has made of it. */
export const TARBALL = resolve(PACKAGE, readdirSync(PACKAGE).find((name) => name.endsWith('.tgz')) ?? 'no tarball');

/** A program of the project's own packages. @param {string} name */
export const tool = (name) => resolve(root, 'node_modules/.bin', name);

export const run = promisify(execFile);

/** Makes an empty folder. @param {string} name @param {boolean} [manifest] whether it is one of npm's @returns {string} */
export function fresh(name, manifest = false) {
  const folder = resolve(root, 'build/projects', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (manifest) writeFileSync(resolve(folder, 'package.json'), JSON.stringify({ name, private: true, type: 'module' }));
  return folder;
}

/**
 * Makes a project that has installed the tarball, without a network.
 * @param {string} name @param {Record<string, string>} files their texts by path @returns {Promise<string>} its folder
 */
export async function project(name, files) {
  const folder = fresh(name, true);
  for (const [path, text] of Object.entries(files)) writeFileSync(resolve(folder, path), text);
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', TARBALL], { cwd: folder });
  return folder;
}

/** One browser for all tests. */
export const open = () => chromium.launch(browserConfig.use?.launchOptions);

/**
 * Opens a page whose figures get ready, and trains the first one with the button “Step”.
 * @param {import('@playwright/test').Browser} browser @param {string} url
 * @returns {Promise<{losses: number[], workers: number, troubles: string[], requests: string[]}>} losses after one, two, three epochs
 */
export async function visit(browser, url) {
  const page = await browser.newPage({ viewport: { width: 1300, height: 2400 } });
  /** @type {string[]} */
  const troubles = [];
  /** @type {string[]} */
  const requests = [];
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  page.on('response', (response) => response.ok() || troubles.push(`${response.status()} ${response.url()}`));
  try {
    await page.goto(url);
    const losses = await page.evaluate(train);
    return { losses, workers: page.workers().length, troubles, requests };
  } catch (error) {
    throw new Error(`${error}\n${troubles.join('\n')}`);
  } finally {
    await page.close();
  }
}

/** In the page. */
async function train() {
  await customElements.whenDefined('ae-figure');
  const figures = /** @type {import('../../web/element.js').AeFigure[]} */ ([
    ...document.querySelectorAll('ae-figure'),
  ]);
  await Promise.all(figures.map((figure) => figure.ready));
  const [figure] = figures;
  const step = /** @type {HTMLButtonElement} */ (figure.shadowRoot?.querySelector('[data-do=step]'));
  const losses = [];
  for (let epoch = 1; epoch <= 3; epoch++) {
    const stepped = new Promise((done) => figure.addEventListener('ae-step', done, { once: true }));
    step.click();
    losses.push(/** @type {CustomEvent} */ (await stepped).detail.loss);
  }
  return losses;
}
