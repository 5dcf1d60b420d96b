// SPDX-License-Identifier: MIT
// Tests of build/site/ in the system's Chromium. `make browser` builds the site first.
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { defineConfig } from '@playwright/test';

const root = resolve(import.meta.dirname, '../..');
/** @returns {Promise<string>} a port that nothing listens on */
const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => done(`${port}`));
    });
  });

process.env.PORT ??= await freePort(); // the workers, which read this file too, have it from here
const port = process.env.PORT;

export default defineConfig({
  testDir: '.',
  testMatch: '*.test.js',
  outputDir: resolve(root, 'build/playwright'),
  reporter: [['list'], ['junit', { outputFile: resolve(root, 'build/reports/browser.xml') }]],
  fullyParallel: true,
  workers: 2,
  retries: process.env.CI ? 2 : 0, // a shared machine may stall; what passes another time is listed as flaky
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1300, height: 1500 }, // the whole figure is in sight
    serviceWorkers: 'block', // it would answer what tests intercept; offline.test.js and hosting.test.js allow it
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu', // software WebGL
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: {
    command: `npx vite preview --config web/vite.config.js --host 127.0.0.1 --port ${port} --strictPort`,
    cwd: root,
    url: `http://127.0.0.1:${port}`,
  },
});
