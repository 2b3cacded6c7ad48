// Runs the benchmarks of bench/ beside GNU grep and mawk, interleaved, and prints medians: `npm run bench [-- rounds] [names]`;
// with names only those whose name holds one of them, and the yardsticks they are held against.
// `npm run bench -- kernels [name]` times the kernels alone.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { contestants } from './bench/contestants.mjs';
import { printTable } from './bench/table.mjs';

const rounds = Math.max(1, Number(process.argv.slice(2).find((word) => /^[0-9]+$/.test(word)) ?? 5));
const names = process.argv.slice(2).filter((word) => !/^[0-9]+$/.test(word));
const root = resolve(import.meta.dirname, '..');
const inputs = join(root, '.cache', 'bench');
mkdirSync(inputs, { recursive: true });
if (process.argv[2] === 'kernels') {
  const source = ['--import', 'tsx', '--conditions=@sluice/source'];
  for (const [file, ...rest] of [['make-inputs'], ['kernels', ...process.argv.slice(3)]]) {
    execFileSync(process.execPath, [...source, join(root, 'bench', `${file}.ts`), ...rest], {
      cwd: root,
      env: { ...process.env, SLUICE_BENCH_INPUTS: inputs },
      stdio: 'inherit',
    });
  }
  process.exit(0);
}
const scratch = mkdtempSync(join(inputs, 'run-'));
const environment = {
  ...process.env,
  LC_ALL: 'C',
  SLUICE_BENCH_INPUTS: inputs,
  SLUICE_BENCH_SCRATCH: scratch,
};
const all = contestants({ root, inputs, scratch });
const wanted = all.filter(({ name }) => names.length === 0 || names.some((part) => name.includes(part)));
const chosen = all.filter(
  (one) => wanted.includes(one) || wanted.some(({ beside = [] }) => [beside].flat().includes(one.name)),
);

const answers = new Map();
const measured = new Map(chosen.map(({ name }) => [name, []]));

function agree(group, name, answer) {
  if (group === undefined) return;
  const known = answers.get(group);
  if (known === undefined) answers.set(group, { name, answer });
  else if (known.answer !== answer) {
    throw new Error(`${name} gives ${answer}, but ${known.name} gives ${known.answer}`);
  }
}

const caseOf = ([file, ...parameters]) => [
  process.execPath,
  join(inputs, 'cases', `${file}.js`),
  ...parameters,
];

/** A program that says itself what it measured, as one line of JSON at its end. */
function runProgram([file, ...parameters]) {
  const output = execFileSync(file, parameters, {
    cwd: root,
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { result, ...figures } = JSON.parse(output.trim().split('\n').at(-1));
  return { ...figures, answer: result };
}

function runShell(command, answer) {
  const timed = spawnSync('bash', ['-c', `TIMEFORMAT='%U %S %R'; time ${command}`], {
    cwd: root,
    env: environment,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (timed.status !== 0) throw new Error(`${command}\n${timed.stderr}`);
  const [user, system, wall] = timed.stderr.trim().split('\n').at(-1).split(' ').map(Number);
  const output = timed.stdout;
  return { cpuSeconds: user + system, wallSeconds: wall, answer: answer ? answer(output) : output.trim() };
}

try {
  execFileSync(
    process.execPath,
    ['--import', 'tsx', '--conditions=@sluice/source', join(root, 'bench', 'make-inputs.ts')],
    { cwd: root, env: environment, stdio: 'inherit' },
  );
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  execFileSync(process.execPath, [vite, 'build', '--mode', 'bench', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  });
  for (let round = 1; round <= rounds; round++) {
    process.stderr.write(`round ${round} of ${rounds}, load ${loadavg()[0].toFixed(1)}\n`);
    for (const { name, group, shell, flow, program, answer } of chosen) {
      const one = shell ? runShell(shell, answer) : runProgram(program ?? caseOf(flow));
      agree(group, name, one.answer);
      measured.get(name).push(one);
    }
  }

  printTable(chosen, measured, rounds);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
