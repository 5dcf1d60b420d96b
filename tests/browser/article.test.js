// SPDX-License-Identifier: MIT
// The article around its figures: notes, citations, guesses and words that light a part of Figure 1, by pointer, key and finger,
// with script and without.
import { readFileSync } from 'node:fs';
import { expect, test } from './fixture.js';

/** @typedef {import('@playwright/test').Page} Page */

const axe = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

const cite = (/** @type {Page} */ page) => page.locator('main > p a.citation').first();
const card = (/** @type {Page} */ page) => page.locator('.card:popover-open');
const answers = (/** @type {Page} */ page) => page.locator('main > fieldset input'); // figures have radio buttons of their own
const mark = (/** @type {Page} */ page) => page.getByRole('button', { name: 'Note 1' });
const note = (/** @type {Page} */ page) => page.locator('.note:popover-open');
const lit = (/** @type {Page} */ page) => page.locator('ae-figure[name=train]').getAttribute('light');

/** What axe finds in the article's own parts; figures have their own test. @param {Page} page */
const violations = (page) =>
  page.evaluate(async () => {
    const { axe } = /** @type {any} */ (globalThis);
    const { violations } = await axe.run({ exclude: [['ae-figure']] });
    return violations.map(
      (/** @type {any} */ { id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)} ${nodes[0].failureSummary}`,
    );
  });

/** How far a popover is from what opened it, px. @param {Page} page @param {string} popover @param {import('@playwright/test').Locator} opener */
async function distance(page, popover, opener) {
  const [a, b] = [await page.locator(popover).boundingBox(), await opener.boundingBox()];
  if (!a || !b) return Number.POSITIVE_INFINITY;
  return Math.max(a.y - b.y - b.height, b.y - a.y - a.height);
}

test.describe('with script', () => {
  test.beforeEach(async ({ page }) => {
    await page.goto('/');
  });

  test('a citation shows its work beside it while the pointer is on it or on the card', async ({ page }) => {
    await cite(page).hover();
    await expect(card(page)).toContainText('Auto-association by multilayer perceptrons');
    expect(await distance(page, '.card:popover-open', cite(page))).toBeLessThan(20);
    await card(page).getByRole('link').hover();
    await page.waitForTimeout(400);
    await expect(card(page).getByRole('link')).toHaveAttribute('href', 'https://doi.org/10.1007/BF00332918');
    await page.mouse.move(5, 5);
    await expect(card(page)).toHaveCount(0);
  });

  test('a citation shows its work to the keyboard, Escape closes it, Enter leads to the list', async ({ page }) => {
    await cite(page).focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    await expect(cite(page)).toBeFocused();
    await expect(card(page)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(card(page)).toHaveCount(0);
    await expect(cite(page)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/#ref-bourlard1988$/);
    await expect(page.locator('#ref-bourlard1988')).toBeInViewport();
  });

  test('a note opens by key beside its mark and closes by Escape', async ({ page }) => {
    await mark(page).focus();
    await page.keyboard.press('Enter');
    await expect(note(page)).toContainText('undercomplete means');
    expect(await distance(page, '.note:popover-open', mark(page))).toBeLessThan(20);
    await page.keyboard.press('Escape');
    await expect(note(page)).toHaveCount(0);
    await expect(mark(page)).toBeFocused();
  });

  test('links to figures and sections, in text and contents, lead there', async ({ page }) => {
    const links = page.locator('a.reference, nav.contents a');
    for (const href of await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? '')))
      await expect(page.locator(href), href).toHaveCount(1);
    await page.locator('a.reference', { hasText: 'Figure 4' }).first().click();
    await expect(page.locator('#figure-trails')).toBeInViewport();
  });

  test('a word that names a part lights it in Figure 1 while it is pointed at', async ({ page }) => {
    const figure = page.locator('ae-figure[name=train]');
    await figure.evaluate((/** @type {any} */ element) => element.ready);
    const shape = figure.locator('.model .half.encoder .shape');
    const before = await shape.evaluate((path) => getComputedStyle(path).fill);
    for (const part of ['encoder', 'decoder', 'latent', 'input', 'output']) {
      const word = page.locator(`main > p .part.${part}, figcaption .part.${part}`).first();
      await expect(async () => {
        await word.hover(); // figures on the way there may still be coming to life, and move it
        expect(await lit(page), part).toBe(part);
      }).toPass();
      if (part === 'encoder') expect(await shape.evaluate((path) => getComputedStyle(path).fill)).not.toBe(before);
      if (part === 'latent')
        expect(
          await figure.locator('.model .latent .canvas').evaluate((box) => getComputedStyle(box).outlineStyle),
        ).toBe('solid');
      await page.mouse.move(2, 2);
      expect(await lit(page)).toBeNull();
    }
    expect(
      await figure.evaluate((/** @type {any} */ element) => element.state.light),
      'it is no part of the state',
    ).toBeUndefined();
  });

  test('axe finds nothing with a guess made, a note open and a card open, in both themes', async ({ page }) => {
    test.slow();
    await page.evaluate(axe);
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await answers(page).first().check();
      await mark(page).press('Enter');
      await expect(note(page)).toBeVisible();
      expect(await violations(page), `${colorScheme}, note`).toEqual([]);
      await page.keyboard.press('Escape');
      await cite(page).hover();
      await expect(card(page)).toBeVisible();
      expect(await violations(page), `${colorScheme}, card`).toEqual([]);
      await page.mouse.move(2, 2);
      await expect(card(page)).toHaveCount(0);
    }
  });

  test('guesses store nothing and are forgotten', async ({ page, context }) => {
    await answers(page).first().check();
    await page.waitForLoadState('networkidle'); // a reload would break off what is on its way
    await page.reload();
    await expect(answers(page)).toHaveCount(9);
    await expect(answers(page).and(page.locator(':checked'))).toHaveCount(0);
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
    expect(await context.cookies()).toEqual([]);
  });
});

test.describe('with a finger', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 800 } });

  test('a tap opens a citation’s card, and a note, within the window', async ({ page }) => {
    await page.goto('/');
    await cite(page).tap();
    await expect(card(page)).toContainText('Auto-association');
    await expect(page).not.toHaveURL(/#/);
    for (const box of [await card(page).boundingBox()]) {
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(390);
    }
    await page
      .locator('h2')
      .first()
      .tap({ position: { x: 300, y: 5 } });
    await expect(card(page)).toHaveCount(0);
    await mark(page).tap();
    await expect(note(page)).toBeVisible();
    const box = await note(page).boundingBox();
    expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 999) <= 390).toBe(true);
  });
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('all text, six pictures with captions, and every list are there', async ({ page }) => {
    await page.goto('/');
    await expect(page.locator('h2')).toHaveCount(8);
    await expect(page.locator('main > figure')).toHaveCount(6);
    for (const figure of await page.locator('main > figure').all()) {
      const picture = figure.locator('img');
      await picture.scrollIntoViewIfNeeded();
      await expect(picture).toBeVisible();
      await expect(picture).toHaveAttribute('alt', /.{60}/);
      await expect
        .poll(() => picture.evaluate((img) => /** @type {HTMLImageElement} */ (img).naturalWidth))
        .toBeGreaterThan(300);
      await expect(figure.locator('figcaption')).toContainText(/^\s*Figure [1-6]\./);
    }
    await expect(page.locator('ol.references li')).toHaveCount(await page.locator('ol.references li').count());
    await expect(page.locator('ol.notes li').first()).toBeVisible();
    await expect(page.locator('body')).not.toContainText('Loading');
  });

  test('a guess is answered, one at a time, and a wrong one otherwise than the right one', async ({ page }) => {
    await page.goto('/');
    for (const guess of await page.locator('fieldset.guess').all()) {
      const said = guess.locator('.feedback > :visible');
      await expect(guess.getByRole('radio')).toHaveCount(3);
      await expect(said).toHaveCount(0);
      const answers = new Set();
      for (const answer of await guess.getByRole('radio').all()) {
        await answer.check();
        await expect(said).toHaveCount(1);
        answers.add(await said.textContent());
      }
      expect(answers.size).toBe(3);
    }
    await expect(page.locator('fieldset.guess')).toHaveCount(3);
  });

  test('a note opens, and a citation leads to the list', async ({ page }) => {
    await page.goto('/');
    await mark(page).click();
    await expect(note(page)).toBeVisible();
    await page.keyboard.press('Escape');
    await cite(page).click();
    await expect(page.locator('#ref-bourlard1988')).toBeInViewport();
  });
});

test('in print notes stand in their list, and guesses with their right answer', async ({ page }) => {
  await page.goto('/');
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.note').first()).toBeHidden();
  await expect(page.locator('ol.notes li').first()).toBeVisible();
  for (const guess of await page.locator('fieldset.guess').all()) {
    await expect(guess.locator('.feedback > :visible')).toHaveCount(1);
    await expect(guess.locator('.feedback > .right')).toBeVisible();
  }
});

test('the feed names the article and begins it', async ({ page }) => {
  await page.goto('/');
  const href = await page.locator('link[rel=alternate][type="application/atom+xml"]').getAttribute('href');
  const feed = await (await page.request.get(`/${href}`)).text();
  const [titles, content] = await page.evaluate((text) => {
    const document = new DOMParser().parseFromString(text, 'application/xml');
    if (document.querySelector('parsererror')) throw new Error('not XML');
    return [
      [...document.querySelectorAll('title')].map((title) => title.textContent),
      document.querySelector('content')?.textContent,
    ];
  }, feed);
  expect(titles).toContain(await page.title());
  expect((await page.locator('#introduction + p').textContent())?.replace(/\s+/g, ' ')).toBe(
    content?.replace(/\s+/g, ' '),
  );
});
