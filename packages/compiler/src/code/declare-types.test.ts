import { elementSchema, eventSchema, pairSchema, type Schema, tupleSchema, type ValueType } from '@sluice/ir';
import { describe, expect, it } from 'vitest';
import { type CodeTypes, declareTypes } from './declare-types.ts';

/** The declarations without their remarks, on one line. */
function declared(types: CodeTypes, taken?: string): string {
  return declareTypes(types, taken)
    .replace(/\/\*\*.*?\*\/\n?/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
const logged = 'declare function log(...values: readonly unknown[]): void;';
const json = 'type Json = string | number | boolean | null | object;';
const tuple = (...fields: (readonly [string, ValueType])[]): Schema =>
  tupleSchema(fields.map(([name, type]) => ({ name, type })));

describe('the declarations of a function', () => {
  it('of a bolt are its tuple and what it emits', () => {
    const types: CodeTypes = {
      shape: 'emit',
      input: tuple(['line', 'string'], ['at', 'time']),
      outputs: [
        { name: 'word', type: 'string' },
        { name: 'count', type: 'integer' },
      ],
    };
    expect(declareTypes(types)).toBe(`/** What arrives: line, at. */
interface Tuple {
  line: string;
  /** Milliseconds since 1970. */
  at: number;
}
/** Gives a tuple, a value for each output field. */
type Emit = (word: string, count: number) => void;
type SluiceFunction = (tuple: Tuple, emit: Emit) => void;
/** Writes to the log of the run. */
${logged}
`);
  });

  const types: readonly (readonly [ValueType, string])[] = [
    ['any', 'any'],
    ['string', 'string'],
    ['bytes', 'string'],
    ['integer', 'number'],
    ['double', 'number'],
    ['time', 'number'],
    ['boolean', 'boolean'],
    [{ list: 'string' }, 'Array<string>'],
    [{ list: { list: 'double' } }, 'Array<Array<number>>'],
    [{ map: 'integer' }, '{ [name: string]: number }'],
    [{ record: [] }, '{}'],
    [{ record: [{ name: 'a', type: { map: 'any' } }] }, '{ a: { [name: string]: any }; }'],
    [{ list: { record: [{ name: 'x y', type: 'boolean' }] } }, 'Array<{ "x y": boolean; }>'],
  ];
  it.each(types)('write the type %j as %s', (type, written) => {
    expect(declared({ shape: 'map', input: elementSchema(type) })).toBe(
      `${json} type SluiceFunction = (value: ${written}) => Json; ${logged}`,
    );
    expect(declared({ shape: 'emit', input: tuple(['f', type]), outputs: [] })).toContain(
      `interface Tuple { f: ${written}; }`,
    );
  });

  it.each([
    ['map', '(value: string) => Json'],
    ['filter', '(value: string) => boolean | string | number'],
    ['flat-map', '(value: string) => Iterable<Json>'],
    ['each', '(value: string) => void'],
    ['reduce', '(a: string, b: string) => string'],
  ] as const)('of %s are called with the value', (shape, written) => {
    expect(declared({ shape, input: elementSchema('string') })).toContain(
      `type SluiceFunction = ${written};`,
    );
  });

  it.each([
    ['map', '(key: string, value: number) => Json'],
    ['filter', '(key: string, value: number) => boolean | string | number'],
    ['flat-map', '(key: string, value: number) => Iterable<Json>'],
    ['each', '(key: string, value: number) => void'],
    ['reduce', '(a: number, b: number) => number'],
  ] as const)('of %s are called with key and value of a pair', (shape, written) => {
    expect(declared({ shape, input: pairSchema('string', 'integer') })).toContain(
      `type SluiceFunction = ${written};`,
    );
  });

  it('have an overload for each other stream', () => {
    const types: CodeTypes = {
      shape: 'emit',
      input: tuple(['line', 'string']),
      outputs: [{ name: 'line', type: 'string' }],
      streams: [
        {
          name: 'errors',
          fields: [
            { name: 'reason', type: 'string' },
            { name: 'n', type: 'integer' },
          ],
        },
        { name: 'x"y', fields: [] },
      ],
    };
    expect(declared(types)).toContain(
      'interface Emit { (line: string): void; to(stream: "errors", reason: string, n: number): void; to(stream: "x\\"y"): void; }',
    );
  });

  it('give pairs where pairs are wanted', () => {
    expect(declared({ shape: 'map', input: elementSchema('string'), givesPairs: true })).toContain(
      '(value: string) => readonly [key: Json, value: Json]',
    );
    expect(declared({ shape: 'flat-map', input: elementSchema('string'), givesPairs: true })).toContain(
      'Iterable<readonly [key: Json, value: Json]>',
    );
  });

  it('know headers and body of an event', () => {
    expect(declared({ shape: 'emit', input: eventSchema, outputs: eventSchema.fields })).toContain(
      'interface Tuple { headers: { [name: string]: string }; body: string; } type Emit = (headers: { [name: string]: string }, body: string) => void;',
    );
  });

  it.each([
    ['emit', 'interface Tuple { [field: string]: any }'],
    ['map', '(...values: any[]) => Json'],
    ['reduce', '(a: any, b: any) => any'],
  ] as const)('of %s take anything while nobody knows what arrives', (shape, written) => {
    expect(declared({ shape, input: undefined })).toContain(written);
  });

  it.each([
    [['a'], 'a: any'],
    [['class', 'x'], 'value1: any, x: any'],
    [['a', 'a'], 'a: any, value2: any'],
    [['x-y', '1a', '$ok'], 'value1: any, value2: any, $ok: any'],
    [[], ''],
  ])('name what emit takes after the fields %j where TypeScript can', (names, written) => {
    const outputs = names.map((name) => ({ name, type: 'any' as const }));
    expect(declared({ shape: 'emit', input: tuple(), outputs })).toContain(
      `type Emit = (${written}) => void;`,
    );
  });

  it('keep a field of any name, each once', () => {
    const input = tuple(['a b', 'string'], ['*/ evil()', 'string'], ['a', 'string'], ['a', 'integer']);
    const text = declareTypes({ shape: 'emit', input, outputs: [] });
    expect(text).toContain('"a b": string;');
    expect(text).toContain('"*/ evil()": string;');
    expect(text.match(/^\s+a: /gm)).toHaveLength(1);
    expect(text).not.toMatch(/\/\*\* What arrives: [^\n]*\*\/ evil/);
  });

  it.each([
    ['interface Tuple { a: string }', 'SluiceTuple', 'Emit'],
    ['type Emit = (a: string) => void', 'Tuple', 'SluiceEmit'],
    ['class Tuple {} enum Emit {}', 'SluiceTuple', 'SluiceEmit'],
    ['const Tuple = 1; // a type of Emit', 'Tuple', 'Emit'],
  ])('step aside for those of the person: %s', (taken, tupleName, emitName) => {
    expect(declared({ shape: 'emit', input: tuple(), outputs: [] }, taken)).toContain(
      `type SluiceFunction = (tuple: ${tupleName}, emit: ${emitName}) => void;`,
    );
  });
});
