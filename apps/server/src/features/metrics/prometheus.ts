import type { SeriesInfo } from '@sluice/protocol';
import type { RunRegistry } from '../runs/registry.ts';

/** A text and the media type to send it with. */
export interface Exposition {
  readonly text: string;
  readonly type: string;
}

/** Everything measured, for Prometheus. Its library is loaded when somebody asks for the first time. */
export async function expose(runs: RunRegistry, sockets: number): Promise<Exposition> {
  const { Counter, Gauge, Registry } = await import('prom-client');
  // The numbers are kept by the runs; they are copied into a registry that lives as long as the answer.
  const registry = new Registry();
  const families = new Map<string, (labels: Labels, value: number) => void>();
  const add = (name: string, kind: SeriesInfo['kind'], help: string, labels: Labels, value: number): void => {
    const known = families.get(name);
    if (known) return known(labels, value);
    const family = { name, help, labelNames: Object.keys(labels), registers: [registry] };
    const gauge = kind === 'gauge' ? new Gauge(family) : undefined;
    const counter = kind === 'counter' ? new Counter(family) : undefined;
    const set = (labels: Labels, value: number): void => {
      gauge?.set(labels, value);
      counter?.inc(labels, value);
    };
    families.set(name, set);
    set(labels, value);
  };
  add(
    'sluice_process_resident_memory_bytes',
    'gauge',
    'Memory of the API process.',
    {},
    process.memoryUsage.rss(),
  );
  add('sluice_process_uptime_seconds', 'gauge', 'Age of the API process.', {}, Math.round(process.uptime()));
  add('sluice_sockets', 'gauge', 'Pages that are connected.', {}, sockets);
  for (const info of runs.list()) {
    if (info.endedMs !== undefined) continue;
    const common = { flow: info.flow, run: info.id };
    add('sluice_run_restarts_total', 'counter', 'Engine processes started again.', common, info.restarts);
    const table = runs.find(info.id)?.table;
    const values = table?.values() ?? [];
    for (const [i, series] of (table?.schema().series ?? []).entries()) {
      const place = series.scope === 'run' ? {} : { [series.scope]: series.ref };
      const help = `${series.name} of each ${series.scope}.`;
      add(metricName(series), series.kind, help, { ...common, ...place }, values[i] ?? 0);
    }
  }
  return { text: await registry.metrics(), type: registry.contentType };
}

interface Labels {
  readonly [label: string]: string;
}

/** `EventPutSuccessCount` of a component becomes `sluice_component_event_put_success_count_total`. */
export function metricName(series: Pick<SeriesInfo, 'scope' | 'name' | 'kind'>): string {
  const words = series.name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase();
  return `sluice_${series.scope}_${words}${series.kind === 'counter' ? '_total' : ''}`;
}
