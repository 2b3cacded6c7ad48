import type { ExpressionNode } from '@sluice/expression';
import type { RowSearch } from '@sluice/kernels';
import { encodeUtf8 } from '../text.ts';

/** A search for bytes in a field. */
export interface ByteSearch extends RowSearch {
  readonly field: string;
}

/** How a filter finds the records it keeps. */
export type SearchPath =
  /** `findRows` looks for bytes where the field is bytes; elsewhere the expression is evaluated. */
  | { readonly kind: 'search'; readonly search: ByteSearch }
  | { readonly kind: 'evaluate'; readonly whyNot: string };

/** A regular expression that only finds itself. */
const isPlainPattern = /^[\w ,:;=@#%&!~<>"'/-]+$/;

/** `contains(<field>, '<text>')`, or `matches` with a plain pattern, maybe negated: searched without decoding. */
export function searchPath(tree: ExpressionNode | undefined): SearchPath {
  if (!tree) return { kind: 'evaluate', whyNot: 'It is a built-in function, not an expression.' };
  if (tree.kind === 'unary' && tree.operator === 'not') {
    const inner = searchPath(tree.of);
    if (inner.kind === 'evaluate') return inner;
    return { kind: 'search', search: { ...inner.search, isInverted: inner.search.isInverted !== true } };
  }
  if (tree.kind !== 'call' || (tree.function !== 'contains' && tree.function !== 'matches')) {
    return evaluate("Only contains(field, 'text') and matches(field, 'plain text') are searched as bytes.");
  }
  const [field, text] = tree.arguments;
  if (field?.kind !== 'name') return evaluate(`${tree.function} reads a computed text, not a field.`);
  if (text?.kind !== 'literal' || typeof text.value !== 'string')
    return evaluate('What is searched for is not a fixed text.');
  if (tree.function === 'matches' && !isPlainPattern.test(text.value))
    return evaluate('The pattern is a regular expression; only plain text is searched as bytes.');
  if (text.value === '') return evaluate('The text is empty: every record has it.');
  // A lone surrogate has no UTF-8 form; it encodes to a replacement character and would match that.
  if (/[\ud800-\udfff\ufffd]/.test(text.value))
    return evaluate('The text has characters whose bytes could stand for others.');
  return {
    kind: 'search',
    search: { field: field.name, pattern: encodeUtf8(text.value), place: 'anywhere' },
  };
}

function evaluate(whyNot: string): SearchPath {
  return { kind: 'evaluate', whyNot };
}
