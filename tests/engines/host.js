// SPDX-License-Identifier: MIT
// Serves build/site/ to the behaviour suite, and does what not every driver can: scripts that run before those of the page,
// addresses that answer otherwise, a line that is cut.
import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { serve, TYPES } from '../browser/server.js';
import { shortWays } from './page.js';

/** @typedef {import('../browser/server.js').Response} Response */

const ROOT = resolve(import.meta.dirname, '../..');
const SITE = resolve(ROOT, 'build/site');

/** Runs first in every page: what goes wrong there is kept. */
function keepTroubles() {
  /** @type {string[]} */
  const troubles = [];
  /** @type {any} */ (globalThis).troubles = troubles;
  addEventListener('error', ({ message }) => troubles.push(`uncaught: ${message}`));
  addEventListener('unhandledrejection', ({ reason }) => troubles.push(`rejected: ${reason}`));
  for (const level of /** @type {const} */ (['error', 'warn'])) {
    const say = console[level];
    console[level] = (...words) => {
      troubles.push(`console.${level}: ${words.join(' ')}`);
      say.apply(console, words);
    };
  }
}

export class Host {
  static async open() {
    const host = new Host();
    const { url, close } = await serve(SITE, { answer: (path, response) => host.answer(path, response) });
    host.url = url;
    host.close = close;
    return host;
  }

  url = '';
  close = () => {};
  /** @type {string[]} run before those of the page */
  scripts = [];
  /** @type {Map<RegExp, (response: Response, path: string) => void | Promise<void>>} answers by path, in place of the site's */
  answers = new Map();

  /** As it was. */
  reset() {
    this.scripts = [`(${keepTroubles})();(${shortWays})();`];
    this.answers.clear();
  }

  /** @template {any[]} A @param {(...given: A) => void} act run in every page before its own scripts @param {A} given plain */
  before(act, ...given) {
    this.scripts.push(`(${act})(...${JSON.stringify(given)});`);
  }

  /** @param {string} path @param {Response} response @returns {Promise<boolean>} */
  async answer(path, response) {
    for (const [pattern, answer] of this.answers) {
      if (!pattern.test(path)) continue;
      await answer(response, path);
      return true;
    }
    if (path === '/sw.js') return gone(response); // it would answer in place of this host
    if (path === '/before.js') return send(response, 'text/javascript', this.scripts.join('\n'));
    if (/^\/(web|build\/wasm)\//.test(path)) return this.source(path, response);
    if (path.startsWith('/package/')) return this.source(`/build${path}`, response);
    if (!/(\/|\.html)$/.test(path)) return false;
    const html = await this.html(path);
    return html ? send(response, 'text/html; charset=utf-8', html) : false;
  }

  /** A page of the site, with the scripts that run before its own; '' where there is none. @param {string} path */
  async html(path) {
    const file = resolve(SITE, `.${path}${path.endsWith('/') ? 'index.html' : ''}`);
    const html = await readFile(file, 'utf8').catch(() => '');
    return html.replace('<head>', '<head><script src="/before.js"></script>');
  }

  /** The core as it is before it is bundled, and the package. @param {string} path @param {Response} response */
  async source(path, response) {
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    return send(response, type, await readFile(resolve(ROOT, `.${path}`)));
  }
}

/** @param {Response} response @returns {boolean} */
function gone(response) {
  response.writeHead(404).end();
  return true;
}

/** @param {Response} response @param {string} type @param {string | Uint8Array} body @returns {boolean} */
export function send(response, type, body) {
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
  return true;
}
