import type { ExpressionNode, ExpressionType } from '../contract.ts';
import { isNull, isWhole } from '../types.ts';
import { type ArgumentSpec, always, type FunctionSpec } from './spec.ts';

const number: ArgumentSpec = { name: 'number', kind: 'number' };
const pair: readonly ArgumentSpec[] = [
  { name: 'a', kind: 'number' },
  { name: 'b', kind: 'number' },
];

/** Whole when all are, a time when all are. */
function common(given: readonly ExpressionNode[]): ExpressionType {
  const types = given.filter((node) => !isNull(node)).map((node) => node.type);
  if (types.length === 0 || !types.every(isWhole)) return 'double';
  return types.every((t) => t === 'time') ? 'time' : 'integer';
}

export const numberFunctions: readonly FunctionSpec[] = [
  {
    name: 'round',
    group: 'Numbers',
    arguments: [number],
    summary: 'The nearest whole number, halves away from zero.',
    example: 'round(2.5)',
    returns: always('integer'),
  },
  {
    name: 'floor',
    group: 'Numbers',
    arguments: [number],
    summary: 'The greatest whole number not above.',
    example: 'floor(2.9)',
    returns: always('integer'),
  },
  {
    name: 'ceil',
    group: 'Numbers',
    arguments: [number],
    summary: 'The least whole number not below.',
    example: 'ceil(2.1)',
    returns: always('integer'),
  },
  {
    name: 'abs',
    group: 'Numbers',
    arguments: [number],
    summary: 'The number without its sign.',
    example: 'abs(-3)',
    returns: ([of]) => (of?.type === 'integer' || of?.type === 'time' ? 'integer' : 'double'),
  },
  {
    name: 'quotient',
    group: 'Numbers',
    arguments: [
      { name: 'a', kind: 'integer' },
      { name: 'b', kind: 'integer' },
    ],
    summary: 'How often b goes into a whole, towards zero; null when b is 0.',
    example: 'quotient(7, 2)',
    returns: always('integer'),
  },
  {
    name: 'min',
    group: 'Numbers',
    arguments: pair,
    isVariadic: true,
    summary: 'The least number; nulls do not count.',
    example: 'min(3, 2)',
    returns: common,
  },
  {
    name: 'max',
    group: 'Numbers',
    arguments: pair,
    isVariadic: true,
    summary: 'The greatest number; nulls do not count.',
    example: 'max(3, 2)',
    returns: common,
  },
];
