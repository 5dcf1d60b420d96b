// SPDX-License-Identifier: MIT
// A finger on a page of a browser that has touch.
import { expect } from '@playwright/test';

const REST = 100; // ms: a finger lifted while it moves flings the page, and the next tap would only stop that

/** @typedef {{x: number, y: number}} Position CSS px of the window */

/**
 * A finger comes down, goes from place to place, rests and leaves; or several that do so together.
 * @param {import('@playwright/test').Page} page @param {...(Position | Position[])} places of the finger, or of all of them
 */
export async function finger(page, ...places) {
  const session = await page.context().newCDPSession(page);
  const send = (/** @type {'touchStart' | 'touchMove' | 'touchEnd'} */ type, /** @type {Position[]} */ at) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: at.map((place, id) => ({ ...place, id })) });
  const [first, ...others] = places.map((place) => [place].flat());
  await send('touchStart', first);
  for (const place of others) await send('touchMove', place);
  if (others.length) await page.waitForTimeout(REST);
  await send('touchEnd', []);
  await session.detach();
}

/** On a machine that is busy a tap may last so long that it is none: then another. @param {import('@playwright/test').Locator} control */
export async function tap(control) {
  const clicked = await control.evaluateHandle((element) => {
    const heard = { click: false };
    element.addEventListener('click', () => {
      heard.click = true;
    });
    return heard;
  });
  await expect(async () => {
    await control.tap();
    await expect.poll(() => clicked.evaluate(({ click }) => click), { timeout: 2000 }).toBe(true);
  }).toPass({ timeout: 20_000 });
}
