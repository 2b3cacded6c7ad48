import fc from 'fast-check';
import type { ExpressionRecord } from '../src/index.ts';
import { quoteText } from '../src/printers/source.ts';

/**
 * Random expressions that have a type, over the scope of the case records. They are built from every function and
 * operator, so that printers meet combinations nobody thought of.
 */
type Kind = 'string' | 'integer' | 'double' | 'boolean' | 'time' | 'strings' | 'integers';

const texts = [
  '',
  'a',
  ' b ',
  'to be or not',
  'a,b,,c',
  '404',
  '-2.5',
  '1e3',
  '2014-06-24',
  'É😀',
  'ΑΣ',
  '{"a":[1,{"b":"c"}],"n":2.5,"i":42}',
  'it\'s \\ "x"',
  'a\tb\nc',
  '$1',
];
const patterns = ['[a-z]+', '(\\d+)', '^([^-]*)-(.*)$', '\\s+', '.', '\\bb', '(?i)A', '(a|b)c?', ',', '^$'];
const filling = ['', '-', '[$0]', '$$', 'x\\y'];
const paths = ["'$.a[1].b'", "'$.i'", "'$.n'", "'$.s'", "'$.l[-1]'", "'$'"];
const manyPaths = ["'$.a[*]'", "'$.l[*]'", "'$.a.b[*].c'", "'$.m[*][0]'", "'$.m[*][*]'"];
const formats = ["'yyyy-MM-dd HH:mm:ss.SSS'", "'dd/MMM/yyyy:HH:mm:ss Z'", "'EEE DDD'", "'yyyyMMdd'"];
const readings = ["'yyyy-MM-dd'", "'yyyy-MM-dd HH:mm:ss.SSS'", "'dd/MMM/yyyy:HH:mm:ss Z'", "'yyyyMMdd'"];
const integers = ['0', '1', '2', '3', '7', '10', '1000', '9007199254740991', '3037000500'];
const doubles = ['0.0', '0.5', '2.5', '1e3', '1e-7', '1.7e308', '0.1', '123456.789'];

const leaves: { readonly [K in Kind]: readonly string[] } = {
  string: [
    'word',
    'line',
    'headers.status',
    "headers['x-y']",
    'user.name',
    'tags[0]',
    'tags[-1]',
    'doc',
    'string(body)',
  ],
  integer: ['count', 'big', 'scores.math', 'user.age', 'numbers[0]', 'numbers[5]', ...integers],
  double: ['ratio', 'huge', 'ratios[0]', ...doubles],
  boolean: ['isOk', 'true', 'false'],
  time: ['at', 'time(0)', 'time(951782400000)'],
  strings: ['tags', "['a', 'b']", "words('to be or')"],
  integers: ['numbers', '[1, 2, 3]'],
};

const choose = (items: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...items);
const pattern = choose(patterns).map(quoteText);

/** Fills `{0}`, `{1}` ... of a template with arbitraries. */
function fill(template: string, ...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc
    .tuple(...parts)
    .map((values) => template.replace(/\{(\d)\}/g, (_, index: string) => values[Number(index)] ?? ''));
}

const built = new Map<string, fc.Arbitrary<string>>();

/** A text of the language that gives this kind of value; at most so deep. */
function expression(kind: Kind, depth: number): fc.Arbitrary<string> {
  const key = `${kind} ${depth}`;
  const known = built.get(key);
  if (known) return known;
  const made = build(kind, depth);
  built.set(key, made);
  return made;
}

