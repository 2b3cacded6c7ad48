import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { judge } from './ambiguity.ts';
import { compileMachine } from './machine.ts';
import { printRegex } from './print.ts';
import { compileRegex } from './regex.ts';
import { parseRegex } from './syntax.ts';

vi.setConfig({ testTimeout: 120_000 });

const piece = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'ab',
    '[ab]',
    '[^a]',
    '.',
    '\\w',
    '\\s',
    '\\b',
    '\\B',
    '^',
    '$',
    'a?',
    'b*',
    'a+?',
    'é',
    '😀',
  ),
  fc.constantFrom(
    '(a)',
    '(b|a)',
    '(a*)b',
    '(?:ab)+',
    '(a|b)?',
    'a{2,3}',
    'b{0,2}?',
    '(?:a|b)*?',
    '[a-c]{2}',
    '|',
  ),
);
const pattern = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
const text = fc
  .array(fc.constantFrom('a', 'b', 'ab', 'c', ' ', '\n', 'é', '😀', '-'), { maxLength: 10 })
  .map((pieces) => pieces.join(''));

describe('the linear machine finds what a backtracking engine finds', () => {
  test('the same match and the same groups, wherever the search begins', () => {
    let compared = 0;
    fc.assert(
      fc.property(pattern, text, fc.nat(4), (source, input, from) => {
        const { pattern: compiled } = compileRegex(source);
        if (!compiled) return;
        // In the middle of a character there is nothing to find.
        const at = Math.min(from, input.length);
        if (/[\udc00-\udfff]/.test(input.charAt(at))) return;
        compared += 1;
        const native = compiled.exec(input, at);
        expect(compiled.execLinear(input, at), `${source} in ${JSON.stringify(input)}`).toEqual(native);
        if (at === 0) expect(compiled.test(input)).toBe(native !== undefined);
      }),
      { numRuns: 4_000 },
    );
    expect(compared).toBeGreaterThan(2_000);
  });

  test('extract gives the group that exec gives', () => {
    fc.assert(
      fc.property(pattern, text, fc.nat(3), (source, input, group) => {
        const { pattern: compiled } = compileRegex(source);
        if (!compiled) return;
        const expected = compiled.groups[group] ? (compiled.exec(input)?.groups[group] ?? null) : null;
        expect(compiled.extract(input, group)).toBe(expected);
      }),
      { numRuns: 1_500 },
    );
  });

  test('long texts go to it by themselves, with the same result', () => {
    const { pattern: compiled } = compileRegex('([a-z]+)([a-z]+)!');
    expect(compiled?.mostNative).toBeLessThan(1_000);
    const input = `${'ab '.repeat(2_000)}${'c'.repeat(300)}!`;
    expect(compiled?.exec(input)).toEqual({
      start: 6_000,
      end: 6_301,
      groups: [`${'c'.repeat(300)}!`, 'c'.repeat(299), 'c'],
    });
    expect(compiled?.test(input)).toBe(true);
    expect(compiled?.test(input.slice(0, -1))).toBe(false);
    expect(compiled?.extract(input, 2)).toBe('c');
  });

  test('choices outside of loops that multiply count too', () => {
    const optional = `${'a?'.repeat(30)}${'a'.repeat(30)}`;
    expect(compileRegex(optional).pattern?.mostNative).toBe(0);
    expect(compileRegex(optional).pattern?.test('a'.repeat(200))).toBe(true);
    expect(compileRegex('^(GET|POST|PUT) ').pattern?.mostNative).toBeGreaterThan(65_536);
  });

  test('empty matches are never in the middle of a character', () => {
    expect(compileRegex('\\B(a|b)?').pattern?.exec('aab😀', 2)?.start).toBe(2);
    expect(compileRegex('\\B').pattern?.exec('b😀', 1)?.start).toBe(3);
  });

  test('looking ahead and programs that are too large have no machine', () => {
    for (const source of ['a(?=b)', 'a(?!b)', '(?:a{900})', '(?:(?:ab){30}){30}']) {
      const parsed = parseRegex(source);
      if (!parsed.tree) throw new Error(parsed.problem);
      expect(compileMachine(parsed.tree, parsed.groups), source).toBeUndefined();
    }
  });
});

