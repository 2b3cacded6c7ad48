import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { evaluate, parseExpression, printExpression, printJavaScript, printSparkSql } from '../src/index.ts';
import { anyRecord, typedExpression } from './arbitrary.ts';
import { scope } from './cases/records.ts';
import { plain, pythonVersion, runJavaScript, runPython, runTree } from './targets.ts';

vi.setConfig({ testTimeout: 180_000 });

test('random typed expressions type-check, and printed JavaScript gives what the interpreter gives', () => {
  fc.assert(
    fc.property(typedExpression, anyRecord, (source, record) => {
      const parsed = parseExpression(source, scope);
      expect(parsed.problems).toEqual([]);
      expect(runJavaScript(parsed, scope, record)).toEqual(runTree(parsed, record));
    }),
    { numRuns: 2_000 },
  );
});

/** A tree without places. */
function shape(node: unknown): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value: unknown) => (key === 'start' || key === 'end' ? undefined : value)),
  ) as unknown;
}

test('what is printed as source parses to the same tree', () => {
  fc.assert(
    fc.property(typedExpression, (source) => {
      const { tree } = parseExpression(source, scope);
      if (!tree) throw new Error(source);
      const printed = printExpression(tree);
      const again = parseExpression(printed, scope);
      expect(again.problems, printed).toEqual([]);
      expect(shape(again.tree), printed).toEqual(shape(tree));
      expect(printExpression(again.tree ?? tree)).toBe(printed);
    }),
    { numRuns: 1_500 },
  );
});

test('a value has the type the checker said', () => {
  const holds = (value: unknown, type: unknown): boolean => {
    if (value === null) return true;
    if (type === 'integer' || type === 'time') return Number.isSafeInteger(value);
    if (type === 'double') return Number.isFinite(value);
    if (type === 'string' || type === 'boolean') return typeof value === type;
    if (typeof type === 'object' && type !== null && 'list' in type) {
      return Array.isArray(value) && value.every((item) => holds(item, type.list));
    }
    return true;
  };
  fc.assert(
    fc.property(typedExpression, anyRecord, (source, record) => {
      const parsed = parseExpression(source, scope);
      const value = evaluate(parsed, record);
      expect(holds(value, parsed.type), `${source} gives ${JSON.stringify(value)}`).toBe(true);
    }),
    { numRuns: 1_500 },
  );
});

test('printing for Spark SQL gives one line of bounded size, or says why not', () => {
  fc.assert(
    fc.property(typedExpression, (source) => {
      const parsed = parseExpression(source, scope);
      const printed = printSparkSql(parsed);
      if (printed.source === undefined) {
        expect(printed.problems.length).toBeGreaterThan(0);
        return;
      }
      expect(printed.source).not.toMatch(/[\n\r]/);
      // Operands are written once or twice, never once a level.
      expect(printed.source.length).toBeLessThan(400 * (source.length + 10));
    }),
    { numRuns: 1_000 },
  );
});

test.skipIf(pythonVersion() === undefined)('random typed expressions give the same values in Python', () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const cases = fc
    .sample(fc.tuple(typedExpression, anyRecord), { numRuns: 1_500, seed })
    .map(([text, record]) => ({ text, record, parsed: parseExpression(text, scope) }));
  const results = runPython(cases);
  const wrong = cases.flatMap(({ text, record, parsed }, index) => {
    const expected = JSON.stringify({ value: runTree(parsed, record) });
    const result = JSON.stringify(results[index]);
    return expected === result ? [] : [{ text, record, expected, result }];
  });
  expect(wrong, `seed ${seed}`).toEqual([]);
});

test('no expression changes the record it reads', () => {
  fc.assert(
    fc.property(typedExpression, anyRecord, (source, record) => {
      const before = JSON.stringify(plain(record));
      evaluate(parseExpression(source, scope), record);
      expect(JSON.stringify(plain(record))).toBe(before);
    }),
    { numRuns: 500 },
  );
});

test('printed JavaScript of random expressions holds nothing but literals and calls', () => {
  fc.assert(
    fc.property(typedExpression, (source) => {
      const printed = printJavaScript(parseExpression(source, scope), { variable: (name) => `v_${name}` });
      const bare = printed
        .replace(/"(?:[^"\\]|\\.)*"/g, '0')
        .replace(/\$\.[a-zA-Z]+\(/g, '(')
        .replace(/\bv_[a-zA-Z]+\b|\b(?:null|true|false)\b/g, '0')
        .replace(/\d+(?:\.\d+)?(?:e[+-]?\d+)?/g, '0');
      expect(bare).toMatch(/^[0\s(),?:!=&|[\]-]*$/);
    }),
    { numRuns: 500 },
  );
});
