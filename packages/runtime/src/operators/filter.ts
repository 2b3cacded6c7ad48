import type { ExpressionNode } from '@sluice/expression';
import type { FilterOperator } from '@sluice/ir';
import type { Batch, BytesColumn } from '../batch.ts';
import { liveRows } from '../batch.ts';
import { selectRows } from '../batch-cut.ts';
import { columnOf } from '../batch-read.ts';
import { compilePredicate, liveColumns } from '../logic/compile-logic.ts';
import { encodeUtf8, findBytes } from '../text.ts';
import type { Transform, TransformOptions } from './transform.ts';

/** Keeps the records whose predicate is true; null counts as false. */
export function createFilter(operator: FilterOperator, options: TransformOptions): Transform {
  const { compiled, loop } = compilePredicate(operator.predicate, options.input, options.now);
  const search = compiled.tree ? byteSearch(compiled.tree) : undefined;
  const output = operator.outputs[0]?.name ?? 'out';
  return {
    process(batch, _input, emit) {
      const live = liveRows(batch);
      if (live === 0) return;
      const passed = new Uint32Array(live);
      let kept = -1;
      if (search) {
        const column = columnOf(batch, search.field);
        if (column?.kind === 'bytes') kept = searchRows({ column, batch, passed }, search);
      }
      if (kept < 0) kept = loop(liveColumns(compiled.uses, batch), batch.selection, live, passed);
      if (kept === live) emit(output, batch);
      else if (kept > 0) emit(output, selectRows(batch, passed.subarray(0, kept)));
    },
  };
}

interface ByteSearch {
  readonly field: string;
  readonly pattern: Uint8Array;
  readonly isNegated: boolean;
}

/** A regular expression that only finds itself. */
const isPlainPattern = /^[\w ,:;=@#%&!~<>"'/-]+$/;

/** `contains(<field>, '<text>')`, or `matches` with a plain pattern, maybe negated: searched without decoding. */
function byteSearch(tree: ExpressionNode): ByteSearch | undefined {
  if (tree.kind === 'unary' && tree.operator === 'not') {
    const inner = byteSearch(tree.of);
    return inner && { ...inner, isNegated: !inner.isNegated };
  }
  if (tree.kind !== 'call' || (tree.function !== 'contains' && tree.function !== 'matches')) return undefined;
  const [field, text] = tree.arguments;
  if (field?.kind !== 'name' || text?.kind !== 'literal' || typeof text.value !== 'string') return undefined;
  if (tree.function === 'matches' && !isPlainPattern.test(text.value)) return undefined;
  // A lone surrogate has no UTF-8 form; it encodes to a replacement character and would match that.
  if (text.value === '' || /[\ud800-\udfff\ufffd]/.test(text.value)) return undefined;
  return { field: field.name, pattern: encodeUtf8(text.value), isNegated: false };
}

/**
 * Searches the whole slab once and maps hits to rows; gives up (-1) when the rows are not in ascending order.
 * A hit that crosses the end of a row is none, and the search goes on one byte further.
 */
function searchRows(
  rows: { readonly column: BytesColumn; readonly batch: Batch; readonly passed: Uint32Array },
  search: ByteSearch,
): number {
  const { column, batch, passed } = rows;
  const { starts, ends } = column;
  const { pattern, isNegated } = search;
  const selection = batch.selection;
  const live = liveRows(batch);
  const last = selection ? (selection[live - 1] as number) : live - 1;
  const bytes = column.bytes.subarray(0, ends[last]);
  let kept = 0;
  let previousEnd = 0;
  let hit = -1;
  for (let i = 0; i < live; i++) {
    const row = selection ? (selection[i] as number) : i;
    const start = starts[row] as number;
    const end = ends[row] as number;
    if (start < previousEnd || end > bytes.length) return -1;
    previousEnd = end;
    if (hit < start) {
      hit = findBytes(bytes, pattern, start);
      if (hit < 0) hit = bytes.length;
    }
    if (hit + pattern.length <= end !== isNegated) passed[kept++] = row;
  }
  return kept;
}
