import type { FlowSummary } from '@sluice/protocol';
import { type ReactElement, useEffect, useState } from 'react';
import { api } from '../api/client.ts';
import { plural } from '../runs/words.ts';
import { hasEnded } from '../store/run-store.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { toast, toastError } from '../ui/toasts.ts';
import { renameFlowById } from './flow-actions.ts';
import { useHome } from './home-store.ts';

interface FlowDialogProps {
  /** Open while set. */
  readonly flow: FlowSummary | undefined;
  readonly onClose: () => void;
}

/** Asks for another name. */
export function RenameDialog({ flow, onClose }: FlowDialogProps): ReactElement {
  const [name, setName] = useState('');
  const [isBusy, setBusy] = useState(false);
  useEffect(() => setName(flow?.name ?? ''), [flow]);
  const isUsable = name.trim() !== '' && name.trim() !== flow?.name;
  const save = (): void => {
    if (flow === undefined || !isUsable) return;
    setBusy(true);
    renameFlowById(flow.id, name.trim())
      .then(() => useHome.getState().reloadFlows())
      .then(onClose, toastError)
      .finally(() => setBusy(false));
  };
  return (
    <Dialog
      isOpen={flow !== undefined}
      onClose={onClose}
      title={`Rename ${flow?.name ?? ''}`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={!isUsable || isBusy} onClick={save}>
            Rename
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <label className="field">
          <span className="sr">New name</span>
          <input value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
        </label>
      </form>
    </Dialog>
  );
}

/** Asks before a flow goes, with what goes with it. */
export function DeleteDialog({
  flow,
  onClose,
  onDeleted,
}: FlowDialogProps & { readonly onDeleted?: () => void }): ReactElement {
  const [isBusy, setBusy] = useState(false);
  const isRunning = flow?.run !== undefined && !hasEnded(flow.run);
  const remove = (): void => {
    if (flow === undefined) return;
    setBusy(true);
    const stopped = isRunning && flow.run !== undefined ? api.runs.stop(flow.run.id) : Promise.resolve();
    stopped
      .then(() => api.flows.remove(flow.id))
      .then(() => {
        toast({ tone: 'ok', text: `Deleted ${flow.name}` });
        return useHome.getState().reloadFlows();
      })
      .then(() => {
        onClose();
        onDeleted?.();
      }, toastError)
      .finally(() => setBusy(false));
  };
  return (
    <Dialog
      isOpen={flow !== undefined}
      onClose={onClose}
      title={`Delete ${flow?.name ?? ''} with ${plural(flow?.components ?? 0, 'component')}?`}
      lead={
        isRunning
          ? 'Its run is stopped first. The flow file is removed from the project; data it has written stays.'
          : 'The flow file is removed from the project; data it has written stays.'
      }
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" disabled={isBusy} onClick={remove}>
            {isRunning ? 'Stop and delete' : 'Delete'}
          </Button>
        </>
      }
    />
  );
}
