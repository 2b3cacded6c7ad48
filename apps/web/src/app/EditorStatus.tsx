import type { ReactElement } from 'react';
import { runCommand } from '../commands/registry.ts';
import { plural } from '../runs/words.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { Icon } from '../ui/Icon.tsx';
import { StatusBar } from './StatusBar.tsx';

/** The status line of an open flow: problems and size. */
export function EditorStatus({ view }: { readonly view: 'design' | 'dashboard' }): ReactElement {
  const components = useFlowStore((state) => Object.keys(state.flow.components).length);
  const connections = useFlowStore((state) => Object.keys(state.flow.connections).length);
  return (
    <StatusBar
      hasRate
      left={
        view === 'design' ? (
          <ProblemWords />
        ) : (
          <span className="row opt">Drag across any chart to zoom all of them, double click to go back</span>
        )
      }
      right={
        view === 'design' ? (
          <span>
            {plural(components, 'component')}, {plural(connections, 'connection')}
          </span>
        ) : (
          <span>History kept 15 min at 1 s</span>
        )
      }
    />
  );
}

function ProblemWords(): ReactElement {
  const errors = useFlowStore((state) => state.problems.errors);
  const warnings = useFlowStore((state) => state.problems.warnings);
  const words = [errors > 0 ? plural(errors, 'error') : '', warnings > 0 ? plural(warnings, 'warning') : '']
    .filter((part) => part !== '')
    .join(', ');
  if (words === '') {
    return (
      <span className="row">
        <Icon name="circle-check" size={12} className="ok" />
        No problems
      </span>
    );
  }
  return (
    <button
      type="button"
      className={errors > 0 ? 'row err' : 'row warn'}
      onClick={() => runCommand('lane.problems')}
    >
      <Icon name={errors > 0 ? 'circle-x' : 'triangle-alert'} size={12} />
      {words}
    </button>
  );
}
