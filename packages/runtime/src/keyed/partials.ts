import type { Batch } from '../batch.ts';
import { copyOf, type KeyedFold } from './fold.ts';
import { Tally } from './tally.ts';

/**
 * Partials by key id, with the ids that have one in the order they came. While all that comes is one whole number to be
 * added (a count, a sum of ones) it is only counted how often; the first other value turns counts into values.
 */
export class Partials {
  readonly #fold: KeyedFold;
  #values: unknown[] = [];
  #touched: number[] = [];
  #size = 0;
  /** Room for so many ids is wanted. */
  #tally: Tally | undefined;
  /** What each count stands for; 0 while values are kept. */
  #each = 0;

  constructor(fold: KeyedFold) {
    this.#fold = fold;
  }

  /** Ids that have a partial, oldest first. */
  get touched(): readonly number[] {
    if (this.#each === 0) return this.#touched;
    const { touched } = this.#tally as Tally;
    // `Array.from` would ask an iterator for each.
    const ids = new Array<number>(touched.length);
    for (let i = 0; i < ids.length; i++) ids[i] = touched[i] as number;
    return ids;
  }

  /** How many ids have a partial. */
  get touchedCount(): number {
    return this.#each === 0 ? this.#touched.length : (this.#tally as Tally).size;
  }

  /** The ids that have had one since there were `from` of them. */
  touchedSince(from: number): ArrayLike<number> {
    return this.#each === 0 ? this.#touched.slice(from) : (this.#tally as Tally).touched.subarray(from);
  }

  get(id: number): unknown {
    if (this.#each === 0) return this.#values[id];
    const count = (this.#tally as Tally).count(id);
    return count === 0 ? undefined : count * this.#each;
  }

  /** The partial of an id as it is now, whatever is folded in later. */
  copy(id: number): unknown {
    return copyOf(this.#fold, this.get(id));
  }

  /** Folds in a partial that stays the caller's. */
  mergeCopy(id: number, partial: unknown): void {
    this.merge(id, copyOf(this.#fold, partial));
  }

  /** Makes room for `size` ids. */
  reserve(size: number): void {
    // Values are made room for where they are kept; what is only counted needs none.
    if (size > this.#size) this.#size = size;
    if (this.#each !== 0) (this.#tally as Tally).reserve(size);
  }

  /** Folds a partial in that is the caller's no more; `undefined` values have been filtered by `first`. */
  merge(id: number, partial: unknown): unknown {
    this.#keepValues();
    this.#fill();
    const values = this.#values;
    const before = values[id];
    if (before === undefined) {
      this.#touched.push(id);
      values[id] = partial;
      return partial;
    }
    const after = this.#fold.merge(before, partial);
    values[id] = after;
    return after;
  }

  /** Folds the live records of a batch by their ids; `results`, when given, gets the running result of each. */
  addBatch(ids: Int32Array, batch: Batch, results?: { [index: number]: unknown }): void {
    const each = this.#fold.isAddition ? this.#fold.constantOf(batch) : undefined;
    const isWritable = results === undefined || (each === 1 && results instanceof Float64Array);
    if (each === undefined || !isWritable || !this.#mayCount(each)) {
      this.add(ids, this.#fold.values?.(batch), results);
      return;
    }
    const tally = this.#tally as Tally;
    tally.reserve(this.#size);
    if (results instanceof Float64Array) tally.addEach(ids, results);
    else tally.add(ids);
  }

  /** Folds values in; a count needs none. */
  add(ids: Int32Array, values: ArrayLike<unknown> | undefined, results?: { [index: number]: unknown }): void {
    this.#keepValues();
    this.#fill();
    if (this.#fold.isAddition && results === undefined && values) this.#sum(ids, values);
    else this.#addValues(ids, values, results);
  }

  /** From nothing one can begin to count; else only what is counted already. */
  #mayCount(each: number): boolean {
    if (this.#each === 0 && this.#touched.length === 0) {
      this.#tally ??= new Tally(this.#fold.kernels);
      this.#each = each;
      this.#values = [];
    }
    return this.#each === each;
  }

  #keepValues(): void {
    if (this.#each === 0) return;
    const tally = this.#tally as Tally;
    const each = this.#each;
    this.#each = 0;
    this.#fill();
    for (const id of tally.touched) {
      this.#values[id] = tally.count(id) * each;
      this.#touched.push(id);
    }
    tally.clear();
  }

  /** The array stays dense. */
  #fill(): void {
    const values = this.#values;
    while (values.length < this.#size) values.push(undefined);
  }

  /** Plain numbers are added where they are met; all else goes the general way. */
  #sum(ids: Int32Array, values: ArrayLike<unknown>): void {
    const fold = this.#fold;
    const sums = this.#values;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number;
      const value = values[i];
      const before = sums[id];
      if (typeof value === 'number' && typeof before === 'number') {
        const after = before + value;
        sums[id] = Number.isFinite(after) ? after : fold.merge(before, value);
      } else {
        const partial = fold.first(value);
        if (partial !== undefined) this.merge(id, partial);
      }
    }
  }

  #addValues(
    ids: Int32Array,
    values: ArrayLike<unknown> | undefined,
    results: { [index: number]: unknown } | undefined,
  ): void {
    const fold = this.#fold;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number;
      const partial = fold.first(values?.[i]);
      const after = partial === undefined ? this.#values[id] : this.merge(id, partial);
      if (results !== undefined) results[i] = after === undefined ? fold.zero : fold.finish(after);
    }
  }

  /** Takes everything out. */
  drain(): { readonly ids: readonly number[]; readonly partials: readonly unknown[] } {
    const ids = this.touched;
    const partials = new Array<unknown>(ids.length);
    for (let i = 0; i < partials.length; i++) partials[i] = this.get(ids[i] as number);
    this.clear();
    return { ids, partials };
  }

  clear(): void {
    if (this.#each === 0) {
      for (const id of this.#touched) this.#values[id] = undefined;
      this.#touched = [];
      return;
    }
    (this.#tally as Tally).clear();
    this.#each = 0;
  }
}
