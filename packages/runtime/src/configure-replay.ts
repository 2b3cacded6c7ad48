import type { ReplayControl } from './implementation.ts';

/**
 * Takes the live fields that every replay source has: `rate` (0 natural, -1 as fast as possible) and `isLooping`.
 * False when the field is neither.
 */
export function configureReplay(replay: ReplayControl, field: string, value: unknown): boolean {
  if (field === 'rate') {
    if (typeof value === 'number' && Number.isFinite(value)) replay.setRate(value);
    return true;
  }
  if (field === 'isLooping') {
    replay.setLoop(value === true);
    return true;
  }
  return false;
}
