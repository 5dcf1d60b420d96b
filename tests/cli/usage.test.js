// SPDX-License-Identifier: MIT
// Arguments, help, the manual and the README.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { test } from 'node:test';
import { AE, ae, at, folder, inRepository, RINGS } from './ae.js';

const COMMANDS = ['train', 'encode', 'decode', 'reconstruct', 'eval', 'info', 'convert', 'plot'];

/** The flags of a command's help. @param {string} command @returns {{ letter?: string, name: string }[]} */
const flagsOf = (command) =>
  [...ae([command, '--help']).out.matchAll(/^ {2}(?:-(\w), | {4})--([\w-]+)/gm)].map(([, letter, name]) => ({
    letter,
    name,
  }));

/** @param {string[]} args @param {RegExp} message */
function misused(args, message) {
  const { err, out } = ae(args, { status: 2 });
  assert.match(err, message);
  assert.match(err, /^Try 'ae( \w+)? --help'\.$/m);
  assert.equal(out, '');
}

test('help lists all commands, and each has its own with an example', () => {
  const { out } = ae(['--help']);
  assert.equal(ae(['help']).out, out);
  for (const command of COMMANDS) {
    assert.match(out, new RegExp(`^  ${command} +\\S`, 'm'));
    const help = ae([command, '--help']).out;
    assert.equal(ae([command, '-h']).out, help);
    assert.equal(ae(['help', command]).out, help);
    assert.match(help, new RegExp(`^usage: ae ${command} `));
    assert.match(help, new RegExp(`\nExample:\n  ae ${command} .*\n$`));
    for (const line of help.split('\n')) assert.ok(line.length <= 110, line);
  }
});

test('the version is that of the package', () => {
  const { version } = JSON.parse(readFileSync(inRepository('package.json'), 'utf8'));
  assert.equal(ae(['--version']).out, `ae ${version}\n`);
});

test('what makes no sense has status 2 and a hint', () => {
  assert.match(ae([], { status: 2 }).err, /^usage: ae COMMAND/);
  misused(['fly'], /^ae: there is no command fly$/m);
  misused(['train', RINGS], /^ae: where to\? --output is missing$/m);
  misused(['train', '-o', 'm'], /^ae: usage: ae train DATA/m);
  misused(['train', RINGS, RINGS, '-o', 'm'], /^ae: ".*rings\.csv" is too much$/m);
  misused(['train', RINGS, '-o'], /^ae: --output needs a value: MODEL$/m);
  misused(['train', RINGS, '-o', 'm', '--fly'], /^ae: there is no flag --fly$/m);
  misused(['train', RINGS, '-o', 'm', '-x'], /^ae: there is no flag -x$/m);
  misused(['train', RINGS, '-o', 'm', '--quiet=1'], /^ae: --quiet takes no value$/m);
  misused(['train', RINGS, '-o', 'm', '-e', '1.5'], /^ae: --epochs: 1\.5 is not a whole number$/m);
  misused(['train', RINGS, '-o', 'm', '-e', '0'], /^ae: --epochs: 0 is not within 1 to 100000000$/m);
  misused(['train', RINGS, '-o', 'm', '-r', '-1'], /^ae: --rate: -1 is not within 0 to 10$/m);
  misused(['train', RINGS, '-o', 'm', '-r', '1x'], /^ae: --rate: "1x" is not a number$/m);
  misused(['train', RINGS, '-o', 'm', '-r', 'nan'], /^ae: --rate: "nan" is not a number$/m);
  misused(
    ['train', RINGS, '-o', 'm', '-a', 'sinh'],
    /^ae: --activation: "sinh" is none of: linear tanh relu sigmoid$/m,
  );
  for (const layers of ['', '0', '64-', '-2', '64--2', 'a', '70000', `${'8-'.repeat(20)}2`]) {
    misused(['train', RINGS, '-o', 'm', `--layers=${layers}`], /^ae: --layers: /m);
  }
  misused(['train', RINGS, '-o', 'm', '--layers', '8-8-8-8-8-8-8-8-2'], /with its mirror/m);
  misused(['train', RINGS, '-o', 'm', '--decoder', '8-'], /^ae: --decoder: /m);
  misused(['plot', RINGS], /--output is missing/);
  misused(['plot', RINGS, '-o', 'x.jpg'], /^ae: --output: "x\.jpg" does not end in \.png$/m);
  misused(['plot', RINGS, '-o', 'png'], /"png" does not end in \.png$/m);
  misused(['plot', RINGS, '-o', 'x.png', '--what', 'codes'], /a MODEL is needed/);
  misused(['convert', 'm'], /--output is missing/);
  misused(['convert', 'm', '-o', 'n', '--split', '--half', 'encoder'], /--split is of both halves/);
  misused(['convert', 'm', '-o', 'n.json', '--split'], /--split makes a folder/);
  misused(['info'], /usage: ae info MODEL/);
  assert.ok(!existsSync(at('m')));
});

