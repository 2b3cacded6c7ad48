const firstDelayMs = 100;
const longestDelayMs = 5000;
const shortLifeMs = 3000;
const windowMs = 60_000;
const mostShortLives = 20;

/**
 * When to start a process again that died. Deaths soon after the start count: their delay doubles from 100 ms to
 * 5 s, and the twentieth within a minute is the last. One that was killed, or that had worked for a while, starts
 * again at once.
 */
export function createRestartPolicy(now: () => number): {
  launched(): void;
  started(): void;
  /** The delay before the next start in ms; undefined when there shall be none. */
  died(wasKilled: boolean): number | undefined;
} {
  let startedMs: number | undefined;
  let streak = 0;
  let shortLives: number[] = [];
  return {
    launched() {
      startedMs = undefined;
    },
    started() {
      startedMs = now();
    },
    died(wasKilled) {
      const hadStarted = startedMs !== undefined;
      const isShort = hadStarted ? !wasKilled && now() - (startedMs as number) < shortLifeMs : true;
      if (!isShort || (wasKilled && !hadStarted && streak === 0)) {
        streak = 0;
        return firstDelayMs;
      }
      shortLives = [...shortLives.filter((time) => time > now() - windowMs), now()];
      if (shortLives.length >= mostShortLives) return undefined;
      const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** streak);
      streak += 1;
      return delay;
    },
  };
}
