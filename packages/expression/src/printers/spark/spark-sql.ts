import type { ExpressionNode, ExpressionType, ParsedExpression } from '../../contract.ts';
import { functionsByName } from '../../functions/table.ts';
import { isNull, isSameType, isWhole, printType, unify } from '../../types.ts';
import { type PrintedExpression, Refusals } from '../printed.ts';
import { boundOf, exactIfNeeded } from './bounds.ts';
import { sparkFunctions } from './functions.ts';
import { finiteSql, quoteColumn, quoteSql, sqlType } from './snippets.ts';

/** How names of the scope are read in Spark SQL. */
export interface SparkSqlOptions {
  /** Spark SQL that reads a name of the scope; the column of that name when left out. */
  variable?(name: string): string;
}

/**
 * Session settings the printed SQL relies on; a program sets them before it uses the SQL. Needs Spark 4.0 or newer, and a
 * JVM whose language is not Turkish, Azeri or Lithuanian: `lower` and `upper` follow it.
 */
export const sparkSqlSettings: { readonly [key: string]: string } = {
  'spark.sql.session.timeZone': 'UTC',
  'spark.sql.variant.allowDuplicateKeys': 'true',
  'spark.sql.parser.escapedStringLiterals': 'false',
  'spark.sql.legacy.timeParserPolicy': 'CORRECTED',
};

type Binary = Extract<ExpressionNode, { kind: 'binary' }>;

const comparisons: { readonly [operator: string]: string } = { '<': '<', '<=': '<=', '>': '>', '>=': '>=' };

/** Prints nodes; functions of the language call back into it for their arguments. */
export class SparkPrinter {
  readonly refusals = new Refusals('EXPRESSION_SPARK_SQL');
  private readonly variable: (name: string) => string;

  constructor(options: SparkSqlOptions) {
    this.variable = options.variable ?? quoteColumn;
  }

  /** The node as SQL of its own type. */
  print(node: ExpressionNode): string {
    switch (node.kind) {
      case 'literal':
        return this.literal(node);
      case 'name':
        return this.known(node, this.variable(node.name));
      case 'member':
        return this.member(node.of, node.key);
      case 'index':
        return this.index(node.of, node.at);
      case 'list':
        if (node.items.length === 0 || sqlType(node.type) === undefined) return this.unknown(node);
        return `array(${this.all(node.items, (node.type as { readonly list: ExpressionType }).list).join(', ')})`;
      case 'unary':
        return node.operator === 'not' ? `(NOT ${this.test(node.of)})` : `(-${this.print(node.of)})`;
      case 'binary':
        return this.binary(node);
      case 'conditional': {
        if (sqlType(node.type) === undefined) return this.unknown(node);
        const [yes, no] = this.all([node.yes, node.no], node.type);
        return `CASE WHEN ${this.test(node.test)} THEN ${yes} ELSE ${no} END`;
      }
      case 'call':
        return this.call(node);
    }
  }

  /** The nodes as SQL of one type. */
  all(nodes: readonly ExpressionNode[], type: ExpressionType): string[] {
    return nodes.map((node) => this.as(node, type));
  }

  /** The node as SQL of a type it fits. */
  as(node: ExpressionNode, type: ExpressionType): string {
    const target = sqlType(type);
    if (target === undefined) return this.unknown(node);
    if (isNull(node)) return `CAST(NULL AS ${target})`;
    if (isSameType(node.type, type) || sqlType(node.type) === target) return this.print(node);
    if (type === 'string') return this.text(node);
    if (isSameType(unify(node.type, type), type)) return `CAST(${this.print(node)} AS ${target})`;
    return this.unknown(node);
  }

  /** The node as text. */
  text(node: ExpressionNode): string {
    if (isNull(node)) return 'CAST(NULL AS STRING)';
    const { type } = node;
    switch (type) {
      case 'string':
        return this.print(node);
      case 'bytes':
        return `make_valid_utf8(CAST(${this.print(node)} AS STRING))`;
      case 'integer':
      case 'time':
      case 'boolean':
        return `CAST(${this.print(node)} AS STRING)`;
      case 'double':
        return this.refusals.refuse(
          node,
          'Spark SQL writes numbers with decimals in another way.',
          'Turn it into a whole number first, with round(...) or floor(...).',
        );
      case 'any':
        return this.unknown(node);
      default:
        return this.refusals.refuse(
          node,
          `Spark SQL writes ${printType(type)} as text in another way.`,
          'Use join(...) for a list, or one field of it.',
        );
    }
  }

  /** The node as a condition that is true or false, never null. */
  test(node: ExpressionNode): string {
    if (isCertain(node)) return this.print(node);
    return isNull(node) ? 'false' : `coalesce(${this.boolean(node)}, false)`;
  }

  private boolean(node: ExpressionNode): string {
    return node.type === 'boolean' ? this.print(node) : this.unknown(node);
  }

