import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDataset } from '@sluice/datasets';
import { emptyFlow, type Flow } from '@sluice/flow';
import type { RunInfo } from '@sluice/protocol';
import { expect, it } from 'vitest';
import { until, withRealEngines } from './backend-fixture.ts';

const records = 6000;
const kills = 3;

const real = withRealEngines();

/** sentences -> split, on two workers -> file */
function splitIntoFile(): Flow {
  const part = (type: string, name: string, config: object) =>
    ({ type, name, system: 'topology', config }) as Flow['components'][string];
  const between = (from: string, to: string) => ({
    from: { component: from, port: 'out' },
    to: { component: to, port: 'in' },
    config: { grouping: 'shuffle' },
  });
  return {
    ...emptyFlow('Words into a file'),
    systems: {
      topology: {
        type: 'storm.topology',
        name: 'topology',
        config: { workers: 2, messageTimeoutSecs: 1, maxSpoutPending: 500 },
      },
    },
    components: {
      sentences: part('storm.spout.replay', 'sentences', {
        dataset: 'sentences',
        rate: 3000,
        count: records,
      }),
      split: part('storm.bolt.split', 'split', { parallelism: 4 }),
      file: part('storm.bolt.file', 'file', { path: 'data/words.txt' }),
    },
    connections: { a: between('sentences', 'split'), b: between('split', 'file') },
  };
}

it('a topology on worker threads delivers every word, however often a worker is killed', {
  timeout: 120_000,
}, async () => {
  const { id: flow } = real.backend.flows.create(splitIntoFile());
  const started = await real.backend.call('POST', '/runs', { flow });
  const { id } = started.body as RunInfo;
  const run = real.backend.runs.get(id);
  const value = (ref: string, name: string): number => {
    const at = run.table.schema().series.findIndex((series) => series.ref === ref && series.name === name);
    return run.table.values()[at] ?? Number.NaN;
  };
  const said = (text: string): number =>
    run.snapshot().log.filter(({ message }) => message.startsWith(text)).length;
  for (let kill = 1; kill <= kills; kill += 1) {
    await until('progress', () => value('sentences', 'acked') > kill * 400);
    expect((await real.backend.call('POST', `/runs/${id}/workers/1/kill`)).status).toBe(200);
    await until('the death of the worker', () => said('Worker 1 is gone') === kill);
    await until('its return', () => said('Worker 1 runs again') === kill);
  }
  expect((await real.backend.call('POST', `/runs/${id}/workers/0/kill`)).status).toBe(400);
  await until('the end', () => run.info().status === 'done');
  expect(run.info().restarts).toBe(0);
  expect(value('sentences', 'acked')).toBe(records);
  expect(value('b', 'queued')).toBe(0);

  const count = (words: readonly string[]): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    return counts;
  };
  const expected = count(
    openDataset('sentences', 1)
      .lines(0, records)
      .split(/\s+/)
      .filter((word) => word !== ''),
  );
  const written = count(
    readFileSync(join(real.path, 'data', 'words.txt'), 'utf8')
      .split('\n')
      .slice(0, -1),
  );
  expect([...written.keys()].filter((word) => !expected.has(word))).toEqual([]);
  let surplus = 0;
  for (const [word, times] of expected) {
    expect(written.get(word) ?? 0).toBeGreaterThanOrEqual(times);
    surplus += (written.get(word) ?? 0) - times;
  }
  expect(surplus).toBe(value('file', 'duplicated'));
});
