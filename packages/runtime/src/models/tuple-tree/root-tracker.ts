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
}

/** Roots to emit: records read for the first time, or failed ones once more. */
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
  /** In the order of their emits. */
  readonly #open = new Set<RootTree>();
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

  /** At most `room` failed roots, oldest failure first; undefined when there are none. */
  takeReplay(room: number): Emission | undefined {
    const replay = this.#replays[0];
    if (replay === undefined) return undefined;
    const rows = replay.rows.splice(0, room);
    if (replay.rows.length === 0) this.#replays.shift();
    this.#waiting -= rows.length;
    const selected = selectRows(replay.batch, Uint32Array.from(rows).sort());
    const batch = rows.length * 4 < replay.batch.rows ? compact(selected) : selected;
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
    this.#open.add(tree);
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
    if (tree.pending === 0) this.#open.delete(tree);
    this.#report();
  }

  /** Fails the roots of rows at once, whatever else of them is in flight. */
  fail(tree: RootTree, batch: Batch): void {
    this.#replay(tree, tree.fail(batch), 'failed');
    if (tree.pending === 0) this.#close(tree);
    this.#report();
  }

  /** A rotation of the buckets: roots that have seen two of them time out; `unfinished` finds what is in flight. */
  expire(rotation: number, nowMs: number, unfinished: (tree: RootTree) => readonly Batch[]): void {
    for (const tree of this.#open) {
      if (tree.rotation > rotation - 2) break;
      const roots = tree.expire(tree.handle < 0 ? [] : unfinished(tree));
      this.#replay(tree, roots, 'timed-out');
      this.#ack(tree, tree.pending, nowMs);
      this.#close(tree);
    }
    this.#report();
  }

  #close(tree: RootTree): void {
    if (tree.handle >= 0) this.#ledger.close(tree.handle);
    tree.handle = -1;
    this.#open.delete(tree);
  }

  #ack(tree: RootTree, roots: number, nowMs: number): void {
    if (roots === 0) return;
    this.#pending -= roots;
    tree.block.remaining -= roots;
    this.#listener.acked(roots, nowMs - tree.emittedMs);
  }

  #replay(tree: RootTree, roots: readonly number[], reason: 'failed' | 'timed-out'): void {
    if (roots.length === 0) return;
    this.#pending -= roots.length;
    this.#waiting += roots.length;
    this.#listener.failed(roots.length);
    if (reason === 'timed-out') this.#listener.timedOut(roots.length);
    tree.countRepeated((bolt, tuples) => this.#listener.repeated(bolt, tuples));
    const last = this.#replays.at(-1);
    // `complete` may have renumbered the rows: only rows of one batch share a replay.
    if (last?.tree === tree && last.batch === tree.batch) last.rows.push(...roots);
    else this.#replays.push({ tree, batch: tree.batch, rows: [...roots] });
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
