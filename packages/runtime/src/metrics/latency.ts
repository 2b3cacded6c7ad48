/**
 * Counts latencies in buckets that grow with the value, so that every percentile is off by at most 1/32 of itself
 * (as in an HDR histogram). Values are microseconds inside.
 */
export class LatencyHistogram {
  /** 32 buckets for each power of two from 32 us up; below that one bucket for each microsecond. */
  readonly #counts = new Float64Array(32 * 32);
  #total = 0;
  #max = 0;

  get total(): number {
    return this.#total;
  }

  record(ms: number, count: number): void {
    if (count <= 0) return;
    const us = Math.max(0, Math.round(ms * 1000));
    const bucket = bucketOf(us);
    this.#counts[bucket] = (this.#counts[bucket] as number) + count;
    this.#total += count;
    if (ms > this.#max) this.#max = ms;
  }

  /** The value in ms that a fraction of the records does not exceed; 0 when there are none. */
  percentile(fraction: number): number {
    if (this.#total === 0) return 0;
    const rank = Math.ceil(fraction * this.#total);
    let seen = 0;
    for (let bucket = 0; bucket < this.#counts.length; bucket++) {
      seen += this.#counts[bucket] as number;
      if (seen >= rank) return Math.min(upperBound(bucket) / 1000, this.#max);
    }
    return this.#max;
  }

  get max(): number {
    return this.#max;
  }

  clear(): void {
    if (this.#total === 0) return;
    this.#counts.fill(0);
    this.#total = 0;
    this.#max = 0;
  }
}

function bucketOf(us: number): number {
  if (us < 32) return us;
  const power = Math.min(31, Math.floor(Math.log2(us)));
  const step = Math.min(31, Math.floor(us / 2 ** (power - 5)) - 32);
  return Math.min(32 * 32 - 1, (power - 4) * 32 + step);
}

function upperBound(bucket: number): number {
  if (bucket < 32) return bucket;
  const power = Math.floor(bucket / 32) + 4;
  return (32 + (bucket % 32) + 1) * 2 ** (power - 5) - 1;
}
