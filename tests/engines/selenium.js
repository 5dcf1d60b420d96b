// SPDX-License-Identifier: MIT
// WebKitGTK through WebKitWebDriver and MiniBrowser. See browser.js.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// @ts-expect-error: the package has no types
import { Builder, Capabilities, Key, Origin } from 'selenium-webdriver';
// @ts-expect-error: likewise
import { Pointer } from 'selenium-webdriver/lib/input.js';

/** @typedef {import('./browser.js').Browser} Browser */
/** @typedef {import('./browser.js').Wishes} Wishes */

/** A port that is free. @returns {Promise<number>} */
const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => done(address.port));
    });
  });

/** Starts the driver, and waits until it says that it listens. @param {string} home of settings @returns {Promise<{address: string, stop: () => void}>} */
async function startDriver(home) {
  const port = await freePort();
  const env = {
    ...process.env,
    XDG_CONFIG_HOME: home,
    LIBGL_ALWAYS_SOFTWARE: '1',
    ...(process.getuid?.() === 0 ? { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' } : {}), // it refuses to run as root else
  };
  const child = spawn('WebKitWebDriver', [`--port=${port}`], { env, stdio: 'ignore' });
  const address = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    if (
      await fetch(`${address}/status`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      break;
    if (tries === 100) throw new Error('WebKitWebDriver does not answer');
    await new Promise((done) => setTimeout(done, 50));
  }
  return { address, stop: () => child.kill() };
}

/** Reduced motion is what GTK's settings say. @param {boolean} calm @returns {string} a folder */
function settings(calm) {
  const home = mkdtempSync(join(tmpdir(), 'webkit-'));
  mkdirSync(join(home, 'gtk-3.0'));
  writeFileSync(join(home, 'gtk-3.0/settings.ini'), `[Settings]\ngtk-enable-animations=${calm ? 0 : 1}\n`);
  return home;
}

/** @param {Wishes} [wishes] @returns {Promise<Browser>} */
export async function webkit({ calm = false } = {}) {
  const binary = readdirSync('/usr/lib')
    .map((machine) => `/usr/lib/${machine}/webkit2gtk-4.1/MiniBrowser`)
    .find((path) => existsSync(path));
  if (!binary) throw new Error('MiniBrowser of WebKitGTK is not there');
  const home = settings(calm);
  const service = await startDriver(home);
  const options = { binary, args: ['--automation'] };
  const driver = await new Builder()
    .usingServer(service.address)
    .withCapabilities(new Capabilities({ browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options }))
    .build();
  await driver.manage().setTimeouts({ script: 120_000 });
  const capabilities = await driver.getCapabilities();

  const mouse = () => driver.actions({ async: true });
  const at = (/** @type {number} */ x, /** @type {number} */ y) => ({
    origin: Origin.VIEWPORT,
    x: Math.round(x),
    y: Math.round(y),
    duration: 20,
  });
  /** @type {Browser['run']} */
  const run = async (act, ...given) => {
    const { value, error } = /** @type {any} */ (
      await driver.executeAsyncScript(
        `const [done, ...given] = [arguments[arguments.length - 1], ...[...arguments].slice(0, -1)];
        (async () => (${act})(...given))().then((value) => done({ value }), (error) => done({ error: String(error) }));`,
        ...given,
      )
    );
    if (error !== undefined) throw new Error(error);
    return value;
  };
  return {
    name: 'WebKitGTK',
    version: `${capabilities.get('browserVersion')}`,
    go: async (address) => {
      await run(() => void Object.assign(globalThis, { old: true }));
      await driver.get(address); // which may be too early
      const loaded = () => !('old' in globalThis) && document.readyState === 'complete';
      while (!(await run(loaded).catch(() => false))) await new Promise((done) => setTimeout(done, 20));
    },
    resize: async (width, height) => {
      const window = driver.manage().window();
      const [inner, outer] = [await run(() => [innerWidth, innerHeight]), await window.getRect()];
      await window.setRect({ width: width + outer.width - inner[0], height: height + outer.height - inner[1] });
    },
    run,
    hover: (x, y) => mouse().move(at(x, y)).perform(),
    click: (x, y) => mouse().move(at(x, y)).press().release().perform(),
    drag: (x, y, dx, dy) =>
      mouse()
        .move(at(x, y))
        .press()
        .move(at(x + dx / 2, y + dy / 2))
        .move(at(x + dx, y + dy))
        .release()
        .perform(),
    tap: async (x, y) => {
      const finger = new Pointer('finger', Pointer.Type.TOUCH);
      const actions = driver.actions({ async: true });
      actions.insert(finger, finger.move(at(x, y)), finger.press(), finger.release());
      await actions.perform();
    },
    press: (key) =>
      driver
        .actions()
        .sendKeys(key.length === 1 ? key : keys[key])
        .perform(),
    picture: async () => Buffer.from(await driver.takeScreenshot(), 'base64'),
    close: async () => {
      await driver.quit();
      service.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** @type {Record<string, string>} */
const keys = {
  Tab: Key.TAB,
  Enter: Key.ENTER,
  Escape: Key.ESCAPE,
  Home: Key.HOME,
  End: Key.END,
  ArrowLeft: Key.ARROW_LEFT,
  ArrowRight: Key.ARROW_RIGHT,
  ArrowUp: Key.ARROW_UP,
  ArrowDown: Key.ARROW_DOWN,
};
