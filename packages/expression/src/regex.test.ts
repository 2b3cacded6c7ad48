import { describe, expect, test } from 'vitest';
import { checkRegex, compileRegex } from './index.ts';

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
  expect(compileRegex('(?i)warn\\-ing').regex?.test('WARN-ING')).toBe(true);
  expect(compileRegex('a\\hb').regex?.test('a\tb')).toBe(true);
  expect(compileRegex('\\Aab\\z').regex?.test('xab')).toBe(false);
});

test('accepted patterns stay fast on hostile texts', () => {
  const texts = ['a'.repeat(20_000), `${'a1 '.repeat(5_000)}!`, '"'.repeat(10_000)];
  const started = performance.now();
  for (const pattern of ['(a|b)+c', '(?:[a-z]+,)*$', '^(\\S+) (\\S+) x$', '(ab|cd)*$']) {
    for (const text of texts) compileRegex(pattern).regex?.test(text);
  }
  expect(performance.now() - started).toBeLessThan(10_000);
});
