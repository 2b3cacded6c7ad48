import type { ReactElement } from 'react';
import { setPanelSizes, usePanelSizes } from '../canvas/panel-sizes.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { DataPane } from './DataPane.tsx';
import { LogPane } from './LogPane.tsx';
import { type LaneTab, showLane, useLane } from './lane-store.ts';
import { ProblemsPane } from './ProblemsPane.tsx';
import { TextPane } from './TextPane.tsx';

const tabs: readonly { readonly id: LaneTab; readonly title: string }[] = [
  { id: 'text', title: 'Text' },
  { id: 'problems', title: 'Problems' },
  { id: 'data', title: 'Data' },
  { id: 'log', title: 'Log' },
];

const panes = { text: TextPane, problems: ProblemsPane, data: DataPane, log: LogPane };

/** The lane under the canvas: the flow as text, its problems, what it computes and its log. */
export function Lane(): ReactElement {
  const tab = useLane((state) => state.tab);
  const isFolded = usePanelSizes((state) => state.isLaneFolded);
  const diagnostics = useFlowStore((state) => state.diagnostics);
  const hasError = diagnostics.some((d) => d.severity === 'error');
  const Pane = panes[tab];
  return (
    <section className="lane" aria-label="Lane">
      <div className="tabs">
        <div role="tablist" aria-label="Lane" className="tabs" style={{ border: 0, padding: 0 }}>
          {tabs.map(({ id, title }) => (
            <button
              key={id}
              type="button"
              role="tab"
              id={`lane-tab-${id}`}
              aria-selected={id === tab}
              aria-controls={id === tab && !isFolded ? 'lane-pane' : undefined}
              className={id === tab ? 'on' : ''}
              onClick={() => showLane(id)}
            >
              {title}
              {id === 'problems' && diagnostics.length > 0 ? (
                <span className={`count ${hasError ? 'err' : 'warn'}`}>{diagnostics.length}</span>
              ) : null}
            </button>
          ))}
        </div>
        <span className="tools">
          <button
            type="button"
            className="btn ghost sm"
            aria-expanded={!isFolded}
            onClick={() => setPanelSizes({ isLaneFolded: !isFolded })}
          >
            {isFolded ? 'Show lane' : 'Hide lane'}
          </button>
        </span>
      </div>
      {isFolded ? null : (
        <div
          id="lane-pane"
          role="tabpanel"
          aria-labelledby={`lane-tab-${tab}`}
          style={{ minHeight: 0, overflow: 'hidden', display: 'grid' }}
        >
          <Pane />
        </div>
      )}
    </section>
  );
}
