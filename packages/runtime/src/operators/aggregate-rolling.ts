import type { AggregateScope } from '@sluice/ir';
import { liveRows } from '../batch.ts';
import { copyOf } from '../keyed/fold.ts';
import { createKeySpace } from '../keyed/key-dictionary.ts';
import { Partials } from '../keyed/partials.ts';
import {
  IngestMark,
  type KeyedAggregate,
  type KeyedSnapshot,
  keyBatch,
  restoreInto,
  snapshotOf,
} from './keyed-aggregate.ts';
import type { Emit, Transform } from './transform.ts';

interface RollingSnapshot {
  readonly slots: readonly KeyedSnapshot[];
  readonly head: number;
  /** When it slides next; undefined before it was told the time. */
  readonly dueMs: number | undefined;
  readonly known: readonly (readonly unknown[])[];
}

/**
 * A ring of slots, one for each slide, as the sliding window counter of storm-starter: at each slide all slots are
 * joined and emitted, then the oldest is emptied and becomes the newest. A count or sum that has fallen to nothing
 * is emitted once more as 0 and then forgotten.
 */
export function createRolling(
  keyed: KeyedAggregate,
  scope: Extract<AggregateScope, { kind: 'rolling' }>,
): Transform {
  const { fold, operator, output } = keyed;
  const keys = createKeySpace(operator.key);
  const count = Math.max(1, Math.floor(scope.lengthMs / scope.slideMs));
  const slots = Array.from({ length: count }, () => new Partials(fold));
  const mark = new IngestMark();
  /** Keys that have a value in some slot, or had one at the last slide. */
  const known = new Set<number>();
  let head = 0;
  let dueMs: number | undefined;

  function total(id: number): unknown {
    let sum: unknown;
    // Oldest first: the slot after the head is the next to be emptied.
    for (let k = 1; k <= count; k++) {
      const partial = (slots[(head + k) % count] as Partials).get(id);
      if (partial !== undefined) sum = sum === undefined ? copyOf(fold, partial) : fold.merge(sum, partial);
    }
    return sum;
  }

  function slide(nowMs: number, emit: Emit): void {
    const ids: number[] = [];
    const results: unknown[] = [];
    for (const id of known) {
      const sum = total(id);
      if (sum === undefined) {
        known.delete(id);
        if (fold.zero === null) continue;
      }
      ids.push(id);
      results.push(sum === undefined ? fold.zero : fold.finish(sum));
    }
    head = (head + 1) % count;
    (slots[head] as Partials).clear();
    if (ids.length > 0) emit(output, keyBatch(keyed, keys, { ids, results, ingestMs: mark.take(nowMs) }));
  }

  return {
    tickEveryMs: scope.slideMs,
    start(atMs) {
      dueMs = atMs + scope.slideMs;
    },
    process(batch) {
      if (liveRows(batch) === 0) return;
      mark.see(batch);
      const ids = keys.ids(batch);
      const slot = slots[head] as Partials;
      for (const each of slots) each.reserve(keys.size);
      const before = slot.touchedCount;
      slot.addBatch(ids, batch);
      const added = slot.touchedSince(before);
      for (let k = 0; k < added.length; k++) known.add(added[k] as number);
    },
    tick(nowMs, emit) {
      dueMs ??= nowMs;
      while (dueMs <= nowMs) {
        slide(nowMs, emit);
        dueMs += scope.slideMs;
      }
    },
    snapshot: (): RollingSnapshot => ({
      slots: slots.map((slot) => snapshotOf(keys, slot)),
      head,
      dueMs,
      known: [...known].map((id) => keys.key(id)),
    }),
    restore(state) {
      const saved = state as RollingSnapshot;
      head = saved.head;
      dueMs = saved.dueMs;
      slots.forEach((slot, k) => restoreInto(keys, slot, saved.slots[k]));
      known.clear();
      for (const key of saved.known) known.add(keys.idOf(key));
      for (const slot of slots) slot.reserve(keys.size);
    },
  };
}
