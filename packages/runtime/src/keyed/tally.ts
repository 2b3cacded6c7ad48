import type { Kernels, OwnedArray } from '@sluice/kernels';

/** How often each id has come, in memory that kernels reach where there is some. */
export class Tally {
  readonly #kernels: Kernels | undefined;
  #owned: OwnedArray<Float64Array> | undefined;
  #counts: Float64Array = new Float64Array(0);
  #ownedTouched: OwnedArray<Float64Array> | undefined;
  /** Ids that have come, in the order of their first time. */
  #touched: Int32Array = new Int32Array(0);
  #size = 0;

  constructor(kernels: Kernels | undefined) {
    this.#kernels = kernels;
  }

  get size(): number {
    return this.#size;
  }

  /** Ids that have come, in the order of their first time: a view that holds until the next call. */
  get touched(): Int32Array {
    return this.#touched.subarray(0, this.#size);
  }

  count(id: number): number {
    return this.#counts[id] ?? 0;
  }

  /** Makes room for ids below `size`. */
  reserve(size: number): void {
    if (size <= this.#counts.length) return;
    const length = Math.max(size, this.#counts.length * 2, 1024);
    const owned = this.#kernels?.float64(length);
    const counts = owned?.array ?? new Float64Array(length);
    counts.fill(0, this.#counts.length);
    counts.set(this.#counts);
    this.#owned?.free();
    this.#owned = owned;
    this.#counts = counts;
  }

  /** Adds 1 for each id; the ids are below what was reserved. */
  add(ids: Int32Array): void {
    const rest = this.#roomFor(ids.length);
    this.#size += this.#kernels?.owns(ids)
      ? this.#kernels.countFirsts(ids, this.#counts, rest)
      : countFirsts(ids, this.#counts, rest);
  }

  /** Adds 1 for each id and writes what that makes it. */
  addEach(ids: Int32Array, results: Float64Array): void {
    const counts = this.#counts;
    const rest = this.#roomFor(ids.length);
    let found = 0;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number;
      const after = (counts[id] as number) + 1;
      counts[id] = after;
      results[i] = after;
      if (after === 1) rest[found++] = id;
    }
    this.#size += found;
  }

  clear(): void {
    const counts = this.#counts;
    for (let i = 0; i < this.#size; i++) counts[this.#touched[i] as number] = 0;
    this.#size = 0;
  }

  /** Where ids that come for the first time go: room for `most` of them. */
  #roomFor(most: number): Int32Array {
    const wanted = this.#size + most;
    if (wanted > this.#touched.length) {
      const length = Math.max(wanted, this.#touched.length * 2, 1024);
      const owned = this.#kernels?.float64(Math.ceil(length / 2));
      const touched = owned
        ? new Int32Array(owned.array.buffer, owned.array.byteOffset, length)
        : new Int32Array(length);
      touched.set(this.touched);
      this.#ownedTouched?.free();
      this.#ownedTouched = owned;
      this.#touched = touched;
    }
    return this.#touched.subarray(this.#size);
  }
}

function countFirsts(ids: Int32Array, counts: Float64Array, firsts: Int32Array): number {
  let found = 0;
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    const before = counts[id] as number;
    counts[id] = before + 1;
    if (before === 0) firsts[found++] = id;
  }
  return found;
}