function build(kind: Kind, depth: number): fc.Arbitrary<string> {
  const leaf =
    kind === 'string' ? fc.oneof(choose(leaves.string), choose(texts).map(quoteText)) : choose(leaves[kind]);
  if (depth <= 0) return leaf;
  const of = (other: Kind): fc.Arbitrary<string> => expression(other, depth - 1);
  const s = of('string');
  const i = of('integer');
  const d = of('double');
  const t = of('time');
  const b = of('boolean');
  const common = [
    fill('({0} ? {1} : {2})', b, of(kind), of(kind)),
    fill('coalesce({0}, {1})', of(kind), of(kind)),
    fill('({0} ? {1} : null)', b, of(kind)),
  ];
  const number = fc.oneof(i, d);
  const made: { readonly [K in Kind]: readonly fc.Arbitrary<string>[] } = {
    string: [
      fill('({0} + {1})', s, fc.oneof(s, i, b)),
      fill('{0}({1})', choose(['lower', 'upper', 'trim', 'string']), s),
      fill('substring({0}, {1}, {2})', s, i, i),
      fill('substring({0}, {1})', s, i),
      fill('concat({0}, {1})', s, fc.oneof(s, i)),
      fill('join({0}, {1})', of('strings'), s),
      fill('join({0}, {1})', of('integers'), s),
      fill('replace({0}, {1}, {2})', s, pattern, choose(filling).map(quoteText)),
      fill('extract({0}, {1}, 0)', s, pattern),
      fill("extract({0}, '^([^-]*)-(.*)$', {1})", s, choose(['1', '2'])),
      fill("json({0}, {1}, 'string')", s, choose(paths)),
      fill('formatTime({0}, {1})', t, choose(formats)),
      fill('{0}[{1}]', of('strings'), i),
    ],
    integer: [
      fill('({0} {1} {2})', i, choose(['+', '-', '*', '%']), i),
      fill('(-{0})', i),
      fill('length({0})', fc.oneof(s, of('strings'))),
      fill('{0}({1})', choose(['round', 'floor', 'ceil']), number),
      fill('integer({0})', fc.oneof(s, d)),
      fill('abs({0})', i),
      fill('quotient({0}, {1})', i, i),
      fill('{0}({1}, {2})', choose(['min', 'max']), i, i),
      fill("json({0}, {1}, 'integer')", s, choose(paths)),
      fill('({0} - {1})', t, t),
      fill('({0} % {1})', t, i),
      fill('{0}[{1}]', of('integers'), i),
    ],
    double: [
      fill('({0} {1} {2})', d, choose(['+', '-', '*', '/', '%']), number),
      fill('({0} / {1})', i, number),
      fill('(-{0})', d),
      fill('number({0})', fc.oneof(s, i, b)),
      fill('{0}({1}, {2})', choose(['min', 'max']), d, number),
      fill("json({0}, {1}, 'double')", s, choose(paths)),
    ],
    boolean: [
      fill('({0} {1} {2})', number, choose(['==', '!=', '<', '<=', '>', '>=']), number),
      fill('({0} {1} {2})', s, choose(['==', '!=', '<', '<=', '>', '>=']), s),
      fill('({0} {1} {2})', b, choose(['and', 'or', '==']), b),
      fill('({0} == {1})', of('strings'), of('strings')),
      fill('({0} == null)', fc.oneof(s, i, d, t)),
      fill('(not {0})', b),
      fill('{0}({1}, {2})', choose(['contains', 'startsWith', 'endsWith']), s, s),
      fill('contains({0}, {1})', of('strings'), s),
      fill('contains({0}, {1})', of('integers'), number),
      fill('matches({0}, {1})', s, pattern),
      fill("json({0}, {1}, 'boolean')", s, choose(paths)),
    ],
    time: [
      fill('({0} {1} {2})', t, choose(['+', '-']), i),
      fill('time({0})', i),
      fill('parseTime({0}, {1})', s, choose(readings)),
      fill('max({0}, {1})', t, t),
    ],
    strings: [
      fill('[{0}, {1}]', s, s),
      fill('words({0})', s),
      fill('split({0}, {1})', s, choose(["','", "' '", "'-'", "''", "'é'"])),
      fill("json({0}, {1}, 'string')", s, choose(manyPaths)),
    ],
    integers: [fill('[{0}, {1}]', i, i), fill("json({0}, {1}, 'integer')", s, choose(manyPaths))],
  };
  return fc.oneof(leaf, ...made[kind], ...common);
}

/** A typed expression of any kind. */
export const typedExpression: fc.Arbitrary<string> = fc
  .constantFrom<Kind>('string', 'integer', 'double', 'boolean', 'time', 'strings', 'integers')
  .chain((kind) => expression(kind, 3));

const nullable = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 6 });
const text = fc.oneof(fc.constantFrom(...texts), fc.string({ unit: 'grapheme', maxLength: 8 }));
const whole = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.maxSafeInteger());
const real = fc.double({ noNaN: true, noDefaultInfinity: true });

/** A record of the scope of the cases, with nulls everywhere. */
export const anyRecord: fc.Arbitrary<ExpressionRecord> = fc.record({
  body: nullable(fc.uint8Array({ maxLength: 12 })),
  headers: nullable(
    fc
      .dictionary(fc.constantFrom('status', 'host', 'x-y', '__proto__'), text)
      .map((entries) => new Map(Object.entries(entries))),
  ),
  line: nullable(text),
  word: nullable(text),
  count: nullable(whole),
  big: nullable(whole),
  ratio: nullable(real),
  huge: nullable(real),
  isOk: nullable(fc.boolean()),
  at: nullable(fc.integer({ min: -70_000_000_000_000, max: 260_000_000_000_000 })),
  tags: nullable(fc.array(nullable(text), { maxLength: 3 })),
  numbers: nullable(fc.array(nullable(whole), { maxLength: 3 })),
  ratios: nullable(fc.array(real, { maxLength: 2 })),
  user: nullable(fc.record({ name: nullable(text), age: nullable(whole), address: fc.constant(null) })),
  scores: nullable(fc.dictionary(fc.constantFrom('math', 'art'), whole)),
  doc: nullable(fc.oneof(fc.json({ maxDepth: 2 }), text)),
  thing: nullable(fc.jsonValue({ maxDepth: 2 })),
});
