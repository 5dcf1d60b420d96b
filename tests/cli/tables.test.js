// SPDX-License-Identifier: MIT
// ae encode, decode, reconstruct and eval: tables in and out.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { bits, load } from '../wasm/builds.js';
import { AE, ae, at, fails, folder, RINGS, read, table, train, write } from './ae.js';

before(() => {
  train('rings', ['-q']);
});

test('codes have a column for each number and keep the labels', () => {
  const { out } = ae(['encode', 'rings', RINGS, '--scale']);
  const { names, rows } = table(out);
  assert.deepEqual(names, ['z1', 'z2', 'label']);
  assert.equal(rows.length, 80);
  assert.deepEqual(
    rows.map(([, , label]) => label),
    [...Array(40).fill(0), ...Array(40).fill(1)],
  );
});

test('decoding the codes is reconstructing, to the last digit', () => {
  ae(['encode', 'rings', RINGS, '--scale', '-o', 'codes.csv']);
  for (const codes of ['codes.csv', '-']) {
    const { out } = ae(['decode', 'rings', codes, `--scale=${RINGS}`], { input: read('codes.csv') });
    assert.equal(out, ae(['reconstruct', 'rings', RINGS, '--scale']).out);
  }
});

test('a result in .npy is read again as it was', () => {
  ae(['encode', 'rings', RINGS, '--scale', '--label', 'label', '-o', 'codes.npy']);
  ae(['encode', 'rings', RINGS, '--scale', '-o', 'codes.csv']);
  const bytes = read('codes.npy');
  assert.equal(bytes.length, 128 + 4 * 2 * 80);
  assert.equal(bytes.toString('latin1', 0, 10), '\x93NUMPY\x01\x00v\x00');
  assert.match(bytes.toString('latin1', 10, 128), /^\{'descr': '<f4', .*'shape': \(80, 2\), \} *\n$/);
  const numbers = new Float32Array(bytes.buffer.slice(bytes.byteOffset + 128, bytes.byteOffset + bytes.length));
  const { rows } = table(read('codes.csv').toString());
  rows.forEach((row, r) => {
    assert.equal(Math.fround(row[0]), numbers[2 * r]);
    assert.equal(Math.fround(row[1]), numbers[2 * r + 1]);
  });
  const strip = (/** @type {string} */ text) => text.replace(/,(label|\d)$/gm, '');
  assert.equal(ae(['decode', 'rings', 'codes.npy']).out, strip(ae(['decode', 'rings', 'codes.csv']).out));
});

test('scaled as another file, a row has the code that it has there', () => {
  const lines = readFileSync(RINGS, 'utf8').split('\n');
  write('some.csv', [lines[0], lines[5], lines[60], ''].join('\n'));
  const all = ae(['encode', 'rings', RINGS, '--scale']).out.split('\n');
  const some = ae(['encode', 'rings', 'some.csv', `--scale=${RINGS}`]).out.split('\n');
  assert.deepEqual(
    some.slice(1, 3).map((line) => line.replace(/,\d$/, '')),
    [all[5], all[60]].map((line) => line.replace(/,\d$/, '')),
  );
});

test('a reconstruction is in the units of the data', () => {
  const { rows } = table(ae(['reconstruct', 'rings', RINGS, '--scale']).out);
  const given = readFileSync(RINGS, 'utf8').trimEnd().split('\n').slice(1);
  let sum = 0;
  given.forEach((line, r) => {
    line
      .split(',')
      .slice(0, 3)
      .forEach((x, c) => {
        sum += (Number(x) - rows[r][c]) ** 2;
      });
  });
  const mse = Number(/^mse +(\S+)/m.exec(ae(['eval', 'rings', RINGS, '--scale']).out)?.[1]);
  const size = 6; // of the cube that holds the rings: x goes from -3 to 3
  assert.ok(Math.abs(sum / 240 / size ** 2 - mse) < 1e-3 * mse, `${sum / 240 / size ** 2} is not ${mse}`);
});

test('labels are told by a number, a name or a file, or there are none', () => {
  const names = (/** @type {string[]} */ flags) => ae(['encode', 'rings', ...flags]).out.split('\n')[0];
  write('plain.csv', '0,1,2,7\n3,4,5,8\n');
  write('named.csv', 'a,kind,b,c\n0,x,1,2\n3,y,4,5\n');
  write('three.csv', '0,1,2\n3,4,5\n');
  write('labels.txt', '7\n8\n');
  assert.equal(names(['plain.csv', '--label', '4']), 'z1,z2,label');
  assert.equal(names(['named.csv', '-l', 'kind']), 'z1,z2,label');
  assert.equal(names(['three.csv', '--labels', 'labels.txt']), 'z1,z2,label');
  assert.equal(names(['three.csv']), 'z1,z2');
  fails(['encode', 'rings', 'plain.csv'], /^ae: plain\.csv: /);
  fails(['encode', 'rings', 'named.csv', '-l', 'sort'], /^ae: named\.csv: .*sort/);
  fails(['encode', 'rings', RINGS, '-l', 'none'], /^ae: .*rings\.csv: /);
  fails(['encode', 'rings', RINGS, '--labels', 'labels.txt'], /^ae: labels\.txt: there are 2 labels, but 80 rows/);
});

