import { compile } from '@sluice/compiler';
import { createCatalog } from '@sluice/component';
import { openDataset } from '@sluice/datasets';
import { examples } from '@sluice/examples';
import { createRun, type Run } from '@sluice/runtime';
import { VirtualHost } from '@sluice/testkit';
import { describe, expect, it } from 'vitest';
import { storm } from '../src/index.ts';
import { stormImplementations } from '../src/runtime.ts';

const catalog = createCatalog([storm]);

async function started(example: string): Promise<{ readonly host: VirtualHost; readonly run: Run }> {
  const flow = examples.find((e) => e.id === example)?.flow;
  if (!flow) throw new Error(`There is no example ${example}`);
  const { diagnostics, program } = compile(flow, { catalog, name: flow.name });
  if (!program) throw new Error(JSON.stringify(diagnostics));
  const host = new VirtualHost({
    implementations: stormImplementations,
    datasets: { sentences: (seed) => openDataset('sentences', seed) },
  });
  const run = createRun(program, host);
  const starting = run.start();
  await host.advance(0);
  await starting;
  return { host, run };
}

function value(run: Run, ref: string, name: string): number {
  const { values } = run.sample();
  return values[run.series.findIndex((s) => s.ref === ref && s.name === name)] as number;
}

/** Words of sentences [from, to), counted by brute force. */
function countWords(from: number, to: number): Map<string, number> {
  const counts = new Map<string, number>();
  if (to <= from) return counts;
  for (const word of openDataset('sentences', 1)
    .lines(from, to - from)
    .trim()
    .split(/\s+/)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

describe('word count', () => {
  it('comes to the exact counts when the count bolt has stopped failing', async () => {
    const { host, run } = await started('storm-word-count');
    await host.advance(5000);
    run.configure('count', 'failFraction', 1);
    await host.advance(20_000);
    expect(value(run, 'sentences', 'failed')).toBeGreaterThan(100);
    run.setFault('split', { dropFraction: 0.01 });
    await host.advance(5000);
    run.setFault('split', {});
    run.configure('count', 'failFraction', 0);
    run.replays().get('sentences')?.pause();
    // Dropped sentences come back after one to two message timeouts.
    await host.advance(70_000);
    const emitted = value(run, 'sentences', 'emitted') - value(run, 'sentences', 'failed');
    expect(value(run, 'sentences', 'timedOut')).toBeGreaterThan(0);
    expect(value(run, 'sentences', 'pending')).toBe(0);
    expect(value(run, 'sentences', 'acked')).toBe(emitted);
    const counted = new Map(run.views(100_000)[0]?.rows.map(([word, count]) => [word, Number(count)]));
    let over = 0;
    for (const [word, times] of countWords(0, emitted)) {
      expect(counted.get(word)).toBeGreaterThanOrEqual(times);
      over += (counted.get(word) as number) - times;
    }
    expect(over).toBe(value(run, 'count', 'duplicated'));
    expect(over).toBeGreaterThan(0);
  });
});

describe('the replay spout', () => {
  it('takes its rate and its loop while it runs', async () => {
    const { host, run } = await started('storm-word-count');
    await host.advance(1000);
    run.configure('sentences', 'rate', 1000);
    const before = value(run, 'sentences', 'emitted');
    await host.advance(1000);
    expect(value(run, 'sentences', 'emitted') - before).toBeGreaterThan(900);
    expect(run.replays().get('sentences')?.rate()).toBe(1000);
    run.configure('sentences', 'rate', 0);
    expect(run.replays().get('sentences')?.rate()).toBe(100);
    run.configure('sentences', 'isLooping', true);
    expect(run.replays().get('sentences')?.isLooping()).toBe(true);
  });
});

describe('rolling top words', () => {
  it('shows what a recount of the window gives', async () => {
    const { host, run } = await started('rolling-top-words');
    const emitted = [0];
    // Bolts go first: what is read at a full second is counted after its tick.
    for (let second = 1; second <= 40; second++) {
      await host.advance(999);
      const before = value(run, 'sentences', 'emitted');
      await host.advance(1);
      emitted.push(before);
      // The counter, two rankers and the view speak one after the other, each at its own tick of a second.
      const counted = second - 2;
      if (counted < 1) continue;
      const counts = countWords(emitted[Math.max(0, counted - 9)] as number, emitted[counted] as number);
      const best = [...counts.values()].sort((a, b) => b - a).slice(0, 10);
      const rows = run.views(10)[0]?.rows ?? [];
      expect(rows.map((r) => r[1])).toEqual(best);
      for (const [word, count] of rows) expect(counts.get(String(word))).toBe(count);
    }
  });
});
