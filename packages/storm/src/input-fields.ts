import type { Field, Schema } from '@sluice/ir';

/** The first field of a stream, or `fallback` while the stream is not known. */
export function firstField(input: Schema | undefined, fallback: string): string {
  return input?.fields[0]?.name ?? fallback;
}

/** The field called `name`, of any type while the stream does not declare it. */
export function fieldNamed(input: Schema | undefined, name: string): Field {
  return input?.fields.find((f) => f.name === name) ?? { name, type: 'any' };
}

/** An optional text of a form: an empty one counts as not set. */
export function textOr(value: string | undefined, otherwise: string): string {
  return value === undefined || value.trim() === '' ? otherwise : value.trim();
}
