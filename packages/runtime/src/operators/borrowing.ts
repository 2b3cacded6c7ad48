import type { Operator } from '@sluice/ir';
import type { Batch } from '../batch.ts';
import { compact } from '../batch-cut.ts';

/** Kinds that keep no view of a batch past the call that hands it to them. */
const borrowing: ReadonlySet<string> = new Set([
  'map',
  'filter',
  'flat-map',
  'key-by',
  'route',
  'union',
  'sink',
]);

function isBorrowing(operator: Operator): boolean {
  // Rankings keep whole records; other folds keep numbers, copies of keys and JavaScript values.
  if (operator.kind === 'aggregate') return operator.fold.kind !== 'top-k';
  return borrowing.has(operator.kind);
}

/** The batch as an operator may have it: in memory of its own where the operator keeps views. */
export function ownedBy(operator: Operator, batch: Batch): Batch {
  return batch.slab === undefined || isBorrowing(operator) ? batch : compact(batch);
}

/** The batch in memory of its own. */
export function owned(batch: Batch): Batch {
  return batch.slab === undefined ? batch : compact(batch);
}
