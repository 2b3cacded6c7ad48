import type { Operator, Program } from '@sluice/ir';
import { checkLogic } from '../logic/check-logic.ts';
import { inputSchema } from '../program-graph.ts';
import { valuePath } from './value-path.ts';

/** Says whether all that comes out of an operator ends in keyed aggregates of its stage, by way of row-wise operators. */
export function isCounted(program: Program, operator: Operator, depth = 0): boolean {
  const outgoing = program.streams.filter((stream) => stream.from.operator === operator.id);
  if (outgoing.length === 0 || depth > program.operators.length) return false;
  return outgoing.every((stream) => {
    const next = program.operators.find((one) => one.id === stream.to.operator);
    if (next?.stage !== operator.stage) return false;
    if (next.kind === 'aggregate') return next.key.length > 0 && next.fold.kind !== 'top-k';
    const isRowWise = ['key-by', 'union', 'filter'].includes(next.kind) || isRenaming(program, next);
    return isRowWise && isCounted(program, next, depth + 1);
  });
}

/** A map that computes nothing: columns under other names, and values that are the same for all. */
function isRenaming(program: Program, operator: Operator): boolean {
  if (operator.kind !== 'map') return false;
  const schema = inputSchema(program, operator);
  return operator.assign.every(({ value }) => valuePath(checkLogic(value, schema)).kind !== 'computed');
}
