import type { Implementation } from '@sluice/runtime';
import { describe, expect, it } from 'vitest';
import { batchOf, manualPush, programOf, setup, stage } from './harness.ts';

const source = { kind: 'source', run: 'test.source', config: {} } as const;
const sink = { kind: 'sink', run: 'test.sink', config: {} } as const;
const straight = (changes: object = {}) =>
  programOf({ ...stage(1000), ...changes }, { in: source, out: sink }, ['in>out']);

/** Two chunks a batch; `fails` says whether reading the second one throws. */
function chunked(fails: (timeMs: number) => boolean): Implementation {
  return {
    kind: 'source',
    create: () => ({
      style: 'interval',
      compute: (timeMs) => ({
        *[Symbol.iterator]() {
          yield batchOf([`${timeMs} a`, `${timeMs} b`], timeMs, 'element');
          if (fails(timeMs)) throw new Error('bad sector');
          yield batchOf([`${timeMs} c`], timeMs, 'element');
        },
      }),
      close: () => {},
    }),
  };
}

describe('an output operation that fails', () => {
  it('is made again with the same records, and the batch is done when one attempt works', async () => {
    const push = manualPush();
    let attempts = 0;
    const { clock, written, reports, counter } = await setup(straight(), {
      implementations: { 'test.source': push.implementation },
      sinkFails: (_, timeMs) => timeMs === 1000 && ++attempts < 4,
    });
    await clock.advanceTo(500);
    push.put(['x']);
    await clock.advanceTo(2000);
    expect(written.get('out')?.map((w) => w.records)).toEqual([['x'], []]);
    expect(reports.map((r) => r.failure)).toEqual([undefined, undefined]);
    expect(counter('context', 'failedTasks')).toBe(3);
    expect(counter('context', 'failedBatches')).toBe(0);
  });

  it.each([
    [4, {}],
    [1, { taskMaxFailures: 1 }],
  ])('fails its batch after %s attempts', async (most, changes) => {
    const push = manualPush();
    let attempts = 0;
    const { clock, reports, counter } = await setup(straight(changes), {
      implementations: { 'test.source': push.implementation },
      sinkFails: (_, timeMs) => {
        if (timeMs === 1000) attempts++;
        return timeMs === 1000;
      },
    });
    await clock.advanceTo(2000);
    expect(attempts).toBe(most);
    expect(reports.map((r) => r.failure)).toEqual(['out: disk full', undefined]);
    expect(counter('context', 'failedTasks')).toBe(most);
  });
});

describe('records that cannot be read', () => {
  it('are read again; what had been read is not counted twice', async () => {
    let failures = 0;
    const { clock, written, reports } = await setup(straight(), {
      implementations: { 'test.source': chunked((timeMs) => timeMs === 1000 && ++failures < 3) },
    });
    await clock.advanceTo(2000);
    expect(written.get('out')?.map((w) => w.records)).toEqual([
      ['1000 a', '1000 b', '1000 c'],
      ['2000 a', '2000 b', '2000 c'],
    ]);
    expect(reports.map((r) => [r.records, r.failure])).toEqual([
      [3, undefined],
      [3, undefined],
    ]);
  });

  it('make the batch fail in the end, and nothing half is written', async () => {
    const { clock, written, reports, counter } = await setup(straight(), {
      implementations: { 'test.source': chunked((timeMs) => timeMs === 1000) },
    });
    await clock.advanceTo(2000);
    expect(written.get('out')?.map((w) => w.timeMs)).toEqual([2000]);
    expect(reports[0]?.failure).toBe('in: bad sector');
    expect(counter('context', 'failedTasks')).toBe(4);
  });
});

describe('a lost executor', () => {
  const counting = programOf(
    stage(1000),
    {
      in: source,
      long: { kind: 'filter', predicate: { kind: 'expression', text: 'value > 1' } },
      total: {
        kind: 'aggregate',
        key: [],
        fold: { kind: 'count' },
        scope: { kind: 'state' },
        result: 'value',
      },
      out: sink,
    },
    ['in>long', 'long>total', 'total>out'],
  );

  it('costs time, no record and no count: its partitions are computed again', async () => {
    const push = manualPush();
    const { clock, run, written, counter, reports } = await setup(counting, {
      implementations: { 'test.source': push.implementation },
    });
    for (const component of ['long', 'total', 'out']) run.setFault(component, { failFraction: 0.2 });
    let put = 0;
    for (let t = 0; t < 20_000; t += 50) {
      await clock.advanceTo(t);
      push.put([1, 2, 3]);
      put += 2;
    }
    await clock.advanceTo(21_000);
    expect(counter('context', 'failedTasks')).toBeGreaterThan(50);
    const last = written.get('out')?.at(-1);
    const failed = reports.filter((r) => r.failure !== undefined);
    // One in 625 tasks fails four times; where that happens the batch says so.
    if (failed.length === 0) expect(last?.records).toEqual([put]);
    for (const report of failed) expect(report.failure).toContain('as the fault set on it says');
  });

  it('that is lost every time fails every batch', async () => {
    const push = manualPush();
    const { clock, run, written, reports } = await setup(counting, {
      implementations: { 'test.source': push.implementation },
    });
    run.setFault('total', { failFraction: 1 });
    push.put([2]);
    await clock.advanceTo(1500);
    expect(written.get('out')).toBeUndefined();
    expect(reports[0]?.failure).toMatch(/^total: The task failed/);
    run.setFault('total', {});
    push.put([5]);
    await clock.advanceTo(2500);
    expect(reports[1]?.failure).toBeUndefined();
  });
});
