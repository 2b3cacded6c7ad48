import { describe, expect, it } from 'vitest';
import { selectRows } from '../../src/batch-cut.ts';
import { readRecords } from '../../src/batch-read.ts';
import type { Implementation, Script } from '../../src/implementation.ts';
import { collect, count, lines, type Part, split, TestTopology, wordSchema } from './topology.ts';

const text = Array.from({ length: 40 }, (_, i) => `to be ${i} or not`);
const slow: Part = {
  id: 'slow',
  operators: [{ kind: 'script', run: 'test.slow', config: {} }],
  schema: wordSchema,
};
const parts = [lines, split, slow, count, collect];
const edges = [
  { from: 'lines', to: 'split', partitioning: { kind: 'shuffle' } },
  { from: 'split', to: 'slow', partitioning: { kind: 'shuffle' } },
  { from: 'slow', to: 'count', partitioning: { kind: 'hash', fields: ['word'], function: 'java' } },
  { from: 'count', to: 'collect', partitioning: { kind: 'global' } },
] as const;

/** A script that answers after 10 ms of the run's clock. */
function slowly(process: Script['process'], seen: { most: number } = { most: 0 }): Implementation {
  return {
    kind: 'script',
    create: (_config, context) => {
      let now = 0;
      return {
        process: async (batch, output) => {
          now += 1;
          seen.most = Math.max(seen.most, now);
          await new Promise<void>((resolve) => void context.schedule(10, resolve));
          now -= 1;
          await process(batch, output);
        },
      };
    },
  };
}

describe('a script that answers later', () => {
  it('is waited for: one batch at a time, all tuples in their trees', async () => {
    const seen = { most: 0 };
    const topology = new TestTopology({
      lines: text,
      parts,
      edges,
      stage: { maxSpoutPending: 8 },
      implementations: { 'test.slow': slowly((batch, { emit }) => emit('out', batch), seen) },
    });
    topology.chunk = 3;
    await topology.run();
    expect(seen.most).toBe(1);
    expect(topology.value('acked', 'lines')).toBe(40);
    expect(topology.value('acked', 'slow')).toBe(200);
    expect(topology.counts().get('be')).toBe(40);
    expect(topology.collected).toHaveLength(200);
    expect(topology.mostPending).toBeLessThanOrEqual(8);
  });

  it('fails all tuples of the batch when it rejects, and their roots come again', async () => {
    let refusals = 2;
    const topology = new TestTopology({
      lines: text,
      parts,
      edges,
      implementations: {
        'test.slow': slowly((batch, { emit }) => {
          if (refusals-- > 0) throw new Error('out of order');
          emit('out', batch);
        }),
      },
    });
    await topology.run();
    expect(topology.value('failed', 'slow')).toBe(400);
    expect(topology.value('acked', 'slow')).toBe(200);
    expect(topology.value('acked', 'lines')).toBe(40);
    expect(topology.counts().get('be')).toBe(40);
  });

  it('fails single tuples and passes the others on', async () => {
    let refusals = 3;
    const topology = new TestTopology({
      lines: text,
      parts,
      edges,
      implementations: {
        'test.slow': slowly((batch, { emit, fail }) => {
          const rows = readRecords(batch);
          const bad = rows.findIndex((record) => record.word === '7');
          if (bad < 0 || refusals-- <= 0) return emit('out', batch);
          fail(selectRows(batch, Uint32Array.of(bad)), 'seven');
          emit(
            'out',
            selectRows(
              batch,
              Uint32Array.from(rows.keys()).filter((row) => row !== bad),
            ),
          );
        }),
      },
    });
    await topology.run();
    expect(topology.value('failed', 'slow')).toBe(3);
    expect(topology.value('failed', 'lines')).toBe(3);
    expect(topology.value('acked', 'lines')).toBe(40);
    expect(topology.counts().get('7')).toBe(1);
    expect(topology.counts().get('be')).toBe(40 + 3);
  });
});
