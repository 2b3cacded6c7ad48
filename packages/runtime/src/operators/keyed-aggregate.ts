import type { AggregateOperator } from '@sluice/ir';
import type { Batch, Column } from '../batch.ts';
import type { KeyedFold } from '../keyed/fold.ts';
import type { KeySpace } from '../keyed/key-dictionary.ts';
import type { Partials } from '../keyed/partials.ts';
import type { TransformOptions } from './transform.ts';

/** What all keyed scopes are made with. */
export interface KeyedAggregate {
  readonly operator: AggregateOperator;
  readonly options: TransformOptions;
  readonly fold: KeyedFold;
  readonly output: string;
}

/** Key columns and the result column of some keys. */
export function keyBatch(
  keyed: KeyedAggregate,
  keys: KeySpace,
  input: { readonly ids: readonly number[]; readonly results: readonly unknown[]; readonly ingestMs: number },
): Batch {
  const { ids, results, ingestMs } = input;
  const fields = keyed.operator.key;
  const values = fields.map(() => new Array<unknown>(ids.length));
  ids.forEach((id, row) => {
    const key = keys.key(id);
    for (let k = 0; k < values.length; k++) (values[k] as unknown[])[row] = key[k];
  });
  const columns = new Map<string, Column>();
  fields.forEach((field, k) => columns.set(field, { kind: 'value', values: values[k] as unknown[] }));
  columns.set(keyed.operator.result, resultColumn(results));
  return { rows: ids.length, selection: undefined, columns, ingestMs };
}

function resultColumn(values: readonly unknown[]): Column {
  if (!values.every((value) => typeof value === 'number')) return { kind: 'value', values };
  return { kind: 'number', values: new Float64Array(values as readonly number[]) };
}

/** Oldest record since the last time something was emitted. */
export class IngestMark {
  #oldest = Number.POSITIVE_INFINITY;
  see(batch: Batch): void {
    if (batch.ingestMs < this.#oldest) this.#oldest = batch.ingestMs;
  }
  take(otherwise: number): number {
    const oldest = this.#oldest;
    this.#oldest = Number.POSITIVE_INFINITY;
    return oldest === Number.POSITIVE_INFINITY ? otherwise : oldest;
  }
}

/** State of running scopes as plain data. */
export interface KeyedSnapshot {
  readonly keys: readonly (readonly unknown[])[];
  readonly partials: readonly unknown[];
}

/** The partials of a scope with their keys. */
export function snapshotOf(keys: KeySpace, partials: Partials): KeyedSnapshot {
  return {
    keys: partials.touched.map((id) => keys.key(id)),
    partials: partials.touched.map((id) => partials.copy(id)),
  };
}

/** Puts a snapshot back in place of what is there. */
export function restoreInto(keys: KeySpace, partials: Partials, state: unknown): void {
  const { keys: known, partials: values } = state as KeyedSnapshot;
  partials.clear();
  known.forEach((key, index) => {
    const id = keys.idOf(key);
    partials.reserve(keys.size);
    partials.mergeCopy(id, values[index]);
  });
}

/** The record of an empty batch of a global group that asks for one. */
export function emitZero(keyed: KeyedAggregate, ingestMs: number, emit: (batch: Batch) => void): void {
  if (!keyed.operator.emitEmpty || keyed.operator.key.length > 0) return;
  const columns = new Map<string, Column>([[keyed.operator.result, resultColumn([keyed.fold.zero])]]);
  emit({ rows: 1, selection: undefined, columns, ingestMs });
}
