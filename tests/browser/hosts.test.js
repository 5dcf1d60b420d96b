// SPDX-License-Identifier: MIT
// Figures in other people's pages: the element from the package, as an author puts it there.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { host, html, SCRIPT, site } from './authors.js';
import { expect, Figure, keepContexts, paper, test } from './fixture.js';
import { notebook } from './notebook.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @type {(() => void)[]} */
const servers = [];
test.afterEach(() => {
  for (const close of servers.splice(0)) close();
});

/** Opens a host's page. @param {Page} page @param {Parameters<typeof host>} given */
async function visit(page, ...given) {
  const server = await host(...given);
  servers.push(server.close);
  await page.goto(server.url);
}

/** Whether a figure of a host's page does what figures do: it draws, trains, and knows the dot under the pointer. @param {Figure} figure */
async function works(figure) {
  await figure.element.scrollIntoViewIfNeeded();
  await figure.ready();
  expect((await figure.train(3)).epoch).toBeGreaterThanOrEqual(3);
  await figure.canvas('input').scrollIntoViewIfNeeded();
  const { selected } = await figure.pointAtDot('input');
  await expect(figure.readout).toContainText(`Point ${selected + 1} `);
}

const FIGURE = '<ae-figure name="train" seed="2"></ae-figure>';

test('in a plain page', async ({ page }) => {
  await visit(page, html(`<h1>A host</h1>${FIGURE}<p>More text.</p>`));
  await works(new Figure(page));
});

test('under a strict policy that allows WebAssembly', async ({ page }) => {
  const policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'";
  await visit(page, html(FIGURE), { 'content-security-policy': policy });
  await works(new Figure(page));
});

// `all: unset` takes even `display: block` from the element, and a policy of `box-sizing` changes every measure.
test('under a style that unsets everything, a figure looks as it does elsewhere', async ({ page }) => {
  const widths = () =>
    page.locator('ae-figure').evaluate((element) => {
      const parts = [
        element,
        .../** @type {ShadowRoot} */ (element.shadowRoot).querySelectorAll('button, canvas, dl, p'),
      ];
      return parts.map((part) => {
        const { width, height } = part.getBoundingClientRect();
        return `${part.tagName} ${width.toFixed(0)} x ${height.toFixed(0)}`;
      });
    });
  const box = (/** @type {string} */ style) => html(`<div style="width: 900px">${FIGURE}</div>`, `${style}${SCRIPT}`);
  await visit(page, box(''));
  await works(new Figure(page));
  await page.mouse.move(0, 0);
  const usual = await widths();
  await visit(page, box('<style>div { display: block } * { all: unset; box-sizing: content-box }</style>'));
  await works(new Figure(page));
  await page.mouse.move(0, 0);
  expect(await widths()).toEqual(usual);
});

test('under such a style a figure goes with the reader’s system and its theme, and its writing too', async ({
  page,
}) => {
  const colours = async (/** @type {Figure} */ figure) => [
    await paper(figure),
    await figure.element
      .locator('.plot .name')
      .first()
      .evaluate((part) => getComputedStyle(part).color),
    await figure.show('loss').evaluate((part) => getComputedStyle(part).color),
  ];
  const figure = new Figure(page);
  /** @type {string[][]} */
  const seen = [];
  for (const style of ['', '<style>div { display: block } * { all: unset }</style>']) {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await visit(page, html(`<div style="width: 900px">${FIGURE}</div>`, `${style}${SCRIPT}`));
    await figure.ready();
    const light = await colours(figure);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await expect.poll(() => paper(figure)).toBe('22 24 28');
    const dark = await colours(figure);
    await figure.element.evaluate((element) => element.setAttribute('theme', 'light'));
    await expect.poll(() => colours(figure)).toEqual(light);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await figure.element.evaluate((element) => element.setAttribute('theme', 'dark'));
    await expect.poll(() => colours(figure)).toEqual(dark);
    seen.push([...light, ...dark]);
  }
  expect(seen[1]).toEqual(seen[0]);
});

test('in a page that is written from right to left', async ({ page }) => {
  await visit(page, html(`<p>שלום</p>${FIGURE}`, SCRIPT, 'lang="he" dir="rtl"'));
  const figure = new Figure(page);
  await works(figure);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  const left = async (/** @type {string} */ name) => (await figure.plot(name).boundingBox())?.x ?? 0;
  expect(await left('input')).toBeLessThan(await left('output'));
});

test('beside RequireJS', async ({ page }) => {
  await visit(page, html(FIGURE, `<script src="/node_modules/requirejs/require.js"></script>${SCRIPT}`));
  await works(new Figure(page));
  expect(await page.evaluate(() => typeof (/** @type {any} */ (globalThis).define.amd))).toBe('object');
});

test('in a notebook’s page: in an output that scrolls, put there by a script, in a frame, in a frame that carries it all', async ({
  page,
}) => {
  test.slow();
  const frames = await site();
  servers.push(frames.close);
  const file = readFileSync(resolve(import.meta.dirname, '../../build/site/embed/train.html'), 'utf8');
  await visit(page, notebook(frames.url, file));
  await works(new Figure(page, 0));
  await works(new Figure(page, 1));
  for (const index of [0, 1]) {
    const frame = page.locator('iframe').nth(index);
    await frame.scrollIntoViewIfNeeded();
    await works(new Figure(page, 0, frame.contentFrame()));
  }
});

