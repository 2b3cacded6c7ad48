import { type Batch, liveRows } from '../../batch.ts';
import { compact, selectRows } from '../../batch-cut.ts';
import { type ReadBlock, RootTree, type TreeOwner } from './root-tree.ts';
import type { XorLedger } from './xor-ledger.ts';

/** What a spout task hears about its roots. */
export interface RootListener {
  acked(roots: number, completeMs: number): void;
  failed(roots: number): void;
  timedOut(roots: number): void;
  /** Tuples a bolt has executed for attempts that came to nothing, and which are executed again. */
  repeated(bolt: number, tuples: number): void;
  /** All of the first `records` records read are acked; `isAll` when nothing is pending. */
  safe(records: number, isAll: boolean): void;
}

/** Failed roots of one tree, waiting to be emitted again. */
interface Replay {
  readonly tree: RootTree;
  readonly batch: Batch;
  readonly rows: number[];
  readonly dueMs: number;
}

/** Attempts that follow a failure at once; later ones wait, twice as long each time, so that a tuple nobody can take does not keep a core busy. */
const promptAttempts = 3;
const longestWaitMs = 1000;

/** Roots to emit: records read for the first time, or failed ones once more. It holds the slab of the batch once. */
export interface Emission {
  readonly batch: Batch;
  readonly block: ReadBlock;
  readonly attempt: number;
}

/**
 * The roots of one spout task: which are pending, which have to be emitted again, and up to where everything read
 * is safe. The tracker retains what was read until it is acked, so that the source never has to.
 */
export class RootTracker implements TreeOwner {
  readonly #ledger: XorLedger;
  readonly #listener: RootListener;
  /**
   * Open trees in the order of their emits. A list and no `Set`: tables a set has outgrown keep what they held alive
   * until the next full collection.
   */
  #first: RootTree | undefined;
  #last: RootTree | undefined;
  #replays: Replay[] = [];
  #blocks: ReadBlock[] = [];
  #read = 0;
  #safe = 0;
  #pending = 0;
  #waiting = 0;

  constructor(ledger: XorLedger, listener: RootListener) {
    this.#ledger = ledger;
    this.#listener = listener;
  }

  /** Roots emitted and neither acked nor failed. */
  get pending(): number {
    return this.#pending;
  }

  /** Failed roots not emitted again yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Takes records as they come from the source. */
  read(batch: Batch): Emission {
    const rows = liveRows(batch);
    const block = { from: this.#read, rows, remaining: rows };
    this.#read += rows;
    this.#blocks.push(block);
    return { batch, block, attempt: 1 };
  }

  /** When the next failed roots may be emitted again; undefined when there are none. */
  get replayDueMs(): number | undefined {
    return this.#replays.length === 0 ? undefined : Math.min(...this.#replays.map((replay) => replay.dueMs));
  }

  /** At most `room` failed roots, oldest failure first; undefined when none is due. */
  takeReplay(room: number, nowMs: number): Emission | undefined {
    const index = this.#replays.findIndex((r) => r.dueMs <= nowMs);
    const replay = this.#replays[index];
    if (replay === undefined) return undefined;
    const rows = replay.rows.splice(0, room);
    this.#waiting -= rows.length;
    const selected = selectRows(replay.batch, Uint32Array.from(rows).sort());
    const isSparse = rows.length * 4 < replay.batch.rows;
    const batch = isSparse ? compact(selected) : selected;
    if (!isSparse) batch.slab?.retain();
    if (replay.rows.length === 0) {
      this.#replays.splice(index, 1);
      replay.batch.slab?.release();
    }
    return { batch, block: replay.tree.block, attempt: replay.tree.attempt + 1 };
  }

  /** Opens the trees of roots about to be emitted. */
  open(emission: Emission, nowMs: number, rotation: number): RootTree {
    const tree = new RootTree({
      ...emission,
      owner: this,
      emittedMs: nowMs,
      rotation,
      handle: this.#ledger.open(),
    });
    tree.previous = this.#last;
    if (this.#last) this.#last.next = tree;
    else this.#first = tree;
    this.#last = tree;
    this.#pending += tree.pending;
    return tree;
  }

  /** Without ackers a root counts as acked when it is emitted. */
  ackUntracked(emission: Emission): void {
    const rows = liveRows(emission.batch);
    emission.block.remaining -= rows;
    this.#listener.acked(rows, 0);
    this.#report();
  }

  /** The ledger says that nothing of the tree is in flight any more. */
  complete(tree: RootTree, nowMs: number): void {
    this.#ack(tree, tree.complete(), nowMs);
    if (tree.pending === 0) this.#close(tree);
    this.#report();
  }

  /** Fails the roots of rows at once, whatever else of them is in flight. */
  fail(tree: RootTree, batch: Batch, nowMs: number): void {
    this.#replay(tree, tree.fail(batch), { nowMs, reason: 'failed' });
    if (tree.pending === 0) this.#close(tree);
    this.#report();
  }

  /** A rotation of the buckets: roots that have seen two of them time out; `unfinished` finds what is in flight. */
  expire(rotation: number, nowMs: number, unfinished: (tree: RootTree) => readonly Batch[]): void {
    for (let tree = this.#first; tree && tree.rotation <= rotation - 2; tree = this.#first) {
      const roots = tree.expire(tree.handle < 0 ? [] : unfinished(tree));
      this.#replay(tree, roots, { nowMs, reason: 'timed-out' });
      this.#ack(tree, tree.pending, nowMs);
      this.#close(tree);
    }
    this.#report();
  }

  #close(tree: RootTree): void {
    if (tree.handle >= 0) this.#ledger.close(tree.handle);
    tree.handle = -1;
    tree.release();
    const { previous, next } = tree;
    if (previous === undefined && this.#first !== tree) return;
    if (previous) previous.next = next;
    else this.#first = next;
    if (next) next.previous = previous;
    else this.#last = previous;
    tree.previous = undefined;
    tree.next = undefined;
  }

  #ack(tree: RootTree, roots: number, nowMs: number): void {
    if (roots === 0) return;
    this.#pending -= roots;
    tree.block.remaining -= roots;
    this.#listener.acked(roots, nowMs - tree.emittedMs);
  }

  #replay(
    tree: RootTree,
    roots: readonly number[],
    { nowMs, reason }: { readonly nowMs: number; readonly reason: 'failed' | 'timed-out' },
  ): void {
    if (roots.length === 0) return;
    this.#pending -= roots.length;
    this.#waiting += roots.length;
    this.#listener.failed(roots.length);
    if (reason === 'timed-out') this.#listener.timedOut(roots.length);
    tree.countRepeated((bolt, tuples) => this.#listener.repeated(bolt, tuples));
    const { batch } = tree;
    const last = this.#replays.at(-1);
    // `complete` may have renumbered the rows: only rows of one batch share a replay.
    if (last?.tree === tree && last.batch === batch) {
      for (const root of roots) last.rows.push(root);
      return;
    }
    const waitMs =
      tree.attempt < promptAttempts ? 0 : Math.min(longestWaitMs, 2 ** (tree.attempt - promptAttempts));
    batch.slab?.retain();
    this.#replays.push({ tree, batch, rows: [...roots], dueMs: nowMs + waitMs });
  }

  #report(): void {
    let done = 0;
    while (done < this.#blocks.length && (this.#blocks[done] as ReadBlock).remaining === 0) done += 1;
    if (done === 0) return;
    this.#blocks.splice(0, done);
    const safe = this.#blocks[0]?.from ?? this.#read;
    if (safe === this.#safe) return;
    this.#safe = safe;
    this.#listener.safe(safe, this.#blocks.length === 0);
  }
}
