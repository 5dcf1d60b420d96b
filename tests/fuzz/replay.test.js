// SPDX-License-Identifier: MIT
// Addresses and messages that are kept are survived: each is run once, with the sanitizers; see fuzz.js. For files there is replay.c.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { leaks } from './visit.js';

for (const name of ['address', 'messages']) {
  const folder = resolve(import.meta.dirname, 'corpus', name);
  const { run } = await import(`./fuzz_${name}.js`);

  test(`every input of the corpus is survived: ${name}`, async (t) => {
    const files = readdirSync(folder);
    assert.ok(files.length > 10);
    for (const file of files) {
      t.diagnostic(file); // the last one is what went wrong
      await run(readFileSync(resolve(folder, file)));
    }
    assert.ok(!leaks(), 'no memory is held by nobody');
  });
}
