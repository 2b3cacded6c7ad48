import type { Implementation, Script } from '@sluice/runtime';
import { describe, expect, it } from 'vitest';
import { batchOf, plainRecords, programOf, setup, stage } from './harness.ts';

const source = { kind: 'source', run: 'test.source', config: {} } as const;
const script = { kind: 'script', run: 'test.slow', config: {} } as const;
const count = {
  kind: 'aggregate',
  key: [],
  fold: { kind: 'count' },
  scope: { kind: 'batch' },
  result: 'value',
} as const;
const sink = { kind: 'sink', run: 'test.sink', config: {} } as const;
const program = programOf(stage(1000), { in: source, slow: script, count, out: sink, plain: sink }, [
  'in>slow',
  'slow>count',
  'count>out',
  'slow>plain',
]);

/** Three chunks a batch. */
const chunks: Implementation = {
  kind: 'source',
  create: () => ({
    style: 'interval',
    compute: (timeMs) =>
      [['a'], ['b', 'c'], ['d']].map((records) =>
        batchOf(
          records.map((r) => `${r}${timeMs / 1000}`),
          timeMs,
          'element',
        ),
      ),
    close: () => {},
  }),
};

function slowly(process: Script['process'], state: Partial<Script> = {}): Implementation {
  return {
    kind: 'script',
    create: (_config, context) => ({
      process: async (batch, output) => {
        await new Promise<void>((resolve) => void context.schedule(10, resolve));
        await process(batch, output);
      },
      ...state,
    }),
  };
}

describe('a script that answers later', () => {
  it('is waited for: order, counts and batches are those of one that answers at once', async () => {
    const { clock, written, reports } = await setup(program, {
      implementations: {
        'test.source': chunks,
        'test.slow': slowly((batch, { emit }) => emit('out', batch)),
      },
    });
    await clock.advanceTo(2500);
    expect(written.get('plain')?.map((w) => w.records)).toEqual([
      ['a1', 'b1', 'c1', 'd1'],
      ['a2', 'b2', 'c2', 'd2'],
    ]);
    expect(written.get('out')?.map((w) => w.records)).toEqual([[4], [4]]);
    expect(reports.map((r) => [r.records, r.processingMs, r.failure])).toEqual([
      [4, 30, undefined],
      [4, 30, undefined],
    ]);
  });

  it('is tried again when it keeps no state and has given nothing, and then fails its batch only', async () => {
    const tries: string[] = [];
    const { clock, written, reports, counter } = await setup(program, {
      implementations: {
        'test.source': chunks,
        'test.slow': slowly((batch, { emit, fail }) => {
          const [first] = plainRecords(batch);
          tries.push(String(first));
          if (first === 'b1' && tries.length < 4) fail(batch, 'not yet');
          if (first === 'd2') throw new Error('never');
          emit('out', batch);
        }),
      },
    });
    await clock.advanceTo(3500);
    expect(tries.slice(0, 5)).toEqual(['a1', 'b1', 'b1', 'b1', 'd1']);
    expect(tries.filter((t) => t === 'd2')).toHaveLength(4);
    expect(written.get('out')?.map((w) => w.timeMs)).toEqual([1000, 3000]);
    expect(reports.map((r) => r.failure)).toEqual([undefined, 'slow: never', undefined]);
    expect(counter('context', 'failedTasks')).toBe(2 + 4);
  });
});
