// SPDX-License-Identifier: MIT
// Figures for everybody: keyboard, touch, screen readers, little motion, narrow screens. The numbers are those of WCAG 2.2.
import { readFile } from 'node:fs/promises';
import { load } from '../wasm/builds.js';
import { tap } from './finger.js';
import { expect, Figure, PLOTS, test } from './fixture.js';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').Locator} Locator */
/** @typedef {import('../../web/element.js').AeFigure} AeFigure */

const axe = await readFile(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** What a reader can operate in a figure. */
const OPERABLE = 'button, select, input, summary, [tabindex]';

/** What has the focus, in the shadow of a figure too: its HTML, where, and whether that is seen. @param {Page} page */
const focused = (page) =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element || element === document.body) return null;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return {
      inFigure: element.getRootNode() instanceof ShadowRoot,
      index: [.../** @type {ParentNode} */ (element.getRootNode()).querySelectorAll('*')].indexOf(element),
      html: /** @type {HTMLElement} */ (element.cloneNode()).outerHTML.replace(/ aria-expanded="\w*"/, ''),
      outlined: element.matches(':focus-visible') && outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
      inSight: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    };
  });

/** @param {Figure} figure @returns {Promise<string[]>} what can be operated, in the order of the page */
const operable = (figure) =>
  figure.element.evaluate(
    (element, selector) =>
      [.../** @type {NodeListOf<HTMLInputElement>} */ (element.shadowRoot?.querySelectorAll(selector) ?? [])]
        .filter((part) => part.checkVisibility() && !part.disabled)
        .filter((part) => part.type !== 'radio' || part.checked) // arrow keys reach the others
        .map((part) => /** @type {HTMLElement} */ (part.cloneNode()).outerHTML.replace(/ aria-expanded="\w*"/, '')),
    OPERABLE,
  );

test.describe('keyboard', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('Tab reaches everything in order, with a focus that is seen, and leaves it again both ways', async ({
    figure,
    page,
  }) => {
    await page.setViewportSize({ width: 1100, height: 700 });
    await figure.open();
    await figure.element.locator('.data summary').click();
    await expect(figure.element.getByRole('row')).toHaveCount(26);
    const expected = await operable(figure);
    expect(expected.length).toBeGreaterThan(PLOTS.length + 12 + 25);
    for (const [key, order] of /** @type {const} */ ([
      ['Tab', (/** @type {string[]} */ list) => list],
      ['Shift+Tab', (/** @type {string[]} */ list) => list.toReversed()],
    ])) {
      await page.evaluate((forwards) => {
        const place = document.createElement('button');
        place.textContent = 'beside the figure';
        const figure = document.querySelector('ae-figure');
        if (forwards) figure?.before(place);
        else figure?.after(place);
        place.focus();
      }, key === 'Tab');
      const seen = [];
      for (let presses = 0; presses < expected.length + 1; presses++) {
        await page.keyboard.press(key);
        const at = await focused(page);
        if (!at?.inFigure) break;
        seen.push(at.html);
        expect(at.outlined, `the focus of ${at.html}`).toBe(true);
        expect(at.inSight, at.html).toBe(true);
      }
      expect(seen).toEqual(order(expected));
    }
  });

  test('keys alone do all that the pointer does', async ({ figure, page }) => {
    await figure.open();
    const button = (/** @type {string} */ name) => figure.element.getByRole('button', { name, exact: true });
    const press = async (/** @type {Locator} */ part, /** @type {string} */ key) => {
      await part.focus();
      await page.keyboard.press(key);
    };
    await press(button('Play'), 'Space');
    await figure.reach(3);
    await press(button('Pause'), 'Enter');
    expect((await figure.state()).playing).toBe(false);
    await press(button('New seed'), 'Space');
    await expect(figure.seed).toHaveValue('2');
    await press(figure.element.getByRole('combobox', { name: 'Speed' }), 'ArrowDown');
    await expect.poll(async () => /** @type {any} */ (await figure.state()).speed).toBe('flat');
    await press(button('Step'), 'Enter');
    await expect(figure.show('epoch')).toHaveText('1');
    await press(button('Reset'), 'Enter');
    await expect(figure.show('epoch')).toHaveText('0');

    for (const key of ['ArrowLeft', 'ArrowDown', '+', '-']) {
      const before = await figure.picture('layered');
      await press(figure.canvas('layered'), key);
      await expect.poll(async () => figure.same(await figure.picture('layered'), before), key).toBe(false);
    }
    for (const [key, selected] of /** @type {const} */ ([
      ['n', 0],
      ['n', 1],
      ['p', 0],
      ['End', 24],
      ['Home', 0],
      ['Escape', -1],
    ])) {
      await press(figure.canvas('layered'), key);
      await expect.poll(async () => (await figure.state()).selected, key).toBe(selected);
    }

    await press(figure.element.locator('.data summary'), 'Enter');
    await press(figure.element.getByRole('row').nth(3).getByRole('button'), 'Enter');
    await expect.poll(async () => (await figure.state()).selected).toBe(2);
    await expect(figure.readout).toContainText('Point 3');

    const tip = figure.element.getByRole('note');
    await expect(tip).toBeHidden();
    await figure.canvas('latent-large').focus();
    await page.keyboard.press('Tab');
    await expect(tip).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(tip).toBeHidden();
    await page.keyboard.press('Enter');
    await expect(tip).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(tip).toBeHidden();
  });

  test('a key that means nothing to a plot is the page’s own', async ({ figure, page }) => {
    await page.setViewportSize({ width: 1100, height: 500 });
    await figure.open();
    await figure.canvas('latent').focus();
    const before = await page.evaluate(() => scrollY);
    await page.keyboard.press('PageDown');
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(before + 100);
    await page.keyboard.press('Control+ArrowRight');
    expect((await figure.state()).selected).toBe(-1);
  });
});

