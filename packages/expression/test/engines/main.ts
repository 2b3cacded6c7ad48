/**
 * Holds printed Spark SQL against the real Spark 4.0.1. Run by `npm run test:engines`; without Java or Maven
 * everything is skipped, loudly.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEngine } from '@sluice/testkit';
import fc from 'fast-check';
import { type ParsedExpression, parseExpression, printSparkSql } from '../../src/index.ts';
import { typedExpression } from '../arbitrary.ts';
import { allCases } from '../cases/all.ts';
import { type RecordName, records, scope } from '../cases/records.ts';
import { plain, runTree } from '../targets.ts';
import { runSpark, type SparkAnswer } from './spark.ts';

interface Check {
  readonly parsed: ParsedExpression;
  readonly sql: string;
  readonly expected: readonly unknown[];
}

const names = Object.keys(records) as RecordName[];

/** Every expression that Spark SQL can carry, with what the interpreter gives for each record. */
function checksOf(texts: readonly string[]): readonly Check[] {
  return [...new Set(texts)].flatMap((text) => {
    const parsed = parseExpression(text, scope);
    if (!parsed.tree) return [];
    const { source } = printSparkSql(parsed);
    if (source === undefined) return [];
    return [{ parsed, sql: source, expected: names.map((name) => runTree(parsed, records[name])) }];
  });
}

function shown({ parsed }: Check, answer: SparkAnswer): unknown {
  if ('error' in answer) return answer.error;
  const isBytes = parsed.type === 'bytes';
  return answer.values.map((value) =>
    plain(isBytes && typeof value === 'string' ? Buffer.from(value, 'base64') : value),
  );
}

const engine = findEngine({ name: 'Spark 4.0.1', pom: join(import.meta.dirname, 'pom.xml') });
const filter = process.argv[2];
const seed = Math.floor(Math.random() * 2 ** 31);
const random = fc.sample(typedExpression, { numRuns: 150, seed });
const table = allCases.map(([text]) => text);
const checks = checksOf([...table, ...random].filter((text) => text.includes(filter ?? '')));
if ('missing' in engine) {
  console.log(
    `\n!!! Spark SQL was NOT tested: ${engine.missing}. Install Java 17 and Maven to run these tests. !!!\n`,
  );
  console.log(`0 passed, 0 failed, ${2 * checks.length} skipped`);
} else {
  console.log(`Held against Apache Spark 4.0.1 (random expressions by seed ${seed}):`);
  const folder = mkdtempSync(join(tmpdir(), 'sluice-spark-'));
  const fromMs = performance.now();
  const modes = runSpark(
    { classPath: engine.classPath, folder },
    checks.map(({ sql }) => sql),
    { records: names.map((name) => records[name]), scope },
  );
  let failed = 0;
  for (const [index, answers] of modes.entries()) {
    const mode = index === 0 ? 'with ANSI mode' : 'without ANSI mode';
    const wrong = checks.filter((check, at) => {
      const answer = answers[at] ?? { error: 'no answer' };
      const given = shown(check, answer);
      if (JSON.stringify(given) === JSON.stringify(check.expected)) return false;
      console.log(`  FAIL  ${check.parsed.text} (${mode})\n        printed  ${check.sql}`);
      console.log(
        `        gives    ${typeof given === 'string' ? given.slice(0, 600) : JSON.stringify(given)}`,
      );
      console.log(`        not      ${JSON.stringify(check.expected)}`);
      return true;
    });
    failed += wrong.length;
    console.log(
      `  ${wrong.length === 0 ? 'ok  ' : 'FAIL'}  ${checks.length} expressions over ${names.length} records, ${mode}`,
    );
  }
  console.log(`        (${((performance.now() - fromMs) / 1000).toFixed(1)} s)`);
  rmSync(folder, { recursive: true, force: true });
  console.log(`${2 * checks.length - failed} passed, ${failed} failed, 0 skipped`);
  process.exit(failed > 0 ? 1 : 0);
}
