import type { Field, Schema, ValueType } from '@sluice/ir';
import type { CodeShape } from './prepare-code.ts';

/** What is known of a function's surroundings. */
export interface CodeTypes {
  readonly shape: CodeShape;
  /** What arrives; undefined while nobody knows. */
  readonly input: Schema | undefined;
  /** What `emit` takes, a value for each field. */
  readonly outputs?: readonly Field[];
  /** Streams besides the first, for `emit.to`. */
  readonly streams?: readonly { readonly name: string; readonly fields: readonly Field[] }[];
  /** Set where the function gives pairs: its values are `[key, value]`. */
  readonly givesPairs?: boolean;
}

/** Declarations a person may have of their own; ours step aside. */
const ours = ['Tuple', 'Emit', 'Json'] as const;
const identifier = /^[A-Za-z_$][\w$]*$/;
/** Names that cannot be parameters. */
const reserved = new Set(
  'await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield arguments eval'.split(
    ' ',
  ),
);

/**
 * TypeScript declarations of what a function sees: `SluiceFunction` is how it is called, `Tuple` and `Emit` are there
 * to be written, `log` is there to be called. `taken` is the code, whose own types keep their names.
 */
export function declareTypes(types: CodeTypes, taken = ''): string {
  let text = declarations(types).join('\n');
  for (const name of ours) {
    if (new RegExp(`\\b(?:interface|type|class|enum)\\s+${name}\\b`).test(taken))
      text = text.replace(new RegExp(`\\b${name}\\b`, 'g'), `Sluice${name}`);
  }
  return `${text}\n`;
}

function declarations({ shape, input, outputs = [], streams = [], givesPairs = false }: CodeTypes): string[] {
  const log =
    '/** Writes to the log of the run. */\ndeclare function log(...values: readonly unknown[]): void;';
  const json =
    '/** What a function may give: whatever JSON can say. */\ntype Json = string | number | boolean | null | object;';
  const fields = input?.fields;
  if (shape === 'emit') {
    const own = `(${parameters(outputs)})`;
    const others = streams.map(
      ({ name, fields: given }) =>
        `to(${[`stream: ${JSON.stringify(name)}`, ...(given.length > 0 ? [parameters(given)] : [])].join(', ')}): void;`,
    );
    return [
      `/** What arrives${input === undefined ? '' : `: ${printFields(input.fields)}`}. */`,
      `interface Tuple ${fields === undefined ? '{ [field: string]: any }' : record(fields)}`,
      '/** Gives a tuple, a value for each output field. */',
      others.length === 0
        ? `type Emit = ${own} => void;`
        : `interface Emit {\n  ${own}: void;\n  /** Gives a tuple to another stream. */\n  ${others.join('\n  ')}\n}`,
      'type SluiceFunction = (tuple: Tuple, emit: Emit) => void;',
      log,
    ];
  }
  const last = fields?.at(-1);
  const value = last === undefined ? 'any' : print(last.type);
  if (shape === 'reduce') return [`type SluiceFunction = (a: ${value}, b: ${value}) => ${value};`, log];
  const takes = fields === undefined ? '...values: any[]' : parameters(fields);
  const one = givesPairs ? 'readonly [key: Json, value: Json]' : 'Json';
  const gives = {
    map: one,
    filter: 'boolean | string | number',
    'flat-map': `Iterable<${one}>`,
    each: 'void',
  }[shape];
  return [json, `type SluiceFunction = (${takes}) => ${gives};`, log];
}

/** A type as TypeScript writes it: values come as JSON has them, bytes as text, times in milliseconds. */
function print(type: ValueType): string {
  switch (type) {
    case 'any':
      return 'any';
    case 'string':
    case 'bytes':
      return 'string';
    case 'integer':
    case 'double':
    case 'time':
      return 'number';
    case 'boolean':
      return 'boolean';
    default:
      if ('list' in type) return `Array<${print(type.list)}>`;
      if ('map' in type) return `{ [name: string]: ${print(type.map)} }`;
      return record(type.record);
  }
}

/** Each field is there once: of two with one name the later one is what a record has. */
function record(fields: readonly Field[]): string {
  const known = new Map(fields.map(({ name, type }) => [name, type]));
  const parts = [...known].map(([name, type]) => `${remark(type)}${propertyName(name)}: ${print(type)};`);
  return parts.length === 0 ? '{}' : `{\n  ${parts.join('\n  ')}\n}`;
}

/** What the type's own word does not say. */
function remark(type: ValueType): string {
  const words = {
    time: 'Milliseconds since 1970.',
    integer: 'A whole number.',
    bytes: 'Bytes, as UTF-8 text.',
  };
  return typeof type === 'string' && type in words ? `/** ${words[type as keyof typeof words]} */\n  ` : '';
}

function printFields(fields: readonly Field[]): string {
  return fields.map(({ name }) => name.replaceAll('*/', '* /')).join(', ') || 'a tuple without fields';
}

function propertyName(name: string): string {
  return identifier.test(name) ? name : JSON.stringify(name);
}

function parameters(fields: readonly Field[]): string {
  return fields.map(({ name, type }, at) => `${parameterName(name, at, fields)}: ${print(type)}`).join(', ');
}

function parameterName(name: string, at: number, all: readonly Field[]): string {
  const isFirst = all.findIndex((field) => field.name === name) === at;
  return identifier.test(name) && !reserved.has(name) && isFirst ? name : `value${at + 1}`;
}
