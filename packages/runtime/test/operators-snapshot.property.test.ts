import { deserialize, serialize } from 'node:v8';
import type { AggregateScope, Fold, Operator, Span, SpanMeasure } from '@sluice/ir';
import { operatorKinds } from '@sluice/ir';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arbitraryRows,
  type Clock,
  Collected,
  newClock,
  operatorOf,
  piecesOf,
  type Sketch,
  type Transform,
  text,
  transformOf,
} from './operator-sketch.ts';

const event: SpanMeasure = { kind: 'event-time', time: text('t'), watermark: text('t - 5'), latenessMs: 6 };
const spans: { readonly [name: string]: Span } = {
  'tumbling count': { shape: { kind: 'tumbling', length: 5 }, measure: { kind: 'count', per: 'task' } },
  'sliding count of a key': {
    shape: { kind: 'sliding', length: 5, slide: 2 },
    measure: { kind: 'count', per: 'key' },
  },
  'sliding event time': { shape: { kind: 'sliding', length: 9, slide: 6 }, measure: event, endField: 'to' },
  'session event time': { shape: { kind: 'session', gap: 4 }, measure: event, startField: 'from' },
  'tumbling processing time': {
    shape: { kind: 'tumbling', length: 20 },
    measure: { kind: 'processing-time' },
  },
  'session processing time': { shape: { kind: 'session', gap: 15 }, measure: { kind: 'processing-time' } },
};
const scopes: { readonly [name: string]: AggregateScope } = {
  record: { kind: 'record' },
  tick: { kind: 'tick', everyMs: 10 },
  rolling: { kind: 'rolling', lengthMs: 30, slideMs: 10 },
  batch: { kind: 'batch' },
  state: { kind: 'state' },
  window: { kind: 'window', lengthMs: 30, slideMs: 20, incremental: false },
  'incremental window': { kind: 'window', lengthMs: 30, slideMs: 10, incremental: true },
  ...Object.fromEntries(Object.entries(spans).map(([name, span]) => [name, { kind: 'span', span }])),
};
const folds: readonly Fold[] = [
  { kind: 'count' },
  ...(['sum', 'min', 'max', 'mean', 'distinct'] as const).map((kind): Fold => ({ kind, of: text('n') })),
  { kind: 'combine', of: text('coalesce(n, 0)'), text: 'a + b', inverse: 'a - b' },
  { kind: 'top-k', by: text('n'), descending: true, limit: 3 },
];
const update: Fold = { kind: 'update', of: text('n'), text: 'b == null ? null : coalesce(a, 0) + b' };
const side = (input: string, name: string) => ({
  input,
  key: text('k'),
  values: [{ field: { name, type: 'integer' as const }, value: text('n') }],
});
const join = {
  left: side('left', 'l'),
  right: side('right', 'r'),
  key: 'k',
  inputs: ['left', 'right'],
} as const;

const sketches: { readonly [name: string]: Sketch } = {
  map: { kind: 'map', assign: [{ field: { name: 'm', type: 'any' }, value: text('n * 2') }], keep: true },
  filter: { kind: 'filter', predicate: text('n > 0') },
  'flat-map': { kind: 'flat-map', each: text('[n, t]'), field: { name: 'x', type: 'any' } },
  'key-by': { kind: 'key-by', key: text('k'), value: text('n') },
  union: { kind: 'union' },
  route: { kind: 'route', on: text('k'), cases: [], otherwise: { required: ['out'], optional: [] } },
  watermark: { kind: 'watermark', time: text('t'), delayMs: 3, field: 'mark' },
  'dedupe by the run clock': { kind: 'dedupe', key: text('n'), count: 3, withinMs: 30 },
  'dedupe by the records': { kind: 'dedupe', key: text('n'), withinMs: 9, time: text('t') },
  'sample of a share': { kind: 'sample', by: { kind: 'fraction', fraction: 0.5, seed: 3 } },
  'sample of every third': { kind: 'sample', by: { kind: 'every', every: 3 } },
  window: { kind: 'window', lengthMs: 30, slideMs: 20 },
  ...Object.fromEntries(
    Object.entries(spans).map(([name, span]) => [`window, ${name}`, { kind: 'window', span }]),
  ),
  reduce: {
    kind: 'reduce',
    key: ['k'],
    of: text('coalesce(n, 0)'),
    combine: 'a + b',
    scope: { kind: 'state' },
    result: 'r',
  },
  'full join of batches': { kind: 'join', type: 'full', ...join, scope: { kind: 'batch' } },
  ...Object.fromEntries(
    Object.entries(spans).map(([name, span]) => [
      `left join, ${name}`,
      { kind: 'join', type: 'left', ...join, scope: { kind: 'span', span } },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(scopes).flatMap(([name, scope]) =>
      folds.map((fold) => [
        `${fold.kind}, ${name}`,
        { kind: 'aggregate', key: ['k'], fold, scope, result: 'r' },
      ]),
    ),
  ),
  'update, record': { kind: 'aggregate', key: ['k'], fold: update, scope: { kind: 'record' }, result: 'r' },
  'update, state': { kind: 'aggregate', key: ['k'], fold: update, scope: { kind: 'state' }, result: 'r' },
};

/** Hands rows to an operator as time goes on; between two pieces it may be somebody else who goes on. */
function play(
  operator: Operator,
  rows: Parameters<typeof piecesOf>[0],
  seed: number,
  between: (transform: Transform, clock: Clock, at: number) => Transform,
): Collected {
  const clock = newClock();
  const seen = new Collected();
  let transform = transformOf(operator, clock);
  transform.start?.(0);
  piecesOf(rows, seed).forEach((piece, at) => {
    transform = between(transform, clock, at);
    const input = operator.inputs[Math.abs(seed + at) % operator.inputs.length] ?? 'in';
    transform.process(piece, input, seen.emit);
    clock.now += 7;
    if (at % 2 === 1) transform.tick?.(clock.now, seen.emit);
    if (at % 3 === 2) transform.closeBatch?.((at + 1) * 10 - (((at + 1) * 10) % 30), seen.emit);
  });
  transform.tick?.(500, seen.emit);
  transform.closeBatch?.(600, seen.emit);
  return seen;
}

describe('a snapshot put back changes nothing', () => {
  it.each(Object.entries(sketches))('%s', (_name, sketch) => {
    const operator = operatorOf(sketch);
    fc.assert(
      fc.property(arbitraryRows(40), fc.integer(), fc.nat(5), (rows, seed, place) => {
        const plain = play(operator, rows, seed, (transform) => transform);
        const again = play(operator, rows, seed, (transform, clock, at) => {
          if (at === place && transform.snapshot) transform.restore?.(transform.snapshot());
          if (at !== place + 1 || !transform.snapshot) return transform;
          // What a checkpoint keeps: bytes, read by an operator that is new.
          const saved = serialize(transform.snapshot());
          const next = transformOf(operator, clock);
          next.start?.(0);
          next.restore?.(deserialize(saved));
          return next;
        });
        expect({ out: again.records, late: again.late }).toEqual({ out: plain.records, late: plain.late });
      }),
      { numRuns: 15 },
    );
  });

  it('is shown for every kind that keeps state', () => {
    const shown = new Set(Object.values(sketches).map((sketch) => sketch.kind));
    const others = operatorKinds.filter((kind) => !shown.has(kind));
    expect(others).toEqual(['source', 'sink', 'script', 'buffer']);
  });
});
