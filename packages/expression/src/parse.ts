import type { ParsedExpression, Scope } from './contract.ts';

/** Parses and checks a text; every problem is in `problems`, nothing is thrown. */
export function parseExpression(_text: string, _scope: Scope): ParsedExpression {
  throw new Error('Not built yet');
}