test.describe('pointer', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('buttons do all that dragging and the wheel do', async ({ figure }) => {
    await figure.open();
    const tools = figure.plot('layered').getByRole('group', { name: 'View' });
    const first = await figure.pictures();
    for (const [there, back] of /** @type {const} */ ([
      ['Turn left', 'Turn right'],
      ['Tilt up', 'Tilt down'],
      ['Closer', 'Farther away'],
    ])) {
      await tools.getByRole('button', { name: there }).click();
      await expect.poll(async () => figure.same(await figure.picture('input'), first.input), there).toBe(false);
      expect(await figure.same(await figure.picture('latent'), first.latent), `${there}, a plane`).toBe(true);
      await tools.getByRole('button', { name: back }).click();
      await expect.poll(async () => figure.same(await figure.picture('input'), first.input), back).toBe(true);
    }
  });

  test('Ctrl and the wheel zoom a plot in space, and the page stays', async ({ figure, page }) => {
    await page.setViewportSize({ width: 1300, height: 700 });
    await figure.open();
    const before = await figure.picture('input');
    const scroll = await page.evaluate(() => scrollY);
    await figure.canvas('input').hover({ position: { x: 5, y: 5 } });
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -60);
    await page.keyboard.up('Control');
    await expect.poll(async () => figure.same(await figure.picture('input'), before)).toBe(false);
    expect(await page.evaluate(() => [scrollY, devicePixelRatio, visualViewport?.scale])).toEqual([scroll, 1, 1]);
  });

  test('a tip stays while the mouse is on it, and goes with Escape or a press elsewhere', async ({ figure, page }) => {
    await figure.open();
    const mark = figure.plot('latent-large').getByRole('button', { name: 'About: trails' });
    const note = figure.element.getByRole('note');
    await expect(mark).toHaveAttribute('aria-expanded', 'false');
    await mark.hover();
    await expect(note).toBeVisible();
    await expect(note).toContainText('negative gradient');
    await expect(mark).toHaveAttribute('aria-expanded', 'true');
    await note.hover();
    await page.waitForTimeout(500);
    await expect(note).toBeVisible();
    const box = await note.boundingBox();
    expect(box && box.x >= 0 && box.y >= 0 && box.x + box.width <= 1300).toBe(true);
    await page.keyboard.press('Escape');
    await expect(note).toBeHidden();

    await page.mouse.move(2, 2);
    await mark.hover();
    await expect(note).toBeVisible();
    await page.mouse.move(2, 2);
    await expect(note).toBeHidden();

    await mark.click();
    await page.mouse.move(2, 2);
    await page.waitForTimeout(500);
    await expect(note, 'a pressed tip stays').toBeVisible();
    await page.mouse.click(2, 2);
    await expect(note).toBeHidden();
    await expect(mark).toHaveAttribute('aria-expanded', 'false');
  });

  test('targets are at least 24 px wide and high', async ({ figure }) => {
    await figure.open();
    await figure.element.locator('.data summary').click();
    expect(await smallTargets(figure, 24)).toEqual([]);
  });
});

