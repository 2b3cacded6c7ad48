import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  completions,
  evaluate,
  functionSpecs,
  highlight,
  operatorReference,
  parseExpression,
  printSignature,
  referenceGroups,
  referenceMarkdown,
  type Scope,
  signatureAt,
} from './index.ts';

const scope: Scope = [
  { name: 'word', type: 'string' },
  {
    name: 'user',
    type: {
      record: [
        { name: 'name', type: 'string' },
        { name: 'address', type: { record: [{ name: 'city', type: 'string' }] } },
      ],
    },
  },
  { name: 'headers', type: { map: 'string' } },
];

describe('the call around the caret', () => {
  test.each<[string, string | undefined, number?]>([
    ['lower(|', 'lower', 0],
    ['substring(word, |', 'substring', 1],
    ['substring(word, 1, |2)', 'substring', 2],
    ['substring(lower(|', 'lower', 0],
    ['substring(lower(word), |', 'substring', 1],
    ['substring(word, (1 + |', 'substring', 1],
    ['join([1, 2, |', 'join', 0],
    ['concat(1, 2, 3, |', 'concat', 0],
    ["contains(',(', |", 'contains', 1],
    ['lower(word)|', undefined],
    ['|lower(word)', undefined],
    ['nope(|', undefined],
    ['(|', undefined],
    ['', undefined],
  ])('%s', (marked, name, argument = 0) => {
    const offset = Math.max(0, marked.indexOf('|'));
    const found = signatureAt(marked.replace('|', ''), offset);
    expect(found?.spec.name).toBe(name);
    if (found) expect(found.argument).toBe(argument);
  });

  test('a signature names optional and repeated values', () => {
    const shown = new Map(functionSpecs.map((spec) => [spec.name, printSignature(spec)]));
    expect(shown.get('substring')).toBe('substring(text, from, to?)');
    expect(shown.get('concat')).toBe('concat(a, …)');
    expect(shown.get('round')).toBe('round(number)');
  });
});

describe('what may stand at the caret', () => {
  const labels = (marked: string): readonly string[] =>
    completions(scope, marked.replace('|', ''), marked.indexOf('|')).map((offer) => offer.label);

  test('fields inside of records, however deep', () => {
    expect(labels('user.|')).toEqual(['name', 'address']);
    expect(labels('user.address.|')).toEqual(['city']);
    expect(labels('lower(user.na|')).toEqual(['name']);
    expect(labels('user.name.|')).toEqual([]);
    expect(labels('nope.|')).toEqual([]);
    expect(labels('headers.|')).toEqual([]);
  });

  test('types and patterns between quotes, where the function knows them', () => {
    expect(labels("json(word, '$.a', '|")).toEqual(['string', 'integer', 'double', 'boolean']);
    expect(labels("json(word, '$.a', 'in|")).toEqual(['integer']);
    expect(labels("formatTime(time(0), 'yyyy-MM-dd |")).toEqual([
      'yyyy-MM-dd HH:mm:ss',
      'yyyy-MM-dd HH:mm:ss.SSS',
    ]);
    expect(labels("lower('|")).toEqual([]);
    expect(labels("'|")).toEqual([]);
  });

  test('a value between quotes takes the closing quote with it', () => {
    const text = "json(word, '$.a', 'in')";
    const [offer] = completions(scope, text, 21);
    expect(offer).toMatchObject({ insert: "'integer'", from: 18, to: 22 });
    expect(
      parseExpression(text.slice(0, 18) + (offer?.insert ?? '') + text.slice(22), scope).problems,
    ).toEqual([]);
  });

  test('words of the language only once a letter is typed', () => {
    expect(labels('word == 1 |').filter((label) => label === 'and')).toEqual([]);
    expect(labels('word == 1 an|')).toEqual(['and']);
  });

  test('every offer lies around the caret, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."lower(user.nam'json,$ )[]1&é😀") }),
        fc.nat(30),
        (text, place) => {
          const offset = Math.min(place, text.length);
          for (const { from, to, insert } of completions(scope, text, offset)) {
            expect(0 <= from && from <= offset && offset <= to && to <= text.length).toBe(true);
            expect(insert).not.toBe('');
          }
        },
      ),
      { numRuns: 1_500 },
    );
  });
});

describe('colours', () => {
  test('pieces come in order and lie inside of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'lower(word.a1 \'x"\\\n&&=!#é😀not ') }), (text) => {
        let end = 0;
        for (const piece of highlight(text, scope)) {
          expect(piece.start).toBeGreaterThanOrEqual(end);
          expect(piece.end).toBeGreaterThan(piece.start);
          end = piece.end;
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 1_500 },
    );
  });

  test('a name after a dot is a key, even when it is a word of the language', () => {
    const kinds = highlight('user.name == headers.and and nope', scope).map((piece) => piece.kind);
    expect(kinds).toEqual([
      ...['field', 'operator', 'key', 'operator', 'field', 'operator', 'key', 'keyword', 'unknown'],
    ]);
  });
});

describe('the reference', () => {
  const page = referenceMarkdown((example) => JSON.stringify(evaluate(parseExpression(example, []), {})));

  test('has every function once, in its chapter, with an example that runs', () => {
    expect(referenceGroups().flatMap((group) => group.functions)).toHaveLength(functionSpecs.length);
    for (const spec of functionSpecs) {
      expect(page.split(`| \`${printSignature(spec)}\` |`), spec.name).toHaveLength(2);
      expect(parseExpression(spec.example, []).problems, spec.example).toEqual([]);
      expect(spec.summary).toMatch(/^[A-Z].*\.$/);
      expect(spec.notes ?? 'Nothing.').toMatch(/\.$/);
    }
  });

  test('tells of every operator', () => {
    const all = operatorReference.map((row) => row.operators).join(' ');
    for (const operator of [
      '+',
      '-',
      '*',
      '/',
      '%',
      '==',
      '!=',
      '<=',
      '>=',
      'and',
      'or',
      'not',
      '?',
      '[0]',
      'a.b',
    ]) {
      expect(all).toContain(operator);
    }
  });

  test('is a page of tables: as many cells in every row', () => {
    for (const table of page.split(/\n(?!\|)/).filter((part) => part.startsWith('|'))) {
      const widths = table
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .map((line) => line.replaceAll('\\|', '').split('|').length);
      expect(new Set(widths).size, table).toBe(1);
    }
  });
});
