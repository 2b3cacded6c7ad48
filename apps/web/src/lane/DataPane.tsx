import type { ViewTable } from '@sluice/protocol';
import type { ReactElement } from 'react';
import { useFlowStore } from '../store/flow-store.ts';
import { useRunStore } from '../store/run-store.ts';

/** What the run computes: its views, and what print and logger components wrote. */
export function DataPane(): ReactElement {
  const views = useRunStore((state) => state.views);
  const log = useRunStore((state) => state.log);
  const components = useFlowStore((state) => state.flow.components);
  const printed = new Map<string, string[]>();
  for (const { level, component, message } of log) {
    if (level !== 'print' || component === undefined) continue;
    const lines = printed.get(component);
    if (lines === undefined) printed.set(component, [message]);
    else lines.push(message);
  }
  if (views.length === 0 && printed.size === 0) {
    return <p className="subhead">No data yet. Run a flow with a view, print or logger.</p>;
  }
  return (
    <div style={{ overflow: 'auto' }}>
      {views.map((view) => (
        <View key={view.component} view={view} />
      ))}
      {[...printed].map(([id, lines]) => {
        const name = components[id]?.name ?? id;
        return (
          <div key={id}>
            <div className="subhead mono">{name}</div>
            <pre className="code" data-testid={`print-${name}`} style={{ padding: '4px 12px' }}>
              {lines.slice(-200).join('\n')}
            </pre>
          </div>
        );
      })}
    </div>
  );
}

function View({ view }: { readonly view: ViewTable }): ReactElement {
  const highest = Math.max(1, ...view.rows.map((row) => Number(row.at(-1)) || 0));
  return (
    <div>
      <div className="subhead">
        <span className="mono">{view.name}</span>
        <span>{view.total} rows</span>
      </div>
      <table className="mono" style={{ fontSize: 12, margin: '4px 12px' }}>
        <thead>
          <tr>
            {view.columns.map((column) => (
              <th key={column} style={{ textAlign: 'left', paddingRight: 16 }}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {view.rows.map((row) => (
            <tr key={row.join('\u0000')}>
              {view.columns.map((column, index) => (
                <td key={column} style={{ paddingRight: 16 }}>
                  {row[index]}
                </td>
              ))}
              {view.presentation === 'bars' ? (
                <td>
                  <meter min={0} max={highest} value={Number(row.at(-1)) || 0} aria-hidden="true" />
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
