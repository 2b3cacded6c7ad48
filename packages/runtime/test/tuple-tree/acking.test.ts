import { describe, expect, it } from 'vitest';
import { batchOfLines } from '../../src/batch-build.ts';
import type { PutResult, SourceOutput } from '../../src/implementation.ts';
import { collect, count, lines, type Part, split, TestTopology, tickCounts } from './topology.ts';

const text = ['to be or not to be', 'that is the question'];
const edges = [
  { from: 'lines', to: 'split', partitioning: { kind: 'shuffle' } },
  { from: 'split', to: 'count', partitioning: { kind: 'hash', fields: ['word'], function: 'java' } },
  { from: 'count', to: 'collect', partitioning: { kind: 'global' } },
] as const;
const parts = [lines, split, count, collect];

describe('acking', () => {
  it('fails the roots of a batch a sink does not take, and tries again', async () => {
    const topology = new TestTopology({ lines: text, parts, edges });
    let refusals = 3;
    topology.sinkThrows = () => refusals-- > 0;
    await topology.run();
    expect(topology.value('failed', 'lines')).toBe(6);
    expect(topology.value('failed', 'collect')).toBe(30);
    expect(topology.value('acked', 'lines')).toBe(2);
    expect(topology.counts().get('to')).toBe(2 * 4);
    expect(topology.value('duplicated', 'count')).toBe(30);
    expect(topology.events).toContainEqual(
      expect.objectContaining({
        kind: 'log',
        level: 'error',
        component: 'collect',
        message: 'the disk is full',
      }),
    );
  });

  it('is switched off without ackers: roots are acked when emitted, what fails is lost', async () => {
    const topology = new TestTopology({
      lines: Array.from({ length: 200 }, () => text[0] as string),
      parts,
      edges,
      stage: { ackers: 0, faults: { count: { failFraction: 0.2 } } },
    });
    await topology.run();
    expect(topology.value('acked', 'lines')).toBe(200);
    expect(topology.value('failed', 'lines')).toBe(0);
    const lost = topology.value('lost', 'count');
    expect(lost).toBeGreaterThan(0);
    expect([...topology.counts().values()].reduce((sum, n) => sum + n, 0)).toBe(1200 - lost);
  });

  it('takes faults from live fields and from the host', async () => {
    const topology = new TestTopology({ lines: text, parts, edges });
    topology.runtime.configure?.('count', 'failFraction', 100);
    const started = topology.runtime.start();
    await topology.clock.advance(100);
    await started;
    // Two roots: three attempts at once, then after 1, 2, 4, 8, 16 and 32 ms.
    expect(topology.value('failed', 'lines')).toBe(2 * 9);
    expect(topology.value('acked', 'lines')).toBe(0);
    topology.runtime.configure?.('count', 'failFraction', 0);
    topology.faults.set('split', { failFraction: 1 });
    await topology.clock.advance(5000);
    expect(topology.value('acked', 'lines')).toBe(0);
    topology.faults.clear();
    await topology.clock.advance(60_000, () => topology.runtime.isSettled());
    expect(topology.value('acked', 'lines')).toBe(2);
    expect(topology.counts().get('be')).toBe(2);
  });

  it('emits failed roots again although timers fire a little early', async () => {
    const topology = new TestTopology({ lines: text, parts, edges });
    topology.timerShare = 0.7;
    let refusals = 8;
    topology.sinkThrows = () => refusals-- > 0;
    const started = topology.runtime.start();
    await topology.clock.advance(1000, () => topology.runtime.isSettled());
    await started;
    expect(topology.value('acked', 'lines')).toBe(2);
    expect(topology.value('timedOut', 'lines')).toBe(0);
  });

  it('tells the source up to where everything is safe', async () => {
    const topology = new TestTopology({
      lines: Array.from({ length: 50 }, (_, i) => (i === 20 ? 'bad' : 'good')),
      parts: [lines, { ...collect, schema: lines.schema }],
      edges: [{ from: 'lines', to: 'collect', partitioning: { kind: 'shuffle' } }],
    });
    topology.chunk = 10;
    let reads = 0;
    // The third read, records 20 to 29, fails once.
    topology.sinkThrows = () => ++reads === 3;
    await topology.run();
    expect(topology.commits).toEqual([10, 20, 30, 40, 50]);
    expect(topology.collected.length).toBe(50);
  });

  it('does not anchor what is emitted at a tick, and waits for it before it is settled', async () => {
    const topology = new TestTopology({
      lines: text,
      parts: [lines, split, tickCounts, collect],
      edges: [edges[0], { ...edges[1], to: 'ticks' }, { ...edges[2], from: 'ticks' }],
    });
    topology.runtime.configure?.('collect', 'failFraction', 100);
    await topology.run(1000);
    expect(topology.value('acked', 'lines')).toBe(2);
    expect(topology.runtime.isSettled()).toBe(false);
    await topology.clock.advance(60_000, () => topology.runtime.isSettled());
    expect(topology.value('failed', 'collect')).toBe(8);
    expect(topology.value('failed', 'lines')).toBe(0);
    expect(topology.value('executed', 'ticks')).toBe(10);
  });

  it('takes what a source pushes, and makes it wait at max spout pending', async () => {
    let output: SourceOutput | undefined;
    const source: Part = { ...lines, operators: [{ kind: 'source', run: 'test.push', config: {} }] };
    const topology = new TestTopology({
      lines: [],
      parts: [source, split, count, collect],
      edges,
      stage: { maxSpoutPending: 2 },
      implementations: {
        'test.push': {
          kind: 'source',
          create: () => ({
            style: 'push',
            start: (to) => {
              output = to;
            },
            stop: () => {},
          }),
        },
      },
    });
    topology.sinkDelayMs = 10;
    const started = topology.runtime.start();
    await topology.clock.advance(1);
    await started;
    const put = (line: string): PutResult | Promise<PutResult> | undefined =>
      output?.put(batchOfLines(line, { field: 'line', ingestMs: 0 }), 'all');
    expect(put('a b\nc\n')).toEqual({ accepted: 2 });
    const waiting = put('d\n');
    expect(waiting).toBeInstanceOf(Promise);
    await topology.clock.advance(60_000);
    expect(await waiting).toEqual({ accepted: 1 });
    await topology.runtime.stopSources();
    expect(topology.runtime.isSettled()).toBe(true);
    expect([...topology.counts().keys()].sort()).toEqual(['a', 'b', 'c', 'd']);
  });
});
