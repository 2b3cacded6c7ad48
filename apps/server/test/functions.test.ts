import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDataset } from '@sluice/datasets';
import { emptyFlow, type Flow } from '@sluice/flow';
import type { DeadLetters, RunInfo } from '@sluice/protocol';
import { expect, it } from 'vitest';
import { until, withRealEngines } from './backend-fixture.ts';

const real = withRealEngines();

/** sentences -> function -> count -> view */
function splitBy(code: string, more: object = {}): Flow {
  const part = (type: string, config: object) =>
    ({ type, name: type.split('.')[2], system: 'words', config }) as Flow['components'][string];
  const edge = (from: string, to: string, config: object = {}) =>
    ({
      from: { component: from, port: 'out' },
      to: { component: to, port: 'in' },
      config,
    }) as Flow['connections'][string];
  return {
    ...emptyFlow('Words by a function'),
    systems: { words: { type: 'storm.topology', name: 'words', config: {} } },
    components: {
      sentences: part('storm.spout.replay', {
        dataset: 'sentences',
        outputField: 'sentence',
        rate: -1,
        count: 5000,
      }),
      split: part('storm.bolt.function', { code, outputFields: ['word: string'], ...more }),
      count: part('storm.bolt.count', { fields: ['word'] }),
      view: part('storm.bolt.view', { keyFields: ['word'], valueField: 'count' }),
    },
    connections: {
      a: edge('sentences', 'split'),
      b: edge('split', 'count', { grouping: 'fields', fields: ['word'] }),
      c: edge('count', 'view', { grouping: 'global' }),
    },
  };
}

async function run(flow: Flow): Promise<string> {
  const { id } = real.backend.flows.create(flow);
  const { status, body } = await real.backend.call('POST', '/runs', { flow: id });
  expect(body).toMatchObject(status === 201 ? {} : { diagnostics: [] });
  const { id: started } = body as RunInfo;
  await until('the end of the run', () => real.backend.runs.get(started).info().endedMs);
  expect(real.backend.runs.get(started).info()).toMatchObject({ status: 'done' });
  return started;
}

const letters = async (id: string): Promise<DeadLetters> =>
  (await real.backend.call('GET', `/runs/${id}/dead-letters`)).body as DeadLetters;

it('runs a function from the drawing to the view', async () => {
  const id = await run(
    splitBy('(tuple: { sentence: string }, emit) => { for (const w of tuple.sentence.split(" ")) emit(w) }'),
  );
  const { table } = real.backend.runs.get(id);
  expect(table.total('deadLetters')).toBe(0);
  expect(await letters(id)).toEqual({ letters: [], total: 0 });
  const [view] = real.backend.runs.get(id).snapshot().views;
  expect(view?.rows.length).toBeGreaterThan(5);
});

it('gives tuples to the stream an edge takes', async () => {
  const flow = splitBy(
    `(tuple, emit) => {
  for (const word of tuple.sentence.split(' ')) {
    if (word.length > 3) emit(word);
    else emit.to('short', word.length);
  }
}`,
    { outputStreams: ['short(length: integer)'] },
  );
  const part = (type: string, config: object) =>
    ({ type, name: type, system: 'words', config }) as Flow['components'][string];
  const edge = (from: string, to: string, config: object) =>
    ({
      from: { component: from, port: 'out' },
      to: { component: to, port: 'in' },
      config,
    }) as Flow['connections'][string];
  const id = await run({
    ...flow,
    components: {
      ...flow.components,
      lengths: part('storm.bolt.count', { fields: ['length'] }),
      short: part('storm.bolt.view', { keyFields: ['length'], valueField: 'count' }),
    },
    connections: {
      ...flow.connections,
      d: edge('split', 'lengths', { stream: 'short', grouping: 'fields', fields: ['length'] }),
      e: edge('lengths', 'short', { grouping: 'global' }),
    },
  });
  const words = openDataset('sentences', 1).lines(0, 5000).trimEnd().split(/[ \n]/);
  const { views } = real.backend.runs.get(id).snapshot();
  const rows = (component: string): unknown[] =>
    [...(views.find((view) => view.component === component)?.rows ?? [])].sort();
  expect(rows('short').map((row) => (row as unknown[]).map(Number))).toEqual(
    [1, 2, 3]
      .map((length) => [length, words.filter((w) => w.length === length).length])
      .filter(([, n]) => n !== 0),
  );
  const long = rows('view').map((row) => String((row as unknown[])[0]));
  expect(long.length).toBeGreaterThan(5);
  expect(long.filter((word) => word.length <= 3)).toEqual([]);
  expect(await letters(id)).toEqual({ letters: [], total: 0 });
});

