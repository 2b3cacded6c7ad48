const saveEveryMs = 500;

/** Saves a position now and then: often enough to repeat little after a crash, seldom enough to cost nothing. */
export class Saver {
  readonly #save: (position: number) => void;
  readonly #now: () => number;
  #savedMs = Number.NEGATIVE_INFINITY;
  #saved: number | undefined;

  constructor(save: (position: number) => void, now: () => number) {
    this.#save = save;
    this.#now = now;
  }

  /** `isLast`: do not wait for the interval. */
  offer(position: number, isLast = false): void {
    if (position === this.#saved) return;
    const nowMs = this.#now();
    if (!isLast && nowMs - this.#savedMs < saveEveryMs) return;
    this.#savedMs = nowMs;
    this.#saved = position;
    this.#save(position);
  }
}
