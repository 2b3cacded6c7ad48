import { create } from 'zustand';
import { catalog } from '../engines.ts';
import { type FlowStore, useFlowStore } from '../store/flow-store.ts';
import { hasEnded, useRunStore } from '../store/run-store.ts';
import { toastError } from '../ui/toasts.ts';
import { liveChanges, needsNewRun } from './live-fields.ts';

/** The flow as it was when the run that is shown began, once this page has seen it. */
const useRan = create<{ readonly run?: string; readonly flow?: FlowStore['flow'] }>(() => ({}));

function rememberWhatRan(): void {
  const { info } = useRunStore.getState();
  const { flow, revision, log } = useFlowStore.getState();
  if (info === undefined || useRan.getState().run === info.id) return;
  if (revision === info.revision && log.pending.length === 0) useRan.setState({ run: info.id, flow });
}

function tellRun(now: FlowStore, before: FlowStore): void {
  const isSame = now.id === before.id && now.opening.kind === 'open' && before.opening.kind === 'open';
  if (now.flow === before.flow || !isSame) return;
  const { info, flow, configure } = useRunStore.getState();
  if (info === undefined || flow !== now.id || hasEnded(info)) return;
  for (const { component, field, value } of liveChanges(catalog, before.flow, now.flow)) {
    configure(component, field, value).catch(toastError);
  }
}

/** Hands edits of live fields to the run that is going on. Returns the way to stop. */
export function followFlow(): () => void {
  rememberWhatRan();
  const stops = [
    useFlowStore.subscribe((now, before) => {
      tellRun(now, before);
      rememberWhatRan();
    }),
    useRunStore.subscribe((now, before) => {
      if (now.info !== before.info) rememberWhatRan();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Whether the drawing says more than the run does: it was edited since, and not only in live fields. */
export function isEditedSince(info: { readonly id: string; readonly revision: number }): boolean {
  const ran = useRan.getState();
  const { flow, revision } = useFlowStore.getState();
  return ran.flow !== undefined && ran.run === info.id
    ? needsNewRun(catalog, ran.flow, flow)
    : revision > info.revision;
}
