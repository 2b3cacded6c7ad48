import { emptyFlow, type Flow } from '@sluice/flow';
import type { RunInfo, RunSchema } from '@sluice/protocol';
import { describe, expect, test } from 'vitest';
import { catalog } from '../engines.ts';
import { TickRing } from '../store/tick-ring.ts';
import { guaranteeOf, readGuarantee } from './guarantee.ts';
import { bottleneckOf, headlineOf } from './headline.ts';
import { countedSources, orderOf, sinksOf, sourcesOf, sumsOf, totalsOf } from './totals.ts';

const part = (type: string, name: string) => ({ type, name, system: 's', config: {} });
const edge = (from: string, to: string) => ({
  from: { component: from, port: 'out' },
  to: { component: to, port: 'in' },
  config: {},
});

const agent: Flow = {
  ...emptyFlow('classic'),
  systems: { s: { type: 'flume.agent', name: 'myagent', config: {} } },
  components: {
    chan: part('flume.channel.memory', 'chan2'),
    sink: part('flume.sink.hdfs', 'sink2'),
    src: part('flume.source.netcat', 'src'),
    stamp: { ...part('flume.interceptor.timestamp', 'i1'), host: 'src' },
  },
  connections: { a: edge('src', 'chan'), b: edge('chan', 'sink') },
};

const names = [
  ['src', 'out', 'counter'],
  ['chan', 'in', 'counter'],
  ['chan', 'out', 'counter'],
  ['chan', 'fill', 'gauge'],
  ['chan', 'capacity', 'gauge'],
  ['sink', 'in', 'counter'],
  ['sink', 'busy', 'gauge'],
] as const;

const schema: RunSchema = {
  run: 'r',
  revision: 1,
  series: names.map(([ref, name, kind]) => ({ scope: 'component', ref, name, kind, unit: '' })),
};

function ringOf(...samples: readonly (readonly number[])[]): TickRing {
  const ring = new TickRing(64);
  ring.setSchema(schema);
  samples.forEach((values, place) => ring.push({ run: 'r', revision: 1, timeMs: place * 1000, values }));
  return ring;
}

const info = (change: Partial<RunInfo> = {}): RunInfo => ({
  id: 'r',
  flow: 'f',
  revision: 3,
  status: 'running',
  startedMs: 0,
  restarts: 0,
  lost: 0,
  duplicated: 0,
  replays: [],
  componentStates: {},
  ...change,
});

describe('totals', () => {
  test('sources and sinks are found from the drawing; attached components are neither', () => {
    expect(sourcesOf(agent)).toEqual(['src']);
    expect(sinksOf(agent)).toEqual(['sink']);
    expect([...orderOf(agent).keys()].filter((id) => id !== 'stamp')).toEqual(['s', 'src', 'chan', 'sink']);
  });

  test('a running agent is told in events per second', () => {
    const totals = totalsOf(agent, ringOf([0, 0, 0, 0, 0, 0, 0], [1240, 1240, 1230, 10, 1000, 1230, 0.2]));
    expect(totals.map(({ label, value, unit }) => `${label} ${value} ${unit}`)).toEqual([
      'in 1,240 events/s',
      'out 1,230 events/s',
    ]);
  });

  test('a run that is over is told in exact counts', () => {
    const sums = sumsOf(agent, ringOf([12_345_678, 0, 0, 0, 0, 12_345_677, 0]));
    expect(sums.map(({ label, value }) => `${label} ${value}`)).toEqual(['in 12,345,678', 'out 12,345,677']);
  });

  test('without the drawing, what takes nothing in is a source', () => {
    expect(countedSources(schema, [9, 9, 9, 0, 0, 9, 0])).toEqual([0]);
  });
});

describe('headline', () => {
  const quiet = ringOf([0, 0, 0, 10, 1000, 0, 0.5]);

  test('names the saturated component with its share', () => {
    const busy = ringOf([0, 0, 0, 812, 1000, 0, 0.97]);
    expect(headlineOf(agent, info(), busy, false)?.text).toBe('Bottleneck: sink2, busy 97 %');
  });

  test('a full channel is named when nothing after it is busy', () => {
    expect(bottleneckOf(agent, ringOf([0, 0, 0, 1000, 1000, 0, 0.1]))).toEqual({
      kind: 'full',
      component: 'chan',
      by: 1,
    });
  });

  test('a component that is retried comes before the bottleneck', () => {
    const busy = ringOf([0, 0, 0, 0, 0, 0, 1]);
    const retried = info({
      componentStates: { sink: { state: 'retrying', message: 'namenode:8020 does not answer' } },
    });
    expect(headlineOf(agent, retried, busy, false)).toMatchObject({
      tone: 'err',
      text: 'sink2: namenode:8020 does not answer',
    });
  });

  test('a restart is good news with its price', () => {
    expect(headlineOf(agent, info({ restarts: 1, lost: 120 }), quiet, false)?.text).toBe(
      'Recovered after 1 restart, 120 lost',
    );
  });

  test('edits made since the start are told when there is nothing worse', () => {
    expect(headlineOf(agent, info(), quiet, true)?.text).toMatch(/^Edited since the start/);
    expect(headlineOf(agent, info(), quiet, false)).toBeUndefined();
  });

  test('an end with losses is a warning', () => {
    expect(headlineOf(agent, info({ status: 'done', lost: 2 }), quiet, false)?.tone).toBe('warn');
    expect(headlineOf(agent, info({ status: 'done' }), quiet, false)?.tone).toBe('ok');
  });
});

describe('guarantee', () => {
  test.each([
    ['At least once; after a kill the last batch may be in the files twice.', 'at-least-once'],
    ['Exactly-once into the stream as long as the files stay.', 'exactly-once'],
    ['None across a crash: events in the channel are lost with the process.', 'at-most-once'],
    ['Counts again from 0 after a restart.', undefined],
  ])('%s', (text, guarantee) => expect(readGuarantee(text)).toBe(guarantee));

  test('a flow promises what its weakest component does, and says which one that is', () => {
    const found = guaranteeOf(agent, catalog);
    expect(found?.guarantee).toBe('at-most-once');
    expect(found?.reasons.map(({ name }) => name)).toEqual(['chan2']);
  });
});
