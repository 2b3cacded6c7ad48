import type { DedupeOperator } from '@sluice/ir';
import { liveRows } from '../batch.ts';
import { selectRows } from '../batch-cut.ts';
import { rowAt } from '../batch-read.ts';
import { valueKey } from '../keyed/value-key.ts';
import { compileEvaluator } from '../logic/compile-logic.ts';
import type { Transform, TransformOptions } from './transform.ts';

/** Passes on the first record of each key; see `DedupeOperator`. */
export function createDedupe(operator: DedupeOperator, options: TransformOptions): Transform {
  const output = operator.outputs[0]?.name ?? 'out';
  const keyOf = compileEvaluator(operator.key, options.input, options.now);
  const timeOf = operator.time && compileEvaluator(operator.time, options.input, options.now);
  const { count = Number.POSITIVE_INFINITY, withinMs = Number.POSITIVE_INFINITY } = operator;
  const isTimed = withinMs !== Number.POSITIVE_INFINITY;
  /** When each key was passed on, oldest first. */
  let passedAt = new Map<unknown, number>();
  /** Before the first time everything is of one moment. */
  let nowMs = Number.NEGATIVE_INFINITY;
  const isKept = (atMs: number): boolean => !isTimed || atMs === nowMs || nowMs - atMs < withinMs;

  function isFirst(key: unknown): boolean {
    const before = passedAt.get(key);
    if (before !== undefined && isKept(before)) return false;
    passedAt.delete(key);
    passedAt.set(key, nowMs);
    for (const [oldest, atMs] of passedAt) {
      if (passedAt.size <= count && isKept(atMs)) break;
      passedAt.delete(oldest);
    }
    return true;
  }

  return {
    process(batch, _input, emit) {
      const live = liveRows(batch);
      if (live === 0) return;
      const keys = keyOf(batch);
      const times = timeOf?.(batch);
      if (!times && isTimed) nowMs = Math.max(nowMs, options.now());
      const passed = new Uint32Array(live);
      let kept = 0;
      for (let i = 0; i < live; i++) {
        const time = times?.[i];
        // Time does not go back: a record that is out of order is of the latest time seen.
        if (typeof time === 'number' && time > nowMs) nowMs = time;
        if (isFirst(valueKey(keys[i]))) passed[kept++] = rowAt(batch, i);
      }
      if (kept === live) emit(output, batch);
      else if (kept > 0) emit(output, selectRows(batch, passed.subarray(0, kept)));
    },
    snapshot: () => ({ passedAt: [...passedAt], nowMs }),
    restore(state) {
      const saved = state as { readonly passedAt: readonly (readonly [unknown, number])[]; nowMs: number };
      passedAt = new Map(saved.passedAt);
      nowMs = saved.nowMs;
    },
  };
}
