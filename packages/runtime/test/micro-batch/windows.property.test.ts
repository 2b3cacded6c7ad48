import type { AggregateScope } from '@sluice/ir';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Drawn, manualPush, programOf, setup, stage, type Written } from './harness.ts';

/** A whole run: when which records arrive, how they are cut, and the window. Times are in units of 100 ms. */
const plan = fc.record({
  batchUnits: fc.integer({ min: 1, max: 4 }),
  blockMs: fc.integer({ min: 30, max: 700 }),
  startMs: fc.integer({ min: 0, max: 10_000 }),
  windowBatches: fc.integer({ min: 1, max: 5 }),
  slideBatches: fc.integer({ min: 1, max: 4 }),
  arrivals: fc.array(
    fc.record({
      afterMs: fc.integer({ min: 0, max: 900 }),
      keys: fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 6 }),
    }),
    { maxLength: 25 },
  ),
});
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

type Counts = { readonly [key: string]: number };

function count(keys: readonly unknown[]): Counts {
  const counts: { [key: string]: number } = {};
  for (const key of keys as readonly string[]) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

const toKey: Drawn = {
  kind: 'map',
  assign: [{ field: { name: 'key', type: 'string' }, value: { kind: 'expression', text: 'value' } }],
  keep: false,
};
const keyed = { shape: 'element' as const, fields: [{ name: 'key', type: 'string' as const }] };
const counting = (scope: AggregateScope): Drawn => ({
  kind: 'aggregate',
  key: ['key'],
  fold: { kind: 'count' },
  scope,
  result: 'value',
});

/** Runs the plan and gives the batches as they were cut (`raw`) and what each operator said. */
async function execute(
  drawn: Plan,
): Promise<{ readonly batches: Written; readonly sent: readonly string[] }> {
  const batchMs = drawn.batchUnits * 100;
  const lengthMs = drawn.windowBatches * batchMs;
  const slideMs = drawn.slideBatches * batchMs;
  const sink: Drawn = { kind: 'sink', run: 'test.sink', config: {} };
  const program = programOf(
    stage(batchMs, drawn.blockMs),
    {
      in: { kind: 'source', run: 'test.source', config: {} },
      raw: sink,
      window: { kind: 'window', lengthMs, slideMs },
      windowed: sink,
      key: { ...toKey, schema: keyed },
      inverse: counting({ kind: 'window', lengthMs, slideMs, incremental: true, dropValue: 0 }),
      inversed: sink,
      again: counting({ kind: 'window', lengthMs, slideMs, incremental: false }),
      recomputed: sink,
      state: counting({ kind: 'state' }),
      running: sink,
      per: counting({ kind: 'batch' }),
      counted: sink,
    },
    [
      'in>raw',
      'in>window',
      'window>windowed',
      'in>key',
      'key>inverse',
      'inverse>inversed',
      'key>again',
      'again>recomputed',
      'key>state',
      'state>running',
      'key>per',
      'per>counted',
    ],
  );
  const push = manualPush();
  const { clock, written, reports } = await setup(program, {
    startMs: drawn.startMs,
    implementations: { 'test.source': push.implementation },
  });
  await clock.advanceTo(drawn.startMs);
  let atMs = drawn.startMs;
  for (const { afterMs, keys } of drawn.arrivals) {
    atMs += afterMs;
    await clock.advanceTo(atMs);
    push.put(keys);
  }
  await clock.advanceTo(atMs + drawn.blockMs + 7 * batchMs);
  expect(reports.filter((r) => r.failure)).toEqual([]);
  return { batches: written, sent: drawn.arrivals.flatMap((a) => a.keys) };
}

describe('windows under random batching', () => {
  it('equal an oracle that sees the whole input and which batch each record is in', async () => {
    await fc.assert(
      fc.asyncProperty(plan, async (drawn) => {
        const { batches, sent } = await execute(drawn);
        const batchMs = drawn.batchUnits * 100;
        const zeroMs = Math.floor(drawn.startMs / batchMs) * batchMs;
        const raw = batches.get('raw') ?? [];

        // Every record is in one batch, and batch times follow each other without a gap.
        expect(raw.flatMap((b) => b.records)).toEqual(sent);
        expect(raw.map((b) => b.timeMs)).toEqual(raw.map((_, k) => zeroMs + (k + 1) * batchMs));

        const inWindow = (t: number): readonly unknown[] =>
          raw
            .filter((b) => b.timeMs > t - drawn.windowBatches * batchMs && b.timeMs <= t)
            .flatMap((b) => b.records);
        const slides = raw
          .map((b) => b.timeMs)
          .filter((t) => (t - zeroMs) % (drawn.slideBatches * batchMs) === 0);
        const countsOf = (name: string): (readonly [number, Counts])[] =>
          (batches.get(name) ?? []).map((w) => [
            w.timeMs,
            Object.fromEntries(w.records as [string, number][]),
          ]);

        expect((batches.get('windowed') ?? []).map((w) => [w.timeMs, w.records])).toEqual(
          slides.map((t) => [t, inWindow(t)]),
        );
        const expected = slides.map((t) => [t, count(inWindow(t))]);
        expect(countsOf('recomputed')).toEqual(expected);
        // With gaps between windows Spark's inverse takes away what it never added; the compiler refuses that.
        if (drawn.slideBatches <= drawn.windowBatches) expect(countsOf('inversed')).toEqual(expected);
        expect(countsOf('counted')).toEqual(raw.map((b) => [b.timeMs, count(b.records)]));
        expect(countsOf('running')).toEqual(
          raw.map((b, k) => [b.timeMs, count(raw.slice(0, k + 1).flatMap((one) => one.records))]),
        );
      }),
      { numRuns: 60 },
    );
  });
});
