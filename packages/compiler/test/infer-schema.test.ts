import type { LoweredOperator } from '@sluice/component';
import {
  elementSchema,
  eventSchema,
  type Logic,
  pairSchema,
  printType,
  type Schema,
  tupleSchema,
  type ValueType,
} from '@sluice/ir';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inferSchema, printSchema, typeOfLogic, unifySchemas } from '../src/passes/infer-schema.ts';

const text = (expression: string): Logic => ({ kind: 'expression', text: expression });
const tuples = tupleSchema([
  { name: 'word', type: 'string' },
  { name: 'count', type: 'integer' },
  { name: 'ratio', type: 'double' },
]);
const pairs = pairSchema('string', 'integer');
const session = { shape: { kind: 'session', gap: 5 }, measure: { kind: 'processing-time' } } as const;
const bounded = {
  shape: { kind: 'tumbling', length: 10 },
  measure: { kind: 'count', per: 'task' },
  startField: 'from',
  endField: 'to',
} as const;
const span = (window: object): never => ({ kind: 'span', span: window }) as never;

/** What an operator gives, written short: `name: type` of each field, and the shape. */
function given(operator: object, input: Schema | undefined): string | undefined {
  const schema = inferSchema(operator as LoweredOperator, input);
  return schema === undefined
    ? undefined
    : `${schema.shape}(${schema.fields.map((f) => `${f.name}: ${printType(f.type)}`).join(', ')})`;
}

const asIt = 'tuple(word: string, count: integer, ratio: double)';

