import type { Flow } from '@sluice/flow';
import type { Delivery, Program } from '@sluice/ir';
import {
  type Plan,
  type PlannedBound,
  type PlannedGroup,
  type PlannedOperator,
  type PlannedStage,
  type PlannedStream,
  planProgram,
  type Tier,
} from '@sluice/runtime/plan';

/** What a row of the plan shows. */
export interface PlanRow {
  readonly operator: PlannedOperator;
  /** Name of its component. */
  readonly name: string;
  /** What it holds and how much, where it is a buffer. */
  readonly bound: PlannedBound | undefined;
}

/** What runs as one, and how its records go on. */
export interface PlanBlock {
  readonly key: string;
  /** Says that it is one, and as how many tasks; empty for an operator alone. */
  readonly label: string;
  readonly rows: readonly PlanRow[];
  readonly ways: readonly {
    readonly id: string;
    readonly to: string;
    readonly text: string;
    readonly kernels: readonly string[];
  }[];
}

/** One agent, topology or streaming context. */
export interface PlanPart {
  readonly system: string;
  readonly name: string;
  readonly type: string;
  readonly model: PlannedStage['model'];
  readonly delivery: Delivery;
  readonly bounds: readonly PlannedBound[];
  readonly blocks: readonly PlanBlock[];
}

export interface PlanView {
  readonly parts: readonly PlanPart[];
  /** One line about all of it. */
  readonly summary: string;
}

/** The plan of a program in the words of its flow. */
export function planView(program: Program, flow: Flow): PlanView {
  const plan = planProgram(program);
  const nameOf = (component: string): string => flow.components[component]?.name ?? component;
  const operators = plan.stages.flatMap((stage) => stage.groups.flatMap((group) => group.operators));
  const componentOf = new Map(operators.map(({ id, component }) => [id, component]));
  const parts = new Map<string, PlanPart & { readonly blocks: PlanBlock[] }>();
  for (const stage of plan.stages) {
    const system = stage.origin.system ?? stage.id;
    const bounds = stage.bounds.filter(({ component }) => component === undefined);
    let part = parts.get(system);
    if (!part) {
      const { name, type } = flow.systems[system] ?? { name: system, type: '' };
      part = { system, name, type, model: stage.model, delivery: stage.delivery, bounds, blocks: [] };
      parts.set(system, part);
    }
    for (const group of stage.groups) {
      part.blocks.push(blockOf(group, { stage, streams: plan.streams, nameOf, componentOf }));
    }
  }
  return { parts: [...parts.values()], summary: summaryOf(plan, operators) };
}

interface Around {
  readonly stage: PlannedStage;
  readonly streams: readonly PlannedStream[];
  readonly nameOf: (component: string) => string;
  readonly componentOf: ReadonlyMap<string, string>;
}

function blockOf(group: PlannedGroup, { stage, streams, nameOf, componentOf }: Around): PlanBlock {
  const own = new Set(group.operators.map(({ id }) => id));
  const rows = group.operators.map((operator) => ({
    operator,
    name: nameOf(operator.component),
    bound: stage.bounds.find(({ component }) => component === operator.component),
  }));
  const ways = streams
    .filter(({ from, how }) => own.has(from) && how !== 'call')
    .map(({ id, to, spread, kernels, unless }) => ({
      id,
      to: nameOf(componentOf.get(to) ?? to),
      text: unless === undefined ? spread : `${spread} ${unless}`,
      kernels,
    }));
  return { key: group.operators[0]?.id ?? '', label: labelOf(group), rows, ways };
}

function labelOf({ operators, tasks, executors, threads }: PlannedGroup): string {
  const spread = threads === 1 ? '' : ` on ${threads} threads`;
  const many =
    tasks > 1
      ? `${tasks} tasks in ${executors === 1 ? 'one executor' : `${executors} executors`}${spread}`
      : '';
  if (operators.length === 1) return many;
  return many === '' ? 'Run as one' : `Run as one, ${many}`;
}

const nouns: { readonly [tier in Tier]: readonly [one: string, many: string] } = {
  kernel: ['by a kernel', 'by kernels'],
  loop: ['by a loop', 'by loops'],
  expression: ['by generated JavaScript', 'by generated JavaScript'],
  script: ['by code', 'by code'],
  component: ['by its component', 'by their components'],
};

function summaryOf(plan: Plan, operators: readonly PlannedOperator[]): string {
  const counts = (Object.keys(nouns) as Tier[]).flatMap((tier) => {
    const count = operators.filter((operator) => operator.tier === tier).length;
    return count === 0 ? [] : [`${count} ${nouns[tier][count === 1 ? 0 : 1]}`];
  });
  const threads = plan.threads === 1 ? 'one thread' : `${plan.threads} threads`;
  return `${operators.length} ${operators.length === 1 ? 'operator' : 'operators'} on ${threads}: ${counts.join(', ')}`;
}
