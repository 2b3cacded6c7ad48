import { describe, expect, test } from 'vitest';
import { evaluate, parseExpression, printExpression, printSparkSql } from '../src/index.ts';
import { typeName } from '../src/types.ts';
import { allCases } from './cases/all.ts';
import { errorCases } from './cases/errors.ts';
import { records, scope } from './cases/records.ts';
import { plain, pythonVersion, runJavaScript, runPython, runTree } from './targets.ts';

const table = allCases.map(([text, type, value, more]) => ({
  text,
  type,
  value: plain(value),
  name: more?.record ?? ('usual' as const),
  isRefusedBySpark: more?.spark === 'refused',
}));

test('the table is large, and no case is there twice', () => {
  expect(table.length + errorCases.length).toBeGreaterThanOrEqual(300);
  const keys = table.map(({ text, name }) => `${name}: ${text}`);
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

describe('every case, by the interpreter, printed JavaScript and printed source', () => {
  test.each(table)('$text for the $name record', ({ text, type, value, name }) => {
    const parsed = parseExpression(text, scope);
    expect(parsed.problems).toEqual([]);
    expect(typeName(parsed.type)).toBe(type);
    const record = records[name];
    expect(runTree(parsed, record)).toEqual(value);
    expect(runJavaScript(parsed, scope, record)).toEqual(value);
    const again = parseExpression(parsed.tree ? printExpression(parsed.tree) : '', scope);
    expect(again.problems).toEqual([]);
    expect(again.type).toEqual(parsed.type);
    expect(plain(evaluate(again, record))).toEqual(value);
  });
});

const python = pythonVersion();
if (python === undefined) {
  process.stderr.write('SKIPPED: there is no python3, so printed Python is not run against the table.\n');
}

test.skipIf(python === undefined)('every case, by printed Python', () => {
  const cases = table.map(({ text, name }) => ({
    parsed: parseExpression(text, scope),
    record: records[name],
  }));
  const results = runPython(cases);
  const wrong = table.flatMap(({ text, name, value }, index) => {
    const result = results[index];
    return JSON.stringify(result) === JSON.stringify({ value }) ? [] : [{ text, name, value, result }];
  });
  expect(wrong).toEqual([]);
});

describe('what Spark SQL would compute differently is refused', () => {
  test.each(table)('$text', ({ text, isRefusedBySpark }) => {
    const printed = printSparkSql(parseExpression(text, scope));
    expect(printed.problems.length > 0, printed.source).toBe(isRefusedBySpark);
    for (const problem of printed.problems) {
      expect(problem.code).toBe('EXPRESSION_SPARK_SQL');
      expect(problem.help).toMatch(/[.]$/);
      expect(problem.start).toBeLessThanOrEqual(problem.end);
    }
  });
});

describe('everything wrong is told at once, each at its place', () => {
  test.each(errorCases.map(([text, ...problems]) => ({ text, problems })))('$text', ({ text, problems }) => {
    const parsed = parseExpression(text, scope);
    expect(parsed.problems.map((p) => [p.code, p.start, p.end])).toEqual(problems);
    expect(parsed.tree).toBeUndefined();
    for (const problem of parsed.problems) {
      expect(problem.message).toMatch(/[.]$/);
      expect(problem.help).toMatch(/[.?]$/);
    }
  });
});
