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

const PATIENCE = 20_000; // ms that a test waits for what must happen

/** @type {Training[]} to be freed: an open port keeps the process from ending */
const made = [];

afterEach(() => {
  for (const training of made.splice(0)) training.free();
});

/** @param {Partial<Options>} [options] */
async function start(options = {}) {
  /** @type {Report[]} */
  const reports = [];
  /** @type {Set<() => void>} what waits for something to happen */
  const waiting = new Set();
  let trains = 0; // times that the loop has asked for training
  const happens = () => {
    for (const check of waiting) check();
  };
  const watched = {
    trainer: (/** @type {Partial<Options>} */ given) => {
      const trainer = core.trainer(given);
      const run = trainer.run.bind(trainer);
      trainer.run = (epochs) => {
        trains++;
        happens();
        return run(epochs);
      };
      return trainer;
    },
  };
  const training = new Training(/** @type {typeof core} */ (watched), (report, transfer) => {
    assert.ok(Array.isArray(transfer));
    reports.push(report);
    happens();
  });
  made.push(training);
  training.receive({ type: 'build', options, number: 0 });
  const snapshots = () => reports.flatMap((report) => (report.type === 'snapshot' ? [report.snapshot] : []));
  return {
    training,
    reports,
    snapshots,
    last: () => /** @type {Snapshot} */ (snapshots().at(-1)),
    trains: () => trains,
    /**
     * Looks when something happens, and not from time to time: while a port posts to itself, Node serves a thousand of
     * its messages before it looks at a timer.
     * @param {() => boolean} condition @returns {Promise<void>}
     */
    until: (condition) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`in vain waited for ${condition}`)), PATIENCE);
        const check = () => {
          if (!condition()) return;
          clearTimeout(timer);
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
}

/** Lets everything that waits on the loop's own messages run. Not for a loop that runs flat out. */
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
  const { training, snapshots, last, until } = await start();
  training.receive({ type: 'play', pace: Number.POSITIVE_INFINITY });
  await until(() => snapshots().length > 0);
  training.receive({ type: 'step', epochs: 1 });
  const { epoch } = last();
  training.receive({ type: 'drawn' });
  await settle();
  assert.equal(last().epoch, epoch);
  training.receive({ type: 'step', epochs: 1 });
  assert.equal(last().epoch, epoch + 1);
});

