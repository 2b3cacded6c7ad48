/** A clock that only moves when told; timers run in the order of their times, then of their making. */
export class VirtualClock {
  nowMs = 1_700_000_000_000;
  #timers: { readonly atMs: number; readonly order: number; readonly action: () => void }[] = [];
  #order = 0;

  schedule(delayMs: number, action: () => void): () => void {
    const timer = { atMs: this.nowMs + Math.max(0, delayMs), order: this.#order++, action };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((t) => t !== timer);
    };
  }

  /** Runs everything due within `ms`, promises included. */
  async advance(ms: number, isDone: () => boolean = () => false): Promise<void> {
    const endMs = this.nowMs + ms;
    for (let turns = 0; !isDone(); turns++) {
      if (turns > 1_000_000) throw new Error('The virtual clock stands still');
      await settle();
      const next = this.#timers
        .filter((t) => t.atMs <= endMs)
        .sort((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((t) => t !== next);
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.action();
    }
    await settle();
    if (!isDone()) this.nowMs = endMs;
  }
}

/** Lets promises that are resolved already go on. */
async function settle(): Promise<void> {
  for (let i = 0; i < 24; i++) await Promise.resolve();
}
