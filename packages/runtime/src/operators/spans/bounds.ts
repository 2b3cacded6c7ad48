import type { Span } from '@sluice/ir';
import type { Batch, Column } from '../../batch.ts';
import type { Bounds } from './span-contents.ts';

/** The columns that say which window a result is of; windows of counts name their first and last record. */
export function boundColumns(span: Span, bounds: Bounds): (readonly [string, Column])[] {
  const isCount = span.measure.kind === 'count';
  const columns: (readonly [string, Column])[] = [];
  const add = (name: string | undefined, value: number): void => {
    if (name !== undefined) columns.push([name, { kind: 'constant', value }]);
  };
  add(span.startField, isCount ? Math.max(1, bounds.start + 1) : bounds.start);
  add(span.endField, bounds.end);
  return columns;
}

/** The batch with the columns of its window. */
export function withBounds(batch: Batch, span: Span, bounds: Bounds): Batch {
  const added = boundColumns(span, bounds);
  return added.length === 0 ? batch : { ...batch, columns: new Map([...batch.columns, ...added]) };
}
