import { evaluate, parseExpression } from '@sluice/expression';
import type { JoinOperator, Span } from '@sluice/ir';
import { readRecords } from '@sluice/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arbitraryRows,
  batchOfRows,
  Collected,
  newClock,
  operatorOf,
  pass,
  piecesOf,
  type Row,
  sorted,
  text,
  transformOf,
  windowsAround,
} from './operator-sketch.ts';

const types = ['inner', 'left', 'right', 'full', 'cogroup'] as const;

/** Every pair of records looked at, side by side. */
function naiveJoin(type: JoinOperator['type'], lefts: readonly Row[], rights: readonly Row[]): object[] {
  const out: object[] = [];
  if (type === 'cogroup') {
    for (const key of new Set([...lefts, ...rights].map((row) => row.k))) {
      const own = (rows: readonly Row[]) => rows.filter((row) => row.k === key).map((row) => row.n);
      out.push({ key, l: own(lefts), r: own(rights) });
    }
    return out;
  }
  for (const l of lefts) for (const r of rights) if (l.k === r.k) out.push({ key: l.k, l: l.n, r: r.n });
  const alone = (rows: readonly Row[], others: readonly Row[]) =>
    rows.filter((row) => !others.some((other) => other.k === row.k));
  if (type === 'left' || type === 'full')
    out.push(...alone(lefts, rights).map((row) => ({ key: row.k, l: row.n, r: null })));
  if (type === 'right' || type === 'full')
    out.push(...alone(rights, lefts).map((row) => ({ key: row.k, l: null, r: row.n })));
  return out;
}

function joinOf(type: JoinOperator['type'], scope: JoinOperator['scope']) {
  const side = (input: string, name: string) => ({
    input,
    key: text('k'),
    values: [{ field: { name, type: 'integer' as const }, value: text('n') }],
  });
  return operatorOf({
    kind: 'join',
    inputs: ['left', 'right'],
    type,
    left: side('left', 'l'),
    right: side('right', 'r'),
    key: 'key',
    scope,
  });
}

describe('a join of a key that many records share', () => {
  const rowsOf = (k: string, count: number) => Array.from({ length: count }, (_, n) => ({ k, t: 1, n }));
  const side = (transform: ReturnType<typeof transformOf>, input: string, rows: ReturnType<typeof rowsOf>) =>
    transform.process(
      batchOfRows(rows, () => 0.9),
      input,
      () => undefined,
    );

  it('gives its pairs in pieces', () => {
    const transform = transformOf(joinOf('inner', { kind: 'batch' }));
    side(transform, 'left', rowsOf('a', 300));
    side(transform, 'right', rowsOf('a', 200));
    const pieces: number[] = [];
    const seen = new Set<number>();
    transform.closeBatch?.(1, (_output, batch) => {
      pieces.push(batch.rows);
      for (const { l, r } of readRecords(batch)) seen.add(Number(l) * 1000 + Number(r));
    });
    expect(seen.size).toBe(60_000);
    expect(Math.max(...pieces)).toBeLessThanOrEqual(8192);
    expect(pieces.reduce((sum, rows) => sum + rows, 0)).toBe(60_000);
  });

  it('is refused with its key before the pairs are made, and goes on with the next batch', () => {
    const transform = transformOf(joinOf('left', { kind: 'batch' }));
    side(transform, 'left', [...rowsOf('b', 2), ...rowsOf('a', 2100)]);
    side(transform, 'right', [...rowsOf('a', 2000), ...rowsOf('b', 1)]);
    const seen = new Collected();
    expect(() => transform.closeBatch?.(1, seen.emit)).toThrow(
      /would give 4200002 pairs .* the key a alone has 2100 records on the left and 2000 on the right/,
    );
    expect(seen.records).toEqual([]);
    side(transform, 'left', rowsOf('b', 1));
    transform.closeBatch?.(2, seen.emit);
    expect(seen.records).toEqual([{ key: 'b', l: 0, r: null }]);
  });

  it('in windows is refused once, and later windows speak', () => {
    const measure = { kind: 'event-time', time: text('t'), watermark: text('t') } as const;
    const span = { shape: { kind: 'tumbling', length: 10 }, measure } as const;
    const transform = transformOf(joinOf('inner', { kind: 'span', span }));
    side(transform, 'left', rowsOf('a', 2100));
    side(transform, 'right', rowsOf('a', 2000));
    const later = (input: string, t: number, emit: Collected['emit']) =>
      transform.process(
        batchOfRows([{ k: 'b', t, n: t }], () => 0.9),
        input,
        emit,
      );
    const seen = new Collected();
    later('left', 11, seen.emit);
    expect(() => later('right', 12, seen.emit)).toThrow(/pairs at once/);
    transform.finish?.(seen.emit);
    expect(seen.records).toEqual([{ key: 'b', l: 11, r: 12 }]);
  });
});

