import type { Fold, Span, SpanMeasure, SpanShape } from '@sluice/ir';
import fc from 'fast-check';
import { naiveFolds, operatorOf, type Row, takesPart, text } from './operator-sketch.ts';

export type FoldName = keyof typeof naiveFolds;
export const foldNames = Object.keys(naiveFolds) as FoldName[];
export const foldOf = (kind: FoldName): Fold => (kind === 'count' ? { kind } : { kind, of: text('n') });
export const lengthOf = (shape: SpanShape): { length: number; slide: number } => {
  if (shape.kind === 'session') throw new Error('no length');
  return { length: shape.length, slide: shape.kind === 'sliding' ? shape.slide : shape.length };
};

export const shapes: fc.Arbitrary<SpanShape> = fc.oneof(
  fc.record({ kind: fc.constant('tumbling' as const), length: fc.integer({ min: 1, max: 12 }) }),
  fc.record({
    kind: fc.constant('sliding' as const),
    length: fc.integer({ min: 1, max: 12 }),
    slide: fc.integer({ min: 1, max: 12 }),
  }),
);

export const aggregateOf = (span: Span, fold: Fold, key: readonly string[] = ['k']) =>
  operatorOf({ kind: 'aggregate', key, fold, scope: { kind: 'span', span }, result: 'r' });

/** Results of a window by key, from all the rows in it. */
export function resultsOf(rows: readonly Row[], fold: FoldName, bounds: object): object[] {
  const keys = [...new Set(rows.map((row) => row.k))];
  return keys.flatMap((k) => {
    const own = rows.filter((row) => row.k === k && takesPart(fold, row)).map((row) => row.n);
    return own.length === 0 ? [] : [{ k, ...bounds, r: naiveFolds[fold](own) }];
  });
}

export const bounds = { startField: 'from', endField: 'to' } as const;

export interface EventCase {
  readonly shape: SpanShape;
  readonly closed: 'start' | 'end';
  readonly delayMs: number;
  readonly latenessMs: number;
  readonly lateBy: 'window' | 'watermark';
}

export function eventMeasure({ latenessMs, lateBy }: EventCase): SpanMeasure {
  return {
    kind: 'event-time',
    time: text('t'),
    watermark: { kind: 'builtin', name: 'field', parameters: { name: 'mark' } },
    latenessMs,
    lateBy,
    lateOutput: 'late',
  };
}
