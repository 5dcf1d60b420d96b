// SPDX-License-Identifier: MIT
// Has the service worker keep the article. Whatever stands against that (no service workers, a sandbox in which reading
// `navigator.serviceWorker` throws, storage refused, a reader who saves data) is no trouble of the reader's: the page stays as it is.

const PATIENCE = 2000; // ms

/** Addresses of what the page has fetched, before there was a worker to keep it: its pictures too, in the size that fits here. */
async function fetched() {
  const pictures = /** @type {NodeListOf<HTMLImageElement>} */ (document.querySelectorAll('picture img'));
  for (const picture of pictures) picture.loading = 'eager';
  await Promise.allSettled([...pictures].map((picture) => picture.decode()));
  return performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter((name) => name.startsWith(location.origin));
}

/** Rejects where it cannot: who calls it lets the page be as it is. */
export async function keep() {
  if (!document.querySelector('script[type=module][src]')) return; // a page that carries everything inside
  if (/** @type {any} */ (navigator).connection?.saveData) return;
  const { serviceWorker } = navigator;
  await serviceWorker.register('./sw.js');
  const { active } = await serviceWorker.ready;
  // From when it rules this page it keeps what is asked for by itself. A page loaded anew past it is never ruled.
  if (!serviceWorker.controller)
    await new Promise((done) => {
      serviceWorker.addEventListener('controllerchange', done, { once: true });
      setTimeout(done, PATIENCE);
    });
  active?.postMessage({ type: 'CACHE_URLS', payload: { urlsToCache: await fetched() } });
}
