import type { Operator, Program } from '@sluice/ir';
import { checkLogic } from '../logic/check-logic.ts';
import { inputSchema, operatorOf, streamsOutOf } from '../program-graph.ts';
import { valuePath } from './value-path.ts';

/** Says whether all that comes out of an operator ends in keyed aggregates of its stage, by way of row-wise operators. */
export function isCounted(program: Program, operator: Operator): boolean {
  return isAllCounted(program, operator, new Map());
}

/** Each operator is asked once, however many ways lead to it; one of a cycle is not counted. */
function isAllCounted(program: Program, operator: Operator, known: Map<string, boolean>): boolean {
  const answer = known.get(operator.id);
  if (answer !== undefined) return answer;
  known.set(operator.id, false);
  const outgoing = streamsOutOf(program, operator.id);
  const isAll =
    outgoing.length > 0 &&
    outgoing.every((stream) => {
      const next = operatorOf(program, stream.to.operator);
      if (next?.stage !== operator.stage) return false;
      if (next.kind === 'aggregate') return next.key.length > 0 && next.fold.kind !== 'top-k';
      const isRowWise = ['key-by', 'union', 'filter'].includes(next.kind) || isRenaming(program, next);
      return isRowWise && isAllCounted(program, next, known);
    });
  known.set(operator.id, isAll);
  return isAll;
}

/** A map that computes nothing: columns under other names, and values that are the same for all. */
function isRenaming(program: Program, operator: Operator): boolean {
  if (operator.kind !== 'map') return false;
  const schema = inputSchema(program, operator);
  return operator.assign.every(({ value }) => valuePath(checkLogic(value, schema)).kind !== 'computed');
}
