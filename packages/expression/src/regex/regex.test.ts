import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkRegex, compileRegex } from './regex.ts';

describe('refused, because matching may take exponential time', () => {
  test.each([
    '(a+)+',
    '^(a+)+$',
    '(a*)*b',
    '(a|aa)+$',
    '(a|a)*b',
    '([a-z]+)*1',
    '(\\w+\\s?)*$',
    '(x+x+)+y',
    '(.*a){10}',
    '(a?a?)*b',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '(\\d+|[0-9a-f]+)*x',
    '(a+){10,}b',
    '(?:(?:a|b)|[ab])+c',
    '^(\\s*\\w+\\s*)+$',
    '(\\.|[^"])*"+|(.|\\n)*x',
    '(?=(a+)+b)a',
    '(a)\\1',
    '(?<x>a)\\k<x>',
    '(?<=a)b',
    '(?<!a)b',
    '((a{1,20}){1,20}){1,20}b',
  ])('%s', (pattern) => {
    expect(checkRegex(pattern)).toMatch(/exponential|too large/);
  });
});

describe('accepted', () => {
  test.each([
    'a',
    '(a+)b',
    '^(\\S+) (\\S+) (\\S+) \\[([^\\]]+)\\] "([^"]*)" (\\d{3}) (\\d+|-)$',
    '" (\\d{3}) ',
    '#(\\w+)',
    '(?:[a-z]+,)*[a-z]+',
    '(\\d{1,3}\\.){3}\\d{1,3}',
    '(a|b)+',
    '(ab|cd)*',
    '^[^:]+: .*$',
    '[0-9]{4}-[0-9]{2}-[0-9]{2}',
    '\\\\1',
    '[\\\\1]',
    'a\\-b\\_c\\"d',
    '(?i)error',
    '\\AGET\\z',
    '(?<year>\\d{4})',
    '\\p{Lu}+',
    '[^\\s"]+|"[^"]*"',
    'é|\\u{1F600}',
    '',
  ])('%s', (pattern) => {
    expect(checkRegex(pattern)).toBeUndefined();
  });
});

test('a broken pattern is named', () => {
  expect(checkRegex('(a')).toMatch(/not a regular expression/);
  expect(checkRegex('[b-a]')).toMatch(/not a regular expression/);
  expect(checkRegex('a'.repeat(2_000))).toMatch(/longer/);
});

test("Java's spelling means what it means in Java", () => {
  expect(compileRegex('(?i)warn\\-ing').pattern?.test('WARN-ING')).toBe(true);
  expect(compileRegex('a\\hb').pattern?.test('a\tb')).toBe(true);
  expect(compileRegex('\\Aab\\z').pattern?.test('xab')).toBe(false);
});

test('accepted patterns stay fast on hostile texts', () => {
  const texts = ['a'.repeat(5_000), `${'a1 '.repeat(1_500)}!`, '"'.repeat(5_000)];
  const started = performance.now();
  for (const pattern of ['(a|b)+c', '(?:[a-z]+,)*$', '^(\\S+) (\\S+) x$', '(ab|cd)*$']) {
    for (const text of texts) compileRegex(pattern).pattern?.test(text);
  }
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('patterns that are accepted do not blow up on pumped texts', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'a',
      'b',
      '[ab]',
      '.',
      'ab',
      '\\w',
      '\\s',
      '^',
      '$',
      'a?',
      'b*',
      'a+',
      '(a|b)',
      '(?:ab)*',
    ),
    fc
      .tuple(
        fc.constantFrom('a', 'b|a', 'ab|c', '[ab]c', 'a|[bc]', 'a*b'),
        fc.constantFrom('*', '+', '?', '{2,3}'),
      )
      .map(([of, times]) => `(${of})${times}`),
    fc.constantFrom('(a*b)*', '((a|b)*c)*', '(a+b+)+', '(a?b)*', '(a|ab)*c', '(aa|a)+', '(a*)*', '(a?)+'),
  );
  let accepted = 0;
  fc.assert(
    fc.property(
      fc.array(piece, { minLength: 1, maxLength: 5 }),
      fc.constantFrom('a', 'b', 'ab', 'abc', 'aab'),
      (pieces, pump) => {
        const { pattern: regex } = compileRegex(`^${pieces.join('')}!`);
        if (regex === undefined) return;
        accepted += 1;
        const started = performance.now();
        regex.test(pump.repeat(60));
        expect(performance.now() - started).toBeLessThan(2_000);
      },
    ),
    { numRuns: 1_500 },
  );
  expect(accepted).toBeGreaterThan(300);
});

test('the check itself is quick, whatever the pattern', () => {
  const letters = Array.from({ length: 200 }, (_, i) => String.fromCharCode(0x100 + i));
  const patterns = [
    `(?:${letters.join('|')})*`,
    `(?:${letters.map((l) => `${l}?`).join('')})*`,
    `(?:${letters.map((l) => `[${l}a]`).join('')})*`,
    `(?:${letters.map((l) => `${l}.*`).join('')})*`,
    `${'('.repeat(150)}a${')*'.repeat(150)}`,
    `${'(a|'.repeat(150)}b${')*'.repeat(150)}`,
    `(${'\\w{1,8}'.repeat(40)})+`,
    `(?:${'(?:ab?){1,8}'.repeat(30)})*`,
  ];
  const started = performance.now();
  for (const pattern of patterns) checkRegex(pattern);
  expect(performance.now() - started).toBeLessThan(8_000);
});
