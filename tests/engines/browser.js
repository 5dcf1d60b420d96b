// SPDX-License-Identifier: MIT
// What the behaviour suite asks of a browser, and which browsers there are. Each driver is one small file that answers to
// this; the suite knows no driver.
//
// What drivers do not all have is done without them: scripts that run before the page's, and faults of the line, come from
// the host (host.js); files are put into their fields by the page; a page without script is looked at from outside its frame.
import { chromium, firefox } from './puppeteer.js';
import { webkit } from './selenium.js';

/**
 * One browser with one window. Places are CSS px of the window.
 * @typedef {object} Browser
 * @property {string} name
 * @property {string} version
 * @property {(address: string) => Promise<void>} go and wait for the page to be loaded
 * @property {(width: number, height: number) => Promise<void>} resize what is inside of the window
 * @property {<A extends any[], R>(act: (...given: A) => R | Promise<R>, ...given: A) => Promise<R>} run something in the page; what
 *   is given and returned is plain
 * @property {(x: number, y: number) => Promise<void>} hover
 * @property {(x: number, y: number) => Promise<void>} click
 * @property {(x: number, y: number, dx: number, dy: number) => Promise<void>} drag
 * @property {(x: number, y: number) => Promise<void>} tap with a finger
 * @property {(key: string) => Promise<void>} press a key: a letter, or Tab, Enter, Escape, ArrowLeft, …
 * @property {() => Promise<Buffer>} picture of the window, PNG
 * @property {() => Promise<void>} close
 */
/** @typedef {{calm?: boolean}} Wishes calm: the reader prefers reduced motion */

/** @type {Record<string, (wishes?: Wishes) => Promise<Browser>>} */
export const browsers = { chromium, firefox, webkit };
