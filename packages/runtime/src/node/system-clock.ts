/** The wall clock and the event loop, as a run's host needs them. */
export interface SystemClock {
  now(): number;
  schedule(delayMs: number, action: () => void): () => void;
}

/**
 * The system clock: milliseconds since the epoch with fractions, never going back while the process lives. A delay
 * of 0 runs after the event loop has looked at sockets and timers once.
 */
export const systemClock: SystemClock = {
  now: () => performance.timeOrigin + performance.now(),
  schedule(delayMs, action) {
    if (delayMs <= 0) {
      const immediate = setImmediate(action);
      return () => clearImmediate(immediate);
    }
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};
