// SPDX-License-Identifier: MIT
// ae train: what it writes, how it ends, and what it says.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { AE, ae, at, fails, folder, RINGS, read, start, train, write } from './ae.js';

const LONG = ['--layers', '8-2', '-e', '100000000', '--patience', '0'];

/** @param {string} name */
const bytes = (name) => [read(`${name}/model.json`), read(`${name}/weights.bin`)];

test('a model is a folder with model.json and its weights, and both are said to be there', () => {
  const { out, err } = train('plain');
  assert.deepEqual(readdirSync(at('plain')), ['model.json', 'weights.bin']);
  assert.match(out, /plain\/model\.json: 3-16-2-16-3, 197 parameters, epoch 40, loss [\d.e-]+\n$/);
  assert.equal(err, '');
  assert.equal(read('plain/weights.bin').length, 4 * 197);
});

test('a name that ends in .json is that file', () => {
  train('deep.json');
  assert.ok(existsSync(at('deep.json')) && existsSync(at('deep.weights.bin')));
  assert.match(ae(['info', 'deep.json']).out, /3-16-2-16-3/);
});

test('in a pipe there are plain lines, about twenty of them', () => {
  const lines = train('lines').out.trimEnd().split('\n');
  assert.equal(lines.length, 21);
  for (const line of lines.slice(0, -1)) {
    assert.match(line, /^epoch \d+ of 40 {2}loss \S+ {2}[\d,]+ samples\/s( {2}\S+ (s|min|h) left)?$/);
  }
  assert.match(lines[19], /^epoch 40 of 40/);
});

test('on a terminal one more line changes', () => {
  const command = `${AE} train ${RINGS} -o terminal --layers 64-64-2 -e 3000 --patience 0`;
  const { stdout, status } = spawnSync('script', ['-qec', command, '/dev/null'], { cwd: folder, input: '' });
  assert.equal(status, 0);
  const out = stdout.toString().replaceAll('\r\x1b[K', '<clear>');
  assert.match(out, /<clear>epoch \d+ of 3000 [^\n]*<clear>/);
  assert.match(out, /samples\/s {2}\d+ s left/);
});

test('quiet is quiet', () => {
  const { out, err } = train('quiet', ['-q']);
  assert.equal(out + err, '');
});

test('one seed has the same bytes, another one has others', () => {
  train('first', ['-b', '16', '--held-out', '20']);
  train('again', ['-b', '16', '--held-out', '20']);
  train('other', ['-b', '16', '--held-out', '20', '--seed', '2']);
  assert.deepEqual(bytes('first'), bytes('again'));
  assert.notDeepEqual(bytes('first')[1], bytes('other')[1]);
});

test('any number of threads has the same bytes', () => {
  const flags = ['-q', '--layers', '64-32-2', '-b', '40', '--held-out', '10', '--noise', '0.05'];
  train('alone', flags);
  for (const threads of ['0', '2', '3', '7']) {
    train(`threads-${threads}`, [...flags, '-j', threads]);
    assert.deepEqual(bytes(`threads-${threads}`), bytes('alone'), threads);
  }
});

test('each flag of training changes what is trained', () => {
  train('changed');
  const weights = new Set([read('changed/weights.bin').toString('hex')]);
  for (const flags of [
    ['--activation', 'relu'],
    ['--output-activation', 'tanh'],
    ['--optimizer', 'sgd'],
    ['--optimizer', 'sgd', '--momentum', '0.5'],
    ['--rate', '0.02'],
    ['--schedule', 'cosine'],
    ['--batch', '7'],
    ['--warm-up', '5'],
    ['--noise', '0.1'],
    ['--drop', '0.1'],
    ['--epochs', '39'],
    ['--held-out', '10'],
    ['--decoder', '8-16'],
    ['--layers', '12-2'],
    ['--precision', 'uint8'],
  ]) {
    train('changed', flags);
    const hex = read('changed/weights.bin').toString('hex');
    assert.ok(!weights.has(hex), flags.join(' '));
    weights.add(hex);
  }
});

