/** Permits of one receiver: a token bucket that holds at most a second's worth. */
export interface RateLimiter {
  /** Records a second; infinite when nothing limits. */
  rate(): number;
  /** Sets the rate a batch asked for; what `most` allows stays the limit. */
  update(rate: number): void;
  /** Records that may be taken in now; may be less than one. */
  permitted(): number;
  /** Takes permits, more than there are if need be: the debt is waited for by whoever comes next. */
  take(records: number): void;
  /** Milliseconds until `permitted` is one record. */
  waitMs(): number;
}

/** Makes a limiter with an initial rate and one it never exceeds, both records a second. */
export function createRateLimiter(
  now: () => number,
  limits: { readonly initial?: number | undefined; readonly most?: number | undefined },
): RateLimiter {
  const most = limits.most ?? Number.POSITIVE_INFINITY;
  let rate = Math.min(limits.initial ?? most, most);
  let permits = 0;
  let sinceMs = now();

  function fill(): void {
    const timeMs = now();
    if (Number.isFinite(rate)) permits = Math.min(rate, permits + (rate * (timeMs - sinceMs)) / 1000);
    sinceMs = timeMs;
  }

  return {
    rate: () => rate,
    update: (wanted) => {
      fill();
      // A debt made while nothing limited is forgiven.
      if (!Number.isFinite(rate)) permits = 0;
      rate = Math.min(wanted, most);
      permits = Math.min(permits, rate);
    },
    permitted: () => {
      fill();
      return Number.isFinite(rate) ? permits : Number.POSITIVE_INFINITY;
    },
    take: (records) => {
      fill();
      if (Number.isFinite(rate)) permits -= records;
    },
    waitMs: () => {
      fill();
      return Number.isFinite(rate) && permits < 1 ? Math.max(1, Math.ceil(((1 - permits) * 1000) / rate)) : 0;
    },
  };
}
