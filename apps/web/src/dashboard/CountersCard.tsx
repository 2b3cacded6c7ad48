import type { Flow } from '@sluice/flow';
import { type ReactElement, useMemo, useState } from 'react';
import { useRunStore } from '../store/run-store.ts';
import { Icon } from '../ui/Icon.tsx';
import { Tile } from '../ui/Tile.tsx';
import { countersOf, counterText, unitText } from './counters.ts';

/** All counters of the run in the engines' own names. Over, they are what the runtime counted, exactly. */
export function CountersCard({
  flow,
  className,
}: {
  readonly flow: Flow;
  readonly className: string;
}): ReactElement {
  const schema = useRunStore((state) => state.schema);
  const values = useRunStore((state) => state.tick?.values);
  const [text, setText] = useState('');
  const all = useMemo(() => (schema === undefined ? [] : countersOf(flow, schema)), [flow, schema]);
  const words = text.toLowerCase().split(/\s+/);
  const shown = all.filter(({ owner, name }) =>
    words.every((word) => `${owner} ${name}`.toLowerCase().includes(word)),
  );
  return (
    <section className={`card ${className}`} aria-label="Counters">
      <header>
        <h2>Counters</h2>
        <span className="sub opt">in each engine’s own names</span>
        <span className="now">
          <span className="sub num">
            {shown.length} of {all.length}
          </span>
          <label className="find small">
            <Icon name="filter" size={11} />
            <span className="sr">Filter counters</span>
            <input value={text} placeholder="Filter" onChange={(event) => setText(event.target.value)} />
          </label>
        </span>
      </header>
      {/* a scrolling region must be reachable */}
      <div className="scroll" tabIndex={0} role="region" aria-label="Counters by component">
        <table className="tight">
          <thead>
            <tr>
              <th>Component</th>
              <th>Counter</th>
              <th className="num">Value</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((counter) => (
              <tr key={counter.key}>
                <td>
                  <span className="row" style={{ gap: 7 }}>
                    {counter.engine === undefined ? null : <Tile engine={counter.engine} size={16} />}
                    <span className="mono trunc">{counter.owner}</span>
                  </span>
                </td>
                <td className="sec">{counter.name}</td>
                <td className="num" data-counter={`${counter.owner}.${counter.name}`}>
                  {values === undefined ? '' : counterText(counter, values[counter.index] ?? 0)}
                  {unitText(counter) === '' || counter.kind === 'counter' ? null : (
                    <span className="muted"> {unitText(counter)}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {all.length > 0 && shown.length === 0 ? <p className="empty">No counter matches “{text}”.</p> : null}
      </div>
    </section>
  );
}
