import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokensOf } from './properties-tokens.ts';

const kinds = (line: string): string[] => tokensOf(line)[0]?.map((t) => `${t.kind}:${t.text}`) ?? [];

describe('colours of a .properties text', () => {
  it('leave every character where it was', () => {
    const piece = fc.constantFrom(
      'a1',
      '.',
      'sources',
      '=',
      ':',
      ' ',
      '\\',
      '\n',
      '#',
      '!',
      '12',
      '\t',
      'type',
      '\r',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const joined = tokensOf(text)
          .map((line) => line.map((t) => t.text).join(''))
          .join('\n');
        expect(joined).toBe(text);
      }),
    );
  });

  it('tell agent, key, type, number, text and comment apart', () => {
    expect(kinds('a1.sources.src.type = netcat')).toEqual([
      'p:a1.',
      'k:sources.src.type',
      'p: = ',
      'w:netcat',
    ]);
    expect(kinds('a1.sources.src.port = 44444').at(-1)).toBe('n:44444');
    expect(kinds('a1.sinks.s.hdfs.path = /flume/%Y').at(-1)).toBe('s:/flume/%Y');
    expect(kinds('  # a comment')).toEqual(['c:  # a comment']);
  });

  it('carry a value over a backslash at the end of a line', () => {
    expect(tokensOf('a.b = one \\\n  two = three')[1]).toEqual([{ text: '  two = three', kind: 's' }]);
    expect(tokensOf('a.b = c:\\\\\nd.e = 1')[1]?.[0]).toEqual({ text: 'd.', kind: 'p' });
  });
});
