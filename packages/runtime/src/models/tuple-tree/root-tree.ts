import { type Batch, liveRows } from '../../batch.ts';
import { compact, selectRows } from '../../batch-cut.ts';

/** Records read from a spout's source at once; keeps the order in which they count as safe. */
export interface ReadBlock {
  /** Records the source had given before this block. */
  readonly from: number;
  readonly rows: number;
  /** Roots of the block not acked yet. */
  remaining: number;
}

/** Hears what the ledger and the bolts find out about a tree. */
export interface TreeOwner {
  complete(tree: RootTree, nowMs: number): void;
  fail(tree: RootTree, batch: Batch, nowMs: number): void;
}

/**
 * Which rows of which roots a bolt has executed: kept while the tree is open, to count what a replay does twice. It
 * holds the slab of the batch, where its roots may lie.
 */
interface Executed {
  readonly bolt: number;
  readonly batch: Batch;
}

const nothing: Batch = { rows: 0, selection: undefined, columns: new Map(), ingestMs: 0 };

const isPending = 0;
const isDropped = 1;
const isFailed = 2;
/** Failed, and the tuples executed for it are still to be counted. */
const isJustFailed = 3;

/**
 * The tuple trees of the roots a spout emitted in one batch, under one ledger entry. While all goes well nothing is
 * kept per root; `marks` appears with the first tuple that fails, is dropped or times out.
 *
 * A root is a row of `batch`; `Batch.roots` of every batch that descends from it holds such rows. A batch without
 * `roots` stands for all roots of the tree.
 */
export class RootTree {
  readonly owner: TreeOwner;
  readonly block: ReadBlock;
  readonly emittedMs: number;
  /** Rotation of the timeout buckets the roots were emitted in. */
  readonly rotation: number;
  /** 1 for the first emit, one more for each replay. */
  readonly attempt: number;
  /** Neighbours in the tracker's list of open trees. */
  previous: RootTree | undefined;
  next: RootTree | undefined;
  /** Ledger entry; -1 once the tree is complete. */
  handle: number;
  /** The ledger entry it began with. */
  readonly key: number;
  /** Roots neither acked nor failed. */
  pending: number;
  #batch: Batch;
  #marks: Uint8Array | undefined;
  #dropped = 0;
  #executed: Executed[] = [];
  #isReleased = false;
  /** Tuples executed for dropped roots, by bolt, once the tree is complete. */
  #owed = new Map<number, number>();

  constructor(options: {
    readonly owner: TreeOwner;
    readonly block: ReadBlock;
    readonly batch: Batch;
    readonly emittedMs: number;
    readonly rotation: number;
    readonly attempt: number;
    readonly handle: number;
  }) {
    this.owner = options.owner;
    this.block = options.block;
    this.#batch = options.batch;
    this.emittedMs = options.emittedMs;
    this.rotation = options.rotation;
    this.attempt = options.attempt;
    this.handle = options.handle;
    this.key = options.handle;
    this.pending = liveRows(options.batch);
  }

  /** What the spout emits again when roots fail. */
  get batch(): Batch {
    return this.#batch;
  }

