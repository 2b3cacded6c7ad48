import type { AggregateOperator, Fold } from '@sluice/ir';
import type { Batch } from '../batch.ts';
import { liveRows } from '../batch.ts';
import { concatBatches, selectRows } from '../batch-cut.ts';
import { rowAt } from '../batch-read.ts';
import { createKeySpace } from '../keyed/key-dictionary.ts';
import { compileEvaluator } from '../logic/compile-logic.ts';
import { IngestMark } from './keyed-aggregate.ts';
import { compareRanks } from './rank-order.ts';
import { createSpanTopK } from './spans/top-k-span.ts';
import type { Emit, Transform, TransformOptions } from './transform.ts';

type TopK = Extract<Fold, { kind: 'top-k' }>;

/** One whole record and what it is ranked by. */
interface Entry {
  readonly by: unknown;
  readonly record: Batch;
  readonly timeMs: number;
}

/**
 * Keeps whole records, the best first; equal ones in the order they came. With key fields a later record replaces
 * the earlier one of the same key. Scope `record` emits the ranking after every record, `tick` and `rolling` at each
 * tick, the others at each batch.
 */
export function createTopK(operator: AggregateOperator, fold: TopK, options: TransformOptions): Transform {
  if (operator.scope.kind === 'span') return createSpanTopK(operator, fold, operator.scope, options);
  const output = operator.outputs[0]?.name ?? 'out';
  const ranked = compileEvaluator(fold.by, options.input, options.now);
  const scope = operator.scope;
  const keys = operator.key.length > 0 ? createKeySpace(operator.key) : undefined;
  const mark = new IngestMark();
  let serial = 0;
  /** In order of arrival; by key id, or numbered when there is no key. */
  let entries = new Map<number, Entry>();
  let zeroMs: number | undefined;
  let dueMs: number | undefined;

  function speak(nowMs: number, emit: Emit): void {
    const best = [...entries.values()].sort((a, b) => compareRanks(a.by, b.by, fold.descending));
    const kept = fold.limit === undefined ? best : best.slice(0, fold.limit);
    const ingestMs = mark.take(nowMs);
    if (kept.length === 0) return;
    const { roots: _, ...ranking } = concatBatches(kept.map((entry) => entry.record));
    emit(output, { ...ranking, ingestMs });
  }

  function add(batch: Batch, emit: Emit): void {
    const live = liveRows(batch);
    const by = ranked(batch);
    const ids = keys?.ids(batch);
    for (let i = 0; i < live; i++) {
      const id = ids ? (ids[i] as number) : serial++;
      const record = selectRows(batch, Uint32Array.of(rowAt(batch, i)));
      entries.delete(id);
      entries.set(id, { by: by[i] ?? null, record, timeMs: Number.NaN });
      if (scope.kind === 'record') speak(batch.ingestMs, emit);
    }
  }

  function keepOnlyBest(): void {
    if (keys || fold.limit === undefined || entries.size < fold.limit * 4 + 1024) return;
    const best = [...entries]
      .sort(([, a], [, b]) => compareRanks(a.by, b.by, fold.descending))
      .slice(0, fold.limit);
    entries = new Map(best.sort(([a], [b]) => a - b));
  }

  const everyMs =
    scope.kind === 'tick' ? scope.everyMs : scope.kind === 'rolling' ? scope.slideMs : undefined;
  const transform: Transform = {
    start(atMs) {
      zeroMs = atMs;
      if (everyMs !== undefined) dueMs = atMs + everyMs;
    },
    process(batch, _input, emit) {
      if (liveRows(batch) === 0) return;
      mark.see(batch);
      add(batch, emit);
      if (scope.kind !== 'window') keepOnlyBest();
    },
    closeBatch(timeMs, emit) {
      if (scope.kind === 'window') {
        zeroMs ??= timeMs - (options.inputSlideMs ?? scope.slideMs);
        for (const [id, entry] of entries) {
          if (Number.isNaN(entry.timeMs)) entries.set(id, { ...entry, timeMs });
          else if (entry.timeMs <= timeMs - scope.lengthMs) entries.delete(id);
        }
        if ((timeMs - zeroMs) % scope.slideMs === 0) speak(timeMs, emit);
      } else if (scope.kind === 'batch' || scope.kind === 'state') {
        speak(timeMs, emit);
        if (scope.kind === 'batch') entries = new Map();
      }
    },
    snapshot: () => ({ entries: [...entries], serial, zeroMs }),
    restore(state) {
      const saved = state as {
        readonly entries: readonly (readonly [number, Entry])[];
        readonly serial: number;
        readonly zeroMs: number | undefined;
      };
      serial = saved.serial;
      zeroMs = saved.zeroMs;
      entries = new Map();
      for (const [id, entry] of saved.entries) {
        entries.set(keys ? (keys.ids(entry.record)[0] as number) : id, entry);
      }
    },
  };
  if (everyMs === undefined) return transform;
  return {
    ...transform,
    tickEveryMs: everyMs,
    tick(nowMs, emit) {
      dueMs ??= nowMs;
      if (nowMs < dueMs) return;
      while (dueMs <= nowMs) dueMs += everyMs;
      speak(nowMs, emit);
    },
  };
}
