import type { ExpressionNode } from '../../contract.ts';
import { printRegex } from '../../regex/print.ts';
import { mostMatched, type Pattern, patternOf } from '../../regex/regex.ts';
import { isNullable, type RegexNode } from '../../regex/syntax.ts';
import { isNull, isWhole, unify, unifyNodes } from '../../types.ts';
import { parseTimePattern, type TimePart, timeShape } from '../../values/time.ts';
import { jsonSql } from './json.ts';
import { exactSql, parseDoubleSql, positionSql, quoteSql, trimSql, within } from './snippets.ts';
import type { SparkPrinter } from './spark-sql.ts';

type Call = Extract<ExpressionNode, { kind: 'call' }>;
type Print = (node: Call, printer: SparkPrinter) => string;

const nothing: ExpressionNode = { kind: 'literal', value: null, type: 'any', start: 0, end: 0 };

function argument(node: Call, index: number): ExpressionNode {
  return node.arguments[index] ?? nothing;
}

function literalText(node: ExpressionNode): string | undefined {
  return node.kind === 'literal' && typeof node.value === 'string' ? node.value : undefined;
}

/** A function of Spark over one text. */
function overText(print: (text: string) => string): Print {
  return (node, printer) => print(printer.text(argument(node, 0)));
}

/** A test of two texts, false where one is null. */
function testText(name: string): Print {
  return (node, printer) =>
    `coalesce(${name}(${printer.text(argument(node, 0))}, ${printer.text(argument(node, 1))}), false)`;
}

function looked(text: string): string {
  return `left(${text}, ${mostMatched})`;
}

function patternIn(node: Call): Pattern {
  const pattern = patternOf(literalText(argument(node, 1)) ?? '');
  if (!pattern) throw new Error('A call without a pattern cannot be printed.');
  return pattern;
}

function javaRegex(tree: RegexNode): string {
  return quoteSql(printRegex(tree, 'java'));
}

/** Java reads as many digits as name a group, so a digit after `$1` is escaped. */
function javaReplacement(text: string): string {
  const parts = text.replace(/\$\$|\$([0-9])([0-9]?)|[\\$]/g, (found, group?: string, next?: string) => {
    if (group === undefined) return found === '\\' ? '\\\\' : '\\$';
    return `$${group}${next ? `\\${next}` : ''}`;
  });
  return quoteSql(parts);
}

const replace: Print = (node, printer) => {
  const replacement = argument(node, 2);
  const text = literalText(replacement);
  if (text === undefined) {
    return printer.refusals.refuse(
      replacement,
      'Spark SQL reads $ and \\ in a computed replacement in its own way.',
      'Write the replacement out in quotes.',
    );
  }
  const { tree } = patternIn(node);
  if (isNullable(tree)) {
    return printer.refusals.refuse(
      node,
      'Spark SQL looks for empty matches inside of characters beyond U+FFFF.',
      'Change the pattern so that it matches at least one character.',
    );
  }
  const [regex, by] = [javaRegex(tree), javaReplacement(text)];
  return printer.once(
    printer.text(argument(node, 0)),
    (s) => `concat(regexp_replace(${looked(s)}, ${regex}, ${by}), substring(${s}, ${mostMatched + 1}))`,
  );
};

const extract: Print = (node, printer) => {
  const pattern = patternIn(node);
  const given = argument(node, 2);
  const group = given.kind === 'literal' && typeof given.value === 'number' ? given.value : 1;
  if (pattern.groups[group] === undefined) return 'CAST(NULL AS STRING)';
  if (pattern.groups[group].isOptional) {
    return printer.refusals.refuse(
      node,
      `Group ${group} may take no part in a match; Spark SQL gives empty text then, not null.`,
      'Put the group around the optional part.',
    );
  }
  const all = `regexp_extract_all(${looked(printer.text(argument(node, 0)))}, ${javaRegex(pattern.tree)}, ${group})`;
  return `try_element_at(${all}, 1)`;
};

