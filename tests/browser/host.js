// SPDX-License-Identifier: MIT
// Serves a folder as a host does that knows the file _headers in it: under a path, with exactly those headers.
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { test as base } from './fixture.js';
import { TYPES } from './server.js';

/** @typedef {{path: string, headers: [name: string, value: string][]}} Rule */

/** @param {string} text of a file _headers @returns {Rule[]} */
export function rulesOf(text) {
  /** @type {Rule[]} */
  const rules = [];
  for (const line of text.split('\n')) {
    const header = line.match(/^\s+([\w-]+): (.*)$/);
    if (header) rules[rules.length - 1].headers.push([header[1], header[2]]);
    else if (line.trim()) rules.push({ path: line.trim(), headers: [] });
  }
  return rules;
}

/** What rules say of a path; what several say is joined, as hosts do. @param {Rule[]} rules @param {string} path @returns {Record<string, string>} */
export function headersFor(rules, path) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const rule of rules) {
    const start = rule.path.replace(/\*$/, '');
    if (start === rule.path ? path !== start : !path.startsWith(start)) continue;
    for (const [name, value] of rule.headers) found[name] = name in found ? `${found[name]}, ${value}` : value;
  }
  return found;
}

export class Host {
  /** @param {string} folder @param {string} [path] at which it is served */
  constructor(folder, path = '/some/folder/') {
    this.path = path;
    this.port = 0;
    this.root = '';
    /** @type {Rule[]} */
    this.rules = [];
    this.show(folder);
  }

  /** Serves another folder from now on: what was there is gone. @param {string} folder */
  show(folder) {
    const headers = join(folder, '_headers');
    this.root = resolve(folder);
    this.rules = existsSync(headers) ? rulesOf(readFileSync(headers, 'utf8')) : [];
  }

  get url() {
    return `http://127.0.0.1:${this.port}${this.path}`;
  }

  /** The first time on a free port, then on the same again. */
  async start() {
    this.server = createServer((request, response) => this.answer(request, response));
    await new Promise((done) => this.server?.listen(this.port, '127.0.0.1', () => done(null)));
    this.port = /** @type {import('node:net').AddressInfo} */ (this.server.address()).port;
  }

  async stop() {
    const closed = new Promise((done) => this.server?.close(done));
    this.server?.closeAllConnections();
    await closed;
  }

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  async answer(request, response) {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = `/${pathname.slice(this.path.length)}`;
    const file = resolve(this.root, `.${decodeURIComponent(path)}${path.endsWith('/') ? 'index.html' : ''}`);
    for (const [name, value] of Object.entries(headersFor(this.rules, path))) response.setHeader(name, value);
    try {
      if (!pathname.startsWith(this.path) || !file.startsWith(this.root + sep))
        throw new Error('outside of the folder');
      const body = await readFile(file);
      response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
      response.writeHead(200).end(body);
    } catch {
      response.removeHeader('cache-control');
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    }
  }
}

/** A test with a host of build/site/. */
export const test = base.extend(
  /** @type {import('@playwright/test').Fixtures<{host: Host}>} */ ({
    // biome-ignore lint/correctness/noEmptyPattern: what the test runner asks for
    host: async ({}, use) => {
      const host = new Host(resolve(import.meta.dirname, '../../build/site'));
      await host.start();
      await use(host);
      await host.stop();
    },
  }),
);
