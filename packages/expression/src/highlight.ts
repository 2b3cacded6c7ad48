import type { Scope } from './contract.ts';
import { functionsByName } from './functions/table.ts';
import { lex, type Token } from './lex.ts';

/** What a piece of an expression is, for colouring. */
export type HighlightKind =
  | 'field'
  | 'key'
  | 'function'
  | 'keyword'
  | 'text'
  | 'number'
  | 'operator'
  | 'unknown';

/** A coloured piece of a text. */
export interface Highlight {
  readonly kind: HighlightKind;
  readonly start: number;
  readonly end: number;
}

function kindOf(token: Token, before: Token | undefined, names: ReadonlySet<string>): HighlightKind {
  switch (token.kind) {
    case 'number':
    case 'text':
      return token.kind;
    case 'symbol':
    case 'end':
      return 'operator';
    case 'keyword':
      return before?.value === '.' ? 'key' : 'keyword';
    case 'name':
      if (before?.kind === 'symbol' && before.value === '.') return 'key';
      return names.has(token.value) ? 'field' : 'unknown';
  }
}

/** The pieces of a text in order; what lies between them is white space or means nothing. */
export function highlight(text: string, scope: Scope): readonly Highlight[] {
  const names = new Set(scope.map((field) => field.name));
  const { tokens } = lex(text);
  return tokens.flatMap((token, index): readonly Highlight[] => {
    if (token.kind === 'end') return [];
    const { start, end } = token;
    const next = tokens[index + 1];
    const isCall = token.kind === 'name' && next?.kind === 'symbol' && next.value === '(';
    if (isCall) return [{ kind: functionsByName.has(token.value) ? 'function' : 'unknown', start, end }];
    return [{ kind: kindOf(token, tokens[index - 1], names), start, end }];
  });
}
