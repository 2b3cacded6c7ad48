import { configure } from '@sluice/flow';
import type { Fix, Json } from '@sluice/ir';
import { CircleX, Info, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { useFlowStore } from '../store/flow-store.ts';

const icons = { error: CircleX, warning: TriangleAlert, info: Info };
const looks = { error: 'i error', warning: 'i warn', info: 'i' };

function applyFix(fix: Fix): void {
  const { component, system, connection, field } = fix;
  const target =
    component !== undefined
      ? { component }
      : system !== undefined
        ? { system }
        : connection !== undefined
          ? { connection }
          : undefined;
  if (target === undefined) return;
  const value = fix.value as Json | undefined;
  useFlowStore.getState().apply(fix.label, (flow) => configure(flow, target, { field, value }));
}

/** Everything wrong with the flow, each with its place and, where there is one, its fix. */
export function ProblemsPane(): ReactElement {
  const diagnostics = useFlowStore((state) => state.diagnostics);
  const flow = useFlowStore((state) => state.flow);
  const goTo = useFlowStore((state) => state.goTo);
  if (diagnostics.length === 0) return <p className="subhead">No problems.</p>;
  return (
    <div style={{ overflow: 'auto' }}>
      {diagnostics.map((d, index) => {
        const Icon = icons[d.severity];
        const part = flow.components[d.at.component ?? ''] ?? flow.systems[d.at.system ?? ''];
        const place = [part?.name, d.at.field].filter((word) => word !== undefined).join(' · ');
        const { fix } = d;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two diagnostics may be equal in all parts.
          <div className="problem" key={`${d.code}-${index}`}>
            <Icon className={looks[d.severity]} size={14} aria-label={d.severity} />
            <button type="button" style={{ textAlign: 'left' }} onClick={() => goTo(d.at)}>
              <b style={{ fontWeight: 550 }}>{d.message}</b> <span className="sec">{d.help}</span>
            </button>
            <div className="meta">
              <span className="mono">{d.code}</span>
              <span>{place}</span>
            </div>
            {fix === undefined ? null : (
              <div className="fix">
                <button type="button" className="btn sm" onClick={() => applyFix(fix)}>
                  {fix.label}
                </button>
              </div>
            )}
          </div>
        );
      })}
    </div>
  );
}
