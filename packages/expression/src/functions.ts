import type { ExpressionType } from './contract.ts';

/** What an argument must be: `text` takes strings and bytes, `literal` only a quoted text, `regex` a quoted pattern. */
export type ArgumentKind =
  | 'text'
  | 'number'
  | 'list'
  | 'any'
  | 'list-or-text'
  | 'regex'
  | 'json-path'
  | 'separator';

/** One function of the language: the source of checks, completions and documentation. */
export interface FunctionSpec {
  readonly name: string;
  readonly arguments: readonly {
    readonly name: string;
    readonly kind: ArgumentKind;
    readonly isOptional?: boolean;
  }[];
  /** The last argument may be given any number of times. */
  readonly isVariadic?: boolean;
  /** One sentence for completions and docs. */
  readonly summary: string;
  readonly example: string;
  /** Result type from the types of the arguments. */
  returns(types: readonly ExpressionType[]): ExpressionType;
}

const is = (type: ExpressionType) => (): ExpressionType => type;
const strings: ExpressionType = { list: 'string' };

/** The narrowest type that holds both. */
export function unify(a: ExpressionType, b: ExpressionType): ExpressionType {
  if (JSON.stringify(a) === JSON.stringify(b)) return a;
  const isNumber = (t: ExpressionType): boolean => t === 'integer' || t === 'double';
  if (isNumber(a) && isNumber(b)) return 'double';
  const isText = (t: ExpressionType): boolean => t === 'string' || t === 'bytes';
  if (isText(a) && isText(b)) return 'string';
  if (typeof a === 'object' && typeof b === 'object' && 'list' in a && 'list' in b) {
    return { list: unify(a.list, b.list) };
  }
  return 'any';
}

function numeric(types: readonly ExpressionType[]): ExpressionType {
  return types.every((t) => t === 'integer') ? 'integer' : 'double';
}