test('rows that are held out have a loss of their own', () => {
  const { out } = train('held', ['--held-out', '25']);
  assert.match(out, /loss \S+ {2}held out \S+ {2}/);
  assert.match(out, /loss \S+, held out \S+\n$/);
});

test('it stops where the loss no longer falls', () => {
  const { out } = ae(['train', RINGS, '-o', 'flat', '-r', '0', '--patience', '5', '--layers', '2']);
  assert.match(out, /epoch 6, where the loss no longer falls/);
});

test('data from a file, gzipped, in pieces of gzip, and from standard input have the same bytes', () => {
  const csv = readFileSync(RINGS);
  train('file');
  write('rings.csv.gz', gzipSync(csv));
  write('pieces.gz', Buffer.concat([gzipSync(csv.subarray(0, 700)), gzipSync(csv.subarray(700))]));
  const flags = ['--layers', '16-2', '-e', '40', '-r', '0.01', '--scale'];
  ae(['train', 'rings.csv.gz', '-o', 'gzipped', ...flags]);
  ae(['train', 'pieces.gz', '-o', 'pieces', ...flags]);
  ae(['train', '-', '-o', 'piped', ...flags], { input: csv });
  for (const name of ['gzipped', 'pieces', 'piped']) assert.deepEqual(bytes(name), bytes('file'), name);
});

test('Ctrl-C saves what there is', async () => {
  for (const [signal, status] of /** @type {const} */ ([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])) {
    const { child, ended, says } = start(['train', RINGS, '-o', signal, ...LONG, '-e', '200000']);
    await says(/epoch 10000 /);
    child.kill(signal);
    const end = await ended;
    assert.equal(end.status, status);
    assert.match(end.err, /stopping after this epoch/);
    assert.match(end.out, /epoch \d+, where it was interrupted, loss/);
    assert.match(ae(['info', signal]).out, /3-8-2-8-3/);
    assert.deepEqual(readdirSync(at(signal)), ['model.json', 'weights.bin']);
  }
});

test('a reader of the progress that goes away does not end it', () => {
  const command = `"$AE" train "$RINGS" -o headless --layers 4-2 -e 200 | head -n 1; echo \${PIPESTATUS[0]}`;
  const { stdout } = spawnSync('bash', ['-c', command], { cwd: folder, env: { ...process.env, AE, RINGS } });
  assert.match(stdout.toString(), /^epoch 10 of 200 .*\n0\n$/);
  assert.match(ae(['info', 'headless']).out, /3-4-2-4-3/);
});

test('a run that diverges fails, and leaves the last finite state if there is one', () => {
  write('huge.csv', '1e30,2e30\n3e30,-1e30\n2e30,0\n');
  const none = ae(['train', 'huge.csv', '-o', 'none', '--layers', '2'], { status: 1 });
  assert.match(none.err, /after epoch 0; a lower --rate than 0\.001 may help\nae: nothing was saved/);
  assert.ok(!existsSync(at('none')));
  const some = ae(['train', RINGS, '-o', 'some', '--optimizer', 'sgd', '-r', '10', '--activation', 'linear'], {
    status: 1,
  });
  assert.match(some.err, /some\/model\.json has the last state before that/);
  assert.match(ae(['reconstruct', 'some', RINGS]).out, /^x1,x2,x3,label\n/);
});

test('where it cannot be written is found out before training', () => {
  write('text', 'this is no folder');
  mkdirSync(at('taken/model.json'), { recursive: true });
  const begin = Date.now();
  fails(['train', RINGS, '-o', 'text', ...LONG], /^ae: text: Not a directory/);
  fails(['train', RINGS, '-o', 'no/such/place', ...LONG], /^ae: no\/such\/place: No such file or directory/);
  fails(['train', RINGS, '-o', 'text/model.json', ...LONG], /^ae: text\/model\.json: Not a directory/);
  fails(['train', RINGS, '-o', 'taken', ...LONG], /^ae: taken\/model\.json: Is a directory/);
  fails(['train', RINGS, '-o', 'nan', ...LONG, '--label', '9'], /column/);
  assert.ok(!existsSync(at('nan')));
  assert.ok(Date.now() - begin < 100_000, 'and not after a hundred million epochs');
});

