import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collect, count, lines, split, TestTopology } from './topology.ts';

const word = fc.constantFrom('to', 'be', 'or', 'not', 'that', 'question', 'is', 'héllo');
const texts = fc.array(
  fc.array(word, { maxLength: 8 }).map((words) => words.join(' ')),
  { minLength: 1, maxLength: 80 },
);

function splitting(options: {
  readonly text: readonly string[];
  readonly threads: number;
  readonly seed?: number;
  readonly ackers?: number;
  readonly receiveQueue?: number;
}): TestTopology {
  return new TestTopology({
    lines: options.text,
    threads: options.threads,
    seed: options.seed ?? 1,
    parts: [
      lines,
      { ...split, executors: 4 },
      { ...split, id: 'again', executors: 3, operators: again },
      collect,
    ],
    edges: [
      { from: 'lines', to: 'split', partitioning: { kind: 'shuffle' } },
      { from: 'split', to: 'again', partitioning: { kind: 'hash', fields: ['word'], function: 'java' } },
      { from: 'again', to: 'collect', partitioning: { kind: 'shuffle' } },
    ],
    stage: {
      messageTimeoutMs: 2000,
      ackers: options.ackers ?? 1,
      receiveQueue: options.receiveQueue ?? 32768,
    },
  });
}
const again = [
  {
    kind: 'flat-map' as const,
    each: { kind: 'expression' as const, text: 'words(word)' },
    field: { name: 'word', type: 'string' as const },
  },
];

function tally(words: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of words) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}
const wordsOf = (text: readonly string[]): string[] =>
  text.flatMap((line) => line.split(' ')).filter((one) => one !== '');

describe('a topology on several threads', () => {
  it('has bolts that only compute on all of them, and everything else on its own', async () => {
    const topology = splitting({ text: Array.from({ length: 400 }, () => 'to be or not'), threads: 3 });
    await topology.run();
    expect(topology.threadsStarted).toBe(2);
    expect(topology.mailsTo.get(1)).toBeGreaterThan(0);
    expect(topology.mailsTo.get(2)).toBeGreaterThan(0);
    expect(topology.value('executed', 'again')).toBe(1600);
    expect(topology.collected).toHaveLength(1600);
  });

  it('starts no thread where there is nothing for it to do, or only one worker is asked for', async () => {
    const alone = new TestTopology({
      lines: ['a b'],
      threads: 3,
      parts: [lines, { ...collect, operators: collect.operators }],
      edges: [{ from: 'lines', to: 'collect', partitioning: { kind: 'shuffle' } }],
    });
    await alone.run();
    expect(alone.threadsStarted).toBe(0);
    const single = splitting({ text: ['a b'], threads: 1 });
    await single.run();
    expect(single.threadsStarted).toBe(0);
  });

  it('delivers every word at least once whichever worker dies when, and counts what came twice', {
    timeout: 120_000,
  }, async () => {
    const kills = fc.array(
      fc.record({ atMs: fc.integer({ min: 0, max: 6000 }), worker: fc.integer({ min: 1, max: 2 }) }),
      { minLength: 1, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(
        texts,
        kills,
        fc.integer({ min: 1, max: 99 }),
        fc.constantFrom(3, 40, 32768),
        async (text, at, seed, receiveQueue) => {
          const topology = splitting({ text, threads: 3, seed, receiveQueue });
          topology.chunk = 5;
          topology.sinkDelayMs = 3;
          for (const { atMs, worker } of at)
            topology.clock.schedule(atMs, () => void topology.runtime.killWorker?.(worker));
          await topology.run();
          expect(topology.runtime.isSettled()).toBe(true);
          expect(topology.value('acked', 'lines')).toBe(text.length);
          expect(topology.value('pending', 'lines')).toBe(0);
          const got = tally(topology.collected.map(({ record }) => String(record.word)));
          let over = 0;
          for (const [key, times] of tally(wordsOf(text))) {
            expect(got.get(key) ?? 0).toBeGreaterThanOrEqual(times);
            over += (got.get(key) as number) - times;
          }
          expect(over).toBe(topology.value('duplicated', 'collect'));
          for (const edge of ['lines-split', 'split-again', 'again-collect'])
            expect(topology.value('queued', edge, 'connection')).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('counts as lost what a worker that dies held, where nothing is tracked', async () => {
    const text = Array.from({ length: 300 }, (_, i) => `word${i} again`);
    const topology = splitting({ text, threads: 2, ackers: 0, receiveQueue: 10 });
    topology.chunk = 10;
    topology.sinkDelayMs = 2;
    topology.clock.schedule(20, () => void topology.runtime.killWorker?.(1));
    await topology.run();
    const lost = topology.value('lost', 'split') + topology.value('lost', 'again');
    expect(lost).toBeGreaterThan(0);
    expect(topology.collected.length).toBeLessThan(600);
    expect(
      topology.events.filter((e) => e.kind === 'log' && /Worker 1 is gone/.test(e.message)),
    ).toHaveLength(1);
  });

  it('loses the counts a dead worker held, as a Storm worker does, and says so', async () => {
    const topology = new TestTopology({
      lines: Array.from({ length: 50 }, () => 'to be or not to be'),
      threads: 2,
      parts: [lines, split, { ...count, executors: 2 }, collect],
      edges: [
        { from: 'lines', to: 'split', partitioning: { kind: 'shuffle' } },
        { from: 'split', to: 'count', partitioning: { kind: 'hash', fields: ['word'], function: 'java' } },
        { from: 'count', to: 'collect', partitioning: { kind: 'shuffle' } },
      ],
      stage: { messageTimeoutMs: 2000 },
    });
    topology.chunk = 1;
    topology.sinkDelayMs = 5;
    topology.clock.schedule(40, () => void topology.runtime.killWorker?.(1));
    await topology.run();
    expect(topology.value('acked', 'lines')).toBe(50);
    expect(
      topology.events.some((e) => e.kind === 'log' && /begin again with empty state/.test(e.message)),
    ).toBe(true);
  });
});
