import type { AggregateOperator, Fold } from '@sluice/ir';
import type { Batch, Column } from '../batch.ts';
import { liveRows } from '../batch.ts';
import { columnOf, rowAt } from '../batch-read.ts';
import { RunError } from '../errors.ts';
import { createKeySpace } from '../keyed/key-dictionary.ts';
import { compileCombine, compileEvaluator } from '../logic/compile-logic.ts';
import type { Transform, TransformOptions } from './transform.ts';

type Saved = readonly (readonly [readonly unknown[], unknown])[];

/** Keys without state are forgotten when there are more than this and they are the greater part. */
const mostDeadKeys = 65_536;

/** State by key that each record changes as an expression says, or removes; see the fold `update`. */
export function createUpdate(
  operator: AggregateOperator,
  fold: Extract<Fold, { kind: 'update' }>,
  options: TransformOptions,
): Transform {
  const { scope, result } = operator;
  if (scope.kind !== 'record' && scope.kind !== 'state') {
    throw new RunError(
      'RUN_FOLD_INVALID',
      `The fold update knows the scopes record and state, not ${scope.kind}`,
    );
  }
  const output = operator.outputs[0]?.name ?? 'out';
  const valueOf = compileEvaluator(fold.of, options.input, options.now);
  const next = compileCombine(fold.text, 'any');
  let keys = createKeySpace(operator.key);
  /** In the order keys got their state. */
  let state = new Map<number, unknown>();

  function change(id: number, value: unknown): unknown {
    const after = next(state.get(id) ?? null, value ?? null) ?? null;
    if (after === null) state.delete(id);
    else state.set(id, after);
    return after;
  }

  function results(batch: Batch, values: unknown[]): Batch {
    const columns = new Map<string, Column>();
    for (const field of operator.key) {
      const column = columnOf(batch, field);
      if (column) columns.set(field, column);
    }
    columns.set(result, { kind: 'value', values });
    return { ...batch, columns };
  }

  const snapshot = (): Saved => [...state].map(([id, value]) => [keys.key(id), value] as const);
  const restore = (saved: Saved): void => {
    keys = createKeySpace(operator.key);
    state = new Map(saved.map(([key, value]) => [keys.idOf(key), value]));
  };

  function process(batch: Batch): Batch | undefined {
    const live = liveRows(batch);
    if (live === 0) return undefined;
    if (keys.size > mostDeadKeys && keys.size > state.size * 2) restore(snapshot());
    const ids = keys.ids(batch);
    const values = valueOf(batch);
    const after = new Array<unknown>(batch.rows).fill(null);
    for (let i = 0; i < live; i++) after[rowAt(batch, i)] = change(ids[i] as number, values[i]);
    return scope.kind === 'record' ? results(batch, after) : undefined;
  }

  return {
    process(batch, _input, emit) {
      const given = process(batch);
      if (given) emit(output, given);
    },
    closeBatch(timeMs, emit) {
      if (scope.kind !== 'state' || state.size === 0) return;
      const entries = [...state].map(([id, value]) => ({ key: keys.key(id), value }));
      const columns = new Map<string, Column>();
      operator.key.forEach((field, k) =>
        columns.set(field, { kind: 'value', values: entries.map(({ key }) => key[k]) }),
      );
      columns.set(result, { kind: 'value', values: entries.map(({ value }) => value) });
      emit(output, { rows: entries.length, selection: undefined, columns, ingestMs: timeMs });
    },
    snapshot,
    restore: (saved) => restore(saved as Saved),
  };
}
