import type { Kernels } from '@sluice/kernels';
import type { Batch, BytesColumn, Column } from '../batch.ts';
import { liveRows } from '../batch.ts';
import { columnOf, forEachRow, readBytesText, readValue } from '../batch-read.ts';
import { type GroupSearch, matchPlanOf } from '../plan/extract-path.ts';

/** Finds groups of one pattern in one field: a column for each search, or undefined when the field is not bytes. */
export type Extractor = (batch: Batch) => readonly Column[] | undefined;

/** Computes all searches value by value for some rows, into arrays by row. */
export type SlowWay = (batch: Batch, rows: Uint32Array, outputs: readonly unknown[][]) => void;

/** Makes the extractor of searches with one field and one pattern. */
export function createExtractor(
  searches: readonly GroupSearch[],
  kernels: Kernels,
  slowly: SlowWay,
): Extractor {
  const [{ field, steps }] = searches as readonly [GroupSearch];
  const groups = [...new Set(searches.map((search) => search.group))];
  const plan = matchPlanOf(steps, groups);
  return (batch) => {
    const column = columnOf(batch, field);
    if (column?.kind !== 'bytes' || (steps.needsAscii && !column.isAscii)) return undefined;
    const list = (length: number): Uint32Array => batch.slab?.uint32(length) ?? new Uint32Array(length);
    const live = liveRows(batch);
    const lists = groups.flatMap(() => [list(batch.rows), list(batch.rows)]);
    const unsure = list(live);
    const found = kernels.matchSteps(column, batch, plan, { lists, unsure });
    const slices = searches.map((search) => slicesOf(column, lists, groups.indexOf(search.group)));
    // Slices cannot be absent: where a row has no match, all become values.
    if (found.matched === live) return slices;
    const outputs = searches.map((search, k) => valuesOf(batch, slices[k] as BytesColumn, search));
    if (found.unsure > 0) slowly(batch, unsure.subarray(0, found.unsure), outputs);
    return outputs.map((values) => ({ kind: 'value', values }));
  };
}

function slicesOf(column: BytesColumn, lists: readonly Uint32Array[], at: number): BytesColumn {
  const { bytes, isAscii } = column;
  const [starts, ends] = [lists[2 * at] as Uint32Array, lists[2 * at + 1] as Uint32Array];
  return { kind: 'bytes', bytes, starts, ends, isAscii };
}

function valuesOf(batch: Batch, slices: BytesColumn, { otherwise }: GroupSearch): unknown[] {
  const values = new Array<unknown>(batch.rows);
  const fallback = otherwise === undefined ? undefined : columnOf(batch, otherwise);
  const none = 0xffffffff;
  forEachRow(batch, (row) => {
    if (slices.starts[row] !== none) values[row] = readBytesText(slices, row);
    else values[row] = (fallback && readValue(fallback, row)) ?? null;
  });
  return values;
}
