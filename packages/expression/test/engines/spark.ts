import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ExpressionRecord, type ExpressionType, type Scope, sparkSqlSettings } from '../../src/index.ts';
import { quoteColumn, quoteSql, sqlType } from '../../src/printers/spark/snippets.ts';

/** A value as a Spark SQL literal of a type. */
function literal(value: unknown, type: ExpressionType): string {
  const sql = sqlType(type) ?? 'STRING';
  if (value === null || value === undefined) return `CAST(NULL AS ${sql})`;
  if (value instanceof Uint8Array) return `X'${Buffer.from(value).toString('hex')}'`;
  if (typeof value === 'string') return quoteSql(value);
  if (typeof value !== 'object') return `CAST('${String(value)}' AS ${sql})`;
  const entries = value instanceof Map ? [...(value as Map<string, unknown>)] : Object.entries(value);
  if (typeof type === 'object' && 'list' in type) {
    const items = entries.map(([, item]) => literal(item, type.list));
    return `CAST(array(${items.join(', ')}) AS ${sql})`;
  }
  if (typeof type === 'object' && 'map' in type) {
    const items = entries.flatMap(([key, item]) => [quoteSql(key), literal(item, type.map)]);
    return `CAST(map(${items.join(', ')}) AS ${sql})`;
  }
  if (typeof type !== 'object' || !('record' in type)) throw new Error('This value has no type in Spark.');
  const fields = type.record.flatMap((field) => [
    quoteSql(field.name),
    literal((value as { readonly [name: string]: unknown })[field.name], field.type),
  ]);
  return `named_struct(${fields.join(', ')})`;
}

/** The records as a query, one row each; fields without a type are left out. */
function tableOf(records: readonly ExpressionRecord[], scope: Scope): string {
  const fields = scope.filter(({ type }) => sqlType(type) !== undefined);
  return records
    .map((record) => {
      const columns = fields.map(
        ({ name, type }) => `${literal(record[name], type)} AS ${quoteColumn(name)}`,
      );
      return `SELECT ${columns.join(', ')}`;
    })
    .join(' UNION ALL ');
}

/** What Spark gives for one expression over each record, or why it gives nothing. */
export type SparkAnswer = { readonly values: readonly unknown[] } | { readonly error: string };

/** The modules Spark reaches into; spark-submit opens them by itself. */
const opened = [
  'java.lang',
  'java.lang.invoke',
  'java.lang.reflect',
  'java.io',
  'java.net',
  'java.nio',
  'java.util',
  'java.util.concurrent',
  'java.util.concurrent.atomic',
  'jdk.internal.ref',
  'sun.nio.ch',
  'sun.nio.cs',
  'sun.security.action',
  'sun.util.calendar',
];

/** Runs expressions over records, in one Spark session: first with ANSI mode, then without. */
export function runSpark(
  { classPath, folder }: { readonly classPath: string; readonly folder: string },
  expressions: readonly string[],
  { records, scope }: { readonly records: readonly ExpressionRecord[]; readonly scope: Scope },
): readonly [readonly SparkAnswer[], readonly SparkAnswer[]] {
  const [given, got] = [join(folder, 'spark-in'), join(folder, 'spark-out')];
  const settings = Object.entries(sparkSqlSettings).map(([key, value]) => `${key}=${value}`);
  const lines = [settings.join('\n'), tableOf(records, scope), ...expressions];
  writeFileSync(given, lines.map((line) => `${Buffer.from(line).toString('base64')}\n`).join(''));
  const java = spawnSync(
    'java',
    [
      ...opened.map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`),
      '-Xmx1g',
      // What the machine is set to must not matter.
      '-Duser.timezone=America/New_York',
      '-Duser.language=de',
      '-cp',
      classPath,
      join(import.meta.dirname, 'SparkSqlOracle.java'),
      given,
      got,
    ],
    {
      encoding: 'utf8',
      cwd: folder,
      env: { ...process.env, SPARK_LOCAL_IP: '127.0.0.1' },
      maxBuffer: 2 ** 28,
    },
  );
  if (java.status !== 0) throw new Error(`Spark failed: ${java.stderr.slice(-3_000)}`);
  const answers = readFileSync(got, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): SparkAnswer => {
      if (line.startsWith('!')) return { error: Buffer.from(line.slice(1), 'base64').toString('utf8') };
      return { values: JSON.parse(line) as unknown[] };
    });
  return [answers.slice(0, expressions.length), answers.slice(expressions.length)];
}
