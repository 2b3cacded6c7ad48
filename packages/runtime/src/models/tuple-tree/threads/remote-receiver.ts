import { liveRows } from '../../../batch.ts';
import type { WordLinks } from '../../../keyed/word-links.ts';
import type { Delivery, Receiver, TreeRef } from '../sender.ts';
import { type Outbox, packDelivery } from './thread-mail.ts';

/**
 * The receive queue of an executor of another thread, as a sender sees it: how many tuples of this thread it has not
 * executed yet. Back-pressure goes hop by hop, as between executors of one thread.
 */
export class RemoteReceiver implements Receiver {
  readonly thread: number;
  readonly component: number;
  readonly executor: number;
  readonly #own: number;
  readonly #capacity: number;
  readonly #outbox: Outbox;
  readonly #words: WordLinks;
  #isUp = true;
  /** How often the thread has died. */
  #epoch: number;
  readonly #onSend: ((tree: TreeRef | undefined) => void) | undefined;
  #outstanding = 0;
  /** What waits there, by connection. */
  readonly #waiting = new Map<string, { queued: number; readonly meters: { queued: number } }>();

  constructor(options: {
    readonly own: number;
    readonly thread: number;
    readonly component: number;
    readonly executor: number;
    readonly capacity: number;
    readonly outbox: Outbox;
    readonly words: WordLinks;
    /** How often the thread has died before. */
    readonly epoch: number;
    /** Hears of the tree of each batch that goes there. */
    readonly onSend?: (tree: TreeRef | undefined) => void;
  }) {
    this.#own = options.own;
    this.thread = options.thread;
    this.component = options.component;
    this.executor = options.executor;
    this.#capacity = options.capacity;
    this.#outbox = options.outbox;
    this.#words = options.words;
    this.#epoch = options.epoch;
    this.#onSend = options.onSend;
  }

  hasRoom(): boolean {
    return this.#outstanding < this.#capacity && this.#isUp;
  }

  push(delivery: Delivery): void {
    const { component, executor } = this;
    const tuples = liveRows(delivery.batch);
    const connection = delivery.connectionId;
    const known = this.#waiting.get(connection);
    if (known) known.queued += tuples;
    else this.#waiting.set(connection, { queued: tuples, meters: delivery.connection });
    this.#outstanding += tuples;
    this.#onSend?.(delivery.tree);
    this.#outbox.add(
      this.thread,
      packDelivery(
        delivery,
        { component, executor, connection, from: this.#own, epoch: this.#epoch },
        (table) => this.#words.news(table, this.thread),
      ),
    );
    // What goes away is a copy.
    delivery.batch.slab?.release();
  }

  /** So many tuples have been executed. */
  executed({ connection, tuples }: { readonly connection: string; readonly tuples: number }): void {
    this.#outstanding -= tuples;
    const known = this.#waiting.get(connection);
    if (!known) return;
    known.queued -= tuples;
    known.meters.queued -= tuples;
  }

  /** The thread is there again. */
  returned(): void {
    this.#isUp = true;
  }

  /** The thread is gone, and with it what waited there. Returns how many tuples. */
  lose(): number {
    this.#isUp = false;
    this.#epoch += 1;
    const lost = this.#outstanding;
    this.#outstanding = 0;
    for (const known of this.#waiting.values()) {
      known.meters.queued -= known.queued;
      known.queued = 0;
    }
    return lost;
  }
}
