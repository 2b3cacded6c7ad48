import { kindOf } from '@sluice/component';
import type { Flow } from '@sluice/flow';
import type { SupervisedRun } from './supervised-run.ts';

type Counters = { [name: string]: string };

/** The counters of the Flume agents of a run in the shape of Flume's HTTP reporter: every value is a text. */
export function flumeMetrics(
  flow: Flow | undefined,
  run: Pick<SupervisedRun, 'info' | 'table'>,
): { readonly [component: string]: Counters } {
  const answer: { [component: string]: Counters } = {};
  if (!flow) return answer;
  const { startedMs, endedMs } = run.info();
  const names = new Map<string, string>();
  for (const [id, component] of Object.entries(flow.components)) {
    const kind = kindOf(component.type).toUpperCase();
    if (!component.type.startsWith('flume.') || !['SOURCE', 'CHANNEL', 'SINK'].includes(kind)) continue;
    const name = `${kind}.${component.name}`;
    names.set(id, name);
    answer[name] = { Type: kind, StartTime: String(startedMs), StopTime: String(endedMs ?? 0) };
  }
  const values = run.table.values();
  for (const [i, series] of run.table.schema().series.entries()) {
    const counters = answer[names.get(series.ref) ?? ''];
    // Flume's own names start with a capital; the neutral ones are Sluice's.
    if (series.scope !== 'component' || !counters || !/^[A-Z]/.test(series.name)) continue;
    counters[series.name] = String(values[i] ?? 0);
  }
  return answer;
}
