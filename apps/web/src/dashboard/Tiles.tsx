import type { Flow } from '@sluice/flow';
import type { ReactElement } from 'react';
import { formatCount, formatRate } from '../canvas/format.ts';
import { shrink } from '../gallery/run-glances.ts';
import { Reading, sinksOf, sourcesOf, stormSpouts } from '../runs/totals.ts';
import { enginesOf, shortMillis } from '../runs/words.ts';
import { hasEnded, tickRing, useRunStore } from '../store/run-store.ts';
import { Icon } from '../ui/Icon.tsx';
import { Sparkline } from '../ui/Sparkline.tsx';
import type { Span } from './range-store.ts';
import { gaugeColumn, type HistoryRow, type HistoryRows, rateColumn, sumAt } from './run-history.ts';

/** One headline figure with its line. */
interface TileFacts {
  readonly label: string;
  readonly value: string;
  readonly unit: string;
  readonly tone?: 'err' | 'warn';
  readonly icon?: string;
  readonly line: readonly (number | null)[];
}

/** Components of the flow by id, as places of a series in the history. */
function placesOf(rows: HistoryRows, ids: readonly string[], name: string): readonly number[] {
  return ids.map((id) => rows.index('component', id, name)).filter((index) => index >= 0);
}

const summed = (rows: readonly HistoryRow[], indexes: readonly number[]): readonly number[] =>
  rows.map((row) => sumAt(row, indexes));

/** The six figures of a flow: what goes in and out, how late, and what its engine worries about. */
export function tilesOf(
  flow: Flow,
  rows: HistoryRows,
  shown: readonly HistoryRow[],
  isOver: boolean,
): readonly TileFacts[] {
  const reading = new Reading(tickRing());
  const engines = enginesOf(flow);
  const isStorm = engines.length === 1 && engines[0] === 'storm';
  const all = Object.keys(flow.components);
  const [sources, sinks] = [sourcesOf(flow), sinksOf(flow)];
  const flowing = (label: string, ids: readonly string[], name: string): TileFacts => {
    const sum = reading.sum(name, new Set(ids)) ?? 0;
    const rate = reading.rate(name, new Set(ids)) ?? 0;
    return {
      label: isOver ? `${label}, in all` : label,
      value: isOver ? Math.round(sum).toLocaleString('en-US') : formatRate(rate),
      unit: isOver ? 'records' : 'records/s',
      line: rateColumn(shown, placesOf(rows, ids, name)),
    };
  };
  const p99 = reading.most('latency.p99') ?? 0;
  const [p99Value = '', p99Unit = ''] = shortMillis(p99).split(' ');
  const lost = reading.sum('lost') ?? 0;
  const twice = reading.sum('duplicated') ?? 0;
  return [
    flowing('In', sources, 'out'),
    flowing('Out', sinks, 'in'),
    {
      label: 'End to end, p99',
      value: p99Value,
      unit: p99Unit,
      line: gaugeColumn(shown, rows.index('run', '', 'latency.p99')),
    },
    worryOf(),
    {
      // Of a topology it is what bolts executed for roots that came back, whatever they do with it.
      label: isStorm ? 'Executed twice' : 'Counted twice',
      value: formatCount(twice),
      unit: isStorm ? 'tuples' : 'records',
      ...(twice > 0 ? { tone: 'warn' as const, icon: 'copy-check' } : {}),
      line: summed(shown, placesOf(rows, all, 'duplicated')),
    },
    {
      label: 'Lost',
      value: formatCount(lost),
      unit: 'records',
      ...(lost > 0 ? { tone: 'err' as const, icon: 'circle-x' } : {}),
      line: summed(shown, placesOf(rows, all, 'lost')),
    },
  ];

  function worryOf(): TileFacts {
    if (engines.includes('storm')) {
      const spouts = [...stormSpouts(flow)];
      const failed = reading.sum('failed', new Set(spouts)) ?? 0;
      return {
        label: 'Failed, came back',
        value: formatCount(failed),
        unit: 'roots',
        ...(failed > 0 ? { tone: 'err' as const, icon: 'circle-x' } : {}),
        line: rateColumn(shown, placesOf(rows, spouts, 'failed')),
      };
    }
    if (engines.includes('spark')) {
      const delay = reading.most('totalDelay') ?? 0;
      const [value = '', unit = ''] = shortMillis(delay).split(' ');
      const context =
        Object.keys(flow.systems).find((id) => rows.index('system', id, 'totalDelay') >= 0) ?? '';
      return {
        label: 'Total delay of a batch',
        value,
        unit,
        line: gaugeColumn(shown, rows.index('system', context, 'totalDelay')),
      };
    }
    const waiting = reading.sum('fill') ?? 0;
    return {
      label: 'Waiting in channels',
      value: formatCount(waiting),
      unit: 'events',
      line: summed(shown, placesOf(rows, all, 'fill')),
    };
  }
}

export interface TilesProps {
  readonly flow: Flow;
  readonly rows: HistoryRows;
  readonly version: number;
  readonly span: Span;
}

/** The strip of headline figures over the charts. */
export function Tiles({ flow, rows, span }: TilesProps): ReactElement {
  const isOver = useRunStore((state) => hasEnded(state.info));
  // Renders again with every painted sample; the ring itself is not state.
  useRunStore((state) => state.tick);
  const shown = rows.rows.filter((row) => row.timeMs >= span.fromMs && row.timeMs <= span.toMs);
  return (
    <section className="strip" aria-label="Headline figures">
      {tilesOf(flow, rows, shown, isOver).map((tile) => (
        <div key={tile.label}>
          <div>
            <div className="l">{tile.label}</div>
            <div className={tile.tone === undefined ? 'v' : `v ${tile.tone}`}>
              {tile.icon === undefined ? null : <Icon name={tile.icon} size={14} />}
              {tile.value}
              <small>{tile.unit}</small>
            </div>
          </div>
          <Sparkline
            values={shrink(
              tile.line.map((value) => value ?? 0),
              96,
            )}
            width={96}
            height={26}
          />
        </div>
      ))}
    </section>
  );
}
