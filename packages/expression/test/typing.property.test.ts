import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completions, functionSpecs, highlight, parseExpression, signatureAt } from '../src/index.ts';
import { allCases } from './cases/all.ts';
import { errorCases } from './cases/errors.ts';
import { scope } from './cases/records.ts';

const texts = [...allCases.map(([text]) => text), ...errorCases.map(([text]) => text)];
const carets = fc.constantFrom(...texts).chain((text) => fc.tuple(fc.constant(text), fc.nat(text.length)));

/** Whether a place is between quotes, read one character after the other. */
function isQuoted(text: string, offset: number): boolean {
  let quote = '';
  for (let at = 0; at < offset; at++) {
    const char = text.charAt(at);
    if (quote !== '' && char === '\\') at += 1;
    else if (quote === '' && (char === "'" || char === '"')) quote = char;
    else if (char === quote) quote = '';
  }
  return quote !== '';
}

describe('what is offered at a caret', () => {
  test('are the names that begin as what is typed, fields first', () => {
    fc.assert(
      fc.property(carets, ([text, offset]) => {
        const offered = completions(scope, text, offset);
        if (isQuoted(text, offset)) {
          for (const { kind } of offered) expect(kind).toBe('value');
          return;
        }
        let from = offset;
        while (/[A-Za-z0-9_]/.test(text.charAt(from - 1))) from -= 1;
        while (from < offset && /[0-9]/.test(text.charAt(from))) from += 1;
        const typed = text.slice(from, offset).toLowerCase();
        // Within a number nothing is meant.
        if (/\d\.\s*$/.test(text.slice(0, from))) return;
        const isAfterDot = /\.\s*$/.test(text.slice(0, from));
        if (isAfterDot) {
          for (const { kind } of offered) expect(kind).toBe('field');
          return;
        }
        const begins = (name: string): boolean => name.toLowerCase().startsWith(typed);
        const named = (kind: string): string[] =>
          offered.filter((one) => one.kind === kind).map(({ insert }) => insert);
        expect(named('field')).toEqual(scope.map(({ name }) => name).filter(begins));
        expect(named('function')).toEqual(
          functionSpecs
            .map(({ name }) => name)
            .filter(begins)
            .map((name) => `${name}(`),
        );
        const kinds = offered.map(({ kind }) => ['field', 'function', 'keyword'].indexOf(kind));
        expect(kinds).toEqual([...kinds].sort());
      }),
      { numRuns: 600 },
    );
  });

  test('replace what is typed and the rest of the word, and leave nothing unknown there', () => {
    fc.assert(
      fc.property(carets, fc.nat(), ([text, offset], which) => {
        const offered = completions(scope, text, offset);
        const one = offered[which % Math.max(1, offered.length)];
        if (one === undefined) return;
        expect(one.from).toBeLessThanOrEqual(offset);
        expect(one.to).toBeGreaterThanOrEqual(offset);
        const after = text.slice(0, one.from) + one.insert + text.slice(one.to);
        const end = one.from + one.insert.length;
        if (one.kind !== 'field' && one.kind !== 'function') return;
        // A name in the place of one that is called would be called.
        if (one.kind === 'field' && /^\s*\(/.test(text.slice(one.to))) return;
        const unknown = parseExpression(after, scope).problems.filter(
          ({ code, start, end: last }) => /_UNKNOWN$/.test(code) && start === one.from && last <= end,
        );
        // After a dot it is the whole path that is named.
        expect(unknown).toEqual([]);
      }),
      { numRuns: 600 },
    );
  });
});

describe('the call around a caret', () => {
  /** `|` is the caret; the name of the function and the number of the value. */
  test.each([
    ['lower(|', 'lower', 0],
    ['lower(word|)', 'lower', 0],
    ['substring(word, |', 'substring', 1],
    ['substring(word, 1, |', 'substring', 2],
    ['substring(word, 1, 2, 3, |', 'substring', 2],
    ['coalesce(a, b, c, |d)', 'coalesce', 3],
    ['lower(substring(word, |1))', 'substring', 1],
    ['lower(substring(word, 1)|)', 'lower', 0],
    ['substring(lower(word), |1)', 'substring', 1],
    ["split(word, ',|", 'split', 1],
    ["split('a, b (c', |", 'split', 1],
    ['lower((word|', 'lower', 0],
    ['join([1, 2|', 'join', 0],
    ['join([1, 2], |', 'join', 1],
    ['nobody(lower, |', undefined, 0],
    ['lower(nobody(1, |', 'lower', 0],
    ['|lower(word)', undefined, 0],
    ['lower(word)|', undefined, 0],
    ['(|word)', undefined, 0],
    ['[|word]', undefined, 0],
    ['|', undefined, 0],
  ])('%s', (marked, name, argument) => {
    const offset = marked.indexOf('|');
    const signature = signatureAt(marked.replace('|', ''), offset);
    expect(signature?.spec.name).toBe(name);
    if (name !== undefined) {
      const spec = functionSpecs.find((one) => one.name === name);
      expect(signature?.argument).toBe(Math.min(argument, (spec?.arguments.length ?? 1) - 1));
    }
  });
});

describe('whatever is typed', () => {
  const pieces = fc.constantFrom(
    ...scope.map(({ name }) => name),
    ...functionSpecs.map(({ name }) => `${name}(`),
    ...[
      "'",
      '"',
      '(',
      ')',
      '[',
      ']',
      ',',
      '.',
      '+',
      '-',
      '*',
      '<',
      '==',
      'and',
      'or',
      'not',
      '?',
      ':',
      '1',
      '2.5',
      '\\',
      ' ',
      '\n',
      'é',
      '😀',
    ],
  );
  const typed = fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join(''));

  test('every problem has a place inside of the text, a sentence and a way out, and no place twice the same', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const { problems, tree } = parseExpression(text, scope);
        expect(tree === undefined).toBe(problems.length > 0);
        for (const { code, start, end, message, help } of problems) {
          expect(code).toMatch(/^EXPRESSION_[A-Z_]+$/);
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(Math.max(text.length, 0));
          expect(message).toMatch(/\.$/);
          if (help !== undefined) expect(help).toMatch(/[.?]$/);
        }
        const said = problems.map((problem) => JSON.stringify(problem));
        expect(new Set(said).size).toBe(said.length);
      }),
      { numRuns: 400 },
    );
  });

  test('is coloured without a gap or an overlap, and nothing is offered that cannot be typed', () => {
    fc.assert(
      fc.property(typed, fc.nat(40), (text, at) => {
        let last = 0;
        for (const { start, end } of highlight(text, scope)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
        for (const { from, to, insert } of completions(scope, text, Math.min(at, text.length))) {
          expect(from).toBeLessThanOrEqual(to);
          expect(to).toBeLessThanOrEqual(text.length);
          expect(insert).not.toBe('');
        }
      }),
      { numRuns: 400 },
    );
  });

  test('a space more or less between the parts means the same', () => {
    const correct = allCases.map(([text]) => text).filter((text) => !/['"]/.test(text));
    fc.assert(
      fc.property(
        fc.constantFrom(...correct),
        fc.array(fc.constantFrom(' ', '\n', '\t', ''), { minLength: 60, maxLength: 60 }),
        (text, spaces) => {
          const tokens = text.match(/[A-Za-z_][A-Za-z0-9_]*|\d+(?:\.\d+)?(?:e[+-]?\d+)?|[=!<>]=|\S/g) ?? [];
          const spaced = tokens
            .map(
              (token, i) =>
                `${token}${spaces[i % 60] || (/\w$/.test(token) && /^\w/.test(tokens[i + 1] ?? '') ? ' ' : '')}`,
            )
            .join('');
          const [one, other] = [parseExpression(text, scope), parseExpression(spaced, scope)];
          expect(
            other.problems.map(({ code }) => code),
            spaced,
          ).toEqual(one.problems.map(({ code }) => code));
          expect(other.type).toEqual(one.type);
        },
      ),
      { numRuns: 200 },
    );
  });
});
