import { describe, expect, it } from 'vitest';
import {
  type Diagnostic,
  elementSchema,
  hasErrors,
  pairSchema,
  printType,
  sortDiagnostics,
} from './index.ts';

describe('schemas', () => {
  it('name the fields of a pair and of an element', () => {
    expect(pairSchema('string', 'integer').fields.map((f) => f.name)).toEqual(['key', 'value']);
    expect(elementSchema('string').fields.map((f) => f.name)).toEqual(['value']);
  });
  it.each([
    ['string', 'string'],
    [{ list: 'string' }, 'list<string>'],
    [{ map: { list: 'integer' } }, 'map<list<integer>>'],
    [{ record: [{ name: 'a', type: 'time' }] }, 'record<a: time>'],
  ] as const)('%j prints as %s', (type, text) => expect(printType(type)).toBe(text));
});

describe('diagnostics', () => {
  const make = (severity: Diagnostic['severity'], component: string, code: string): Diagnostic => ({
    code,
    severity,
    message: '',
    at: { component },
  });
  it('sort by severity, place and code, whatever their order', () => {
    const sorted = [
      make('error', 'a', 'A'),
      make('error', 'a', 'B'),
      make('error', 'b', 'A'),
      make('warning', 'a', 'A'),
      make('info', 'a', 'A'),
    ];
    for (let shift = 0; shift < sorted.length; shift += 1) {
      const rotated = [...sorted.slice(shift), ...sorted.slice(0, shift)];
      expect(sortDiagnostics(rotated)).toEqual(sorted);
      expect(sortDiagnostics([...rotated].reverse())).toEqual(sorted);
    }
  });
  it('only errors forbid running', () => {
    expect(hasErrors([make('warning', 'a', 'A'), make('info', 'a', 'A')])).toBe(false);
    expect(hasErrors([make('error', 'a', 'A')])).toBe(true);
  });
});
