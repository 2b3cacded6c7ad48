import { renameFlow } from '@sluice/flow';
import { type ReactElement, useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../api/client.ts';
import { useCommandList } from '../commands/use-command-list.ts';
import { DeleteDialog } from '../gallery/FlowDialogs.tsx';
import { useFlowStore } from '../store/flow-store.ts';
import { useRunStore } from '../store/run-store.ts';
import { Icon } from '../ui/Icon.tsx';
import { Menu } from '../ui/Menu.tsx';
import { toastError } from '../ui/toasts.ts';

/** The name of the flow in the breadcrumbs: a double click or its menu renames it. */
export function FlowName({ flowId }: { readonly flowId: string }): ReactElement {
  const name = useFlowStore((state) => state.flow.name);
  const components = useFlowStore((state) => Object.keys(state.flow.components).length);
  const run = useRunStore((state) => state.info);
  const [isEditing, setEditing] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const [, navigate] = useLocation();
  useCommandList(
    () => [
      { id: 'flow.rename', title: 'Rename flow', place: 'Flow', icon: 'pencil', run: () => setEditing(true) },
      {
        id: 'flow.duplicate',
        title: 'Duplicate flow',
        place: 'Flow',
        icon: 'copy',
        run: () => {
          api.flows.duplicate(flowId).then(({ id }) => navigate(`/flows/${id}`), toastError);
        },
      },
    ],
    [flowId, navigate],
  );
  const commit = (text: string): void => {
    setEditing(false);
    const fresh = text.trim();
    if (fresh === '' || fresh === name) return;
    useFlowStore.getState().apply('Rename flow', (flow) => renameFlow(flow, fresh));
  };
  if (isEditing) {
    return (
      <input
        className="rename"
        aria-label="Name of the flow"
        defaultValue={name}
        maxLength={80}
        ref={(field) => {
          field?.focus();
          field?.select();
        }}
        onBlur={(event) => commit(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit(event.currentTarget.value);
          if (event.key === 'Escape') setEditing(false);
        }}
      />
    );
  }
  return (
    <>
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            className="crumb-name"
            aria-label={`Flow ${name}`}
            onDoubleClick={() => setEditing(true)}
          >
            <b className="trunc">{name}</b>
            <Icon name="chevron-down" size={13} />
          </button>
        }
        entries={[
          // After the menu has given the focus back.
          { label: 'Rename', icon: 'pencil', onSelect: () => setTimeout(() => setEditing(true), 0) },
          {
            label: 'Duplicate',
            icon: 'copy',
            onSelect: () => {
              api.flows.duplicate(flowId).then(({ id }) => navigate(`/flows/${id}`), toastError);
            },
          },
          { kind: 'separator' },
          { label: 'Delete', icon: 'trash-2', isDanger: true, onSelect: () => setDeleting(true) },
        ]}
      />
      <DeleteDialog
        flow={
          isDeleting
            ? {
                id: flowId,
                name,
                summary: '',
                engines: [],
                components,
                changedMs: 0,
                errors: 0,
                warnings: 0,
                ...(run === undefined ? {} : { run }),
              }
            : undefined
        }
        onClose={() => setDeleting(false)}
        onDeleted={() => navigate('/')}
      />
    </>
  );
}
