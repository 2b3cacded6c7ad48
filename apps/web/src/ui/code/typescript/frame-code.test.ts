import { declareTypes } from '@sluice/compiler/code';
import { elementSchema, pairSchema, tupleSchema } from '@sluice/ir';
import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { frameCode, frameDeclarations } from './frame-code.ts';

const bolt = {
  shape: 'emit',
  input: tupleSchema([
    { name: 'line', type: 'string' },
    { name: 'count', type: 'integer' },
  ]),
  outputs: [{ name: 'word', type: 'string' }],
} as const;
const frame = (
  code: string,
  types: Parameters<typeof declareTypes>[0] = bolt,
): ReturnType<typeof frameCode> => frameCode(ts, code, frameDeclarations + declareTypes(types, code));

/** The real compiler over one text after the other; the language's own declarations are read once. */
const files = { text: '', version: 0 };
const service = ts.createLanguageService({
  getCompilationSettings: () => ({
    target: ts.ScriptTarget.Latest,
    lib: ['lib.es2023.d.ts'],
    types: [],
    noEmit: true,
    strict: false,
    module: ts.ModuleKind.ESNext,
  }),
  getScriptFileNames: () => ['/code.ts'],
  getScriptVersion: (name) => (name === '/code.ts' ? String(files.version) : '1'),
  getScriptSnapshot: (name) => {
    const text = name === '/code.ts' ? files.text : ts.sys.readFile(name);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  },
  getCurrentDirectory: () => '/',
  getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
  fileExists: (name) => name === '/code.ts' || ts.sys.fileExists(name),
  readFile: (name) => ts.sys.readFile(name),
});

/** What is wrong with a code and the text it is said of, and what is offered where it has a bar. */
function look(
  written: string,
  types?: Parameters<typeof declareTypes>[0],
): { wrong: string[]; offered: string[] } {
  const bar = written.indexOf('|>');
  const code = written.replace('|>', '');
  const framed = frame(code, types);
  files.text = framed.text;
  files.version += 1;
  const wrong = service.getSemanticDiagnostics('/code.ts').map(({ start = 0, length = 0, messageText }) => {
    const [from, to] = [framed.toCode(start), framed.toCode(start + length)];
    return `${code.slice(from, to)}: ${ts.flattenDiagnosticMessageText(messageText, ' ').split('.')[0]}`;
  });
  const found =
    bar < 0 ? undefined : service.getCompletionsAtPosition('/code.ts', framed.toFrame(bar), undefined);
  return { wrong, offered: found?.entries.map(({ name }) => name) ?? [] };
}

