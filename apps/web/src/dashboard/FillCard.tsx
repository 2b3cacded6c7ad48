import { type ReactElement, useMemo } from 'react';
import type uPlot from 'uplot';
import { formatCount, formatPercent } from '../canvas/format.ts';
import { Chart, drawLimit } from './Chart.tsx';
import type { TimeCardProps } from './EdgeCard.tsx';

const tokens = ['water-deep', 'cat-2', 'cat-3', 'cat-4', 'cat-7', 'cat-6'] as const;

/** A buffer that is measured. */
interface Buffer {
  readonly id: string;
  readonly name: string;
  readonly fill: number;
  readonly capacity: number;
}

/** Buffers of the flow that the run measures. */
export function buffersOf({ flow, rows }: Pick<TimeCardProps, 'flow' | 'rows'>): readonly Buffer[] {
  return Object.entries(flow.components).flatMap(([id, { name }]) => {
    const [fill, capacity] = [rows.index('component', id, 'fill'), rows.index('component', id, 'capacity')];
    return fill < 0 || capacity < 0 ? [] : [{ id, name, fill, capacity }];
  });
}

/** How full each channel is, with the bands where it becomes a worry. */
export function FillCard({
  flow,
  rows,
  version,
  span,
  marks,
  className = 'c4',
}: TimeCardProps): ReactElement {
  const buffers = useMemo(() => buffersOf({ flow, rows }), [flow, rows, rows.schema]);
  const shown = buffers.slice(0, tokens.length);
  const columns = useMemo(
    () =>
      shown.map(({ fill, capacity }) =>
        rows.rows.map((row) => {
          const limit = row.values[capacity] ?? 0;
          return limit > 0 ? ((row.values[fill] ?? 0) / limit) * 100 : null;
        }),
      ),
    [shown, rows, version],
  );
  const data = useMemo<uPlot.AlignedData>(
    () => [rows.rows.map((row) => row.timeMs / 1000), ...columns],
    [columns, rows],
  );
  const only = shown.length === 1 ? shown[0] : undefined;
  const capacityOf = (buffer: Buffer): number => rows.newest?.values[buffer.capacity] ?? 0;
  const transaction = only === undefined ? undefined : flow.components[only.id]?.config.transactionCapacity;
  const limit =
    only !== undefined && typeof transaction === 'number' && capacityOf(only) > 0
      ? {
          value: (transaction / capacityOf(only)) * 100,
          text: `transactionCapacity ${formatCount(transaction)}`,
          token: 'text',
          dash: [1, 3],
        }
      : undefined;
  const peak = Math.max(0, ...columns.flat().map((value) => value ?? 0)) / 100;
  return (
    <section className={`card ${className}`} aria-label="Channel fill">
      <header>
        <h2>Channel fill</h2>
        <span className="sub trunc">
          {only === undefined
            ? `${shown.length} channels`
            : `${only.name}, capacity ${formatCount(capacityOf(only))}`}
        </span>
        <span className="now">
          {shown.slice(0, 3).map((buffer, place) => (
            <span className="key" key={buffer.id}>
              {only === undefined ? (
                <span className="sw" style={{ background: `var(--color-${tokens[place]})` }} />
              ) : null}
              {only === undefined ? buffer.name : null}
              <span className="num">{formatPercent((columns[place]?.at(-1) ?? 0) / 100)}</span>
              {only === undefined ? null : 'now'}
            </span>
          ))}
          {only === undefined ? null : (
            <span className="key">
              <span className="num">{formatPercent(peak)}</span> peak
            </span>
          )}
        </span>
      </header>
      <Chart
        label="Channel fill in per cent of the capacity"
        planKey={`${shown.map((buffer) => buffer.id).join(' ')} ${limit?.text ?? ''}`}
        plan={(look) => ({
          axisWidth: 46,
          axis: (value) => `${value} %`,
          scale: { range: () => [0, 100] },
          splits: () => [0, 25, 50, 75, 100],
          series: shown.map((_, place) => ({
            stroke: look.color(tokens[place] ?? 'water-deep'),
            width: 1.5,
            points: { show: false },
            ...(only === undefined ? {} : { fill: look.color('water', 0.3) }),
          })),
          under: (chart) => {
            const { ctx, bbox } = chart;
            const y = (value: number): number => chart.valToPos(value, 'y', true);
            ctx.fillStyle = look.color('error-soft', 0.7);
            ctx.fillRect(bbox.left, y(100), bbox.width, y(85) - y(100));
            ctx.fillStyle = look.color('warn-soft', 0.7);
            ctx.fillRect(bbox.left, y(85), bbox.width, y(60) - y(85));
          },
          ...(limit === undefined ? {} : { over: (chart) => drawLimit(chart, look, limit) }),
        })}
        data={data}
        span={span}
        marks={marks}
      />
    </section>
  );
}
