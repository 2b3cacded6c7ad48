import type { ExpressionType } from '@sluice/expression';
import type { Fold, Logic, Schema } from '@sluice/ir';
import type { Kernels } from '@sluice/kernels';
import type { Batch } from '../batch.ts';
import { columnOf } from '../batch-read.ts';
import { checkLogic } from '../logic/check-logic.ts';
import { compileCombine, compileEvaluator, type LiveEvaluator } from '../logic/compile-logic.ts';
import { countable, isPlainSum } from '../plan/count-path.ts';
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
  /** The whole number other than 0 that all records of a batch have as their value, where that is plain to see. */
  constantOf(batch: Batch): number | undefined;
  readonly kernels: Kernels | undefined;
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
  options: { readonly input: Schema; now(): number; readonly kernels?: Kernels },
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
      constantOf: () => 1,
      kernels: options.kernels,
      zero: 0,
    };
  }
  const constantOf = constantReader(fold.of, options.input);
  const { kernels } = options;
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
        constantOf,
        kernels,
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
        constantOf,
        kernels,
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
        constantOf,
        kernels,
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
        constantOf,
        kernels,
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
    constantOf: () => undefined,
    kernels: undefined,
    finish: (partial) => (partial as ReadonlySet<unknown>).size,
    zero: 0,
  };
}

/** Reads a field that is constant in a batch. Sums of such small whole numbers are exact, in whatever order. */
function constantReader(logic: Logic, input: Schema): (batch: Batch) => number | undefined {
  const { tree } = checkLogic(logic, input);
  if (tree?.kind === 'literal') return () => countable(tree.value);
  if (tree?.kind !== 'name') return () => undefined;
  return (batch) => {
    const column = columnOf(batch, tree.name);
    return column?.kind === 'constant' ? countable(column.value) : undefined;
  };
}

/** `a + b`, whichever way round; numbers only, as texts are joined by it. */
function isAddition(text: string, type: ExpressionType): boolean {
  if (type !== 'integer' && type !== 'double') return false;
  return isPlainSum(text);
}

/** A partial that may be merged into. */
export function copyOf(fold: KeyedFold, partial: unknown): unknown {
  return fold.copy === undefined ? partial : fold.copy(partial);
}
