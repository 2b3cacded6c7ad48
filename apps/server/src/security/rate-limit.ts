/** Token bucket per caller: `rate` a second, bursts of `burst`. */
export function createRateLimit(
  rate: number,
  burst: number,
  now: () => number = Date.now,
): { take(caller: string): boolean } {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  return {
    take(caller) {
      const time = now();
      const bucket = buckets.get(caller) ?? { tokens: burst, atMs: time };
      bucket.tokens = Math.min(burst, bucket.tokens + ((time - bucket.atMs) / 1000) * rate);
      bucket.atMs = time;
      // Re-inserting keeps the map ordered by last use, so that the oldest can be forgotten.
      buckets.delete(caller);
      buckets.set(caller, bucket);
      if (buckets.size > 1000) {
        const [oldest] = buckets.keys();
        if (oldest !== undefined) buckets.delete(oldest);
      }
      if (bucket.tokens < 1) return false;
      bucket.tokens -= 1;
      return true;
    },
  };
}