// A frame is a document of its own, with a context of its own, and a browser keeps some 16 for all of a site's: it takes the one that
// was used least lately. That figure draws by the raster from then on.
test('20 frames in one page: each starts when it is near, and all draw and train, also those that lose their context', async ({
  page,
  troubles,
}) => {
  test.setTimeout(240_000);
  const frames = await site();
  servers.push(frames.close);
  const lost = /Too many active WebGL contexts/;
  troubles.expect(lost, /CONTEXT_LOST_WEBGL/);
  await visit(
    page,
    html(
      Array.from(
        { length: 20 },
        (_, k) =>
          `<p><iframe src="${frames.url}/embed/train.html?seed=${k + 1}" width="1000" height="700"></iframe></p>`,
      ).join(''),
    ),
  );
  const figureOf = (/** @type {number} */ k) => new Figure(page, 0, page.locator('iframe').nth(k).contentFrame());
  const waits = (/** @type {number} */ k) =>
    figureOf(k).element.evaluate((element) => !element.shadowRoot?.querySelector('canvas'));
  expect(await waits(19), 'far down').toBe(true);
  for (let k = 0; k < 20; k++) {
    await page.locator('iframe').nth(k).scrollIntoViewIfNeeded();
    await figureOf(k).ready();
  }
  expect(
    troubles.seen.some((text) => lost.test(text)),
    'the browser has taken contexts away',
  ).toBe(true);
  for (const k of [0, 1, 10, 19]) {
    const figure = figureOf(k);
    await page.locator('iframe').nth(k).scrollIntoViewIfNeeded(); // first: a frame that is out of sight has no frames of animation
    await figure.canvas('latent').scrollIntoViewIfNeeded();
    const before = await figure.picture('latent');
    await works(figure);
    await expect
      .poll(async () => figure.same(before, await figure.picture('latent')), { message: `frame ${k} draws` })
      .toBe(false);
  }
});

test('20 in one page share one WebGL context', async ({ page }) => {
  await keepContexts(page);
  await visit(
    page,
    html(Array.from({ length: 20 }, (_, k) => `<ae-figure name="train" seed="${k + 1}"></ae-figure>`).join('')),
  );
  for (const k of [0, 7, 19]) await works(new Figure(page, k));
  expect(await page.evaluate(() => /** @type {any} */ (globalThis).contexts.length)).toBe(1);
});

// A browser keeps some 16 contexts and takes the oldest: the figure's own. It gets another, or draws without.
test('in a page that opens 20 WebGL contexts of its own', async ({ page, troubles }) => {
  troubles.expect(/Too many active WebGL contexts/, /CONTEXT_LOST_WEBGL/, /context lost/i);
  await visit(page, html(FIGURE));
  const figure = new Figure(page);
  await works(figure);
  await page.evaluate(() => {
    /** @type {any} */ (globalThis).kept = Array.from({ length: 20 }, () => {
      const gl = document.createElement('canvas').getContext('webgl2');
      gl?.clear(gl.COLOR_BUFFER_BIT);
      return gl;
    });
  });
  const before = await figure.picture('latent');
  await figure.train(40);
  await expect.poll(async () => figure.same(before, await figure.picture('latent'))).toBe(false);
});

test('taken out and put back by a page that changes without loading', async ({ page }) => {
  await visit(page, html('<main></main>'));
  for (let k = 0; k < 3; k++) {
    await page.evaluate((figure) => {
      document.querySelector('main')?.replaceChildren();
      document.querySelector('main')?.insertAdjacentHTML('beforeend', figure);
    }, FIGURE);
    await works(new Figure(page));
  }
  // The same element in another place: a router that keeps its views.
  await page.evaluate(() => {
    const figure = /** @type {Element} */ (document.querySelector('ae-figure'));
    figure.remove();
    document.body.prepend(figure);
  });
  await works(new Figure(page));
});

// Slides are scaled by a transform, and hidden until they are shown.
test('on scaled and on hidden slides of reveal.js', async ({ page }) => {
  await page.setViewportSize({ width: 900, height: 700 });
  const slides = `<div class="reveal"><div class="slides">
    <section><h2>First</h2></section><section>${FIGURE}</section></div></div>
    <script src="/node_modules/reveal.js/dist/reveal.js"></script><script src="/slides.js"></script>`;
  const head = `<link rel="stylesheet" href="/node_modules/reveal.js/dist/reveal.css">${SCRIPT}`;
  const start = { '/slides.js': 'Reveal.initialize({ width: 1400, height: 1400, transition: "none", hash: false });' };
  await visit(page, html(slides, head), {}, start);
  await page.waitForFunction(() => /** @type {any} */ (globalThis).Reveal?.isReady());
  expect(await page.evaluate(() => /** @type {any} */ (globalThis).Reveal.getScale())).toBeLessThan(0.6);
  await page.evaluate(() => /** @type {any} */ (globalThis).Reveal.next());
  const figure = new Figure(page);
  await works(figure);
  await page.evaluate(() => /** @type {any} */ (globalThis).Reveal.prev());
  await page.evaluate(() => /** @type {any} */ (globalThis).Reveal.next());
  await works(figure);
});
