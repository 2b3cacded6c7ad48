import type { RunInfo, SeriesInfo } from '@sluice/protocol';
import type { RunRegistry } from '../runs/registry.ts';

interface Family {
  readonly type: 'counter' | 'gauge';
  readonly lines: string[];
}

/** Everything measured, in Prometheus' text format 0.0.4. */
export function prometheusText(runs: RunRegistry, sockets: number): string {
  const families = new Map<string, Family>();
  const add = (
    name: string,
    type: Family['type'],
    labels: { readonly [label: string]: string },
    value: number,
  ): void => {
    const family = families.get(name) ?? { type, lines: [] };
    families.set(name, family);
    family.lines.push(`${name}${printLabels(labels)} ${value}`);
  };
  add('sluice_process_resident_memory_bytes', 'gauge', {}, process.memoryUsage.rss());
  add('sluice_process_uptime_seconds', 'gauge', {}, Math.round(process.uptime()));
  add('sluice_sockets', 'gauge', {}, sockets);
  for (const info of runs.list()) {
    if (info.endedMs !== undefined) continue;
    addRun(add, info, runs);
  }
  return [...families]
    .map(([name, { type, lines }]) => `# TYPE ${name} ${type}\n${lines.join('\n')}\n`)
    .join('');
}

function addRun(
  add: (
    name: string,
    type: Family['type'],
    labels: { readonly [label: string]: string },
    value: number,
  ) => void,
  info: RunInfo,
  runs: RunRegistry,
): void {
  const common = { flow: info.flow, run: info.id };
  add('sluice_run_restarts_total', 'counter', common, info.restarts);
  const table = runs.find(info.id)?.table;
  const values = table?.values() ?? [];
  for (const [i, series] of (table?.schema().series ?? []).entries()) {
    const place = series.scope === 'run' ? {} : { [series.scope]: series.ref };
    add(metricName(series), series.kind, { ...common, ...place }, values[i] ?? 0);
  }
}

/** `EventPutSuccessCount` of a component becomes `sluice_component_event_put_success_count_total`. */
export function metricName(series: Pick<SeriesInfo, 'scope' | 'name' | 'kind'>): string {
  const words = series.name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase();
  return `sluice_${series.scope}_${words}${series.kind === 'counter' ? '_total' : ''}`;
}

function printLabels(labels: { readonly [label: string]: string }): string {
  const parts = Object.entries(labels).map(
    ([label, value]) =>
      `${label}="${value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`,
  );
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}
