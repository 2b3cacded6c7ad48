import type { Flow } from '@sluice/flow';
import type { ViewTable } from '@sluice/protocol';
import { plain, printTable } from './print.ts';
import type { RunReport } from './run-report.ts';

/** Prints reports of a run for people, with the names of the flow. */
export function createRunTable(flow: Flow): {
  print(report: RunReport, views: readonly ViewTable[]): string;
} {
  const nameOf = (id: string): string => plain(flow.components[id]?.name ?? id);
  return {
    print(report, views) {
      const { state, seconds, lost, duplicated, restarts } = report;
      const parts = [
        `${state} after ${seconds.toFixed(1)} s, lost ${lost}, duplicated ${duplicated}, restarts ${restarts}`,
      ];
      const edges = Object.entries(report.edges).map(([id, edge]) => {
        const connection = flow.connections[id];
        const name = connection
          ? `${nameOf(connection.from.component)} -> ${nameOf(connection.to.component)}`
          : id;
        return [name, String(edge.events), String(edge.bytes)];
      });
      if (edges.length > 0) parts.push('', printTable([['EDGE', 'EVENTS', 'BYTES'], ...edges]));
      const components = Object.entries(report.components).map(([id, counters]) => {
        const shown = Object.entries(counters).filter(([, value]) => value !== 0);
        return [
          nameOf(id),
          shown.map(([name, value]) => `${name} ${Math.round(value * 100) / 100}`).join(', '),
        ];
      });
      if (components.length > 0) parts.push('', printTable([['COMPONENT', 'COUNTERS'], ...components]));
      for (const view of views) {
        const rows = view.rows.slice(0, 20).map((row) => row.map((cell) => plain(String(cell))));
        parts.push('', `${nameOf(view.component)}:`, printTable([view.columns, ...rows]));
      }
      return parts.join('\n');
    },
  };
}
