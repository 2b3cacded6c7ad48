import type { Logic } from '@sluice/ir';

/** Logic written by a person in the named config field. */
export function expressionOf(text: string, field: string): Logic {
  return { kind: 'expression', text, origin: { field } };
}

/** Logic a component supplies itself. */
export function fixedExpression(text: string): Logic {
  return { kind: 'expression', text };
}
