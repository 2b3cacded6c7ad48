import './inspector.css';
import type { ReactElement } from 'react';
import { type Focus, focusOf } from '../store/flow-selection.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { ComponentPanel } from './ComponentPanel.tsx';
import { ConnectionPanel, FlowSummary, SystemPanel } from './OtherPanels.tsx';
import { useTrackedPointer } from './use-steady-focus.ts';

/** What is selected, in full, to read and to edit. */
export function Inspector(): ReactElement {
  const selection = useFlowStore((state) => state.selection);
  useTrackedPointer();
  return (
    <aside className="inspector" aria-label="Inspector">
      <Panel focus={focusOf(selection)} />
    </aside>
  );
}

function Panel({ focus }: { readonly focus: Focus }): ReactElement {
  switch (focus.kind) {
    case 'component':
      return <ComponentPanel key={focus.id} id={focus.id} />;
    case 'connection':
      return <ConnectionPanel key={focus.id} id={focus.id} />;
    case 'system':
      return <SystemPanel key={focus.id} id={focus.id} />;
    case 'many':
      return <p className="hint">{focus.count} things are selected. Select one to see its settings.</p>;
    case 'none':
      return <FlowSummary />;
  }
}