test('flags stand before and after operands, in short and in long', () => {
  const flags = ['--layers', '2', '--epochs', '1', '--quiet', '--output', 'long'];
  ae(['train', ...flags, RINGS]);
  ae(['train', RINGS, '--layers=2', '-e1', '-qo', 'short']);
  ae(['train', '-q', '--layers=2', '-e', '1', '-o', 'ended', '--', RINGS]);
  const weights = readFileSync(at('long/weights.bin'));
  assert.deepEqual(readFileSync(at('short/weights.bin')), weights);
  assert.deepEqual(readFileSync(at('ended/weights.bin')), weights);
});

test('the manual has every command and flag, and no others', () => {
  const text = readFileSync(inRepository('core/cli/ae.1'), 'utf8');
  const described = new Set([...text.matchAll(/^\.It Fl (?:\w , )?-([\w-]+)/gm)].map(([, name]) => name));
  const known = new Set();
  for (const command of COMMANDS) {
    assert.match(text, new RegExp(`^\\.Cm ${command}$`, 'm'), command);
    for (const { letter, name } of flagsOf(command)) {
      known.add(name);
      if (name === 'help') continue;
      assert.ok(described.has(name), `${command} --${name}`);
      if (letter) assert.match(text, new RegExp(`^\\.It Fl ${letter} , -${name}\\b`, 'm'), `-${letter}`);
    }
  }
  for (const name of described) assert.ok(known.has(name), `--${name} of the manual`);
});

test('the manual has no faults that man finds', { skip: spawnSync('man', ['--version']).error !== undefined }, () => {
  const { stdout, stderr } = spawnSync('man', ['--warnings', '-l', inRepository('core/cli/ae.1')]);
  assert.equal(stderr.toString(), '');
  assert.match(stdout.toString(), /EXIT STATUS/);
});

test('the commands of the README do what it says', () => {
  const readme = readFileSync(inRepository('README.md'), 'utf8');
  const section = readme.split(/^## /m).find((part) => part.startsWith('Without a browser'));
  assert.ok(section);
  const lines = [...section.matchAll(/^ {4}(\S.*)$/gm)].map(([, line]) => line.replace(/ {2,}#.*/, ''));
  assert.ok(lines.length >= 5);
  mkdirSync(at('readme/build'), { recursive: true });
  symlinkSync(inRepository('tests'), at('readme/tests'));
  copyFileSync(AE, at('readme/build/ae'));
  for (const line of lines) {
    // What builds it has been run before this test
    const [command, options] = line.startsWith('make ')
      ? [`${line} --dry-run`, { cwd: inRepository('.') }]
      : [line, { cwd: at('readme') }];
    const { status, stderr } = spawnSync('bash', ['-c', command], options);
    assert.equal(status, 0, `${line}\n${stderr}`);
  }
  for (const name of section.match(/build\/[\w./-]+/g) ?? []) assert.ok(existsSync(at(`readme/${name}`)), name);
});

test('nothing is left in the folder of a command that failed', () => {
  const before = spawnSync('ls', { cwd: folder }).stdout.toString();
  ae(['encode', 'long', 'missing.csv', '-o', 'codes.csv'], { status: 1 });
  ae(['plot', 'long', 'missing.csv', '-o', 'codes.png'], { status: 1 });
  ae(['convert', 'missing', '-o', 'converted'], { status: 1 });
  assert.equal(spawnSync('ls', { cwd: folder }).stdout.toString(), before);
});
