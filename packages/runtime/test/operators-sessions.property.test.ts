import type { Span, SpanMeasure } from '@sluice/ir';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arbitraryRows,
  Collected,
  newClock,
  operatorOf,
  pass,
  piecesOf,
  type Row,
  rowSchema,
  sorted,
  text,
  transformOf,
} from './operator-sketch.ts';
import { aggregateOf, bounds, eventMeasure, foldNames, foldOf, resultsOf } from './span-sketch.ts';

describe('sessions', () => {
  const sessionOf = (gap: number, measure: SpanMeasure): Span => ({
    shape: { kind: 'session', gap },
    measure,
    ...bounds,
  });

  it('equal records of a key grouped by gaps, in whatever order they come', () => {
    fc.assert(
      fc.property(
        arbitraryRows(60),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(...foldNames),
        fc.integer(),
        (rows, gap, fold, seed) => {
          const input = rows.filter((row) => row.t !== null);
          const mark = operatorOf({ kind: 'watermark', time: text('t'), delayMs: 61, field: 'mark' });
          const one = { shape: { kind: 'session', gap }, latenessMs: 0, lateBy: 'window' } as never;
          const chain = [
            transformOf(mark),
            transformOf(aggregateOf(sessionOf(gap, eventMeasure(one)), foldOf(fold))),
          ];
          const seen = new Collected();
          for (const piece of piecesOf([...input, { k: 'end', t: 1000, n: 0 }], seed))
            pass(chain, piece, seen.emit);
          const expected = ['a', 'b', 'ç'].flatMap((k) => {
            const own = input.filter((row) => row.k === k).sort((a, b) => (a.t as number) - (b.t as number));
            const groups: Row[][] = [];
            for (const row of own) {
              const last = groups.at(-1);
              const before = last?.at(-1)?.t;
              if (last && (row.t as number) - (before as number) < gap) last.push(row);
              else groups.push([row]);
            }
            return groups.flatMap((group) =>
              resultsOf(group, fold, { from: group[0]?.t, to: (group.at(-1)?.t as number) + gap }),
            );
          });
          expect(sorted(seen.records)).toEqual(sorted(expected));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('speak again when a record comes late, and are over after that', () => {
    const clock = newClock();
    const measure: SpanMeasure = {
      kind: 'event-time',
      time: text('t'),
      watermark: text('n'),
      latenessMs: 10,
    };
    const transform = transformOf(aggregateOf(sessionOf(5, measure), { kind: 'count' }), clock);
    const seen = new Collected();
    const give = (t: number, n: number): void => {
      for (const piece of piecesOf([{ k: 'a', t, n }], 1)) pass([transform], piece, seen.emit);
    };
    give(10, 0);
    give(20, 15); // [10, 15) is complete
    expect(seen.records).toEqual([{ k: 'a', from: 10, to: 15, r: 1 }]);
    give(12, 15); // late, and open again: it ends at 17 now
    give(16, 15); // joins both
    give(30, 25); // [10, 25) is complete
    give(13, 25); // late
    give(21, 36); // open again, and complete at 26 with [30, 35)
    give(11, 36); // too late
    expect(seen.records.slice(1)).toEqual([
      { k: 'a', from: 10, to: 25, r: 4 },
      { k: 'a', from: 10, to: 25, r: 5 },
      { k: 'a', from: 10, to: 26, r: 6 },
      { k: 'a', from: 30, to: 35, r: 1 },
    ]);
    expect(clock.late.count).toBe(1);
  });

  it('over processing time end when nothing has come for the gap', () => {
    const clock = newClock();
    const transform = transformOf(
      aggregateOf(sessionOf(5, { kind: 'processing-time' }), { kind: 'count' }),
      clock,
      {
        input: rowSchema,
      },
    );
    const seen = new Collected();
    transform.start?.(0);
    for (const ms of [1, 4, 8, 20]) {
      clock.now = ms;
      for (const piece of piecesOf([{ k: 'a', t: 0, n: 0 }], 1)) pass([transform], piece, seen.emit);
    }
    transform.tick?.(24, seen.emit);
    expect(seen.records).toEqual([{ k: 'a', from: 1, to: 13, r: 3 }]);
    transform.tick?.(25, seen.emit);
    expect(seen.records[1]).toEqual({ k: 'a', from: 20, to: 25, r: 1 });
  });
});
