import './lane.css';
import { type ClipboardEvent, lazy, type ReactElement, Suspense } from 'react';
import { setPanelSizes, usePanelSizes } from '../canvas/panel-sizes.ts';
import { refuseText } from '../gallery/read-text.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { IconButton } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { moveInTabs } from '../ui/tab-keys.ts';
import { toast } from '../ui/toasts.ts';
import { DataPane } from './DataPane.tsx';
import { hasCode } from './dead-letters.ts';
import { LogPane } from './LogPane.tsx';
import { type LaneTab, showLane, useLane } from './lane-store.ts';
import { ProblemsPane } from './ProblemsPane.tsx';
import { TextPane } from './TextPane.tsx';

const tabs: readonly { readonly id: LaneTab; readonly title: string; readonly icon: string }[] = [
  { id: 'text', title: 'Text', icon: 'code-xml' },
  { id: 'problems', title: 'Problems', icon: 'triangle-alert' },
  { id: 'plan', title: 'Plan', icon: 'workflow' },
  { id: 'data', title: 'Data', icon: 'table-2' },
  { id: 'log', title: 'Log', icon: 'scroll-text' },
  { id: 'letters', title: 'Dead letters', icon: 'circle-x' },
];

/** Loaded when it is first shown. */
const PlanPane = lazy(() => import('./PlanPane.tsx').then((module) => ({ default: module.PlanPane })));

const DeadLettersPane = lazy(() =>
  import('./DeadLettersPane.tsx').then((module) => ({ default: module.DeadLettersPane })),
);

const panes = {
  text: TextPane,
  problems: ProblemsPane,
  plan: PlanPane,
  data: DataPane,
  log: LogPane,
  letters: DeadLettersPane,
};

/** The lane under the canvas: the flow as text, its problems, what it computes and its log. */
export function Lane(): ReactElement {
  const tab = useLane((state) => state.tab);
  const isFolded = usePanelSizes((state) => state.isLaneFolded);
  const hasLetters = useFlowStore(({ flow }) => hasCode(flow));
  const Pane = panes[tab];
  // Only functions people write put records aside.
  const shown = tabs.filter(({ id }) => id !== 'letters' || hasLetters || tab === 'letters');
  return (
    <section className="lane" aria-label="Lane">
      <div className="tabs">
        <div role="tablist" aria-label="Lane" className="lane-tabs" onKeyDown={moveInTabs}>
          {shown.map(({ id, title, icon }) => (
            <button
              key={id}
              type="button"
              role="tab"
              id={`lane-tab-${id}`}
              aria-selected={id === tab}
              tabIndex={id === tab ? 0 : -1}
              aria-controls={id === tab && !isFolded ? 'lane-pane' : undefined}
              className={id === tab ? 'on' : ''}
              onClick={() => showLane(id)}
            >
              {id === 'problems' ? <ProblemsTitle /> : <Icon name={icon} size={13} />}
              {id === 'problems' ? null : title}
            </button>
          ))}
        </div>
        <span className="tools">
          <IconButton
            icon={isFolded ? 'chevron-up' : 'chevron-down'}
            size="sm"
            iconSize={14}
            label={isFolded ? 'Show lane' : 'Hide lane'}
            aria-expanded={!isFolded}
            onClick={() => setPanelSizes({ isLaneFolded: !isFolded })}
          />
        </span>
      </div>
      {isFolded ? null : (
        <div
          id="lane-pane"
          role="tabpanel"
          aria-labelledby={`lane-tab-${tab}`}
          className="lane-pane"
          onPasteCapture={refuseEndless}
        >
          <Suspense fallback={<div aria-busy="true" />}>
            <Pane />
          </Suspense>
        </div>
      )}
    </section>
  );
}

function ProblemsTitle(): ReactElement {
  const { errors, warnings } = useFlowStore((state) => state.problems);
  const tone = errors > 0 ? 'err' : warnings > 0 ? 'warn' : '';
  return (
    <>
      <Icon
        name={tone === 'err' ? 'circle-x' : tone === 'warn' ? 'triangle-alert' : 'circle-check'}
        size={13}
        className={tone}
      />
      Problems <span className={`count ${tone}`}>{errors + warnings}</span>
    </>
  );
}

/** Keeps a text from the editor that would make it stand still for long, only to be refused by its reader. */
function refuseEndless(event: ClipboardEvent<HTMLElement>): void {
  const reason = refuseText(event.clipboardData.getData('text'));
  if (reason === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  toast({ tone: 'error', text: `The text was not pasted. ${reason}` });
}
