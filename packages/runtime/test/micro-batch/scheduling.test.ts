import { describe, expect, it } from 'vitest';
import { listPull, manualPush, programOf, setup, stage } from './harness.ts';

const source = { kind: 'source', run: 'test.source', config: {} } as const;
const sink = { kind: 'sink', run: 'test.sink', config: {} } as const;
const straight = (intervalMs: number, blockMs = intervalMs) =>
  programOf(stage(intervalMs, blockMs), { in: source, out: sink }, ['in>out']);

describe('batch times', () => {
  it('are the multiples of the interval after the start, and every one has a job', async () => {
    const push = manualPush();
    const { clock, written, reports } = await setup(straight(1000), {
      startMs: 5_300,
      implementations: { 'test.source': push.implementation },
    });
    await clock.advanceTo(8_999);
    expect(written.get('out')?.map((w) => w.timeMs)).toEqual([6000, 7000, 8000]);
    expect(reports.map((r) => r.records)).toEqual([0, 0, 0]);
  });

  it('start one whole interval later when the start falls on a multiple', async () => {
    const push = manualPush();
    const { clock, written } = await setup(straight(1000), {
      startMs: 6000,
      implementations: { 'test.source': push.implementation },
    });
    await clock.advanceTo(7000);
    expect(written.get('out')?.map((w) => w.timeMs)).toEqual([7000]);
  });
});

describe('membership', () => {
  it('goes by blocks: a record belongs to the first batch made after its block was cut', async () => {
    const push = manualPush();
    const { clock, written } = await setup(straight(1000, 300), {
      implementations: { 'test.source': push.implementation },
    });
    // Blocks are cut at 300, 600, 900, 1200, ...; the batch of 1000 has what came until 900.
    for (const atMs of [100, 899, 901, 999, 1001, 1300]) {
      await clock.advanceTo(atMs);
      push.put([atMs]);
    }
    await clock.advanceTo(2000);
    expect(written.get('out')?.map((w) => w.records)).toEqual([
      [100, 899],
      [901, 999, 1001, 1300],
    ]);
  });

  it('holds everything up to the batch time when block and batch end together', async () => {
    const push = manualPush();
    const { clock, written } = await setup(straight(1000, 200), {
      implementations: { 'test.source': push.implementation },
    });
    await clock.advanceTo(999);
    push.put(['last']);
    await clock.advanceTo(1000);
    expect(written.get('out')?.[0]?.records).toEqual(['last']);
  });
});

describe('slow jobs', () => {
  it('make later batches wait in order; none is skipped or merged, and the delays are exact', async () => {
    const push = manualPush();
    const { clock, reports, counter } = await setup(straight(1000), {
      implementations: { 'test.source': push.implementation },
      sinkDelayMs: (_, timeMs) => (timeMs <= 2000 ? 2500 : 100),
    });
    for (let t = 500; t < 4000; t += 1000) {
      await clock.advanceTo(t);
      push.put([t]);
    }
    await clock.advanceTo(4500);
    // 1000 is done, 2000 at work since 3500, 3000 and 4000 wait.
    expect(counter('context', 'waitingBatches')).toBe(2);
    expect(counter('context', 'runningBatches')).toBe(1);
    await clock.advanceTo(8500);
    expect(reports.map((r) => [r.batchTimeMs, r.records, r.schedulingDelayMs, r.processingMs])).toEqual([
      [1000, 1, 0, 2500],
      [2000, 1, 1500, 2500],
      [3000, 1, 3000, 100],
      [4000, 1, 2100, 100],
      [5000, 0, 1200, 100],
      [6000, 0, 300, 100],
      [7000, 0, 0, 100],
      [8000, 0, 0, 100],
    ]);
    expect(counter('context', 'totalDelay')).toBe(100);
    expect(counter('context', 'totalCompletedBatches')).toBe(8);
  });

  it('are what an injected delay makes', async () => {
    const push = manualPush();
    const { clock, run, reports } = await setup(straight(1000), {
      implementations: { 'test.source': push.implementation },
    });
    run.setFault('out', { delayMs: 1700 });
    await clock.advanceTo(1500);
    run.setFault('out', {});
    await clock.advanceTo(3000);
    expect(reports.map((r) => [r.processingMs, r.schedulingDelayMs])).toEqual([
      [1700, 0],
      [0, 700],
      [0, 0],
    ]);
  });

  it('let 1,024 batches wait; the later ones are made late, and still one for every time', async () => {
    const push = manualPush();
    const { clock, written, counter } = await setup(straight(10), {
      implementations: { 'test.source': push.implementation },
      sinkDelayMs: (_, timeMs) => (timeMs === 10 ? 20_000 : 0),
    });
    await clock.advanceTo(15_000);
    push.put(['late']);
    expect(counter('context', 'waitingBatches')).toBe(1024);
    await clock.advanceTo(20_500);
    expect(counter('context', 'waitingBatches')).toBe(0);
    const times = written.get('out')?.map((w) => w.timeMs) ?? [];
    expect(times).toEqual(Array.from({ length: times.length }, (_, i) => (i + 1) * 10));
    expect(times.length).toBeGreaterThan(2040);
    expect(written.get('out')?.flatMap((w) => w.records)).toEqual(['late']);
  }, 60_000);

  it('run one output operation after another, in order', async () => {
    const push = manualPush();
    const program = programOf(stage(1000), { in: source, a: sink, b: sink }, ['in>a', 'in>b']);
    const { clock, reports, events } = await setup(program, {
      implementations: { 'test.source': push.implementation },
      sinkDelayMs: () => 300,
    });
    await clock.advanceTo(1999);
    expect(reports[0]?.processingMs).toBe(600);
    expect(events.filter((e) => e.kind === 'log')).toEqual([]);
  });
});