describe('what an operator gives', () => {
  it.each<[string, object, Schema | undefined, string | undefined]>([
    [
      'a schema of its own',
      { kind: 'script', run: 'x', config: {}, schema: pairs },
      tuples,
      'pair(key: string, value: integer)',
    ],
    ...(['source', 'sink', 'script', 'filter', 'union', 'route', 'dedupe', 'sample', 'buffer'] as const).map(
      (kind): [string, object, Schema, string] => [`${kind}: what it gets`, { kind }, tuples, asIt],
    ),
    ...(['filter', 'union', 'window'] as const).map((kind): [string, object, undefined, undefined] => [
      `${kind} of something unknown`,
      { kind },
      undefined,
      undefined,
    ]),
    [
      'a window by time',
      { kind: 'window', lengthMs: 5, slideMs: 1 },
      pairs,
      'pair(key: string, value: integer)',
    ],
    ['a window that tells nothing of itself', { kind: 'window', span: session }, tuples, asIt],
    [
      'a window that tells its bounds',
      { kind: 'window', span: bounded },
      pairs,
      'tuple(key: string, value: integer, from: integer, to: integer)',
    ],
    [
      'a window that tells its end',
      { kind: 'window', span: { ...session, endField: 'end' } },
      tuples,
      asIt.replace(')', ', end: integer)'),
    ],
    [
      'a watermark',
      { kind: 'watermark', time: text('count'), delayMs: 0, field: 'mark' },
      tuples,
      asIt.replace(')', ', mark: integer)'),
    ],
    [
      'a watermark over a field that is there',
      { kind: 'watermark', time: text('count'), delayMs: 0, field: 'word' },
      tuples,
      'tuple(count: integer, ratio: double, word: integer)',
    ],
    [
      'a watermark of something unknown',
      { kind: 'watermark', time: text('count'), delayMs: 0, field: 'mark' },
      undefined,
      'tuple(mark: integer)',
    ],
    [
      'a map that keeps',
      { kind: 'map', keep: true, assign: [{ field: { name: 'n', type: 'integer' }, value: text('1') }] },
      tuples,
      asIt.replace(')', ', n: integer)'),
    ],
    [
      'a map that keeps and overwrites',
      { kind: 'map', keep: true, assign: [{ field: { name: 'word', type: 'time' }, value: text('1') }] },
      tuples,
      'tuple(count: integer, ratio: double, word: time)',
    ],
    [
      'a map that keeps nothing',
      { kind: 'map', keep: false, assign: [{ field: { name: 'value', type: 'string' }, value: text('1') }] },
      tuples,
      'tuple(value: string)',
    ],
    [
      'a map to a value in Spark',
      { kind: 'map', keep: false, assign: [{ field: { name: 'value', type: 'string' }, value: text('1') }] },
      pairs,
      'element(value: string)',
    ],
    [
      'a map to key and value in Spark',
      {
        kind: 'map',
        keep: false,
        assign: [
          { field: { name: 'key', type: 'string' }, value: text('1') },
          { field: { name: 'value', type: 'any' }, value: text('1') },
        ],
      },
      elementSchema('any'),
      'pair(key: string, value: any)',
    ],
    [
      'a map that sets a header',
      {
        kind: 'map',
        keep: true,
        assign: [{ field: { name: 'headers.a', type: 'string' }, value: text("'x'") }],
      },
      eventSchema,
      'event(headers: map<string>, body: bytes)',
    ],
    ['a map that keeps something unknown', { kind: 'map', keep: true, assign: [] }, undefined, undefined],
    [
      'a map that keeps nothing of something unknown',
      { kind: 'map', keep: false, assign: [] },
      undefined,
      'tuple()',
    ],
    [
      'a flat map',
      { kind: 'flat-map', each: text('words(word)'), field: { name: 'w', type: 'string' } },
      tuples,
      'tuple(w: string)',
    ],
    [
      'a flat map in Spark',
      { kind: 'flat-map', each: text('x'), field: { name: 'value', type: 'string' } },
      elementSchema('string'),
      'element(value: string)',
    ],
    [
      'a key',
      { kind: 'key-by', key: text('word'), value: text('count + 1') },
      tuples,
      'pair(key: string, value: integer)',
    ],
    [
      'a key nobody knows',
      { kind: 'key-by', key: text('nobody'), value: text('ratio') },
      tuples,
      'pair(key: any, value: double)',
    ],
    ['a count', aggregate({ kind: 'count' }), tuples, 'tuple(word: string, n: integer)'],
    ['a count without a key', { ...aggregate({ kind: 'count' }), key: [] }, tuples, 'tuple(n: integer)'],
    [
      'a count by what is not there',
      { ...aggregate({ kind: 'count' }), key: ['gone'] },
      tuples,
      'tuple(gone: any, n: integer)',
    ],
    [
      'different values',
      aggregate({ kind: 'distinct', of: text('word') }),
      tuples,
      'tuple(word: string, n: integer)',
    ],
    ['a mean', aggregate({ kind: 'mean', of: text('count') }), tuples, 'tuple(word: string, n: double)'],
    [
      'a sum of whole numbers',
      aggregate({ kind: 'sum', of: text('count') }),
      tuples,
      'tuple(word: string, n: integer)',
    ],
    [
      'a sum of decimals',
      aggregate({ kind: 'sum', of: text('ratio') }),
      tuples,
      'tuple(word: string, n: double)',
    ],
    [
      'the least text',
      aggregate({ kind: 'min', of: text('word') }),
      tuples,
      'tuple(word: string, n: string)',
    ],
    [
      'the most',
      aggregate({ kind: 'max', of: text('count * 2') }),
      tuples,
      'tuple(word: string, n: integer)',
    ],
    [
      'a combination',
      aggregate({ kind: 'combine', of: text('[count]'), text: 'a' }),
      tuples,
      'tuple(word: string, n: list<integer>)',
    ],
    [
      'state',
      aggregate({ kind: 'update', of: text('count'), text: 'a' }),
      tuples,
      'tuple(word: string, n: any)',
    ],
    ['the best records', aggregate({ kind: 'top-k', by: text('count'), descending: true }), tuples, asIt],
    [
      'the best records of a window',
      { ...aggregate({ kind: 'top-k', by: text('count'), descending: true }), scope: span(bounded) },
      tuples,
      asIt.replace(')', ', from: integer, to: integer)'),
    ],
    [
      'a count of a window',
      { ...aggregate({ kind: 'count' }), scope: span(bounded) },
      tuples,
      'tuple(word: string, from: integer, to: integer, n: integer)',
    ],
    [
      'a reduction of pairs',
      {
        kind: 'reduce',
        key: ['key'],
        of: text('value'),
        combine: 'a',
        scope: { kind: 'batch' },
        result: 'value',
      },
      pairs,
      'pair(key: string, value: integer)',
    ],
    [
      'a reduction without a key',
      { kind: 'reduce', key: [], of: text('value'), combine: 'a', scope: { kind: 'batch' }, result: 'value' },
      pairs,
      'element(value: integer)',
    ],
    ['a join', join('inner'), undefined, 'tuple(k: any, l: string, r: integer)'],
    [
      'a join of windows',
      { ...join('left'), scope: span({ ...bounded, endField: undefined }) },
      pairs,
      'tuple(k: string, from: integer, l: string, r: integer)',
    ],
    ['a cogroup', join('cogroup'), pairs, 'tuple(k: string, l: list<string>, r: list<integer>)'],
  ])('%s', (_, operator, input, expected) => {
    expect(given(operator, input)).toBe(expected);
  });

  function aggregate(fold: object): object {
    return { kind: 'aggregate', key: ['word'], fold, scope: { kind: 'record' }, result: 'n' };
  }

  function join(type: string): object {
    const side = (input: string, name: string, of: ValueType): object => ({
      input,
      key: text('key'),
      values: [{ field: { name, type: of }, value: text('value') }],
    });
    return {
      kind: 'join',
      type,
      key: 'k',
      scope: { kind: 'batch' },
      left: side('left', 'l', 'string'),
      right: side('right', 'r', 'integer'),
    };
  }
});

