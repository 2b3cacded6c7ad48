import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isEqual } from './json-equal.ts';

/** One spelling of each JSON value: keys sorted. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join()}}`;
}

it('says the same as comparing one spelling of each value', () => {
  // Few letters and small values, so that equal pairs come up.
  const value = fc.oneof(
    fc.jsonValue(),
    fc.jsonValue({ maxDepth: 1, stringUnit: fc.constantFrom('a', 'b') }),
  );
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(isEqual(a, b)).toBe(canonical(a) === canonical(b));
      expect(isEqual(a, JSON.parse(JSON.stringify(a)))).toBe(true);
    }),
  );
});

it('takes -0 as 0, as JSON does', () => expect(isEqual({ a: -0 }, { a: 0 })).toBe(true));

it('takes a key without a value as missing, and tells a list from a record', () => {
  expect(isEqual({ a: 1, b: undefined }, { a: 1 })).toBe(true);
  expect(isEqual({ a: undefined }, { b: 1 })).toBe(false);
  expect(isEqual([], {})).toBe(false);
});
