import type { SeriesInfo } from '@sluice/protocol';
import type { ReactElement } from 'react';
import { formatCount, formatGauge } from '../canvas/format.ts';
import { useRunStore, useSeriesValue } from '../store/run-store.ts';
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