  /** Writes an operand that is needed more than once only once: plain columns as they are, others as a variable. */
  once(sql: string, use: (name: string) => string): string {
    if (/^(?:`[^`]*`|\d+L)$/.test(sql)) return use(sql);
    return `try_element_at(transform(array(${sql}), sx_x -> ${use('sx_x')}), 1)`;
  }

  /** Says that the type is not known, which SQL needs. */
  unknown(node: ExpressionNode): string {
    const isJson = node.kind === 'call' && node.function === 'json';
    return this.refusals.refuse(
      node,
      'Spark SQL needs to know the type of this value.',
      isJson
        ? "Say what you expect: json(text, path, 'string'), or 'integer', 'double', 'boolean'."
        : 'Use a value whose type is known, or turn it into one with string(...), number(...) or integer(...) where it is made.',
    );
  }

  private known(node: ExpressionNode, sql: string): string {
    return sqlType(node.type) === undefined ? this.unknown(node) : sql;
  }

  private literal(node: Extract<ExpressionNode, { kind: 'literal' }>): string {
    const { value } = node;
    if (value === null) return 'NULL';
    if (typeof value === 'string') return quoteSql(value);
    if (typeof value === 'boolean') return String(value);
    return node.type === 'integer' ? `${value}L` : `${String(value).replace('e+', 'E').replace('e', 'E')}D`;
  }

  private member(of: ExpressionNode, key: string): string {
    if (typeof of.type === 'object' && 'record' in of.type) return `${this.print(of)}.${quoteColumn(key)}`;
    return `try_element_at(${this.print(of)}, ${quoteSql(key)})`;
  }

  private index(of: ExpressionNode, at: ExpressionNode): string {
    const list = this.print(of);
    if (typeof of.type === 'object' && 'map' in of.type) return `try_element_at(${list}, ${this.text(at)})`;
    if (typeof of.type !== 'object') return list;
    const place =
      at.kind === 'literal'
        ? at.value
        : at.kind === 'unary' && at.of.kind === 'literal'
          ? -Number(at.of.value)
          : undefined;
    if (typeof place === 'number') {
      if (Math.abs(place) > 2_000_000_000) return `try_element_at(${list}, CAST(NULL AS INT))`;
      return `try_element_at(${list}, ${place < 0 ? place : place + 1})`;
    }
    if (!isWhole(at.type))
      return isNull(at) ? `try_element_at(${list}, CAST(NULL AS INT))` : this.unknown(at);
    return this.once(
      this.print(at),
      (i) => `try_element_at(${list}, try_cast(${i} + CASE WHEN ${i} < 0L THEN 0L ELSE 1L END AS INT))`,
    );
  }

  private binary(node: Binary): string {
    const { operator, left, right } = node;
    if (operator === 'and' || operator === 'or') {
      return `(${this.test(left)} ${operator.toUpperCase()} ${this.test(right)})`;
    }
    if (operator === '==' || operator === '!=') {
      const same = `(${this.pair(node).join(' <=> ')})`;
      return operator === '==' ? same : `(NOT ${same})`;
    }
    const comparison = comparisons[operator];
    if (comparison !== undefined) return `coalesce(${this.pair(node).join(` ${comparison} `)}, false)`;
    if (node.type === 'string') return `concat(${this.text(left)}, ${this.text(right)})`;
    if (isWhole(left.type) && isWhole(right.type) && operator !== '/') return this.wholeArithmetic(node);
    if (node.type === 'any') return this.unknown(node);
    return operator === '%' ? this.real(node) : finiteSql(this.real(node));
  }

  /** Both sides of a comparison as one type. */
  private pair({ left, right }: Binary): string[] {
    const types = [left, right].filter((side) => !isNull(side)).map((side) => side.type);
    const [only] = types;
    if (only === undefined) return ['CAST(NULL AS STRING)', 'CAST(NULL AS STRING)'];
    const type = types.reduce(unify);
    const text = type === 'bytes' ? 'string' : type;
    if (typeof text === 'object' && !('list' in text)) {
      const [side] = [left, right];
      return [
        this.refusals.refuse(
          side,
          `Spark SQL cannot compare ${printType(text)}.`,
          'Compare its fields one by one.',
        ),
      ];
    }
    return this.all([left, right], text);
  }

  private wholeArithmetic(node: Binary): string {
    const { operator, left, right } = node;
    const [a, b] = [this.print(left), this.print(right)];
    if (operator === '%') return `(${a} % nullif(${b}, 0L))`;
    if (boundOf(node) <= Number.MAX_SAFE_INTEGER) return `(${a} ${operator} ${b})`;
    const name = operator === '+' ? 'try_add' : operator === '-' ? 'try_subtract' : 'try_multiply';
    return exactIfNeeded(`${name}(${a}, ${b})`, node);
  }

  /** Arithmetic of doubles that may still be infinite: what that becomes in the end is null either way. */
  private real(node: ExpressionNode): string {
    if (node.kind !== 'binary' || node.type !== 'double' || !'+-*/%'.includes(node.operator)) {
      return this.as(node, 'double');
    }
    const { operator, left, right } = node;
    if (operator === '/' || operator === '%') {
      const [a, b] = [operator === '/' ? this.real(left) : this.as(left, 'double'), this.as(right, 'double')];
      return `(${a} ${operator} nullif(${b}, 0.0D))`;
    }
    return `(${this.real(left)} ${operator} ${this.real(right)})`;
  }

  private call(node: Extract<ExpressionNode, { kind: 'call' }>): string {
    const print = sparkFunctions.get(node.function);
    if (!print) throw new Error(`There is no function ${node.function}.`);
    return print(node, this);
  }
}

function isCertain(node: ExpressionNode): boolean {
  if (node.kind === 'literal') return typeof node.value === 'boolean';
  if (node.kind === 'unary') return node.operator === 'not';
  if (node.kind === 'call') return functionsByName.get(node.function)?.isCertain === true;
  return node.kind === 'binary' && node.type === 'boolean';
}

/**
 * Prints an expression without problems as Spark SQL, for `expr(...)` and for queries: integers and times (ms) are
 * BIGINT, bytes BINARY. What Spark would compute differently is refused, never printed.
 */
export function printSparkSql(parsed: ParsedExpression, options: SparkSqlOptions = {}): PrintedExpression {
  if (parsed.tree === undefined) {
    throw new Error(`${JSON.stringify(parsed.text)} has problems and cannot be printed.`);
  }
  const printer = new SparkPrinter(options);
  return printer.refusals.result(printer.print(parsed.tree));
}
