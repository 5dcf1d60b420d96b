// SPDX-License-Identifier: MIT
// Serves a folder on a free port, for what vite preview does not serve.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, resolve, sep } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

/** @type {Record<string, string>} */
export const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.avif': 'image/avif',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
  '.json': 'application/json',
};

const WORDS = /text|javascript|wasm|xml|json/; // of types that are worth compressing
const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** @typedef {import('node:http').ServerResponse} Response */

/**
 * @param {string} folder
 * @param {{compress?: boolean, headers?: Record<string, string>, answer?: (path: string, response: Response) => boolean | Promise<boolean>}} [options]
 *   compress: by brotli, as good servers do; answer: what is to be answered otherwise, true when it has been
 * @returns {Promise<{url: string, close: () => void}>} url without a slash at its end
 */
export async function serve(folder, { compress = false, headers = {}, answer } = {}) {
  const root = resolve(folder);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = resolve(root, `.${decodeURIComponent(pathname)}${pathname.endsWith('/') ? 'index.html' : ''}`);
    try {
      if (await answer?.(pathname, response)) return;
      if (!path.startsWith(root + sep)) throw new Error('outside of the folder');
      const body = await readFile(path);
      const type = TYPES[extname(path)] ?? 'application/octet-stream';
      response.setHeader('content-type', type);
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      if (!compress || !WORDS.test(type)) response.writeHead(200).end(body);
      else response.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync(body, QUALITY));
    } catch {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(null)));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${address.port}`, close };
}
