import type { MicroBatchStage, Operator, Stream } from '@sluice/ir';
import { byEnd } from '../../program-graph.ts';

/** An edge as the sender sees it. */
export interface PlanTarget {
  readonly node: PlanNode;
  readonly input: string;
  /** Place of this stream among the inputs of `node`. */
  readonly slot: number;
  /** The drawn connection; streams inside a component have none. */
  readonly connection: string | undefined;
}

/** An operator with its place in the graph. */
export interface PlanNode {
  readonly operator: Operator;
  readonly component: string;
  readonly inputs: readonly Stream[];
  readonly targets: ReadonlyMap<string, readonly PlanTarget[]>;
  /** Milliseconds between batches that arrive, and between those that leave. */
  readonly inputSlideMs: number;
  readonly slideMs: number;
}

/** The graph of a stage in topological order. */
export interface BatchPlan {
  readonly nodes: readonly PlanNode[];
  readonly sources: readonly PlanNode[];
  /** Sinks in registration order: their index is Spark's outputOpId. */
  readonly sinks: readonly PlanNode[];
}

/** Slide of what an operator gives, when its input comes every `inputSlideMs`. */
function slideOf(operator: Operator, inputSlideMs: number): number {
  if (operator.kind === 'window' && 'slideMs' in operator) return operator.slideMs;
  if (operator.kind === 'aggregate' && operator.scope.kind === 'window') return operator.scope.slideMs;
  return inputSlideMs;
}

/** Lays out a stage. `operators` are in topological order; streams that leave the stage are ignored. */
export function planBatches(
  stage: MicroBatchStage,
  operators: readonly Operator[],
  streams: readonly Stream[],
): BatchPlan {
  const ids = new Set(operators.map((o) => o.id));
  const inner = streams.filter((s) => ids.has(s.from.operator) && ids.has(s.to.operator));
  const into = byEnd(inner, 'to');
  const nodes = new Map<string, PlanNode>();
  const targets = new Map<string, Map<string, PlanTarget[]>>();
  for (const operator of operators) {
    const inputs = into.get(operator.id) ?? [];
    const parent = inputs[0] === undefined ? undefined : nodes.get(inputs[0].from.operator);
    const inputSlideMs = parent?.slideMs ?? stage.batchIntervalMs;
    const leaving = new Map<string, PlanTarget[]>();
    targets.set(operator.id, leaving);
    const node: PlanNode = {
      operator,
      component: operator.origin.component ?? operator.id,
      inputs,
      targets: leaving,
      inputSlideMs,
      slideMs: slideOf(operator, inputSlideMs),
    };
    nodes.set(operator.id, node);
    inputs.forEach((stream, slot) => {
      const sending = targets.get(stream.from.operator);
      const list = sending?.get(stream.from.output) ?? [];
      list.push({ node, input: stream.to.input, slot, connection: stream.origin.connection });
      sending?.set(stream.from.output, list);
    });
  }
  const all = [...nodes.values()];
  return {
    nodes: all,
    sources: all.filter((n) => n.operator.kind === 'source'),
    sinks: all.filter((n) => n.operator.kind === 'sink'),
  };
}

/** Says whether a stream with this slide has a batch at `timeMs`: slides are anchored at zero time, not at the epoch. */
export function isValidTime(timeMs: number, zeroMs: number, slideMs: number): boolean {
  return timeMs > zeroMs && (timeMs - zeroMs) % slideMs === 0;
}

/** How a node gets what the nodes before it give in a batch. */
export type Handing =
  /** At once, by a call. */
  | 'call'
  /** One batch after another, as the script answers. */
  | 'script'
  /** When the senders are complete: parent after parent, or all at once for a sink. */
  | 'held';

/** Says how a node gets its records. */
export function handingOf(node: Pick<PlanNode, 'operator' | 'inputs'>): Handing {
  if (node.inputs.length > 1 || node.operator.kind === 'sink') return 'held';
  return node.operator.kind === 'script' ? 'script' : 'call';
}
