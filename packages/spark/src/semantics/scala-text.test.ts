import { expect, it } from 'vitest';
import { scalaText } from './scala-text.ts';

it.each([
  [1, 'other', '1'],
  [1, 'double', '1.0'],
  [0.1, 'double', '0.1'],
  [-0, 'double', '-0.0'],
  [9_999_999, 'double', '9999999.0'],
  [10_000_000, 'double', '1.0E7'],
  [123_456_789, 'double', '1.23456789E8'],
  [0.001, 'double', '0.001'],
  [0.00012, 'double', '1.2E-4'],
  [Number.NaN, 'double', 'NaN'],
  [Number.NEGATIVE_INFINITY, 'double', '-Infinity'],
  [2.5, 'other', '2.5'],
  ['x', 'other', 'x'],
  [true, 'other', 'true'],
  [null, 'other', 'null'],
  [['a', ['b', 1]], 'other', 'List(a, List(b, 1))'],
  [{ k: 1, l: 'm' }, 'other', 'Map(k -> 1, l -> m)'],
] as const)('writes %j (%s) as Scala does: %s', (value, form, text) => {
  expect(scalaText(value, form)).toBe(text);
});
