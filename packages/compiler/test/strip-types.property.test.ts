import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { prepareCode } from '../src/code/index.ts';

/** A statement, with types in «»: without them it is JavaScript. */
const statements: readonly string[] = [
  'let a«: string» = "x";',
  'const b«: Map<string, number[]>» = new Map«<string, number[]>»();',
  'var c«!: number»;',
  'let d = (1 «as number») + 2;',
  'let e = ({ a: 1 } «satisfies object»).a;',
  'let f = [1]«!»[0]«!»;',
  'function g(x«: number», y«?: string», ...z«: number[]»)«: string | undefined» { return y; }',
  'function h«<T extends object = {}>»(x«: T»)«: x is T» { return !!x; }',
  'const i = «<T,>»(x«: T»)«: T» => x;',
  'const j = (x«: number», { y = 1, z }«: { y?: number; z: string }» = { z: "" })«: void» => {};',
  'class K«<T>» { «private readonly» k«?: T» = undefined; «declare l: string;» static #m«: number» = 1; «public» n«!: number»; o(p«: T»)«: T» { return p; } get q()«: number» { return 1; } «[r: string]: any;» }',
  'class L extends Object «implements Iterable<string>, Other» { *[Symbol.iterator]()«: Generator<string>» { yield "a"; } }',
  '«abstract» class M { «abstract n(): void;» «protected» o() { return 1; } }',
  '«interface N { a: string; b(): void }»',
  '«type O = { [K in keyof N]: N[K] } | (() => void);»',
  '«declare const p: number;»',
  '«declare function q(a: string): void;»',
  '«import type { R } from "r";»',
  '«function s(a: string): void;»\nfunction s(a«: any») { return a; }',
  'for (const t of [] «as string[]») { t«!»; }',
  'try { } catch (u«: unknown») { }',
  'let v = a ? (b) : c;',
  'let w = x => ({ y: x });',
  'let x = `a as string ${1 «as any»} : number`;',
  'let y = /a: string/.test("b as c");',
  'label: for (;;) { break label; }',
  'let z = { a: 1, b«: undefined»() {} };'.replace('«: undefined»', ''),
  'if (1 < 2 && 3 > (2)) { }',
  'const aa = f«<string>»("x");',
  'let ab = new Array«<number>»(3);',
  'let ac = (this «as any»)«?.»b;'.replace('«?.»', '?.'),
  'let ad«: typeof ac», ae«: keyof O», af«: A[B][]», ag«: [a: string, b?: number]»;',
  'class AH extends L { «public override» o(x«: number») { return x; } }',
  'function ai(«this: void, »x«: number») { return x; }',
  '// a comment: with as types <T>',
  '/* interface X {} */',
];

const strip = (text: string): string => text.replaceAll('«', '').replaceAll('»', '');
const blank = (text: string): string =>
  text.replace(/«([^»]*)»/g, (_, type: string) => type.replace(/[^\n]/g, ' '));
/** Space and the semicolons that keep lines apart do not matter. */
const essence = (text: string): string => text.replace(/[\s;]+/g, '');

/** The script a code becomes, without what stands around it. */
function scriptOf(text: string): string {
  const { script, problems } = prepareCode(`${text}\nfunction called(v) { return v }`, 'map');
  expect(problems.filter((p) => p.severity === 'error')).toEqual([]);
  return (script ?? '')
    .replace("(function(){'use strict';let $default;", '')
    .replace(/\nfunction called\(v\) \{ return v \}\n;return called;\}\)\(\)$/, '');
}