const split: Print = (node, printer) => {
  const separator = argument(node, 1);
  const by = literalText(separator);
  if (by === undefined) {
    return printer.refusals.refuse(
      separator,
      'Spark SQL splits by a pattern, so that the separator must be known.',
      'Write the separator out in quotes.',
    );
  }
  const text = printer.text(argument(node, 0));
  if (by === '') return `regexp_extract_all(${text}, '(?s).', 0)`;
  const items = [...by].map((char): RegexNode => {
    const code = char.codePointAt(0) as number;
    return { kind: 'set', set: [[code, code]] };
  });
  return `split(${text}, ${javaRegex({ kind: 'sequence', items })}, -1)`;
};

const contains: Print = (node, printer) => {
  const [whole, part] = [argument(node, 0), argument(node, 1)];
  if (typeof whole.type !== 'object' || !('list' in whole.type)) return testText('contains')(node, printer);
  const item = isNull(part) ? whole.type.list : unify(whole.type.list, part.type);
  const type = item === 'bytes' ? 'string' : item;
  const list = printer.as(whole, { list: type });
  return `coalesce(exists(${list}, sx_y -> sx_y <=> ${printer.as(part, type)}), false)`;
};

const substring: Print = (node, printer) => {
  const [value, from, to] = [argument(node, 0), argument(node, 1), node.arguments[2]];
  const at = (given: ExpressionNode, use: (position: string) => string): string => {
    if (isNull(given)) return use('CAST(NULL AS INT)');
    if (!isWhole(given.type)) return printer.unknown(given);
    return printer.once(printer.print(given), (i) => use(positionSql(i)));
  };
  const text = printer.text(value);
  const cut = to === undefined ? text : at(to, (end) => `left(${text}, ${end})`);
  return at(from, (start) =>
    /^\d+$/.test(start) ? `substring(${cut}, ${Number(start) + 1})` : `substring(${cut}, ${start} + 1)`,
  );
};

const number: Print = (node, printer) => {
  const value = argument(node, 0);
  if (isNull(value)) return 'CAST(NULL AS DOUBLE)';
  switch (value.type) {
    case 'string':
    case 'bytes':
      return parseDoubleSql(printer.text(value));
    case 'integer':
    case 'time':
    case 'double':
    case 'boolean':
      return `CAST(${printer.print(value)} AS DOUBLE)`;
    case 'any':
      return printer.unknown(value);
    default:
      return 'CAST(NULL AS DOUBLE)';
  }
};

const integer: Print = (node, printer) => {
  const value = argument(node, 0);
  if (isWhole(value.type)) return printer.print(value);
  return exactSql(`try_cast(${number(node, printer)} AS BIGINT)`);
};

/** `round`, `floor`, `ceil`: whole numbers stay as they are. */
function rounding(name: string): Print {
  return (node, printer) => {
    const value = argument(node, 0);
    if (isNull(value)) return 'CAST(NULL AS BIGINT)';
    if (isWhole(value.type)) return printer.print(value);
    return exactSql(`try_cast(${name}(${printer.as(value, 'double')}) AS BIGINT)`);
  };
}

function extreme(name: string): Print {
  return (node, printer) => `${name}(${printer.all(node.arguments, node.type).join(', ')})`;
}

const join: Print = (node, printer) => {
  const list = argument(node, 0);
  const { type } = list;
  const isPlain =
    typeof type === 'object' &&
    'list' in type &&
    ['string', 'integer', 'time', 'boolean'].includes(String(type.list));
  if (!isPlain) {
    return printer.refusals.refuse(
      list,
      'Spark SQL joins lists of texts, whole numbers and booleans only.',
      'Turn the items into texts where the list is made.',
    );
  }
  const isTexts = typeof type === 'object' && 'list' in type && type.list === 'string';
  const items = isTexts ? printer.print(list) : `CAST(${printer.print(list)} AS ARRAY<STRING>)`;
  return `array_join(${items}, ${printer.text(argument(node, 1))}, '')`;
};

const json: Print = (node, printer) => {
  const type = literalText(argument(node, 2));
  if (type === undefined) return printer.unknown(node);
  const path = literalText(argument(node, 1)) ?? '$';
  return printer.once(printer.text(argument(node, 0)), (text) => jsonSql(text, path, type));
};

