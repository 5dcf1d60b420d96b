// SPDX-License-Identifier: MIT
// How long a page keeps its own thread, by the frames that it draws.
import { expect } from '@playwright/test';

/**
 * @typedef {object} Task of the page's thread
 * @property {number} ms that it takes of the processor
 * @property {boolean} frame whether it has drawn one
 */

/**
 * The tasks of the page's thread while something goes on, by the thread's own clock, which stands still while other programs
 * have the processor. They also make it slower: compare with other tasks of the same test.
 * @param {import('@playwright/test').Page} page @param {() => Promise<void>} act @returns {Promise<Task[]>}
 */
export async function tasksOf(page, act) {
  const session = await page.context().newCDPSession(page);
  /** @type {any[]} */
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  const over = new Promise((done) => session.once('Tracing.tracingComplete', done));
  const includedCategories = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'];
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories } });
  await act();
  await session.send('Tracing.end');
  await over;
  const drawn = events.filter(({ name }) => name === 'FireAnimationFrame');
  const { pid, tid } = drawn[0];
  return events
    .filter((event) => event.name.includes('RunTask') && event.pid === pid && event.tid === tid && event.tdur)
    .map(({ ts, dur, tdur }) => ({
      ms: tdur / 1000,
      frame: drawn.some((frame) => frame.tid === tid && frame.pid === pid && frame.ts >= ts && frame.ts < ts + dur),
    }));
}

/** Lets a plot turn, or a map move, which draws frames and does nothing else. @param {import('@playwright/test').Locator} canvas */
export async function moveAbout(canvas) {
  const page = canvas.page();
  await canvas.focus();
  for (let k = 0; k < 40; k++) {
    await page.keyboard.press(k % 2 ? 'ArrowLeft' : 'ArrowRight');
    await page.waitForTimeout(40);
  }
}

/** A quantile of the frames' length, ms. @param {Task[]} tasks @param {number} part */
function frameTime(tasks, part) {
  const frames = tasks.filter(({ frame }) => frame).map(({ ms }) => ms);
  return frames.sort((x, y) => x - y)[Math.floor(part * (frames.length - 1))];
}

/**
 * Training takes nothing of the page's thread but what showing it takes: frames are about as long as those that only draw.
 * @param {Task[]} training @param {Task[]} drawing
 */
export function expectFree(training, drawing) {
  const usual = frameTime(drawing, 0.5);
  const lengths = `ms: ${[0, 0.5, 0.9, 1].map((part) => frameTime(training, part))}; that only draw: ${usual}`;
  expect(training.filter(({ frame }) => frame).length, 'frames').toBeGreaterThan(3);
  expect(frameTime(training, 0.5), lengths).toBeLessThan(2.5 * usual);
  expect(frameTime(training, 0.9), lengths).toBeLessThan(4 * usual);
  expect(Math.max(...training.map(({ ms }) => ms)), `longest task; ${lengths}`).toBeLessThan(10 * usual);
}
