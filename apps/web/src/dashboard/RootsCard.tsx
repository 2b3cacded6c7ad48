import type { Flow } from '@sluice/flow';
import { type ReactElement, useMemo } from 'react';
import uPlot from 'uplot';
import { stormSpouts } from '../runs/totals.ts';
import { Chart } from './Chart.tsx';
import { formatShort, type TimeCardProps } from './EdgeCard.tsx';
import { growthPerStep, type HistoryRows } from './run-history.ts';
import { stackOf } from './stack.ts';

/** Places of a spout counter, over all spouts. */
export function rootPlaces(flow: Flow, rows: HistoryRows, name: string): readonly number[] {
  return [...stormSpouts(flow)].map((id) => rows.index('component', id, name)).filter((index) => index >= 0);
}

/** Step of the bars for a span, so that there are some sixty of them. */
export function stepFor(seconds: number): number {
  return [1, 2, 5, 10, 15, 30].find((step) => seconds / step <= 70) ?? 60;
}

/** Root tuples that were acked, that failed or timed out, and that the spout emitted once more, per step. */
export function RootsCard({
  flow,
  rows,
  version,
  span,
  marks,
  className = 'c4',
}: TimeCardProps): ReactElement {
  const step = stepFor((span.toMs - span.fromMs) / 1000);
  const data = useMemo<uPlot.AlignedData>(() => {
    const acked = growthPerStep(rows.rows, rootPlaces(flow, rows, 'acked'), step);
    const failed = growthPerStep(rows.rows, rootPlaces(flow, rows, 'failed'), step);
    const replayed = growthPerStep(rows.rows, rootPlaces(flow, rows, 'replayed'), step);
    return [
      acked.map(({ timeMs }) => timeMs / 1000),
      ...stackOf(
        acked.map(({ grown }) => grown),
        acked.map((_, place) => replayed[place]?.grown ?? 0),
        acked.map((_, place) => failed[place]?.grown ?? 0),
      ),
    ];
  }, [flow, rows, version, step]);
  return (
    <section className={`card ${className}`} aria-label="Root tuples">
      <header>
        <h2>Root tuples</h2>
        <span className="sub">per {step} s</span>
        <span className="now">
          <span className="key">
            <span className="sw sq" style={{ background: 'var(--color-water)' }} />
            acked
          </span>
          <span className="key">
            <span className="sw sq dotted" />
            replayed
          </span>
          <span className="key">
            <span className="sw sq striped" />
            failed
          </span>
        </span>
      </header>
      <Chart
        label="Root tuples acked, replayed and failed or timed out"
        planKey={`roots ${step}`}
        plan={(look) => {
          const paths = uPlot.paths.bars?.({ size: [0.74, 40], align: 0 });
          const bar = (fill: string | CanvasPattern): uPlot.Series => ({
            // uPlot hands the fill to the canvas as it is; its types know colours only.
            fill: () => fill as string,
            width: 0,
            points: { show: false },
            ...(paths === undefined ? {} : { paths }),
          });
          return {
            axis: formatShort,
            series: [bar(look.stripes('error-fill')), bar(look.dots('warn-fill')), bar(look.color('water'))],
          };
        }}
        data={data}
        span={span}
        marks={marks}
      />
    </section>
  );
}
