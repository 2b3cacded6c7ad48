import type { RunHost } from '../../run-contract.ts';

/** What a channel lost or delivered twice by the crashes so far. */
export interface ChannelLosses {
  readonly lost: number;
  readonly duplicated: number;
}

/**
 * The books of a memory channel over all starts of a run: records put, minus records that reached a sink, minus what
 * earlier settlements explained, were in the channel when the process died. More delivered than put means that a
 * source had not yet written down a put whose records had already gone on. Settled once all sinks have told their
 * total; sources tell theirs before anything starts.
 */
export class ChannelLedger {
  #put = 0;
  #taken = 0;
  #takers = 0;
  #told = 0;
  #settle: (() => void) | undefined;

  /** A source says what it had put before this start. */
  putBefore(records: number): void {
    this.#put += records;
  }

  /** A sink announces that it will tell its total. */
  expectTaker(): void {
    this.#takers++;
  }

  /** A sink says what it had taken and delivered before this start. */
  takenBefore(records: number): void {
    this.#taken += records;
    this.#told++;
    if (this.#told >= this.#takers) this.#settle?.();
  }

  /** Has `report` called with the losses once they are known. */
  settleWith(host: RunHost, channel: string, report: (losses: ChannelLosses) => void): void {
    this.#settle = () => {
      this.#settle = undefined;
      report(settled(host, channel, this.#put - this.#taken));
    };
    if (this.#takers === 0) this.#settle();
  }
}

function settled(host: RunHost, channel: string, difference: number): ChannelLosses {
  const key = `${channel}#ledger`;
  const before = (host.loadState(key) ?? { lost: 0, duplicated: 0, explained: 0 }) as unknown as {
    readonly lost: number;
    readonly duplicated: number;
    readonly explained: number;
  };
  const open = difference - before.explained;
  if (open === 0) return before;
  const after = {
    lost: before.lost + Math.max(0, open),
    duplicated: before.duplicated + Math.max(0, -open),
    explained: before.explained + open,
  };
  host.saveState(key, after);
  return after;
}
