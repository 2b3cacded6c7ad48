import {
  createCatalog,
  defineComponent,
  defineSystem,
  type EngineDefinition,
  field,
} from '@sluice/component';
import { describe, expect, it } from 'vitest';
import { type CodeShape, prepareCode } from '../src/code/index.ts';
import { applyAllDefaults } from '../src/passes/apply-defaults.ts';
import { checkCode } from '../src/passes/check-code.ts';
import { resolveParts } from '../src/passes/resolve-parts.ts';

/** Codes with what is wrong in «»; each mark is one finding, in the order of the text. */
const marked: readonly (readonly [code: string, text: string, shape?: CodeShape])[] = [
  ['FLOW_CODE_SYNTAX', '(v) => v +«;»'],
  ['FLOW_CODE_SYNTAX', '(v) => {\n  const a = ;'.replace(';', '«;»')],
  ['FLOW_CODE_SYNTAX', '(v) => v «)»'],
  ['FLOW_CODE_SYNTAX', 'const 1«a» = 2'],
  ['FLOW_CODE_SYNTAX', '(v) => { let a; let «a»; }'],
  ['FLOW_CODE_SYNTAX', '(v) => v.«»'],
  ['FLOW_CODE_SYNTAX', '// ü 🎉\n(v) => v «v»'],
  ['FLOW_CODE_SYNTAX', '`«o»pen'],
  ['FLOW_CODE_SYNTAX', '/«o»pen'],
  ['FLOW_CODE_SYNTAX', 'class A { «o»verride a() {} }\n(v) => v'],
  ['FLOW_CODE_IMPORT', '«import fs from "fs";» (v) => v'],
  ['FLOW_CODE_IMPORT', '«import "fs";»\n(v) => v'],
  ['FLOW_CODE_IMPORT', '«import * as a from "a"»\n«import { b } from "b"»\n(v) => v'],
  ['FLOW_CODE_IMPORT', '(v) => «import("fs")»'],
  ['FLOW_CODE_IMPORT', '(v) => «import.meta».url'],
  ['FLOW_CODE_EXPORT', '«export const a = 1;» (v) => v'],
  ['FLOW_CODE_EXPORT', '(v) => v;\n«export function f() {}»\n(v) => v'],
  ['FLOW_CODE_EXPORT', '«export * from "a";» (v) => v'],
  ['FLOW_CODE_EXPORT', 'const a = 1; «export { a };»\n(v) => v'],
  ['FLOW_CODE_ASYNC', 'const v = «await 1»; (v) => v'],
  ['FLOW_CODE_FUNCTION', '«const a = 1»'],
  ['FLOW_CODE_FUNCTION', 'const f = (v) => v;\n«f»;'.replace('«f»;', '«f;»')],
  ['FLOW_CODE_FUNCTION', '«class A { f() {} }»'],
  ['FLOW_CODE_FUNCTION', 'type A = string;\ninterface B {}\n«let a: A»'],
  ['FLOW_CODE_FUNCTION', '«»'],
  ['FLOW_CODE_TYPESCRIPT', '«enum E { A }»\n(v) => v'],
  ['FLOW_CODE_TYPESCRIPT', '(v) => v;\n«namespace N { export const a = 1 }»\n(v) => v'],
  ['FLOW_CODE_TYPESCRIPT', 'class A { constructor(«public a: string») {} }\n(v) => v'],
  ['FLOW_CODE_TYPESCRIPT', 'class A { constructor(«private a», «readonly b: number») {} }\n(v) => v'],
  ['FLOW_CODE_NAME', '(v) => «console».log(v)'],
  ['FLOW_CODE_NAME', '(v) => { «console».log(v); return «process».env[«require»("a")] }'],
  ['FLOW_CODE_NAME', '(v) => «fetch»(v)'],
  ['FLOW_CODE_NAME', '(v) => «setTimeout»(() => «setInterval»(v), 1)'],
  ['FLOW_CODE_NAME', '(v) => new «Function»("return 1")() + «eval»(v)'],
  ['FLOW_CODE_NAME', '(v) => «Buffer».from(v)'],
  ['FLOW_CODE_NAME', '(v) => { const a = { a: «document», [«window»]: 1 }; return a.document; }'],
  ['FLOW_CODE_NAME', '(v) => «WebAssembly» ?? «SharedArrayBuffer» ?? «Atomics»'],
  ['FLOW_CODE_NAME', '(v) => «queueMicrotask»(v) || «setImmediate»(v)'],
  ['FLOW_CODE_NAME', '(v) => new «WebSocket»(v) || new «XMLHttpRequest»()'],
  ['FLOW_CODE_NAME', '(v) => «module».exports'],
  ['FLOW_CODE_NAME', '(v = «process».pid) => v'],
  ['FLOW_CODE_NAME', '({ a: [b = «fetch»], [«console»]: c, ...d }) => a'],
  ['FLOW_CODE_NAME', 'class A { [«window»]() {} process() {} b = «document»; }\n(v) => v'],
  ['FLOW_CODE_NAME', '(v) => `${«process».pid}`'],
];

/** A marked text without its marks, and the ranges they stood around. */
function unmark(text: string): {
  readonly code: string;
  readonly ranges: readonly (readonly [number, number])[];
} {
  const ranges: (readonly [number, number])[] = [];
  let code = '';
  for (const part of text.split(/(«[^»]*»)/)) {
    const inner = part.startsWith('«') ? part.slice(1, -1) : part;
    if (inner !== part) ranges.push([code.length, code.length + inner.length]);
    code += inner;
  }
  return { code, ranges };
}

