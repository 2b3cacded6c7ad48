import { describe, expect, it } from 'vitest';
import { collect, count, lines, split, TestTopology } from './topology.ts';

const many = Array.from({ length: 4000 }, (_, i) => `to be or not to be ${i}`);

function wordCount(stage: object): TestTopology {
  return new TestTopology({
    lines: many,
    parts: [lines, split, count, collect],
    edges: [
      { from: 'lines', to: 'split', partitioning: { kind: 'shuffle' } },
      { from: 'split', to: 'count', partitioning: { kind: 'hash', fields: ['word'], function: 'java' } },
      { from: 'count', to: 'collect', partitioning: { kind: 'global' } },
    ],
    stage,
  });
}

describe('back-pressure', () => {
  it('reaches the spout hop by hop: a slow sink bounds every queue', async () => {
    const topology = wordCount({ receiveQueue: 200, messageTimeoutMs: 0 });
    topology.chunk = 10;
    topology.sinkDelayMs = 50;
    const started = topology.runtime.start();
    let most = 0;
    for (let i = 0; i < 40; i++) {
      await topology.clock.advance(50);
      for (const edge of ['lines-split', 'split-count', 'count-collect']) {
        most = Math.max(most, topology.value('queued', edge, 'connection'));
      }
    }
    await started;
    // A queue takes one more batch (70 words) while it is below its limit, and one batch may wait to get in.
    expect(most).toBeLessThanOrEqual(200 + 2 * 70);
    expect(topology.value('blocked', 'count')).toBe(1);
    expect(topology.value('emitted', 'lines')).toBeLessThan(800);
    await topology.clock.advance(3_600_000, () => topology.runtime.isSettled());
    expect(topology.value('acked', 'lines')).toBe(4000);
    expect(topology.counts().get('be')).toBe(8000);
  });

  it('comes earlier with max spout pending', async () => {
    const topology = wordCount({ maxSpoutPending: 30 });
    topology.sinkDelayMs = 20;
    await topology.run();
    expect(topology.mostPending).toBe(30);
    expect(topology.value('acked', 'lines')).toBe(4000);
  });
});
