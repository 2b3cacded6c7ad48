// Runs the benchmarks of bench/ beside GNU grep and mawk, interleaved, and prints medians: `npm run bench [-- rounds] [names]`;
// with names only those whose name holds one of them, and the yardsticks they are held against.
// `npm run bench -- kernels [name]` times the kernels alone.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';
import { join, resolve } from 'node:path';

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
const records = 2_000_000;
const words = join(inputs, 'words-2m.txt');
const log = join(inputs, 'access-2m.log');
const failedFile = join(scratch, 'failed.log');

/** How often the fast cases read their input, so that warming up is a small part of the whole; as in bench/files.ts. */
const copies = 20;
const logCopies = 4;
const often = (file, times = copies) => Array(times).fill(file).join(' ');

/** Each yardstick and each case gives an answer; answers in one group must be equal. */
const all = [
  { name: 'grep -c', group: 'hits', copies, shell: `grep -ch glorp ${often(words)} | tail -n 1` },
  {
    name: 'mawk match',
    group: 'hits',
    copies,
    shell: `mawk '/glorp/ { n++ } END { print n / ${copies} }' ${often(words)}`,
  },
  {
    name: 'a 100-byte grep: file -> filter -> channel -> count',
    group: 'hits',
    copies,
    flow: ['grep'],
    beside: 'grep -c',
  },
  {
    name: 'e memory channel, transactions of 100: file -> channel -> null',
    group: undefined,
    copies,
    flow: ['memory-channel'],
    beside: 'grep -c',
  },
  {
    name: 'mawk multiplex',
    group: 'multiplex',
    copies: logCopies,
    shell: `mawk '$9 ~ /^(403|404|500|503)$/ { print > "${failedFile}"; next } { n++ } END { print n > "/dev/null" }' ${often(log, logCopies)}`,
    answer: () => createHash('md5').update(readFileSync(failedFile)).digest('hex'),
  },
  {
    name: 'b access log, all fields, by status: file -> 2 channels -> null + file_roll',
    group: 'multiplex',
    copies: logCopies,
    flow: ['multiplex'],
    beside: 'mawk multiplex',
  },
  {
    name: 'mawk words',
    group: 'words',
    shell: `mawk '{ for (i = 1; i <= NF; i++) c[$i]++ } END { for (w in c) print w, c[w] }' ${words}`,
    answer: sorted,
  },
  {
    name: 'c word count, Storm model, acked',
    copies: 5,
    group: undefined,
    flow: ['storm-words'],
    beside: 'mawk words',
  },
  {
    name: 'c2 the same with a view of all counts',
    copies: 5,
    group: 'words',
    flow: ['storm-words', 'view'],
    beside: 'mawk words',
  },
  {
    name: 'd word count, Spark model',
    copies: 5,
    group: 'words',
    flow: ['spark-words'],
    beside: 'mawk words',
  },
  {
    name: 'mawk a million words',
    group: 'many words',
    records: 500_000,
    shell: `mawk '{ for (i = 1; i <= NF; i++) c[$i]++ } END { for (w in c) print w, c[w] }' ${join(inputs, 'words-1m.txt')}`,
    answer: sorted,
  },
  {
    name: 'f a million words, Storm model, acked',
    copies: 4,
    records: 500_000,
    flow: ['storm-words', 'many'],
    beside: 'mawk a million words',
  },
  {
    name: 'g a million words, Spark model',
    group: 'many words',
    copies: 4,
    records: 500_000,
    flow: ['spark-words', 'many'],
    beside: 'mawk a million words',
  },
  {
    name: 'python tweets',
    group: 'tweets',
    records: 300_000,
    shell: `python3 ${join(root, 'bench', 'tweets.py')} ${join(inputs, 'tweets-300k.jsonl')}`,
    answer: (output) => createHash('md5').update(output).digest('hex'),
  },
  {
    name: 'h hashtags of tweets, 10 s window sliding 1 s',
    group: 'tweets',
    copies: 5,
    records: 300_000,
    flow: ['tweets'],
    beside: 'python tweets',
  },
  { name: 'i 3 bolts, fields grouping, no acks', group: 'bolts', copies: 5, flow: ['acking', 'off'] },
  {
    name: 'i2 the same, acked',
    group: 'bolts',
    copies: 5,
    flow: ['acking'],
    beside: 'i 3 bolts, fields grouping, no acks',
  },
  {
    name: 'k micro-batches of 100,000',
    group: 'batches',
    records: 400_000,
    flow: ['micro-batches', '100000'],
  },
  {
    name: 'k2 micro-batches of 100',
    group: 'batches',
    records: 400_000,
    flow: ['micro-batches', '100'],
    beside: 'k micro-batches of 100,000',
  },
];
const wanted = all.filter(({ name }) => names.length === 0 || names.some((part) => name.includes(part)));
const contestants = all.filter(
  (one) => wanted.includes(one) || wanted.some(({ beside }) => beside === one.name),
);

function sorted(output) {
  return createHash('md5')
    .update(`${output.trimEnd().split('\n').sort().join('\n')}\n`)
    .digest('hex');
}

const answers = new Map();
const measured = new Map(contestants.map(({ name }) => [name, []]));

function agree(group, name, answer) {
  if (group === undefined) return;
  const known = answers.get(group);
  if (known === undefined) answers.set(group, { name, answer });
  else if (known.answer !== answer) {
    throw new Error(`${name} gives ${answer}, but ${known.name} gives ${known.answer}`);
  }
}

function runFlow([file, ...parameters]) {
  const output = execFileSync(process.execPath, [join(inputs, 'cases', `${file}.js`), ...parameters], {
    cwd: root,
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { cpuSeconds, wallSeconds, rssMegabytes, result } = JSON.parse(output.trim().split('\n').at(-1));
  return { cpuSeconds, wallSeconds, rssMegabytes, answer: result };
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

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
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
    for (const { name, group, shell, flow, answer } of contestants) {
      const one = shell ? runShell(shell, answer) : runFlow(flow);
      agree(group, name, one.answer);
      measured.get(name).push(one);
    }
  }

  const rate = ({ name, copies = 1, records: own = records }, seconds = 'cpuSeconds') =>
    (copies * own) / median(measured.get(name).map((one) => one[seconds]));
  const millions = (value) => (value / 1e6).toFixed(2);
  const [cpu] = cpus();
  const print = (line) => process.stdout.write(`${line}\n`);
  print(
    `${cpu.model.trim()}, ${cpus().length} CPUs, Linux ${release()}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
  );
  print(
    `${(records / 1e6).toFixed(0)} M records (${copies} times over in a and e, ${logCopies} times in b), medians of ${rounds} interleaved rounds, load at the end ${loadavg()[0].toFixed(1)}; answers equal.`,
  );
  print('');
  print('| | M records/s per CPU second | M records/s wall | beside | RSS MB |');
  print('|---|---|---|---|---|');
  for (const contestant of contestants) {
    const { name, beside } = contestant;
    const runs = measured.get(name);
    const yardstick = contestants.find((one) => one.name === beside);
    const ratio = yardstick ? `${(rate(contestant) / rate(yardstick)).toFixed(2)} x ${beside}` : '';
    const rss =
      runs[0].rssMegabytes === undefined ? '' : median(runs.map((one) => one.rssMegabytes)).toFixed(0);
    print(
      `| ${name} | ${millions(rate(contestant))} | ${millions(rate(contestant, 'wallSeconds'))} | ${ratio} | ${rss} |`,
    );
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
