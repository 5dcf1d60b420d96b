// SPDX-License-Identifier: MIT
// Pages of one figure each, as embed/NAME.html but of many files, and a host page of another origin.
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'vite';
import { serve } from './server.js';

const here = (/** @type {string} */ path) => resolve(import.meta.dirname, path);

/**
 * @param {string[]} names of figures
 * @returns {Promise<{frames: string, host: string, close: () => void}>} the addresses of two servers: embed/NAME.html and embed.js
 *   at one, host.html, which is empty, at the other
 */
export async function servePages(names) {
  const folder = here(`../../build/pages/${process.pid}`);
  await build({
    configFile: false,
    root: here('pages'),
    base: './',
    logLevel: 'error',
    worker: { format: 'es' },
    build: {
      outDir: `${folder}/frames/embed`,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      target: 'es2022',
      rolldownOptions: { input: here('pages/figure.html') },
    },
  });
  for (const name of names) await copyFile(`${folder}/frames/embed/figure.html`, `${folder}/frames/embed/${name}.html`);
  await copyFile(here('../../web/embed_helper.js'), `${folder}/frames/embed.js`);
  await mkdir(`${folder}/host`, { recursive: true });
  await writeFile(`${folder}/host/host.html`, '<!doctype html><title>Host</title><link rel="icon" href="data:,">');
  const frames = await serve(`${folder}/frames`, { headers: { 'access-control-allow-origin': '*' } });
  const host = await serve(`${folder}/host`);
  const close = () => {
    frames.close();
    host.close();
  };
  return { frames: frames.url, host: host.url, close };
}
