import { describe, expect, test } from 'vitest';
import {
  type FunctionSpec,
  functionSpecs,
  parseExpression,
  printSignature,
  type Scope,
} from '../src/index.ts';
import { isNumber } from '../src/types.ts';
import { records, scope } from './cases/records.ts';
import { pythonVersion, runJavaScript, runPython, runTree } from './targets.ts';

type Kind = FunctionSpec['arguments'][number]['kind'];

/** For each kind of value a function takes: one that fits, and fields that do not. */
const values: { readonly [K in Kind]: readonly [fits: string, others: readonly string[]] } = {
  text: ['word', ['count', 'ratio', 'isOk', 'tags', 'scores', 'user', 'at']],
  number: ['ratio', ['word', 'body', 'isOk', 'tags', 'scores', 'user']],
  integer: ['count', ['word', 'ratio', 'isOk', 'tags', 'user']],
  time: ['at', ['word', 'ratio', 'isOk', 'tags', 'user']],
  list: ['tags', ['word', 'count', 'isOk', 'scores', 'user']],
  any: ['word', []],
  'list-or-text': ['tags', ['count', 'ratio', 'isOk', 'scores', 'user']],
  regex: ["'a'", ['count', 'isOk', 'tags']],
  replacement: ["'b'", ['count', 'isOk', 'tags']],
  group: ['0', ['word', 'isOk', 'tags']],
  'json-path': ["'$.a'", ['count', 'isOk', 'tags']],
  'json-type': ["'string'", ['count', 'isOk', 'tags']],
  'time-format': ["'yyyy'", ['count', 'isOk', 'tags']],
  'time-reading': ["'yyyy-MM-dd'", ['count', 'isOk', 'tags']],
};
/** Kinds that are written out and not computed. */
const written = new Set<Kind>(['regex', 'group', 'json-path', 'json-type', 'time-format', 'time-reading']);

const leastOf = (spec: FunctionSpec): number => spec.arguments.filter((a) => a.isOptional !== true).length;

/** A call with so many fitting values. */
function given(spec: FunctionSpec, count: number): string[] {
  return Array.from(
    { length: count },
    (_, i) => values[spec.arguments[Math.min(i, spec.arguments.length - 1)]?.kind ?? 'any'][0],
  );
}

const call = (spec: FunctionSpec, list: readonly string[]): string => `${spec.name}(${list.join(', ')})`;
const counts = functionSpecs.flatMap((spec) => {
  const most = spec.isVariadic === true ? 50 : spec.arguments.length;
  return [{ spec, least: leastOf(spec), most }];
});

describe('how many values a function takes', () => {
  test.each(counts.map((one) => [printSignature(one.spec), one] as const))(
    '%s',
    (_, { spec, least, most }) => {
      for (const count of new Set([least, Math.min(most, least + 1), most])) {
        const { problems } = parseExpression(call(spec, given(spec, count)), scope);
        // What fits each by itself need not fit all together; the number is right.
        expect(
          problems.filter(({ code }) => code === 'EXPRESSION_ARGUMENTS'),
          `${count}`,
        ).toEqual([]);
      }
      for (const count of [least - 1, most + 1]) {
        if (count < 0) continue;
        const { problems, tree } = parseExpression(call(spec, given(spec, count)), scope);
        const [problem] = problems.filter(({ code }) => code === 'EXPRESSION_ARGUMENTS');
        expect(tree).toBeUndefined();
        expect([problem?.start, problem?.end]).toEqual([0, spec.name.length]);
        expect(problem?.message).toContain(`not ${count}.`);
        expect(problem?.help).toBe(`For example ${spec.example}.`);
      }
    },
  );

  test.each(functionSpecs.map((spec) => [spec.name, spec] as const))(
    'the example of %s is one',
    (_, spec) => {
      // Examples stand alone: they name no field.
      const parsed = parseExpression(spec.example, scope);
      expect(parsed.problems).toEqual([]);
      expect(spec.example).toContain(`${spec.name}(`);
      expect(runJavaScript(parsed, scope, records.usual)).toEqual(runTree(parsed, records.usual));
      expect(spec.summary).toMatch(/^[A-Z].*\.$/);
    },
  );
});

const places = functionSpecs.flatMap((spec) =>
  spec.arguments.map((argument, at) => ({ spec, argument, at })),
);

describe('what a function takes', () => {
  test.each(places.map((one) => [`${one.spec.name}: ${one.argument.name}`, one] as const))(
    '%s',
    (_, { spec, argument, at }) => {
      const count = Math.max(leastOf(spec), at + 1);
      for (const other of values[argument.kind][1]) {
        const list = given(spec, count);
        list[at] = other;
        const text = call(spec, list);
        const start = spec.name.length + 1 + list.slice(0, at).reduce((sum, one) => sum + one.length + 2, 0);
        const { problems } = parseExpression(text, scope);
        const here = problems.filter((p) => p.start === start && p.end === start + other.length);
        expect(
          here.map(({ code }) => code),
          text,
        ).toContain('EXPRESSION_TYPE');
        expect(here[0]?.message).toContain(`${spec.name} wants`);
        expect(here[0]?.help).toMatch(/\.$/);
      }
      if (!written.has(argument.kind)) return;
      const list = given(spec, count);
      const field = argument.kind === 'group' ? 'count' : 'word';
      list[at] = field;
      const codes = parseExpression(call(spec, list), scope).problems.map(({ code }) => code);
      expect(codes).toContain('EXPRESSION_LITERAL');
    },
  );
});

/** Each place of a call that may be computed, with null there and everything else as it is in `usual`. */
const nulls = places
  .filter(({ argument }) => !written.has(argument.kind) && argument.kind !== 'replacement')
  .flatMap(({ spec, argument, at }) => {
    const list = given(spec, Math.max(leastOf(spec), at + 1));
    const field = list[at] as string;
    // A field of the same type that is null.
    const own: Scope = [
      ...scope,
      ...scope.filter(({ name }) => name === field).map(({ type }) => ({ name: 'nothing', type })),
    ];
    list[at] = 'nothing';
    const parsed = parseExpression(call(spec, list), own);
    return parsed.problems.length > 0 ? [] : [{ spec, argument, parsed, own, text: call(spec, list) }];
  });

describe('null', () => {
  test('is tried nearly everywhere', () => {
    expect(nulls.length).toBeGreaterThan(30);
  });

  test.each(nulls.map((one) => [one.text, one] as const))('%s', (_, { spec, parsed, own }) => {
    const record = { ...records.usual, nothing: null };
    const value = runTree(parsed, record);
    expect(runJavaScript(parsed, own, record)).toEqual(value);
    // What gives true or false says false, what makes numbers has none.
    if (spec.isCertain === true) expect(typeof value).toBe('boolean');
    else if (isNumber(parsed.type) && parsed.type !== 'any' && spec.arguments.length === 1)
      expect(value).toBeNull();
  });

  const python = pythonVersion();
  if (python === undefined)
    process.stderr.write('SKIPPED: there is no python3, so functions of null are not run by it.\n');
  test.skipIf(python === undefined)('is the same in Python', () => {
    const record = { ...records.usual, nothing: null };
    const got = runPython(nulls.map(({ parsed }) => ({ parsed, record })));
    const expected = nulls.map(({ parsed }) => ({ value: runTree(parsed, record) }));
    for (const [at, { text }] of nulls.entries()) expect(got[at], text).toEqual(expected[at]);
  });
});
