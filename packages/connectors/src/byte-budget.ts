/** Bytes a source may take in, shared by all of its connections. */
export interface ByteBudget {
  /** Takes bytes that have arrived; returns how many milliseconds to wait before reading on, usually 0. */
  take(bytes: number): number;
}

export interface ByteBudgetOptions {
  /** Without it nothing is limited. */
  readonly bytesPerSecond?: number | undefined;
  now(): number;
}

/** A quarter of a second's bytes may come at once. */
const burstSeconds = 0.25;

/** Makes a budget: a token bucket that goes into debt, since what has arrived has arrived. */
export function createByteBudget({ bytesPerSecond, now }: ByteBudgetOptions): ByteBudget {
  if (bytesPerSecond === undefined) return { take: () => 0 };
  const most = bytesPerSecond * burstSeconds;
  let left = most;
  let sinceMs = now();
  return {
    take(bytes) {
      const timeMs = now();
      left = Math.min(most, left + ((timeMs - sinceMs) * bytesPerSecond) / 1000) - bytes;
      sinceMs = timeMs;
      return left >= 0 ? 0 : Math.ceil((-left * 1000) / bytesPerSecond);
    },
  };
}
