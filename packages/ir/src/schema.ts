/** The type of one value in a record. Composite types nest. */
export type ValueType =
  | 'any'
  | 'string'
  | 'bytes'
  | 'integer'
  | 'double'
  | 'boolean'
  | 'time'
  | { readonly list: ValueType }
  | { readonly map: ValueType }
  | { readonly record: readonly Field[] };

/** One named column of a stream. */
export interface Field {
  readonly name: string;
  readonly type: ValueType;
}

/**
 * What the records of a stream look like.
 *
 * Whatever the engine, a record is a row of named fields:
 * - `event` (Flume): fields `headers` (map of string) and `body` (bytes)
 * - `tuple` (Storm): the declared output fields
 * - `element` (Spark `DStream[T]`): the single field `value`
 * - `pair` (Spark `DStream[(K, V)]`): the fields `key` and `value`
 */
export interface Schema {
  readonly shape: 'event' | 'tuple' | 'element' | 'pair';
  readonly fields: readonly Field[];
}

/** The schema of every Flume stream. */
export const eventSchema: Schema = {
  shape: 'event',
  fields: [
    { name: 'headers', type: { map: 'string' } },
    { name: 'body', type: 'bytes' },
  ],
};

/** Makes the schema of a Storm stream from its output fields. */
export function tupleSchema(fields: readonly Field[]): Schema {
  return { shape: 'tuple', fields };
}

/** Makes the schema of a `DStream[T]`. */
export function elementSchema(type: ValueType): Schema {
  return { shape: 'element', fields: [{ name: 'value', type }] };
}

/** Makes the schema of a `DStream[(K, V)]`. */
export function pairSchema(key: ValueType, value: ValueType): Schema {
  return {
    shape: 'pair',
    fields: [
      { name: 'key', type: key },
      { name: 'value', type: value },
    ],
  };
}

/** Prints a value type the way messages show it, for example `list<string>`. */
export function printType(type: ValueType): string {
  if (typeof type === 'string') return type;
  if ('list' in type) return `list<${printType(type.list)}>`;
  if ('map' in type) return `map<${printType(type.map)}>`;
  return `record<${type.record.map((f) => `${f.name}: ${printType(f.type)}`).join(', ')}>`;
}
