import type { AggregateOperator } from '@sluice/ir';
import type { Batch, Column } from '../batch.ts';
import { liveRows } from '../batch.ts';
import { columnOf } from '../batch-read.ts';
import { compileFold } from '../keyed/fold.ts';
import { createKeySpace } from '../keyed/key-dictionary.ts';
import { Partials } from '../keyed/partials.ts';
import { createRolling } from './aggregate-rolling.ts';
import { createUpdate } from './aggregate-update.ts';
import { createWindowAggregate } from './aggregate-window.ts';
import {
  emitZero,
  IngestMark,
  type KeyedAggregate,
  keyBatch,
  restoreInto,
  snapshotOf,
} from './keyed-aggregate.ts';
import { createSpanAggregate } from './spans/aggregate-span.ts';
import { createTopK } from './top-k.ts';
import type { Transform, TransformOptions } from './transform.ts';

/** Folds records by key; one transform for each scope. */
export function createAggregate(operator: AggregateOperator, options: TransformOptions): Transform {
  if (operator.fold.kind === 'top-k') return createTopK(operator, operator.fold, options);
  if (operator.fold.kind === 'update') return createUpdate(operator, operator.fold, options);
  const fold = compileFold(operator.fold, options);
  const keyed: KeyedAggregate = { operator, options, fold, output: operator.outputs[0]?.name ?? 'out' };
  switch (operator.scope.kind) {
    case 'record':
      return createRunning(keyed);
    case 'tick':
      return createTicking(keyed, operator.scope.everyMs);
    case 'batch':
      return createPerBatch(keyed);
    case 'state':
      return createState(keyed);
    case 'rolling':
      return createRolling(keyed, operator.scope);
    case 'window':
      return createWindowAggregate(keyed, operator.scope);
    case 'span':
      return createSpanAggregate(keyed, operator.scope);
  }
}

const unread: Batch['columns'] = new Map();

function createRunning(keyed: KeyedAggregate): Transform {
  const { fold, operator, output, options } = keyed;
  const keys = createKeySpace(operator.key);
  const partials = new Partials(fold);
  return {
    process(batch, _input, emit) {
      const live = liveRows(batch);
      if (live === 0) return;
      const ids = keys.ids(batch);
      partials.reserve(keys.size);
      if (options.isRead === false) {
        partials.addBatch(ids, batch);
        emit(output, { ...batch, columns: unread });
        return;
      }
      const running = fold.kind === 'count' ? new Float64Array(live) : new Array<unknown>(live);
      partials.addBatch(ids, batch, running);
      emit(output, withRunning(keyed, batch, running));
    },
    snapshot: () => snapshotOf(keys, partials),
    restore: (state) => restoreInto(keys, partials, state),
  };
}

/** Key columns are those of the input: nothing is decoded or copied. */
function withRunning(keyed: KeyedAggregate, batch: Batch, running: Float64Array | unknown[]): Batch {
  const columns = new Map<string, Column>();
  for (const field of keyed.operator.key) {
    const column = columnOf(batch, field);
    if (column) columns.set(field, column);
  }
  let results = running;
  const selection = batch.selection;
  if (selection) {
    results = running instanceof Float64Array ? new Float64Array(batch.rows) : new Array<unknown>(batch.rows);
    for (let i = 0; i < selection.length; i++) results[selection[i] as number] = running[i] as number;
  }
  const result: Column =
    results instanceof Float64Array
      ? { kind: 'number', values: results }
      : { kind: 'value', values: results };
  columns.set(keyed.operator.result, result);
  return { ...batch, columns };
}

function createTicking(keyed: KeyedAggregate, everyMs: number): Transform {
  const { fold, operator, output } = keyed;
  const keys = createKeySpace(operator.key);
  const partials = new Partials(fold);
  const mark = new IngestMark();
  let dueMs: number | undefined;
  return {
    tickEveryMs: everyMs,
    start(atMs) {
      dueMs = atMs + everyMs;
    },
    process: (batch) => gather(batch, { keys, partials, mark }),
    tick(nowMs, emit) {
      dueMs ??= nowMs;
      if (nowMs < dueMs) return;
      // A late tick speaks once: running totals of the missed ones would be the same.
      while (dueMs <= nowMs) dueMs += everyMs;
      if (partials.touched.length === 0) return;
      const ids = partials.touched;
      const results = ids.map((id) => fold.finish(partials.get(id)));
      emit(output, keyBatch(keyed, keys, { ids, results, ingestMs: mark.take(nowMs) }));
    },
    snapshot: () => snapshotOf(keys, partials),
    restore: (state) => restoreInto(keys, partials, state),
  };
}

/** Folds the live rows of a batch into the partial results of their keys. */
function gather(
  batch: Batch,
  held: {
    readonly keys: ReturnType<typeof createKeySpace>;
    readonly partials: Partials;
    readonly mark: IngestMark;
  },
): void {
  if (liveRows(batch) === 0) return;
  held.mark.see(batch);
  const ids = held.keys.ids(batch);
  held.partials.reserve(held.keys.size);
  held.partials.addBatch(ids, batch);
}

/** More keys than this are forgotten between batches. */
const mostIdleKeys = 65_536;

function createPerBatch(keyed: KeyedAggregate): Transform {
  const { fold, operator, output } = keyed;
  let keys = createKeySpace(operator.key);
  const partials = new Partials(fold);
  const mark = new IngestMark();
  return {
    process: (batch) => gather(batch, { keys, partials, mark }),
    closeBatch(timeMs, emit) {
      const { ids, partials: values } = partials.drain();
      const ingestMs = mark.take(timeMs);
      if (ids.length > 0) {
        const results = values.map((partial) => fold.finish(partial));
        emit(output, keyBatch(keyed, keys, { ids, results, ingestMs }));
      } else emitZero(keyed, ingestMs, (batch) => emit(output, batch));
      if (keys.size > mostIdleKeys) keys = createKeySpace(operator.key);
    },
    snapshot: () => snapshotOf(keys, partials),
    restore: (state) => restoreInto(keys, partials, state),
  };
}

function createState(keyed: KeyedAggregate): Transform {
  const { fold, operator, output } = keyed;
  const keys = createKeySpace(operator.key);
  const partials = new Partials(fold);
  const mark = new IngestMark();
  return {
    process: (batch) => gather(batch, { keys, partials, mark }),
    closeBatch(timeMs, emit) {
      const ids = partials.touched;
      const ingestMs = mark.take(timeMs);
      if (ids.length === 0) return;
      const results = ids.map((id) => fold.finish(partials.get(id)));
      emit(output, keyBatch(keyed, keys, { ids, results, ingestMs }));
    },
    snapshot: () => snapshotOf(keys, partials),
    restore: (state) => restoreInto(keys, partials, state),
  };
}
