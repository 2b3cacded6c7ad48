import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { type CodeShape, prepareCode } from './prepare-code.ts';

/** The function of a code, here: what the sandbox does with it has tests of its own. */
function made(text: string, shape: CodeShape = 'map'): (...values: unknown[]) => unknown {
  const { script, problems } = prepareCode(text, shape);
  expect(problems.filter((p) => p.severity === 'error')).toEqual([]);
  return runInNewContext(script as string) as (...values: unknown[]) => unknown;
}

function codes(text: string, shape: CodeShape = 'map'): string[] {
  return prepareCode(text, shape).problems.map((p) => p.code);
}

describe('the function of a code', () => {
  it.each([
    ['an arrow function alone', '(value) => value + 1'],
    ['one with a semicolon and a comment', '// adds one\n(value: number): number => value + 1; // done'],
    ['the last function', 'function one() { return 1 }\nfunction add(value) { return value + one() }'],
    [
      'export default of a function',
      'export default function add(value: number) { return value + one }\nconst one = 1;',
    ],
    [
      'export default of one without a name',
      'const one = 1;\nexport default function (value) { return value + one }',
    ],
    ['export default of an arrow function', 'export default (value) => value + 1'],
    ['export default over two lines', 'export default\n  (value) => value + 1'],
    ['a constant', 'const one = 1; const add = (value: number) => value + one'],
  ])('is %s', (_, text) => {
    expect(made(text)(1)).toBe(2);
  });

  it('keeps its lines', () => {
    const text =
      'interface Row {\n  a: string;\n}\n\nexport default (row: Row) => {\n  throw new Error(row.a);\n}';
    const { script } = prepareCode(text, 'map');
    expect(script?.split('\n')[5]?.trim()).toBe('throw new Error(row.a);');
  });
});

describe('types', () => {
  it.each([
    [
      'annotations',
      'const m: Map<string, number[]> = new Map<string, number[]>(); (v: string): number => m.size + v.length',
      'ab',
      2,
    ],
    ['as, satisfies and !', '(v) => ((v as any)!.length as number) satisfies number', 'ab', 2],
    ['as at the end of a line before a bracket', 'const a = 5 as number\n;[1].length\n;(v) => a', 0, 5],
    ['as that would run on', 'const a = String as unknown as StringConstructor\n(v => a(v))', 7, '7'],
    [
      'optional parameters and this',
      'function f(this: void, v?: string, ...rest: string[]) { return v }',
      'x',
      'x',
    ],
    [
      'classes',
      'abstract class A<T> { abstract z(): void; }\nclass B<T> extends A<T> implements Iterable<T> { private readonly n?: number = 4; declare y: string; static #k: number = 1; [k: string]: any; get v(): number { return this.n! + B.#k } }\n(v) => new B<string>().v',
      0,
      5,
    ],
    [
      'overloads, aliases, interfaces',
      'type N = number | null; interface I { n: N }\nfunction f(a: string): string;\nfunction f(a: any) { return a }',
      'q',
      'q',
    ],
    ['generic arrows', 'const id = <T,>(a: T): T => a; (v) => id<number>(v)', 3, 3],
    ['predicates', 'const is = (a: unknown): a is string => typeof a === "string"; (v) => is(v)', 'x', true],
    ['declare', 'declare const g: number; declare function h(): void; (v) => typeof g', 0, 'undefined'],
    ['type imports', 'import type { X } from "x"; (v: X) => v', 1, 1],
    ['a conditional that looks like an optional', '(v) => v ? -1 : 1', true, -1],
    ['texts that look like types', '(v) => `a as string ${"x: number"}` + v', '!', 'a as string x: number!'],
  ])('go: %s', (_, text, input, output) => {
    expect(made(text)(input)).toEqual(output);
  });

  it.each([
    'enum E { A }',
    'namespace N { export const a = 1 }',
    'class A { constructor(public a: string) {} }',
  ])('with a meaning of their own are refused: %s', (text) => {
    const { problems, script } = prepareCode(`${text}\n(v) => v`, 'map');
    expect(script).toBeUndefined();
    expect(problems[0]).toMatchObject({ code: 'FLOW_CODE_TYPESCRIPT', start: expect.any(Number) });
  });
});

