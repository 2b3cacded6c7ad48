import type { RunInfo, RunSchema } from '@sluice/protocol';

/** What `sluice run --json` says of a run. */
export interface RunReport {
  readonly state: string;
  readonly seconds: number;
  readonly components: { readonly [id: string]: { readonly [counter: string]: number } };
  readonly edges: { readonly [id: string]: { readonly events: number; readonly bytes: number } };
  readonly lost: number;
  readonly duplicated: number;
  readonly restarts: number;
}

/** Turns the numbers of a run into its report; components keep the engine's own counter names. */
export function reportOf(
  info: RunInfo,
  schema: RunSchema | undefined,
  values: readonly number[],
  nowMs: number,
): RunReport {
  const components: { [id: string]: { [counter: string]: number } } = {};
  const edges: { [id: string]: { events: number; bytes: number } } = {};
  for (const [i, series] of (schema?.series ?? []).entries()) {
    const value = values[i] ?? 0;
    if (series.scope === 'component') {
      const counters = (components[series.ref] ??= {});
      counters[series.name] = value;
    }
    if (series.scope === 'connection' && (series.name === 'events' || series.name === 'bytes')) {
      const edge = (edges[series.ref] ??= { events: 0, bytes: 0 });
      edge[series.name] = value;
    }
  }
  return {
    state: info.status,
    seconds: Math.round((info.endedMs ?? nowMs) - info.startedMs) / 1000,
    components,
    edges,
    lost: info.lost,
    duplicated: info.duplicated,
    restarts: info.restarts,
  };
}

/** Records that moved anywhere: when it stands still, the run is idle. */
export function movedRecords(report: RunReport): number {
  const onEdges = Object.values(report.edges).reduce((sum, edge) => sum + edge.events, 0);
  const inComponents = Object.values(report.components).reduce(
    (sum, { in: taken = 0, out: given = 0 }) => sum + taken + given,
    0,
  );
  return onEdges + inComponents;
}
