import type { BinaryOperator, ExpressionNode } from './contract.ts';
import { isWhole } from './types.ts';

type Binary = Extract<ExpressionNode, { kind: 'binary' }>;

const plain = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'remainder',
  '==': 'equal',
  '!=': 'different',
  '<': 'less',
  '<=': 'atMost',
  '>': 'more',
  '>=': 'atLeast',
} as const satisfies { readonly [K in Exclude<BinaryOperator, 'and' | 'or'>]: string };

const exact = {
  '+': 'addWhole',
  '-': 'subtractWhole',
  '*': 'multiplyWhole',
  '%': 'remainderWhole',
} as const;

/** The function that an operator means, by the types of its operands: every printer and the interpreter take it here. */
export type OperatorCall = (typeof plain)[keyof typeof plain] | (typeof exact)[keyof typeof exact] | 'append';

/** Chooses between exact whole numbers, doubles and texts. `and` and `or` are no calls. */
export function callOf({ operator, left, right, type }: Binary): OperatorCall {
  if (operator === 'and' || operator === 'or') throw new Error(`${operator} is not computed by a call.`);
  if (operator === '+' && type === 'string') return 'append';
  const isExact = isWhole(left.type) && isWhole(right.type);
  if (isExact && (operator === '+' || operator === '-' || operator === '*' || operator === '%')) {
    return exact[operator];
  }
  return plain[operator];
}
