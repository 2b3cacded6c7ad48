import type { Operator, Schema } from '@sluice/ir';
import {
  type Batch,
  batchOfValues,
  createRandom,
  createTransform,
  liveRows,
  readRecords,
  selectRows,
  textColumn,
  withColumn,
} from '@sluice/runtime';
import { poisonedKernels } from '@sluice/testkit';
import fc from 'fast-check';
import { randomCuts } from './pipeline.ts';

/** A record of the tests of keyed and windowed operators: a key, a time, a number. */
export interface Row {
  readonly k: string;
  readonly t: number | null;
  readonly n: number | null;
}

export const rowSchema: Schema = {
  shape: 'tuple',
  fields: [
    { name: 'k', type: 'string' },
    { name: 't', type: 'integer' },
    { name: 'n', type: 'integer' },
  ],
};

export const text = (value: string) => ({ kind: 'expression', text: value }) as const;

const base = {
  id: 'x',
  stage: 's',
  inputs: ['in'],
  outputs: [{ name: 'out', schema: rowSchema }],
  parallelism: { executors: 1, tasks: 1 },
  origin: {},
} as const;

type Sketched<T> = T extends unknown
  ? Omit<T, 'id' | 'stage' | 'inputs' | 'outputs' | 'parallelism' | 'origin'> & {
      readonly inputs?: readonly string[];
    }
  : never;
/** An operator without what the compiler adds. */
export type Sketch = Sketched<Operator>;

export const operatorOf = (sketch: Sketch): Operator => ({ ...base, ...sketch }) as Operator;

/** Rows with times up to `range`; `isOrdered` sorts them, without it some have no time. */
export function arbitraryRows(range: number, isOrdered = false): fc.Arbitrary<readonly Row[]> {
  const row = fc.record({
    k: fc.constantFrom('a', 'b', 'ç'),
    t: fc.integer({ min: 0, max: range }),
    n: fc.option(fc.integer({ min: -3, max: 3 })),
  });
  const rows = fc.array(row, { maxLength: 40 });
  if (isOrdered) return rows.map((all) => [...all].sort((a, b) => a.t - b.t));
  return fc
    .tuple(rows, fc.nat(200))
    .map(([all, at]) => all.map((one, i) => (i === at ? { ...one, t: null } : one)));
}

/** Rows as a batch: keys as bytes or as values, dead rows in between. */
export function batchOfRows(input: readonly Row[], random: () => number): Batch {
  const padded: { readonly row: Row; readonly isLive: boolean }[] = [];
  for (const row of input) {
    while (random() < 0.2) padded.push({ row: { k: 'a', t: 1_000_000, n: 9 }, isLive: false });
    padded.push({ row, isLive: true });
  }
  const keys = padded.map(({ row }) => row.k);
  const plain = batchOfValues(
    { k: keys, t: padded.map(({ row }) => row.t), n: padded.map(({ row }) => row.n) },
    0,
  );
  const batch = random() < 0.5 ? withColumn(plain, 'k', textColumn(keys)) : plain;
  const live = padded.flatMap(({ isLive }, index) => (isLive ? [index] : []));
  return selectRows(batch, Uint32Array.from(live));
}

/** Rows in random pieces. */
export function piecesOf(input: readonly Row[], seed: number): readonly Batch[] {
  const random = createRandom(seed, 'cuts');
  const batch = batchOfRows(input, random);
  return randomCuts(batch, liveRows(batch), random);
}

export type Transform = ReturnType<typeof createTransform>;
export interface Clock {
  now: number;
  readonly late: { count: number };
}

export function transformOf(
  operator: Operator,
  clock: Clock = newClock(),
  options: { readonly inputSlideMs?: number; readonly input?: Schema; readonly task?: number } = {},
): Transform {
  const late = {
    add(by: number) {
      clock.late.count += by;
    },
  };
  return createTransform(operator, {
    input: rowSchema,
    now: () => clock.now,
    kernels: poisonedKernels(),
    late: late as never,
    ...options,
  });
}

export const newClock = (): Clock => ({ now: 0, late: { count: 0 } });

/** Hands batches through transforms one after another. */
export function pass(
  chain: readonly Transform[],
  batch: Batch,
  emit: (output: string, batch: Batch) => void,
  input = 'in',
): void {
  const [first, ...rest] = chain;
  first?.process(batch, input, (output, given) =>
    rest.length === 0 || output !== 'out' ? emit(output, given) : pass(rest, given, emit),
  );
}

/** Everything handed to it, by output. */
export class Collected {
  readonly records: object[] = [];
  readonly late: object[] = [];
  readonly emit = (output: string, batch: Batch): void => {
    (output === 'late' ? this.late : this.records).push(...readRecords(batch));
  };
}

/** Records in an order of their own, so that multisets can be compared. */
export const sorted = (records: readonly object[]): string[] =>
  records.map((record) => JSON.stringify(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))).sort();

/** What folds give for values, counted anew from all of them. */
export const naiveFolds = {
  count: (values: readonly (number | null)[]) => values.length,
  sum: (values: readonly (number | null)[]) => present(values).reduce((a, b) => a + b, 0),
  min: (values: readonly (number | null)[]) => Math.min(...present(values)),
  max: (values: readonly (number | null)[]) => Math.max(...present(values)),
  mean: (values: readonly (number | null)[]) =>
    present(values).reduce((a, b) => a + b, 0) / present(values).length,
  distinct: (values: readonly (number | null)[]) => new Set(present(values)).size,
} as const;

/** Counts take every record, other folds those that have a value. */
export const takesPart = (fold: keyof typeof naiveFolds, row: Row): boolean =>
  fold === 'count' || row.n !== null;

const present = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

/** Ends of the windows a time lies in, ascending. */
export function windowsAround(
  time: number,
  grid: {
    readonly length: number;
    readonly slide: number;
    readonly closed: 'start' | 'end';
    readonly origin?: number;
  },
): number[] {
  const { length, slide, closed, origin = 0 } = grid;
  const ends: number[] = [];
  const from = origin + (Math.floor((time - origin) / slide) - 1) * slide;
  for (let end = from; end <= time + length + slide; end += slide) {
    const isIn = closed === 'start' ? time >= end - length && time < end : time > end - length && time <= end;
    if (isIn) ends.push(end);
  }
  return ends;
}
