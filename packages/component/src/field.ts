import type { Diagnostic, Json, JsonObject } from '@sluice/ir';

/** Parts every field shares. */
interface FieldBase {
  readonly label: string;
  /** One or two sentences shown beside the field. */
  readonly help: string;
  /** The engine's own property key; a field without one is Sluice's own and is not exported. */
  readonly exportKey?: string;
  /** Heading in the form; fields without one come first. */
  readonly group?: string;
  readonly isRequired?: boolean;
  /** Folded away under "Advanced". */
  readonly isAdvanced?: boolean;
  /** May be changed while the flow runs. */
  readonly isLive?: boolean;
  /** Unit shown inside the control: `ms`, `s`, `B`, `events`, `records/s`, `%`. */
  readonly unit?: string;
}

export interface TextField extends FieldBase {
  readonly type: 'text';
  readonly default?: string;
  readonly placeholder?: string;
  /** ECMAScript pattern the whole value must match, with the sentence shown when it does not. */
  readonly pattern?: { readonly source: string; readonly message: string };
}
/** A path; `escapes` allows Flume's `%Y`, `%{header}` sequences. */
export interface PathField extends FieldBase {
  readonly type: 'path';
  readonly default?: string;
  readonly placeholder?: string;
  readonly escapes?: boolean;
  readonly of: 'file' | 'directory';
}
export interface IntegerField extends FieldBase {
  readonly type: 'integer';
  readonly default?: number;
  /** What it means when nothing is set: `no limit`. */
  readonly placeholder?: string;
  readonly min?: number;
  readonly max?: number;
}
export interface NumberField extends FieldBase {
  readonly type: 'number';
  readonly default?: number;
  readonly min?: number;
  readonly max?: number;
}
export interface BooleanField extends FieldBase {
  readonly type: 'boolean';
  readonly default: boolean;
}
export interface ChoiceField<TChoice extends string = string> extends FieldBase {
  readonly type: 'choice';
  readonly choices: readonly TChoice[];
  readonly default: TChoice;
  /** Label per choice where the value alone does not say it. */
  readonly choiceLabels?: { readonly [key: string]: string };
  /** The engine ignores case in this value. */
  readonly ignoresCase?: boolean;
}
/** Text in the expression language; `returns` is the type its value must have. */
export interface ExpressionField extends FieldBase {
  readonly type: 'expression';
  readonly default?: string;
  readonly placeholder?: string;
  readonly returns: 'any' | 'boolean' | 'string' | 'number' | 'list';
  /** Extra names in scope besides the record's fields, e.g. `a`, `b` of a combine expression. */
  readonly scope?: 'record' | 'combine';
}
/** A Java regular expression. */
export interface RegexField extends FieldBase {
  readonly type: 'regex';
  readonly default?: string;
}
/** An ordered list of short texts (header names, field names). */
export interface ListField extends FieldBase {
  readonly type: 'list';
  readonly default: readonly string[];
  readonly itemLabel: string;
  /** What an empty list means, where that is no list: `all fields`. */
  readonly placeholder?: string;
}
/** Ordered `name -> expression` pairs: the output fields of a map. */
export interface AssignmentsField extends FieldBase {
  readonly type: 'assignments';
  readonly default: readonly { readonly name: string; readonly value: string }[];
}
/** A function in JavaScript or TypeScript, called once for each record. */
export interface CodeField extends FieldBase {
  readonly type: 'code';
  readonly default?: string;
  /**
   * How it is called: `emit(record, emit)`; the others with the record's values, to give one value, true or false, a
   * list, one value of two, or nothing.
   */
  readonly shape: 'emit' | 'map' | 'filter' | 'flat-map' | 'reduce' | 'each';
  /** The list field that declares what `emit` takes, `name` or `name: type` an item; an empty one: what arrives. */
  readonly outputs?: string;
  /** The list field that declares the streams `emit.to` gives records to, `name(field, field: type)` an item. */
  readonly streams?: string;
  /** Set where what it gives are pairs `[key, value]`. */
  readonly gives?: 'pair';
}
export interface DatasetField extends FieldBase {
  readonly type: 'dataset';
  readonly default: string;
}

