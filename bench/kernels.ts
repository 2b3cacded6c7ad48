import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync } from 'node:fs';
import { loadavg } from 'node:os';
import { type Arena, createKernels, type Kernels, type RowSet, type Slices } from '@sluice/kernels';
import { accessLog, manyWords, tweets, words } from './files.ts';
import { kernelCases } from './kernel-cases.ts';

/**
 * Rates of each kernel and its twin beside grep and mawk: `npm run bench -- kernels [name]`. A file is read in pieces
 * into one arena; only the kernel is timed, and the median piece counts, so that a busy machine disturbs little.
 */
const files = { words, accessLog, tweets, manyWords };

const only = process.argv[2];
const rounds = 3;
/** Small, so that a piece is done before the machine gives its core to somebody else. */
const pieceBytes = 64 * 1024;
const wanted = kernelCases.filter(({ name }) => only === undefined || name.includes(only));
const kernels = { wasm: createKernels(), twin: createKernels({ isPlain: true }) };
const print = (line: string): void => void process.stdout.write(`${line}\n`);

print(`load ${loadavg()[0]?.toFixed(1)}; M lines/s, medians`);
print('| kernel | wasm | GB/s | twin | yardstick | wasm / yardstick |');
print('|---|---|---|---|---|---|');
for (const one of wanted) {
  const file = files[one.file];
  const wasm: Rate[] = [];
  const twin: Rate[] = [];
  const yardstick: number[] = [];
  for (let round = 0; round < rounds; round++) {
    wasm.push(measure(kernels.wasm, file, one.start, 32));
  }
  twin.push(measure(kernels.twin, file, one.start, 8));
  if (one.shell) yardstick.push(measureShell(one.shell(file)));
  const best = median(wasm.map(({ lines }) => lines));
  const bytes = median(wasm.map((rate) => rate.bytes));
  const beside = one.shell ? lineCount(file) / median(yardstick) / 1e6 : 0;
  print(
    `| ${one.name} | ${best.toFixed(2)} | ${(bytes / 1e3).toFixed(2)} | ${median(twin.map(({ lines }) => lines)).toFixed(2)} | ${
      beside ? `${one.yardstick} ${beside.toFixed(2)}` : ''
    } | ${beside ? (best / beside).toFixed(2) : ''} |`,
  );
}

interface Rate {
  /** Millions a second. */
  readonly lines: number;
  readonly bytes: number;
}

/** A kernel at work: called once a piece, after its lines have been found. */
export type Work = (piece: {
  readonly arena: Arena;
  readonly column: Slices;
  readonly rows: RowSet;
  readonly filled: number;
}) => void;

function measure(
  which: Kernels,
  path: string,
  start: (kernels: Kernels) => { readonly work: Work; readonly end?: () => void },
  megabytes: number,
): Rate {
  const file = openSync(path, 'r');
  const { work, end } = start(which);
  const lines: number[] = [];
  const bytes: number[] = [];
  let left = 0;
  let read = 0;
  while (read < megabytes * 1e6) {
    const arena = which.arenas.take();
    if (!arena) throw new Error('no arena left');
    // An unfinished line is left out: this is no reader.
    const filled = readSync(file, arena.text, 0, pieceBytes, null);
    if (filled === 0) {
      closeSync(file);
      break;
    }
    read += filled;
    const starts = arena.uint32(4096) as Uint32Array;
    const ends = arena.uint32(4096) as Uint32Array;
    const found = which.lines({ bytes: arena.text, from: 0, to: filled }, { starts, ends });
    const column = { bytes: arena.text, starts, ends };
    const began = performance.now();
    work({ arena, column, rows: { rows: found.rows, selection: undefined }, filled });
    const took = performance.now() - began;
    // What the compiler of V8 has not seen yet does not count.
    if (++left > 100) {
      lines.push(found.rows / took / 1e3);
      bytes.push(found.end / took / 1e3);
    }
    arena.release();
  }
  end?.();
  return { lines: median(lines), bytes: median(bytes) };
}

function measureShell(command: string): number {
  const timed = spawnSync('bash', ['-c', `TIMEFORMAT='%U %S'; time ${command} | cat > /dev/null`], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  const [user = 0, system = 0] = (timed.stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return user + system;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function lineCount(path: string): number {
  return path === tweets ? 300_000 : path === manyWords ? 500_000 : 2_000_000;
}