describe('the type of logic', () => {
  it.each<[Logic, string]>([
    [text('word'), 'string'],
    [text('count'), 'integer'],
    [text('count / 2'), 'double'],
    [text('count > 1'), 'boolean'],
    [text('words(word)'), 'list<string>'],
    [text('word + count'), 'string'],
    [text('word - count'), 'any'],
    [text('count +'), 'any'],
    [text(''), 'any'],
    [{ kind: 'builtin', name: 'now', parameters: {} }, 'any'],
  ])('%j', (logic, expected) => {
    expect(printType(typeOfLogic(logic, tuples))).toBe(expected);
  });
});

const types: fc.Arbitrary<ValueType> = fc.letrec<{ type: ValueType }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom<ValueType>('any', 'string', 'bytes', 'integer', 'double', 'boolean', 'time'),
    fc.record({ list: tie('type') }),
    fc.record({ map: tie('type') }),
  ),
})).type;
const schemas: fc.Arbitrary<Schema> = fc
  .tuple(fc.constantFrom('event', 'tuple', 'element', 'pair'), fc.array(types, { maxLength: 3 }))
  .map(
    ([shape, list]) =>
      ({ shape, fields: list.map((type, i) => ({ name: 'abc'.charAt(i), type })) }) as Schema,
  );

/** Whether a value of one type may stand where the other is asked for. */
function fits(one: ValueType, other: ValueType): boolean {
  if (other === 'any') return true;
  if (one === 'integer' && other === 'double') return true;
  if (typeof one === 'object' && typeof other === 'object' && 'list' in one && 'list' in other)
    return fits(one.list, other.list);
  return printType(one) === printType(other);
}

describe('two schemas as one', () => {
  it('are the same from both sides, and one with itself is itself', () => {
    fc.assert(
      fc.property(schemas, schemas, (a, b) => {
        expect(unifySchemas(a, b)).toEqual(unifySchemas(b, a));
        expect(unifySchemas(a, a)).toEqual(a);
      }),
    );
  });

  it('hold whatever each of them held', () => {
    fc.assert(
      fc.property(schemas, schemas, (a, other) => {
        const b = { ...other, shape: a.shape };
        const both = unifySchemas(a, b);
        if (both === undefined) {
          const isAlike = a.fields.length === b.fields.length;
          // Then some field has two types that have nothing in common.
          if (isAlike)
            expect(
              a.fields.some(
                (f, i) => !fits(f.type, b.fields[i]?.type ?? 'any') || f.type !== b.fields[i]?.type,
              ),
            ).toBe(true);
          return;
        }
        for (const [i, field] of both.fields.entries()) {
          expect(fits(a.fields[i]?.type ?? 'any', field.type)).toBe(true);
          expect(fits(b.fields[i]?.type ?? 'any', field.type)).toBe(true);
        }
      }),
    );
  });

  it.each<[Schema, Schema, string | undefined]>([
    [elementSchema('integer'), elementSchema('double'), 'DStream[double]'],
    [elementSchema('integer'), elementSchema('string'), undefined],
    [elementSchema({ list: 'integer' }), elementSchema({ list: 'any' }), 'DStream[list<any>]'],
    [elementSchema({ map: 'integer' }), elementSchema({ map: 'double' }), undefined],
    [elementSchema('any'), pairSchema('any', 'any'), undefined],
    [pairSchema('string', 'integer'), pairSchema('any', 'double'), 'DStream[(any, double)]'],
    [tuples, tuples, 'tuples (word, count, ratio)'],
    [tupleSchema([{ name: 'a', type: 'any' }]), tupleSchema([{ name: 'b', type: 'any' }]), undefined],
    [tupleSchema([]), tupleSchema([]), 'tuples ()'],
    [eventSchema, eventSchema, 'events'],
  ])('%j and %j', (a, b, expected) => {
    const both = unifySchemas(a, b);
    expect(both && printSchema(both)).toBe(expected);
  });
});
