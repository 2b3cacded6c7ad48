import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import {
  evaluate,
  expressionRuntime,
  functionSpecs,
  parseExpression,
  printJavaScript,
  type Scope,
} from '../src/index.ts';

vi.setConfig({ testTimeout: 180_000 });

const scope: Scope = [
  { name: 'b', type: 'bytes' },
  { name: 's', type: 'string' },
  { name: 'n', type: 'integer' },
  { name: 't', type: { list: 'string' } },
  { name: 'h', type: { map: 'string' } },
  { name: 'x', type: 'any' },
];

const words = fc.constantFrom(
  '',
  'a',
  'to be',
  '404',
  '{"a":[1,{"b":"c"}]}',
  'é🙂',
  '</script>',
  '__proto__',
  '\u2028',
);
const literal = words.map((w) => `'${w.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`);

/** Texts of the language, mostly well typed: names have any type, so that the checker lets most through. */
const text: fc.Memo<string> = fc.memo((depth) => {
  const leaf = fc.oneof(
    fc.constantFrom(
      'b',
      's',
      'n',
      't',
      'h',
      'x',
      'h.a',
      "h['x-y']",
      'x.a',
      'x[0]',
      't[0]',
      't[-1]',
      'null',
      'true',
      'false',
    ),
    fc.nat(20).map(String),
    fc.constantFrom('0.5', '1e3'),
    literal,
  );
  if (depth <= 1) return leaf;
  const of = text(depth - 1);
  const call = fc
    .constantFrom(...functionSpecs)
    .chain((spec) =>
      fc
        .tuple(
          ...spec.arguments.map((a) =>
            a.kind === 'regex'
              ? fc.constantFrom("'[a-z]+'", "'(\\d)'", "'^$'")
              : a.kind === 'json-path'
                ? fc.constantFrom("'$.a'", "'$.a[*].b'", "'$'")
                : fc.oneof(of, fc.constant('x')),
          ),
        )
        .map((args) => `${spec.name}(${args.join(', ')})`),
    );
  return fc.oneof(
    leaf,
    call,
    fc
      .tuple(of, fc.constantFrom('+', '-', '*', '/', '%', '==', '!=', '<', '<=', '>', '>=', 'and', 'or'), of)
      .map(([a, o, c]) => `(${a} ${o} ${c})`),
    fc.tuple(of, of, of).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    of.map((a) => `(not ${a})`),
    of.map((a) => `(-${a})`),
    fc.array(of, { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
  );
});

const anything = fc.oneof(
  words,
  fc.integer({ min: -5, max: 5 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.array(words, { maxLength: 3 }),
  fc.constant({ a: 1 }),
  words.map((w) => new TextEncoder().encode(w)),
);
const record = fc.record({
  b: fc.oneof(
    words.map((w) => new TextEncoder().encode(w)),
    fc.constant(undefined),
  ),
  s: fc.oneof(words, fc.constant(null)),
  n: fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constant(undefined)),
  t: fc.array(words, { maxLength: 3 }),
  h: fc.array(fc.tuple(fc.constantFrom('a', 'x-y'), words)).map((e) => new Map(e)),
  x: anything,
});

let checked = 0;

test('printed JavaScript computes what the interpreter computes', () => {
  fc.assert(
    fc.property(text(4), record, (source, values) => {
      const parsed = parseExpression(source, scope);
      if (parsed.tree === undefined) return;
      checked += 1;
      const printed = printJavaScript(parsed, { variable: (name) => `v_${name}` });
      const names = scope.map((f) => `v_${f.name}`);
      const compiled = new Function('$', ...names, `'use strict'; return ${printed};`) as (
        ...a: unknown[]
      ) => unknown;
      const expected = evaluate(parsed, values);
      expect(compiled(expressionRuntime, ...scope.map((f) => values[f.name as 'b']))).toEqual(expected);
      expect(expected).not.toBe(undefined);
    }),
    { numRuns: 3_000 },
  );
  expect(checked).toBeGreaterThan(500);
});

test('any text at all gives a tree or problems, and places lie inside the text', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        text(3),
        text(3).map((t) => t.slice(1)),
      ),
      (source) => {
        const { tree, problems } = parseExpression(source, scope);
        expect(tree === undefined).toBe(problems.length > 0);
        for (const { start, end } of problems) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(source.length);
          expect(start).toBeLessThanOrEqual(end);
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

test('printed source holds nothing but names given, literals and calls of the support object', () => {
  fc.assert(
    fc.property(text(4), (source) => {
      const parsed = parseExpression(source, scope);
      if (parsed.tree === undefined) return;
      const printed = printJavaScript(parsed, { variable: (name) => `v_${name}`, member: () => 'c[i]' });
      expect(printed).not.toMatch(/<|\u2028|\u2029/u);
      const bare = printed.replace(/"(?:[^"\\]|\\.)*"/g, '""');
      const rest = bare
        .replace(/\$\.[a-zA-Z]+\(/g, '(')
        .replace(/\bv_[a-z]\b|\bc\[i\]|\b(?:null|true|false)\b/g, '0')
        .replace(/\d+(?:\.\d+)?(?:e[+-]?\d+)?/g, '0');
      expect(rest).toMatch(/^[0\s"(),?:!=&|<[\]+-]*$/);
    }),
    { numRuns: 1_000 },
  );
});

test('a variable that is no variable is refused', () => {
  const parsed = parseExpression('s', scope);
  for (const name of ['a.b', 'a;b', 'constructor()', '', '1a', 'a[0]', 'a[b.c]']) {
    expect(() => printJavaScript(parsed, { variable: () => name })).toThrow();
  }
  expect(printJavaScript(parsed, { variable: () => 'c0[i]' })).toBe('(c0[i] ?? null)');
});

test('members of a map can be read straight from a column', () => {
  const parsed = parseExpression("h.a == 'x' and h.b == null", scope);
  const member = (name: string, key: string): string | undefined =>
    key === 'a' ? `${name}_${key}` : undefined;
  expect(printJavaScript(parsed, { variable: (n) => n, member })).toBe(
    '($.equal((h_a ?? null), "x") && $.equal($.member((h ?? null), "b"), null))',
  );
});

test('every function is computed as its documentation shows', () => {
  for (const spec of functionSpecs) {
    const parsed = parseExpression(spec.example, []);
    expect(parsed.problems, spec.example).toEqual([]);
    expect(evaluate(parsed, {}), spec.example).not.toBe(null);
    expect(spec.summary).toMatch(/\.$/);
    expect(Object.hasOwn(expressionRuntime, spec.name)).toBe(true);
  }
});
