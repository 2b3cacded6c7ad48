import type { Flow } from '@sluice/flow';
import type { EngineId } from '@sluice/protocol';
import { type ReactElement, useMemo } from 'react';
import type uPlot from 'uplot';
import { formatRate } from '../canvas/format.ts';
import { orderOf } from '../runs/totals.ts';
import { engineOfType, formatTime } from '../runs/words.ts';
import { hasEnded, useRunStore } from '../store/run-store.ts';
import { Tile } from '../ui/Tile.tsx';
import { Chart, type Mark } from './Chart.tsx';
import { type Span, useRange } from './range-store.ts';
import { type HistoryRows, rateColumn } from './run-history.ts';

/** An edge that is measured. */
interface Edge {
  readonly id: string;
  readonly name: string;
  readonly engine: EngineId | undefined;
  readonly index: number;
}

/** Category colours in the order they are used; the yellow one is too thin for lines and comes last. */
const tokens = ['cat-1', 'cat-3', 'cat-2', 'cat-4', 'cat-7', 'cat-6', 'cat-8', 'cat-5'] as const;

export interface TimeCardProps {
  readonly className?: string;
  readonly flow: Flow;
  readonly rows: HistoryRows;
  readonly version: number;
  readonly span: Span;
  readonly marks: readonly Mark[];
}

/** Lists the edges of the flow that the run counts, from the sources on. */
export function edgesOf(flow: Flow, rows: HistoryRows): readonly Edge[] {
  const nameOf = (id: string): string => flow.components[id]?.name ?? id;
  const order = orderOf(flow);
  const place = (id: string): number => order.get(id) ?? 0;
  const connections = Object.entries(flow.connections).sort(
    ([, a], [, b]) =>
      place(a.from.component) - place(b.from.component) || place(a.to.component) - place(b.to.component),
  );
  return connections.flatMap(([id, { from, to }]) => {
    const index = rows.index('connection', id, 'events');
    if (index < 0) return [];
    const engine = engineOfType(flow.components[from.component]?.type ?? '');
    return [{ id, name: `${nameOf(from.component)} → ${nameOf(to.component)}`, engine, index }];
  });
}

/** Throughput of every edge with a table of values at the cursor and now. */
export function EdgeCard({ flow, rows, version, span, marks }: TimeCardProps): ReactElement {
  const edges = useMemo(() => edgesOf(flow, rows), [flow, rows, rows.schema]);
  const drawn = edges.slice(0, tokens.length);
  const columns = useMemo(
    () => edges.map((edge) => rateColumn(rows.rows, [edge.index])),
    // `version` stands for the rows, which are changed in place.
    [edges, rows, version],
  );
  const data = useMemo<uPlot.AlignedData>(
    () => [rows.rows.map((row) => row.timeMs / 1000), ...columns.slice(0, tokens.length)],
    [columns, rows],
  );
  return (
    <section className="card c8" aria-label="Throughput by edge">
      <header>
        <h2>Throughput by edge</h2>
        <span className="sub">records per second, 1 s steps</span>
      </header>
      <div className="edges-body">
        <Chart
          label="Throughput by edge"
          planKey={drawn.map((edge) => edge.id).join(' ')}
          plan={(look) => ({
            axis: (value) => formatShort(value),
            series: drawn.map((_, place) => ({
              stroke: look.color(tokens[place] ?? 'cat-8'),
              width: 1.5,
              points: { show: false },
            })),
          })}
          data={data}
          span={span}
          marks={marks}
          hasMarkWords
        />
        <EdgeTable edges={edges} columns={columns} rows={rows} />
      </div>
    </section>
  );
}

function EdgeTable({
  edges,
  columns,
  rows,
}: {
  readonly edges: readonly Edge[];
  readonly columns: readonly (readonly (number | null)[])[];
  readonly rows: HistoryRows;
}): ReactElement {
  const cursorMs = useRange((state) => state.cursorMs);
  const place = cursorMs === undefined ? -1 : rows.nearest(cursorMs);
  const at = rows.rows[place];
  const isOver = useRunStore((state) => hasEnded(state.info));
  const total = useRunStore((state) => state.tick?.values);
  return (
    // a scrolling region must be reachable
    <div className="edge-table" tabIndex={0} role="region" aria-label="Rates by edge">
      <table className="tight">
        <thead>
          <tr>
            <th>Edge</th>
            <th className="num">
              {at === undefined ? <span className="sr">At the cursor</span> : formatTime(at.timeMs, true)}
            </th>
            <th className="num">{isOver ? 'In all' : 'Now'}</th>
          </tr>
        </thead>
        <tbody>
          {edges.map((edge, row) => (
            <tr key={edge.id}>
              <td>
                <span className="row" style={{ gap: 7 }}>
                  <span
                    className="sw"
                    style={{
                      background: row < tokens.length ? `var(--color-${tokens[row]})` : 'transparent',
                    }}
                  />
                  {edge.engine === undefined ? null : <Tile engine={edge.engine} size={16} />}
                  <span className="trunc" title={edge.name}>
                    {edge.name}
                  </span>
                </span>
              </td>
              <td className="num">{place < 0 ? '' : rateText(columns[row]?.[place])}</td>
              <td className="num sec" data-edge={edge.name}>
                {isOver
                  ? Math.round(total?.[edge.index] ?? 0).toLocaleString('en-US')
                  : rateText(columns[row]?.findLast((rate) => rate !== null))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const rateText = (rate: number | null | undefined): string => (rate == null ? '' : formatRate(rate));

/** Axis ticks: `0`, `500`, `15k`, `1.5M`. */
export function formatShort(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toFixed(2))}M`;
  if (value >= 1e3) return `${Number((value / 1e3).toFixed(2))}k`;
  return String(Number(value.toFixed(2)));
}
