import type { LoweredOperator } from '@sluice/component';
import { type ExpressionType, parseExpression } from '@sluice/expression';
import {
  type AggregateScope,
  type Field,
  type Fold,
  type Logic,
  pairSchema,
  printType,
  type Schema,
  type Span,
  type ValueType,
} from '@sluice/ir';

/** The type of logic over records of a schema; `any` when it has problems or is opaque. */
export function typeOfLogic(logic: Logic, input: Schema | undefined): ValueType {
  if (logic.kind !== 'expression') return 'any';
  return typeOfText(logic.text, input);
}

/** The type of an expression over records of a schema; `any` when it does not type-check. */
export function typeOfText(text: string, input: Schema | undefined): ValueType {
  const parsed = parseExpression(text, input?.fields ?? []);
  return parsed.tree === undefined ? 'any' : (parsed.type satisfies ExpressionType);
}

/** A schema with other fields; its shape is that of its fields. */
function withFields(input: Schema | undefined, fields: readonly Field[]): Schema {
  const names = fields.map((f) => f.name).join(',');
  if (input?.shape === 'event' && names === 'headers,body') return { shape: 'event', fields };
  const isSpark = input?.shape === 'element' || input?.shape === 'pair';
  if (isSpark && names === 'value') return { shape: 'element', fields };
  if (isSpark && names === 'key,value') return { shape: 'pair', fields };
  return { shape: 'tuple', fields };
}

/** The type of what a fold gives. */
function foldType(fold: Fold, input: Schema | undefined): ValueType {
  switch (fold.kind) {
    case 'count':
    case 'distinct':
      return 'integer';
    case 'mean':
      return 'double';
    case 'sum':
    case 'min':
    case 'max':
    case 'combine':
      return typeOfLogic(fold.of, input);
    case 'update':
    case 'top-k':
      return 'any';
  }
}

function keyFields(key: readonly string[], input: Schema | undefined): Field[] {
  return key.map((name): Field => input?.fields.find((f) => f.name === name) ?? { name, type: 'any' });
}

/** The fields that say which window a result belongs to. */
function spanFields({ startField, endField }: Span): Field[] {
  return [startField, endField]
    .filter((name) => name !== undefined)
    .map((name) => ({ name, type: 'integer' }));
}

function scopeFields(scope: AggregateScope): Field[] {
  return scope.kind === 'span' ? spanFields(scope.span) : [];
}

/** What an operator emits, from what it gets. Undefined when that cannot be known because of an earlier problem. */
export function inferSchema(operator: LoweredOperator, input: Schema | undefined): Schema | undefined {
  if (operator.schema !== undefined) return operator.schema;
  switch (operator.kind) {
    case 'source':
    case 'sink':
    case 'script':
    case 'filter':
    case 'union':
    case 'route':
    case 'dedupe':
    case 'sample':
    case 'buffer':
      return input;
    case 'window': {
      const bounds = 'span' in operator ? spanFields(operator.span) : [];
      return bounds.length === 0 ? input : withFields(input, [...(input?.fields ?? []), ...bounds]);
    }
    case 'watermark': {
      const own = [operator.field, operator.task].filter((name) => name !== undefined);
      const others = (input?.fields ?? []).filter((f) => !own.includes(f.name));
      return withFields(input, [...others, ...own.map((name): Field => ({ name, type: 'integer' }))]);
    }
    case 'reduce':
      return withFields(input, [
        ...keyFields(operator.key, input),
        ...scopeFields(operator.scope),
        { name: operator.result, type: typeOfLogic(operator.of, input) },
      ]);
    case 'join': {
      const isGrouped = operator.type === 'cogroup';
      const values = [...operator.left.values, ...operator.right.values].map(
        ({ field }): Field => (isGrouped ? { name: field.name, type: { list: field.type } } : field),
      );
      const key: Field = { name: operator.key, type: typeOfLogic(operator.left.key, input) };
      return { shape: 'tuple', fields: [key, ...scopeFields(operator.scope), ...values] };
    }
    case 'map': {
      // `headers.x` sets an entry of the field `headers`.
      const isEntry = (name: string): boolean =>
        input?.fields.some((f) => name.startsWith(`${f.name}.`)) === true;
      const assigned = operator.assign.map((a) => a.field).filter((f) => !isEntry(f.name));
      const kept = operator.keep
        ? (input?.fields ?? []).filter((f) => !assigned.some((a) => a.name === f.name))
        : [];
      return input === undefined && operator.keep ? undefined : withFields(input, [...kept, ...assigned]);
    }
    case 'flat-map':
      return withFields(input, [operator.field]);
    case 'key-by':
      return pairSchema(typeOfLogic(operator.key, input), typeOfLogic(operator.value, input));
    case 'aggregate': {
      if (operator.fold.kind === 'top-k') {
        const bounds = scopeFields(operator.scope);
        return bounds.length === 0 ? input : withFields(input, [...(input?.fields ?? []), ...bounds]);
      }
      return withFields(input, [
        ...keyFields(operator.key, input),
        ...scopeFields(operator.scope),
        { name: operator.result, type: foldType(operator.fold, input) },
      ]);
    }
  }
}

function unifyTypes(a: ValueType, b: ValueType): ValueType | undefined {
  if (a === 'any' || b === 'any') return 'any';
  if (printType(a) === printType(b)) return a;
  const isNumber = (t: ValueType): boolean => t === 'integer' || t === 'double';
  if (isNumber(a) && isNumber(b)) return 'double';
  if (typeof a === 'object' && typeof b === 'object' && 'list' in a && 'list' in b) {
    const item = unifyTypes(a.list, b.list);
    return item === undefined ? undefined : { list: item };
  }
  return undefined;
}

/** One schema for records of both, or undefined when there is none. */
export function unifySchemas(a: Schema, b: Schema): Schema | undefined {
  if (a.shape !== b.shape || a.fields.length !== b.fields.length) return undefined;
  const fields: Field[] = [];
  for (const [index, field] of a.fields.entries()) {
    const other = b.fields[index];
    const type = other?.name === field.name ? unifyTypes(field.type, other.type) : undefined;
    if (type === undefined) return undefined;
    fields.push({ name: field.name, type });
  }
  return { shape: a.shape, fields };
}

/** Prints a schema the way messages show it. */
export function printSchema(schema: Schema): string {
  const types = schema.fields.map((f) => printType(f.type));
  if (schema.shape === 'event') return 'events';
  if (schema.shape === 'element') return `DStream[${types[0] ?? ''}]`;
  if (schema.shape === 'pair') return `DStream[(${types.join(', ')})]`;
  return `tuples (${schema.fields.map((f) => f.name).join(', ')})`;
}
