import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createViewTable } from './view-table.ts';

const words = () => createViewTable({ columns: ['word', 'count'], presentation: 'bars', valueColumn: 1 });

describe('a view table', () => {
  it('keeps the last row of each key and shows the largest values first', () => {
    const table = words();
    table.put('a', ['a', 1]);
    table.put('b', ['b', 5]);
    table.put('a', ['a', 9]);
    expect(table.rows(10)).toEqual([
      ['a', 9],
      ['b', 5],
    ]);
    expect(table.total()).toBe(2);
  });

  it('adds up values of equal keys', () => {
    const table = words();
    table.add('a', ['a', 1]);
    table.add('a', ['a', 4]);
    expect(table.rows(1)).toEqual([['a', 5]]);
  });

  it('shows the newest first when nothing is ordered by', () => {
    const table = createViewTable({ columns: ['line'], presentation: 'table' });
    for (const line of ['x', 'y', 'z']) table.put(line, [line]);
    table.trim(2);
    expect(table.rows(10)).toEqual([['z'], ['y']]);
    expect(table.rows(0)).toEqual([]);
  });

  it('equals sorting all rows, ties by arrival', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 })),
        fc.integer({ min: 0, max: 12 }),
        (values, limit) => {
          const table = words();
          values.forEach((value, i) => table.put(`k${i}`, [`k${i}`, value]));
          const sorted = values.map((value, i) => [`k${i}`, value] as const).sort((x, y) => y[1] - x[1]);
          expect(table.rows(limit)).toEqual(sorted.slice(0, limit));
        },
      ),
    );
  });
});
