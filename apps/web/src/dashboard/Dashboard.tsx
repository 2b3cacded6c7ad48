import { type ReactElement, useMemo } from 'react';
import { startRun } from '../runs/start-run.ts';
import { enginesOf, formatTime } from '../runs/words.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { useRunStore } from '../store/run-store.ts';
import { Button } from '../ui/Button.tsx';
import { BatchesCard } from './BatchesCard.tsx';
import type { Mark } from './Chart.tsx';
import { CountersCard } from './CountersCard.tsx';
import { EdgeCard } from './EdgeCard.tsx';
import { buffersOf, FillCard } from './FillCard.tsx';
import { LatencyCard } from './LatencyCard.tsx';
import { RootsCard } from './RootsCard.tsx';
import { spanOf, useRange } from './range-store.ts';
import { Tiles } from './Tiles.tsx';
import { type History, useHistory } from './use-history.ts';
import { ViewCard } from './ViewCard.tsx';
import { widthOf } from './widths.ts';
import './dashboard.css';

/** The run over time. Only what the flow's engines have is shown. */
export function Dashboard({ flowId }: { readonly flowId: string }): ReactElement {
  const run = useRunStore((state) => state.info?.id);
  const history = useHistory();
  if (run === undefined) return <NeverRun flowId={flowId} />;
  return <Panels history={history} />;
}

function NeverRun({ flowId }: { readonly flowId: string }): ReactElement {
  const isEmpty = useFlowStore((state) => Object.keys(state.flow.components).length === 0);
  const pending = useRunStore((state) => state.pending);
  return (
    <main className="opening">
      <section className="empty">
        <b>This flow has not run yet</b>
        <p>
          {isEmpty
            ? 'Draw a source and a sink first; then its numbers are kept here over time.'
            : 'Run it, and throughput, latency and results are kept here over time.'}
        </p>
        <div className="row">
          <Button icon="play" disabled={isEmpty || pending === 'start'} onClick={() => void startRun(flowId)}>
            Run
          </Button>
        </div>
      </section>
    </main>
  );
}

function Panels({ history: { rows, version } }: { readonly history: History }): ReactElement {
  const flow = useFlowStore((state) => state.flow);
  const views = useRunStore((state) => state.views);
  const hasBatches = useRunStore((state) => state.batches.length > 0);
  const startedMs = useRunStore((state) => state.info?.startedMs ?? 0);
  const range = useRange();
  const marks = useMarks();
  const newestMs = rows.newest?.timeMs ?? startedMs;
  const span = useMemo(
    () => spanOf(range, startedMs, newestMs),
    [range.seconds, range.frozenMs, range.zoom, startedMs, newestMs],
  );
  const engines = enginesOf(flow);
  const time = { flow, rows, version, span, marks };
  const cards = [
    ...(buffersOf(time).length > 0
      ? [(className: string) => <FillCard key="fill" {...time} className={className} />]
      : []),
    ...(engines.includes('storm')
      ? [(className: string) => <RootsCard key="roots" {...time} className={className} />]
      : []),
    ...(hasBatches || engines.includes('spark')
      ? [(className: string) => <BatchesCard key="batches" {...time} className={className} />]
      : []),
    (className: string) => <CountersCard key="counters" flow={flow} className={className} />,
    ...views.map((view) => (className: string) => (
      <ViewCard key={`view ${view.component}`} view={view} className={className} />
    )),
  ];
  return (
    <main className="dash" aria-label="Dashboard">
      <Tiles flow={flow} rows={rows} version={version} span={span} />
      <EdgeCard {...time} />
      <LatencyCard {...time} />
      {cards.map((card, place) => card(widthOf(place, cards.length)))}
    </main>
  );
}

/** The moments the engine process died, as the run's own log tells them. */
function useMarks(): readonly Mark[] {
  const log = useRunStore((state) => state.log);
  return useMemo(
    () =>
      log.flatMap(({ level, component, timeMs, message }) =>
        level === 'error' && component === undefined && /starting it again/i.test(message)
          ? [{ timeMs, text: `engine process died ${formatTime(timeMs, true)}` }]
          : [],
      ),
    [log],
  );
}