/** A pattern as Java's formatter reads it: text that could mean something stands in quotes. */
function javaTimePattern(parts: readonly TimePart[]): string {
  const texts = parts.map((part) => {
    if (part.kind === 'field') return part.letters;
    return /^[ \-/:.,_+]*$/.test(part.text) ? part.text : `'${part.text.replaceAll("'", "''")}'`;
  });
  return quoteSql(texts.join(''));
}

const formatTime: Print = (node, printer) => {
  const parts = parseTimePattern(literalText(argument(node, 1)) ?? '') ?? [];
  const ms = within(printer.as(argument(node, 0), 'time'), -62_135_596_800_000, 253_402_300_799_999);
  return `date_format(timestamp_millis(${ms}), ${javaTimePattern(parts)})`;
};

const parseTime: Print = (node, printer) => {
  const parts = parseTimePattern(literalText(argument(node, 1)) ?? '') ?? [];
  const shape = javaRegex(timeShape(parts));
  const text = `regexp_substr(${printer.text(argument(node, 0))}, ${shape})`;
  const isDense = parts.some((part, index) => part.kind === 'field' && parts[index + 1]?.kind === 'field');
  if (!isDense) return `unix_millis(try_to_timestamp(${text}, ${javaTimePattern(parts)}))`;
  // Java cannot cut digits without a space between them when there is a fraction: put spaces there first.
  const fields = parts.filter((part) => part.kind === 'field');
  const spaced = quoteSql(fields.map((_, index) => `$${index + 1}`).join(' '));
  const pattern = fields.flatMap((part, index): TimePart[] =>
    index === 0 ? [part] : [{ kind: 'text', text: ' ' }, part],
  );
  return `unix_millis(try_to_timestamp(regexp_replace(${text}, ${shape}, ${spaced}), ${javaTimePattern(pattern)}))`;
};

/** Every function of the language as Spark SQL. */
export const sparkFunctions: ReadonlyMap<string, Print> = new Map<string, Print>([
  ['lower', overText((s) => `lower(${s})`)],
  ['upper', overText((s) => `upper(${s})`)],
  ['trim', overText(trimSql)],
  [
    'length',
    (node, printer) => {
      const value = argument(node, 0);
      const isList = typeof value.type === 'object' && 'list' in value.type;
      const count = isList ? `array_size(${printer.print(value)})` : `char_length(${printer.text(value)})`;
      return `CAST(${count} AS BIGINT)`;
    },
  ],
  ['substring', substring],
  ['contains', contains],
  ['startsWith', testText('startswith')],
  ['endsWith', testText('endswith')],
  [
    'concat',
    (node, printer) => `concat_ws('', ${node.arguments.map((value) => printer.text(value)).join(', ')})`,
  ],
  ['replace', replace],
  [
    'matches',
    (node, printer) =>
      `coalesce(regexp_like(${looked(printer.text(argument(node, 0)))}, ${javaRegex(patternIn(node).tree)}), false)`,
  ],
  ['extract', extract],
  ['split', split],
  [
    'words',
    overText((s) => `filter(split(${s}, ${quoteSql('[\\u0009-\\u000d ]+')}, -1), sx_y -> sx_y != '')`),
  ],
  ['join', join],
  ['round', rounding('round')],
  ['floor', rounding('floor')],
  ['ceil', rounding('ceil')],
  ['abs', (node, printer) => `abs(${printer.as(argument(node, 0), node.type)})`],
  [
    'quotient',
    (node, printer) => {
      const [a, b] = printer.all([argument(node, 0), argument(node, 1)], 'integer');
      return `(${a} div nullif(${b}, 0L))`;
    },
  ],
  ['min', extreme('least')],
  ['max', extreme('greatest')],
  [
    'coalesce',
    (node, printer) => {
      const type = unifyNodes(node.arguments);
      return type === 'any'
        ? printer.unknown(node)
        : `coalesce(${printer.all(node.arguments, type).join(', ')})`;
    },
  ],
  ['string', (node, printer) => printer.text(argument(node, 0))],
  ['number', number],
  ['integer', integer],
  ['json', json],
  ['time', (node, printer) => printer.as(argument(node, 0), 'time')],
  ['formatTime', formatTime],
  ['parseTime', parseTime],
]);
