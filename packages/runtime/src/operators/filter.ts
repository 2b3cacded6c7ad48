import type { ExpressionNode } from '@sluice/expression';
import type { FilterOperator } from '@sluice/ir';
import type { RowSearch } from '@sluice/kernels';
import { liveRows } from '../batch.ts';
import { selectRows } from '../batch-cut.ts';
import { columnOf } from '../batch-read.ts';
import { compilePredicate, liveColumns } from '../logic/compile-logic.ts';
import { encodeUtf8 } from '../text.ts';
import type { Transform, TransformOptions } from './transform.ts';

/** Keeps the records whose predicate is true; null counts as false. */
export function createFilter(operator: FilterOperator, options: TransformOptions): Transform {
  const { compiled, loop } = compilePredicate(operator.predicate, options.input, options.now);
  const search = compiled.tree ? byteSearch(compiled.tree) : undefined;
  const output = operator.outputs[0]?.name ?? 'out';
  const { kernels } = options;
  return {
    process(batch, _input, emit) {
      const live = liveRows(batch);
      if (live === 0) return;
      const passed = batch.slab?.uint32(live) ?? new Uint32Array(live);
      let kept = -1;
      if (search) {
        const column = columnOf(batch, search.field);
        if (column?.kind === 'bytes') kept = kernels.findRows(column, batch, search, passed);
      }
      if (kept < 0) kept = loop(liveColumns(compiled.uses, batch), batch.selection, live, passed);
      if (kept === live) emit(output, batch);
      else if (kept > 0) emit(output, selectRows(batch, passed.subarray(0, kept)));
    },
  };
}

interface ByteSearch extends RowSearch {
  readonly field: string;
}

/** A regular expression that only finds itself. */
const isPlainPattern = /^[\w ,:;=@#%&!~<>"'/-]+$/;

/** `contains(<field>, '<text>')`, or `matches` with a plain pattern, maybe negated: searched without decoding. */
function byteSearch(tree: ExpressionNode): ByteSearch | undefined {
  if (tree.kind === 'unary' && tree.operator === 'not') {
    const inner = byteSearch(tree.of);
    return inner && { ...inner, isInverted: inner.isInverted !== true };
  }
  if (tree.kind !== 'call' || (tree.function !== 'contains' && tree.function !== 'matches')) return undefined;
  const [field, text] = tree.arguments;
  if (field?.kind !== 'name' || text?.kind !== 'literal' || typeof text.value !== 'string') return undefined;
  if (tree.function === 'matches' && !isPlainPattern.test(text.value)) return undefined;
  // A lone surrogate has no UTF-8 form; it encodes to a replacement character and would match that.
  if (text.value === '' || /[\ud800-\udfff\ufffd]/.test(text.value)) return undefined;
  return { field: field.name, pattern: encodeUtf8(text.value), place: 'anywhere' };
}
