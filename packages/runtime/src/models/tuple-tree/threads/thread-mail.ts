import { type Batch, liveRows } from '../../../batch.ts';
import type { WordMirrors, WordNews } from '../../../keyed/word-links.ts';
import type { WordTable } from '../../../keyed/word-table.ts';
import { type PackedBatch, packBatch, unpackBatch } from '../../../pack-batch.ts';
import type { Fault, Series } from '../../../run-contract.ts';
import type { Delivery, TreeRef } from '../sender.ts';
import type { Outcome } from '../topology-services.ts';

/** One thing that threads of a topology tell each other. */
export type MailItem = DeliveryItem | RoomItem | VerdictItem | LatencyItem | FinishItem;

/** Tuples for a task of another thread. */
interface DeliveryItem {
  readonly kind: 'delivery';
  /** Place of the bolt in the plan, and the executor of the task. */
  readonly component: number;
  readonly executor: number;
  readonly task: number;
  readonly step: number;
  readonly port: string;
  /** The connection it came over, and the thread it came from. */
  readonly connection: string;
  readonly from: number;
  /** How often the thread it goes to had died when it was sent. */
  readonly epoch: number;
  readonly batch: PackedBatch;
  /** Its tree, which the thread of the run keeps. */
  readonly tree: number | undefined;
  readonly high: number;
  readonly low: number;
  readonly isNews: boolean;
}

/** So many tuples have been executed: their sender may send more. */
interface RoomItem {
  readonly kind: 'room';
  readonly component: number;
  readonly executor: number;
  readonly connection: string;
  readonly tuples: number;
}

/** Roots of tuples, one a row; tuples that name none stand for all of their tree. */
type Roots = Int32Array | 'all';

/** What a bolt has done with tuples of a tree. */
interface VerdictItem {
  readonly kind: 'verdict';
  readonly tree: number;
  readonly bolt: number;
  readonly executed: Roots | undefined;
  readonly failed: readonly Roots[];
  readonly dropped: Roots | undefined;
  readonly high: number;
  readonly low: number;
}

/** Records that came to their end on a worker thread. */
interface LatencyItem {
  readonly kind: 'latency';
  readonly ms: number;
  readonly records: number;
}

/** All input of a bolt has come to its end. */
interface FinishItem {
  readonly kind: 'finish';
  readonly component: number;
}

/** From a worker thread to the thread of the run. */
export type FromThread =
  | { readonly kind: 'mail'; readonly to: number; readonly items: readonly MailItem[] }
  /** Its counters: a typed array in shared memory, in this order. */
  | { readonly kind: 'meters'; readonly series: readonly Series[]; readonly values: Float64Array }
  /** Everything here is done but what other threads still have; `received` and `sent` count mails. */
  | { readonly kind: 'status'; readonly isSettled: boolean; readonly received: number; readonly sent: number }
  | { readonly kind: 'complaint'; readonly component: string; readonly message: string };

/** From the thread of the run to a worker thread. */
export type ToThread =
  | { readonly kind: 'mail'; readonly items: readonly MailItem[] }
  /** Another worker thread has died, or is there again. */
  | { readonly kind: 'peer'; readonly thread: number; readonly isUp: boolean }
  | { readonly kind: 'faults'; readonly faults: { readonly [component: string]: Fault } };

/** Packs a delivery. */
export function packDelivery(
  delivery: Delivery,
  place: Pick<DeliveryItem, 'component' | 'executor' | 'connection' | 'from' | 'epoch'>,
  newsOf: (table: WordTable) => WordNews,
): DeliveryItem {
  const { task, step, port, high, low, isNews, tree, batch } = delivery;
  return {
    kind: 'delivery',
    ...place,
    task,
    step,
    port,
    batch: packBatch(batch, newsOf),
    tree: tree?.key,
    high,
    low,
    isNews,
  };
}

/** Tells the sender of a delivery that it has been executed. */
export function roomOf({ component, executor, connection, batch }: DeliveryItem): RoomItem {
  return { kind: 'room', component, executor, connection, tuples: batch.rows };
}

/** The delivery again, for the executor it is meant for. */
export function unpackDelivery(
  item: DeliveryItem,
  mirrors: WordMirrors,
  { tree, done }: { readonly tree: TreeRef | undefined; done(): void },
): Delivery {
  const { task, step, port, high, low, isNews, connection: connectionId } = item;
  // Its sender counts what waits, so that nothing is counted twice when one of the threads dies.
  const connection = { queued: 0 };
  const batch = unpackBatch(item.batch, (news, ids) => mirrors.column(item.from, news, ids));
  return { task, step, port, high, low, isNews, tree, connection, connectionId, batch, done };
}

/** Packs what a bolt says of a tree. */
export function packVerdict({ key }: TreeRef, outcome: Outcome): VerdictItem {
  const { bolt, executed, failed, dropped, high, low } = outcome;
  return {
    kind: 'verdict',
    tree: key,
    bolt,
    executed: executed && rootsOf(executed),
    failed: failed.map(rootsOf),
    dropped: dropped && rootsOf(dropped),
    high,
    low,
  };
}

/** The outcome again; its batches have roots and nothing else. */
export function unpackVerdict(item: VerdictItem, nowMs: number): Outcome {
  const { bolt, executed, failed, dropped, high, low } = item;
  return {
    bolt,
    executed: executed && onlyRoots(executed),
    failed: failed.map(onlyRoots),
    dropped: dropped && onlyRoots(dropped),
    high,
    low,
    nowMs,
  };
}

function rootsOf(batch: Batch): Roots {
  const { roots, selection } = batch;
  if (!roots) return 'all';
  return selection
    ? Int32Array.from(selection, (row) => roots[row] as number)
    : roots.slice(0, liveRows(batch));
}

function onlyRoots(roots: Roots): Batch {
  const batch = { rows: roots.length, selection: undefined, columns: new Map(), ingestMs: 0 };
  return roots === 'all' ? { ...batch, rows: 0 } : { ...batch, roots };
}

/** Memory that is handed over with mail instead of being copied. */
export function transfersOf(items: readonly MailItem[]): ArrayBuffer[] {
  const buffers: ArrayBuffer[] = [];
  for (const item of items) {
    if (item.kind === 'delivery') buffers.push(item.batch.buffer);
    if (item.kind !== 'verdict') continue;
    for (const roots of [item.executed, ...item.failed, item.dropped])
      if (roots && roots !== 'all') buffers.push(roots.buffer as ArrayBuffer);
  }
  return buffers;
}

/** Most things one mail holds: beyond that it leaves before the turn is over. */
const mostItems = 16;

/** Gathers mail for each thread until it is flushed. */
export class Outbox {
  readonly #waiting = new Map<number, MailItem[]>();
  readonly #post: (to: number, items: readonly MailItem[]) => void;

  constructor(post: (to: number, items: readonly MailItem[]) => void) {
    this.#post = post;
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  add(to: number, item: MailItem): void {
    const items = this.#waiting.get(to);
    if (items === undefined) this.#waiting.set(to, [item]);
    else items.push(item);
    if (items && items.length >= mostItems) this.#flush(to, items);
  }

  flush(): void {
    for (const [to, items] of this.#waiting) this.#flush(to, items);
  }

  /** Forgets what waits for a thread that is gone. */
  drop(to: number): void {
    this.#waiting.delete(to);
  }

  #flush(to: number, items: readonly MailItem[]): void {
    this.#waiting.delete(to);
    this.#post(to, items);
  }
}
