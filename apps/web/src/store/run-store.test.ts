import type { BatchRow, LogLine, RunInfo, ViewTable } from '@sluice/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeBatches, mergeLog, mergeViews, whenRefused } from './run-store.ts';

const line = (sequence: number): LogLine => ({
  sequence,
  timeMs: sequence,
  level: 'info',
  message: `line ${sequence}`,
});
const batch = (batchTimeMs: number, processingMs = 5, system = 's'): BatchRow => ({
  system,
  batchTimeMs,
  records: 1,
  schedulingDelayMs: 0,
  processingMs,
});
const view = (component: string, total = 1): ViewTable => ({
  component,
  name: component,
  columns: ['word', 'count'],
  presentation: 'bars',
  rows: [],
  total,
});

describe('catching up', () => {
  test('a snapshot after a reconnect brings only the lines that were missed', () => {
    const merged = mergeLog([line(1), line(2), line(3)], [line(2), line(3), line(4)]);
    expect(merged.map((one) => one.sequence)).toEqual([1, 2, 3, 4]);
  });

  test('lines are kept in order and once, however they are cut into messages and repeated', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(20), fc.nat(5)), { maxLength: 30 }), (messages) => {
        let log: readonly LogLine[] = [];
        let next = 0;
        for (const [count, repeated] of messages) {
          const from = Math.max(0, next - repeated);
          next += count;
          log = mergeLog(
            log,
            Array.from({ length: next - from }, (_, i) => line(from + i)),
          );
        }
        expect(log.map((one) => one.sequence)).toEqual(Array.from({ length: next }, (_, i) => i));
      }),
    );
  });

  test('a batch that comes again replaces the older row; rows of two contexts stay apart', () => {
    const merged = mergeBatches(
      [batch(1000), batch(2000)],
      [batch(2000, 9), batch(1500, 1, 't'), batch(3000)],
    );
    expect(merged.map((row) => [row.system, row.batchTimeMs, row.processingMs])).toEqual([
      ['s', 1000, 5],
      ['t', 1500, 1],
      ['s', 2000, 9],
      ['s', 3000, 5],
    ]);
  });

  test('views keep their places when they are replaced', () => {
    const merged = mergeViews([view('a'), view('b')], [view('b', 7), view('c')]);
    expect(merged.map((one) => [one.component, one.total])).toEqual([
      ['a', 1],
      ['b', 7],
      ['c', 1],
    ]);
  });
});

describe('a run the server does not know', () => {
  const info = { id: 'r1', status: 'running', startedMs: 1 } as RunInfo;
  const refused = { run: 'r1', refusal: 'There is no run "r1".', lastMs: 9 };

  test('ended with the server that had it; what was seen of it stays', () => {
    expect(whenRefused(info, refused)).toMatchObject({
      info: { id: 'r1', status: 'stopped', endedMs: 9 },
      refusal: expect.stringContaining('started anew') as string,
    });
  });
  test('that was over needs no word', () => {
    expect(whenRefused({ ...info, status: 'done', endedMs: 5 }, refused)).toEqual({ refusal: undefined });
  });
  test('nor ever seen here is said to be unknown', () => {
    expect(whenRefused(undefined, refused).refusal).toContain('keeps the last 20 runs');
  });
});
