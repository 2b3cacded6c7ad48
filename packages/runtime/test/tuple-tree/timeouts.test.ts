import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collect, lines, type Part, TestTopology } from './topology.ts';

const pass: Part = { id: 'pass', operators: [{ kind: 'union' }], schema: lines.schema };

function topologyOf(text: readonly string[], stage: object): TestTopology {
  return new TestTopology({
    lines: text,
    parts: [lines, pass, { ...collect, schema: lines.schema }],
    edges: [
      { from: 'lines', to: 'pass', partitioning: { kind: 'shuffle' } },
      { from: 'pass', to: 'collect', partitioning: { kind: 'shuffle' } },
    ],
    stage,
  });
}

describe('message timeouts', () => {
  it('fail a root between one and two timeouts after its emit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1000, max: 60_000 }),
        fc.integer({ min: 0, max: 200_000 }),
        async (timeoutMs, emitAfterMs) => {
          const topology = topologyOf(['a'], {
            messageTimeoutMs: timeoutMs,
            faults: { pass: { dropFraction: 1 } },
          });
          topology.readyAfterMs = emitAfterMs;
          const started = topology.runtime.start();
          await topology.clock.advance(200_100, () => topology.value('emitted', 'lines') > 0);
          await started;
          const emittedMs = topology.clock.nowMs;
          await topology.clock.advance(150_000, () => topology.value('timedOut', 'lines') > 0);
          const waitedMs = topology.clock.nowMs - emittedMs;
          expect(topology.value('failed', 'lines')).toBe(1);
          expect(waitedMs).toBeGreaterThanOrEqual(timeoutMs);
          expect(waitedMs).toBeLessThanOrEqual(2 * timeoutMs);
          await topology.runtime.close();
        },
      ),
      { numRuns: 30 },
    );
  });

  it('never come when they are switched off', async () => {
    const topology = topologyOf(['a', 'b'], { messageTimeoutMs: 0, faults: { pass: { dropFraction: 1 } } });
    await topology.run(600_000);
    expect(topology.value('pending', 'lines')).toBe(2);
    expect(topology.value('failed', 'lines')).toBe(0);
  });

  it('spare the roots of a batch that are finished already', async () => {
    const topology = new TestTopology({
      lines: ['a', 'b', 'c', 'd'],
      parts: [lines, { ...collect, schema: lines.schema, executors: 2 }],
      edges: [{ from: 'lines', to: 'collect', partitioning: { kind: 'shuffle' } }],
      stage: { messageTimeoutMs: 1000 },
    });
    // All four roots are emitted in one batch; two of them wait in the slow task.
    topology.sinkDelayMs = 2500;
    topology.isSlow = (task) => task === 1;
    await topology.run(2400);
    expect(topology.value('timedOut', 'lines')).toBe(2);
    expect(topology.value('acked', 'lines')).toBe(2);
    topology.sinkDelayMs = 0;
    await topology.clock.advance(60_000, () => topology.runtime.isSettled());
    expect(topology.value('acked', 'lines')).toBe(4);
    expect(topology.collected.map(({ record }) => record.line).sort()).toEqual([
      'a',
      'a',
      'b',
      'c',
      'c',
      'd',
    ]);
    expect(topology.value('duplicated', 'collect')).toBe(2);
  });

  it('ignore what is acked too late', async () => {
    const topology = topologyOf(['a'], { messageTimeoutMs: 1000 });
    topology.sinkDelayMs = 2500;
    await topology.run(2400);
    expect(topology.value('timedOut', 'lines')).toBe(1);
    topology.sinkDelayMs = 0;
    await topology.clock.advance(60_000, () => topology.runtime.isSettled());
    expect(topology.value('acked', 'lines')).toBe(1);
    expect(topology.collected.length).toBe(2);
    expect(topology.value('duplicated', 'collect')).toBe(1);
  });
});