test('a disk that is full leaves no half file, and what was there', () => {
  train('kept', ['-q']);
  const before = bytes('kept');
  const command = `ulimit -f 8; "$AE" train "$RINGS" -o kept --layers 64-64-2 -e 2 -q`;
  const { status, stderr } = spawnSync('bash', ['-c', command], { cwd: folder, env: { ...process.env, AE, RINGS } });
  assert.equal(status, 1);
  assert.match(stderr.toString(), /^ae: kept\/weights\.bin: File too large\n$/);
  assert.deepEqual(bytes('kept'), before);
  assert.deepEqual(readdirSync(at('kept')), ['model.json', 'weights.bin']);
});

test('a model is replaced, through a link too, and its permissions stay', () => {
  train('real', ['-q', '--seed', '3']);
  symlinkSync('real', at('link'));
  spawnSync('chmod', ['640', at('real/model.json')]);
  train('link', ['-q', '--seed', '4']);
  train('expected', ['-q', '--seed', '4']);
  assert.deepEqual(bytes('real'), bytes('expected'));
  assert.equal(statSync(at('real/model.json')).mode & 0o777, 0o640);
  assert.equal(statSync(at('expected/model.json')).mode & 0o777, 0o666 & ~process.umask());
});

test('a single row and columns that are constant can be trained on', () => {
  write('row.csv', '1,2,3\n');
  write('constant.csv', '1,5,0\n2,5,0\n3,5,0\n4,5,0\n');
  for (const name of ['row', 'constant']) {
    for (const flags of [[], ['--scale']]) {
      ae(['train', `${name}.csv`, '-o', name, '-e', '20', '--layers', '4-1', ...flags]);
      assert.match(ae(['eval', name, `${name}.csv`, ...flags]).out, /^mse +[\d.e-]+ /m);
    }
  }
});

test('data that cannot be trained on are refused by row and column', () => {
  fails(['train', 'missing.csv', '-o', 'm'], /^ae: missing\.csv: No such file or directory\n/);
  fails(['train', '.', '-o', 'm'], /^ae: \.: Is a directory\n/);
  fails(['train', '-', '-o', 'm'], /^ae: standard input: .*row 2, column 3.*"NaN"/, '1,2,3\n4,5,NaN\n');
  fails(['train', '-', '-o', 'm'], /^ae: standard input: .*row 1, column 3.*"NaN"/, '1,2,NaN\n3,4,5\n');
  fails(['train', '-', '-o', 'm'], /row 1, column 1.*"0,5"; decimal commas are not read/, '0,5;1,5;2,5\n1;2;3\n');
  fails(['train', '-', '-o', 'm'], /^ae: standard input: .*row 3, column 2/, 'x,y\n1,2\n3,four\n');
  fails(['train', '-', '-o', 'm'], /^ae: standard input: .*row 2/, '1,2,3\n4,5\n');
  fails(['train', '-', '-o', 'm'], /^ae: standard input: /, '');
  write('cut.gz', gzipSync(readFileSync(RINGS)).subarray(0, 200));
  fails(['train', 'cut.gz', '-o', 'm'], /^ae: cut\.gz: its gzipped data end too early\n/);
  write('damaged.gz', gzipSync(readFileSync(RINGS)).fill(0x55, 40, 120));
  fails(['train', 'damaged.gz', '-o', 'm'], /^ae: damaged\.gz: its gzipped data are damaged\n/);
  assert.ok(!existsSync(at('m')));
});
