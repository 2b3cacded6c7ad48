import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spanOf } from './range-store.ts';
import { growthPerStep, HistoryRows, rateColumn } from './run-history.ts';

const schema = {
  run: 'r',
  revision: 1,
  series: [{ scope: 'component', ref: 'a', name: 'out', kind: 'counter', unit: '' }],
} as const;

const tick = (timeMs: number, value: number) => ({ revision: 1, timeMs, values: [value] });

describe('history of a run', () => {
  test('keeps one row a second and always ends with the newest sample', () => {
    const rows = new HistoryRows();
    rows.load({ schema, ticks: [{ timeMs: 0, values: [0] }] });
    for (let i = 1; i <= 35; i++) rows.push(tick(i * 100, i));
    expect(rows.newest).toEqual({ timeMs: 3500, values: [35] });
    expect(rows.rows.length).toBeLessThanOrEqual(5);
  });

  test('what the server kept goes before what came since', () => {
    const rows = new HistoryRows();
    rows.load({ schema, ticks: [{ timeMs: 5000, values: [50] }] });
    rows.push(tick(6100, 61));
    rows.load({
      schema,
      ticks: [
        { timeMs: 4000, values: [40] },
        { timeMs: 5000, values: [50] },
      ],
    });
    expect(rows.rows.map((row) => row.timeMs)).toEqual([4000, 5000, 6100]);
  });

  test('times ascend whatever arrives', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20_000), { maxLength: 60 }), (times) => {
        const rows = new HistoryRows();
        rows.load({ schema, ticks: [] });
        for (const timeMs of times) rows.push(tick(timeMs, 0));
        const kept = rows.rows.map((row) => row.timeMs);
        expect(kept).toEqual([...kept].sort((a, b) => a - b));
        if (times.length > 0) expect(kept.at(-1)).toBe(Math.max(...times));
      }),
    );
  });

  test('a rate is the growth between rows; a young row has none', () => {
    const rows = [0, 1000, 2000, 2100].map((timeMs, i) => ({
      timeMs,
      values: [[0, 500, 1500, 1600][i] ?? 0],
    }));
    expect(rateColumn(rows, [0])).toEqual([null, 500, 1000, null]);
  });

  test('growth per step adds up to all growth', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1000), { minLength: 1, maxLength: 100 }),
        fc.constantFrom(1, 5, 15),
        (grown, step) => {
          let total = 0;
          const rows = grown.map((by, i) => ({ timeMs: i * 1000 + 137, values: [(total += by)] }));
          const sum = growthPerStep(rows, [0], step).reduce((all, one) => all + one.grown, 0);
          expect(sum).toBe(total - (grown[0] ?? 0));
        },
      ),
    );
  });
});

describe('range', () => {
  const live = { seconds: 300, frozenMs: undefined, zoom: undefined } as const;

  test('follows the newest sample', () => {
    expect(spanOf(live, 0, 1_000_000)).toEqual({ fromMs: 700_000, toMs: 1_000_000 });
  });
  test('a young run fills the chart, from half a minute on', () => {
    expect(spanOf(live, 900_000, 1_000_000)).toEqual({ fromMs: 900_000, toMs: 1_000_000 });
    expect(spanOf(live, 999_000, 1_000_000)).toEqual({ fromMs: 970_000, toMs: 1_000_000 });
  });
  test('stands still while paused, and shows exactly what was dragged over', () => {
    expect(spanOf({ ...live, frozenMs: 500_000 }, 0, 1_000_000).toMs).toBe(500_000);
    const zoom = { fromMs: 10, toMs: 20 };
    expect(spanOf({ ...live, zoom }, 0, 1_000_000)).toBe(zoom);
  });
});
