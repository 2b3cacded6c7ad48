import { createRandom, createRun, type Implementations } from '@sluice/runtime';
import { VirtualHost } from '@sluice/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AgentSketch, collectingSink, lineSource, programOf, valueOf } from '../pipeline.ts';

/** A random agent: every source feeds some channels, every channel one sink. */
const agents = fc
  .record({
    sources: fc.integer({ min: 1, max: 3 }),
    channels: fc.integer({ min: 1, max: 4 }),
    links: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
    sizes: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 14, maxLength: 14 }),
    records: fc.integer({ min: 0, max: 400 }),
    failures: fc.integer({ min: 0, max: 40 }),
    seed: fc.integer(),
  })
  .map((shape) => {
    const at = (index: number): number => shape.sizes[index % shape.sizes.length] as number;
    const sources: { [id: string]: { channels: string[]; batchSize: number } } = {};
    for (let s = 0; s < shape.sources; s++) {
      const channels = Array.from({ length: shape.channels }, (_, c) => `c${c}`).filter(
        (_, c) => shape.links[s * 4 + c] || c === s % shape.channels,
      );
      sources[`s${s}`] = { channels, batchSize: at(s) };
    }
    const channels: { [id: string]: { capacity: number; transactionCapacity: number } } = {};
    const sinks: { [id: string]: { channel: string } } = {};
    for (let c = 0; c < shape.channels; c++) {
      const transactionCapacity = at(4 + c);
      channels[`c${c}`] = { capacity: transactionCapacity + at(8 + c), transactionCapacity };
      sinks[`k${c}`] = { channel: `c${c}` };
    }
    return { shape, sketch: { sources, channels, sinks } satisfies AgentSketch };
  });

/** More than half an hour of failures and waits: a run may take long without going round in a circle. */
const longWait = {
  shape: {
    sources: 2,
    channels: 1,
    links: Array.from({ length: 12 }, () => false),
    sizes: Array.from({ length: 14 }, () => 1),
    records: 328,
    failures: 39,
    seed: -10,
  },
  sketch: {
    sources: { s0: { channels: ['c0'], batchSize: 1 }, s1: { channels: ['c0'], batchSize: 1 } },
    channels: { c0: { capacity: 2, transactionCapacity: 1 } },
    sinks: { k0: { channel: 'c0' } },
  },
};

describe('any agent', () => {
  it('conserves events on every edge and keeps each source in order in each channel', async () => {
    await fc.assert(
      fc.asyncProperty(agents, async ({ shape, sketch }) => {
        const random = createRandom(shape.seed, 'cuts');
        const linesOf = (source: string): string[] =>
          Array.from({ length: shape.records }, (_, i) => `${source} ${i}`);
        const implementations: { [id: string]: Implementations[string] } = {};
        for (const source of Object.keys(sketch.sources)) {
          implementations[`test.${source}`] = lineSource(
            linesOf(source),
            (max) => Math.ceil(random() * max),
            random() < 0.5,
          );
        }
        const collected = new Map<string, ReturnType<typeof collectingSink>>();
        for (const id of Object.keys(sketch.sinks)) {
          const isAtomic = random() < 0.5;
          const sink = collectingSink({
            batchSize: 1 + Math.floor(random() * 30),
            isAtomic,
            isAsync: !isAtomic && random() < 0.5,
            before: () => {
              if (random() * 100 < shape.failures) throw new Error('refused');
            },
          });
          collected.set(id, sink);
          implementations[`test.${id}`] = sink.implementation;
        }
        const host = new VirtualHost({ implementations });
        const run = createRun(programOf(sketch), host);
        await run.start();
        await host.untilDone(100_000_000);
        for (const [id, { channel }] of Object.entries(sketch.sinks)) {
          const lines = collected.get(id)?.lines ?? [];
          let expected = 0;
          for (const [source, { channels }] of Object.entries(sketch.sources)) {
            if (!channels.includes(channel)) continue;
            const own = lines.filter((line) => line.startsWith(`${source} `));
            const first = [...new Set(own)];
            expect(first).toEqual(linesOf(source));
            const moved = valueOf(run, `${source}-${channel}`, 'events');
            expect(own.length).toBe(moved);
            expected += moved;
          }
          expect(lines.length).toBe(expected);
          expect(valueOf(run, channel, 'EventTakeSuccessCount')).toBe(expected);
          expect(valueOf(run, id, 'EventDrainSuccessCount')).toBe(expected);
          const extra = expected - shape.records * inflow(sketch, channel);
          expect(extra).toBe(valueOf(run, channel, 'duplicated'));
        }
        for (const source of Object.keys(sketch.sources)) {
          // Each event is accepted once; one that is refused is received again.
          expect(valueOf(run, source, 'EventAcceptedCount')).toBe(shape.records);
          expect(valueOf(run, source, 'out')).toBe(shape.records);
          expect(valueOf(run, source, 'EventReceivedCount')).toBeGreaterThanOrEqual(shape.records);
        }
        await run.stop(0);
      }),
      { numRuns: 60, examples: [[longWait]] },
    );
  }, 60_000);
});

function inflow(sketch: AgentSketch, channel: string): number {
  return Object.values(sketch.sources).filter((source) => source.channels.includes(channel)).length;
}
