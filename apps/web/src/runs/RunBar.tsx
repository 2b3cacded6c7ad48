import { type ReactElement, useMemo } from 'react';
import { catalog } from '../engines.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { hasEnded, tickRing, useRunStore } from '../store/run-store.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Menu } from '../ui/Menu.tsx';
import { Tooltip } from '../ui/Tooltip.tsx';
import { useNow } from '../ui/use-now.ts';
import { FaultMenu } from './FaultMenu.tsx';
import { guaranteeOf } from './guarantee.ts';
import { Headline } from './Headline.tsx';
import { LiveSwitch, RangeControls } from './RangeBar.tsx';
import { ReplayControls } from './ReplayControls.tsx';
import { startRun, stopRun, stopWithin } from './start-run.ts';
import { sumsOf, type Total, totalsOf } from './totals.ts';
import { formatElapsed, statusTitle } from './words.ts';

export interface RunBarProps {
  readonly flowId: string;
  readonly view: 'design' | 'dashboard';
}

/** The bar under the top bar: where it runs, whether it runs, what comes out, what is wrong. */
export function RunBar({ flowId, view }: RunBarProps): ReactElement {
  const status = useRunStore((state) => state.info?.status);
  const isAlive = useRunStore((state) => state.info !== undefined && !hasEnded(state.info));
  if (view === 'dashboard') {
    return (
      <section className="runbar" aria-label="Run">
        <RunButton flowId={flowId} />
        <RunState />
        <RangeControls />
        {isAlive && status !== 'stopping' ? <ReplayControls /> : null}
        <span className="grow" />
        <Headline />
        <FaultMenu />
        <LiveSwitch />
      </section>
    );
  }
  return (
    <section className="runbar" aria-label="Run">
      <Menu
        align="start"
        trigger={
          <Button icon="cpu" hasCaret>
            Embedded runtime
          </Button>
        }
        entries={[
          {
            label: 'Embedded runtime',
            isChecked: true,
            note: 'a process of its own here',
            onSelect: () => undefined,
          },
          { kind: 'separator' },
          { kind: 'label', label: 'For Apache Flume, take the .properties from Export.' },
        ]}
      />
      <RunButton flowId={flowId} />
      <RunState />
      {isAlive && status !== 'stopping' ? <ReplayControls /> : null}
      <Totals />
      <GuaranteeChip />
      <span className="grow" />
      <Headline />
      <FaultMenu />
    </section>
  );
}

function RunButton({ flowId }: { readonly flowId: string }): ReactElement {
  const pending = useRunStore((state) => state.pending);
  const isAlive = useRunStore((state) => state.info !== undefined && !hasEnded(state.info));
  const isStopping = useRunStore((state) => state.info?.status === 'stopping');
  // A stop that may take longer than usual says so in the message.
  const isDraining = useRunStore((state) => state.info?.message !== undefined);
  const isEmpty = useFlowStore((state) => Object.keys(state.flow.components).length === 0);
  if (isAlive && isStopping && isDraining) {
    return (
      <Button look="danger" icon="square" onClick={() => void stopWithin(0)}>
        Stop now
      </Button>
    );
  }
  if (isAlive) {
    return (
      <Button
        look="danger"
        icon="square"
        disabled={isStopping || pending === 'stop'}
        onClick={() => void stopRun()}
        aria-keyshortcuts="Control+Shift+Enter"
      >
        {isStopping || pending === 'stop' ? 'Stopping' : 'Stop'}
      </Button>
    );
  }
  return (
    <Button
      look="primary"
      icon="play"
      disabled={isEmpty || pending === 'start'}
      onClick={() => void startRun(flowId)}
      aria-keyshortcuts="Control+Enter"
    >
      {pending === 'start' ? 'Starting' : 'Run'}
    </Button>
  );
}

function RunState(): ReactElement {
  const info = useRunStore((state) => state.info);
  const now = useNow(500);
  const clock = info === undefined ? undefined : formatElapsed((info.endedMs ?? now) - info.startedMs);
  return (
    <span className="state" data-testid="run-state" data-run={info?.id}>
      {info?.status === 'running' ? (
        <span className="pulse" />
      ) : info?.status === 'recovering' ? (
        <span className="pulse warn" />
      ) : (
        <Icon name={markOf(info?.status)} size={12} className={info?.status === 'failed' ? 'err' : 'muted'} />
      )}
      {statusTitle(info)} {clock === undefined ? null : <span className="num">{clock}</span>}
    </span>
  );
}

function markOf(status: string | undefined): string {
  switch (status) {
    case 'done':
      return 'circle-check';
    case 'failed':
      return 'circle-x';
    case 'starting':
      return 'circle-dashed';
    case 'stopping':
      return 'hourglass';
    default:
      return 'square';
  }
}

function Totals(): ReactElement | null {
  const flow = useFlowStore((state) => state.flow);
  const tick = useRunStore((state) => state.tick);
  const isOver = useRunStore((state) => hasEnded(state.info));
  if (tick === undefined) return null;
  const totals = isOver ? sumsOf(flow, tickRing()) : totalsOf(flow, tickRing());
  if (totals.length === 0) return null;
  return (
    <>
      <span className="vr" />
      {totals.map((total) => (
        <Stat key={total.label} total={total} />
      ))}
    </>
  );
}

function Stat({ total }: { readonly total: Total }): ReactElement {
  return (
    <span className={total.isOptional ? 'stat opt' : 'stat'}>
      {total.label}
      <b>{total.value}</b>
      {total.unit}
    </span>
  );
}

function GuaranteeChip(): ReactElement | null {
  const flow = useFlowStore((state) => state.flow);
  const found = useMemo(() => guaranteeOf(flow, catalog), [flow]);
  if (found === undefined) return null;
  return (
    <Tooltip
      text={
        <>
          {found.reasons.slice(0, 4).map(({ name, text }) => (
            <div key={name}>
              {name}: {text}
            </div>
          ))}
        </>
      }
    >
      <button type="button" className={found.guarantee === 'exactly-once' ? 'chip ok opt' : 'chip plain opt'}>
        <Icon name="shield-check" size={11} />
        {found.guarantee}
      </button>
    </Tooltip>
  );
}
