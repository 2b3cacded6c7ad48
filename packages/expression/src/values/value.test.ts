import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asJsonType, followJsonPath, parseJson, parseJsonPath } from './json-path.ts';
import { compareTexts, cut, decode, lengthOf, slice, split, trim, wellFormed, words } from './text.ts';
import { exact, finite, isEqual, member, order, textOf } from './value.ts';

const text = fc.string({
  unit: fc.constantFrom('a', 'b', ' ', '\t', 'é', '\uffff', '\ue000', '😀', '𝒳', '\u00a0'),
});

describe('texts count in characters', () => {
  test('length, slices and cuts are those of a list of characters', () => {
    fc.assert(
      fc.property(text, fc.nat(12), fc.nat(12), (source, from, to) => {
        const characters = [...source];
        expect(lengthOf(source)).toBe(characters.length);
        expect(slice(source, from, to)).toBe(characters.slice(from, Math.max(from, to)).join(''));
        const [head, rest] = cut(source, from);
        expect(head + rest).toBe(source);
        expect([...head].length).toBe(Math.min(from, characters.length));
        expect(split(source, '')).toEqual(characters);
      }),
      { numRuns: 2_000 },
    );
  });

  test('they are ordered by code point', () => {
    const points = (source: string): number[] => [...source].map((char) => char.codePointAt(0) ?? 0);
    const compare = (a: readonly number[], b: readonly number[]): number => {
      for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
        if (a[at] !== b[at]) return (a[at] ?? 0) - (b[at] ?? 0);
      }
      return a.length - b.length;
    };
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareTexts(a, b))).toBe(Math.sign(compare(points(a), points(b))));
      }),
      { numRuns: 2_000 },
    );
  });

  test('white space is that of six characters', () => {
    fc.assert(
      fc.property(text, (source) => {
        expect(words(source)).toEqual(source.split(/[ \t\n\v\f\r]+/).filter((word) => word !== ''));
        expect(trim(source)).toBe(source.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, ''));
      }),
      { numRuns: 1_000 },
    );
  });

  test('halves of characters are replaced, whole ones stay', () => {
    expect(wellFormed('a😀b')).toBe('a😀b');
    expect(wellFormed('a\ud83d')).toBe('a\ufffd');
    expect(wellFormed('\ude00\ud83d')).toBe('\ufffd\ufffd');
    expect(wellFormed('\ud83d\ud83d\ude00')).toBe('\ufffd😀');
  });

  test('bytes are read as UTF-8, a mark at the start included', () => {
    expect(decode(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa');
    expect(decode(Uint8Array.of(0xff, 0x61))).toBe('\ufffda');
  });
});

