import type { FunctionGroup, FunctionSpec } from './functions/spec.ts';
import { functionSpecs } from './functions/table.ts';
import { printSignature } from './signature.ts';
import { timeLetters } from './values/time.ts';

/** Functions of one chapter. */
export interface ReferenceGroup {
  readonly title: FunctionGroup;
  readonly functions: readonly FunctionSpec[];
}

/** The functions by chapter, in the order of the documentation. */
export function referenceGroups(): readonly ReferenceGroup[] {
  const titles = [...new Set(functionSpecs.map((spec) => spec.group))];
  return titles.map((title) => ({ title, functions: functionSpecs.filter((spec) => spec.group === title) }));
}

/** The operators, tightest first, with what they do. */
export const operatorReference: readonly { readonly operators: string; readonly meaning: string }[] = [
  {
    operators: "a.b  a['b']  list[0]",
    meaning: 'A field or entry, or an item of a list; -1 is the last. What is not there is null.',
  },
  { operators: '-a', meaning: 'The negative of a number.' },
  {
    operators: '*  /  %',
    meaning: 'Product, quotient (always with decimals) and remainder (with the sign of the left side).',
  },
  { operators: '+  -', meaning: 'Sum and difference; + joins when one side is text.' },
  {
    operators: '==  !=  <  <=  >  >=',
    meaning:
      'Comparison. Texts compare by character code; null equals only null and is not less or more than anything.',
  },
  { operators: 'not', meaning: 'True when the value is not true.' },
  { operators: 'and', meaning: 'True when both sides are true.' },
  { operators: 'or', meaning: 'True when one side is true.' },
  { operators: 'test ? a : b', meaning: 'a when the test is true, else b.' },
];

const opening = `# The expression language

Written by \`npm run generate\` from the function table of \`packages/expression\`; do not edit.

One small language is used everywhere an expression can be typed: in filters, maps, keys, routes and folds. An expression
reads the fields of one record and gives one value. It cannot loop, keep anything, or reach outside of the record.

## Values

| type | what it is |
|---|---|
| \`string\` | text, counted in characters (Unicode code points) |
| \`bytes\` | raw bytes, such as the body of a Flume event; read as UTF-8 where text is wanted |
| \`integer\` | a whole number, exact up to ±9007199254740991; beyond that the result is null |
| \`double\` | a number with decimals; what is infinite or no number is null, and so is division by 0 |
| \`boolean\` | \`true\` or \`false\` |
| \`time\` | milliseconds since 1970 in UTC; times and whole numbers can be added and subtracted |
| \`list\`, \`map\`, \`record\` | several values by number, by any name, or by known names |
| \`any\` | not known before it runs, such as untyped JSON |

Every value may be null. Null makes arithmetic and most functions null, and a test that is null counts as false.

Numbers are written \`42\`, \`2.5\`, \`1e3\`; texts \`'…'\` or \`"…"\` with \`\\n \\r \\t \\\\ \\' \\" \\u00e9\` (other backslashes stay, so
that patterns need no doubling); lists \`[1, 2]\`.

## Operators, the tightest first
`;

const patterns = `## Regular expressions

What Java, JavaScript, Python and RE2 share, with one meaning: classes, groups, alternatives, greedy and lazy repetition, \`^ $ \\b\`,
\`\\d \\w \\s\` (ASCII), \`\\h\`, \`\\p{L}\` and other general categories, and \`(?i)\` (ASCII letters) at the start. \`.\` is anything but a
line feed; \`$\` is the end of the text. Looking ahead or behind and references to groups are refused, and so are patterns that
may take exponential time. Whatever the pattern, matching takes time in proportion to the text; patterns look at the first 65,536 characters.

## Limits

An expression has at most 10,000 characters and is nested at most 90 deep. A text that is made is at most 1,048,576 UTF-16 units long;
what would be longer is null. Lists and maps nested deeper than 100 have no text.

## Exports

The same expression prints as JavaScript (what runs here), Python (with a few functions at the top of the file, standard library
only) and Spark SQL (Spark 4.0 or newer, session time zone UTC). What a target would compute differently is refused with a reason:
in Spark SQL that is text made of numbers with decimals, values of type \`any\` (give \`json\` a type), lists and maps as text,
computed separators and replacements, and groups that may take no part in a match.
`;

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** The reference of the language as Markdown. `evaluated` gives the value of an example. */
export function referenceMarkdown(evaluated: (example: string) => string): string {
  const operators = operatorReference.map(({ operators: shown, meaning }) => row([`\`${shown}\``, meaning]));
  const chapters = referenceGroups().flatMap(({ title, functions }) => [
    `### ${title}\n`,
    '| function | what it gives | example |',
    '|---|---|---|',
    ...functions.map((spec) => {
      const text = spec.notes === undefined ? spec.summary : `${spec.summary} ${spec.notes}`;
      return row([
        `\`${printSignature(spec)}\``,
        text,
        `\`${spec.example}\` is \`${evaluated(spec.example)}\``,
      ]);
    }),
    '',
  ]);
  const letters = Object.entries(timeLetters).map(([field, meaning]) => row([`\`${field}\``, meaning]));
  return [
    opening,
    '| operator | meaning |',
    '|---|---|',
    ...operators,
    '',
    '## Functions',
    '',
    ...chapters,
    '## Time patterns',
    '',
    'Times print and are read in UTC by the letters of Java. Other letters stand between single quotes.',
    '',
    '| field | meaning |',
    '|---|---|',
    ...letters,
    '',
    patterns,
  ].join('\n');
}
