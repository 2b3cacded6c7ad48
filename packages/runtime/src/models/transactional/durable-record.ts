import type { JsonObject } from '@sluice/ir';
import type { RunHost } from '../../run-contract.ts';

/** Name of the total of bytes that went to or came from a channel, beside that of its records. */
export function bytesOf(channel: string): string {
  return `${channel} bytes`;
}

/** Name of the total of records that came to a channel more than once. */
export function duplicatesOf(channel: string): string {
  return `${channel} duplicated`;
}

/** Name of the total of records in a channel that come again if the process dies now: their put is not over. */
export function openOf(channel: string): string {
  return `${channel} open`;
}

/**
 * What a task writes down as one unit: its own small state (a file position) and how many records it has moved to
 * or from each channel over all starts of the run. One record, written at once, so that after a crash position and
 * totals fit each other.
 */
export class DurableRecord {
  readonly #host: RunHost;
  readonly #key: string;
  #own: JsonObject | undefined;
  readonly #totals: Map<string, number>;
  #isChanged = false;
  #isHeld = false;

  constructor(host: RunHost, key: string) {
    this.#host = host;
    this.#key = key;
    const saved = host.loadState(key);
    this.#own = (saved?.own ?? undefined) as JsonObject | undefined;
    this.#totals = new Map(Object.entries((saved?.totals ?? {}) as { readonly [channel: string]: number }));
  }

  total(channel: string): number {
    return this.#totals.get(channel) ?? 0;
  }

  setTotal(channel: string, records: number): void {
    this.#totals.set(channel, records);
  }

  add(channel: string, records: number): void {
    this.#totals.set(channel, this.total(channel) + records);
    this.#isChanged = true;
  }

  /** The state of the task itself, as its context sees it; saving it writes the totals along. */
  readonly own = {
    load: (): JsonObject | undefined => this.#own,
    save: (state: JsonObject): void => {
      this.#own = state;
      this.#isChanged = true;
      if (!this.#isHeld) this.write();
    },
    sync: (): void => this.write(),
  };

  /** From here to `release` changes gather and become one write; nothing downstream may run in between. */
  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    this.write();
  }

  /** Writes what has changed, if anything. */
  write(): void {
    if (!this.#isChanged) return;
    const totals = Object.fromEntries(this.#totals);
    this.#host.saveState(this.#key, this.#own === undefined ? { totals } : { own: this.#own, totals });
    this.#isChanged = false;
  }
}
