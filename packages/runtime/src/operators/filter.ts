import type { FilterOperator } from '@sluice/ir';
import { liveRows } from '../batch.ts';
import { selectRows } from '../batch-cut.ts';
import { columnOf } from '../batch-read.ts';
import { compilePredicate, liveColumns } from '../logic/compile-logic.ts';
import { searchPath } from '../plan/search-path.ts';
import type { Transform, TransformOptions } from './transform.ts';

/** Keeps the records whose predicate is true; null counts as false. */
export function createFilter(operator: FilterOperator, options: TransformOptions): Transform {
  const { compiled, loop } = compilePredicate(operator.predicate, options.input, options.now);
  const path = searchPath(compiled.tree);
  const search = path.kind === 'search' ? path.search : undefined;
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
