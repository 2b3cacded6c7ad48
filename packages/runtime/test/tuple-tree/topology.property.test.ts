import type { Partitioning } from '@sluice/ir';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collect, count, lines, split, TestTopology } from './topology.ts';

const byWord: readonly Partitioning[] = [
  { kind: 'hash', fields: ['word'], function: 'java' },
  { kind: 'global' },
];
const anyGrouping: readonly Partitioning[] = [
  { kind: 'shuffle' },
  { kind: 'partial-hash', fields: ['line'] },
  { kind: 'global' },
];

const word = fc.constantFrom('to', 'be', 'or', 'not', 'that', 'question', 'is', 'héllo');
const world = fc.record({
  text: fc.array(
    fc.array(word, { maxLength: 8 }).map((words) => words.join(' ')),
    { maxLength: 60 },
  ),
  chunk: fc.integer({ min: 1, max: 20 }),
  seed: fc.integer({ min: 1, max: 1000 }),
  spouts: fc.integer({ min: 1, max: 2 }),
  splitters: fc.integer({ min: 1, max: 3 }),
  counters: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 2 })),
  first: fc.constantFrom(...anyGrouping),
  second: fc.constantFrom(...byWord),
  maxSpoutPending: fc.constantFrom<(number | undefined)[]>(1, 3, 50, undefined),
  receiveQueue: fc.constantFrom<number[]>(1, 7, 32768),
  sinkDelayMs: fc.constantFrom(0, 0, 5),
  threads: fc.constantFrom(1, 1, 2, 3),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

function topologyOf(w: World, faults: { readonly [component: string]: object }): TestTopology {
  const [executors, more] = w.counters;
  const topology = new TestTopology({
    lines: w.text,
    threads: w.threads,
    seed: w.seed,
    parts: [
      { ...lines, executors: w.spouts },
      { ...split, executors: w.splitters },
      { ...count, executors, tasks: executors + more },
      collect,
    ],
    edges: [
      { from: 'lines', to: 'split', partitioning: w.first },
      { from: 'split', to: 'count', partitioning: w.second },
      { from: 'count', to: 'collect', partitioning: { kind: 'shuffle' } },
    ],
    stage: {
      messageTimeoutMs: 2000,
      receiveQueue: w.receiveQueue,
      faults,
      ...(w.maxSpoutPending === undefined ? {} : { maxSpoutPending: w.maxSpoutPending }),
    },
  });
  topology.chunk = w.chunk;
  topology.sinkDelayMs = w.sinkDelayMs;
  return topology;
}

function oracle(text: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const w of text.flatMap((line) => line.split(' ')).filter((w) => w !== '')) {
    counts.set(w, (counts.get(w) ?? 0) + 1);
  }
  return counts;
}

/** What holds of every topology that has come to rest. */
function checkRest(topology: TestTopology, roots: number): void {
  const value = (name: string, ref: string): number => topology.value(name, ref);
  expect(topology.runtime.isSettled()).toBe(true);
  expect(value('acked', 'lines')).toBe(roots);
  expect(value('pending', 'lines')).toBe(0);
  expect(value('emitted', 'lines')).toBe(roots + value('failed', 'lines'));
  expect(value('replayed', 'lines')).toBe(value('failed', 'lines'));
  for (const [from, to] of [
    ['lines', 'split'],
    ['split', 'count'],
    ['count', 'collect'],
  ] as const) {
    expect(topology.value('events', `${from}-${to}`, 'connection')).toBe(value('transferred', from));
    expect(value('executed', to)).toBe(value('transferred', from));
    expect(topology.value('queued', `${from}-${to}`, 'connection')).toBe(0);
  }
  expect(topology.mostPending).toBeLessThanOrEqual(topology.pendingLimit);
}

describe('a topology', () => {
  it('counts exactly when nothing fails', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(world, async (w) => {
        const topology = topologyOf(w, {});
        await topology.run();
        checkRest(topology, w.text.length);
        expect(topology.counts()).toEqual(oracle(w.text));
        expect(topology.value('failed', 'lines')).toBe(0);
        expect(topology.value('duplicated', 'count')).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  const fraction = fc.constantFrom(0, 0.02, 0.2);
  const faults = fc.record({
    split: fc.record({ failFraction: fraction, dropFraction: fraction, delayMs: fc.constantFrom(0, 3) }),
    count: fc.record({ failFraction: fraction, dropFraction: fraction, delayMs: fc.constantFrom(0, 3) }),
  });

  it('never counts too little, and too much by what it reports', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(world, faults, async (w, f) => {
        const topology = topologyOf(w, f);
        await topology.run();
        checkRest(topology, w.text.length);
        const counted = topology.counts();
        let over = 0;
        for (const [key, times] of oracle(w.text)) {
          expect(counted.get(key)).toBeGreaterThanOrEqual(times);
          over += (counted.get(key) as number) - times;
        }
        expect(over).toBe(topology.value('duplicated', 'count'));
        for (const bolt of ['split', 'count']) {
          const lost =
            topology.value('executed', bolt) - topology.value('acked', bolt) - topology.value('failed', bolt);
          expect(lost).toBeGreaterThanOrEqual(0);
        }
        if (f.split.dropFraction + f.count.dropFraction === 0)
          expect(topology.value('timedOut', 'lines')).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('runs alike for one seed', async () => {
    const w: World = {
      text: Array.from({ length: 40 }, (_, i) => (i % 2 ? 'to be' : 'or not to be')),
      chunk: 7,
      seed: 3,
      spouts: 1,
      splitters: 2,
      counters: [2, 1],
      first: { kind: 'shuffle' },
      second: { kind: 'hash', fields: ['word'], function: 'java' },
      maxSpoutPending: 20,
      receiveQueue: 100,
      sinkDelayMs: 0,
      threads: 3,
    };
    const runs = await Promise.all(
      [1, 2].map(async () => {
        const topology = topologyOf(w, { count: { failFraction: 0.1, dropFraction: 0.1 } });
        await topology.run();
        return { collected: topology.collected, failed: topology.value('failed', 'lines') };
      }),
    );
    expect(runs[0]?.failed).toBeGreaterThan(0);
    expect(runs[1]).toEqual(runs[0]);
  });
});