describe('a type that is taken away leaves what JavaScript would be without it', () => {
  test.each(statements)('%s', (statement) => {
    const script = scriptOf(strip(statement));
    expect(essence(script)).toBe(essence(blank(statement)));
    expect(script.length).toBe(strip(statement).length);
  });

  test('wherever it stands among others', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(statements.length - 1), { maxLength: 8 }), (places) => {
        // In blocks of their own, so that names do not meet; what is only allowed at the top stays there.
        const chosen = places
          .map((place) => statements[place] as string)
          .map((one) =>
            /import|declare|interface|^«type|«abstract|function/.test(one) ? one : `{ ${one}\n}`,
          );
        const text = strip(chosen.join('\n'));
        const script = scriptOf(text);
        expect(essence(script)).toBe(essence(blank(chosen.join('\n'))));
        // Every line stays the line it was.
        expect(script.split('\n').length).toBe(text.split('\n').length);
        expect(script.length).toBe(text.length);
      }),
      { numRuns: 120 },
    );
  });

  test('is what the TypeScript compiler leaves of it', () => {
    const options = { target: ts.ScriptTarget.ESNext, removeComments: true, useDefineForClassFields: true };
    const transpiled = (text: string): string =>
      ts.transpileModule(text, { compilerOptions: options }).outputText;
    for (const statement of statements) {
      if (/import type|function s|comment|^\/\*/.test(statement)) continue;
      const text = strip(statement);
      // It writes brackets as it likes.
      const shape = (one: string): string => essence(transpiled(one)).replace(/[()]/g, '');
      expect(shape(scriptOf(text)), text).toBe(shape(text));
    }
  });
});

describe('what a code gives does not depend on its types', () => {
  const values = fc.oneof(
    fc.integer(),
    fc.string(),
    fc.constant(null),
    fc.array(fc.integer(), { maxLength: 4 }),
  );
  const bodies: readonly (readonly [typed: string, plain: string])[] = [
    ['(v: unknown): string => typeof v', '(v) => typeof v'],
    ['(v: any) => (v as string[])?.length ?? (0 as number)', '(v) => v?.length ?? 0'],
    [
      'interface P<T> { of: T }\nconst wrap = <T,>(of: T): P<T> => ({ of });\nexport default (v: unknown) => wrap<unknown>(v)!.of;',
      'const wrap = (of) => ({ of });\nexport default (v) => wrap(v).of;',
    ],
    [
      'class Box<T> { #all: T[] = []; private n?: number; put(one: T): this { this.#all.push(one); return this } get size(): number { return this.#all.length } }\n(v: any) => new Box<any>().put(v).put(v as any).size',
      'class Box { #all = []; n; put(one) { this.#all.push(one); return this } get size() { return this.#all.length } }\n(v) => new Box().put(v).put(v).size',
    ],
    [
      'function pick(v: string): string;\nfunction pick(v: number[]): number;\nfunction pick(v: any): any { return v?.[0] ?? null }\nexport default (v: any) => pick(v!)',
      'function pick(v) { return v?.[0] ?? null }\nexport default (v) => pick(v)',
    ],
    ['const a = String as unknown as StringConstructor\n;(v) => a(v)', 'const a = String\n;(v) => a(v)'],
    ['(v) => { const t: [k: string, n?: number] = ["k"]; return t satisfies unknown[] }', '(v) => ["k"]'],
  ];

  test.each(bodies)('%s', (typed, plain) => {
    const [one, other] = [typed, plain].map((text) => {
      const { script, problems } = prepareCode(text, 'map');
      expect(problems).toEqual([]);
      return runInNewContext(script ?? '') as (value: unknown) => unknown;
    });
    fc.assert(
      fc.property(values, (value) => {
        expect(JSON.stringify(one?.(value))).toBe(JSON.stringify(other?.(value)));
      }),
      { numRuns: 40 },
    );
  });
});

test('whatever is written, it is read without a throw, and what is given runs as a script or not at all', () => {
  const pieces = fc.constantFrom(
    ...statements.map(strip),
    '(v) => v',
    'export default',
    '{',
    '}',
    '(',
    ')',
    '<',
    '>',
    '=>',
    'as',
    ':',
    '?',
    'async ',
    '`',
    '${',
    '/*',
    '\u2028',
    '\\u0061',
    '#!',
    '@a',
    '\0',
  );
  fc.assert(
    fc.property(
      fc.array(pieces, { maxLength: 7 }),
      fc.constantFrom('map', 'emit', 'flat-map'),
      (parts, shape) => {
        const { script, problems } = prepareCode(parts.join(' '), shape as 'map');
        expect(script === undefined).toBe(problems.some((p) => p.severity === 'error'));
        // Parsed and not run.
        if (script !== undefined) expect(() => new Function(script)).not.toThrow();
      },
    ),
    { numRuns: 300 },
  );
});
