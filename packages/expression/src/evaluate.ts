import type { ExpressionRecord, ParsedExpression } from './contract.ts';

/** Computes an expression without problems over one record, node by node. */
export function evaluate(_parsed: ParsedExpression, _record: ExpressionRecord): unknown {
  throw new Error('Not built yet');
}
