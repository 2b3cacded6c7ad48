import type { Diagnostic } from '@sluice/ir';
import type { ReactElement } from 'react';
import { applyFix } from '../inspector/edits.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { hasText } from './agent-text.ts';
import { showLane } from './lane-store.ts';
import { wantText } from './want-text.ts';

const looks = {
  error: { icon: 'circle-x', tone: 'err', label: 'Error' },
  warning: { icon: 'triangle-alert', tone: 'warn', label: 'Warning' },
  info: { icon: 'info', tone: 'sec', label: 'Note' },
} as const;

/** Everything wrong with the flow, each with its place and, where there is one, its fix. */
export function ProblemsPane(): ReactElement {
  const diagnostics = useFlowStore((state) => state.diagnostics);
  const isBlank = useFlowStore((state) => Object.keys(state.flow.components).length === 0);
  if (diagnostics.length === 0 && isBlank) {
    return (
      <div className="empty">
        <b>Nothing to check yet</b>
        <p>What is wrong with a drawing is listed here, with the way out.</p>
      </div>
    );
  }
  if (diagnostics.length === 0) {
    return (
      <p className="row muted no-problems">
        <Icon name="circle-check" size={13} className="ok" />
        No problems. The flow can run.
      </p>
    );
  }
  return (
    <ul className="lane-scroll problems" aria-label="Problems">
      {diagnostics.map((d, index) => (
        // two diagnostics may be equal in all parts
        <Problem key={`${d.code}-${index}`} problem={d} />
      ))}
    </ul>
  );
}

function Problem({ problem }: { readonly problem: Diagnostic }): ReactElement {
  const place = useFlowStore(({ flow }) => placeOf(problem, flow));
  const isInText = useFlowStore(({ flow }) => hasText(flow, problem.at.component));
  const { icon, tone, label } = looks[problem.severity];
  const { fix } = problem;
  return (
    <li className="problem">
      <Icon name={icon} size={14} className={tone} label={label} />
      <button type="button" className="what" onClick={() => jump(problem)}>
        <b>{problem.message}</b> <span className="sec">{problem.help}</span>
      </button>
      <div className="meta">
        <span className="mono">{problem.code}</span>
        <span>{place}</span>
        {isInText ? (
          <button type="button" className="link" onClick={() => jumpToText(problem)}>
            Show in text
          </button>
        ) : null}
      </div>
      {fix === undefined ? null : (
        <div className="fix">
          <Button size="sm" icon="wrench" onClick={() => applyFix(fix)}>
            {fix.label}
          </Button>
        </div>
      )}
    </li>
  );
}

/** Shows what a problem is about: on the canvas, in the inspector, and, when its text is opened, by the cursor. */
function jump({ at }: Diagnostic): void {
  useFlowStore.getState().goTo(at);
  wantText(at, false);
}

/** Shows what a problem is about in the text; the keyboard goes there, not to the field in the inspector. */
function jumpToText({ at }: Diagnostic): void {
  const { field: _field, ...place } = at;
  useFlowStore.getState().goTo(place);
  wantText(at, true);
  showLane('text');
}

type Flow = ReturnType<typeof useFlowStore.getState>['flow'];

function placeOf({ at }: Diagnostic, flow: Flow): string {
  const connection = flow.connections[at.connection ?? ''];
  const ends = connection && [connection.from, connection.to].map((e) => flow.components[e.component]?.name);
  const name =
    flow.components[at.component ?? '']?.name ?? ends?.join(' to ') ?? flow.systems[at.system ?? '']?.name;
  return [name, at.field].filter((word) => word !== undefined).join(' · ');
}
