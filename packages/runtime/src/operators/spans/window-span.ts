import type { Span, SpanWindowOperator } from '@sluice/ir';
import type { Batch } from '../../batch.ts';
import { compact } from '../../batch-cut.ts';
import type { Emit, Transform, TransformOptions } from '../transform.ts';
import { withBounds } from './bounds.ts';
import type { Bounds, SpanContents } from './span-contents.ts';
import { type HeldRow, ownRows, rowsBatch, rowsOf } from './span-rows.ts';
import { createSpanTransform } from './span-transform.ts';

/** Passes on the records of each complete window, in the order they came within a pane. */
export function createSpanWindow(operator: SpanWindowOperator, options: TransformOptions): Transform {
  const output = operator.outputs[0]?.name ?? 'out';
  const { span } = operator;
  return createSpanTransform({ span, contents: rowContents(span, output), inputs: operator.inputs, options });
}

function rowContents(span: Span, output: string): SpanContents<HeldRow[]> {
  let current: Batch | undefined;
  const speak = (rows: readonly HeldRow[], bounds: Bounds, emit: Emit): void => {
    if (rows.length > 0) emit(output, withBounds(rowsBatch(rows), span, bounds));
  };
  const rowOf = (index: number): HeldRow => ({ batch: current as Batch, row: index });
  return {
    begin(batch) {
      current = ownRows(batch);
    },
    keyOf: () => 0,
    empty: () => [],
    add: (rows, index) => void rows.push(rowOf(index)),
    merge: (panes) => panes.flat(),
    speak,
    speakLate: (_rows, index, bounds, emit) => speak([rowOf(index)], bounds, emit),
    save: (rows) => compact(rowsBatch(rows)),
    load: (saved) => rowsOf(saved as Batch),
    saveKey: (id) => id,
    loadKey: (saved) => saved as number,
  };
}
