import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../batch.ts';
import { batchOfLines } from '../../batch-build.ts';
import { readRecords } from '../../batch-read.ts';
import type { Take } from './channel.ts';
import { MemoryChannel } from './memory-channel.ts';

function channelOf(config: {
  readonly capacity?: number;
  readonly transactionCapacity?: number;
  readonly byteCapacity?: number;
}): MemoryChannel {
  return new MemoryChannel({
    kind: 'buffer',
    medium: 'memory',
    capacity: config.capacity ?? 100,
    transactionCapacity: config.transactionCapacity ?? 100,
    keepAliveMs: 0,
    id: 'c1',
    stage: 's',
    inputs: ['in'],
    outputs: [],
    parallelism: { executors: 1, tasks: 1 },
    origin: {},
    ...(config.byteCapacity === undefined ? {} : { byteCapacity: config.byteCapacity }),
  });
}

const events = (from: number, count: number, size = 1): Batch =>
  batchOfLines(Array.from({ length: count }, (_, i) => `${String(from + i).padEnd(size)}\n`).join(''), {
    ingestMs: 0,
  });

const bodies = (batch: Batch): number[] => readRecords(batch).map((record) => Number(record.body));

interface Vector {
  readonly scenario: string;
  readonly config?: { readonly capacity: string; readonly transactionCapacity: string };
  readonly puts?: number;
  readonly result?: string;
  readonly results?: readonly string[];
}
const vectors = JSON.parse(
  readFileSync(new URL('../../../test/golden/memory-channel.json', import.meta.url), 'utf8'),
) as readonly Vector[];

/** What Flume's exception says, without its class. */
const outcome = (result: string): string => result.replace(/^EXC \S+: /, '');

describe('memory channel', () => {
  it.each(vectors.map((vector) => [vector.scenario, vector] as const))(
    'does as Flume: %s',
    (_scenario, vector) => {
      if (vector.results) {
        const channel = channelOf({ byteCapacity: 1000 * 0.8 });
        const seen = vector.results.map((_, i) => channel.put(events(i, 1, 150))?.message ?? 'OK');
        expect(seen).toEqual(vector.results.map(outcome));
        return;
      }
      const channel = channelOf({
        capacity: Number(vector.config?.capacity),
        transactionCapacity: Number(vector.config?.transactionCapacity),
      });
      expect(channel.put(events(0, vector.puts as number))?.message ?? 'OK').toBe(
        outcome(vector.result as string),
      );
    },
  );

  it('frees the slots of taken events at the commit of the take, not before', () => {
    const channel = channelOf({ capacity: 2 });
    channel.put(events(0, 2));
    const take = channel.take(1) as Take;
    expect(channel.put(events(2, 1))?.code).toBe('RUN_CHANNEL_FULL');
    take.commit();
    expect(channel.put(events(2, 1))).toBeUndefined();
  });

  it('puts a rolled back take back at the head, in order', () => {
    const channel = channelOf({});
    for (let i = 0; i < 5; i++) channel.put(events(i * 3, 3));
    (channel.take(4) as Take).rollback();
    (channel.take(2) as Take).commit();
    const take = channel.take(7) as Take;
    expect(bodies(take.batch)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    take.rollback();
    expect(bodies((channel.take(100) as Take).batch)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  });

  it('does not cut a batch to fill a transaction, yet two takes in a row get more than one', () => {
    const channel = channelOf({});
    for (let i = 0; i < 5; i++) channel.put(events(i * 6, 6));
    const sizes = Array.from({ length: 5 }, () => {
      const take = channel.take(10) as Take;
      take.commit();
      return take.count;
    });
    expect(sizes).toEqual([6, 6, 6, 6, 6]);
    channel.put(events(0, 20));
    expect((channel.take(10) as Take).count).toBe(10);
  });

  it('never takes more than the transaction capacity', () => {
    const channel = channelOf({ capacity: 50, transactionCapacity: 10 });
    channel.put(events(0, 10));
    channel.put(events(10, 10));
    expect((channel.take(1000) as Take).count).toBe(10);
  });

  it('behaves as a queue of single events under any sequence of transactions', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('put' as const), count: fc.integer({ min: 1, max: 12 }) }),
      fc.record({
        kind: fc.constant('take' as const),
        count: fc.integer({ min: 1, max: 12 }),
        commits: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const channel = channelOf({ capacity: 30, transactionCapacity: 10 });
        const model: number[] = [];
        let next = 0;
        for (const one of steps) {
          if (one.kind === 'put') {
            const refusal = channel.put(events(next, one.count));
            const fits = one.count <= 10 && model.length + one.count <= 30;
            expect(refusal === undefined).toBe(fits);
            if (fits) for (let i = 0; i < one.count; i++) model.push(next + i);
            next += one.count;
          } else {
            const take = channel.take(one.count);
            const most = Math.min(one.count, 10, model.length);
            const expected = model.slice(0, take?.count ?? 0);
            expect(expected.length).toBeGreaterThanOrEqual(Math.min(most, 1));
            expect(expected.length).toBeLessThanOrEqual(most);
            expect(take ? bodies(take.batch) : []).toEqual(expected);
            if (one.commits) {
              take?.commit();
              model.splice(0, expected.length);
            } else take?.rollback();
          }
          expect(channel.size).toBe(model.length);
        }
      }),
    );
  });
});
