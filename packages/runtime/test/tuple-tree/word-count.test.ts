import { describe, expect, it } from 'vitest';
import { collect, count, lines, split, TestTopology } from './topology.ts';

const text = ['to be or not to be', 'that is the question', '', 'to be is to do'];

function oracle(all: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of all) {
    for (const word of line.split(/\s+/).filter((w) => w !== ''))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

function wordCount(all: readonly string[], stage = {}): TestTopology {
  return new TestTopology({
    lines: all,
    parts: [lines, { ...split, tasks: 2 }, { ...count, executors: 2, tasks: 3 }, collect],
    edges: [
      { from: 'lines', to: 'split', partitioning: { kind: 'shuffle' } },
      { from: 'split', to: 'count', partitioning: { kind: 'hash', fields: ['word'], function: 'java' } },
      { from: 'count', to: 'collect', partitioning: { kind: 'global' } },
    ],
    stage,
  });
}

describe('word count as a topology', () => {
  it('counts exactly and acks every root', async () => {
    const topology = wordCount(text);
    await topology.run();
    expect(topology.counts()).toEqual(oracle(text));
    expect(topology.value('emitted', 'lines')).toBe(4);
    expect(topology.value('acked', 'lines')).toBe(4);
    expect(topology.value('pending', 'lines')).toBe(0);
    expect(topology.value('executed', 'count')).toBe(15);
    expect(topology.value('events', 'split-count', 'connection')).toBe(15);
    expect(topology.value('queued', 'split-count', 'connection')).toBe(0);
    expect(topology.commits.at(-1)).toBe(4);
    expect(topology.wholeCommits).toBeGreaterThan(0);
  });

  it('emits failed roots again until every word is counted', async () => {
    const many = Array.from({ length: 500 }, (_, i) => text[i % 4] as string);
    const topology = wordCount(many, { faults: { count: { failFraction: 0.05 } } });
    await topology.run();
    const counted = topology.counts();
    let over = 0;
    for (const [word, times] of oracle(many)) {
      expect(counted.get(word)).toBeGreaterThanOrEqual(times);
      over += (counted.get(word) as number) - times;
    }
    expect(topology.value('failed', 'lines')).toBeGreaterThan(0);
    expect(topology.value('acked', 'lines')).toBe(500);
    expect(over).toBe(topology.value('duplicated', 'count'));
  });

  it('lets dropped roots time out and emits them again', async () => {
    const many = Array.from({ length: 300 }, (_, i) => text[i % 4] as string);
    const topology = wordCount(many, { faults: { count: { dropFraction: 0.05 } }, messageTimeoutMs: 5000 });
    await topology.run();
    const counted = topology.counts();
    let over = 0;
    for (const [word, times] of oracle(many)) over += (counted.get(word) as number) - times;
    expect(topology.value('timedOut', 'lines')).toBeGreaterThan(0);
    expect(topology.value('acked', 'lines')).toBe(300);
    expect(over).toBe(topology.value('duplicated', 'count'));
  });
});