test('at a finite pace the next snapshot waits for `drawn`', async () => {
  const { training, snapshots, until } = await start();
  training.receive({ type: 'play', pace: 3 });
  for (let count = 1; count <= 4; count++) {
    await until(() => snapshots().length >= count);
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
  const { training, snapshots, last, trains, until } = await start({ points: 500, width: 128 }); // some ms an epoch
  training.receive({ type: 'play', pace: Number.POSITIVE_INFINITY });
  let epoch = -1;
  for (let count = 1; count <= 3; count++) {
    await until(() => snapshots().length >= count);
    const slices = trains() + 30;
    await until(() => trains() >= slices);
    assert.equal(snapshots().length, count);
    assert.ok(last().epoch > epoch + 1, 'it has trained while the page drew');
    epoch = last().epoch;
    training.receive({ type: 'drawn' });
  }
});

test('pause stops, and shows where', async () => {
  for (const pace of [1, Number.POSITIVE_INFINITY]) {
    const { training, snapshots, last, until } = await start();
    training.receive({ type: 'play', pace });
    await until(() => snapshots().length > 0);
    training.receive({ type: 'pause' });
    const { epoch } = last();
    const count = snapshots().length;
    training.receive({ type: 'drawn' });
    await settle();
    assert.equal(snapshots().length, count);
    training.receive({ type: 'step', epochs: 1 });
    assert.equal(last().epoch, epoch + 1, 'the last snapshot before was the state at rest');
  }
});

test('play goes on after a pause, with the bits of a run that never paused', async () => {
  const { training, last, until } = await start();
  training.receive({ type: 'step', epochs: 5 });
  training.receive({ type: 'play', pace: 4 });
  await settle();
  training.receive({ type: 'drawn' });
  await until(() => last().epoch >= 9);
  training.receive({ type: 'pause' });
  training.receive({ type: 'step', epochs: 20 - last().epoch });
  const alone = core.trainer();
  alone.step(20);
  assertSame(last(), alone.snapshot());
  alone.free();
});

for (const { name, options, reason } of [
  { name: 'diverges', options: { optimizer: 1, rate: 10 }, reason: 'diverged' },
  { name: 'comes to its limit', options: { epochs: 30 }, reason: 'epochs' },
  { name: 'no longer learns', options: { rate: 0, width: 4 }, reason: 'converged' },
]) {
  test(`a run that ${name} shows where, says so once, and stops`, async () => {
    for (const pace of [7, Number.POSITIVE_INFINITY]) {
      const { training, reports, last, until } = await start(options);
      const stopped = () => reports.filter(({ type }) => type === 'stopped');
      training.receive({ type: 'play', pace });
      await until(() => {
        queueMicrotask(() => training.receive({ type: 'drawn' })); // a page draws later, never while it is told
        return stopped().length > 0;
      });
      const count = reports.length;
      for (let k = 0; k < 5; k++) {
        training.receive({ type: 'drawn' });
        await settle();
      }
      assert.equal(reports.length, count, 'nothing follows');
      assert.deepEqual(stopped(), [{ type: 'stopped', reason, number: 0 }]);
      assert.equal(reports.at(-2)?.type, 'snapshot', 'what is shown is where it stopped');
      assert.ok(Number.isFinite(last().loss) && last().parameters.every(Number.isFinite));
      training.receive({ type: 'reset', seed: 1, number: 0 });
      assert.equal(last().epoch, 0);
      training.receive({ type: 'step', epochs: 1 });
      assert.equal(last().epoch, 1, 'after a reset it trains again');
      assert.equal(stopped().length, 1);
    }
  });
}

test('a step that diverges says so', async () => {
  const { training, reports, last } = await start({ optimizer: 1, rate: 10 });
  training.receive({ type: 'step', epochs: 500 });
  assert.deepEqual(
    reports.map(({ type }) => type),
    ['snapshot', 'stopped'],
  );
  assert.ok(Number.isFinite(last().loss));
});

test('reset and 50 epochs are fresh and 50', async () => {
  const used = await start();
  used.training.receive({ type: 'play', pace: Number.POSITIVE_INFINITY });
  await used.until(() => used.snapshots().length > 0);
  used.training.receive({ type: 'reset', seed: 1, number: 0 });
  await settle();
  assert.equal(used.last().epoch, 0, 'reset is at rest');
  used.training.receive({ type: 'step', epochs: 50 });
  const again = used.last();
  const fresh = await start();
  fresh.training.receive({ type: 'step', epochs: 50 });
  assertSame(again, fresh.last());
});

test('building anew replaces the trainer and frees the old one', async () => {
  const { training, last } = await start();
  for (let k = 0; k < 100; k++) training.receive({ type: 'build', options: { width: 4, seed: 1 + k }, number: 0 });
  training.receive({ type: 'step', epochs: 1 });
  assert.equal(last().epoch, 1);
  assert.equal(last().parameters.length, 4 * 4 + 5 * 4 + 5 * 2 + 3 * 4 + 5 * 4 + 5 * 3);
});

test('orders before the first build, and after free, do no harm', async () => {
  /** @type {Report[]} */
  const reports = [];
  const idle = new Training(core, (report) => reports.push(report));
  made.push(idle);
  const orders = () => {
    idle.receive({ type: 'play', pace: 1 });
    idle.receive({ type: 'step', epochs: 1 });
    idle.receive({ type: 'reset', seed: 1, number: 0 });
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
  made.push(moving);
  moving.receive({ type: 'build', options: {}, number: 0 });
  moving.receive({ type: 'step', epochs: 1 });
  moving.receive({ type: 'step', epochs: 1 });
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
    const training = new Training(await load(), () => training.free());
    training.receive({ type: 'build', options: {}, number: 0 });
    training.receive({ type: 'play', pace: Infinity });`;
  const { status, signal, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: new URL('../..', import.meta.url),
    timeout: 20_000,
    encoding: 'utf8',
  });
  assert.equal(signal, null, 'it ends by itself');
  assert.equal(status, 0, stderr);
});
