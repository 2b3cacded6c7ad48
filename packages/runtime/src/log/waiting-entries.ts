import { type FrameEntry, FrameIndex } from './frame-index.ts';
import { Intervals } from './intervals.ts';

const leastEntries = 1024;

/**
 * What waits in a log while it is read: puts come, takes cut holes into them. Now and then what has been taken is cleared away, so
 * that memory follows what waited at any one time and not all that was ever put.
 */
export class WaitingEntries {
  #index = new FrameIndex();
  #taken = new Intervals();
  #room = leastEntries;
  #most = 0;

  /** Entries and runs of taken records that were held at most. */
  get most(): number {
    return this.#most;
  }

  put(entry: FrameEntry, isNext = false): void {
    this.#index.push(entry, isNext);
    this.#clear();
  }

  /** Takes of records that were put before. */
  took(first: number, count: number): void {
    this.#taken.add(first, count);
    this.#clear();
  }

  /** What nobody has taken, in the order it was put. */
  rest(): FrameIndex {
    this.#cut();
    return this.#index;
  }

  #clear(): void {
    const held = this.#index.length + this.#taken.size / 2;
    this.#most = Math.max(this.#most, held);
    if (held < this.#room) return;
    this.#cut();
    this.#room = Math.max(leastEntries, 2 * this.#index.length);
  }

  #cut(): void {
    const rest = new FrameIndex();
    for (let i = 0; i < this.#index.length; i++) {
      const entry = this.#index.at(i);
      this.#taken.outside(entry.first, entry.count, (first, count) => {
        rest.push({ ...entry, first, from: entry.from + first - entry.first, count });
      });
    }
    this.#index = rest;
    // All puts that these takes can mean have been seen.
    this.#taken = new Intervals();
  }
}
