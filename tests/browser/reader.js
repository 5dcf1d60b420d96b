// SPDX-License-Identifier: MIT
// Reads a page as a reader does.

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('../../web/element.js').AeFigure} AeFigure */

/** Scrolls down from figure to figure, and waits for each; one that fails is passed. @param {Page} page */
export async function read(page) {
  for (const figure of await page.locator('ae-figure').all()) {
    await figure.evaluate(async (element) => {
      while (element.getBoundingClientRect().top > 0.6 * innerHeight) {
        const before = scrollY;
        scrollBy({ top: 250, behavior: 'instant' });
        await new Promise((done) => setTimeout(done, 60));
        if (scrollY === before) break;
      }
      await customElements.whenDefined('ae-figure');
      await /** @type {AeFigure} */ (element).ready?.catch(() => {});
    });
  }
}

/** Lets the page wait for its own letters, however long they take. @param {Page} page */
export const ownLetters = (page) =>
  page.route('**/*.css', async (route) => {
    const response = await route.fetch();
    const css = await response.text();
    await route.fulfill({ response, body: css.replaceAll(/font-display:\s*optional/g, 'font-display: block') });
  });
