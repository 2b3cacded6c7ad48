import type { ReactElement, ReactNode } from 'react';
import { openShortcuts } from '../commands/palette-state.ts';
import { useRunStore } from '../store/run-store.ts';
import { Icon } from '../ui/Icon.tsx';

export interface StatusBarProps {
  /** Whether the update rate of a run is shown beside the connection. */
  readonly hasRate?: boolean;
  readonly left?: ReactNode;
  readonly right?: ReactNode;
}

/** The last line of every screen: connection, what is shown, shortcuts. */
export function StatusBar({ hasRate = false, left, right }: StatusBarProps): ReactElement {
  return (
    <footer className="statusbar">
      <ConnectionWords hasRate={hasRate} />
      {left}
      <span className="grow" />
      {right}
      <button type="button" className="row" onClick={openShortcuts}>
        <Icon name="keyboard" size={12} />
        Shortcuts <kbd>?</kbd>
      </button>
    </footer>
  );
}

function ConnectionWords({ hasRate }: { readonly hasRate: boolean }): ReactElement {
  const connection = useRunStore((state) => state.connection);
  const rate = useRunStore((state) => state.updateRate);
  if (connection === 'refused') {
    return (
      <span className="row err">
        <Icon name="lock" size={12} />
        Not signed in
      </span>
    );
  }
  if (connection === 'lost') {
    return (
      <span className="row err">
        <Icon name="unplug" size={12} />
        Connection lost
      </span>
    );
  }
  const words = connection === 'connecting' ? 'Connecting' : 'Connected';
  return (
    <span className="row">
      <Icon name="plug-zap" size={12} />
      {hasRate && connection === 'connected' && rate > 0 ? `${words}, ${rate} updates/s` : words}
    </span>
  );
}
