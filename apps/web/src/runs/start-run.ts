import { ApiProblem } from '../api/problem.ts';
import { runCommand } from '../commands/registry.ts';
import { readTexts } from '../lane/text-drafts.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { hasEnded, tickRing, useRunStore } from '../store/run-store.ts';
import { toast, toastError } from '../ui/toasts.ts';
import { useStopQuestion } from './stop-question.ts';
import { needsChoice, waitingIn } from './waiting.ts';
import { plural } from './words.ts';

const saveWaitMs = 5000;

/** Resolves when the server has every edit, so that what runs is what is drawn. */
function whenSaved(): Promise<boolean> {
  const isSaved = (): boolean => {
    const { save, log } = useFlowStore.getState();
    return save.kind === 'saved' && log.pending.length === 0;
  };
  if (isSaved()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const timer = setTimeout(() => finish(false), saveWaitMs);
    const stop = useFlowStore.subscribe(() => {
      if (isSaved()) finish(true);
    });
    const finish = (outcome: boolean): void => {
      clearTimeout(timer);
      stop();
      resolve(outcome);
    };
  });
}

const showProblems = { label: 'Show', run: () => void runCommand('lane.problems') };

/** Runs the open flow; says what keeps it from running. */
export async function startRun(flowId: string): Promise<void> {
  readTexts();
  useFlowStore.getState().settleChecks();
  const { problems, flow } = useFlowStore.getState();
  if (Object.keys(flow.components).length === 0) {
    toast({ tone: 'plain', text: 'Nothing to run yet. Add a source first.' });
    return;
  }
  if (problems.errors > 0) {
    runCommand('lane.problems');
    toast({
      tone: 'warn',
      text: `${plural(problems.errors, 'error')} must be fixed before this flow can run.`,
      action: showProblems,
    });
    return;
  }
  if (!(await whenSaved())) {
    toast({
      tone: 'error',
      text: 'The last edits are not saved yet, so the flow was not started. Try again once they are.',
    });
    return;
  }
  try {
    await useRunStore.getState().start(flowId);
  } catch (error) {
    if (error instanceof ApiProblem && error.diagnostics.length > 0) {
      const first = error.diagnostics[0];
      toast({ tone: 'error', text: `Not started. ${first?.message ?? error.message}`, action: showProblems });
      return;
    }
    toastError(error);
  }
}

/**
 * Stops the run of the open flow. What is in flight may still arrive; where that takes longer than a stop waits, the
 * person is asked first.
 */
export async function stopRun(): Promise<void> {
  const waiting = waitingIn(useFlowStore.getState().flow, tickRing());
  if (useRunStore.getState().info?.status === 'running' && needsChoice(waiting)) {
    useStopQuestion.setState({ waiting });
    return;
  }
  await stopWithin(undefined);
}

/** Stops the run, giving what is in flight so long; says what was left behind. */
export async function stopWithin(graceMs: number | undefined): Promise<void> {
  useStopQuestion.setState({ waiting: undefined });
  try {
    await useRunStore.getState().stop(graceMs);
  } catch (error) {
    toastError(error);
    return;
  }
  const { events, names } = waitingIn(useFlowStore.getState().flow, tickRing());
  if (events === 0 || !hasEnded(useRunStore.getState().info)) return;
  toast({
    tone: 'warn',
    text: `Stopped with ${plural(events, 'event')} in ${names.join(', ')}. A memory channel does not keep them.`,
  });
}
