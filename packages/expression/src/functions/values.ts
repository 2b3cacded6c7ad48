import type { ExpressionNode, ExpressionType } from '../contract.ts';
import { unifyNodes } from '../types.ts';
import { parseJsonPath } from '../values/json-path.ts';
import { always, type FunctionSpec } from './spec.ts';

function literal(node: ExpressionNode | undefined): string | undefined {
  return node?.kind === 'literal' && typeof node.value === 'string' ? node.value : undefined;
}

function jsonType([, path, type]: readonly ExpressionNode[]): ExpressionType {
  const item = (literal(type) ?? 'any') as ExpressionType;
  return parseJsonPath(literal(path) ?? '')?.isMany === true ? { list: item } : item;
}

export const valueFunctions: readonly FunctionSpec[] = [
  {
    name: 'coalesce',
    group: 'Values',
    arguments: [
      { name: 'a', kind: 'any' },
      { name: 'b', kind: 'any' },
    ],
    isVariadic: true,
    summary: 'The first value that is not null.',
    example: "coalesce(null, 'none')",
    returns: unifyNodes,
  },
  {
    name: 'string',
    group: 'Values',
    arguments: [{ name: 'value', kind: 'any' }],
    summary: 'The value as text; lists and maps as JSON.',
    notes: 'Keys of maps are sorted. Numbers print as JavaScript prints them.',
    example: 'string(42)',
    returns: always('string'),
  },
  {
    name: 'number',
    group: 'Values',
    arguments: [{ name: 'value', kind: 'any' }],
    summary: 'The value as a number, or null when it is none.',
    notes: 'Texts are decimal, such as `-2.5` or `1e3`; true is 1 and false is 0.',
    example: "number('2.5')",
    returns: always('double'),
  },
  {
    name: 'integer',
    group: 'Values',
    arguments: [{ name: 'value', kind: 'any' }],
    summary: 'The value as a whole number, decimals cut off, or null when it is none.',
    example: "integer('42')",
    returns: always('integer'),
  },
  {
    name: 'json',
    group: 'JSON',
    arguments: [
      { name: 'text', kind: 'text' },
      { name: 'path', kind: 'json-path' },
      { name: 'type', kind: 'json-type', isOptional: true },
    ],
    summary:
      'What a path like $.a.b[*].c finds in JSON text; a path with [*] gives a list, broken JSON gives null.',
    notes:
      "With a type, 'string', 'integer', 'double' or 'boolean', values of another type are null (in a list: left out), and the result can be exported to Spark SQL.",
    example: 'json(\'{"a":[{"b":1}]}\', \'$.a[*].b\')',
    returns: jsonType,
  },
  {
    name: 'time',
    group: 'Times',
    arguments: [{ name: 'milliseconds', kind: 'integer' }],
    summary: 'The time so many milliseconds after 1970-01-01 00:00 UTC.',
    example: 'time(1403568000000)',
    returns: always('time'),
  },
  {
    name: 'formatTime',
    group: 'Times',
    arguments: [
      { name: 'time', kind: 'time' },
      { name: 'pattern', kind: 'time-format' },
    ],
    summary: 'A time as text, in UTC, by a pattern such as yyyy-MM-dd HH:mm:ss.SSS.',
    example: "formatTime(time(0), 'yyyy-MM-dd HH:mm')",
    returns: always('string'),
  },
  {
    name: 'parseTime',
    group: 'Times',
    arguments: [
      { name: 'text', kind: 'text' },
      { name: 'pattern', kind: 'time-reading' },
    ],
    summary: 'The time a text says by a pattern, or null when it does not fit.',
    notes: 'What the pattern leaves out is 1970, January, 1, 00:00 and UTC.',
    example: "parseTime('24/Jun/2014:10:00:00 +0200', 'dd/MMM/yyyy:HH:mm:ss Z')",
    returns: always('time'),
  },
];
