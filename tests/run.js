// SPDX-License-Identifier: MIT
// Runs every stage of `make test`, goes on after a failure, and ends with one line that counts the tests.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const REPORTS = 'build/reports';
const STAGES = ['lint', 'check', 'check-package', 'browser', 'engines']; // the first one sets up, so that the others may build in parallel

/** Stages that drive other programs, which a busy shared machine may stall: there they have a second try, as browser tests have. */
const TRIED_TWICE = process.env.CI ? ['check-package', 'engines'] : [];

/** What the JUnit reports of build/reports/ say. */
function count() {
  const total = { tests: 0, failed: 0, skipped: 0 };
  for (const file of readdirSync(REPORTS).filter((name) => name.endsWith('.xml'))) {
    const cases =
      readFileSync(`${REPORTS}/${file}`, 'utf8').match(/<testcase\b[^>]*?(\/>|>[\s\S]*?<\/testcase>)/g) ?? [];
    total.tests += cases.length;
    total.failed += cases.filter((text) => /<(failure|error)\b/.test(text)).length;
    total.skipped += cases.filter((text) => /<skipped\b/.test(text)).length;
  }
  return total;
}

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });

let passed = 0;
let failed = 0;
let skipped = 0;
let before = count();
for (const stage of STAGES) {
  console.log(`\n==== make ${stage}`);
  const jobs = stage === STAGES[0] ? 1 : availableParallelism();
  const make = () => spawnSync('make', ['--no-print-directory', `-j${jobs}`, stage], { stdio: 'inherit' }).status;
  let status = make();
  if (status !== 0 && TRIED_TWICE.includes(stage)) {
    console.log(`==== make ${stage} failed, and is tried once more`);
    status = make();
  }
  const after = count();
  const tests = after.tests - before.tests;
  const failures = after.failed - before.failed;
  const skips = after.skipped - before.skipped;
  before = after;
  passed += tests - failures - skips;
  failed += failures;
  skipped += skips;
  // A stage is a test too: it can fail where no test of its own says so (a compiler's error, a crash).
  if (status === 0) passed++;
  else if (failures === 0) failed++;
  console.log(`==== make ${stage}: ${status === 0 ? 'passed' : 'FAILED'}, ${tests} tests`);
}
// What has been shown; a fault of its list that no test has survived is a failure.
if (spawnSync('node', ['tests/trust.js'], { stdio: 'inherit' }).status === 0) passed++;
else failed++;
console.log(`\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exit(failed ? 1 : 0);
