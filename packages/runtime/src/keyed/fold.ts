import type { ExpressionType } from '@sluice/expression';
import type { Fold, Schema } from '@sluice/ir';
import { checkLogic } from '../logic/check-logic.ts';
import { compileCombine, compileEvaluator, type LiveEvaluator } from '../logic/compile-logic.ts';
import { compareValues } from './compare.ts';
import { valueKey } from './value-key.ts';

/** How values of one key become one result. A partial is never undefined; undefined stands for "no value yet". */
export interface KeyedFold {
  readonly kind: 'count' | 'sum' | 'other';
  /** `merge` of two finite numbers whose sum is finite is their sum. */
  readonly isAddition: boolean;
  /** The value of each live record; undefined for counts, where each record counts 1. */
  readonly values: LiveEvaluator | undefined;
  /** The partial of one value, or undefined when the value does not take part (null in a sum). */
  first(value: unknown): unknown;
  /** Joins two partials, the earlier one first. */
  merge(a: unknown, b: unknown): unknown;
  /** Takes `b` away again; undefined when that is not possible. */
  readonly inverse: ((a: unknown, b: unknown) => unknown) | undefined;
  /** A partial that `merge` does not change when it changes this one; left out where partials are never changed. */
  copy?(partial: unknown): unknown;
  finish(partial: unknown): unknown;
  /** Result of no record at all, where that is a value. */
  readonly zero: unknown;
}

interface Mean {
  readonly sum: number;
  readonly count: number;
}

/** Compiles a fold other than those that need more than values (`top-k`, `update`). */
export function compileFold(
  fold: Exclude<Fold, { kind: 'top-k' | 'update' }>,
  options: { readonly input: Schema; now(): number },
): KeyedFold {
  const number = (value: unknown): unknown =>
    value === null || value === undefined ? undefined : Number(value);
  const same = (partial: unknown): unknown => partial;
  const add = (a: unknown, b: unknown): unknown => (a as number) + (b as number);
  const subtract = (a: unknown, b: unknown): unknown => (a as number) - (b as number);
  if (fold.kind === 'count') {
    return {
      kind: 'count',
      isAddition: true,
      values: undefined,
      first: () => 1,
      merge: add,
      inverse: subtract,
      finish: same,
      zero: 0,
    };
  }
  const values = compileEvaluator(fold.of, options.input, options.now);
  switch (fold.kind) {
    case 'sum':
      return {
        kind: 'sum',
        isAddition: true,
        values,
        first: number,
        merge: add,
        inverse: subtract,
        finish: same,
        zero: 0,
      };
    case 'min':
    case 'max': {
      const sign = fold.kind === 'min' ? 1 : -1;
      return {
        kind: 'other',
        isAddition: false,
        values,
        first: (value) => (value === null ? undefined : value),
        merge: (a, b) => (sign * compareValues(a, b) <= 0 ? a : b),
        inverse: undefined,
        finish: same,
        zero: null,
      };
    }
    case 'mean':
      return {
        kind: 'other',
        isAddition: false,
        values,
        first: (value) => {
          const sum = number(value);
          return sum === undefined ? undefined : { sum, count: 1 };
        },
        merge: (a, b) => ({
          sum: (a as Mean).sum + (b as Mean).sum,
          count: (a as Mean).count + (b as Mean).count,
        }),
        inverse: (a, b) => ({
          sum: (a as Mean).sum - (b as Mean).sum,
          count: (a as Mean).count - (b as Mean).count,
        }),
        finish: (partial) =>
          (partial as Mean).count === 0 ? null : (partial as Mean).sum / (partial as Mean).count,
        zero: null,
      };
    case 'distinct':
      return distinct(values);
    case 'combine': {
      const type = checkLogic(fold.of, options.input).type;
      return {
        kind: 'other',
        isAddition: isAddition(fold.text, type),
        values,
        first: (value) => (value === undefined ? null : value),
        merge: compileCombine(fold.text, type),
        inverse: fold.inverse === undefined ? undefined : compileCombine(fold.inverse, type),
        finish: same,
        zero: null,
      };
    }
  }
}

