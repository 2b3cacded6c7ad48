/** Attributes time to components: exactly one (or none) is at work at any moment. */
export interface BusyTime {
  /** The component starts to work; returns the one that was interrupted, for `leave`. */
  enter(component: string): string | undefined;
  leave(interrupted: string | undefined): void;
  /** Share of the time since the last call that a component worked, 0 to 1. */
  shares(): ReadonlyMap<string, number>;
}

/** Makes a busy-time account on a clock. */
export function createBusyTime(now: () => number): BusyTime {
  const spent = new Map<string, number>();
  let current: string | undefined;
  let sinceMs = now();
  let sampledMs = sinceMs;

  function charge(): void {
    const timeMs = now();
    if (current !== undefined && timeMs !== sinceMs) {
      spent.set(current, (spent.get(current) ?? 0) + timeMs - sinceMs);
    }
    sinceMs = timeMs;
  }

  return {
    enter: (component) => {
      charge();
      const interrupted = current;
      current = component;
      return interrupted;
    },
    leave: (interrupted) => {
      charge();
      current = interrupted;
    },
    shares: () => {
      charge();
      const passed = sinceMs - sampledMs;
      const shares = new Map<string, number>();
      for (const [component, ms] of spent) shares.set(component, passed > 0 ? Math.min(1, ms / passed) : 0);
      for (const component of spent.keys()) spent.set(component, 0);
      sampledMs = sinceMs;
      return shares;
    },
  };
}
