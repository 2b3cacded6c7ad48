import { describe, expect, it } from 'vitest';
import { MeterTable } from './meter-table.ts';

const latencies = (table: MeterTable, nowMs: number): readonly number[] => table.sample(nowMs).slice(0, 4);

describe('a meter table', () => {
  it('shows latencies from one batch to the next, however often one looks', () => {
    const table = new MeterTable();
    table.latency.comesEvery(20_000);
    table.latency.record(120, 10);
    for (let t = 0; t < 40_000; t += 100) expect(latencies(table, t)).toEqual([120, 120, 120, 120]);
    expect(latencies(table, 40_000)).toEqual([0, 0, 0, 0]);
  });

  it('shows the newest latencies only, and none when nothing has arrived for a while', () => {
    const table = new MeterTable();
    table.latency.record(1000, 1);
    expect(latencies(table, 0)[3]).toBe(1000);
    table.latency.record(2, 1);
    expect(latencies(table, 100)).toEqual([2, 2, 2, 2]);
    expect(latencies(table, 5000)[0]).toBe(2);
    expect(latencies(table, 5100)[0]).toBe(0);
  });

  it('tells what was restored as a whole apart from what was not', () => {
    const table = new MeterTable();
    const [a, b, c] = ['a', 'b', 'c'].map((name) => table.counter('component', 'x', name));
    expect(table.restored()).toBeUndefined();
    a?.restore(0);
    b?.restore(0, true);
    c?.restore(5);
    c?.add(1);
    expect(table.restored()?.slice(4)).toEqual([undefined, 0, 5]);
    expect(table.sample().slice(4)).toEqual([0, 0, 6]);
  });

  it('goes on when a task names a counter late: `series` and samples grow together', () => {
    const table = new MeterTable();
    const before = table.sample().length;
    for (let i = 0; i < 500; i++) table.counter('component', 'x', `late ${i}`).add(i);
    expect(table.series).toHaveLength(before + 500);
    expect(table.sample()[before + 499]).toBe(499);
  });
});