describe('a job that throws', () => {
  it('fails its batch and nothing else: other outputs and later batches go on', async () => {
    const push = manualPush();
    const program = programOf(stage(1000), { in: source, bad: sink, good: sink }, ['in>bad', 'in>good']);
    const { clock, written, reports } = await setup(program, {
      implementations: { 'test.source': push.implementation },
      sinkFails: (component, timeMs) => component === 'bad' && timeMs === 2000,
    });
    await clock.advanceTo(3000);
    expect(written.get('bad')?.map((w) => w.timeMs)).toEqual([1000, 3000]);
    expect(written.get('good')?.map((w) => w.timeMs)).toEqual([1000, 2000, 3000]);
    expect(reports.map((r) => r.failure)).toEqual([undefined, 'bad: disk full', undefined]);
  });
});

describe('the end', () => {
  it('comes when every record has been processed, without waiting for windows to empty', async () => {
    const list = listPull(['a', 'b', 'c']);
    const program = programOf(
      stage(1000, 200),
      { in: source, w: { kind: 'window', lengthMs: 60_000, slideMs: 1000 }, out: sink },
      ['in>w', 'w>out'],
    );
    const { clock, written, events } = await setup(program, {
      implementations: { 'test.source': list.implementation },
    });
    await clock.advanceTo(10_000);
    expect(written.get('out')).toEqual([{ timeMs: 1000, records: ['a', 'b', 'c'] }]);
    expect(events.some((e) => e.kind === 'done')).toBe(true);
    expect(list.seen.safe).toBe(3);
  });

  it('waits until the last records are in a result of every window', async () => {
    const list = listPull(['a', 'b', 'c']);
    const program = programOf(
      stage(1000, 200),
      {
        in: source,
        w: { kind: 'window', lengthMs: 6000, slideMs: 2000 },
        out: sink,
        ww: { kind: 'window', lengthMs: 6000, slideMs: 6000 },
        rare: sink,
      },
      ['in>w', 'w>out', 'w>ww', 'ww>rare'],
    );
    const { clock, written, events } = await setup(program, {
      implementations: { 'test.source': list.implementation },
    });
    await clock.advanceTo(5900);
    expect(events.some((e) => e.kind === 'done')).toBe(false);
    await clock.advanceTo(20_000);
    expect(events.some((e) => e.kind === 'done')).toBe(true);
    expect(written.get('rare')).toEqual([
      { timeMs: 6000, records: ['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'c'] },
    ]);
    expect(written.get('out')?.map((w) => w.timeMs)).toEqual([2000, 4000, 6000]);
  });

  it('of a stop lets what was received be processed', async () => {
    const push = manualPush();
    const { clock, run, written } = await setup(straight(1000, 200), {
      implementations: { 'test.source': push.implementation },
    });
    await clock.advanceTo(1100);
    push.put(['x']);
    const stopped = run.stop(5000);
    await clock.advanceTo(4000);
    await stopped;
    expect(written.get('out')?.map((w) => w.records)).toEqual([[], ['x']]);
  });
});

describe('a source faster than the pipeline', () => {
  it('waits while too much is unprocessed, and loses nothing', async () => {
    const records = Array.from({ length: 5_000_000 }, () => 1);
    const list = listPull(records);
    const { clock, written, counter, reports } = await setup(straight(1000, 200), {
      implementations: { 'test.source': list.implementation },
    });
    await clock.advanceTo(999);
    const held = list.seen.read;
    expect(held).toBeLessThan(5_000_000);
    expect(counter('in>out', 'queued')).toBe(held);
    await clock.advanceTo(3000);
    expect(reports.map((r) => r.records)).toEqual([held, 5_000_000 - held]);
    expect(written.get('out')?.reduce((sum, w) => sum + w.records.length, 0)).toBe(5_000_000);
    expect(counter('in', 'out')).toBe(5_000_000);
    expect(counter('in>out', 'events')).toBe(5_000_000);
    expect(list.seen.safe).toBe(5_000_000);
  });

  it('makes a push source wait for its put', async () => {
    const push = manualPush();
    const { clock } = await setup(straight(1000, 200), {
      implementations: { 'test.source': push.implementation },
    });
    await clock.advanceTo(0);
    const big = Array.from({ length: 4_000_000 }, () => 1);
    let isTaken = false;
    void (push.put(big) as Promise<unknown>).then(() => {
      isTaken = true;
    });
    await clock.advanceTo(900);
    expect(isTaken).toBe(false);
    await clock.advanceTo(1000);
    expect(isTaken).toBe(true);
  });
});
