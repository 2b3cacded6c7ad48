import type { AggregateScope } from '@sluice/ir';
import { liveRows } from '../batch.ts';
import { RunError } from '../errors.ts';
import { copyOf } from '../keyed/fold.ts';
import { createKeySpace } from '../keyed/key-dictionary.ts';
import { Partials } from '../keyed/partials.ts';
import {
  emitZero,
  IngestMark,
  type KeyedAggregate,
  type KeyedSnapshot,
  keyBatch,
  restoreInto,
  snapshotOf,
} from './keyed-aggregate.ts';
import type { Emit, Transform } from './transform.ts';

type WindowScope = Extract<AggregateScope, { kind: 'window' }>;

/** What one batch added, folded by key. */
interface Pane {
  readonly timeMs: number;
  readonly ids: readonly number[];
  readonly partials: readonly unknown[];
}

interface WindowSnapshot {
  readonly zeroMs: number | undefined;
  readonly panes: readonly {
    readonly timeMs: number;
    readonly keys: readonly (readonly unknown[])[];
    readonly partials: readonly unknown[];
  }[];
  readonly state: readonly (readonly [readonly unknown[], unknown])[];
  /** What the batch that is not complete has added; nothing in a checkpoint. */
  readonly current: KeyedSnapshot;
}

/** Keys nobody holds any more are forgotten when there are more than this and they are the greater part. */
const mostDeadKeys = 65_536;

/**
 * Sliding window over micro-batches. The window at `t` covers batch times in (t - length, t]; it speaks at zero time
 * plus multiples of the slide. `incremental` keeps Spark's state stream: old slides are taken away by the inverse,
 * new ones folded in; what Spark does with keys that come and go is kept, failure included.
 */
export function createWindowAggregate(keyed: KeyedAggregate, scope: WindowScope): Transform {
  const { fold, operator, options, output } = keyed;
  let keys = createKeySpace(operator.key);
  const current = new Partials(fold);
  const joined = new Partials(fold);
  const mark = new IngestMark();
  let panes: Pane[] = [];
  /** Result of the slide before, by key id (incremental only). */
  let state = new Map<number, unknown>();
  let zeroMs: number | undefined;
  const isIncremental = scope.incremental && fold.inverse !== undefined;

  function join(fromMs: number, toMs: number): ReturnType<Partials['drain']> {
    joined.reserve(keys.size);
    for (const pane of panes) {
      if (pane.timeMs <= fromMs || pane.timeMs > toMs) continue;
      pane.ids.forEach((id, k) => joined.merge(id, copyOf(fold, pane.partials[k])));
    }
    return joined.drain();
  }

  function slide(timeMs: number): { readonly ids: readonly number[]; readonly partials: readonly unknown[] } {
    if (!isIncremental) return join(timeMs - scope.lengthMs, timeMs);
    const old = join(timeMs - scope.slideMs - scope.lengthMs, timeMs - scope.lengthMs);
    const added = join(timeMs - scope.slideMs, timeMs);
    const isNew = new Set(added.ids);
    old.ids.forEach((id, k) => {
      if (state.has(id)) state.set(id, fold.inverse?.(state.get(id), old.partials[k]));
      else if (!isNew.has(id)) {
        throw new RunError(
          'RUN_WINDOW_INCONSISTENT',
          `Neither previous window has value for key ${JSON.stringify(keys.key(id))}, nor new values found. Are you sure your key class hashes consistently?`,
        );
      }
    });
    added.ids.forEach((id, k) => {
      const partial = added.partials[k];
      state.set(id, state.has(id) ? fold.merge(state.get(id), partial) : partial);
    });
    if (scope.dropValue !== undefined) {
      for (const [id, partial] of state) if (fold.finish(partial) === scope.dropValue) state.delete(id);
    }
    return { ids: [...state.keys()], partials: [...state.values()] };
  }

  function speak(timeMs: number, emit: Emit): void {
    const { ids, partials } = slide(timeMs);
    const ingestMs = mark.take(timeMs);
    if (ids.length > 0) {
      const results = partials.map((partial) => fold.finish(partial));
      emit(output, keyBatch(keyed, keys, { ids, results, ingestMs }));
    } else emitZero(keyed, ingestMs, (batch) => emit(output, batch));
  }

  function snapshot(): WindowSnapshot {
    return {
      zeroMs,
      panes: panes.map((pane) => ({
        timeMs: pane.timeMs,
        keys: pane.ids.map((id) => keys.key(id)),
        partials: pane.partials,
      })),
      state: [...state].map(([id, partial]) => [keys.key(id), partial] as const),
      current: snapshotOf(keys, current),
    };
  }

  function restore(saved: WindowSnapshot): void {
    keys = createKeySpace(operator.key);
    current.clear();
    zeroMs = saved.zeroMs;
    panes = saved.panes.map((pane) => ({
      timeMs: pane.timeMs,
      ids: pane.keys.map((key) => keys.idOf(key)),
      partials: pane.partials,
    }));
    state = new Map(saved.state.map(([key, partial]) => [keys.idOf(key), partial]));
    if (saved.current) restoreInto(keys, current, saved.current);
  }

  function forgetDeadKeys(): void {
    if (keys.size <= mostDeadKeys) return;
    const held = panes.reduce((sum, pane) => sum + pane.ids.length, state.size);
    if (keys.size > held * 2) restore(snapshot());
  }

  return {
    start(atMs) {
      zeroMs = atMs;
    },
    process(batch) {
      if (liveRows(batch) === 0) return;
      mark.see(batch);
      const ids = keys.ids(batch);
      current.reserve(keys.size);
      current.addBatch(ids, batch);
    },
    closeBatch(timeMs, emit) {
      zeroMs ??= timeMs - (options.inputSlideMs ?? scope.slideMs);
      const pane = current.drain();
      if (pane.ids.length > 0) panes.push({ timeMs, ...pane });
      if ((timeMs - zeroMs) % scope.slideMs !== 0) return;
      speak(timeMs, emit);
      // The next slide looks back to (timeMs - length, ...] at most, the part it takes away included.
      panes = panes.filter((one) => one.timeMs > timeMs - scope.lengthMs);
      forgetDeadKeys();
    },
    snapshot,
    restore: (saved) => restore(saved as WindowSnapshot),
  };
}
