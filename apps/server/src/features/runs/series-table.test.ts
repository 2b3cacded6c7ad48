import type { Series } from '@sluice/runtime';
import { describe, expect, it } from 'vitest';
import { createSeriesTable } from './series-table.ts';

const series = (name: string, kind: 'counter' | 'gauge' = 'counter'): Series => ({
  scope: 'component',
  ref: 'c',
  name,
  kind,
  unit: '',
});

describe('the numbers of a run over restarts of its engine', () => {
  it('carries counters of a dead process, and forgets its gauges', () => {
    const table = createSeriesTable('r');
    expect(table.adopt([series('in'), series('fill', 'gauge')])).toBe(true);
    table.update({ values: [10, 5] });
    table.leave();
    expect(table.values()).toEqual([10, 0]);
    expect(table.adopt([series('in'), series('fill', 'gauge')])).toBe(false);
    table.update({ values: [3, 2] });
    expect(table.values()).toEqual([13, 2]);
  });

  it('takes what a process restored as the whole truth', () => {
    const table = createSeriesTable('r');
    table.adopt([series('in'), series('bytes'), series('late')]);
    table.update({ values: [10, 100, 7] });
    table.leave();
    // Restored a moment after the start: until then the last known value stands.
    table.update({ values: [0, 0, 0] });
    expect(table.values()).toEqual([10, 100, 7]);
    table.update({ values: [15, 20, 1], restored: [12, undefined, undefined] });
    expect(table.values()).toEqual([15, 120, 8]);
    table.leave();
    // `late` comes again from its beginning: what the dead process counted of it is not added.
    table.update({ values: [16, 0, 3], restored: [15, undefined, 0] });
    expect(table.values()).toEqual([16, 120, 3]);
  });

  it('keeps the order of what it knows when a process names its series otherwise', () => {
    const table = createSeriesTable('r');
    table.adopt([series('a'), series('b')]);
    table.update({ values: [1, 2] });
    table.leave();
    expect(table.adopt([series('b'), series('new'), series('a')])).toBe(true);
    table.update({ values: [20, 30, 10] });
    expect(table.schema()).toMatchObject({
      revision: 2,
      series: [{ name: 'a' }, { name: 'b' }, { name: 'new' }],
    });
    expect(table.values()).toEqual([11, 22, 30]);
    expect(table.total('b')).toBe(22);
  });

  it('never shows what JSON cannot say', () => {
    const table = createSeriesTable('r');
    table.adopt([series('p99', 'gauge')]);
    table.update({ values: [Number.POSITIVE_INFINITY] });
    expect(table.values()).toEqual([0]);
  });
});
