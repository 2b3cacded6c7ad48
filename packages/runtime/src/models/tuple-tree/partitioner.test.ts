import { type Partitioning, tupleSchema } from '@sluice/ir';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch, Column } from '../../batch.ts';
import { createBatch, textColumn } from '../../batch-build.ts';
import { readRecords } from '../../batch-read.ts';
import { combine, floorMod, hashLong, hashString } from './java-hash.ts';
import { JavaRandom } from './java-random.ts';
import { createPartitioner, partialKeyTasks } from './partitioner.ts';

const schema = tupleSchema([
  { name: 'word', type: 'string' },
  { name: 'number', type: 'integer' },
]);
interface Row {
  readonly word: string;
  readonly number: number;
}

function batchOf(rows: readonly Row[], isLive: (index: number) => boolean): Batch {
  const columns = new Map<string, Column>([
    ['word', textColumn(rows.map((r) => r.word))],
    ['number', { kind: 'number', values: Float64Array.from(rows, (r) => r.number) }],
  ]);
  const batch = { ...createBatch(columns, rows.length, 0), roots: Int32Array.from(rows, (_, i) => i) };
  const live = rows.flatMap((_, i) => (isLive(i) ? [i] : []));
  return live.length === rows.length ? batch : { ...batch, selection: Uint32Array.from(live) };
}

/** Which task each row of each batch went to, with its root. */
function send(
  partitioning: Partitioning,
  batches: readonly Batch[],
  { tasks, sourceTask = 0 }: { tasks: number; sourceTask?: number },
): { task: number; row: unknown; root: number }[][] {
  const partition = createPartitioner(partitioning, { schema, tasks, sourceTask });
  return batches.map((batch) => {
    const sent: { task: number; row: unknown; root: number }[] = [];
    partition(batch, (task, part) => {
      readRecords(part).forEach((row, i) => {
        const at = part.selection ? (part.selection[i] as number) : i;
        sent.push({ task, row, root: part.roots?.[at] ?? -1 });
      });
    });
    return sent.sort((a, b) => a.root - b.root || a.task - b.task);
  });
}

const rows = fc.array(
  fc.record({ word: fc.string({ maxLength: 9 }), number: fc.integer({ min: -(2 ** 40), max: 2 ** 40 }) }),
  { maxLength: 30 },
);
const world = fc.record({
  batches: fc.array(rows, { maxLength: 5 }),
  tasks: fc.integer({ min: 1, max: 9 }),
  step: fc.integer({ min: 1, max: 3 }),
  sourceTask: fc.nat({ max: 8 }),
});

/** Checks every row against an oracle that is asked row by row, in order. */
function check(
  partitioning: Partitioning,
  makeOracle: (tasks: number, sourceTask: number) => (row: Row) => readonly number[],
): void {
  fc.assert(
    fc.property(world, ({ batches, tasks, step, sourceTask }) => {
      const oracle = makeOracle(tasks, sourceTask);
      const sent = send(
        partitioning,
        batches.map((b) => batchOf(b, (i) => i % step === 0)),
        { tasks, sourceTask },
      );
      batches.forEach((batch, b) => {
        const expected = batch.flatMap((row, root) =>
          root % step === 0 ? oracle(row).map((task) => ({ task, row, root })) : [],
        );
        expect(sent[b]).toEqual(expected);
      });
    }),
  );
}

describe('groupings', () => {
  it('shuffle goes round, row by row, over all batches', () => {
    check({ kind: 'shuffle' }, (tasks, sourceTask) => {
      let next = (sourceTask + 1) % tasks;
      return () => {
        const task = next;
        next = (next + 1) % tasks;
        return [task];
      };
    });
  });

  it('fields sends equal values to the task Java picks', () => {
    check({ kind: 'hash', fields: ['word', 'number'], function: 'java' }, (tasks) => (row) => [
      floorMod(combine(combine(1, hashString(row.word)), hashLong(row.number)), tasks),
    ]);
  });

  it('partial key sends to the one of two candidates that got fewer', () => {
    check({ kind: 'partial-hash', fields: ['word'] }, (tasks) => {
      const sent = new Array<number>(tasks).fill(0);
      return (row) => {
        if (tasks === 1) return [0];
        const [a, b] = partialKeyTasks(new JavaRandom(), Int32Array.of(hashString(row.word)), tasks);
        const task = (sent[a] as number) > (sent[b] as number) ? b : a;
        sent[task] = (sent[task] as number) + 1;
        return [task];
      };
    });
  });

  it('all sends to every task, global to the lowest, forward to the same', () => {
    check({ kind: 'broadcast' }, (tasks) => () => Array.from({ length: tasks }, (_, task) => task));
    check({ kind: 'global' }, () => () => [0]);
    check({ kind: 'forward' }, (tasks, sourceTask) => () => [sourceTask % tasks]);
  });
});