export type FieldSpec =
  | TextField
  | PathField
  | IntegerField
  | NumberField
  | BooleanField
  | ChoiceField
  | ExpressionField
  | RegexField
  | ListField
  | AssignmentsField
  | CodeField
  | DatasetField;

export type FieldType = FieldSpec['type'];
export type FieldSpecs = { readonly [name: string]: FieldSpec };

type ValueOf<TField> = TField extends { type: 'integer' | 'number' }
  ? number
  : TField extends { type: 'boolean' }
    ? boolean
    : TField extends { type: 'choice'; choices: readonly (infer TChoice)[] }
      ? TChoice
      : TField extends { type: 'list' }
        ? readonly string[]
        : TField extends { type: 'assignments' }
          ? readonly { readonly name: string; readonly value: string }[]
          : string;

/** A field with a default or marked required always has a value after `apply`. */
type IsPresent<TField> = TField extends { default: infer TDefault }
  ? undefined extends TDefault
    ? false
    : true
  : TField extends { isRequired: true }
    ? true
    : false;

/** The checked config of a component: what `lower` and `run` are handed. */
export type ConfigOf<TFields extends FieldSpecs> = {
  readonly [K in keyof TFields]: IsPresent<TFields[K]> extends true
    ? ValueOf<TFields[K]>
    : ValueOf<TFields[K]> | undefined;
};

type Input<T extends FieldSpec> = Omit<T, 'type'>;

/** Constructors of field specs, one per field type. The literal type of the argument survives. */
export const field = {
  text: <const T extends Input<TextField>>(spec: T): T & { readonly type: 'text' } => ({
    ...spec,
    type: 'text',
  }),
  path: <const T extends Input<PathField>>(spec: T): T & { readonly type: 'path' } => ({
    ...spec,
    type: 'path',
  }),
  integer: <const T extends Input<IntegerField>>(spec: T): T & { readonly type: 'integer' } => ({
    ...spec,
    type: 'integer',
  }),
  number: <const T extends Input<NumberField>>(spec: T): T & { readonly type: 'number' } => ({
    ...spec,
    type: 'number',
  }),
  boolean: <const T extends Input<BooleanField>>(spec: T): T & { readonly type: 'boolean' } => ({
    ...spec,
    type: 'boolean',
  }),
  choice: <const T extends Input<ChoiceField>>(spec: T): T & { readonly type: 'choice' } => ({
    ...spec,
    type: 'choice',
  }),
  expression: <const T extends Input<ExpressionField>>(spec: T): T & { readonly type: 'expression' } => ({
    ...spec,
    type: 'expression',
  }),
  regex: <const T extends Input<RegexField>>(spec: T): T & { readonly type: 'regex' } => ({
    ...spec,
    type: 'regex',
  }),
  list: <const T extends Input<ListField>>(spec: T): T & { readonly type: 'list' } => ({
    ...spec,
    type: 'list',
  }),
  assignments: <const T extends Input<AssignmentsField>>(spec: T): T & { readonly type: 'assignments' } => ({
    ...spec,
    type: 'assignments',
  }),
  code: <const T extends Input<CodeField>>(spec: T): T & { readonly type: 'code' } => ({
    ...spec,
    type: 'code',
  }),
  dataset: <const T extends Input<DatasetField>>(spec: T): T & { readonly type: 'dataset' } => ({
    ...spec,
    type: 'dataset',
  }),
};

