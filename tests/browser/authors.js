// SPDX-License-Identifier: MIT
// Pages of other people that figures stand in: each is a few lines of HTML and the headers that its server sends.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { serve } from './server.js';

const root = resolve(import.meta.dirname, '../..');

/** What makes <ae-figure> known, as an author writes it who has put the package beside the page. */
export const SCRIPT = '<script type="module" src="/package/define.js"></script>';

/** The worker of the figures' own site for frames: another origin than the host. */
export const site = () => serve(resolve(root, 'build/site'));

/** @param {string} body @param {string} [head] @param {string} [root] attributes of the root element */
export const html = (body, head = SCRIPT, root = 'lang="en"') => `<!doctype html>
<html ${root}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A host</title>
<link rel="icon" href="data:,">${head}</head>
<body>${body}</body></html>`;

/**
 * Serves one page at /, the package in /package/, and libraries in /node_modules/.
 * @param {string} page HTML @param {Record<string, string>} [headers] that come with everything
 * @param {Record<string, string>} [scripts] of the host itself, by path
 */
export const host = (page, headers = {}, scripts = {}) =>
  serve(resolve(root, 'build'), {
    async answer(path, response) {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      if (path === '/') response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
      else if (path in scripts) response.setHeader('content-type', 'text/javascript').end(scripts[path]);
      else if (path.startsWith('/node_modules/')) {
        response.setHeader('content-type', path.endsWith('.css') ? 'text/css' : 'text/javascript');
        response.end(await readFile(resolve(root, `.${path}`)));
      } else return false;
      return true;
    },
  });
