import type { ExpressionNode } from '../../contract.ts';
import { exactSql } from './snippets.ts';

const most = Number.MAX_SAFE_INTEGER;

/** How large a whole number can be at most, sign aside; beyond the exact range when a check is needed. */
export function boundOf(node: ExpressionNode): number {
  switch (node.kind) {
    case 'literal':
      return typeof node.value === 'number' ? Math.abs(node.value) : most;
    case 'unary':
      return boundOf(node.of);
    case 'call':
      return node.function === 'length' ? 2 ** 31 : most;
    case 'binary': {
      const [a, b] = [clamped(node.left), clamped(node.right)];
      if (node.operator === '%') return Math.min(a, b);
      return node.operator === '*' ? a * b : a + b;
    }
    case 'conditional':
      return Math.max(clamped(node.yes), clamped(node.no));
    case 'name':
    case 'member':
    case 'index':
    case 'list':
      return most;
  }
}

function clamped(node: ExpressionNode): number {
  return Math.min(boundOf(node), most);
}

/** Adds the check of the exact range where the value may leave it. */
export function exactIfNeeded(sql: string, node: ExpressionNode): string {
  return boundOf(node) <= most ? sql : exactSql(sql);
}
