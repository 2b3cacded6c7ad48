import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rankings } from './rankings.ts';

describe('rankings', () => {
  it('stand as a list that is sorted and cut after each update', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.tuple(fc.nat({ max: 8 }), fc.nat({ max: 6 })), { maxLength: 60 }),
        (places, updates) => {
          const rankings = new Rankings(places);
          let list: { object: number; count: number }[] = [];
          for (const [object, count] of updates) {
            rankings.update(object, count, () => [object, count]);
            list = [...list.filter((e) => e.object !== object), ...(count > 0 ? [{ object, count }] : [])]
              .sort((a, b) => b.count - a.count)
              .slice(0, places);
            // Who stands among equals does not matter; the counts do, and that each object stands once.
            expect(rankings.entries.map((e) => e.count)).toEqual(list.map((e) => e.count));
            const least = list.at(-1)?.count ?? 0;
            const above = (entries: readonly { object: number; count: number }[]): number[] =>
              entries.flatMap((e) => (e.count > least ? [e.object] : [])).sort();
            expect(new Set(rankings.entries.map((e) => e.object)).size).toBe(list.length);
            expect(above(rankings.entries)).toEqual(above(list));
            expect(rankings.entries.every((e) => e.fields[0] === e.object && e.fields[1] === e.count)).toBe(
              true,
            );
            list = rankings.entries.map(({ object: o, count: c }) => ({ object: o, count: c }));
          }
        },
      ),
    );
  });
});