describe('how long a backtracking engine may need', () => {
  test.each<[string, number]>([
    ['abc', 1],
    ['^abc$', 1],
    ['a+', 2],
    ['^a+', 1],
    ['^a+b', 1],
    ['a+b', 2],
    ['#\\w+', 1],
    ['" ([0-9]{3}) ', 1],
    ['\\s+$', 2],
    ['.*a.*b', 3],
    ['^.*a.*b', 2],
    ['^(\\S+) (\\S+) (\\S+) \\[([^\\]]+)\\] "([^"]*)" (\\d{3}) (\\d+|-)$', 1],
    ['[a-z]+[a-z]+[a-z]+', 4],
    ['^(error|warn|exception)', 1],
    ['^a?a?a?b', 1],
  ])('%s: n ** %i', (source, degree) => {
    const parsed = parseRegex(source);
    if (!parsed.tree) throw new Error(parsed.problem);
    expect(judge(parsed.tree)).toMatchObject({ problem: undefined, degree });
  });

  test('patterns people write for logs go to the fast matcher, whatever the length', () => {
    const patterns = [
      '^(\\S+) (\\S+) (\\S+) \\[([^\\]]+)\\] "([A-Z]+) ([^" ]+) [^"]*" (\\d{3}) (\\d+|-)$',
      '^(\\d{4})-(\\d{2})-(\\d{2})',
      '#(\\w+)',
      '" ([0-9]{3}) ',
      '^[^:]+: ',
      'status=(\\d+)',
      '(?i)error|warn',
    ];
    for (const source of patterns) {
      expect(compileRegex(source).pattern?.mostNative, source).toBeGreaterThanOrEqual(65_536);
    }
  });
});

describe('one pattern in the syntax of each engine', () => {
  test.each([
    ['a.c', 'a[^\\u000a]c', 'a[^\\u000a]c', 'a[^\\u000a]c'],
    ['^a$', '^a$', '^a\\Z', '^a\\z'],
    ['\\d\\s', '[0-9][\\u0009-\\u000d ]', '[0-9][\\u0009-\\u000d ]', '[0-9][\\u0009-\\u000d ]'],
    ['(?i)a1', '[Aa]1', '[Aa]1', '[Aa]1'],
    ['a\\-b#', 'a-b#', 'a-b\\#', 'a-b\\#'],
    ['(?<n>a)|b', '(a)|b', '(a)|b', '(a)|b'],
    ['(?:a|b)c', '(?:a|b)c', '(?:a|b)c', '(?:a|b)c'],
    ['a{2}b{1,}c{0,3}?', 'a{2}b+c{0,3}?', 'a{2}b+c{0,3}?', 'a{2}b+c{0,3}?'],
    ['😀', '\\u{1f600}', '\\U0001f600', '\\x{1f600}'],
    ['é', '\\u00e9', '\\u00e9', '\\u00e9'],
    [
      '[^\\]\\\\]',
      '[\\u0000-\\[\\^-\\u{10ffff}]',
      '[\\u0000-\\[\\^-\\U0010ffff]',
      '[\\u0000-\\[\\^-\\x{10ffff}]',
    ],
    ['a(?!b)', 'a(?!b)', 'a(?!b)', 'a(?!b)'],
  ])('%s', (source, javascript, python, java) => {
    const parsed = parseRegex(source);
    if (!parsed.tree) throw new Error(parsed.problem);
    expect(printRegex(parsed.tree, 'javascript')).toBe(javascript);
    expect(printRegex(parsed.tree, 'python')).toBe(python);
    expect(printRegex(parsed.tree, 'java')).toBe(java);
  });

  test('what is printed for JavaScript reads as the same pattern again', () => {
    fc.assert(
      fc.property(pattern, (source) => {
        const parsed = parseRegex(source);
        if (!parsed.tree) return;
        const printed = printRegex(parsed.tree, 'javascript');
        const again = parseRegex(printed);
        expect(again.problem, printed).toBeUndefined();
        if (again.tree) expect(printRegex(again.tree, 'javascript')).toBe(printed);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('what is no pattern is told apart', () => {
  test.each([
    ['(a', /without its \)/],
    ['a)', /without its \(/],
    ['[a', /has no \]/],
    ['[]', /class is empty/],
    ['[b-a]', /ends before it begins/],
    ['[\\d-z]', /character at both ends/],
    ['[a&&b]', /intersected/],
    ['[a[b]]', /inside a class/],
    ['*a', /nothing for \* to repeat/],
    ['a**', /repeated/],
    ['a++', /possessive/],
    ['^*', /assertion/],
    ['a{3,1}', /ends before it begins/],
    ['a{1001}', /at most 1000 times/],
    ['{', /write \\\{/],
    [']', /write \\\]/],
    ['\\', /ends with a \\/],
    ['\\q', /means nothing/],
    ['\\xZZ', /hexadecimal/],
    ['\\u{110000}', /no character/],
    ['\\ud800', /no character/],
    ['\\p{Greek}', /general categories/],
    ['(?>a)', /can begin with/],
    ['(?<n>a)(?<n>b)', /two groups named n/],
    ['(?<1>a)', /can begin with/],
    ['(?<=a)b', /behind/],
    ['(a)\\1', /References/],
    ['(?:'.repeat(200), /too large/],
    ['(a)'.repeat(60), /more than 50 groups/],
  ])('%s', (source, message) => {
    expect(parseRegex(source).problem).toMatch(message);
    expect(parseRegex(source).problem).toMatch(/\.$/);
  });
});
