import type { ViewTable } from '@sluice/protocol';
import { type ReactElement, useRef, useState } from 'react';
import { formatGauge } from '../canvas/format.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { type Bar, barsOf } from './view-bars.ts';

/** The result of the flow, as a table or as bars. */
export function ViewCard({
  view,
  className,
}: {
  readonly view: ViewTable;
  readonly className: string;
}): ReactElement {
  const [chosen, setChosen] = useState<'table' | 'bars'>();
  // The runtime calls a view by its id; a person renames it.
  const name = useFlowStore((state) => state.flow.components[view.component]?.name ?? view.name);
  const bars = barsOf(view);
  const shape = bars === undefined ? 'table' : (chosen ?? view.presentation);
  return (
    <section className={`card ${className}`} aria-label={`View ${name}`}>
      <header>
        <h2 className="trunc">{name}</h2>
        <span className="sub">
          {view.rows.length < view.total
            ? `first ${view.rows.length} of ${view.total.toLocaleString('en-US')}`
            : `${view.total.toLocaleString('en-US')} rows`}
        </span>
        <span className="now">
          {bars === undefined ? null : (
            <fieldset className="seg bare" aria-label="Presentation">
              {(['table', 'bars'] as const).map((kind) => (
                <button
                  key={kind}
                  type="button"
                  className={shape === kind ? 'on' : ''}
                  aria-pressed={shape === kind}
                  onClick={() => setChosen(kind)}
                >
                  {kind === 'table' ? 'Table' : 'Bars'}
                </button>
              ))}
            </fieldset>
          )}
        </span>
      </header>
      {/* a scrolling region must be reachable */}
      <div className="scroll" tabIndex={0} role="region" aria-label={`Rows of ${name}`}>
        {view.rows.length === 0 ? (
          <p className="empty">No rows yet.</p>
        ) : shape === 'bars' && bars !== undefined ? (
          <Bars bars={bars} />
        ) : (
          <Rows view={view} />
        )}
      </div>
    </section>
  );
}

function Rows({ view }: { readonly view: ViewTable }): ReactElement {
  return (
    <table className="tight">
      <thead>
        <tr>
          {view.columns.map((column, place) => (
            <th key={column} className={typeof view.rows[0]?.[place] === 'number' ? 'num' : ''}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {view.rows.map((row, place) => (
          // a row is its rank
          <tr key={place}>
            {row.map((cell, column) => (
              <td key={view.columns[column]} className={typeof cell === 'number' ? 'num' : 'mono'}>
                {typeof cell === 'number' ? number(cell) : cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const settleMs = 5000;

function Bars({ bars }: { readonly bars: readonly Bar[] }): ReactElement {
  const highest = Math.max(1e-9, ...bars.map((bar) => bar.value));
  const moved = useMoves(bars);
  return (
    <ol className="bars">
      {bars.map(({ label, value }, place) => (
        <li key={label}>
          <span className="num muted rank">{place + 1}</span>
          <span className="mono trunc name" title={label}>
            {label}
          </span>
          <span className="space">
            <i style={{ width: `${(value / highest) * 100}%` }} />
          </span>
          <span className="num value">{number(value)}</span>
          <Move by={moved.get(label)} />
        </li>
      ))}
    </ol>
  );
}

function Move({ by }: { readonly by: number | undefined }): ReactElement {
  if (by === undefined) return <span className="num acc move">new</span>;
  if (by === 0) return <span className="num muted move">=</span>;
  return by > 0 ? <span className="num ok move">↑ {by}</span> : <span className="num err move">↓ {-by}</span>;
}

/** How many places each label has gone up, seen from a few seconds ago. */
function useMoves(bars: readonly Bar[]): ReadonlyMap<string, number | undefined> {
  const before = useRef<{ readonly atMs: number; readonly places: ReadonlyMap<string, number> }>(undefined);
  const shown = useRef<ReadonlyMap<string, number>>(undefined);
  const now = performance.now();
  const places = new Map(bars.map(({ label }, place) => [label, place]));
  if (before.current === undefined || now - before.current.atMs > settleMs) {
    before.current = { atMs: now, places: shown.current ?? places };
    shown.current = places;
  }
  const old = before.current.places;
  return new Map(
    bars.map(({ label }, place) => {
      const was = old.get(label);
      return [label, was === undefined ? undefined : was - place];
    }),
  );
}

const number = (value: number): string =>
  Number.isInteger(value) ? value.toLocaleString('en-US') : formatGauge(value, '');
