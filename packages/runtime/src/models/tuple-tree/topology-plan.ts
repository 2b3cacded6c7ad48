import type { Operator, Stream, TupleTreeStage } from '@sluice/ir';
import type { StageInput } from '../model.ts';

/** A component of the topology: operators that run together in one task, joined by forward streams. */
export interface PlannedComponent {
  readonly id: string;
  /** Place in the plan, receivers after senders. */
  readonly index: number;
  readonly isSpout: boolean;
  /** In topological order. */
  readonly operators: readonly Operator[];
  readonly executors: number;
  readonly tasks: number;
  /** Streams inside the component. */
  readonly inner: readonly Stream[];
  /** Streams to other components. */
  readonly outgoing: readonly Stream[];
}

/** Groups the operators of a stage by component. */
export function planTopology(input: Pick<StageInput, 'stage' | 'operators' | 'streams'>): PlannedComponent[] {
  const maxTasks = (input.stage as TupleTreeStage).maxTasks ?? Number.POSITIVE_INFINITY;
  const ownerOf = new Map<string, string>();
  const groups = new Map<string, Operator[]>();
  for (const operator of input.operators) {
    const id = operator.origin.component ?? operator.id;
    ownerOf.set(operator.id, id);
    const group = groups.get(id);
    if (group) group.push(operator);
    else groups.set(id, [operator]);
  }
  const streamsOf = new Map<string, Stream[]>([...groups.keys()].map((id) => [id, []]));
  for (const stream of input.streams) streamsOf.get(ownerOf.get(stream.from.operator) ?? '')?.push(stream);
  return [...groups].map(([id, operators], index) => {
    const first = operators[0] as Operator;
    const tasks = Math.max(1, Math.min(maxTasks, ...operators.map((o) => o.parallelism.tasks)));
    const own = streamsOf.get(id) ?? [];
    return {
      id,
      index,
      isSpout: first.kind === 'source',
      operators,
      executors: Math.max(1, Math.min(tasks, first.parallelism.executors)),
      tasks,
      inner: own.filter((s) => ownerOf.get(s.to.operator) === id),
      outgoing: own.filter((s) => ownerOf.get(s.to.operator) !== id && ownerOf.has(s.to.operator)),
    };
  });
}

/** First task and number of tasks of each executor: contiguous ranges, the larger ones first. */
export function executorRanges(tasks: number, executors: number): { first: number; count: number }[] {
  const least = Math.floor(tasks / executors);
  const larger = tasks % executors;
  let first = 0;
  return Array.from({ length: executors }, (_, index) => {
    const count = least + (index < larger ? 1 : 0);
    const range = { first, count };
    first += count;
    return range;
  });
}
