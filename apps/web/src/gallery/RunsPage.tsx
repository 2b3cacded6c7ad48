import type { RunInfo } from '@sluice/protocol';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { formatElapsed, formatTime, formatWhen, stateOf } from '../runs/words.ts';
import { Icon } from '../ui/Icon.tsx';
import { useNow } from '../ui/use-now.ts';
import { HomeFrame } from './HomeFrame.tsx';
import { useHome, valueOf } from './home-store.ts';

/** Every run the server knows, newest first. */
export function RunsPage(): ReactElement {
  const runs = useHome((state) => state.runs);
  const flows = valueOf(useHome((state) => state.flows));
  const now = useNow(1000);
  const rows = [...valueOf(runs)].sort((a, b) => b.startedMs - a.startedMs);
  const nameOf = (flow: string): string => flows.find(({ id }) => id === flow)?.name ?? flow;
  return (
    <HomeFrame place="Runs">
      <main className="main">
        <div className="h">
          <h1>Runs</h1>
          {rows.length === 0 ? null : <span className="sub">{rows.length}, newest first</span>}
        </div>
        {runs.kind === 'there' && rows.length === 0 ? (
          <section className="card empty">
            <b>Nothing has run yet</b>
            <p>Open a flow and press Run. What it did stays listed here.</p>
            <div className="row">
              <Link href="/" className="btn">
                See the examples
              </Link>
            </div>
          </section>
        ) : null}
        {runs.kind === 'failed' ? (
          <section className="card empty" role="alert">
            <b>The runs could not be loaded</b>
            <p>{runs.message}</p>
          </section>
        ) : null}
        {rows.length === 0 ? null : (
          <section className="card" style={{ flex: 'none' }}>
            <table className="flows">
              <thead>
                <tr>
                  <th>Flow</th>
                  <th>State</th>
                  <th className="num">Started</th>
                  <th className="num">Took</th>
                  <th className="num">Restarts</th>
                  <th className="num">Lost</th>
                  <th className="num">Counted twice</th>
                  <th className="opt">Message</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((run) => (
                  <RunRow key={run.id} run={run} now={now} name={nameOf(run.flow)} />
                ))}
              </tbody>
            </table>
          </section>
        )}
      </main>
    </HomeFrame>
  );
}

function RunRow(row: { readonly run: RunInfo; readonly now: number; readonly name: string }): ReactElement {
  const { run, now, name } = row;
  const state = stateOf(run, now);
  return (
    <tr>
      <td>
        <Link href={`/flows/${run.flow}/dashboard`} className="mono" style={{ fontWeight: 500 }}>
          {name}
        </Link>
      </td>
      <td>
        <span className="row" style={{ gap: 8 }}>
          {state.icon === undefined ? (
            <span className="pulse" />
          ) : (
            <Icon name={state.icon} size={12} className={state.tone === 'sec' ? 'muted' : state.tone} />
          )}
          <span className={state.tone === 'ok' ? '' : state.tone}>{state.text}</span>
        </span>
      </td>
      <td className="num sec" title={formatWhen(run.startedMs, now)}>
        {formatTime(run.startedMs, true)}
      </td>
      <td className="num">{formatElapsed((run.endedMs ?? now) - run.startedMs)}</td>
      <td className="num">{run.restarts}</td>
      <td className={run.lost > 0 ? 'num err' : 'num'}>{run.lost.toLocaleString('en-US')}</td>
      <td className={run.duplicated > 0 ? 'num warn' : 'num'}>{run.duplicated.toLocaleString('en-US')}</td>
      <td className="sec opt">
        <div className="trunc" style={{ maxWidth: 420 }}>
          {run.message}
        </div>
      </td>
    </tr>
  );
}
