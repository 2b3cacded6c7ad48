import { evaluate, parseExpression } from '@sluice/expression';
import type { Field, Operator, Schema } from '@sluice/ir';
import {
  type Batch,
  batchOfValues,
  concatBatches,
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
import { describe, expect, it } from 'vitest';
import { randomCuts } from './pipeline.ts';

type Row = { readonly line: string; readonly n: number | null };

const schema: Schema = {
  shape: 'tuple',
  fields: [
    { name: 'line', type: 'string' },
    { name: 'n', type: 'integer' },
  ],
};
const base = {
  id: 'x',
  stage: 's',
  inputs: ['in'],
  parallelism: { executors: 1, tasks: 1 },
  origin: {},
} as const;
const outputsOf = (...fields: Field[]): Operator['outputs'] => [
  { name: 'out', schema: { shape: 'tuple', fields } },
];
const text = (value: string) => ({ kind: 'expression', text: value }) as const;

const words = fc.constantFrom(
  'ab',
  'AB',
  'abc',
  'x',
  'héllo',
  '日本',
  'a-b',
  '',
  'longer-than-eight',
  'longer-than-nine',
);
const rows: fc.Arbitrary<readonly Row[]> = fc.array(
  fc.record({
    line: fc
      .array(words, { maxLength: 6 })
      .chain((parts) => fc.constantFrom(' ', '  ', '\t').map((space) => parts.join(space))),
    n: fc.option(fc.integer({ min: -5, max: 5 })),
  }),
  { maxLength: 60 },
);

/** The rows as one batch: lines as bytes or as values, some dead rows in between. */
function batchOf(input: readonly Row[], random: () => number): Batch {
  const padded: { readonly row: Row; readonly isLive: boolean }[] = [];
  for (const row of input) {
    while (random() < 0.3) padded.push({ row: { line: 'dead ab', n: 1 }, isLive: false });
    padded.push({ row, isLive: true });
  }
  const lines = padded.map(({ row }) => row.line);
  const plain = batchOfValues({ line: lines, n: padded.map(({ row }) => row.n) }, 0);
  const batch = random() < 0.6 ? withColumn(plain, 'line', textColumn(lines)) : plain;
  const live = padded.flatMap(({ isLive }, index) => (isLive ? [index] : []));
  const roots = Int32Array.from(padded, (_, index) => index);
  return { ...selectRows(batch, Uint32Array.from(live)), roots };
}

/** What an operator makes of the rows when they come in random pieces; what the oracle says it must make. */
function holds(
  operator: Operator,
  oracle: (input: readonly Row[]) => readonly object[],
  end?: (transform: ReturnType<typeof createTransform>, emit: (output: string, batch: Batch) => void) => void,
): void {
  fc.assert(
    fc.property(rows, fc.integer(), (input, seed) => {
      const random = createRandom(seed, 'cuts');
      const transform = createTransform(operator, {
        input: schema,
        now: () => 0,
        kernels: poisonedKernels(),
      });
      const emitted: Batch[] = [];
      const emit = (_output: string, batch: Batch): void => {
        emitted.push(batch);
      };
      const batch = batchOf(input, random);
      for (const piece of randomCuts(batch, liveRows(batch), random)) transform.process(piece, 'in', emit);
      end?.(transform, emit);
      const seen = emitted.flatMap((one) => readRecords(one));
      expect(seen).toEqual(oracle(input));
      expect(readRecords(concatBatches(emitted))).toEqual(seen);
    }),
  );
}

const compute = (expression: string) => {
  const parsed = parseExpression(
    expression,
    schema.fields.map(({ name, type }) => ({ name, type: type as 'string' })),
  );
  return (row: Row): unknown => evaluate(parsed, row);
};

describe('row-wise operators equal the interpreter row by row, however rows are cut', () => {
  it.each([
    "contains(line, 'ab')",
    "not contains(line, 'b a')",
    "matches(line, 'ab')",
    'n > 0',
    "contains(line, '本')",
    'n > 0 and length(line) > 3',
  ])('filter %s', (predicate) => {
    const passes = compute(predicate);
    holds(
      { ...base, kind: 'filter', predicate: text(predicate), outputs: outputsOf(...schema.fields) },
      (input) => input.filter((row) => passes(row) === true),
    );
  });

  it.each(['words(line)', "split(line, ' ')", "split(line, 'b')", 'words(lower(line))', "split(line, 'é')"])(
    'flat-map %s',
    (each) => {
      const items = compute(each);
      holds(
        {
          ...base,
          kind: 'flat-map',
          each: text(each),
          field: { name: 'word', type: 'string' },
          outputs: outputsOf({ name: 'word', type: 'string' }),
        },
        (input) => input.flatMap((row) => ((items(row) as string[] | null) ?? []).map((word) => ({ word }))),
      );
    },
  );

  it.each([true, false])('map, keeping the other fields: %s', (keep) => {
    const assign = ['upper(line)', 'n * 2', "'fixed'", 'line'].map((value, k) => ({
      field: { name: `f${k}`, type: 'any' as const },
      value: text(value),
    }));
    holds({ ...base, kind: 'map', assign, keep, outputs: outputsOf() }, (input) =>
      input.map((row) => ({
        ...(keep ? row : {}),
        ...Object.fromEntries(assign.map(({ field, value }) => [field.name, compute(value.text)(row)])),
      })),
    );
  });

  it('key-by', () => {
    holds(
      { ...base, kind: 'key-by', key: text('line'), value: text('coalesce(n, 0) + 1'), outputs: outputsOf() },
      (input) => input.map((row) => ({ key: row.line, value: (row.n ?? 0) + 1 })),
    );
  });

  it('carries roots along', () => {
    fc.assert(
      fc.property(rows, fc.integer(), (input, seed) => {
        const random = createRandom(seed, 'roots');
        const batch = batchOf(input, random);
        const transform = createTransform(
          {
            ...base,
            kind: 'flat-map',
            each: text('words(line)'),
            field: { name: 'word', type: 'string' },
            outputs: outputsOf(),
          },
          { input: schema, now: () => 0, kernels: poisonedKernels() },
        );
        const seen: number[] = [];
        transform.process(batch, 'in', (_output, next) => seen.push(...(next.roots as Int32Array)));
        const count = compute('length(words(line))');
        const expected = input.flatMap((row, i) =>
          new Array<number>(Number(count(row))).fill(batch.selection?.[i] as number),
        );
        expect(seen).toEqual(expected);
      }),
    );
  });
});

/** Results by key in order of first sight. */
function grouped<T>(
  input: readonly Row[],
  first: (row: Row) => T,
  next: (so: T, row: Row) => T,
): { line: string; result: T }[] {
  const groups = new Map<string, T>();
  for (const row of input) {
    const so = groups.get(row.line);
    groups.set(row.line, so === undefined ? first(row) : next(so, row));
  }
  return [...groups].map(([line, result]) => ({ line, result }));
}

describe('aggregates equal a recount of the whole input, however it is cut', () => {
  const aggregate = {
    ...base,
    kind: 'aggregate',
    key: ['line'],
    result: 'result',
    outputs: outputsOf(),
  } as const;

  it('count, one result for each record', () => {
    holds({ ...aggregate, fold: { kind: 'count' }, scope: { kind: 'record' } }, (input) => {
      const counts = new Map<string, number>();
      return input.map(({ line }) => {
        counts.set(line, (counts.get(line) ?? 0) + 1);
        return { line, result: counts.get(line) };
      });
    });
  });

  it('count over several fields', () => {
    holds(
      { ...aggregate, key: ['line', 'n'], fold: { kind: 'count' }, scope: { kind: 'batch' } },
      (input) => {
        const counts = new Map<string, { line: string; n: number | null; result: number }>();
        for (const { line, n } of input) {
          const key = JSON.stringify([line, n]);
          const one = counts.get(key) ?? { line, n, result: 0 };
          counts.set(key, { ...one, result: one.result + 1 });
        }
        return [...counts.values()];
      },
      (transform, emit) => transform.closeBatch?.(1000, emit),
    );
  });

  const value = text('coalesce(n, 7)');
  const of = (row: Row): number => row.n ?? 7;
  it.each([
    ['sum', { kind: 'sum', of: value }, (a: number, b: number) => a + b],
    ['min', { kind: 'min', of: value }, Math.min],
    ['max', { kind: 'max', of: value }, Math.max],
    ['combine a + b', { kind: 'combine', of: value, text: 'a + b' }, (a: number, b: number) => a + b],
    [
      'combine with order',
      { kind: 'combine', of: value, text: 'a * 2 - b' },
      (a: number, b: number) => a * 2 - b,
    ],
  ] as const)('%s per batch', (_name, fold, join) => {
    holds(
      { ...aggregate, fold, scope: { kind: 'batch' } },
      (input) => grouped(input, of, (so, row) => join(so, of(row))),
      (transform, emit) => transform.closeBatch?.(1000, emit),
    );
  });

  it('mean over the whole state', () => {
    holds(
      { ...aggregate, fold: { kind: 'mean', of: value }, scope: { kind: 'state' } },
      (input) =>
        grouped<readonly [number, number]>(
          input,
          (row) => [of(row), 1],
          ([sum, count], row) => [sum + of(row), count + 1],
        ).map(({ line, result: [sum, count] }) => ({ line, result: sum / count })),
      (transform, emit) => transform.closeBatch?.(1000, emit),
    );
  });

  it('the ten best, equal ones in order', () => {
    holds(
      {
        ...aggregate,
        key: [],
        fold: { kind: 'top-k', by: text('n'), descending: true, limit: 10 },
        scope: { kind: 'batch' },
      },
      (input) =>
        [...input]
          .sort((a, b) => (b.n ?? Number.NEGATIVE_INFINITY) - (a.n ?? Number.NEGATIVE_INFINITY) || 0)
          .slice(0, 10),
      (transform, emit) => transform.closeBatch?.(1000, emit),
    );
  });
});

describe('windows equal a recount of their panes', () => {
  const panes = fc.array(rows, { minLength: 1, maxLength: 12 });

  it.each([
    [3000, 1000, false],
    [3000, 1000, true],
    [4000, 2000, true],
    [2000, 3000, false],
  ])('count by key over %d ms every %d ms, incremental: %s', (lengthMs, slideMs, incremental) => {
    fc.assert(
      fc.property(panes, fc.integer(), (input, seed) => {
        const random = createRandom(seed, 'panes');
        const make = () =>
          createTransform(
            {
              ...base,
              kind: 'aggregate',
              key: ['line'],
              fold: { kind: 'count' },
              scope: { kind: 'window', lengthMs, slideMs, incremental, dropValue: 0 },
              result: 'count',
              outputs: outputsOf(),
            },
            { input: schema, now: () => 0, kernels: poisonedKernels() },
          );
        let transform = make();
        transform.start?.(0);
        input.forEach((pane, index) => {
          const timeMs = (index + 1) * 1000;
          const seen: Batch[] = [];
          const batch = batchOf(pane, random);
          for (const piece of randomCuts(batch, liveRows(batch), random))
            transform.process(piece, 'in', () => {});
          transform.closeBatch?.(timeMs, (_output, next) => seen.push(next));
          const inWindow = input.filter((_, k) => (k + 1) * 1000 > timeMs - lengthMs && k <= index).flat();
          const expected =
            timeMs % slideMs === 0
              ? grouped(
                  inWindow,
                  () => 1,
                  (so) => so + 1,
                )
              : [];
          const byLine = (list: readonly object[]): string[] => list.map((one) => JSON.stringify(one)).sort();
          expect(byLine(seen.flatMap((one) => readRecords(one)))).toEqual(
            byLine(expected.map(({ line, result }) => ({ line, count: result }))),
          );
          if (random() < 0.3) {
            const state = structuredClone(transform.snapshot?.());
            transform = make();
            transform.restore?.(state);
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  it('rolling counts are those of the last slots, and what has gone is said once more as 0', () => {
    fc.assert(
      fc.property(panes, (input) => {
        const transform = createTransform(
          {
            ...base,
            kind: 'aggregate',
            key: ['line'],
            fold: { kind: 'count' },
            scope: { kind: 'rolling', lengthMs: 9000, slideMs: 3000 },
            result: 'count',
            outputs: outputsOf(),
          },
          { input: schema, now: () => 0, kernels: poisonedKernels() },
        );
        transform.start?.(0);
        let before = new Set<string>();
        input.forEach((pane, index) => {
          transform.process(
            batchOf(pane, () => 0.9),
            'in',
            () => {},
          );
          const seen = new Map<unknown, unknown>();
          transform.tick?.((index + 1) * 3000, (_output, batch) => {
            for (const record of readRecords(batch)) seen.set(record.line, record.count);
          });
          const expected = new Map<string, number>();
          for (const { line } of input.slice(Math.max(0, index - 2), index + 1).flat()) {
            expected.set(line, (expected.get(line) ?? 0) + 1);
          }
          const counted = new Set(expected.keys());
          for (const line of before) if (!expected.has(line)) expected.set(line, 0);
          expect(new Map([...seen].sort())).toEqual(new Map([...expected].sort()));
          before = counted;
        });
      }),
    );
  });
});
