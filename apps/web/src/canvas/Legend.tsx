import type { EngineDefinition } from '@sluice/component';
import type { ReactElement } from 'react';
import { useFlowStore } from '../store/flow-store.ts';
import { Icon } from '../ui/Icon.tsx';
import { useLiveState } from './live-state.ts';
import { engineIdOf } from './looks.ts';

const line = <path d="M0 3H18" stroke="var(--color-edge)" strokeWidth="2.25" />;

const legends: { readonly [K in EngineDefinition['id']]: ReactElement } = {
  flume: (
    <>
      <span className="row">
        <svg width="18" height="6" aria-hidden="true">
          {line}
          <rect x="6.5" y=".5" width="5" height="5" rx="1" fill="var(--color-water-deep)" />
        </svg>
        transactions
      </span>
      <span className="row">
        <svg width="18" height="10" aria-hidden="true">
          <rect y="2" width="18" height="6" rx="2" fill="var(--color-track)" />
          <rect y="2" width="9" height="6" rx="2" fill="var(--color-water)" />
          <rect x="12" width="1.5" height="10" fill="var(--color-text)" />
        </svg>
        fill, transactionCapacity
      </span>
    </>
  ),
  storm: (
    <>
      <span className="row">
        <Icon name="check" size={12} className="ok" />
        acked
      </span>
      <span className="row">
        <Icon name="x" size={12} className="err" />
        failed
      </span>
      <span className="row">
        <svg width="18" height="3" aria-hidden="true">
          <rect width="18" height="3" rx="1.5" fill="var(--color-water)" />
        </svg>
        receive queue
      </span>
      <span className="row">
        <span className="badge">×4</span>executors
      </span>
    </>
  ),
  spark: (
    <>
      <span className="row">records on each edge</span>
      <span className="row">
        <svg width="18" height="3" aria-hidden="true">
          <rect width="18" height="3" rx="1.5" fill="var(--color-water)" />
        </svg>
        share of the batch interval
      </span>
    </>
  ),
};

/** Says what the marks of a running flow mean, for the engines it holds. */
export function Legend(): ReactElement | null {
  const isMeasured = useLiveState((s) => s.isMeasured);
  const engines = useFlowStore((s) =>
    [...new Set(Object.values(s.flow.systems).map((system) => engineIdOf(system.type)))].join(),
  );
  if (!isMeasured || engines === '') return null;
  const shown = engines.split(',') as EngineDefinition['id'][];
  return (
    <div className="legend" style={{ right: 12, bottom: 12 }}>
      {shown.slice(0, 2).map((engine) => (
        <span key={engine} className="row">
          {legends[engine]}
        </span>
      ))}
      <span className="row">
        <span style={{ width: 18, height: 3, background: 'var(--color-error-fill)' }} />
        busy &gt; 95 %
      </span>
    </div>
  );
}
