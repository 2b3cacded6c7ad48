import { checkRegex, expressionRuntime } from '@sluice/expression';
import { describe, expect, it } from 'vitest';
import { translateJavaRegex, translateReplacement } from './java-regex.ts';

/** Whether a Java pattern is found in a text, by way of the translation. */
const finds = (pattern: string, text: string): boolean =>
  new RegExp(translateJavaRegex(pattern).source, 'u').test(text);

describe('Java patterns', () => {
  it.each([
    ['^foo$', 'foo', true],
    ['^foo$', 'foo\r', true],
    ['^foo$', 'foo\n', true],
    ['^foo$', 'foo\r\n', true],
    ['^foo$', 'foo\n\n', false],
    ['^foo$', 'x\nfoo', false],
    ['foo\\z', 'foo\n', false],
    ['foo\\Z', 'foo\n', true],
    ['\\Afoo', 'foo', true],
    ['a.b', 'a\nb', false],
    ['a.b', 'a\u0085b', false],
    ['(?s)a.b', 'a\nb', true],
    ['a.b', 'a/b', true],
    ['(?i)error', 'xErRoR', true],
    ['(?i)[a-c]x', 'BX', true],
    ['(?i:a)b', 'AB', false],
    ['(?i:a)b', 'Ab', true],
    ['a(?i)b|c', 'C', true],
    ['\\s', '\u00a0', false],
    ['\\h', '\u00a0', true],
    ['[\\s]', '\t', true],
    ['\\d', '\u0663', false],
    ['\\p{Alpha}+\\p{Punct}', 'abc!', true],
    ['^\\P{Alpha}$', 'a', false],
    ['\\p{Lu}', '\u00c9', true],
    ['\\p{IsL}', '\u4e2d', true],
    ['\\Qa.b*\\E', 'a.b*', true],
    ['\\Qa.b*\\E', 'axb', false],
    ['\\x41\\u0042\\0103', 'ABC', true],
    ['\\x{1f30a}', '\u{1f30a}', true],
    ['\\t\\e\\a', '\t\x1b\x07', true],
    ['[]a]', ']', true],
    ['[a-]', '-', true],
    ['[/.]x', '/x', true],
    ['a{2,3}?b', 'aab', true],
    ['{', '{', true],
    ['}]', '}]', true],
    ['(?<year>\\d{4})', '2014', true],
    ['(?x) a b # comment', 'ab', true],
    ['\\R', '\r\n', true],
    ['', 'anything', true],
  ])('%s in %j: %s', (pattern, text, expected) => {
    expect(translateJavaRegex(pattern).problems).toEqual([]);
    expect(finds(pattern, text)).toBe(expected);
  });

  it.each([
    'a++',
    'a*+',
    '(?>a)',
    '[a-z&&[^b]]',
    '[a[bc]]',
    '(a)\\1',
    '(?<n>a)\\k<n>',
    '\\G',
    '(?u)a',
    '(?m)^a',
    '(?m)a$',
    '\\p{InGreek}',
    '[\\W]',
    'a\\',
    '\\y',
  ])('says that %s cannot be carried over', (pattern) => {
    expect(translateJavaRegex(pattern).problems.length).toBeGreaterThan(0);
  });

  it('counts capturing groups only', () => {
    expect(translateJavaRegex('(a)(?:b)(?=c)(?<d>e)\\(f\\)[(]').groups).toBe(2);
  });

  it('gives what the expression language accepts', () => {
    const patterns = [
      '^(\\S+) (\\S+) (\\S+) \\[([^\\]]+)\\] "([^"]*)" (\\d{3}) (\\d+|-)$',
      '^(?:\\n)?(\\d\\d\\d\\d-\\d\\d-\\d\\d\\s\\d\\d:\\d\\d)',
      '(?i)\\b(warn|error)\\b.*$',
      '[\\w.-]+@[\\w.-]+',
    ];
    for (const pattern of patterns) expect(checkRegex(translateJavaRegex(pattern).source)).toBeUndefined();
  });

  it('never throws', () => {
    const parts = [
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '\\',
      '?',
      '*',
      '+',
      '^',
      '$',
      '.',
      '|',
      'Q',
      'E',
      '&&',
      'p',
      '-',
      '#',
    ];
    for (let seed = 1; seed < 2000; seed++) {
      let pattern = '';
      for (let n = seed; n > 0; n = Math.floor(n / parts.length)) pattern += parts[n % parts.length];
      expect(translateJavaRegex(pattern).source).toBeTypeOf('string');
    }
  });
});

describe('replacements', () => {
  const replace = (text: string, pattern: string, replacement: string): string => {
    const { source, groups } = translateJavaRegex(pattern, { isReplaced: true });
    return String(expressionRuntime.replace(text, source, translateReplacement(replacement, groups).text));
  };

  it.each([
    ['fox dog', '(\\w+) (\\w+)', '$2 $1', 'dog fox'],
    ['ab', '(a)(b)', '$10', 'a0'],
    ['a', 'a', '\\$1 \\\\', '$1 \\'],
    ['aXa', 'a', '[$0]', '[a]X[a]'],
    ['a', 'a', '&$0`', '&a`'],
    ['foo', 'o$', 'x', 'fox'],
    ['foo\n', 'o$', 'x', 'foo\n'],
  ])('%s, %s -> %s', (text, pattern, replacement, expected) => {
    expect(replace(text, pattern, replacement)).toBe(expected);
  });

  it('says what Java would throw at', () => {
    expect(translateReplacement('$2', 1).problems.length).toBe(1);
    expect(translateReplacement('$12', 12).problems.length).toBe(1);
    expect(translateReplacement('$x', 1).problems.length).toBe(1);
    expect(translateReplacement('a\\', 0).problems.length).toBe(1);
  });
});