describe('problems', () => {
  it('say where the code cannot be read', () => {
    const { problems, script } = prepareCode('(v) => {\n  return v +;\n}', 'map');
    expect(script).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'FLOW_CODE_SYNTAX', severity: 'error', start: 21, end: 22 }]);
  });

  it.each([
    ['import fs from "fs"; (v) => v', 'FLOW_CODE_IMPORT'],
    ['(v) => import("fs")', 'FLOW_CODE_IMPORT'],
    ['(v) => import.meta.url', 'FLOW_CODE_IMPORT'],
    ['export const a = 1; (v) => v', 'FLOW_CODE_EXPORT'],
    ['async (v) => v', 'FLOW_CODE_ASYNC'],
    ['const v = await 1; (v) => v', 'FLOW_CODE_ASYNC'],
    ['const a = 1', 'FLOW_CODE_FUNCTION'],
    ['', 'FLOW_CODE_FUNCTION'],
    ['export default function* (v) { yield v }', 'FLOW_CODE_GENERATOR'],
    ['with (a) {}', 'FLOW_CODE_SYNTAX'],
    [`(v) => '${'x'.repeat(70_000)}'`, 'FLOW_CODE_LONG'],
    ['(v) => v }); evil(); (function () {', 'FLOW_CODE_SYNTAX'],
  ])('refuse %s', (text, code) => {
    expect(codes(text)).toContain(code);
    expect(prepareCode(text, 'map').script).toBeUndefined();
  });

  it('warn of what is not there, and not of what only has its name', () => {
    expect(codes('(v) => console.log(v)')).toEqual(['FLOW_CODE_NAME']);
    expect(codes('(v) => process.env')).toEqual(['FLOW_CODE_NAME']);
    expect(codes('function process(v) { return v.document }')).toEqual([]);
    expect(codes('({ fetch: v }: { fetch: string }) => v')).toEqual([]);
  });

  it('leave generators to lists', () => {
    const f = made('export default function* (v) { yield* v }', 'flat-map');
    expect([...(f('ab') as Iterable<unknown>)]).toEqual(['a', 'b']);
  });
});

/** X06: code is read, never run. What these do when they run would be seen. */
const hostile = [
  '@(globalThis.hit = 1) class A {} (v) => v',
  'class A { static { globalThis.hit = 1 } } (v) => v',
  'class A { [globalThis.hit = 1]() {} } (v) => v',
  'const f = (a = (globalThis.hit = 1)) => a; f(); (v) => v',
  '(() => { globalThis.hit = 1 })(); (v) => v',
  'globalThis.hit = 1; (v) => v',
  'const { [globalThis.hit = 1]: x } = {}; (v) => v',
  'const { a = (globalThis.hit = 1) } = {}; (v) => v',
  'const t = (s) => { globalThis.hit = 1 }; t`x`; (v) => v',
  'new (class { x = (globalThis.hit = 1) })(); (v) => v',
  '`${globalThis.hit = 1}`; (v) => v',
  'import("data:text/javascript,globalThis.hit=1"); (v) => v',
  'import "data:text/javascript,globalThis.hit=1"; (v) => v',
  'export * from "data:text/javascript,globalThis.hit=1"; (v) => v',
  'eval("globalThis.hit = 1"); (v) => v',
  'new Function("globalThis.hit = 1")(); (v) => v',
  'setTimeout("globalThis.hit = 1"); (v) => v',
  '<!-- globalThis.hit = 1\n(v) => v',
  '--> globalThis.hit = 1\n(v) => v',
  '#!/usr/bin/env node\nglobalThis.hit = 1; (v) => v',
  'label: for (;;) { globalThis.hit = 1; break label } (v) => v',
  'with (globalThis) hit = 1; (v) => v',
  'var { length: { toString } } = "x"; globalThis.hit = 1; (v) => v',
  'enum E { A = (globalThis.hit = 1) } (v) => v',
  'namespace N { globalThis.hit = 1 } (v) => v',
  'declare module "x" { } (v) => v',
  'abstract class A { abstract [Symbol.iterator](); } (v) => v',
  'const a = { get b() { globalThis.hit = 1 } }; a.b; (v) => v',
  'Object.defineProperty(globalThis, "hit", { value: 1 }); (v) => v',
  'for (globalThis.hit of [1]); (v) => v',
  '[globalThis.hit] = [1]; (v) => v',
  '({ a: globalThis.hit } = { a: 1 }); (v) => v',
  'switch (globalThis.hit = 1) { default: } (v) => v',
  'try { throw 1 } catch { globalThis.hit = 1 } (v) => v',
  'async function f() { globalThis.hit = 1 } f(); (v) => v',
  'function* f() { globalThis.hit = 1 } f().next(); (v) => v',
  '/a/[Symbol.replace]("a", () => (globalThis.hit = 1)); (v) => v',
  '\u2028globalThis.hit = 1; (v) => v',
  'x = <any>(globalThis.hit = 1); (v) => v',
  '((((((((((globalThis.hit = 1)))))))))); (v) => v',
];

describe('X06: code is read and not run', () => {
  it('runs nothing of 40 hostile texts, whatever it says of them', () => {
    expect(hostile).toHaveLength(40);
    for (const text of hostile)
      for (const shape of ['map', 'emit', 'flat-map'] as const) prepareCode(text, shape);
    expect('hit' in globalThis).toBe(false);
  });
});
