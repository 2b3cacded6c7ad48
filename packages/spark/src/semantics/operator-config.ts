import type { Json, JsonObject, Schema, ValueType } from '@sluice/ir';

/** The checked config as it stands in a program: fields that are not set are left out. */
export function operatorConfig(config: { readonly [field: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(
    Object.entries(config).filter((entry): entry is [string, Json] => entry[1] !== undefined),
  );
}

/**
 * The config of a sink together with the types of what arrives: text forms differ by type (a double prints as
 * `1.0`, a long as `1`), and batches do not carry types.
 */
export function sinkConfig(
  config: { readonly [field: string]: Json | undefined },
  input: Schema | undefined,
): JsonObject {
  const own = operatorConfig(config);
  return input === undefined ? own : { ...own, elementTypes: elementTypes(input) };
}

function elementTypes(input: Schema): JsonObject {
  return Object.fromEntries(input.fields.map((f) => [f.name, textForm(f.type)]));
}

function textForm(type: ValueType): string {
  return type === 'double' || (typeof type === 'object' && 'list' in type && type.list === 'double')
    ? 'double'
    : 'other';
}
