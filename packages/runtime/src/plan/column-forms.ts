import type { Operator, Schema } from '@sluice/ir';
import { countable } from './count-path.ts';
import type { CutPath } from './cut-path.ts';
import type { ValuePath } from './value-path.ts';

/** What a column is made of where an operator reads it. */
export type ColumnForm =
  /** Slices of bytes, as sources read them. */
  | 'bytes'
  /** Numbers of a word table. */
  | 'words'
  /** One whole number for all records of a batch. */
  | 'constant'
  /** Values that were computed. */
  | 'values'
  /** A script made them, or two inputs differ. */
  | 'unknown';

/** Forms of the fields of a stream. */
export interface Forms {
  readonly fields: ReadonlyMap<string, ColumnForm>;
  /** A filter or a route came before: some rows may be dead. */
  readonly isSparse: boolean;
}

export const noForms: Forms = { fields: new Map(), isSparse: false };

/** The form of a field; a header is a value of its own. */
export function formOf(forms: Forms, field: string): ColumnForm {
  return forms.fields.get(field) ?? (field.startsWith('headers') ? 'values' : 'unknown');
}

/** What a source gives: texts and bytes as they were read. */
export function formsOfSource(schema: Schema): Forms {
  const fields = schema.fields.map(({ name, type }) => {
    const form: ColumnForm = type === 'string' || type === 'bytes' ? 'bytes' : 'values';
    return [name, form] as const;
  });
  return { fields: new Map(fields), isSparse: false };
}

/** The forms all inputs agree on. */
export function commonForms(inputs: readonly Forms[]): Forms {
  const [first, ...rest] = inputs;
  if (!first) return noForms;
  const fields = new Map<string, ColumnForm>();
  for (const [name, form] of first.fields)
    fields.set(name, rest.every((other) => other.fields.get(name) === form) ? form : 'unknown');
  return { fields, isSparse: inputs.some((input) => input.isSparse) };
}

/** What an assignment makes of the fields. */
export function assignedForms(
  before: Forms,
  keep: boolean,
  targets: readonly { readonly name: string; readonly isBytes: boolean; readonly path: ValuePath }[],
): Forms {
  const fields = new Map(keep ? before.fields : []);
  for (const { name, isBytes, path } of targets) {
    const form = path.kind === 'column' ? formOf(before, path.field) : constantForm(path);
    fields.set(name, isBytes ? 'bytes' : form);
  }
  return { fields, isSparse: before.isSparse };
}

function constantForm(path: ValuePath): ColumnForm {
  return path.kind === 'constant' && countable(path.value) !== undefined ? 'constant' : 'values';
}

/** What a flat-map makes of the fields. */
export function cutForms(before: Forms, field: string, schema: Schema, path: CutPath): Forms {
  const fields = new Map<string, ColumnForm>();
  for (const { name } of schema.fields) {
    const form = before.fields.get(name);
    if (form) fields.set(name, form);
  }
  // Texts found in JSON are bytes, unless there is anything else.
  if (path.kind === 'json') {
    fields.set(field, 'unknown');
    return { fields, isSparse: false };
  }
  const isCut = path.cut !== undefined && formOf(before, path.cut.field) === 'bytes';
  fields.set(field, isCut ? (path.kind === 'words' ? 'words' : 'bytes') : 'values');
  return { fields, isSparse: false };
}

/** Everything is a value. */
export function valueForms(schema: Schema, kept?: Forms): Forms {
  const fields = schema.fields.map(({ name }) => [name, kept?.fields.get(name) ?? 'values'] as const);
  return { fields: new Map(fields), isSparse: kept?.isSparse ?? false };
}

/** Nobody knows what a script gives. */
export function unknownForms(operator: Operator): Forms {
  const names = operator.outputs.flatMap((output) => output.schema.fields.map((field) => field.name));
  return { fields: new Map(names.map((name) => [name, 'unknown' as const])), isSparse: false };
}