/** All functions, by the order the documentation shows them. */
export const functionSpecs: readonly FunctionSpec[] = [
  {
    name: 'lower',
    arguments: [{ name: 'text', kind: 'text' }],
    summary: 'The text in lower case.',
    example: "lower('Hello')",
    returns: is('string'),
  },
  {
    name: 'upper',
    arguments: [{ name: 'text', kind: 'text' }],
    summary: 'The text in upper case.',
    example: "upper('Hello')",
    returns: is('string'),
  },
  {
    name: 'trim',
    arguments: [{ name: 'text', kind: 'text' }],
    summary: 'The text without white space at both ends.',
    example: "trim('  a ')",
    returns: is('string'),
  },
  {
    name: 'length',
    arguments: [{ name: 'value', kind: 'list-or-text' }],
    summary: 'How many characters a text or items a list has.',
    example: "length('four')",
    returns: is('integer'),
  },
  {
    name: 'split',
    arguments: [
      { name: 'text', kind: 'text' },
      { name: 'separator', kind: 'separator' },
    ],
    summary: 'The parts of a text between separators, empty parts included.',
    example: "split('a,b,c', ',')",
    returns: is(strings),
  },
  {
    name: 'words',
    arguments: [{ name: 'text', kind: 'text' }],
    summary: 'The runs of characters between spaces, tabs and line ends.',
    example: "words('to be  or not')",
    returns: is(strings),
  },
  {
    name: 'contains',
    arguments: [
      { name: 'text or list', kind: 'list-or-text' },
      { name: 'part', kind: 'any' },
    ],
    summary: 'Whether a text has a part, or a list an item.',
    example: "contains('GET /index', 'index')",
    returns: is('boolean'),
  },
  {
    name: 'startsWith',
    arguments: [
      { name: 'text', kind: 'text' },
      { name: 'start', kind: 'text' },
    ],
    summary: 'Whether a text begins with another.',
    example: "startsWith('#spark', '#')",
    returns: is('boolean'),
  },
  {
    name: 'endsWith',
    arguments: [
      { name: 'text', kind: 'text' },
      { name: 'end', kind: 'text' },
    ],
    summary: 'Whether a text ends with another.',
    example: "endsWith('a.log', '.log')",
    returns: is('boolean'),
  },
  {
    name: 'replace',
    arguments: [
      { name: 'text', kind: 'text' },
      { name: 'regex', kind: 'regex' },
      { name: 'replacement', kind: 'text' },
    ],
    summary: 'The text with every match of a regular expression replaced; $1 is the first group.',
    example: "replace('2014-06-24', '-', '/')",
    returns: is('string'),
  },
  {
    name: 'matches',
    arguments: [
      { name: 'text', kind: 'text' },
      { name: 'regex', kind: 'regex' },
    ],
    summary: 'Whether a regular expression is found anywhere in the text.',
    example: "matches('GET /a 404', ' 4[0-9][0-9]$')",
    returns: is('boolean'),
  },
  {
    name: 'extract',
    arguments: [
      { name: 'text', kind: 'text' },
      { name: 'regex', kind: 'regex' },
      { name: 'group', kind: 'number', isOptional: true },
    ],
    summary:
      'A group of the first match of a regular expression (1 when left out, 0 is the whole match), or null.',
    example: "extract('GET /a 404', ' ([0-9]{3})$', 1)",
    returns: is('string'),
  },
  {
    name: 'substring',
    arguments: [
      { name: 'text', kind: 'text' },
      { name: 'from', kind: 'number' },
      { name: 'to', kind: 'number', isOptional: true },
    ],
    summary: 'The characters from one position up to, not including, another; the first is 0.',
    example: "substring('streams', 0, 3)",
    returns: is('string'),
  },
  {
    name: 'number',
    arguments: [{ name: 'value', kind: 'any' }],
    summary: 'The value as a number, or null when it is none.',
    example: "number('2.5')",
    returns: is('double'),
  },
  {
    name: 'integer',
    arguments: [{ name: 'value', kind: 'any' }],
    summary: 'The value as a whole number, decimals cut off, or null when it is none.',
    example: "integer('42')",
    returns: is('integer'),
  },
  {
    name: 'string',
    arguments: [{ name: 'value', kind: 'any' }],
    summary: 'The value as text; lists and maps as JSON.',
    example: 'string(42)',
    returns: is('string'),
  },
  {
    name: 'round',
    arguments: [{ name: 'number', kind: 'number' }],
    summary: 'The nearest whole number, halves up.',
    example: 'round(2.5)',
    returns: is('integer'),
  },
  {
    name: 'floor',
    arguments: [{ name: 'number', kind: 'number' }],
    summary: 'The greatest whole number not above.',
    example: 'floor(2.9)',
    returns: is('integer'),
  },
  {
    name: 'abs',
    arguments: [{ name: 'number', kind: 'number' }],
    summary: 'The number without its sign.',
    example: 'abs(-3)',
    returns: numeric,
  },
  {
    name: 'min',
    arguments: [
      { name: 'a', kind: 'number' },
      { name: 'b', kind: 'number' },
    ],
    isVariadic: true,
    summary: 'The least number; nulls do not count.',
    example: 'min(3, 2)',
    returns: numeric,
  },
  {
    name: 'max',
    arguments: [
      { name: 'a', kind: 'number' },
      { name: 'b', kind: 'number' },
    ],
    isVariadic: true,
    summary: 'The greatest number; nulls do not count.',
    example: 'max(3, 2)',
    returns: numeric,
  },
  {
    name: 'coalesce',
    arguments: [
      { name: 'a', kind: 'any' },
      { name: 'b', kind: 'any' },
    ],
    isVariadic: true,
    summary: 'The first value that is not null.',
    example: "coalesce(null, 'none')",
    returns: (types) => types.reduce(unify),
  },
  {
    name: 'concat',
    arguments: [{ name: 'a', kind: 'any' }],
    isVariadic: true,
    summary: 'All values as one text; nulls add nothing.',
    example: "concat('a', 1, null)",
    returns: is('string'),
  },
  {
    name: 'join',
    arguments: [
      { name: 'list', kind: 'list' },
      { name: 'separator', kind: 'text' },
    ],
    summary: 'The items of a list as one text with a separator between them.',
    example: "join(['a', 'b'], '-')",
    returns: is('string'),
  },
  {
    name: 'json',
    arguments: [
      { name: 'text', kind: 'text' },
      { name: 'path', kind: 'json-path' },
    ],
    summary:
      'What a path like $.a.b[*].c finds in JSON text; a path with [*] gives a list, broken JSON gives null.',
    example: 'json(\'{"a":[{"b":1}]}\', \'$.a[*].b\')',
    returns: is('any'),
  },
];

/** Functions by name. */
export const functionsByName: ReadonlyMap<string, FunctionSpec> = new Map(
  functionSpecs.map((f) => [f.name, f]),
);
