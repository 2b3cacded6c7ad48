import { type Batch, liveRows } from '../../batch.ts';
import type { Partitioner } from './partitioner.ts';
import type { ComponentMeters, ConnectionMeters } from './topology-meters.ts';
import type { XorShift } from './xor-shift.ts';

/** A batch on its way to one task of a bolt. Its slab is held until it has been executed. */
export interface Delivery {
  /** Task among the tasks of the bolt. */
  readonly task: number;
  /** Operator of the bolt's chain it enters at, and by which port. */
  readonly step: number;
  readonly port: string;
  readonly batch: Batch;
  /** Undefined for tuples anchored to nothing. */
  readonly tree: TreeRef | undefined;
  /** The id of this edge of the tree. */
  readonly high: number;
  readonly low: number;
  /** It goes back to a root, not only to a tick: what depends on it is not settled before the next tick. */
  readonly isNews: boolean;
  /** Counts what waits before its receivers. */
  readonly connection: { queued: number };
  readonly connectionId: string;
  /** Called once it has been executed, failed or dropped. */
  done?(): void;
}

/** A tree as bolts see it, wherever it is kept. */
export interface TreeRef {
  /** The ledger entry it was given; it stays the tree's when that entry is closed. */
  readonly key: number;
}

/** Whoever has a receive queue. */
export interface Receiver {
  hasRoom(): boolean;
  push(delivery: Delivery): void;
}

/** One stream from a component, as one of its tasks sees it. */
export interface Route {
  readonly operator: string;
  readonly output: string;
  readonly partition: Partitioner;
  /** The receiver of each task of the other end. */
  readonly receivers: readonly Receiver[];
  readonly step: number;
  readonly port: string;
  readonly connection: ConnectionMeters;
  readonly connectionId: string;
}

/**
 * The output collector of one task. It gives every batch it sends an edge id and remembers the XOR of them for the
 * ack. What finds a full queue waits here in order; until it is gone the task gets no input.
 */
export class Sender {
  readonly #routes: readonly Route[];
  readonly #ids: XorShift;
  readonly #meters: ComponentMeters;
  #waiting: { readonly receiver: Receiver; readonly delivery: Delivery }[] = [];
  #tree: TreeRef | undefined;
  #isNews = true;
  #high = 0;
  #low = 0;

  constructor(routes: readonly Route[], ids: XorShift, meters: ComponentMeters) {
    this.#routes = routes;
    this.#ids = ids;
    this.#meters = meters;
  }

  /** What is sent from now on is anchored to the roots of `tree`. */
  begin(tree: TreeRef | undefined, isNews = true): void {
    this.#tree = tree;
    this.#isNews = isNews;
    this.#high = 0;
    this.#low = 0;
  }

  /** XOR of the ids of everything sent since `begin`. */
  get high(): number {
    return this.#high;
  }
  get low(): number {
    return this.#low;
  }

  get isBlocked(): boolean {
    return this.#waiting.length > 0;
  }

  /** Emits a batch on an output: to every stream that leaves it. */
  send(operator: string, output: string, batch: Batch): void {
    const rows = liveRows(batch);
    this.#meters.emitted.add(rows);
    this.#meters.out.add(rows);
    for (const route of this.#routes) {
      if (route.operator === operator && route.output === output) {
        route.partition(batch, (task, part) => this.#deliver(route, task, part));
      }
    }
  }

  /** Tries to get rid of what waits; true when something has gone, so that its receiver has work. */
  flush(): boolean {
    let sent = 0;
    for (const { receiver, delivery } of this.#waiting) {
      if (!receiver.hasRoom()) break;
      receiver.push(delivery);
      sent += 1;
    }
    if (sent > 0) this.#waiting.splice(0, sent);
    return sent > 0;
  }

  /** What waits of a tree. */
  batchesOf(tree: TreeRef): Batch[] {
    return this.#waiting.flatMap(({ delivery }) => (delivery.tree === tree ? [delivery.batch] : []));
  }

  #deliver(route: Route, task: number, batch: Batch): void {
    const rows = liveRows(batch);
    let high = 0;
    let low = 0;
    if (this.#tree) {
      high = this.#ids.next();
      low = this.#ids.next();
      this.#high ^= high;
      this.#low ^= low;
    }
    this.#meters.transferred.add(rows);
    route.connection.events.add(rows);
    route.connection.queued += rows;
    batch.slab?.retain();
    const { step, port, connection, connectionId } = route;
    const delivery = {
      task,
      step,
      port,
      batch,
      tree: this.#tree,
      high,
      low,
      isNews: this.#isNews,
      connection,
      connectionId,
    };
    const receiver = route.receivers[task] as Receiver;
    if (this.#waiting.length === 0 && receiver.hasRoom()) receiver.push(delivery);
    else this.#waiting.push({ receiver, delivery });
  }
}
