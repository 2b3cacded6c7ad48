import type { ReactElement } from 'react';
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
      <ConflictBanner />
      <RunBanner flowId={flowId} />
    </>
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
        <span className="grow">{refusal} The server keeps the last 20 runs.</span>
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
