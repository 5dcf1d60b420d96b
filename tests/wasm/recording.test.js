// SPDX-License-Identifier: MIT
// The run that is shown where WebAssembly is refused is the one that the core computes.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { load } from './builds.js';

const FILE = new URL('../../build/recording.json', import.meta.url);

test('the recorded run is Figure 1’s: its losses, a colour and a place for each point', async () => {
  const run = JSON.parse(await readFile(FILE, 'utf8'));
  const trainer = (await load()).trainer();
  for (const [epoch, loss] of run.frames) {
    trainer.step(epoch - trainer.epoch);
    assert.equal(trainer.epoch, epoch);
    assert.equal(Number(trainer.loss.toPrecision(6)), loss);
  }
  const places = [run.input, ...run.outputs, ...run.codes];
  assert.equal(places.length, 1 + 2 * run.frames.length);
  for (const list of places) {
    assert.equal(list.length, 2 * trainer.points);
    for (const place of list) assert.ok(place >= 0 && place <= 1000, `${place} is on the plot`);
  }
  for (const theme of ['light', 'dark']) {
    assert.equal(run[theme].length, trainer.points);
    for (let k = 0; k < trainer.points; k++) {
      const colour = trainer.pointColour(k, theme === 'dark');
      const bytes = [0, 8, 16].map((shift) => ((colour >> shift) & 255).toString(16).padStart(2, '0'));
      assert.equal(run[theme][k], `#${bytes.join('')}`);
    }
  }
  trainer.free();
});