it('puts records aside that throw or loop, shows and counts them, and goes on with the others', async () => {
  const lines = Array.from({ length: 3000 }, (_, i) =>
    i === 1200 ? 'throw' : i === 2100 ? 'loop' : `a b ${i}`,
  );
  mkdirSync(join(real.backend.project, 'data'), { recursive: true });
  writeFileSync(join(real.backend.project, 'data', 'lines.txt'), `${lines.join('\n')}\n`);
  const flow = splitBy(
    `export default (tuple, emit) => {
  if (tuple.line === 'throw') throw new Error('not this one');
  if (tuple.line === 'loop') for (;;);
  for (const word of tuple.line.split(' ').slice(0, 2)) emit(word);
};`,
    { timeoutMs: 300 },
  );
  const spout = {
    type: 'storm.spout.file-lines',
    name: 'spout',
    system: 'words',
    config: { path: 'data/lines.txt' },
  };
  const id = await run({ ...flow, components: { ...flow.components, sentences: spout } });
  expect(real.backend.runs.get(id).table.total('deadLetters')).toBe(2);
  expect(await letters(id)).toMatchObject({
    total: 2,
    letters: [
      {
        sequence: 1,
        component: 'split',
        code: 'FN_THROWN',
        reason: 'Error: not this one',
        line: 2,
        record: '{"line":"throw"}',
      },
      { sequence: 2, component: 'split', code: 'FN_TIMEOUT', record: '{"line":"loop"}' },
    ],
  });
  const [view] = real.backend.runs.get(id).snapshot().views;
  expect(view?.rows).toEqual([
    ['a', 2998],
    ['b', 2998],
  ]);
  expect(real.backend.runs.get(id).info().restarts).toBe(0);
});

it('runs functions of Spark: flatMap, filter, mapToPair, reduceByKey and foreachRDD', async () => {
  const part = (type: string, config: object = {}) =>
    ({ type, name: type.split('.').at(-1), system: 'context', config }) as Flow['components'][string];
  const edge = (from: string, to: string) =>
    ({ from: { component: from, port: 'out' }, to: { component: to, port: 'in' }, config: {} }) as const;
  const id = await run({
    ...emptyFlow('Functions of Spark'),
    systems: { context: { type: 'spark.context', name: 'context', config: { batchIntervalMs: 500 } } },
    components: {
      sentences: part('spark.input.replay', { dataset: 'sentences', rate: -1, count: 5000 }),
      words: part('spark.transformation.flat-map-function', {
        code: '(line: string): string[] => line.split(" ")',
      }),
      short: part('spark.transformation.filter-function', { code: '(word) => word.length <= 3' }),
      pairs: part('spark.transformation.map-to-pair-function', { code: '(word) => [word.length, 1]' }),
      sums: part('spark.transformation.reduce-by-key-function', { code: '(a, b) => a + b' }),
      view: part('spark.output.view', { keep: 'add-up' }),
      told: part('spark.output.for-each-function', {
        code: '(length, count) => log(`${count} of ${length}`)',
      }),
    },
    connections: {
      a: edge('sentences', 'words'),
      b: edge('words', 'short'),
      c: edge('short', 'pairs'),
      d: edge('pairs', 'sums'),
      e: edge('sums', 'view'),
      f: edge('sums', 'told'),
    },
  });
  const words = openDataset('sentences', 1).lines(0, 5000).trimEnd().split(/[ \n]/);
  const expected = [1, 2, 3].map((length) => [
    String(length),
    words.filter((w) => w.length === length).length,
  ]);
  const { views, log } = real.backend.runs.get(id).snapshot();
  const rows = [...(views[0]?.rows ?? [])].sort((x, y) => Number(x[0]) - Number(y[0]));
  expect(rows.map(([key, count]) => [String(key), count])).toEqual(expected.filter(([, n]) => n !== 0));
  expect(log.some((line) => line.level === 'print' && / of 3$/.test(line.message))).toBe(true);
  expect(await letters(id)).toEqual({ letters: [], total: 0 });
});

it('refuses to start code that cannot be read, with the place', async () => {
  const { id } = real.backend.flows.create(splitBy('(tuple, emit) => {\n  emit(tuple.;\n}'));
  const { status, body } = await real.backend.call('POST', '/runs', { flow: id });
  expect(status).toBe(422);
  expect((body as { diagnostics: unknown[] }).diagnostics).toMatchObject([
    { code: 'FLOW_CODE_SYNTAX', at: { component: 'split', field: 'code', range: { line: 2 } } },
  ]);
});
