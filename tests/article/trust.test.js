// SPDX-License-Identifier: MIT
// The README's table of what is tested is the script's own, but for versions and counts, which change with every run.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { collect, FAULTS, table, written } from '../trust.js';

const inRepository = (/** @type {string} */ path) => new URL(`../../${path}`, import.meta.url);
const masked = (/** @type {string} */ text) =>
  text
    .split('\n')
    .map((line) =>
      line.replace(/\| [\d,]+( inputs)? \|$/, '| n |').replace(/(Chromium|Firefox|WebKitGTK) [\d.]+/, '$1'),
    )
    .join('\n');

test('the README’s table of what is tested is what the script makes', () => {
  const text = written(readFileSync(inRepository('README.md'), 'utf8'));
  assert.ok(text.length > 0);
  assert.equal(masked(text), masked(table(collect())));
});

test('each fault of the table has a test in the sources', () => {
  const sources = ['browser', 'engines', 'core'].flatMap((folder) =>
    readdirSync(inRepository(`tests/${folder}`))
      .filter((name) => /^test_.*\.c$|\.js$/.test(name))
      .map((name) => readFileSync(inRepository(`tests/${folder}/${name}`), 'utf8')),
  );
  for (const [what, pattern] of FAULTS)
    assert.ok(
      sources.some((source) => pattern.test(source)),
      what,
    );
});
