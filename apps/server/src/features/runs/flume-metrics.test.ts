import { emptyFlow, type Flow } from '@sluice/flow';
import type { RunInfo } from '@sluice/protocol';
import { expect, it } from 'vitest';
import { metricName } from '../metrics/prometheus.ts';
import { flumeMetrics } from './flume-metrics.ts';
import { createSeriesTable } from './series-table.ts';

it("gives the counters of an agent in the shape of Flume's HTTP reporter", () => {
  const part = (type: string, name: string) => ({ type, name, system: 'a', config: {} });
  const flow: Flow = {
    ...emptyFlow('f'),
    systems: { a: part('flume.agent', 'a1') },
    components: {
      c: part('flume.channel.memory', 'chan1'),
      i: part('flume.interceptor.host', 'i1'),
      view: part('storm.bolt.view', 'view'),
    },
  };
  const table = createSeriesTable('r');
  const series = (ref: string, name: string) => ({
    scope: 'component' as const,
    ref,
    name,
    kind: 'counter' as const,
    unit: '',
  });
  table.adopt([series('c', 'EventPutSuccessCount'), series('c', 'in'), series('view', 'Executed')]);
  table.update({ values: [7, 7, 3] });
  const info = (): RunInfo => ({ startedMs: 1000 }) as RunInfo;
  expect(flumeMetrics(flow, { info, table })).toEqual({
    'CHANNEL.chan1': { Type: 'CHANNEL', StartTime: '1000', StopTime: '0', EventPutSuccessCount: '7' },
  });
});

it('names metrics for Prometheus after what they measure', () => {
  const name = (scope: 'component' | 'run', given: string, kind: 'counter' | 'gauge') =>
    metricName({ scope, name: given, kind });
  expect(name('component', 'EventPutSuccessCount', 'counter')).toBe(
    'sluice_component_event_put_success_count_total',
  );
  expect(name('run', 'latency.p99', 'gauge')).toBe('sluice_run_latency_p99');
});
