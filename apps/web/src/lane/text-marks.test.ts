import type { Diagnostic } from '@sluice/ir';
import { describe, expect, it } from 'vitest';
import { type ComponentPlace, marksOf, textMarks } from './text-marks.ts';

const text = [
  'a.sources = s',
  'a.sources.s.type = netcat',
  'a.sources.s.bindings = x',
  'a.sources.s.bind=0.0.0.0',
  '# between',
  'a.sources.s.port : 1',
].join('\n');
const places: readonly ComponentPlace[] = [
  { component: 's1', from: 2, to: 4 },
  { component: 's1', from: 6, to: 6 },
];
const problem = (at: Diagnostic['at'], more: Partial<Diagnostic> = {}): Diagnostic => ({
  code: 'FIELD_RANGE',
  severity: 'error',
  message: 'Wrong.',
  at,
  ...more,
});
const lines = (problems: readonly Diagnostic[]): (number | undefined)[] =>
  marksOf({
    text,
    places,
    problems: { s1: problems, other: [problem({ component: 'other' })] },
    keyOf: (_component, field) => (field === 'hidden' ? undefined : field),
    fix: () => undefined,
  }).map(({ line }) => line);

describe('marks of components', () => {
  it('stand on the line of their field, in whatever run of lines it is', () => {
    expect(lines([problem({ component: 's1', field: 'bind' })])).toEqual([4]);
    expect(lines([problem({ component: 's1', field: 'port' })])).toEqual([6]);
  });

  it('stand on the first line of their component otherwise', () => {
    expect(lines([problem({ component: 's1' })])).toEqual([2]);
    expect(lines([problem({ component: 's1', field: 'max-line-length' })])).toEqual([2]);
    expect(lines([problem({ component: 's1', field: 'hidden' })])).toEqual([2]);
  });

  it('say what to do and do it', () => {
    const done: unknown[] = [];
    const fix = { label: 'Use localhost', component: 's1', field: 'bind', value: 'localhost' };
    const [mark] = marksOf({
      text,
      places,
      problems: { s1: [problem({ component: 's1', field: 'bind' }, { help: 'Use localhost.', fix })] },
      keyOf: (_component, field) => field,
      fix: (one) => done.push(one),
    });
    expect(mark).toMatchObject({ message: 'Wrong. Use localhost.', fix: { label: 'Use localhost' } });
    mark?.fix?.run();
    expect(done).toEqual([fix]);
  });
});

it('marks of a text stand where it says', () => {
  const range = { text: '', line: 3, column: 5, endLine: 3, endColumn: 9 };
  expect(textMarks([problem({ range }), problem({})])).toEqual([
    {
      severity: 'error',
      message: 'Wrong.',
      code: 'FIELD_RANGE',
      line: 3,
      column: 5,
      endLine: 3,
      endColumn: 9,
    },
  ]);
});
