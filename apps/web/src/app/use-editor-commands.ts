import { useLocation } from 'wouter';
import { useCommandList } from '../commands/use-command-list.ts';
import { startRun, stopRun } from '../runs/start-run.ts';
import { hasEnded, useRunStore } from '../store/run-store.ts';
import { toastError } from '../ui/toasts.ts';

const isAlive = (): boolean => {
  const { info } = useRunStore.getState();
  return info !== undefined && !hasEnded(info);
};

/** Commands of an open flow that are not about its drawing. */
export function useEditorCommands(flowId: string, view: 'design' | 'dashboard'): void {
  const [, navigate] = useLocation();
  useCommandList(
    () => [
      {
        id: 'run.start',
        title: 'Run',
        place: 'Run',
        icon: 'play',
        shortcut: '$mod+Enter',
        worksInFields: true,
        enabled: () => !isAlive(),
        run: () => void startRun(flowId),
      },
      {
        id: 'run.stop',
        title: 'Stop',
        place: 'Run',
        icon: 'square',
        shortcut: '$mod+Shift+Enter',
        worksInFields: true,
        enabled: isAlive,
        run: () => void stopRun(),
      },
      {
        id: 'run.pause',
        title: 'Pause or resume the replay',
        place: 'Run',
        icon: 'pause',
        shortcut: 'Shift+P',
        enabled: () => isAlive() && (useRunStore.getState().info?.replays.length ?? 0) > 0,
        run: () => {
          const { tick, info, replay } = useRunStore.getState();
          const isPaused = (tick?.replays ?? info?.replays ?? []).every((one) => one.isPaused);
          replay({ action: isPaused ? 'resume' : 'pause' }).catch(toastError);
        },
      },
      {
        id: 'run.kill',
        title: 'Kill the engine process',
        place: 'Run',
        icon: 'zap',
        words: 'fault crash inject',
        enabled: isAlive,
        run: () => {
          useRunStore.getState().kill().catch(toastError);
        },
      },
      view === 'design'
        ? {
            id: 'view.dashboard',
            title: 'Show dashboard',
            place: 'View',
            icon: 'chart-column',
            shortcut: 'g d',
            run: () => navigate(`/flows/${flowId}/dashboard`),
          }
        : {
            id: 'view.design',
            title: 'Show canvas',
            place: 'View',
            icon: 'workflow',
            shortcut: 'g c',
            run: () => navigate(`/flows/${flowId}`),
          },
    ],
    [flowId, view, navigate],
  );
}
