import type { ReplayCommand, ReplayState } from '@sluice/protocol';
import type { ReplayControl } from '@sluice/runtime';

/** Carries out a command on one replay, or on all of them when it names none. */
export function applyReplayCommand(
  replays: ReadonlyMap<string, ReplayControl>,
  command: ReplayCommand,
): void {
  for (const [component, replay] of replays) {
    if (command.component !== undefined && command.component !== component) continue;
    switch (command.action) {
      case 'pause':
        replay.pause();
        break;
      case 'resume':
        replay.resume();
        break;
      case 'seek':
        replay.seek(Math.min(command.position, replay.total));
        break;
      case 'rate':
        replay.setRate(command.rate ?? Number.POSITIVE_INFINITY);
        break;
      case 'loop':
        replay.setLoop(command.isLooping);
        break;
    }
  }
}

/** What the page shows of the replays. */
export function replayStates(replays: ReadonlyMap<string, ReplayControl>): ReplayState[] {
  return [...replays].map(([component, replay]) => ({
    component,
    dataset: replay.dataset,
    position: replay.position(),
    total: replay.total,
    isPaused: replay.isPaused(),
    rate: Number.isFinite(replay.rate()) ? replay.rate() : null,
    naturalRate: replay.naturalRate,
    isLooping: replay.isLooping(),
  }));
}
