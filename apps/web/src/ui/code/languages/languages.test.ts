import fc from 'fast-check';
import type { languages } from 'monaco-editor/editor';
// @ts-expect-error Monaco has types for its public doors only
import { compile } from 'monaco-editor/editor/standalone/common/monarch/monarchCompile';
// @ts-expect-error Monaco has types for its public doors only
import { MonarchTokenizer } from 'monaco-editor/editor/standalone/common/monarch/monarchLexer';
import { describe, expect, it } from 'vitest';
import { json } from './json.ts';
import { properties } from './properties.ts';

interface Token {
  readonly text: string;
  readonly kind: string;
}

interface Lexer {
  getInitialState(): unknown;
  tokenize(
    line: string,
    hasEnd: boolean,
    state: unknown,
  ): {
    readonly tokens: readonly { readonly offset: number; readonly type: string }[];
    readonly endState: unknown;
  };
  dispose(): void;
}

/** What Monaco makes of a text, line by line, with its own lexer. */
function tokensOf(text: string, language: languages.IMonarchLanguage): readonly (readonly Token[])[] {
  const none = { dispose: () => undefined };
  const lexer: Lexer = new MonarchTokenizer(
    { languageIdCodec: { encodeLanguageId: () => 1 } },
    {},
    'x',
    compile('x', language),
    { getValue: () => 20_000, onDidChangeConfiguration: () => none },
  );
  let state = lexer.getInitialState();
  const lines = text.split('\n').map((line) => {
    const { tokens, endState } = lexer.tokenize(line, true, state);
    state = endState;
    return tokens.map((token, index) => ({
      text: line.slice(token.offset, tokens[index + 1]?.offset ?? line.length),
      kind: token.type.replace(/\.x$/, ''),
    }));
  });
  lexer.dispose();
  return lines;
}

const kinds = (line: string, language = properties): string[] =>
  tokensOf(line, language)[0]
    ?.filter(({ text }) => text.trim() !== '')
    .map(({ kind, text }) => `${kind}:${text.trim()}`) ?? [];

describe('colours of a .properties text', () => {
  it('tell agent, key, type, number, text and comment apart', () => {
    expect(kinds('a1.sources.src.type = netcat')).toEqual([
      'agent:a1.',
      'key:sources.src.type',
      'separator:=',
      'type:netcat',
    ]);
    expect(kinds('a1.sources.src.port=44444')).toEqual([
      'agent:a1.',
      'key:sources.src.port',
      'separator:=',
      'number:44444',
    ]);
    expect(kinds('a1.sinks.s.hdfs.path : /flume/%Y').at(-1)).toBe('string:/flume/%Y');
    expect(kinds('a1.sinks.s.serializer.types = 12 x').at(-1)).toBe('string:12 x');
    expect(kinds('  # a = comment')).toEqual(['comment:# a = comment']);
    expect(kinds('alone')).toEqual(['key:alone']);
  });

  it('carry a value over a backslash at the end of a line, and no further', () => {
    const lines = tokensOf('a.b = one \\\n  two = three\nd.e = 1', properties);
    expect(lines[1]).toEqual([{ text: '  two = three', kind: 'string' }]);
    expect(lines[2]?.[0]).toEqual({ text: 'd.', kind: 'agent' });
    expect(tokensOf('a.b = c:\\\\\nd.e = 1', properties)[1]?.[0]).toEqual({ text: 'd.', kind: 'agent' });
  });

  it('go on after any text: the next line of its own begins with its agent', () => {
    const piece = fc.constantFrom('a1', '.', 'type', '=', ':', ' ', '\\', '#', '!', '12', '\t', '\n');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const lines = tokensOf(`${pieces.join('')}\n\na1.port = 1`, properties);
        expect(lines.at(-1)?.[0]).toEqual({ text: 'a1.', kind: 'agent' });
      }),
      { numRuns: 500 },
    );
  });
});

it('colours of JSON tell keys, texts, numbers and words apart', () => {
  expect(kinds('{ "a": "b\\n", "c": [-1.5e3, true] }', json)).toEqual([
    'separator:{',
    'key:"a"',
    'separator::',
    'string:"b',
    'escape:\\n',
    'string:"',
    'separator:,',
    'key:"c"',
    'separator::',
    'separator:[',
    'number:-1.5e3',
    'separator:,',
    'type:true',
    'separator:]',
    'separator:}',
  ]);
});