/** What can be pressed and is smaller than so many px. @param {Figure} figure @param {number} least @param {string} [selector] */
const smallTargets = (figure, least, selector = OPERABLE) =>
  figure.element.evaluate(
    (element, [parts, size]) =>
      [...(element.shadowRoot?.querySelectorAll(`${parts}`) ?? [])]
        .filter((part) => part.checkVisibility())
        .map((part) => ({
          html: part.outerHTML.slice(0, 80),
          box: (part.matches('[type=radio], [type=checkbox]')
            ? (part.closest('label') ?? part)
            : part
          ).getBoundingClientRect(),
        }))
        .filter(({ box }) => Math.min(box.width, box.height) < Number(size) - 0.01)
        .map(({ html, box }) => `${html}: ${box.width} by ${box.height}`),
    [selector, least],
  );

const BEGIN = 'section > :first-child'; // of a figure, where a reader comes from above
const FIGURES = ['train', 'encoder', 'gradient', 'trails', 'decoder', 'digits'];

/** From the top of one of these parts to the bottom of another, px. @param {Figure} figure @param {string[]} selectors */
const span = (figure, selectors) =>
  figure.element.evaluate((element, list) => {
    const boxes = list.map((selector) => element.shadowRoot?.querySelector(selector)?.getBoundingClientRect());
    const edges = (/** @type {'top' | 'bottom'} */ side) => boxes.map((box) => box?.[side] ?? Number.NaN);
    return Math.max(...edges('bottom')) - Math.min(...edges('top'));
  }, selectors);

test.describe('on a laptop', () => {
  test.use({ viewport: { width: 1300, height: 800 } });

  test('Play, the data sets, the loss and the whole row are in sight together, and arrow keys are spoken of', async ({
    figure,
    page,
  }) => {
    await page.goto('/workbench.html?name=train&state=fresh');
    await figure.ready();
    const parts = [
      BEGIN,
      '[data-do=play]',
      '.data-sets',
      '[data-show=loss]',
      '[data-plot=input]',
      '[data-plot=output]',
    ];
    expect(await span(figure, parts)).toBeLessThan(560);
    await expect(figure.element.locator('.readout')).toContainText('arrow keys');
  });
});

test.describe('touch', () => {
  test.use({ hasTouch: true, isMobile: true, contextOptions: { reducedMotion: 'reduce' } });

  for (const width of [390, 1024]) {
    test(`a finger’s targets are large, and a tap does what a click does, at ${width} px`, async ({ figure, page }) => {
      await page.setViewportSize({ width, height: 900 });
      await figure.open();
      expect(await page.evaluate(() => matchMedia('(pointer: coarse)').matches)).toBe(true);
      await tap(figure.element.locator('.data summary'));
      await expect(figure.element.getByRole('row')).toHaveCount(26);
      expect(await smallTargets(figure, 24)).toEqual([]);
      expect(await smallTargets(figure, 44, '.controls button, .controls select')).toEqual([]);

      await tap(figure.element.getByRole('button', { name: 'Play', exact: true }));
      await figure.reach(3);
      await tap(figure.element.getByRole('button', { name: 'Step', exact: true }));
      expect((await figure.state()).playing).toBe(false);

      await tap(figure.element.getByRole('row').nth(5).getByRole('button'));
      await expect(figure.readout).toContainText('Point 5');
      const before = await figure.picture('layered');
      await tap(figure.element.getByRole('button', { name: 'Turn left' }));
      await expect.poll(async () => figure.same(await figure.picture('layered'), before)).toBe(false);

      const note = figure.element.getByRole('note');
      await tap(figure.element.getByRole('button', { name: 'About: trails' }));
      await expect(note).toBeVisible();
      await page.waitForTimeout(500);
      await expect(note).toBeVisible();
      await tap(figure.element.getByText('Encoder', { exact: true }));
      await expect(note).toBeHidden();
    });
  }

  test('a finger that has gone leaves no mark on what it tapped', async ({ figure, page }) => {
    await page.goto('/workbench.html?name=train&state=fresh');
    await figure.ready();
    const look = (/** @type {string} */ name) =>
      figure.element
        .getByRole('button', { name, exact: true })
        .evaluate((button) => /** @type {string} */ (getComputedStyle(button).borderColor));
    await tap(figure.element.getByRole('button', { name: 'Step', exact: true }));
    await figure.reach(1);
    expect(await look('Step')).toBe(await look('Reset'));
  });

  for (const [name, tapped, ...changed] of [
    ['train', '[data-do=play]', BEGIN, '[data-show=loss]', '[data-plot=latent] .canvas', '[data-plot=output] .canvas'],
    ['train', '[data-set=data][value=noise]', '[data-do=play]', '[data-plot=input] .canvas'],
    ['encoder', '[data-do=seed]', '[data-plot=latent] .canvas'],
    ['gradient', '[data-do=step]', '[data-plot=latent] .canvas', '[data-show=error]', '[data-show=change]'],
    ['gradient', '[data-set=z1]', '[data-plot=latent] .canvas', '[data-show=error]'],
    ['trails', '[data-set=epoch]', '[data-plot=latent] .canvas'],
    ['decoder', '[data-set=z1]', '[data-plot=output] .canvas', '[data-show=decoded]'],
    ['digits', '[data-plot=map] .canvas', '[data-picture=decoded]'],
  ]) {
    test(`on a phone ${tapped} of ${name} is in sight together with what it changes`, async ({ figure, page }) => {
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto(`/workbench.html?name=${name}&state=fresh`);
      await figure.ready();
      expect(await span(figure, [tapped, ...changed])).toBeLessThan(844);
    });
  }

  for (const name of FIGURES) {
    test(`a finger is told of taps in ${name}, and buttons cover no narrow plot`, async ({ figure, page }) => {
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto(`/workbench.html?name=${name}&state=fresh`);
      await figure.ready();
      const text = await figure.element.locator('section').innerText();
      expect(text).not.toMatch(/arrow key|point at|click|mouse|move over|hover/i);
      const covers = await figure.element.evaluate((element) =>
        [...(element.shadowRoot?.querySelectorAll('[data-plot]:not(.map) .tools') ?? [])].filter((tools) => {
          const plot = /** @type {Element} */ (tools.parentElement?.querySelector('canvas'));
          return tools.getBoundingClientRect().top < plot.getBoundingClientRect().bottom;
        }),
      );
      expect(covers).toHaveLength(0);
    });
  }
});

