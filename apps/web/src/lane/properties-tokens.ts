/** A piece of a line and the class the styles colour it by. */
export interface Token {
  readonly text: string;
  /** `p` agent and punctuation, `k` key, `w` type name, `n` number, `s` value, `c` comment. */
  readonly kind: 'p' | 'k' | 'w' | 'n' | 's' | 'c' | '';
}

/**
 * Cuts a `.properties` text into coloured tokens, line by line. The tokens of a line joined are the line: a value
 * that goes on after a backslash is coloured as one.
 */
export function tokensOf(text: string): readonly (readonly Token[])[] {
  let isGoingOn = false;
  return text.split('\n').map((line) => {
    const tokens: Token[] = isGoingOn ? [{ text: line, kind: 's' }] : lineTokens(line);
    isGoingOn = /(^|[^\\])(\\\\)*\\\r?$/.test(line) && (isGoingOn || !/^\s*[#!]/.test(line));
    return tokens.filter((token) => token.text !== '');
  });
}

function lineTokens(line: string): Token[] {
  if (/^\s*[#!]/.test(line)) return [{ text: line, kind: 'c' }];
  const [, indent = '', agent = '', key = '', between = '', value = ''] =
    /^(\s*)((?:\\.|[^\s:=.\\])+\.)?((?:\\.|[^\s:=\\])*)(\s*[:=]?\s*)(.*)$/s.exec(line) ?? [];
  return [
    { text: indent, kind: '' },
    { text: agent, kind: 'p' },
    { text: key, kind: 'k' },
    { text: between, kind: 'p' },
    { text: value, kind: /(^|\.)type$/.test(key) ? 'w' : /^[-+]?\d+(\.\d+)?\s*$/.test(value) ? 'n' : 's' },
  ];
}
