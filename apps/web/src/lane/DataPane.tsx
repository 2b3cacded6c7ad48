import '../dashboard/dashboard.css';
import { type ReactElement, useEffect, useMemo, useRef } from 'react';
import { engineIdOf } from '../canvas/looks.ts';
import { ViewCard } from '../dashboard/ViewCard.tsx';
import { catalog } from '../engines.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { useRunStore } from '../store/run-store.ts';
import { Tile } from '../ui/Tile.tsx';

/** Most lines of one component that are shown. */
const shownLines = 500;

/** What the run computes: its views, and what print and logger components wrote; of one component when asked for. */
export function DataPane({ component }: { readonly component?: string } = {}): ReactElement {
  const views = useRunStore((state) => state.views);
  const log = useRunStore((state) => state.log);
  const printed = useMemo(() => {
    const lines = new Map<string, string[]>();
    for (const line of log) {
      if (line.level !== 'print' || line.component === undefined) continue;
      const own = lines.get(line.component) ?? [];
      own.push(line.message);
      lines.set(line.component, own);
    }
    return lines;
  }, [log]);
  const isWanted = (id: string): boolean => component === undefined || component === id;
  const shownViews = views.filter((view) => isWanted(view.component));
  const shownPrints = [...printed].filter(([id]) => isWanted(id));
  if (shownViews.length + shownPrints.length === 0) {
    return (
      <div className="empty">
        <b>No data yet</b>
        <p>Run a flow with a view, a print or a logger: what they get is shown here.</p>
      </div>
    );
  }
  return (
    <div className="lane-scroll data-cards">
      {shownViews.map((view) => (
        <ViewCard key={view.component} view={view} className="data-card" />
      ))}
      {shownPrints.map(([id, lines]) => (
        <Printed key={id} id={id} lines={lines} />
      ))}
    </div>
  );
}

function Printed({ id, lines }: { readonly id: string; readonly lines: readonly string[] }): ReactElement {
  const component = useFlowStore((state) => state.flow.components[id]);
  const list = useRef<HTMLPreElement>(null);
  const isFollowing = useRef(true);
  const name = component?.name ?? id;
  const spec = catalog.component(component?.type ?? '');
  useEffect(() => {
    if (list.current && isFollowing.current && lines.length > 0)
      list.current.scrollTop = list.current.scrollHeight;
  }, [lines]);
  return (
    <section className="card data-card" aria-label={`Output of ${name}`}>
      <header>
        <Tile engine={engineIdOf(component?.type ?? '')} icon={spec?.icon ?? 'terminal'} size={20} />
        <h2 className="mono trunc">{name}</h2>
        <span className="sub">{lines.length.toLocaleString('en-US')} lines</span>
      </header>
      <pre
        ref={list}
        className="printed"
        data-testid={`print-${name}`}
        // a scrolling region must be reachable
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={`Lines of ${name}`}
        onScroll={({ currentTarget: at }) => {
          isFollowing.current = at.scrollHeight - at.scrollTop - at.clientHeight < 24;
        }}
      >
        {lines.slice(-shownLines).join('\n')}
      </pre>
    </section>
  );
}
