/** Flume's SinkRunner sleeps a second longer after each empty batch in a row, five at most. */
const stepMs = 1000;
const mostMs = 5000;

/**
 * The empty batches a sink of Flume would have counted. Flume asks an empty channel again and again, each time waiting
 * as long as the channel's keep-alive and then sleeping; here an idle sink is woken by its channel, so they are
 * reckoned from how long it has been idle.
 */
export class EmptyPolls {
  readonly #now: () => number;
  #inRow = 0;
  #keepAliveMs = 0;
  #nextMs = Number.POSITIVE_INFINITY;
  #ended = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The channel has become empty. */
  begin(keepAliveMs: number): void {
    this.end();
    this.#inRow = 0;
    this.#keepAliveMs = keepAliveMs;
    this.#nextMs = this.#now() + keepAliveMs;
  }

  /** The channel has events again. */
  end(): void {
    this.#ended += this.#pass();
    this.#nextMs = Number.POSITIVE_INFINITY;
  }

  /** Empty batches since the last call. */
  counted(): number {
    const count = this.#ended + this.#pass();
    this.#ended = 0;
    return count;
  }

  #pass(): number {
    const now = this.#now();
    let count = 0;
    while (now >= this.#nextMs) {
      count++;
      this.#inRow++;
      this.#nextMs += Math.min(this.#inRow * stepMs, mostMs) + this.#keepAliveMs;
    }
    return count;
  }
}