// ---- screen readers ----------------------------------------------------------------------------------------------------

/** @param {Page} page @returns {Promise<string[]>} what axe has against the page, of the grades A and AA and of good practice */
async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { violations } = await /** @type {any} */ (globalThis).axe.run(document, { resultTypes: ['violations'] });
    return violations;
  });
  return found.flatMap((/** @type {any} */ { id, nodes }) =>
    nodes.map((/** @type {any} */ node) => `${id}: ${node.target} ${node.failureSummary}`),
  );
}

/** Opens all that opens: the drawers, the data table, and a tip. @param {import('./fixture.js').Figure} figure */
async function openAll({ element }) {
  for (const summary of await element.locator('summary:visible').all()) await summary.click();
  await expect(element.locator('details:not([open]) > summary:visible')).toHaveCount(0);
  const tip = element.locator('button[aria-label^="About:"]:visible').first();
  if (await tip.count()) await tip.click();
}

for (const [where, path] of [
  ['the article', '/'],
  ['the page for authors', '/embed.html'],
  ['a fresh figure', '/workbench.html?name=train&state=fresh'],
  ['a figure that trains', '/workbench.html?name=train&state=training'],
  ['a figure with a selected point', '/workbench.html?name=train&state=selected'],
  ['a figure that failed', '/workbench.html?name=train&state=failed'],
  ...['encoder', 'gradient', 'trails', 'decoder', 'digits'].map((name) => [
    `the figure ${name}`,
    `/workbench.html?name=${name}&state=selected`,
  ]),
]) {
  test(`axe finds no fault with ${where}, in either theme`, async ({ figure, page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
    await page.goto(path);
    if (path.endsWith('failed')) await expect(figure.alert).toBeVisible();
    else {
      await figure.ready();
      await openAll(figure);
    }
    expect(await violations(page), 'light').toEqual([]);
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' });
    expect(await violations(page), 'dark').toEqual([]);
  });
}

test('the data table has the numbers of the state, page by page, and choosing a row selects its point', async ({
  figure,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await figure.open('name="train" points="60"');
  await figure.element.locator('.data summary').click();
  await figure.train(20);
  const core = await load();
  const trainer = core.trainer({ points: 60 });
  trainer.step(20);
  const number = (/** @type {string} */ text) => Number(text.replaceAll('\u2212', '-'));
  const next = figure.element.getByRole('button', { name: 'Next' });
  const before = figure.element.getByRole('button', { name: 'Previous' });
  await expect(before).toBeDisabled();
  for (const [first, last] of [
    [1, 25],
    [26, 50],
    [51, 60],
  ]) {
    await expect(figure.show(/** @type {any} */ ('rows'))).toHaveText(`Points ${first} to ${last} of 60`);
    await expect(figure.element.getByRole('row')).toHaveCount(last - first + 2);
    await expect(async () => {
      const rows = await figure.element.locator('tbody tr').allInnerTexts();
      rows.forEach((row, k) => {
        const [point, ...cells] = row.split('\t').map((cell) => cell.trim());
        const index = first - 1 + k;
        expect(Number(point)).toBe(index + 1);
        const { input, latent, output, error } = trainer.point(index);
        for (const [c, values] of [input, latent, output].entries()) {
          const told = cells[c].slice(1, -1).split(', ').map(number);
          expect(told).toHaveLength(values.length);
          told.forEach((value, d) => {
            expect(Math.abs(value - values[d]), `${value} for ${values[d]}`).toBeLessThan(0.000501);
          });
        }
        expect(Math.abs(number(cells[3]) - error)).toBeLessThan(0.000000501);
      });
    }).toPass({ timeout: 5000 });
    if (last < 60) await next.click();
  }
  await expect(next).toBeDisabled();
  await figure.element.getByRole('row').nth(4).getByRole('button').click();
  expect((await figure.state()).selected).toBe(53);
  await expect(figure.readout).toContainText('Point 54');
  await expect(figure.status).toContainText('Point 54');
  await expect(figure.element.locator('tr.chosen')).toHaveCount(1);
  await expect(figure.element.locator('tr.chosen')).toContainText('54');
  await before.click();
  await expect(figure.show(/** @type {any} */ ('rows'))).toHaveText('Points 26 to 50 of 60');
  await expect(figure.element.locator('tr.chosen')).toHaveCount(0);
});

test('the description follows the state, and the status speaks at most every five seconds', async ({ figure }) => {
  await figure.open();
  const description = figure.show(/** @type {any} */ ('description'));
  await expect(description).toHaveText(/^At rest, epoch 0, loss 0\.\d{6}, 25 points\.$/);
  await figure.train(3);
  await expect(description).toHaveText(/^At rest, epoch 3, /);
  await figure.element.evaluate((element) => {
    const status = /** @type {HTMLElement} */ (element.shadowRoot?.querySelector('[role=status]'));
    /** @type {[number, string][]} */
    const said = [];
    /** @type {any} */ (globalThis).said = said;
    new MutationObserver(() => said.push([performance.now(), status.textContent ?? ''])).observe(status, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  await figure.do('play');
  await expect(description).toHaveText(/^Training, epoch \d+, /);
  const progress = () =>
    figure.page.evaluate(() =>
      /** @type {any} */ (globalThis).said.filter((/** @type {[number, string]} */ [, words]) =>
        /^Training,/.test(words),
      ),
    );
  await expect.poll(async () => (await progress()).length, { timeout: 30_000 }).toBe(2); // the rest is news, which is said at once
  await figure.do('play');
  const { epoch, loss } = await figure.state();
  await figure.rest();
  await expect(description).toContainText(`epoch ${(await figure.state()).epoch.toLocaleString('en-US')},`);
  expect(epoch).toBeGreaterThan(0);
  expect(loss).toBeGreaterThan(0);
  /** @type {[number, string][]} */
  const said = await progress();
  said.forEach(([at, words], k) => {
    expect(words).toMatch(/epoch [\d,]+, loss \S+, 25 points\.$/);
    if (k) expect(at - said[k - 1][0]).toBeGreaterThan(4900);
  });
});

// ---- motion, narrow screens --------------------------------------------------------------------------------------------

test('with reduced motion nothing plays, streams or glides by itself', async ({ figure, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await figure.open('name="train" playing speed="slow"');
  await page.waitForTimeout(500);
  expect(await figure.state()).toMatchObject({ epoch: 0, playing: false });
  const animations = () =>
    figure.element.evaluate(
      (element) => element.shadowRoot?.getAnimations().filter((one) => one.playState === 'running').length,
    );

  // A step is seen at once and whole: the picture after it is already the last one.
  await figure.do('step');
  await expect(figure.show('epoch')).toHaveText('1');
  const [now, later] = [await figure.picture('output'), await figure.pictures()];
  expect(await figure.same(now, later.output)).toBe(true);

  await figure.do('play'); // what a reader asks for still happens
  await figure.reach(3);
  expect(await animations()).toBe(0);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await expect.poll(animations).toBeGreaterThan(0);
});

/** Visible words and controls of the page that lie over one another. @param {Page} page @returns {Promise<string[]>} */
const overlaps = (page) =>
  page.evaluate(() => {
    const shadows = [...document.querySelectorAll('ae-figure')].map((element) => element.shadowRoot);
    const parts = [document, ...shadows].flatMap((root) => [
      ...(root?.querySelectorAll(
        'h1, h2, h3, .name, p, dt, dd, button, select, summary, canvas, svg, figcaption, .legend',
      ) ?? []),
    ]);
    const boxes = parts
      .filter(
        (part) => part.checkVisibility({ visibilityProperty: true }) && !part.closest('.unseen, [popover], .scroll'),
      )
      .map((part) => {
        // Words take the room of their letters, not of their column.
        const range = document.createRange();
        range.selectNodeContents(part);
        const words = /^(H\d|P|DT|DD)$/.test(part.tagName) || part.matches('.name');
        return { part, box: words ? range.getBoundingClientRect() : part.getBoundingClientRect() };
      })
      .filter(({ box }) => box.width > 0 && box.height > 0);
    const over = (/** @type {DOMRect} */ a, /** @type {DOMRect} */ b) =>
      Math.min(
        Math.min(a.right, b.right) - Math.max(a.left, b.left),
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top),
      );
    const found = [];
    for (const [k, one] of boxes.entries()) {
      for (const other of boxes.slice(k + 1)) {
        if (one.part.contains(other.part) || other.part.contains(one.part)) continue;
        if (one.part.tagName === 'CANVAS' && other.part.closest('.tools')) continue; // they are meant to
        const by = over(one.box, other.box);
        if (by > 1) found.push(`${one.part.outerHTML.slice(0, 60)} and ${other.part.outerHTML.slice(0, 60)}: ${by}`);
      }
    }
    return found;
  });

for (const [what, viewport, deviceScaleFactor] of /** @type {const} */ ([
  ['320 px', { width: 320, height: 700 }, 1],
  ['1300 px enlarged to 400%', { width: 325, height: 375 }, 4],
  ['768 px', { width: 768, height: 900 }, 1],
  ['1300 px', { width: 1300, height: 900 }, 1],
])) {
  test.describe(what, () => {
    test.use({ viewport, deviceScaleFactor, contextOptions: { reducedMotion: 'reduce' } });

    test(`at ${what} nothing overlaps and the page does not scroll sideways`, async ({ figure, page }) => {
      await figure.open();
      await figure.train(2);
      const check = async (/** @type {string} */ state) => {
        expect(await overlaps(page), state).toEqual([]);
        const { width, view } = await page.evaluate(() => ({
          width: document.documentElement.scrollWidth,
          view: document.documentElement.clientWidth,
        }));
        expect(width, state).toBeLessThanOrEqual(view);
      };
      await check('fresh');
      await figure.element.evaluate((element) => /** @type {AeFigure} */ (element).set({ selected: 7, bottleneck: 3 }));
      await figure.element.locator('.data summary').click();
      await expect(figure.readout).toContainText('Point 8');
      await check('a point is selected, the table open');
      await figure.element.evaluate((element) => element.setAttribute('rate', 'so fast that nobody can follow'));
      await expect(figure.message).toBeVisible();
      await check('a message');
      await figure.element.evaluate((element) =>
        element.setAttribute('name', 'a name that is not the name of a figure'),
      );
      await expect(figure.alert).toBeVisible();
      await check('failed');
    });
  });
}

for (const name of FIGURES) {
  test(`${name} fits a page of 320 px, whatever is open, with targets of 24 px and names for its plots`, async ({
    figure,
    page,
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 320, height: 900 });
    await page.goto(`/workbench.html?name=${name}&state=fresh`);
    await figure.ready();
    await figure.element.evaluate((element) => {
      for (const details of element.shadowRoot?.querySelectorAll('details') ?? []) details.open = true;
    });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(320);
    expect(await smallTargets(figure, 24)).toEqual([]);
    const plots = await figure.element.getByRole('application').all();
    expect(plots.length).toBeGreaterThan(0);
    for (const plot of plots) await expect(plot).toHaveAccessibleName(/\w+/);
  });
}
