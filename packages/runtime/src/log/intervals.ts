/** A set of whole numbers as runs; numbers mostly come in order and make one run. */
export class Intervals {
  /** Begin and end of each run, in the order they came. */
  #bounds: number[] = [];
  #isSorted = true;

  /** Numbers kept: two for each run. */
  get size(): number {
    return this.#bounds.length;
  }

  add(first: number, count: number): void {
    const last = this.#bounds.length - 1;
    if (last >= 0 && this.#bounds[last] === first) {
      this.#bounds[last] = first + count;
      return;
    }
    if (last >= 0 && first < (this.#bounds[last] as number)) this.#isSorted = false;
    this.#bounds.push(first, first + count);
  }

  /** Calls `visit` with the parts of [first, first + count) that are not in the set, in order. */
  outside(first: number, count: number, visit: (first: number, count: number) => void): void {
    this.#sort();
    const end = first + count;
    let at = first;
    for (let i = this.#find(first); i < this.#bounds.length && at < end; i += 2) {
      const begin = this.#bounds[i] as number;
      if (begin >= end) break;
      if (begin > at) visit(at, begin - at);
      at = Math.max(at, this.#bounds[i + 1] as number);
    }
    if (at < end) visit(at, end - at);
  }

  /** Index of the first run that ends behind a number. */
  #find(number: number): number {
    let low = 0;
    let high = this.#bounds.length / 2;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#bounds[2 * middle + 1] as number) > number) high = middle;
      else low = middle + 1;
    }
    return 2 * low;
  }

  #sort(): void {
    if (this.#isSorted) return;
    const runs: (readonly [number, number])[] = [];
    for (let i = 0; i < this.#bounds.length; i += 2) {
      runs.push([this.#bounds[i] as number, this.#bounds[i + 1] as number]);
    }
    runs.sort((a, b) => a[0] - b[0]);
    const merged: number[] = [];
    for (const [begin, end] of runs) {
      const last = merged.length - 1;
      if (last >= 0 && begin <= (merged[last] as number))
        merged[last] = Math.max(merged[last] as number, end);
      else merged.push(begin, end);
    }
    this.#bounds = merged;
    this.#isSorted = true;
  }
}
