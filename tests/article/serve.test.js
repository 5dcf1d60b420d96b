// SPDX-License-Identifier: MIT
// `make serve` serves all that its pages ask for.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createServer } from 'vite';

const vite = await createServer({
  configFile: 'web/vite.config.js',
  logLevel: 'error',
  server: { port: 0, strictPort: false, watch: null, hmr: false },
});
await vite.listen();
after(() => vite.close());
const [origin] = (vite.resolvedUrls?.local ?? []).map((url) => url.replace(/\/$/, ''));

/** What a page fetches for itself: scripts, style sheets, pictures, fonts. @param {string} html */
const asked = (html) =>
  [...html.matchAll(/<(?:script|link|img|source)\b[^>]*>/g)].flatMap(([tag]) =>
    [...tag.matchAll(/ (?:src|srcset|href)="([^"]+)"/g)].flatMap(([, value]) =>
      value.split(',').map((part) => part.trim().split(' ')[0]),
    ),
  );

for (const [page, least] of /** @type {const} */ ([
  ['/', 30],
  ['/embed.html', 5],
  ['/workbench.html', 3],
]))
  test(`make serve answers all that ${page} asks for`, async () => {
    const html = await (await fetch(origin + page)).text();
    const urls = asked(html).filter((url) => !/^(data:|https?:|urn:)/.test(url));
    assert.ok(urls.length >= least, `${urls.length} addresses`);
    for (const url of urls) {
      if (/feed\.xml|oembed/.test(url)) continue; // only a site has them
      const response = await fetch(new URL(url, origin + page));
      assert.equal(response.status, 200, url);
      assert.ok(
        /\.html($|#)/.test(url) || !/html/.test(response.headers.get('content-type') ?? ''),
        `${url} is a page`,
      );
      await response.arrayBuffer();
    }
  });