describe.each(types)('%s join', (type) => {
  it('of two batches equals looking at every pair', () => {
    fc.assert(
      fc.property(arbitraryRows(9), arbitraryRows(9), fc.integer(), (lefts, rights, seed) => {
        const transform = transformOf(joinOf(type, { kind: 'batch' }));
        for (const rounds of [1, 2]) {
          const seen = new Collected();
          for (const piece of piecesOf(lefts, seed)) transform.process(piece, 'left', seen.emit);
          for (const piece of piecesOf(rights, seed + 1)) transform.process(piece, 'right', seen.emit);
          expect(seen.records).toEqual([]);
          transform.closeBatch?.(rounds, seen.emit);
          expect(sorted(seen.records)).toEqual(sorted(naiveJoin(type, lefts, rights)));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('of two windows equals looking at every pair in each', () => {
    const spans = fc.record({
      length: fc.integer({ min: 1, max: 9 }),
      slide: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(arbitraryRows(30), arbitraryRows(30), spans, fc.integer(), (left, right, grid, seed) => {
        const timed = (rows: readonly Row[]): Row[] => rows.filter((row) => row.t !== null);
        const [lefts, rights] = [timed(left), timed(right)];
        const span: Span = {
          shape: { kind: 'sliding', ...grid },
          measure: { kind: 'event-time', time: text('t'), watermark: text('t - 100') },
          endField: 'to',
        };
        const seen = new Collected();
        const transform = transformOf(joinOf(type, { kind: 'span', span }));
        const end = [{ k: 'end', t: 1000, n: 0 }];
        const inputs = {
          left: piecesOf([...lefts, ...end], seed),
          right: piecesOf([...rights, ...end], seed + 1),
        };
        for (const [input, pieces] of Object.entries(inputs)) {
          for (const piece of pieces) pass([transform], piece, seen.emit, input);
        }
        const at = (rows: readonly Row[], to: number): Row[] =>
          rows.filter((row) => windowsAround(row.t as number, { ...grid, closed: 'start' }).includes(to));
        const expected: object[] = [];
        for (let to = -30; to < 60; to++) {
          if (to % grid.slide !== 0) continue;
          expected.push(...naiveJoin(type, at(lefts, to), at(rights, to)).map((one) => ({ ...one, to })));
        }
        // In a group the order is that of time, and of arrival at one time.
        const plain = (records: readonly object[]) =>
          records.map((one) =>
            Object.fromEntries(
              Object.entries(one).map(([name, value]) => [
                name,
                Array.isArray(value) ? [...value].sort() : value,
              ]),
            ),
          );
        expect(sorted(plain(seen.records))).toEqual(sorted(plain(expected)));
      }),
      { numRuns: 40 },
    );
  });
});

it('a record that comes late into a joined window gives its own pairs, or its key anew', () => {
  const span: Span = {
    shape: { kind: 'tumbling', length: 10 },
    measure: { kind: 'event-time', time: text('t'), watermark: text('t'), latenessMs: 100 },
  };
  const given = (type: JoinOperator['type']): readonly object[] => {
    const transform = transformOf(joinOf(type, { kind: 'span', span }));
    const seen = new Collected();
    const give = (input: string, t: number, n: number): void => {
      for (const piece of piecesOf([{ k: 'a', t, n }], 1)) transform.process(piece, input, seen.emit);
    };
    give('left', 1, 1);
    give('right', 2, 2);
    give('left', 15, 3);
    give('right', 16, 4);
    give('right', 3, 5);
    return seen.records;
  };
  expect(given('inner')).toEqual([
    { key: 'a', l: 1, r: 2 },
    { key: 'a', l: 1, r: 5 },
  ]);
  expect(given('cogroup')).toEqual([
    { key: 'a', l: [1], r: [2] },
    { key: 'a', l: [1], r: [2, 5] },
  ]);
});

describe('dedupe equals looking back over all that was passed on', () => {
  const bounds = fc.record({
    count: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    withinMs: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
  });
  it.each(['the run clock', 'the records'])('by the time of %s', (clockOf) => {
    const isOwn = clockOf === 'the records';
    fc.assert(
      fc.property(arbitraryRows(60, !isOwn), bounds, fc.integer(), (input, { count, withinMs }, seed) => {
        const clock = newClock();
        const transform = transformOf(
          operatorOf({
            kind: 'dedupe',
            key: text('n'),
            ...(count === undefined ? {} : { count }),
            ...(withinMs === undefined ? {} : { withinMs }),
            ...(isOwn ? { time: text('t') } : {}),
          }),
          clock,
        );
        const seen = new Collected();
        if (isOwn) for (const piece of piecesOf(input, seed)) pass([transform], piece, seen.emit);
        else {
          for (const row of input) {
            clock.now = row.t as number;
            for (const piece of piecesOf([row], seed)) pass([transform], piece, seen.emit);
          }
        }
        const passed: { row: Row; at: number }[] = [];
        let now = Number.NEGATIVE_INFINITY;
        for (const row of input) {
          if (row.t !== null) now = Math.max(now, row.t);
          const before = passed.findLastIndex((one) => one.row.n === row.n);
          const isKnown =
            before >= 0 &&
            passed.length - before <= (count ?? Number.POSITIVE_INFINITY) &&
            (withinMs === undefined ||
              now === passed[before]?.at ||
              now - (passed[before]?.at as number) < withinMs);
          if (!isKnown) passed.push({ row, at: now });
        }
        expect(seen.records).toEqual(passed.map((one) => one.row));
      }),
    );
  });
});

describe('sample', () => {
  it('takes every n-th', () => {
    fc.assert(
      fc.property(arbitraryRows(9), fc.integer({ min: 1, max: 5 }), fc.integer(), (input, every, seed) => {
        const transform = transformOf(operatorOf({ kind: 'sample', by: { kind: 'every', every } }));
        const seen = new Collected();
        for (const piece of piecesOf(input, seed)) pass([transform], piece, seen.emit);
        expect(seen.records).toEqual(input.filter((_, i) => (i + 1) % every === 0));
      }),
    );
  });

  it('takes a share that depends on seed and place only', () => {
    const rows: Row[] = Array.from({ length: 3000 }, (_, t) => ({ k: 'a', t, n: 0 }));
    const taken = (fraction: number, seed: number, cuts: number): unknown[] => {
      const by = { kind: 'fraction', fraction, seed } as const;
      const transform = transformOf(operatorOf({ kind: 'sample', by }));
      const seen = new Collected();
      for (const piece of piecesOf(rows, cuts)) pass([transform], piece, seen.emit);
      return seen.records.map((record) => (record as Row).t);
    };
    const once = taken(0.3, 7, 1);
    expect(taken(0.3, 7, 2)).toEqual(once);
    expect(taken(0.3, 8, 1)).not.toEqual(once);
    // Five standard deviations of a fair coin.
    expect(Math.abs(once.length - 900)).toBeLessThan(5 * Math.sqrt(3000 * 0.3 * 0.7));
    expect(taken(0, 7, 1)).toEqual([]);
    expect(taken(1, 7, 1).length).toBe(3000);
  });
});

describe('reduce', () => {
  it.each([[], ['k']])('by %j equals a reduce of all records of the batch', (...key) => {
    fc.assert(
      fc.property(arbitraryRows(9), fc.integer(), (input, seed) => {
        const transform = transformOf(
          operatorOf({
            kind: 'reduce',
            key,
            of: text('coalesce(n, 0)'),
            combine: 'max(a, b) * 2',
            scope: { kind: 'batch' },
            result: 'r',
          }),
        );
        const seen = new Collected();
        for (const piece of piecesOf(input, seed)) pass([transform], piece, seen.emit);
        transform.closeBatch?.(1, seen.emit);
        const groups =
          key.length === 0 ? [input] : ['a', 'b', 'ç'].map((k) => input.filter((row) => row.k === k));
        const expected = groups
          .filter((rows) => rows.length > 0)
          .map((rows) => ({
            ...(key.length === 0 ? {} : { k: rows[0]?.k }),
            r: rows.map((row) => row.n ?? 0).reduce((a, b) => Math.max(a, b) * 2),
          }));
        expect(sorted(seen.records)).toEqual(sorted(expected));
      }),
      { numRuns: 40 },
    );
  });
});

describe('state that records change', () => {
  const change = 'a == null ? coalesce(b, 1) : (b == null ? null : a + b)';
  const parsed = parseExpression(change, [
    { name: 'a', type: 'any' },
    { name: 'b', type: 'any' },
  ]);
  it.each(['record', 'state'] as const)('gives what a map of all keys gives, by %s', (kind) => {
    fc.assert(
      fc.property(arbitraryRows(9), fc.integer(), (input, seed) => {
        const fold = { kind: 'update', of: text('n'), text: change } as const;
        const transform = transformOf(
          operatorOf({ kind: 'aggregate', key: ['k'], fold, scope: { kind }, result: 'r' }),
        );
        const seen = new Collected();
        for (const piece of piecesOf(input, seed)) pass([transform], piece, seen.emit);
        transform.closeBatch?.(1, seen.emit);
        const state = new Map<string, unknown>();
        const each = input.map(({ k, n }) => {
          const r = evaluate(parsed, { a: state.get(k) ?? null, b: n });
          if (r === null) state.delete(k);
          else state.set(k, r);
          return { k, r };
        });
        const all = [...state].map(([k, r]) => ({ k, r }));
        expect(seen.records).toEqual(kind === 'record' ? each : all);
      }),
      { numRuns: 60 },
    );
  });
});
