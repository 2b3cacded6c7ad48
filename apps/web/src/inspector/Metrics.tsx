import type { SeriesInfo } from '@sluice/protocol';
import type { ReactElement } from 'react';
import { formatCount, formatGauge } from '../canvas/format.ts';
import { hasEnded, useRunStore, useSeriesValue } from '../store/run-store.ts';
import type { SeriesScope } from '../store/tick-ring.ts';

const none: readonly SeriesInfo[] = [];

/** The live numbers of one thing, by the engine's own names. */
export function Metrics({ scope, id }: { readonly scope: SeriesScope; readonly id: string }): ReactElement {
  const all = useRunStore((state) => state.schema?.series ?? none);
  const series = all.filter((s) => s.scope === scope && s.ref === id);
  if (series.length === 0) return <p className="hint">No numbers yet. Run the flow to see them.</p>;
  return (
    <div className="live">
      {series.map((s) => (
        <Cell key={s.name} series={s} />
      ))}
    </div>
  );
}

/** The four numbers that say most of a component while it runs, over its settings. */
export function MainMetrics({ id }: { readonly id: string }): ReactElement | null {
  const all = useRunStore((state) => state.schema?.series ?? none);
  const isAlive = useRunStore((state) => state.info !== undefined && !hasEnded(state.info));
  const series = mainSeries(all, id);
  if (!isAlive || series.length === 0) return null;
  return (
    <div className="live">
      {series.map((s) => (
        <Cell key={s.name} series={s} />
      ))}
    </div>
  );
}

const neutral: ReadonlySet<string> = new Set(['in', 'out', 'busy', 'blocked', 'lost', 'duplicated']);

/** An even number of series, four at most: the engine's own before the neutral ones. */
export function mainSeries(all: readonly SeriesInfo[], id: string): readonly SeriesInfo[] {
  const own = all.filter((s) => s.scope === 'component' && s.ref === id);
  const ordered = [...own.filter((s) => !neutral.has(s.name)), ...own.filter((s) => neutral.has(s.name))];
  return ordered.slice(0, ordered.length >= 4 ? 4 : ordered.length - (ordered.length % 2));
}

function Cell({ series }: { readonly series: SeriesInfo }): ReactElement {
  const value = useSeriesValue(series.scope, series.ref, series.name);
  const text =
    value === undefined
      ? '-'
      : series.kind === 'gauge'
        ? formatGauge(value, series.unit)
        : formatCount(value);
  return (
    <div>
      <div className="l" title={series.name}>
        {series.name}
      </div>
      <div className="v" data-testid={`metric-${series.name}`}>
        {text}
      </div>
    </div>
  );
}
