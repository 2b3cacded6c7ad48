import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  completions,
  type ExpressionRecord,
  evaluate,
  expressionRuntime,
  functionSpecs,
  parseExpression,
  printJavaScript,
  printPython,
  printSparkSql,
} from '../src/index.ts';
import { compileRegex } from '../src/regex/regex.ts';
import { mostText } from '../src/values/text.ts';
import { records, scope } from './cases/records.ts';
import { badPatterns, escapes } from './hostile.ts';
import { pythonVersion, runPython } from './targets.ts';

vi.setConfig({ testTimeout: 180_000 });

/** Texts are the longest results; lists and maps count their texts. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + 1 + sizeOf(item), 0);
  return 1;
}

describe('an expression reaches nothing but the record', () => {
  const canary = { touched: false };
  Object.defineProperty(globalThis, 'polluted', { configurable: true, get: () => (canary.touched = true) });

  test.each(escapes)('%s', (text) => {
    const before = Object.getOwnPropertyNames(Object.prototype).sort();
    for (const record of Object.values(records)) {
      const parsed = parseExpression(text, scope);
      if (parsed.tree === undefined) {
        expect(parsed.problems.length).toBeGreaterThan(0);
        continue;
      }
      const value = evaluate(parsed, record);
      expect(['string', 'number', 'boolean', 'object']).toContain(typeof value);
      expect(typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : null).not.toBe(
        Function.prototype,
      );
      const printed = printJavaScript(parsed, { variable: (name) => `v_${name}` });
      const bare = printed.replace(/"(?:[^"\\]|\\.)*"/g, '""');
      expect(bare).not.toMatch(/[;{}=`\\]|\/|=>|\bnew\b|\bthis\b/);
    }
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(canary.touched).toBe(false);
  });

  test('keys of prototypes are no fields, wherever they stand', () => {
    const keys = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__lookupGetter__'];
    for (const key of keys) {
      for (const text of [`thing.${key}`, `thing['${key}']`, `headers.${key}`, `headers['${key}']`]) {
        expect(evaluate(parseExpression(text, scope), records.usual), text).toBe(null);
      }
      expect(evaluate(parseExpression(`json(doc, '$.${key}')`, scope), records.usual)).toBe(null);
      expect(parseExpression(key, scope).tree).toBeUndefined();
      expect(parseExpression(`${key}(word)`, scope).tree).toBeUndefined();
    }
  });

  test('a name is read from the record itself, not from what it inherits', () => {
    const record = Object.create({ word: 'inherited' }) as ExpressionRecord;
    expect(evaluate(parseExpression('word', scope), record)).toBe(null);
  });

  test('what literals hold stays inside of them in every target', () => {
    const texts = [
      '"',
      "'",
      '\\',
      '`',
      '${x}',
      '</script>',
      '\u2028\u2029',
      '\n\r',
      '{',
      "\\'; DROP TABLE x; --",
      '\\u0027',
    ];
    for (const text of texts) {
      const literal = `'${text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r')}'`;
      const parsed = parseExpression(`${literal} + word`, scope);
      expect(parsed.problems, literal).toEqual([]);
      const value = evaluate(parsed, records.usual);
      const source = printJavaScript(parsed, { variable: () => 'v' });
      expect(source).not.toMatch(/[\n\r\u2028\u2029<]/);
      const run = new Function('$', 'v', `return ${source}`) as (...values: unknown[]) => unknown;
      expect(run(expressionRuntime, 'Stream')).toBe(value);
      expect(printPython(parsed, { variable: () => 'v' })).toMatch(/^[ -~]*$/);
      expect(printSparkSql(parsed).source).toMatch(/^[^\n\r]*$/);
    }
  });
});

describe('no expression grows without bound or runs for long', () => {
  const long = 'x'.repeat(60_000);
  const record: ExpressionRecord = { word: long, line: `${'word '.repeat(20_000)}`, doc: '['.repeat(50_000) };
  const grow = (text: string, times: number): string => {
    let grown = text;
    for (let time = 0; time < times; time += 1) grown = `concat(${grown}, ${grown})`;
    return grown;
  };
  const bombs = [
    grow('word', 8),
    "join(split(word, ''), word)",
    "replace(word, '.', '$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0')",
    "replace(replace(replace(word, 'x', 'xx'), 'x', 'xxxxxxxxxxxxxxxxxxxxxxxx'), 'x', 'xxxxxxxxxxxxxxxxxx')",
    "join(words(line), join(words(line), join(words(line), ' ')))",
    `string([${Array.from({ length: 40 }, () => 'words(line)').join(', ')}])`,
    `string(${'['.repeat(40)}word, word${']'.repeat(40)})`,
    "split(word, '')",
    "json(doc, '$')",
    "string(json(doc, '$'))",
    "json(doc, '$[0][0][0]') == json(doc, '$')",
    'upper(word) + upper(word) + upper(word)',
    "matches(word, '^(?:x?x?x?x?x?x?x?x?)y')",
    "replace(line, '[a-z]+[a-z]*[a-z]*!', '')",
    "extract(line, '(.*)(.*)(.*)!', 1)",
  ];

  test.each(bombs)('%s', (text) => {
    const parsed = parseExpression(text, scope);
    expect(parsed.problems).toEqual([]);
    const started = process.cpuUsage();
    expect(sizeOf(evaluate(parsed, record))).toBeLessThanOrEqual(2 * mostText);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(5_000);
  });

  test.skipIf(pythonVersion() === undefined)('nor in Python', () => {
    const parsed = bombs.slice(0, 10).map((text) => parseExpression(text, scope));
    const results = runPython(parsed.map((one) => ({ parsed: one, record })));
    for (const [index, one] of parsed.entries()) {
      expect(results[index], one.text.slice(0, 60)).toEqual({ value: evaluate(one, record) });
    }
  });

  test('JSON nested beyond all measure is no error', () => {
    for (const depth of [50, 99, 200, 5_000, 200_000]) {
      const doc = '['.repeat(depth) + ']'.repeat(depth);
      const value = evaluate(parseExpression("string(json(doc, '$'))", scope), { doc });
      expect(value).toBe(depth <= 100 ? doc : null);
      expect(evaluate(parseExpression("json(doc, '$') == json(doc, '$')", scope), { doc })).toBe(true);
    }
  });
});

describe('patterns that bring backtracking engines down are refused or matched in linear time', () => {
  const inputs = ['a'.repeat(8_000), `${'a'.repeat(4_000)}!`, `${'ab1 =;"<>@.,'.repeat(600)}\n`];

  test.each(badPatterns)('%s', (text) => {
    const { pattern, problem } = compileRegex(text);
    if (problem !== undefined) {
      expect(problem).toMatch(/\.$/);
      return;
    }
    for (const input of inputs) {
      // Backtracking would take hours; the time of the processor does not depend on what else runs.
      const started = process.cpuUsage();
      pattern?.test(input);
      pattern?.exec(input);
      expect(process.cpuUsage(started).user / 1000).toBeLessThan(3_000);
    }
  });

  test('most of them are refused while they are typed', () => {
    const refused = badPatterns.filter((text) => compileRegex(text).problem !== undefined);
    expect(refused.length).toBeGreaterThanOrEqual(15);
  });
});

describe('no text makes the parser hang, throw or use much memory', () => {
  const pieces = fc.constantFrom(
    ...['(', ')', '[', ']', '{', '}', ',', '.', '?', ':', '+', '-', '*', '/', '%', '==', '!=', '<', '<='],
    ...['and', 'or', 'not', 'true', 'null', "'", '"', "'a'", '1', '1e', '0.', '&&', '=', '!', '\\', '\u0000'],
    ...['word', 'headers', 'user', 'nope', ' ', '\n', '😀', '\ud800', '$', '#'],
    ...functionSpecs.map((spec) => `${spec.name}(`),
  );

  test('random pieces', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        for (const text of [parts.join(''), parts.join(' ')]) {
          const { tree, problems, type } = parseExpression(text, scope);
          expect(tree === undefined).toBe(problems.length > 0);
          expect(problems.length).toBeLessThanOrEqual(20);
          expect(type).toBeDefined();
          for (const { start, end, message, help } of problems) {
            expect(0 <= start && start <= end && end <= text.length).toBe(true);
            expect(message).not.toBe('');
            expect(help).not.toBe('');
          }
          if (tree) evaluate({ text, type, uses: [], problems, tree }, records.usual);
          completions(scope, text, Math.floor(text.length / 2));
        }
      }),
      { numRuns: 1_500 },
    );
  });

  test('random texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const { tree, problems } = parseExpression(text, scope);
        expect(tree === undefined).toBe(problems.length > 0);
      }),
      { numRuns: 1_500 },
    );
  });

  test.each([
    ['(', 5_000],
    ['-', 9_000],
    ['not ', 2_400],
    ['[', 9_000],
    ['lower(', 1_600],
    ['isOk ? ', 1_400],
    ['isOk ? 1 : ', 900],
    ['word.', 1_900],
    ['tags[0', 1_600],
    ['1 + ', 2_400],
    ['word + ', 1_400],
    ['isOk and ', 1_100],
    ['1 ', 4_900],
    [')', 9_900],
    ["'", 9_999],
    ['&&', 4_900],
    ['#', 9_900],
    ['1 < ', 2_400],
    ['nope ', 1_900],
  ])('%s, %i times', (piece, times) => {
    const started = process.cpuUsage();
    const { tree, problems } = parseExpression(piece.repeat(times), scope);
    expect(tree).toBeUndefined();
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(20);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(3_000);
  });

  test('the highest tree that is accepted runs in every target', () => {
    const highest = [
      `${'-'.repeat(80)}count`,
      `${'not '.repeat(80)}isOk`,
      `${'('.repeat(80)}1${')'.repeat(80)}`,
      `${'lower('.repeat(80)}word${')'.repeat(80)}`,
      Array.from({ length: 85 }, () => 'count').join(' + '),
      Array.from({ length: 85 }, () => 'isOk').join(' and '),
      `${'(thing ? '.repeat(40)}true${' : thing)'.repeat(40)} == null`,
      `${'isOk ? 1 : '.repeat(80)}2`,
    ];
    const parsed = highest.map((text) => parseExpression(text, scope));
    for (const one of parsed) {
      expect(one.problems, one.text.slice(0, 40)).toEqual([]);
      printSparkSql(one);
      const source = printJavaScript(one, { variable: (name) => `v_${name}` });
      expect(() => new Function('$', `return (v_count, v_isOk, v_word, v_thing) => ${source}`)).not.toThrow();
    }
    if (pythonVersion() === undefined) return;
    const results = runPython(parsed.map((one) => ({ parsed: one, record: records.usual })));
    for (const [index, one] of parsed.entries()) {
      expect(results[index], one.text.slice(0, 40)).toEqual({ value: evaluate(one, records.usual) });
    }
  });
});
