import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExpressionType } from './contract.ts';
import { isSameType, printType, typeName, unify } from './types.ts';

const simple = fc.constantFrom<ExpressionType>(
  'any',
  'string',
  'bytes',
  'integer',
  'double',
  'boolean',
  'time',
);
const type = fc.letrec<{ any: ExpressionType }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 2 },
    simple,
    tie('any').map((list): ExpressionType => ({ list })),
    tie('any').map((map): ExpressionType => ({ map })),
    tie('any').map((of): ExpressionType => ({ record: [{ name: 'a', type: of }] })),
  ),
})).any;

describe('the type that holds both', () => {
  test('does not depend on the order, and is the type itself for equal ones', () => {
    fc.assert(
      fc.property(type, type, (a, b) => {
        expect(isSameType(unify(a, a), a)).toBe(true);
        expect(isSameType(unify(a, b), unify(b, a))).toBe(true);
        // What holds both holds each.
        expect(isSameType(unify(unify(a, b), a), unify(a, b))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('does not depend on grouping', () => {
    fc.assert(
      fc.property(type, type, type, (a, b, c) => {
        expect(typeName(unify(unify(a, b), c))).toBe(typeName(unify(a, unify(b, c))));
      }),
      { numRuns: 2_000 },
    );
  });

  test.each<[ExpressionType, ExpressionType, string]>([
    ['integer', 'double', 'double'],
    ['integer', 'time', 'integer'],
    ['time', 'double', 'double'],
    ['string', 'bytes', 'string'],
    ['string', 'integer', 'any'],
    ['boolean', 'integer', 'any'],
    [{ list: 'integer' }, { list: 'double' }, 'list<double>'],
    [{ list: 'string' }, { map: 'string' }, 'any'],
    [{ map: 'bytes' }, { map: 'string' }, 'map<string>'],
  ])('%j and %j: %s', (a, b, expected) => {
    expect(typeName(unify(a, b))).toBe(expected);
  });
});

test.each<[ExpressionType, string, string]>([
  ['string', 'text', 'string'],
  ['integer', 'a whole number', 'integer'],
  ['double', 'a number', 'double'],
  ['time', 'a time', 'time'],
  ['any', 'any value', 'any'],
  [{ list: { map: 'integer' } }, 'a list', 'list<map<integer>>'],
  [{ record: [{ name: 'a', type: 'string' }] }, 'a record', 'record<a: string>'],
])('%j reads %s', (of, words, name) => {
  expect(printType(of)).toBe(words);
  expect(typeName(of)).toBe(name);
});
