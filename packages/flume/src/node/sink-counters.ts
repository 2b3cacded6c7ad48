import type { TaskContext } from '@sluice/runtime';

/** Counts a committed batch under Flume's names. */
export function countBatch(context: TaskContext, rows: number, batchSize: number): void {
  if (rows === 0) {
    context.count('BatchEmptyCount', 1);
    return;
  }
  context.count(rows >= batchSize ? 'BatchCompleteCount' : 'BatchUnderflowCount', 1);
}
