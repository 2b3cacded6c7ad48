import type { ReplayControl } from '../../implementation.ts';

/** One control for the replays of all tasks of a spout; undefined when there are none. */
export function joinReplays(controls: readonly ReplayControl[]): ReplayControl | undefined {
  const first = controls[0];
  if (first === undefined || controls.length === 1) return first;
  const share = 1 / controls.length;
  const all = (action: (control: ReplayControl) => void): void => controls.forEach(action);
  return {
    dataset: first.dataset,
    total: first.total,
    naturalRate: first.naturalRate,
    position: () => Math.max(...controls.map((c) => c.position())),
    isPaused: () => controls.every((c) => c.isPaused()),
    pause: () => all((c) => c.pause()),
    resume: () => all((c) => c.resume()),
    seek: (position) => all((c) => c.seek(position)),
    setRate: (rate) => all((c) => c.setRate(rate * share)),
    rate: () => controls.reduce((sum, c) => sum + c.rate(), 0),
    setLoop: (isLooping) => all((c) => c.setLoop(isLooping)),
    isLooping: () => first.isLooping(),
  };
}
