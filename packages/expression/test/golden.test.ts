import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  parseExpression,
  printExpression,
  printJavaScript,
  printPython,
  printSparkSql,
  pythonSupport,
} from '../src/index.ts';
import { typeName } from '../src/types.ts';
import { typedExpression } from './arbitrary.ts';
import { allCases } from './cases/all.ts';
import { type RecordName, records, scope } from './cases/records.ts';
import { runTree } from './targets.ts';

const names = Object.keys(records) as RecordName[];

/** Everything that is made of one expression, to be read and compared. */
function sheet(text: string): string {
  const parsed = parseExpression(text, scope);
  if (!parsed.tree) throw new Error(`${text}: ${parsed.problems[0]?.message ?? ''}`);
  const spark = printSparkSql(parsed);
  const lines = [
    text,
    `  type        ${typeName(parsed.type)}`,
    `  source      ${printExpression(parsed.tree)}`,
    `  javascript  ${printJavaScript(parsed, { variable: (name) => name })}`,
    `  python      ${printPython(parsed, { variable: (name) => name })}`,
    spark.source === undefined
      ? spark.problems.map((p) => `  no spark    ${p.start}-${p.end} ${p.message}`).join('\n')
      : `  spark       ${spark.source}`,
    ...names.map((name) => `  ${name.padEnd(12)}${JSON.stringify(runTree(parsed, records[name]))}`),
  ];
  return `${lines.join('\n').replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/g, shown)}\n`;
}

function shown(char: string): string {
  return `<${char.charCodeAt(0).toString(16)}>`;
}

/** Compares with a file of the golden folder; `UPDATE_GOLDEN=1` writes it anew. */
function golden(file: string, content: string): void {
  const path = join(import.meta.dirname, 'golden', file);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, content);
  expect(existsSync(path), `${file} is missing: run with UPDATE_GOLDEN=1`).toBe(true);
  const [own, kept] = [content.split('\n'), readFileSync(path, 'utf8').split('\n')];
  const changed = own.findIndex((line, index) => line !== kept[index]);
  expect(changed < 0 ? 'the same' : own[changed]).toBe(changed < 0 ? 'the same' : kept[changed]);
  expect(own.length).toBe(kept.length);
}

test('what every case of the table is printed as, and gives for each record', () => {
  // General categories print as the ranges of the Unicode version that Node knows.
  const texts = [...new Set(allCases.map(([text]) => text))].filter((text) => !/\\[pP]\{/.test(text));
  golden('table.txt', texts.map(sheet).join('\n'));
});

test('what random expressions are printed as, and give: they must not change by themselves', () => {
  const path = join(import.meta.dirname, 'golden', 'random.json');
  if (!existsSync(path)) {
    const fresh = fc.sample(typedExpression, { numRuns: 900, seed: 20_261_124 });
    const short = [...new Set(fresh)].filter((text) => text.length > 20 && text.length < 140).slice(0, 300);
    writeFileSync(path, `${JSON.stringify(short, undefined, 2)}\n`);
  }
  const texts = JSON.parse(readFileSync(path, 'utf8')) as readonly string[];
  golden('random.txt', texts.map(sheet).join('\n'));
});

test('the functions that printed Python calls', () => {
  const sources = allCases.map(([text]) =>
    printPython(parseExpression(text, scope), { variable: (name) => name }),
  );
  golden('support.py', `${pythonSupport(sources)}\n`);
});

test('a Python file gets only the functions it needs, in a stable order', () => {
  expect(pythonSupport([])).toBe('');
  expect(pythonSupport(['value'])).toBe('');
  const one = pythonSupport(['sx_lower(value)']);
  expect([...one.matchAll(/^def (\w+)/gm)].map(([, name]) => name)).toEqual([
    'sx_is_number',
    'sx_is_text',
    'sx_number_text',
    'sx_json_text',
    'sx_text',
    'sx_map_text',
    'sx_lower',
  ]);
  expect(one.startsWith('import json\n')).toBe(true);
  const two = ['sx_trim(a)', 'sx_matches(a, "b")'];
  expect(pythonSupport(two)).toBe(pythonSupport([...two].reverse()));
});