test('a column of labels that is read as values is told', () => {
  write('flat.csv', 'x,y,label\n0,1,2\n3,4,5\n');
  const { err } = ae(['eval', 'rings', 'flat.csv']);
  assert.match(err, /^ae: flat\.csv: column 3 is named as labels, and is read as values: 3 columns are wanted.*\n$/);
  assert.equal(ae(['eval', 'rings', 'flat.csv', '--label', 'none']).err, '');
  assert.equal(ae(['eval', 'rings', RINGS, '--scale']).err, '');
});

test('data that do not fit the model are refused', () => {
  write('two.csv', '1,2\n3,4\n');
  fails(['encode', 'rings', 'two.csv'], /^ae: two\.csv: row 1 has fewer columns than the 3/);
  fails(['decode', 'rings', RINGS, '--label', 'none'], /^ae: .*rings\.csv: /);
  fails(['encode', 'rings', RINGS, '--scale=two.csv'], /^ae: two\.csv: /);
  fails(['encode', 'missing', RINGS], /^ae: missing: No such file or directory\n/);
  fails(['encode', 'rings', '-'], /^ae: standard input: .*row 1, column 2/, '1,x,3\n');
  write('vast.csv', [1, 2, 3, 4].map((k) => `${k & 1 ? '-' : ''}3e38,3e38,${k & 2 ? '-' : ''}3e38\n`).join(''));
  train('linear', ['-q', '--layers', '2', '-e', '1']);
  fails(['encode', 'linear', 'vast.csv'], /beyond what a float can hold/);
});

test('what cannot be written is said, and nothing is left', () => {
  fails(['encode', 'rings', RINGS, '-o', 'no/such.csv'], /^ae: no\/such\.csv: No such file or directory/);
  fails(['encode', 'rings', RINGS, '-o', '.'], /^ae: \.: Is a directory/);
  fails(['encode', 'rings', RINGS, '-o', '/dev/full'], /^ae: \/dev\/full: No space left on device/);
  const { stderr } = spawnSync('bash', ['-c', `"${AE}" encode rings "${RINGS}" >/dev/full; exit $?`], { cwd: folder });
  assert.match(stderr.toString(), /^ae: standard output: No space left on device\n$/);
  ae(['encode', 'rings', RINGS, '-o', '/dev/null']);
  assert.deepEqual(
    readdirSync(folder).filter((name) => /\.csv\../.test(name)),
    [],
  );
});

test('a reader that goes away ends a command that only writes', () => {
  const command = `"${AE}" encode rings "${RINGS}" | head -n 1; echo \${PIPESTATUS[0]}`;
  const lines = Array(40_000).fill('1,2,3').join('\n');
  write('long.csv', lines);
  const { stdout } = spawnSync('bash', ['-c', command.replace(RINGS, at('long.csv'))], { cwd: folder });
  assert.equal(stdout.toString(), 'z1,z2\n141\n');
});

test('a file may be replaced by what is made of it', () => {
  write('same.csv', readFileSync(RINGS));
  const { out } = ae(['encode', 'rings', 'same.csv', '--scale']);
  ae(['encode', 'rings', 'same.csv', '--scale', '-o', 'same.csv']);
  assert.equal(read('same.csv').toString(), out);
});

test('eval counts the neighbours that tell a label', () => {
  const { rows } = table(ae(['encode', 'rings', RINGS, '--scale']).out);
  let right = 0;
  rows.forEach(([x, y, label], r) => {
    const near = rows
      .map(([u, v, other], k) => ({ squared: (u - x) ** 2 + (v - y) ** 2, other, k }))
      .filter(({ k }) => k !== r)
      .sort((a, b) => a.squared - b.squared || a.k - b.k)
      .slice(0, 3);
    if (near.filter(({ other }) => other === label).length >= 2) right++;
  });
  const { out } = ae(['eval', 'rings', RINGS, '--scale', '-k', '3']);
  assert.equal(Number(/^accuracy +(\S+)/m.exec(out)?.[1]), right / 80);
  assert.match(out, /^rows +80\n/);
});

test("eval has the error of PCA at the code's width beside it", () => {
  write('plane.csv', '0,0,0\n1,2,3\n2,1,3\n4,4,8\n-1,0,-1\n'); // x + y = z
  ae(['train', 'plane.csv', '-o', 'plane', '--layers', '2', '-e', '5', '-q']);
  const { out } = ae(['eval', 'plane', 'plane.csv']);
  assert.match(out, /with 2 components$/m);
  assert.ok(Number(/^pca +(\S+)/m.exec(out)?.[1]) < 1e-12);
  assert.doesNotMatch(out, /accuracy/);
});

test('the page has the codes of the command line, bit for bit', async () => {
  const core = await load();
  const text = readFileSync(RINGS, 'utf8').replace(/,\w+$/gm, '');
  write('points.csv', text);
  ae(['train', 'points.csv', '-o', 'page', '--scale', '-e', '30', '-q']);
  ae(['encode', 'page', 'points.csv', '--scale', '-o', 'page.npy']);
  const bytes = read('page.npy').subarray(128);
  const trainer = core.trainer({ data: core.parse('data', 'own') }, new TextEncoder().encode(text));
  trainer.step(30);
  assert.deepEqual(bits(trainer.snapshot().latent), Buffer.from(bytes));
  trainer.free();
});
