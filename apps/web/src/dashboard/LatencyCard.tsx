import { type ReactElement, useMemo } from 'react';
import type uPlot from 'uplot';
import { shortMillis } from '../runs/words.ts';
import { Chart } from './Chart.tsx';
import type { TimeCardProps } from './EdgeCard.tsx';
import { drawnLatencies, floorMs, gaugeColumn } from './run-history.ts';

const lines = [
  { name: 'latency.p99', short: 'p99', token: 'seq-6', dash: undefined, svg: undefined },
  { name: 'latency.p95', short: 'p95', token: 'seq-5', dash: [5, 3], svg: '5 3' },
  { name: 'latency.p50', short: 'p50', token: 'seq-4', dash: [1.5, 3], svg: '1.5 3' },
] as const;

/** Latency from source to sink, three percentiles, on a log scale. */
export function LatencyCard({ rows, version, span, marks }: Omit<TimeCardProps, 'flow'>): ReactElement {
  const columns = useMemo(() => {
    const measured = lines.map(({ name }) => gaugeColumn(rows.rows, rows.index('run', '', name)));
    return drawnLatencies(measured);
  }, [rows, version]);
  const data = useMemo<uPlot.AlignedData>(
    () => [rows.rows.map((row) => row.timeMs / 1000), ...columns],
    [columns, rows],
  );
  return (
    <section className="card c4" aria-label="Latency">
      <header>
        <h2>Latency, source to sink</h2>
        <span className="sub spare">log scale</span>
        <span className="now">
          {lines.map(({ short, token, svg }, place) => {
            const value = lastOf(columns[place] ?? []);
            return (
              <span className="key" key={short}>
                <svg width="16" height="4" aria-hidden="true">
                  <path
                    d="M0 2H16"
                    stroke={`var(--color-${token})`}
                    strokeWidth="1.5"
                    {...(svg === undefined ? {} : { strokeDasharray: svg })}
                  />
                </svg>
                {short}{' '}
                <span className="num">
                  {value === undefined ? '-' : value <= floorMs ? '<1 ms' : shortMillis(value)}
                </span>
              </span>
            );
          })}
        </span>
      </header>
      <Chart
        label="Latency percentiles from source to sink"
        planKey="latency"
        plan={(look) => ({
          axisWidth: 52,
          axis: powerOfTen,
          splits: (_, __, min, max) => powersBetween(min, max),
          scale: { distr: 3, log: 10, range: (_, min, max) => logRange(min, max) },
          series: lines.map(({ token, dash }) => ({
            stroke: look.color(token),
            width: 1.5,
            ...(dash === undefined ? {} : { dash: [...dash] }),
            points: { show: false },
          })),
        })}
        data={data}
        span={span}
        marks={marks}
      />
    </section>
  );
}

/** The whole powers of ten from `min` to `max`. */
export function powersBetween(min: number, max: number): number[] {
  const [low, high] = [Math.ceil(Math.log10(min) - 1e-9), Math.floor(Math.log10(max) + 1e-9)];
  return Array.from({ length: Math.max(0, high - low + 1) }, (_, place) => 10 ** (low + place));
}

/** Whole powers of ten around the values, at least two of them. */
export function logRange(min: number | null, max: number | null): [number, number] {
  if (min === null || max === null || max <= 0) return [1, 1000];
  const low = Math.floor(Math.log10(Math.max(floorMs, min)));
  const high = Math.max(low + 2, Math.ceil(Math.log10(max * 1.01)));
  return [10 ** low, 10 ** high];
}

/** Only whole powers of ten carry words: `10 ms`, `1 s`. */
export function powerOfTen(ms: number): string {
  const power = Math.log10(ms);
  if (Math.abs(power - Math.round(power)) > 1e-6) return '';
  return ms >= 1000 ? `${ms / 1000} s` : `${Number(ms.toPrecision(1))} ms`;
}

function lastOf(column: readonly (number | null)[]): number | undefined {
  for (let place = column.length - 1; place >= 0; place--) {
    const value = column[place];
    if (value !== null && value !== undefined) return value;
  }
  return undefined;
}