/** A set that grows: `merge` adds to its first partial. */
function distinct(values: LiveEvaluator): KeyedFold {
  return {
    kind: 'other',
    isAddition: false,
    values,
    first: (value) => (value === null || value === undefined ? undefined : new Set([valueKey(value)])),
    merge(a, b) {
      for (const value of b as ReadonlySet<unknown>) (a as Set<unknown>).add(value);
      return a;
    },
    inverse: undefined,
    copy: (partial) => new Set(partial as ReadonlySet<unknown>),
    finish: (partial) => (partial as ReadonlySet<unknown>).size,
    zero: 0,
  };
}

/** `a + b`, whichever way round; numbers only, as texts are joined by it. */
function isAddition(text: string, type: ExpressionType): boolean {
  if (type !== 'integer' && type !== 'double') return false;
  return /^\s*(?:a\s*\+\s*b|b\s*\+\s*a)\s*$/.test(text);
}

/** A partial that may be merged into. */
export function copyOf(fold: KeyedFold, partial: unknown): unknown {
  return fold.copy === undefined ? partial : fold.copy(partial);
}

/** Partials by key id, with the ids that have one in the order they came. */
export class Partials {
  readonly #fold: KeyedFold;
  #values: unknown[] = [];
  #touched: number[] = [];

  constructor(fold: KeyedFold) {
    this.#fold = fold;
  }

  /** Ids that have a partial, oldest first. */
  get touched(): readonly number[] {
    return this.#touched;
  }

  get(id: number): unknown {
    return this.#values[id];
  }

  /** The partial of an id as it is now, whatever is folded in later. */
  copy(id: number): unknown {
    return copyOf(this.#fold, this.#values[id]);
  }

  /** Folds in a partial that stays the caller's. */
  mergeCopy(id: number, partial: unknown): void {
    this.merge(id, copyOf(this.#fold, partial));
  }

  /** Makes room for `size` ids, so that the array stays dense. */
  reserve(size: number): void {
    const values = this.#values;
    while (values.length < size) values.push(undefined);
  }

  /** Folds a partial in that is the caller's no more; `undefined` values have been filtered by `first`. */
  merge(id: number, partial: unknown): unknown {
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

  /** Folds the live records of a batch; `results`, when given, gets the running result of each (`[i]`). */
  add(ids: Int32Array, values: ArrayLike<unknown> | undefined, results?: { [index: number]: unknown }): void {
    if (this.#fold.kind === 'count') {
      if (results instanceof Float64Array) this.#countEach(ids, results);
      else this.#count(ids);
    } else if (this.#fold.isAddition && results === undefined) this.#sum(ids, values as ArrayLike<unknown>);
    else this.#addValues(ids, values as ArrayLike<unknown>, results);
  }

  #count(ids: Int32Array): void {
    const counts = this.#values as (number | undefined)[];
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number;
      const before = counts[id];
      if (before === undefined) {
        this.#touched.push(id);
        counts[id] = 1;
      } else counts[id] = before + 1;
    }
  }

  #countEach(ids: Int32Array, results: Float64Array): void {
    const counts = this.#values as (number | undefined)[];
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number;
      const before = counts[id];
      let after = 1;
      if (before === undefined) this.#touched.push(id);
      else after = before + 1;
      counts[id] = after;
      results[i] = after;
    }
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
    values: ArrayLike<unknown>,
    results: { [index: number]: unknown } | undefined,
  ): void {
    const fold = this.#fold;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number;
      const partial = fold.first(values[i]);
      const after = partial === undefined ? this.#values[id] : this.merge(id, partial);
      if (results !== undefined) results[i] = after === undefined ? fold.zero : fold.finish(after);
    }
  }

  /** Takes everything out. */
  drain(): { readonly ids: readonly number[]; readonly partials: readonly unknown[] } {
    const ids = this.#touched;
    const partials = ids.map((id) => this.#values[id]);
    this.clear();
    return { ids, partials };
  }

  clear(): void {
    for (const id of this.#touched) this.#values[id] = undefined;
    this.#touched = [];
  }
}
