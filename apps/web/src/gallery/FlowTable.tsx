import type { FlowSummary } from '@sluice/protocol';
import { type ReactElement, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { api } from '../api/client.ts';
import { formatRate } from '../canvas/format.ts';
import { formatTime, formatWhen, plural, stateOf } from '../runs/words.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Menu } from '../ui/Menu.tsx';
import { Sparkline } from '../ui/Sparkline.tsx';
import { engineTitles, Tile } from '../ui/Tile.tsx';
import { toast, toastError } from '../ui/toasts.ts';
import { useNow } from '../ui/use-now.ts';
import { DeleteDialog, RenameDialog } from './FlowDialogs.tsx';
import { downloadFlow } from './flow-actions.ts';
import { useHome } from './home-store.ts';
import { type RunGlance, useRunGlances } from './run-glances.ts';

/** What a row's menu asks for. */
type Asked = { readonly does: 'rename' | 'delete'; readonly flow: FlowSummary };

/** The flows of the project with their state; `limit` shows the most recent only. */
export function FlowTable({
  flows,
  limit,
}: {
  readonly flows: readonly FlowSummary[];
  readonly limit?: number;
}): ReactElement {
  const [asked, setAsked] = useState<Asked>();
  const now = useNow(5000);
  const recent = [...flows].sort((a, b) => b.changedMs - a.changedMs).slice(0, limit);
  const glances = useRunGlances(recent.flatMap(({ run }) => (run === undefined ? [] : [run])));
  return (
    <section className="card" style={{ flex: 'none', overflow: 'visible' }}>
      <table className="flows">
        <thead>
          <tr>
            <th>Name</th>
            <th className="opt">What it does</th>
            <th>Engines</th>
            <th>State</th>
            <th className="num">Throughput</th>
            <th>Last run</th>
            <th>Problems</th>
            <th className="num">Changed</th>
            <th style={{ width: 44 }}>
              <span className="sr">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {recent.map((flow) => (
            <FlowRow
              key={flow.id}
              flow={flow}
              now={now}
              glance={flow.run === undefined ? undefined : glances.get(flow.run.id)}
              onAsk={(does) => setAsked({ does, flow })}
            />
          ))}
        </tbody>
      </table>
      <RenameDialog
        flow={asked?.does === 'rename' ? asked.flow : undefined}
        onClose={() => setAsked(undefined)}
      />
      <DeleteDialog
        flow={asked?.does === 'delete' ? asked.flow : undefined}
        onClose={() => setAsked(undefined)}
      />
    </section>
  );
}

interface FlowRowProps {
  readonly flow: FlowSummary;
  readonly now: number;
  readonly glance: RunGlance | undefined;
  readonly onAsk: (does: Asked['does']) => void;
}

function FlowRow({ flow, now, glance, onAsk }: FlowRowProps): ReactElement {
  const [, navigate] = useLocation();
  const state = stateOf(flow.run, now);
  const attempt = (action: Promise<unknown>, done?: string): void => {
    action
      .then(() => {
        if (done !== undefined) toast({ tone: 'ok', text: done });
        return useHome.getState().reloadFlows();
      })
      .catch(toastError);
  };
  return (
    <tr>
      <td>
        <Link href={`/flows/${flow.id}`} className="mono" style={{ fontWeight: 500 }}>
          {flow.name}
        </Link>
      </td>
      <td className="sec opt" title={flow.summary}>
        <div className="trunc" style={{ maxWidth: 320 }}>
          {flow.unreadable ?? flow.summary}
        </div>
      </td>
      <td>
        <span className="row" style={{ gap: 4 }}>
          {flow.engines.map((engine) => (
            <Tile key={engine} engine={engine} size={20} label={engineTitles[engine]} />
          ))}
        </span>
      </td>
      <td>
        <span className="row" style={{ gap: 8 }} title={flow.run?.message}>
          {state.icon === undefined ? (
            <span className="pulse" />
          ) : (
            <Icon name={state.icon} size={12} className={state.tone === 'sec' ? 'muted' : state.tone} />
          )}
          <span className={state.tone === 'ok' ? '' : state.tone}>{state.text}</span>
        </span>
      </td>
      <td className="num">
        {glance?.isLive === true ? `${formatRate(glance.rate)}/s` : <span className="muted">0/s</span>}
      </td>
      <td>
        <Sparkline values={glance?.rates ?? []} width={104} height={20} />
      </td>
      <td>
        <Problems flow={flow} />
      </td>
      <td className="num sec" title={formatTime(flow.changedMs, true)}>
        {formatWhen(flow.changedMs, now)}
      </td>
      <td>
        <Menu
          trigger={
            <button type="button" className="btn ghost icon sm" aria-label={`Actions of ${flow.name}`}>
              <Icon name="ellipsis" size={14} className="muted" />
            </button>
          }
          entries={[
            { label: 'Open', icon: 'folder-open', onSelect: () => navigate(`/flows/${flow.id}`) },
            {
              label: 'Dashboard',
              icon: 'chart-column',
              isDisabled: flow.unreadable !== undefined,
              onSelect: () => navigate(`/flows/${flow.id}/dashboard`),
            },
            { kind: 'separator' },
            {
              label: 'Rename',
              icon: 'pencil',
              isDisabled: flow.unreadable !== undefined,
              onSelect: () => onAsk('rename'),
            },
            {
              label: 'Duplicate',
              icon: 'copy',
              isDisabled: flow.unreadable !== undefined,
              onSelect: () => attempt(api.flows.duplicate(flow.id), `Duplicated ${flow.name}`),
            },
            {
              label: 'Download flow file',
              icon: 'download',
              isDisabled: flow.unreadable !== undefined,
              onSelect: () => attempt(downloadFlow(flow.id)),
            },
            { kind: 'separator' },
            { label: 'Delete', icon: 'trash-2', isDanger: true, onSelect: () => onAsk('delete') },
          ]}
        />
      </td>
    </tr>
  );
}

function Problems({ flow }: { readonly flow: FlowSummary }): ReactElement {
  if (flow.unreadable !== undefined) return <Mark icon="circle-x" tone="err" text="cannot be read" />;
  if (flow.errors > 0) return <Mark icon="circle-x" tone="err" text={plural(flow.errors, 'error')} />;
  if (flow.warnings > 0)
    return <Mark icon="triangle-alert" tone="warn" text={plural(flow.warnings, 'warning')} />;
  return <Mark icon="circle-check" tone="ok" text="none" />;
}

function Mark(mark: { readonly icon: string; readonly tone: string; readonly text: string }): ReactElement {
  return (
    <span className="row" style={{ gap: 6 }}>
      <Icon name={mark.icon} size={12} className={mark.tone} />
      {mark.text}
    </span>
  );
}

/** Shown instead of the table while there are no flows, or when they cannot be loaded. */
export function NoFlows({
  message,
  onNew,
}: {
  readonly message?: string;
  readonly onNew: () => void;
}): ReactElement {
  if (message !== undefined) {
    return (
      <section className="card empty" role="alert">
        <b>The flows could not be loaded</b>
        <p>{message}</p>
        <div className="row">
          <Button onClick={() => void useHome.getState().reloadFlows()}>Try again</Button>
        </div>
      </section>
    );
  }
  return (
    <section className="card empty">
      <b>No flows yet</b>
      <p>Run an example below, open a .properties file, or start from an empty canvas.</p>
      <div className="row">
        <Button icon="plus" onClick={onNew}>
          New flow
        </Button>
      </div>
    </section>
  );
}
