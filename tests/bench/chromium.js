// SPDX-License-Identifier: MIT
// Contenders in Chromium: bundles them, and runs each job in a browser of its own.
import { cp, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { DENSITY } from './rendering.js';

/** @typedef {import('./measure.js').Job} Job */
/** @typedef {import('./measure.js').Outcome} Outcome */
/** @typedef {import('./rendering.js').Rendering} Rendering */

const MODULES = resolve(import.meta.dirname, '../../node_modules');

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu', // software WebGL, where there is no graphics card
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The page that contenders run in, and the files that they fetch by name.
 * @param {string} folder that is served @param {{computing: boolean, rendering: boolean}} what is to be measured
 */
export async function prepare(folder, { computing, rendering }) {
  await writeFile(resolve(folder, 'index.html'), '<!doctype html><title>benchmark</title>');
  if (rendering) await bundle(resolve(import.meta.dirname, 'render.js'), resolve(folder, 'render'));
  if (!computing) return;
  await cp(resolve(MODULES, '@tensorflow/tfjs-backend-wasm/dist'), resolve(folder, 'tfjs'), {
    recursive: true,
    filter: (path) => path.endsWith('dist') || path.endsWith('.wasm'),
  });
  await bundle(resolve(import.meta.dirname, 'browser.js'), resolve(folder, 'web'));
}

/** Bundles a module for browsers, under its own name. @param {string} entry @param {string} folder */
export async function bundle(entry, folder) {
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    base: './',
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,
      assetsInlineLimit: 0,
      rollupOptions: {
        input: entry,
        output: { entryFileNames: '[name].js' },
        preserveEntrySignatures: 'strict',
      },
    },
  });
}

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });

/**
 * @param {string} origin @param {Job | (Job & Rendering)} job @param {() => void} alive
 * @returns {{outcome: Promise<Outcome>, stop: () => Promise<void>}}
 */
export function inChromium(origin, job, alive) {
  const launched = launch();
  const attempt = async () => {
    const page = await (await launched).newPage({ deviceScaleFactor: DENSITY });
    await page.exposeFunction('alive', alive);
    await page.goto(`${origin}/index.html`);
    if ('act' in job) return page.evaluate(rendered, job);
    // TensorFlow.js makes its WebGL context from a canvas of the page.
    return page.evaluate(job.contender === 'tfjs-webgl' ? inPage : inWorker, job);
  };
  return { outcome: attempt(), stop: async () => (await launched).close() };
}

// These three run in the page.

/** @param {Job & Rendering} job @returns {Promise<Outcome>} */
async function rendered(job) {
  const url = '/render/render.js';
  const { run } = await import(url);
  return run(job, /** @type {any} */ (window).alive);
}

/** @param {Job} job @returns {Promise<Outcome>} */
async function inPage(job) {
  const url = '/web/browser.js';
  const { run } = await import(url);
  return run(job, /** @type {any} */ (window).alive);
}

/** @param {Job} job @returns {Promise<Outcome>} */
function inWorker(job) {
  return new Promise((done, fail) => {
    const worker = new Worker('/web/browser.js', { type: 'module' });
    worker.onmessage = ({ data }) => (data ? done(data) : /** @type {any} */ (window).alive());
    worker.onerror = (event) => fail(new Error(event.message));
    worker.postMessage(job);
  });
}
