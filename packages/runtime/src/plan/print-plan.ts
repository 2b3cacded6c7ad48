import type { Plan, PlannedGroup, PlannedOperator, PlannedStage } from './plan.ts';

/** Prints a plan for people: stages, what runs as one, what does the work of each operator and why. */
export function printPlan(plan: Plan): string {
  const lines = [
    `plan ${plan.name}: ${plan.threads === 1 ? 'one thread' : `${plan.threads} threads, at most one for each core`}`,
    '',
  ];
  for (const stage of plan.stages) lines.push(...printStage(stage), '');
  const ways = plan.streams.filter(({ how }) => how !== 'call');
  for (const { from, to, spread, kernels, unless } of ways) {
    const by = kernels.length > 0 ? ` [${kernels.join(', ')}]` : '';
    lines.push(`${from} -> ${to}: ${spread}${by}${unless === undefined ? '' : ` ${unless}`}`);
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function printStage(stage: PlannedStage): string[] {
  return [
    `stage ${stage.id}: ${stage.model}`,
    ...stage.groups.flatMap(printGroup),
    ...stage.bounds.map(
      ({ what, bound, whenFull, component }) =>
        `  bound: ${component === undefined ? '' : `${component}, `}${what}, ${bound}. ${whenFull}`,
    ),
  ];
}

function printGroup({ operators, executors, tasks, threads }: PlannedGroup): string[] {
  const many =
    tasks > 1 || executors > 1
      ? `, ${tasks} tasks in ${executors === 1 ? 'one executor' : `${executors} executors`}${threads === 1 ? '' : ` on ${threads} threads`}`
      : '';
  const lines = operators.flatMap(printOperator);
  return operators.length === 1 && many === ''
    ? lines
    : [`  as one${many}:`, ...lines.map((line) => `  ${line}`)];
}

function printOperator({ id, kind, tier, kernels, does, whyNot, unless }: PlannedOperator): string[] {
  const by = kernels.length > 0 ? `${tier} ${kernels.join(' + ')}` : tier;
  return [
    `  ${id}: ${kind}, ${by}. ${does}`,
    ...(whyNot === undefined ? [] : [`    no kernel: ${whyNot}`]),
    ...(unless === undefined ? [] : [`    unless: ${unless}`]),
  ];
}