  /** Roots that wait for their timeout because a tuple of theirs was dropped. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Marks the roots of rows that will neither be acked nor failed. */
  drop(batch: Batch): void {
    const marks = this.#mark();
    this.#eachRoot(batch, (root) => {
      if (marks[root] !== isPending) return;
      marks[root] = isDropped;
      this.#dropped += 1;
    });
  }

  /** Fails the roots of rows; returns those that were pending. */
  fail(batch: Batch): number[] {
    const marks = this.#mark();
    const failed: number[] = [];
    this.#eachRoot(batch, (root) => {
      const mark = marks[root] as number;
      if (mark >= isFailed) return;
      if (mark === isDropped) this.#dropped -= 1;
      marks[root] = isJustFailed;
      failed.push(root);
    });
    this.pending -= failed.length;
    return failed;
  }

  /** Fails every root that is pending and is dropped or among `unfinished`; returns them. The others are finished. */
  expire(unfinished: readonly Batch[]): number[] {
    const inFlight = new Uint8Array(this.#batch.rows);
    for (const batch of unfinished) {
      this.#eachRoot(batch, (root) => {
        inFlight[root] = 1;
      });
    }
    const marks = this.#mark();
    const failed: number[] = [];
    this.#eachOwn((root) => {
      const mark = marks[root] as number;
      if (mark >= isFailed || (mark === isPending && inFlight[root] === 0)) return;
      marks[root] = isJustFailed;
      failed.push(root);
    });
    this.#dropped = 0;
    this.pending -= failed.length;
    return failed;
  }

  /** Remembers that a bolt executed the rows of a batch. Returns how many of them belong to roots that had failed. */
  execute(bolt: number, batch: Batch): number {
    // What comes late, for a tree that is over, is not kept.
    if (!this.#isReleased) {
      batch.slab?.retain();
      this.#executed.push({ bolt, batch });
    }
    if (this.#marks === undefined) return 0;
    return this.#count(batch, isFailed);
  }

  /**
   * Tells, for each bolt, how many tuples it has executed for the roots that failed since the last call: a replay
   * executes them again.
   */
  countRepeated(report: (bolt: number, tuples: number) => void): void {
    const marks = this.#marks;
    if (marks === undefined) return;
    for (const { bolt, batch } of this.#executed) {
      const tuples = this.#count(batch, isJustFailed);
      if (tuples > 0) report(bolt, tuples);
    }
    for (const [bolt, tuples] of this.#owed) report(bolt, tuples);
    this.#owed.clear();
    for (let root = 0; root < marks.length; root++) if (marks[root] === isJustFailed) marks[root] = isFailed;
  }

  /**
   * Every tuple of the tree has been executed: roots that are not dropped are finished. Returns how many. For the
   * dropped ones only their rows are kept.
   */
  complete(): number {
    this.handle = -1;
    const finished = this.pending - this.#dropped;
    this.pending = this.#dropped;
    if (this.#dropped > 0) {
      for (const { bolt, batch } of this.#executed) {
        const tuples = this.#count(batch, isDropped);
        if (tuples > 0) this.#owed.set(bolt, (this.#owed.get(bolt) ?? 0) + tuples);
      }
      this.#keepDropped();
    }
    this.#forgetExecuted();
    return finished;
  }

  /**
   * Nobody waits for the tree any more. It may still be held on to by what is in flight, or by garbage that has
   * grown old; the records are not.
   */
  release(): void {
    this.#isReleased = true;
    this.#batch.slab?.release();
    this.#batch = nothing;
    this.#forgetExecuted();
  }

  #forgetExecuted(): void {
    for (const { batch } of this.#executed) batch.slab?.release();
    this.#executed = [];
  }

  #keepDropped(): void {
    const marks = this.#marks as Uint8Array;
    const rows = new Uint32Array(this.#dropped);
    let at = 0;
    for (let root = 0; root < marks.length; root++) if (marks[root] === isDropped) rows[at++] = root;
    const { slab } = this.#batch;
    this.#batch = compact(selectRows(this.#batch, rows));
    slab?.release();
    this.#marks = new Uint8Array(rows.length).fill(isDropped);
  }

  #count(batch: Batch, mark: number): number {
    const marks = this.#marks as Uint8Array;
    const { roots, selection } = batch;
    const live = liveRows(batch);
    if (roots === undefined) return 0;
    let count = 0;
    for (let i = 0; i < live; i++) {
      if (marks[roots[selection ? (selection[i] as number) : i] as number] === mark) count += 1;
    }
    return count;
  }

  #mark(): Uint8Array {
    this.#marks ??= new Uint8Array(this.#batch.rows);
    return this.#marks;
  }

  #eachRoot(batch: Batch, visit: (root: number) => void): void {
    const { roots, selection } = batch;
    if (roots === undefined) {
      this.#eachOwn(visit);
      return;
    }
    const live = liveRows(batch);
    for (let i = 0; i < live; i++) visit(roots[selection ? (selection[i] as number) : i] as number);
  }

  #eachOwn(visit: (root: number) => void): void {
    const { selection, rows } = this.#batch;
    if (selection) for (let i = 0; i < selection.length; i++) visit(selection[i] as number);
    else for (let root = 0; root < rows; root++) visit(root);
  }
}
