import type { Batch } from '../../batch.ts';
import type { ChannelLedger } from './channel-ledger.ts';

/** Why a channel did not take a put. `isFinal` means waiting does not help. */
export interface Refusal {
  readonly code:
    | 'RUN_CHANNEL_FULL'
    | 'RUN_CHANNEL_BYTES'
    | 'RUN_TRANSACTION_TOO_LARGE'
    | 'RUN_CHANNEL_DISK'
    | 'RUN_CHANNEL_DISK_FULL';
  readonly message: string;
  readonly isFinal: boolean;
}

/** An open take: what was taken, until `commit` or `rollback`. */
export interface Take {
  readonly batch: Batch;
  /** Records; more than `max` when it stands for several transactions, then a multiple of it. */
  readonly count: number;
  commit(): void;
  /** Puts the records back at the head, in order. */
  rollback(): void;
}

/**
 * What sources and sinks see of a channel. Several transactions that follow each other without anything in between may
 * be made as one, where nobody can tell: all of them fit (`room`), or all of them are a cut of what is there.
 */
export interface Channel {
  readonly id: string;
  /** The component it belongs to. */
  readonly component: string;
  readonly capacity: number;
  readonly transactionCapacity: number;
  readonly keepAliveMs: number;
  readonly ledger: ChannelLedger;
  /** Records that wait to be taken. */
  readonly size: number;
  /** Records taken whose transaction is open. */
  readonly taken: number;
  /** Records it is sure to take now, in however many transactions; 0 when each of them is to be tried by itself. */
  readonly room: number;
  /**
   * Puts the live records of a batch in one transaction, or none of them. With `isMany` they are several transactions,
   * each within the transaction capacity, and there is `room` for all. A durable channel answers later, when the
   * records are safe; puts made meanwhile keep their order.
   */
  put(batch: Batch, isMany?: boolean): Refusal | undefined | Promise<Refusal | undefined>;
  /**
   * Takes at most `max` records in one transaction; undefined when there are none. It takes fewer when more would cut
   * a batch. It may make up to `transactions` whole transactions of `max` records as one.
   */
  take(max: number, transactions?: number): Take | undefined;
  /** Has `watch` called whenever room may have appeared, until the returned function is called. */
  onRoom(watch: () => void): () => void;
  /** Has `watch` called after every put. */
  onEvents(watch: () => void): () => void;
}
