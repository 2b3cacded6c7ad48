import type { Operator, Program, Stage, Stream } from '@sluice/ir';
import { handingOf, planBatches } from '../models/micro-batch/batch-plan.ts';
import { threadOf, threadsFor } from '../models/tuple-tree/threads/placement.ts';
import { type PlannedComponent, planTopology } from '../models/tuple-tree/topology-plan.ts';
import { streamsInto, streamsOutOf } from '../program-graph.ts';

/** Operators that hand batches to each other by a call. */
export interface Group {
  readonly operators: readonly Operator[];
  readonly executors: number;
  readonly tasks: number;
  /** Threads of its executors; 0 is the one of the run. */
  readonly threads: ReadonlySet<number>;
}

/** The groups of a stage, laid out by the functions its model lays out its own graph with. */
export function groupsOf(stage: Stage, operators: readonly Operator[], streams: Program['streams']): Group[] {
  switch (stage.model) {
    case 'transactional':
      return single(operators);
    case 'tuple-tree':
      return spread(planTopology({ stage, operators, streams }), stage.workers);
    case 'micro-batch': {
      const { nodes } = planBatches(stage, operators, streams);
      const groups = new Map<string, Operator[]>();
      const list: Operator[][] = [];
      for (const node of nodes) {
        const parent = node.inputs[0]?.from.operator;
        const own = handingOf(node) === 'call' && parent !== undefined ? groups.get(parent) : undefined;
        const group = own ?? [];
        if (!own) list.push(group);
        group.push(node.operator);
        groups.set(node.operator.id, group);
      }
      return list.flatMap(single);
    }
  }
}

const ownThread: ReadonlySet<number> = new Set([0]);

/** Says on which threads the executors of a topology are. */
function spread(components: readonly PlannedComponent[], workers: number): Group[] {
  const threads = threadsFor(components, workers, Number.POSITIVE_INFINITY);
  return components.map((component) => ({
    ...component,
    threads: new Set(
      Array.from({ length: component.executors }, (_, executor) => threadOf(component, executor, threads)),
    ),
  }));
}

function single(operators: readonly Operator[]): Group[] {
  return operators.length === 0 ? [] : [{ operators, executors: 1, tasks: 1, threads: ownThread }];
}

/** Streams with at least one end among some operators. */
export function streamsAt(program: Program, operators: readonly Operator[]): readonly Stream[] {
  const streams = operators.flatMap(({ id }) => [...streamsInto(program, id), ...streamsOutOf(program, id)]);
  return [...new Set(streams)];
}