describe('a code in its frame', () => {
  it.each([
    ['an arrow function', '(tuple, emit) => emit(tuple.|>)'],
    ['the last function', 'const one = 1;\nfunction f(tuple, emit) { emit(tuple.|>) }'],
    ['export default of a function', 'export default function (tuple) { tuple.|> }'],
    ['export default of an arrow function', 'export default (tuple, emit) => { tuple.|> }'],
    ['a constant', 'const f = (tuple) => tuple.|>'],
    ['a function that is not finished', '(tuple, emit) => {\n  emit(tuple.|>'],
    ['one parameter without brackets', 'tuple => tuple.|>'],
    ['a parameter that may be missing', 'function f(tuple?, emit?) { tuple.|> }'],
    ['types people write', 'export default (tuple: Tuple, emit: Emit) => emit(tuple.|>)'],
  ])('knows its record: %s', (_, code) => {
    expect(look(code).offered).toEqual(['count', 'line']);
  });

  it('offers fields in a pattern', () => {
    expect(look('({ |> }, emit) => emit("")').offered).toEqual(['count', 'line']);
  });

  it('leaves types of the person alone', () => {
    const code = 'interface Tuple { own: string }\n(tuple: Tuple, emit) => emit(tuple.|>)';
    expect(look(code)).toEqual({ wrong: [], offered: ['own'] });
  });

  it.each([
    ['(tuple, emit) => emit(tuple.line)', undefined],
    ['(tuple, emit) => emit(tuple.count)', 'tuple.count: Argument of type'],
    ['(tuple, emit) => emit(tuple.lime)', 'lime: Property'],
    ['(tuple, emit) => emit()', 'emit: Expected 1 arguments, but got 0'],
    ['(tuple, emit) => {\n  const n: number = tuple.line;\n}', 'n: Type'],
    ['({ line, count = 1 }, emit) => { for (const w of line.split(" ")) emit(w + count) }', undefined],
    ['function helper(a, b) { return a.x + b }\n(tuple, emit) => emit(helper(tuple, 1))', undefined],
    ['(tuple, emit) => { log(tuple, 1); emit(tuple.line?.at(-1)) }', undefined],
    ['(tuple, emit) => emit(misspelled)', 'misspelled: Cannot find name'],
    ['export default function f(this: void, tuple, emit) { emit(tuple.line) }', undefined],
    ['async (tuple, emit) => emit(tuple.line)', undefined],
    ['const notAFunction = 1', undefined],
    ['', undefined],
  ])('is told what is wrong, at its place: %j', (code, said) => {
    const { wrong } = look(code);
    expect(wrong).toHaveLength(said === undefined ? 0 : 1);
    if (said !== undefined) expect(wrong[0]).toContain(said);
  });

  it.each([
    ['map', '(value) => value.length', undefined],
    ['map', '(value) => { value.length }', 'void'],
    ['filter', "(value) => value !== ''", undefined],
    ['filter', '(value) => [value]', 'string[]'],
    ['flat-map', "(value) => value.split(' ')", undefined],
    ['flat-map', 'function* f(value) { yield* value }', undefined],
    ['flat-map', '(value) => value.length', 'number'],
    ['each', '(value) => log(value.length)', undefined],
    ['reduce', '(a, b) => a + b', undefined],
    ['reduce', '(a, b) => a.length', 'number'],
  ] as const)('has the result its shape wants: %s %s', (shape, code, said) => {
    const { wrong } = look(code, { shape, input: elementSchema('string') });
    expect(wrong.length).toBe(said === undefined ? 0 : 1);
    if (said !== undefined) expect(wrong[0]).toContain(said);
  });

  it('knows the streams a bolt declares', () => {
    const types = {
      ...bolt,
      streams: [{ name: 'errors', fields: [{ name: 'n', type: 'integer' }] }],
    } as const;
    expect(
      look("(tuple, emit) => { emit(tuple.line); emit.to('errors', tuple.count) }", types).wrong,
    ).toEqual([]);
    expect(look("(tuple, emit) => emit.to('|>')", types).offered).toEqual(['errors']);
    expect(look("(tuple, emit) => emit.to('error', 1)", types).wrong).toHaveLength(1);
    expect(look("(tuple, emit) => emit.to('errors', tuple.line)", types).wrong).toHaveLength(1);
    expect(look('(tuple, emit) => emit.to(1)').wrong).toHaveLength(1);
  });

  it('knows keys and values of pairs', () => {
    const types = {
      shape: 'map',
      input: pairSchema('string', { list: 'integer' }),
      givesPairs: true,
    } as const;
    expect(look('(word, counts) => [word.trim(), counts.reduce((a, b) => a + b, 0)]', types).wrong).toEqual(
      [],
    );
    expect(look('(word, counts) => counts.trim()', types).wrong).toMatchObject([
      expect.stringContaining('trim'),
    ]);
    expect(look('(word) => word', types).wrong).toHaveLength(1);
  });

  it('takes what it does not know for anything', () => {
    expect(look('(tuple, emit) => emit(tuple.a.b)', { ...bolt, input: undefined }).wrong).toEqual([]);
    expect(look('(value) => value.a.b', { shape: 'map', input: undefined }).wrong).toEqual([]);
  });
});

it('goes there and back: every place of a code has one in the frame, with the same character', () => {
  const part = fc.constantFrom(
    '(tuple, emit)',
    '=>',
    ' ',
    '{',
    '}',
    'emit(',
    ')',
    'a',
    '\n',
    'function f(x)',
    ';',
    'v =>',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 14 }), (parts) => {
      const code = parts.join('');
      const framed = frame(code);
      for (let at = 0; at <= code.length; at++) {
        expect(framed.toCode(framed.toFrame(at))).toBe(at);
        if (at > 0) expect(framed.text[framed.toFrame(at) - 1]).toBe(code[at - 1]);
      }
    }),
    { numRuns: 150 },
  );
});
