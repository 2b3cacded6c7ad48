import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { formatTime } from '../runs/words.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { Icon } from '../ui/Icon.tsx';
import { ExportMenu } from './ExportMenu.tsx';
import { FlowName } from './FlowName.tsx';
import { TopBar } from './TopBar.tsx';

export interface EditorTopBarProps {
  readonly flowId: string;
  readonly view: 'design' | 'dashboard';
}

/** Place, save state, views and export of the open flow. */
export function EditorTopBar({ flowId, view }: EditorTopBarProps): ReactElement {
  const name = useFlowStore((state) => state.flow.name);
  return (
    <TopBar actions={<ExportMenu flowId={flowId} />}>
      <nav className="crumbs" aria-label="Location">
        <Link href="/flows">Flows</Link>
        <span aria-hidden="true">/</span>
        <h1 className="sr">{name}</h1>
        <FlowName flowId={flowId} />
      </nav>
      <SaveWords />
      <nav className="views" aria-label="Views">
        <View href={`/flows/${flowId}`} isOn={view === 'design'} label="Design" />
        <View href={`/flows/${flowId}/dashboard`} isOn={view === 'dashboard'} label="Dashboard" />
      </nav>
    </TopBar>
  );
}

function View(view: { readonly href: string; readonly isOn: boolean; readonly label: string }): ReactElement {
  return (
    <Link
      href={view.href}
      className={view.isOn ? 'on' : ''}
      {...(view.isOn ? { 'aria-current': 'page' } : {})}
    >
      {view.label}
    </Link>
  );
}

function SaveWords(): ReactElement {
  const save = useFlowStore((state) => state.save);
  const savedMs = useFlowStore((state) => state.savedMs);
  switch (save.kind) {
    case 'saved':
      return (
        <span className="saved">
          <Icon name="circle-check" size={12} />
          {savedMs === undefined ? 'Saved' : `Saved ${formatTime(savedMs)}`}
        </span>
      );
    case 'saving':
      return (
        <span className="saved">
          <Icon name="circle-dashed" size={12} />
          Saving
        </span>
      );
    case 'offline':
      return (
        <span className="saved warn">
          <Icon name="unplug" size={12} />
          Kept in this browser
        </span>
      );
    case 'conflict':
      return (
        <span className="saved err">
          <Icon name="git-branch" size={12} />
          Changed in two places
        </span>
      );
  }
}