describe('values', () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(null, true, false, 0, 1, 2.5, '', 'a', '1'),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', '1', '__proto__'), tie('any'), { maxKeys: 3 }),
    ),
  })).any;

  test('equal is what has the same JSON', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const isContainer = (v: unknown): boolean => typeof v === 'object' && v !== null;
        const isSame = isContainer(a) === isContainer(b) && typeof a === typeof b && textOf(a) === textOf(b);
        expect(isEqual(a, b)).toBe(isSame);
        expect(isEqual(a, structuredClone(a))).toBe(true);
        expect(isEqual(a, b)).toBe(isEqual(b, a));
      }),
      { numRuns: 3_000 },
    );
  });

  test('the text of a list or map is JSON, with sorted keys', () => {
    expect(textOf({ b: 1, a: [null, true, 'x'] })).toBe('{"a":[null,true,"x"],"b":1}');
    expect(
      textOf(
        new Map([
          ['b', 1],
          ['a', 2],
        ]),
      ),
    ).toBe('{"a":2,"b":1}');
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const shown = textOf(typeof json === 'object' ? json : [json]);
        if (shown !== null)
          expect(JSON.parse(shown)).toEqual(
            JSON.parse(JSON.stringify(typeof json === 'object' ? json : [json])),
          );
      }),
    );
  });

  test('bytes are equal to their text, maps to records with the same entries', () => {
    const bytes = new TextEncoder().encode('é');
    expect(isEqual(bytes, 'é')).toBe(true);
    expect(isEqual('é', bytes)).toBe(true);
    expect(isEqual(bytes, new TextEncoder().encode('é'))).toBe(true);
    expect(isEqual(new Map([['a', 1]]), { a: 1 })).toBe(true);
    expect(isEqual(new Map([['a', 1]]), { b: 1 })).toBe(false);
    expect(isEqual([1, [2]], [1, [2]])).toBe(true);
    expect(isEqual([1], { 0: 1 })).toBe(false);
    expect(isEqual(undefined, null)).toBe(true);
    expect(isEqual(1, true)).toBe(false);
    expect(isEqual(1, '1')).toBe(false);
  });

  test('only numbers and texts have an order', () => {
    expect(order(1, 2)).toBe(-1);
    expect(order('b', 'a')).toBeGreaterThan(0);
    expect(order(new TextEncoder().encode('a'), 'a')).toBe(0);
    for (const other of [null, undefined, true, [1], { a: 1 }]) expect(order(other, 1)).toBe(null);
    expect(order('1', 1)).toBe(null);
  });

  test('numbers are finite, whole numbers exact', () => {
    expect([1, -0, 1e308].map(finite)).toEqual([1, -0, 1e308]);
    expect([Number.NaN, Number.POSITIVE_INFINITY].map(finite)).toEqual([null, null]);
    expect(exact(2 ** 53 - 1)).toBe(2 ** 53 - 1);
    for (const number of [2 ** 53, -(2 ** 53), 0.5, Number.NaN]) expect(exact(number)).toBe(null);
  });

  test('members are own entries', () => {
    expect(member({ a: 1 }, 'a')).toBe(1);
    expect(member(new Map([['size', 1]]), 'size')).toBe(1);
    for (const of of [{}, [], new Map(), 'text', 1, null, undefined, new Uint8Array(1), () => 1]) {
      for (const key of ['length', 'size', 'constructor', '__proto__', 'toString', '0']) {
        expect(member(of, key)).toBe(null);
      }
    }
  });
});

describe('JSON', () => {
  test.each<[string, unknown]>([
    ['{"a":[1,{"b":2}]}', { a: [1, { b: 2 }] }],
    [' 1 ', 1],
    ['', null],
    ['{', null],
    ['NaN', null],
    ["{'a':1}", null],
    ['[1,]', null],
    ['1e400', null],
    ['[1e400,-1e400,1e308]', [null, null, 1e308]],
    [`1${'0'.repeat(400)}`, null],
    ['"\\ud800"', '\ufffd'],
    ['"\\ud83d\\ude00"', '😀'],
    ['\ufeff1', null],
  ])('%s', (source, expected) => {
    expect(parseJson(source)).toEqual(expected);
  });

  test('a path is followed as by hand', () => {
    const root = { a: [{ b: 1 }, { b: null }, { c: 2 }, 3], 'x y': { z: [[1, 2], [], 'no'] } };
    const follow = (path: string): unknown => {
      const parsed = parseJsonPath(path);
      return parsed ? followJsonPath(parsed, root) : 'no path';
    };
    expect(follow('$')).toBe(root);
    expect(follow('$.a[0].b')).toBe(1);
    expect(follow('$.a[-1]')).toBe(3);
    expect(follow('$.a[9].b')).toBe(null);
    expect(follow('$.a.b')).toBe(null);
    expect(follow('$.a[*].b')).toEqual([1]);
    expect(follow('$["x y"].z[*][0]')).toEqual([1]);
    expect(follow("$['x y'].z[*][*]")).toEqual([1, 2]);
    for (const bad of [
      '',
      'a',
      '$.',
      '$a',
      '$..a',
      '$[',
      '$[a]',
      '$[1',
      "$['a",
      '$.a b',
      '$[1e3]',
      '$[?(@.a)]',
    ]) {
      expect(follow(bad), bad).toBe('no path');
    }
  });

  test.each<[unknown, string, unknown]>([
    ['a', 'string', 'a'],
    [1, 'string', null],
    [1, 'integer', 1],
    [1.5, 'integer', null],
    [2 ** 53, 'integer', null],
    [1.5, 'double', 1.5],
    ['1', 'double', null],
    [true, 'boolean', true],
    [1, 'boolean', null],
    [null, 'string', null],
    [[1], 'integer', null],
    ['a', 'nothing', null],
  ])('%j as %s', (value, type, expected) => {
    expect(asJsonType(value, type)).toBe(expected);
  });
});
