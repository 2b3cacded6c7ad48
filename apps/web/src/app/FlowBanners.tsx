import { type ReactElement, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { api } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';
import { socket } from '../api/socket.ts';
import { runCommand } from '../commands/registry.ts';
import { startRun } from '../runs/start-run.ts';
import { plural } from '../runs/words.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { useRunStore } from '../store/run-store.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';

/** What a person must know of the open flow before anything else: conflict, recovery, failure, a lost run. */
export function FlowBanners({ flowId }: { readonly flowId: string }): ReactElement {
  return (
    <>
      <DeletedBanner flowId={flowId} />
      <ConflictBanner />
      <RunBanner flowId={flowId} />
    </>
  );
}

/** Looks whether the flow is still there whenever the list of flows changes. */
function DeletedBanner({ flowId }: { readonly flowId: string }): ReactElement | null {
  const [isDeleted, setDeleted] = useState(false);
  useEffect(() => {
    const look = (): void => {
      api.flows.read(flowId).then(
        () => setDeleted(false),
        (error: unknown) => setDeleted(error instanceof ApiProblem && error.status === 404),
      );
    };
    socket().on('flows:changed', look);
    return () => {
      socket().off('flows:changed', look);
    };
  }, [flowId]);
  if (!isDeleted) return null;
  return (
    <div className="banner err">
      <Icon name="trash-2" size={14} />
      <span className="grow">
        This flow was deleted in another tab. Edits here go nowhere; Export still gives the flow file.
      </span>
      <Link href="/" className="btn sm">
        Go to Home
      </Link>
    </div>
  );
}

function ConflictBanner(): ReactElement | null {
  const save = useFlowStore((state) => state.save);
  if (save.kind !== 'conflict') return null;
  return (
    <div className="banner err">
      <Icon name="git-branch" size={14} />
      <span className="grow">“{save.label}” touches what was changed in another tab.</span>
      <Button size="sm" onClick={() => useFlowStore.getState().takeTheirs()}>
        Take the other change
      </Button>
      <Button size="sm" onClick={() => useFlowStore.getState().keepMine()}>
        Keep mine
      </Button>
    </div>
  );
}

function RunBanner({ flowId }: { readonly flowId: string }): ReactElement | null {
  const status = useRunStore((state) => state.info?.status);
  const message = useRunStore((state) => state.info?.message);
  const restarts = useRunStore((state) => state.info?.restarts ?? 0);
  const refusal = useRunStore((state) => state.refusal);
  if (refusal !== undefined) {
    return (
      <div className="banner warn">
        <Icon name="triangle-alert" size={14} />
        <span className="grow">{refusal}</span>
      </div>
    );
  }
  if (status === 'recovering') {
    return (
      <div className="banner warn">
        <Icon name="rotate-ccw" size={14} />
        <span className="grow">
          {sentence(message ?? 'The engine process died.')} It is being started again
          {restarts > 1 ? `, ${plural(restarts, 'restart')} so far` : ''}; the flow goes on from what was
          kept.
        </span>
        <Button size="sm" onClick={() => runCommand('lane.log')}>
          Show log
        </Button>
      </div>
    );
  }
  if (status === 'failed') {
    return (
      <div className="banner err">
        <Icon name="circle-x" size={14} />
        <span className="grow">The run failed. {sentence(message ?? 'The log says more.')}</span>
        <Button size="sm" onClick={() => runCommand('lane.log')}>
          Show log
        </Button>
        <Button size="sm" onClick={() => void startRun(flowId)}>
          Run again
        </Button>
      </div>
    );
  }
  if (status === 'running' && message !== undefined) {
    return (
      <div className="banner warn">
        <Icon name="hourglass" size={14} />
        <span className="grow">{sentence(message)}</span>
      </div>
    );
  }
  return null;
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
