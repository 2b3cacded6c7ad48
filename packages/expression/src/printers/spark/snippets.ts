import type { ExpressionType } from '../../contract.ts';

/** Small pieces of Spark SQL. Each operand is written once, so that nesting does not multiply the text. */

/** A text as a Spark SQL literal (with the default `spark.sql.parser.escapedStringLiterals=false`). */
export function quoteSql(text: string): string {
  const inner = text.replace(/[\\']|[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (char) =>
    char === '\\' || char === "'" ? `\\${char}` : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `'${inner}'`;
}

/** A column name in back quotes. */
export function quoteColumn(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** The Spark type of a type of the language; undefined where it cannot be known. */
export function sqlType(type: ExpressionType): string | undefined {
  switch (type) {
    case 'string':
      return 'STRING';
    case 'bytes':
      return 'BINARY';
    case 'integer':
    case 'time':
      return 'BIGINT';
    case 'double':
      return 'DOUBLE';
    case 'boolean':
      return 'BOOLEAN';
    case 'any':
      return undefined;
    default: {
      const inner = (of: ExpressionType, around: (sql: string) => string): string | undefined => {
        const sql = sqlType(of);
        return sql === undefined ? undefined : around(sql);
      };
      if ('list' in type) return inner(type.list, (sql) => `ARRAY<${sql}>`);
      if ('map' in type) return inner(type.map, (sql) => `MAP<STRING, ${sql}>`);
      const fields = type.record.map(({ name, type: of }) =>
        inner(of, (sql) => `${quoteColumn(name)}: ${sql}`),
      );
      return fields.includes(undefined) ? undefined : `STRUCT<${fields.join(', ')}>`;
    }
  }
}

/** A whole number, or null outside of the bounds; least and greatest skip nulls, nullif gives them back. */
export function within(sql: string, low: number, high: number): string {
  const [below, above] = [`${low - 1}L`, `${high + 1}L`];
  return `nullif(nullif(greatest(least(${sql}, ${above}), ${below}), ${above}), ${below})`;
}

/** A whole number that is exact in every target, or null. */
export function exactSql(sql: string): string {
  return within(sql, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
}

/** A finite double or null. */
export function finiteSql(sql: string): string {
  return `nullif(nullif(nullif(${sql}, double('NaN')), double('Infinity')), double('-Infinity'))`;
}

/** A double that a text says, or null. */
export function parseDoubleSql(sql: string): string {
  const shape = '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?\\z';
  return finiteSql(`try_cast(regexp_substr(${trimSql(sql)}, ${quoteSql(shape)}) AS DOUBLE)`);
}

/** Without white space at both ends. */
export function trimSql(sql: string): string {
  return `btrim(${sql}, ${quoteSql(' \t\n\v\f\r')})`;
}

/** A position or length as Spark's functions take it: an INT from 0. */
export function positionSql(sql: string): string {
  if (/^\d+L$/.test(sql)) return String(Math.min(Number(sql.slice(0, -1)), 2_147_483_646));
  return `CAST(CASE WHEN ${sql} < 0L THEN 0L WHEN ${sql} > 2147483646L THEN 2147483646L ELSE ${sql} END AS INT)`;
}
