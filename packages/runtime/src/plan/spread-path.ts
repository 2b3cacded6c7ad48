import type { Partitioning } from '@sluice/ir';

/** How a sender of a tuple tree picks the task for a record. */
export type SpreadPath = 'same-task' | 'first' | 'all' | 'only' | 'in-turn' | 'hash' | 'partial-hash';

/** Says how records are spread over the tasks of a receiver. */
export function spreadPath(partitioning: Partitioning, tasks: number): SpreadPath {
  switch (partitioning.kind) {
    case 'forward':
      return 'same-task';
    case 'global':
      return 'first';
    case 'broadcast':
      return 'all';
    case 'shuffle':
      return tasks === 1 ? 'only' : 'in-turn';
    case 'hash':
    case 'partial-hash':
      return tasks === 1 ? 'only' : partitioning.kind;
  }
}