/** Fills in defaults. Keys the spec does not know are dropped here; the document keeps them in `extra`. */
export function applyDefaults(fields: FieldSpecs, config: JsonObject): JsonObject {
  const full: Record<string, Json> = {};
  for (const [name, spec] of Object.entries(fields)) {
    const value = Object.hasOwn(config, name) ? config[name] : undefined;
    if (value !== undefined) full[name] = value;
    else if (spec.default !== undefined) full[name] = spec.default as Json;
  }
  return full;
}

type Place = { readonly component?: string; readonly system?: string; readonly connection?: string };

/** Checks one value against its field; returns every problem with it. Expression text is checked by the compiler. */
export function checkField(
  name: string,
  spec: FieldSpec,
  value: Json | undefined,
  place: Place,
): Diagnostic[] {
  const at = { ...place, field: name };
  const wrong = (code: string, message: string, help: string): Diagnostic[] => [
    { code, severity: 'error', message, at, help },
  ];
  const isEmpty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  if (isEmpty) {
    if (spec.isRequired !== true) return [];
    return wrong(
      'FLOW_FIELD_REQUIRED',
      `${spec.label} is not set.`,
      `Enter a value for ${spec.exportKey ?? name}.`,
    );
  }
  switch (spec.type) {
    case 'integer':
    case 'number': {
      if (typeof value !== 'number' || !Number.isFinite(value)) {
        return wrong('FLOW_FIELD_TYPE', `${spec.label} must be a number.`, 'Enter digits only.');
      }
      if (spec.type === 'integer' && !Number.isSafeInteger(value)) {
        return wrong('FLOW_FIELD_TYPE', `${spec.label} must be a whole number.`, 'Remove the decimals.');
      }
      if (spec.min !== undefined && value < spec.min) {
        return wrong(
          'FLOW_FIELD_RANGE',
          `${spec.label} is ${value}; the least is ${spec.min}.`,
          `Use ${spec.min} or more.`,
        );
      }
      if (spec.max !== undefined && value > spec.max) {
        return wrong(
          'FLOW_FIELD_RANGE',
          `${spec.label} is ${value}; the most is ${spec.max}.`,
          `Use ${spec.max} or less.`,
        );
      }
      return [];
    }
    case 'boolean':
      return typeof value === 'boolean'
        ? []
        : wrong('FLOW_FIELD_TYPE', `${spec.label} must be true or false.`, 'Use the switch.');
    case 'choice':
      return typeof value === 'string' && spec.choices.includes(value)
        ? []
        : wrong(
            'FLOW_FIELD_CHOICE',
            `${spec.label} is ${JSON.stringify(value)}, which is not one of ${spec.choices.join(', ')}.`,
            'Pick one from the list.',
          );
    case 'list':
      return Array.isArray(value) && value.every((item) => typeof item === 'string')
        ? []
        : wrong('FLOW_FIELD_TYPE', `${spec.label} must be a list of texts.`, 'Add one item at a time.');
    case 'assignments':
      return Array.isArray(value) && value.every(isAssignment)
        ? []
        : wrong(
            'FLOW_FIELD_TYPE',
            `${spec.label} must be a list of names with expressions.`,
            'Add one field at a time.',
          );
    case 'text': {
      if (typeof value !== 'string')
        return wrong('FLOW_FIELD_TYPE', `${spec.label} must be text.`, 'Enter text.');
      if (spec.pattern && !new RegExp(`^(?:${spec.pattern.source})$`, 'u').test(value)) {
        return wrong('FLOW_FIELD_PATTERN', `${spec.label}: ${spec.pattern.message}`, 'Change the value.');
      }
      return [];
    }
    case 'path':
    case 'expression':
    case 'regex':
    case 'code':
    case 'dataset':
      return typeof value === 'string'
        ? []
        : wrong('FLOW_FIELD_TYPE', `${spec.label} must be text.`, 'Enter text.');
  }
}

function isAssignment(item: Json): boolean {
  return (
    typeof item === 'object' &&
    item !== null &&
    'name' in item &&
    'value' in item &&
    typeof item.name === 'string' &&
    typeof item.value === 'string'
  );
}
