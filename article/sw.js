// SPDX-License-Identifier: MIT
// The service worker: after one visit the article can be read without a network. What it keeps is named in full by the build
// (article/finish.js), so nothing else is ever answered from here: what is missing stays a 404.
//
// Kept at once, some seconds after the page is there: the text, all scripts, the core; and the pictures in the size that fits. Kept
// when it was asked for: the data of Figure 6, which the page asks for as soon as a reader comes near that figure, and what its
// drawers fetch. So nobody loads the 380 kB of its model who does not come there, and who has been there has it offline; who has
// not is told so by the figure. A reader who saves data is spared all of it (offline.js).
//
// Versions are never mixed. Every file but the pages has a name that goes with its bytes, and a page is the newest that the
// network gives; without a network it is the kept one, whose files are all kept. A newer worker fetches its files beside those of
// the older one, refuses a page that is not of its build, and takes over when no page of the older one is open.

import { cacheNames, clientsClaim } from 'workbox-core';
import { addRoute, PrecacheFallbackPlugin, precache } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst, NetworkFirst, NetworkOnly } from 'workbox-strategies';

/** @typedef {import('workbox-core').WorkboxPlugin} WorkboxPlugin */

/** @type {import('./finish.js').Kept} what the build puts here */
const files = /** @type {any} */ (globalThis).FILES;

const PATIENCE = 4; // s to wait for the network's page when there is a kept one

const ARTICLE = ['./', './index.html'].map(absolute);
const LATER = new Set(files.later.map(absolute)); // kept once they were asked for

/** @param {string} path beside this file */
function absolute(path) {
  return new URL(path, location.href).href;
}

/** An address without what a page reads from it. @param {string} url */
function bare(url) {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/** A host in trouble is no better than none. @type {WorkboxPlugin} */
const refuseErrors = {
  fetchDidSucceed: async ({ response }) => {
    if (response.status >= 500) throw new Error(`${response.status}`);
    return response;
  },
};

/** A page is kept once, whatever its address tells it. @type {WorkboxPlugin} */
const withoutQuery = { cacheKeyWillBeUsed: async ({ request }) => bare(request.url) };

precache(files.ahead);

registerRoute(
  ({ request }) => request.mode === 'navigate' && ARTICLE.includes(bare(request.url)),
  new NetworkOnly({
    networkTimeoutSeconds: PATIENCE,
    plugins: [refuseErrors, new PrecacheFallbackPlugin({ fallbackURL: './index.html' })],
  }),
);
registerRoute(
  ({ request }) => request.mode === 'navigate' && LATER.has(bare(request.url)),
  new NetworkFirst({ networkTimeoutSeconds: PATIENCE, plugins: [refuseErrors, withoutQuery] }),
);
addRoute({ cleanURLs: false });
registerRoute(({ request, url }) => request.mode !== 'navigate' && LATER.has(url.href), new CacheFirst());

/** Files of older versions go. */
async function clean() {
  const cache = await caches.open(cacheNames.runtime);
  for (const request of await cache.keys()) if (!LATER.has(request.url)) await cache.delete(request);
}

addEventListener('activate', (event) => /** @type {any} */ (event).waitUntil(clean()));
clientsClaim(); // the page of the first visit: what it asks for from now on is kept
