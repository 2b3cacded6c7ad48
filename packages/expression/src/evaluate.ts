import type { ExpressionNode, ExpressionRecord, ParsedExpression } from './contract.ts';
import { functionsByName } from './functions/table.ts';
import { callOf } from './operators.ts';
import { expressionRuntime as $ } from './support.ts';

function walk(node: ExpressionNode, record: ExpressionRecord): unknown {
  const of = (child: ExpressionNode): unknown => walk(child, record);
  switch (node.kind) {
    case 'literal':
      return node.value;
    case 'name':
      return Object.hasOwn(record, node.name) ? (record[node.name] ?? null) : null;
    case 'member':
      return $.member(of(node.of), node.key);
    case 'index':
      return $.index(of(node.of), of(node.at));
    case 'list':
      return node.items.map(of);
    case 'unary':
      return node.operator === 'not' ? of(node.of) !== true : $.negate(of(node.of));
    case 'binary':
      if (node.operator === 'and') return of(node.left) === true && of(node.right) === true;
      if (node.operator === 'or') return of(node.left) === true || of(node.right) === true;
      return $[callOf(node)](of(node.left), of(node.right));
    case 'conditional':
      return of(node.test) === true ? of(node.yes) : of(node.no);
    case 'call': {
      if (!functionsByName.has(node.function)) throw new Error(`There is no function ${node.function}.`);
      const call = $[node.function as keyof typeof $] as (...values: unknown[]) => unknown;
      return call(...node.arguments.map(of));
    }
  }
}

/** Computes an expression without problems over one record, node by node: what printed code must agree with. */
export function evaluate(parsed: ParsedExpression, record: ExpressionRecord): unknown {
  if (parsed.tree === undefined)
    throw new Error(`${JSON.stringify(parsed.text)} has problems and cannot be computed.`);
  return walk(parsed.tree, record);
}
