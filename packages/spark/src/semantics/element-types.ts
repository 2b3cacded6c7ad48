import type { LowerContext, LoweredOperator } from '@sluice/component';
import type { Fold, Schema, ValueType } from '@sluice/ir';
import { elementSchema, pairSchema } from '@sluice/ir';
import { fixedExpression } from './logic.ts';

/** The type of a field of a schema; `any` when it is not known. */
export function typeOfField(schema: Schema | undefined, name: string): ValueType {
  return schema?.fields.find((f) => f.name === name)?.type ?? 'any';
}

/** The item type of a list type; `any` for everything else. */
export function itemType(type: ValueType): ValueType {
  return typeof type === 'object' && 'list' in type ? type.list : 'any';
}

/**
 * What `countByValue` counts: the element itself, or the whole `(K, V)` of a pair stream. The chain puts it under
 * `key`, so that an aggregate can follow.
 */
export function valueAsKey(input: Schema | undefined): {
  readonly operator: LoweredOperator;
  readonly type: ValueType;
} {
  const isPair = input?.shape === 'pair';
  const type: ValueType = isPair ? { list: 'any' } : typeOfField(input, 'value');
  const fieldOfKey = { name: 'key', type };
  return {
    type,
    operator: {
      kind: 'map',
      assign: [{ field: fieldOfKey, value: fixedExpression(isPair ? '[key, value]' : 'value') }],
      keep: false,
      schema: { shape: 'element', fields: [fieldOfKey] },
    },
  };
}

/** A `(K, V) => V` reduction; sums of numbers get the fold that kernels know. */
export function reduction(
  combine: string,
  inverse: string | undefined,
  context: LowerContext,
): { readonly fold: Fold; readonly type: ValueType } {
  const type = typeOfField(context.input, 'value');
  const isNumber = type === 'integer' || type === 'double';
  const isSum = /^\s*(a\s*\+\s*b|b\s*\+\s*a)\s*$/.test(combine);
  const isDifference = inverse === undefined || /^\s*a\s*-\s*b\s*$/.test(inverse);
  const value = fixedExpression('value');
  if (isNumber && isSum && isDifference) return { fold: { kind: 'sum', of: value }, type };
  return {
    fold: {
      kind: 'combine',
      of: value,
      text: combine,
      ...(inverse === undefined ? {} : { inverse }),
    },
    type,
  };
}

/** `DStream[T]` of what an expression gives. */
export function elementOf(expression: string, context: LowerContext): Schema {
  return elementSchema(context.typeOf(expression));
}

/** `DStream[(K, V)]` with the key type of the input. */
export function pairLike(context: LowerContext, value: ValueType): Schema {
  return pairSchema(typeOfField(context.input, 'key'), value);
}
