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
  settleWith(host: RunHost, channel: string, report: (losses: ChannelLosses) => void, held?: number): void {
    // What was in a durable channel before this run put anything into it belongs to nobody's totals.
    const kept = held === undefined ? 0 : held - inheritedBy(host, channel, held);
    this.#settle = () => {
      this.#settle = undefined;
      report(settled(host, channel, this.#put - this.#taken - kept));
    };
    if (this.#takers === 0 || this.#told >= this.#takers) this.#settle();
  }

  /** Records that were found to be unreadable: lost, and explained. */
  damaged(host: RunHost, channel: string, records: number): void {
    const key = `${channel}#ledger`;
    const before = booksOf(host, channel);
    host.saveState(key, { ...before, lost: before.lost + records, explained: before.explained + records });
  }
}

interface Books extends ChannelLosses {
  readonly explained: number;
  readonly inherited: number;
}

function booksOf(host: RunHost, channel: string): Books {
  const books = host.loadState(`${channel}#ledger`) as unknown as Partial<Books> | undefined;
  return { lost: 0, duplicated: 0, explained: 0, inherited: 0, ...books };
}

function inheritedBy(host: RunHost, channel: string, held: number): number {
  const key = `${channel}#ledger`;
  if (host.loadState(key) === undefined) host.saveState(key, { ...booksOf(host, channel), inherited: held });
  return booksOf(host, channel).inherited;
}

function settled(host: RunHost, channel: string, difference: number): ChannelLosses {
  const before = booksOf(host, channel);
  const open = difference - before.explained;
  if (open === 0) return before;
  const after = {
    ...before,
    lost: before.lost + Math.max(0, open),
    duplicated: before.duplicated + Math.max(0, -open),
    explained: before.explained + open,
  };
  host.saveState(`${channel}#ledger`, after);
  return after;
}
