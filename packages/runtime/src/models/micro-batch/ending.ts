import { type BatchPlan, isValidTime, type PlanNode } from './batch-plan.ts';

/** The end of the input, operator after operator: each speaks the last time when all before it have. */
export interface Ending {
  /** All operators have come to their end. */
  isOver(): boolean;
  /** Those for which the batch of a time is the last one: nothing before them will speak any more. */
  at(timeMs: number, zeroMs: number): readonly string[] | undefined;
  /** A batch is over that was the last one for these. */
  finished(operators: readonly string[] | undefined): void;
}

/** Plans the end of a stage for the operators that have something to say then. */
export function createEnding(plan: BatchPlan, hasEnd: (node: PlanNode) => boolean): Ending {
  const open = new Set(plan.nodes.filter(hasEnd).map((node) => node.operator.id));

  function at(timeMs: number, zeroMs: number): readonly string[] | undefined {
    const behind = new Set<string>();
    const ready: string[] = [];
    for (const { operator, inputs, inputSlideMs } of plan.nodes) {
      const isBehind = inputs.some(({ from }) => behind.has(from.operator));
      const isOpen = open.has(operator.id);
      if (isOpen && !isBehind && isValidTime(timeMs, zeroMs, inputSlideMs)) ready.push(operator.id);
      if (isBehind || isOpen) behind.add(operator.id);
    }
    return ready.length === 0 ? undefined : ready;
  }

  return {
    isOver: () => open.size === 0,
    at,
    finished: (operators = []) => {
      for (const id of operators) open.delete(id);
    },
  };
}
