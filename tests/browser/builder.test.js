// SPDX-License-Identifier: MIT
// embed.html: choose a figure, see it, copy what puts it into a page.
import { expect, test } from './fixture.js';

/** @typedef {import('@playwright/test').Page} Page */

const code = (/** @type {Page} */ page, /** @type {string} */ name) => page.locator(`[data-snippet=${name}] code`);

test('the form changes the figure and what there is to copy', async ({ figure, page }) => {
  await page.goto('/embed.html');
  await figure.ready();
  await expect(code(page, 'script')).toContainText('<ae-figure name="train"></ae-figure>');
  await page.getByRole('combobox', { name: 'Data set', exact: true }).selectOption('wave');
  await page.locator('form').getByLabel('Seed').fill('42');
  await page.getByLabel('Colours').selectOption('dark');
  await expect(code(page, 'script')).toContainText(
    '<ae-figure name="train" data="wave" seed="42" theme="dark"></ae-figure>',
  );
  await expect(code(page, 'npm')).toContainText('data="wave" seed="42" theme="dark"');
  await expect(code(page, 'frame')).toContainText(
    /src="http:.*\/embed\/train\.html\?data=wave&amp;seed=42&amp;theme=dark"/,
  );
  await expect(code(page, 'file')).toContainText('src="train.html?data=wave&amp;seed=42&amp;theme=dark"');
  await expect.poll(() => figure.state()).toMatchObject({ data: 'wave', seed: 42 });
  await expect(figure.element).toHaveAttribute('theme', 'dark');

  await page.getByRole('combobox', { name: 'Figure' }).selectOption('decoder');
  await figure.ready();
  await expect(code(page, 'file')).toContainText('src="decoder.html?data=wave&amp;seed=42&amp;theme=dark"');
});

test('what does not fit is brought into its range, and the figure keeps its state', async ({ figure, page }) => {
  await page.goto('/embed.html');
  await figure.ready();
  await page.locator('form').getByLabel('Points').fill('3');
  await expect(code(page, 'script')).toContainText('<ae-figure name="train" points="10">');
  expect(await figure.state()).toMatchObject({ points: 25 });
});

test('what was done in the figure goes into the snippets', async ({ figure, page }) => {
  await page.goto('/embed.html');
  await figure.ready();
  await figure.train(3);
  await page.getByRole('button', { name: 'Take over' }).click();
  await expect(code(page, 'script')).toContainText('<ae-figure name="train" epoch="3"></ae-figure>');
  await page.getByRole('button', { name: 'Start again' }).click();
  await expect(code(page, 'script')).toContainText('<ae-figure name="train"></ae-figure>');
});

test('a button copies, by keyboard too, and says so', async ({ context, figure, page }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/embed.html');
  await figure.ready();
  const button = page.getByRole('button', { name: 'Copy: A frame' });
  await button.press('Enter');
  await expect(button).toHaveText('Copied');
  const frame = await code(page, 'frame').textContent();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(frame);
  await expect(button).toHaveText('Copy');
});

test('what is copied is HTML of one element with the chosen state', async ({ figure, page, troubles }) => {
  troubles.expect(/Applying inline style violates/); // what the test parses here is for other pages
  await page.goto('/embed.html');
  await figure.ready();
  await page.getByRole('combobox', { name: 'Data set', exact: true }).selectOption('wave');
  for (const [name, tag] of [
    ['script', 'ae-figure'],
    ['file', 'iframe'],
    ['frame', 'iframe'],
  ]) {
    await expect(code(page, name)).toContainText('wave');
    const found = await code(page, name).evaluate((element, selector) => {
      const parsed = new DOMParser().parseFromString(element.textContent ?? '', 'text/html');
      return [...parsed.querySelectorAll(selector)].map((one) => one.getAttribute('data') ?? one.getAttribute('src'));
    }, tag);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^(wave|(http.*\/)?train\.html\?data=wave)$/);
  }
});

test('at 390 px nothing is wider than the page', async ({ figure, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/embed.html');
  await figure.ready();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