const cases = marked.map(([code, text, shape]) => ({ code, text, shape: shape ?? ('map' as const) }));

describe('what is wrong with a code is told at its place', () => {
  it.each(cases)('$code: $text', ({ code, text, shape }) => {
    const { code: written, ranges } = unmark(text);
    const { problems, script } = prepareCode(written, shape);
    const found = problems.filter((problem) => problem.code === code);
    if (code === 'FLOW_CODE_SYNTAX') {
      // A parser says where it gave up: at the mark.
      expect(found).toHaveLength(1);
      expect(found[0]?.start).toBe(ranges[0]?.[0]);
    } else expect(found.map(({ start, end }) => [start, end])).toEqual(ranges);
    for (const problem of problems) {
      expect(problem.message).toMatch(/[^.]\.$/);
      if (problem.help !== undefined) expect(problem.help).toMatch(/[.)}]$/);
      expect(problem.start).toBeLessThanOrEqual(problem.end);
      expect(problem.end).toBeLessThanOrEqual(written.length);
    }
    expect(script === undefined).toBe(problems.some(({ severity }) => severity === 'error'));
  });

  it.each([
    ['(process) => process'],
    ['function f(v) { const { fetch } = v; return fetch }'],
    ['(v) => v.console.process.fetch'],
    ['class window {} (v) => new window()'],
    ['try { } catch (document) { document } (v) => v'],
    ['(v) => { let eval2 = v; return eval2 }'],
    ['(v: Buffer) => v'],
    [
      '({ a: process, b: [fetch, ...window], console = 1, ...document }) => process + fetch + window + console + document',
    ],
    ['interface process { a: console }\n(v: process) => v'],
    ['import type { a } from "fetch"; (v) => v'],
    ['(v) => ({ process: 1, require() {} })'],
  ])('names that are the own ones are fine: %s', (text) => {
    expect(prepareCode(text, 'map').problems).toEqual([]);
  });

  it.each([
    ['async (v) => v', 'map'],
    ['async function f(v) {}', 'emit'],
    ['export default async (v) => v', 'filter'],
  ] as const)('a function that would answer later is refused: %s', (text, shape) => {
    expect(prepareCode(text, shape).problems.map(({ code }) => code)).toContain('FLOW_CODE_ASYNC');
    expect(prepareCode(text, shape).script).toBeUndefined();
  });

  it.each(['emit', 'map', 'filter', 'flat-map', 'reduce', 'each'] as const)(
    'help for %s is a function one can write',
    (shape) => {
      const { problems } = prepareCode('1', shape);
      const example = /for example (.+)\.$/.exec(problems[0]?.help ?? '')?.[1];
      expect(prepareCode(example ?? '', shape).problems).toEqual([]);
    },
  );

  it('knows the longest code to the character', () => {
    const code = (length: number): string => `(v) => v//${'x'.repeat(length - 10)}`;
    expect(prepareCode(code(65_536), 'map').problems).toEqual([]);
    expect(prepareCode(code(65_537), 'map').problems.map((p) => p.code)).toEqual(['FLOW_CODE_LONG']);
  });
});

describe('in a drawing', () => {
  const bolt = defineComponent({
    id: 'storm.bolt.own',
    title: 'own',
    summary: 'Runs code.',
    docs: [],
    icon: 'x',
    inputs: [],
    outputs: [],
    config: { code: field.code({ label: 'Code', help: 'A function.', shape: 'map' }) },
  });
  const engine: EngineDefinition = {
    id: 'storm',
    title: 'Own',
    icon: 'x',
    target: 'storm',
    systems: [
      defineSystem({ id: 'storm.all', title: 'All', summary: 'All.', docs: [], icon: 'x', config: {} }),
    ],
    components: [bolt],
    lower: {},
    groups: [],
    connectionFields: {},
    portTypes: {},
    rules: [],
    routing: () => [],
    partitioning: () => ({ kind: 'forward' }),
    stageOf: () => {
      throw new Error('Nothing is staged here.');
    },
    parallelism: () => ({ executors: 1, tasks: 1 }),
    unknownIcon: 'x',
  };

  function found(code: string): ReturnType<typeof checkCode> {
    const drawing = {
      texts: {},
      systems: { s: { type: 'storm.all', name: 's', config: {} } },
      components: { c: { type: bolt.id, name: 'c', system: 's', config: { code } } },
      connections: {},
    };
    const resolved = resolveParts(drawing, createCatalog([engine]));
    const applied = applyAllDefaults(drawing, resolved, []);
    return checkCode(applied, (text, shape) => prepareCode(text, shape).problems);
  }

  it.each([
    ['(v) => v +;', [1, 11, 1, 12]],
    ['\n\n  (v) => process', [3, 10, 3, 17]],
    ['import a from "a"\n(v) => v', [1, 1, 1, 18]],
    ['(v) => v;\nnamespace N {\n  export const a = 1;\n}\n(v) => v', [2, 1, 4, 2]],
    ['// ü 🎉\n(v) => console', [2, 8, 2, 15]],
  ])('lines and columns count from 1: %j', (code, [line, column, endLine, endColumn]) => {
    const [first, ...more] = found(code);
    expect(more).toEqual([]);
    expect(first?.at).toMatchObject({ component: 'c', system: 's', field: 'code' });
    expect(first?.at.range).toMatchObject({ line, column, endLine, endColumn, text: code });
    expect(first?.message.startsWith(`Line ${String(line)}: `)).toBe(true);
  });

  it('says nothing of code that is not there', () => {
    expect(found('')).toEqual([]);
    expect(found('  \n')).toEqual([]);
  });
});
