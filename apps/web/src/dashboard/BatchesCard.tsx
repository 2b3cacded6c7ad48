import { applyDefaults } from '@sluice/component';
import type { Flow } from '@sluice/flow';
import type { BatchRow } from '@sluice/protocol';
import { type ReactElement, useMemo, useState } from 'react';
import uPlot from 'uplot';
import { catalog } from '../engines.ts';
import { shortMillis } from '../runs/words.ts';
import { useRunStore } from '../store/run-store.ts';
import { IconButton } from '../ui/Button.tsx';
import { Chart, drawLimit } from './Chart.tsx';
import type { TimeCardProps } from './EdgeCard.tsx';

/** The batch interval of a streaming context, its default included. */
export function batchIntervalOf(flow: Flow, system: string): number | undefined {
  const drawn = flow.systems[system];
  const spec = drawn === undefined ? undefined : catalog.system(drawn.type);
  if (drawn === undefined || spec === undefined) return undefined;
  const value = applyDefaults(spec.config, drawn.config).batchIntervalMs;
  return typeof value === 'number' ? value : undefined;
}

/** Every batch as a bar: the time it waited under the time it took, against the batch interval. */
export function BatchesCard({
  flow,
  span,
  marks,
  className = 'c4',
}: Omit<TimeCardProps, 'rows' | 'version'>): ReactElement {
  const batches = useRunStore((state) => state.batches);
  const systems = useMemo(() => [...new Set(batches.map((batch) => batch.system))], [batches]);
  const [chosen, setChosen] = useState<string>();
  const [isClose, setClose] = useState(false);
  const system = systems.find((id) => id === chosen) ?? systems[0] ?? firstContext(flow);
  const mine = useMemo(() => batches.filter((batch) => batch.system === system), [batches, system]);
  const interval = system === undefined ? undefined : batchIntervalOf(flow, system);
  const last = mine.at(-1);
  const data = useMemo<uPlot.AlignedData>(() => {
    const total = mine.map((batch) => batch.schedulingDelayMs + batch.processingMs);
    return [
      mine.map((batch) => batch.batchTimeMs / 1000),
      total,
      mine.map((batch) => batch.schedulingDelayMs),
    ];
  }, [mine]);
  return (
    <section className={`card ${className}`} aria-label="Batches">
      <header>
        <h2>Batches</h2>
        {systems.length > 1 ? (
          <select
            aria-label="Streaming context"
            value={system}
            onChange={(event) => setChosen(event.target.value)}
          >
            {systems.map((id) => (
              <option key={id} value={id}>
                {flow.systems[id]?.name ?? id}
              </option>
            ))}
          </select>
        ) : (
          <span className="sub">{(system === undefined ? undefined : flow.systems[system]?.name) ?? ''}</span>
        )}
        <span className="now">
          <span className="key">
            <span className="sw sq" style={{ background: 'var(--color-water)' }} />
            processing{' '}
            <span className="num">{last === undefined ? '-' : shortMillis(last.processingMs)}</span>
          </span>
          <span className="key">
            <span className="sw sq hatched" />
            scheduling delay{' '}
            <span className="num">{last === undefined ? '-' : shortMillis(last.schedulingDelayMs)}</span>
          </span>
          <IconButton
            size="sm"
            icon={isClose ? 'zoom-out' : 'zoom-in'}
            label={isClose ? 'Show the batch interval' : 'Scale to the batches'}
            aria-pressed={isClose}
            onClick={() => setClose(!isClose)}
          />
        </span>
      </header>
      <Chart
        label="Processing time and scheduling delay of each batch"
        planKey={`batches ${system ?? ''} ${interval ?? ''} ${isClose}`}
        plan={(look) => {
          const paths = uPlot.paths.bars?.({ size: [0.74, 24], align: -1 });
          const bar = (fill: string | CanvasPattern): uPlot.Series => ({
            fill: () => fill as string,
            width: 0,
            points: { show: false },
            ...(paths === undefined ? {} : { paths }),
          });
          return {
            axisWidth: 50,
            axis: secondsText,
            scale: {
              range: (_, __, max) => [
                0,
                Math.max(isClose ? 0 : (interval ?? 0) * 1.25, (max ?? 0) * 1.08, 4),
              ],
            },
            series: [bar(look.color('water')), bar(look.hatch('text-3'))],
            ...(interval === undefined
              ? {}
              : {
                  over: (chart) =>
                    drawLimit(chart, look, {
                      value: interval,
                      text: `batch interval ${secondsText(interval)}`,
                      token: 'text',
                      dash: [4, 3],
                    }),
                }),
          };
        }}
        data={data}
        span={span}
        marks={[...marks, ...failures(mine)]}
      />
    </section>
  );
}

function firstContext(flow: Flow): string | undefined {
  return Object.keys(flow.systems).find((id) => flow.systems[id]?.type.startsWith('spark.'));
}

function failures(
  batches: readonly BatchRow[],
): readonly { readonly timeMs: number; readonly text: string }[] {
  return batches.flatMap(({ batchTimeMs, failure }) =>
    failure === undefined ? [] : [{ timeMs: batchTimeMs, text: failure }],
  );
}

/** Axis ticks of a duration: `0`, `250 ms`, `1.5 s`. */
export function secondsText(ms: number): string {
  if (ms === 0) return '0';
  return ms >= 1000 ? `${Number((ms / 1000).toFixed(2))} s` : `${Number(ms.toFixed(1))} ms`;
}
