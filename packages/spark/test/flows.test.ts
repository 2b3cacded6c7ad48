import { compile } from '@sluice/compiler';
import { createCatalog } from '@sluice/component';
import { openDataset } from '@sluice/datasets';
import { examples } from '@sluice/examples';
import type { Program } from '@sluice/ir';
import { createRun, type Run } from '@sluice/runtime';
import { VirtualHost } from '@sluice/testkit';
import { describe, expect, it } from 'vitest';
import { spark } from '../src/index.ts';
import { sparkImplementations } from '../src/runtime.ts';

const catalog = createCatalog([spark]);
const startMs = 1_700_000_000_300;
const datasets = Object.fromEntries(
  ['tweets', 'sentences', 'access-log'].map((name) => [name, (seed: number) => openDataset(name, seed)]),
);

function programOf(example: string): Program {
  const flow = examples.find((e) => e.id === example)?.flow;
  if (!flow) throw new Error(`There is no example ${example}`);
  const { diagnostics, program } = compile(flow, { catalog, name: flow.name });
  if (!program) throw new Error(JSON.stringify(diagnostics));
  return program;
}

async function started(example: string): Promise<{ readonly host: VirtualHost; readonly run: Run }> {
  const host = new VirtualHost({ implementations: sparkImplementations, startMs, datasets });
  const run = createRun(programOf(example), host);
  await run.start();
  return { host, run };
}

type Tweet = { readonly entities: { readonly hashtags: readonly { readonly text: string }[] } };

/** Hashtags of records [from, to), counted by brute force. */
function countTags(from: number, to: number): Map<string, number> {
  const counts = new Map<string, number>();
  const lines = openDataset('tweets', 1)
    .lines(from, to - from)
    .split('\n')
    .slice(0, -1);
  for (const line of lines) {
    for (const { text } of (JSON.parse(line) as Tweet).entities.hashtags) {
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  }
  return counts;
}

describe('top hashtags', () => {
  it('shows every second what a recount of the last minute gives', async () => {
    const { host, run } = await started('top-hashtags');
    // Zero time is ...000,000: batch k is at second k. Its records are the next ones of the data set.
    for (const second of [1, 2, 30, 61, 75]) {
      await host.advance(1_700_000_000_000 + second * 1000 - host.now());
      const sizes = host.events.filter((e) => e.kind === 'batch').map((e) => e.report.records);
      expect(sizes).toHaveLength(second);
      const until = (batch: number): number =>
        sizes.slice(0, Math.max(0, batch)).reduce((sum, n) => sum + n, 0);
      const counts = countTags(until(second - 60), until(second));
      const best = [...counts.values()].sort((a, b) => b - a).slice(0, 10);
      const rows = run.views(100)[0]?.rows ?? [];
      expect(rows.map((r) => r[1])).toEqual(best);
      for (const [tag, count] of rows) expect(counts.get(String(tag))).toBe(count);
    }
    expect(run.views(3)[0]).toMatchObject({ columns: ['hashtag', 'posts'], presentation: 'bars' });
  });

  it('prints as Spark prints', async () => {
    const { host } = await started('top-hashtags');
    await host.advance(2000);
    const prints = host.events.filter((e) => e.kind === 'print').map((e) => e.text);
    const line = '-'.repeat(43);
    expect(prints).toHaveLength(2);
    expect(prints[0]).toMatch(
      new RegExp(`^${line}\\nTime: 1700000001000 ms\\n${line}\\n(\\([^,()]+,\\d+\\)\\n){10}$`),
    );
  });

  it('takes the rate and the loop of the replay while it runs', async () => {
    const { run } = await started('top-hashtags');
    run.configure('posts', 'rate', -1);
    run.configure('posts', 'isLooping', true);
    expect(run.replays().get('posts')?.rate()).toBe(Number.POSITIVE_INFINITY);
    expect(run.replays().get('posts')?.isLooping()).toBe(true);
  });

  it('says the same when it runs again', async () => {
    const outputs = await Promise.all(
      [1, 2].map(async () => {
        const { host } = await started('top-hashtags');
        await host.advance(5000);
        return host.events;
      }),
    );
    expect(outputs[0]).toEqual(outputs[1]);
  });
});

describe('other examples', () => {
  it('running word count: the table is the count of all records so far', async () => {
    const { host, run } = await started('running-word-count');
    await host.advance(4000);
    const read = host.events.filter((e) => e.kind === 'batch').reduce((sum, e) => sum + e.report.records, 0);
    const counts = new Map<string, number>();
    for (const word of openDataset('sentences', 1).lines(0, read).trim().split(/\s+/)) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    const best = [...counts.values()].sort((a, b) => b - a);
    const rows = run.views(5)[0]?.rows ?? [];
    expect(rows).toHaveLength(5);
    rows.forEach(([word, count], i) => {
      expect(count).toBe(best[i]);
      expect(counts.get(String(word))).toBe(count);
    });
  });

  it('status counts: an incremental window equals a recount', async () => {
    const { host, run } = await started('status-counts-spark');
    await host.advance(39_000);
    const reports = host.events.filter((e) => e.kind === 'batch').map((e) => e.report);
    const last = reports[reports.length - 1]?.batchTimeMs ?? 0;
    // Slides count from zero time, one interval before the first batch.
    const interval = (reports[1]?.batchTimeMs ?? 0) - (reports[0]?.batchTimeMs ?? 0);
    const zero = (reports[0]?.batchTimeMs ?? 0) - interval;
    const slide = last - ((last - zero) % 2000);
    const until = (t: number): number =>
      reports.filter((r) => r.batchTimeMs <= t).reduce((sum, r) => sum + r.records, 0);
    const from = until(slide - 30_000);
    const lines = openDataset('access-log', 1).lines(from, until(slide) - from);
    const counts = new Map<string, number>();
    for (const [, status = ''] of lines.matchAll(/" ([0-9]{3}) /g))
      counts.set(status, (counts.get(status) ?? 0) + 1);
    const rows = run.views(100)[0]?.rows ?? [];
    expect(Object.fromEntries(rows as [string, number][])).toEqual(Object.fromEntries(counts));
  });
});
