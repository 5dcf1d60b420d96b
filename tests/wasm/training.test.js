// SPDX-License-Identifier: MIT
// The training loop obeys its orders, with a list in place of the page.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { afterEach, test } from 'node:test';
import { Training } from '../../web/training.js';
import { bits, load } from './builds.js';

/** @typedef {import('../../web/training.js').Report} Report */
/** @typedef {import('../../web/core.js').Snapshot} Snapshot */
/** @typedef {import('../../web/core.js').Options} Options */

const core = await load();
const DIVERGING = { optimizer: 1, rate: 10 };

/** @type {Training | null} */
let training = null;

afterEach(() => training?.free());

/** @param {Partial<Options>} [options] */
async function start(options = {}) {
  /** @type {Report[]} */
  const reports = [];
  const made = new Training(core, (report, transfer) => {
    assert.ok(Array.isArray(transfer));
    reports.push(report);
  });
  training = made;
  made.receive({ type: 'build', options });
  const snapshots = () => reports.flatMap((report) => (report.type === 'snapshot' ? [report.snapshot] : []));
  const last = () => /** @type {Snapshot} */ (snapshots().at(-1));
  return { training: made, reports, snapshots, last };
}

/** Lets everything that waits on the loop's own messages run. */
async function settle() {
  const { port1, port2 } = new MessageChannel();
  for (let k = 0; k < 50; k++) {
    await new Promise((resolve) => {
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
  }
  port1.close();
  await new Promise((resolve) => setTimeout(resolve, 10));
}

/** @param {() => boolean} condition @param {string} what */
async function until(condition, what) {
  for (let tries = 0; !condition(); tries++) {
    if (tries === 2000) assert.fail(`in vain waited for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** @param {Snapshot} a @param {Snapshot} b */
function assertSame(a, b) {
  assert.equal(a.epoch, b.epoch);
  assert.equal(a.loss, b.loss);
  for (const name of /** @type {const} */ (['parameters', 'latent', 'latentGradient', 'output'])) {
    assert.deepEqual(bits(a[name]), bits(b[name]), name);
  }
}

test('building posts nothing, and the loop is at rest', async () => {
  const { reports, training } = await start();
  training.receive({ type: 'drawn' });
  await settle();
  assert.deepEqual(reports, []);
});

test('step is exactly one epoch and posts one snapshot', async () => {
  const { training, reports, snapshots } = await start();
  training.receive({ type: 'step', epochs: 1 });
  await settle();
  assert.equal(reports.length, 1);
  assert.equal(snapshots()[0].epoch, 1);
  training.receive({ type: 'drawn' });
  await settle();
  assert.equal(reports.length, 1);
  training.receive({ type: 'step', epochs: 3 });
  assert.deepEqual(
    snapshots().map(({ epoch }) => epoch),
    [1, 4],
  );
  const alone = core.trainer();
  alone.step(4);
  assertSame(snapshots()[1], alone.snapshot());
  alone.free();
});

test('step stops a run that plays', async () => {
  const { training, snapshots, last } = await start();
  training.receive({ type: 'play', pace: Number.POSITIVE_INFINITY });
  await until(() => snapshots().length > 0, 'a first snapshot');
  training.receive({ type: 'step', epochs: 1 });
  const { epoch } = last();
  training.receive({ type: 'drawn' });
  await settle();
  assert.equal(last().epoch, epoch);
  training.receive({ type: 'step', epochs: 1 });
  assert.equal(last().epoch, epoch + 1);
});

test('at a finite pace the next snapshot waits for `drawn`', async () => {
  const { training, snapshots } = await start();
  training.receive({ type: 'play', pace: 3 });
  for (let count = 1; count <= 4; count++) {
    await until(() => snapshots().length >= count, `snapshot ${count}`);
    await settle();
    assert.equal(snapshots().length, count);
    assert.equal(snapshots()[count - 1].epoch, 3 * count, 'the pace is epochs a frame');
    training.receive({ type: 'drawn' });
  }
});

test('playing twice at once is playing once', async () => {
  const { training, snapshots } = await start();
  training.receive({ type: 'play', pace: 1 });
  training.receive({ type: 'play', pace: 1 });
  await settle();
  assert.deepEqual(
    snapshots().map(({ epoch }) => epoch),
    [1],
  );
});

test('flat out goes on while at most one snapshot is not drawn', async () => {
  const { training, snapshots } = await start();
  training.receive({ type: 'play', pace: Number.POSITIVE_INFINITY });
  await until(() => snapshots().length > 0, 'a first snapshot');
  const [first] = snapshots();
  await settle();
  assert.equal(snapshots().length, 1);
  training.receive({ type: 'drawn' });
  await until(() => snapshots().length > 1, 'a second snapshot');
  await settle();
  assert.equal(snapshots().length, 2);
  assert.ok(snapshots()[1].epoch > first.epoch + 1, 'it has trained meanwhile');
});

test('pause stops, and shows where', async () => {
  for (const pace of [1, Number.POSITIVE_INFINITY]) {
    const { training, snapshots, last } = await start();
    training.receive({ type: 'play', pace });
    await until(() => snapshots().length > 0, 'a first snapshot');
    training.receive({ type: 'pause' });
    const { epoch } = last();
    const count = snapshots().length;
    training.receive({ type: 'drawn' });
    await settle();
    assert.equal(snapshots().length, count);
    training.receive({ type: 'step', epochs: 1 });
    assert.equal(last().epoch, epoch + 1, 'the last snapshot before was the state at rest');
    training.free();
  }
});

test('play goes on after a pause, with the bits of a run that never paused', async () => {
  const { training, last } = await start();
  training.receive({ type: 'step', epochs: 5 });
  training.receive({ type: 'play', pace: 4 });
  await settle();
  training.receive({ type: 'drawn' });
  await until(() => last().epoch >= 9, 'four more epochs');
  training.receive({ type: 'pause' });
  training.receive({ type: 'step', epochs: 20 - last().epoch });
  const alone = core.trainer();
  alone.step(20);
  assertSame(last(), alone.snapshot());
  alone.free();
});

test('a run that diverges says so once, and stops', async () => {
  for (const pace of [1, Number.POSITIVE_INFINITY]) {
    const { training, reports, snapshots } = await start(DIVERGING);
    const diverged = () => reports.filter(({ type }) => type === 'diverged');
    training.receive({ type: 'play', pace });
    await until(() => {
      training.receive({ type: 'drawn' });
      return diverged().length > 0;
    }, 'divergence');
    const count = reports.length;
    for (let k = 0; k < 5; k++) {
      training.receive({ type: 'drawn' });
      await settle();
    }
    assert.equal(reports.length, count, 'nothing follows');
    assert.equal(diverged().length, 1);
    const [report] = diverged();
    assert.equal(report.type === 'diverged' && report.epoch, snapshots().at(-1)?.epoch);
    training.receive({ type: 'reset', seed: 1 });
    assert.equal(snapshots().at(-1)?.epoch, 0);
    training.receive({ type: 'step', epochs: 1 });
    assert.equal(snapshots().at(-1)?.epoch, 1, 'a reset heals it');
    assert.equal(diverged().length, 1);
    training.free();
  }
});

test('reset and 50 epochs are fresh and 50', async () => {
  const used = await start();
  used.training.receive({ type: 'play', pace: Number.POSITIVE_INFINITY });
  await until(() => used.snapshots().length > 0, 'a first snapshot');
  used.training.receive({ type: 'reset', seed: 1 });
  await settle();
  assert.equal(used.last().epoch, 0, 'reset is at rest');
  used.training.receive({ type: 'step', epochs: 50 });
  const again = used.last();
  used.training.free();
  const fresh = await start();
  fresh.training.receive({ type: 'step', epochs: 50 });
  assertSame(again, fresh.last());
});

test('building anew replaces the trainer and frees the old one', async () => {
  const { training, last } = await start();
  for (let k = 0; k < 100; k++) training.receive({ type: 'build', options: { width: 4, seed: 1 + k } });
  training.receive({ type: 'step', epochs: 1 });
  assert.equal(last().epoch, 1);
  assert.equal(last().parameters.length, 4 * 4 + 5 * 4 + 5 * 2 + 3 * 4 + 5 * 4 + 5 * 3);
});

test('orders before the first build, and after free, do no harm', async () => {
  /** @type {Report[]} */
  const reports = [];
  const idle = new Training(core, (report) => reports.push(report));
  const orders = () => {
    idle.receive({ type: 'play', pace: 1 });
    idle.receive({ type: 'step', epochs: 1 });
    idle.receive({ type: 'reset', seed: 1 });
    idle.receive({ type: 'drawn' });
    idle.receive({ type: 'pause' });
  };
  orders();
  await settle();
  idle.free();
  orders();
  await settle();
  assert.deepEqual(reports, []);
});

test('what is posted is moved, and the loop has its own', async () => {
  /** @type {Snapshot[]} */
  const received = [];
  const moving = new Training(core, (report, transfer) => {
    if (report.type === 'snapshot') received.push(structuredClone(report.snapshot, { transfer }));
  });
  moving.receive({ type: 'build', options: {} });
  moving.receive({ type: 'step', epochs: 1 });
  moving.receive({ type: 'step', epochs: 1 });
  moving.free();
  const alone = core.trainer();
  for (const snapshot of received) {
    alone.step(1);
    assertSame(snapshot, alone.snapshot());
  }
  alone.free();
  assert.equal(received.length, 2);
});

test('free lets the process end', () => {
  const script = `
    import { Training } from './web/training.js';
    import { load } from './tests/wasm/builds.js';
    const training = new Training(await load(), () => {});
    training.receive({ type: 'build', options: {} });
    training.receive({ type: 'play', pace: Infinity });
    setTimeout(() => training.free(), 50);`;
  const { status, signal, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: new URL('../..', import.meta.url),
    timeout: 20_000,
    encoding: 'utf8',
  });
  assert.equal(signal, null, 'it ends by itself');
  assert.equal(status, 0, stderr);
});
