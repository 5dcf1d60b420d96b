// SPDX-License-Identifier: MIT
// What of others reaches readers is told, with its licences.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (/** @type {string} */ path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const told = read('THIRD_PARTY.md');

test('THIRD_PARTY.md is what `make licences` writes', () => {
  assert.equal(told, `${execFileSync(process.execPath, ['article/licences.js'])}`);
});

test('no package runs in a reader’s browser that THIRD_PARTY.md does not name', () => {
  const scripts = ['article/main.js', 'article/offline.js', 'article/sw.js'];
  for (const folder of ['web', 'web/figures'])
    for (const name of readdirSync(new URL(`../../${folder}`, import.meta.url)))
      if (name.endsWith('.js') && !name.includes('.config')) scripts.push(`${folder}/${name}`);
  const packages = scripts.flatMap((path) =>
    [...read(path).matchAll(/^(?:import|export) .*?from '([^.#'][^']*)'|^import '([^.#'][^']*)'/gm)].map(
      (m) => m[1] ?? m[2],
    ),
  );
  assert.ok(packages.includes('workbox-core'));
  for (const name of packages) assert.ok(told.includes(name), name);
});

test('no package is a dependency at run time', () => {
  const { dependencies } = JSON.parse(read('package.json'));
  assert.equal(dependencies, undefined);
});
