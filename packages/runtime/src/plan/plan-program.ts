import type { Operator, Program, Stage, Stream } from '@sluice/ir';
import { operatorOf, operatorsByStage, streamsInto } from '../program-graph.ts';
import { commonForms, type Forms, formOf, noForms } from './column-forms.ts';
import type { KernelName, Plan, PlannedGroup, PlannedStage, PlannedStream } from './plan.ts';
import { boundsOf } from './plan-bounds.ts';
import { type Group, groupsOf, streamsAt } from './plan-groups.ts';
import { planOperator } from './plan-operator.ts';
import { spreadPath } from './spread-path.ts';

/**
 * How a program is run. It decides nothing: every answer comes from the function the runtime asks when it builds the
 * run, so that the plan cannot say something else than what happens.
 */
export function planProgram(program: Program): Plan {
  const byStage = operatorsByStage(program);
  const given = new Map<string, Forms>();
  const planned = new Map<string, PlannedGroup['operators'][number]>();
  for (const operators of inFlowOrder(program, byStage)) {
    for (const operator of operators) {
      const inputs = streamsInto(program, operator.id);
      const arriving = commonForms(inputs.map((stream) => given.get(stream.from.operator) ?? noForms));
      const { work, forms } = planOperator(program, operator, arriving);
      given.set(operator.id, forms);
      const { id, kind, origin } = operator;
      planned.set(id, { id, kind, component: origin.component ?? id, ...work });
    }
  }
  const groups = new Map<string, Group>();
  const stages = program.stages.flatMap((stage): PlannedStage[] => {
    const operators = byStage.get(stage.id) ?? [];
    if (operators.length === 0) return [];
    const own = groupsOf(stage, operators, streamsAt(program, operators));
    for (const group of own) for (const operator of group.operators) groups.set(operator.id, group);
    const { id, model, delivery, origin } = stage;
    return [
      {
        id,
        model,
        delivery,
        origin,
        groups: own.map(({ operators: list, executors, tasks, threads }) => ({
          operators: list.flatMap((operator) => planned.get(operator.id) ?? []),
          executors,
          tasks,
          threads: threads.size,
        })),
        bounds: boundsOf(stage, operators),
      },
    ];
  });
  const stageOf = new Map(program.stages.map((stage) => [stage.id, stage]));
  const streams = program.streams.flatMap((stream): PlannedStream[] => {
    const from = operatorOf(program, stream.from.operator);
    const to = operatorOf(program, stream.to.operator);
    const stage = to && stageOf.get(to.stage);
    if (!from || !to || !stage) return [];
    const way = wayOf(stream, { from, to, stage, groups, forms: given.get(from.id) ?? noForms });
    const { connection } = stream.origin;
    const base = { id: stream.id, from: from.id, to: to.id, ...way };
    return [connection === undefined ? base : { ...base, connection }];
  });
  const threads = new Set([0, ...[...groups.values()].flatMap((group) => [...group.threads])]).size;
  return { version: 1, name: program.name, threads, stages, streams };
}

/** Stages so that what is read was planned before; a stage never leads back to one before it. */
function inFlowOrder(
  program: Program,
  byStage: ReadonlyMap<string, readonly Operator[]>,
): readonly (readonly Operator[])[] {
  const stageOf = new Map(program.operators.map((operator) => [operator.id, operator.stage]));
  const before = new Map([...byStage.keys()].map((id) => [id, new Set<string>()]));
  for (const { from, to } of program.streams) {
    const [first, second] = [stageOf.get(from.operator), stageOf.get(to.operator)];
    if (first !== undefined && second !== undefined && first !== second) before.get(second)?.add(first);
  }
  const order = new Set<string>();
  const begun = new Set<string>();
  const visit = (id: string): void => {
    const stack = [id];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const open = begun.has(top) ? [] : [...(before.get(top) ?? [])].filter((other) => !begun.has(other));
      begun.add(top);
      if (open.length > 0) stack.push(...open);
      else order.add(stack.pop() as string);
    }
  };
  for (const id of byStage.keys()) visit(id);
  return [...order].map((id) => byStage.get(id) ?? []);
}

interface Ends {
  readonly from: Operator;
  readonly to: Operator;
  readonly stage: Stage;
  readonly groups: ReadonlyMap<string, Group>;
  readonly forms: Forms;
}

function wayOf(stream: Stream, ends: Ends): Pick<PlannedStream, 'how' | 'spread' | 'kernels' | 'unless'> {
  const { from, to, stage, groups } = ends;
  const plain: readonly KernelName[] = [];
  if (to.kind === 'buffer')
    return { how: 'transaction', spread: 'Put into the channel, a transaction a batch.', kernels: plain };
  if (from.kind === 'buffer') {
    const size = stage.model === 'transactional' ? stage.batchSize : 1;
    const spread = `Taken from the channel, at most ${size} at once.`;
    return { how: 'transaction', spread, kernels: plain };
  }
  if (groups.get(from.id) === groups.get(to.id))
    return { how: 'call', spread: 'Handed on by a call.', kernels: plain };
  if (stage.model === 'micro-batch')
    return {
      how: 'batch',
      spread: 'Held until the batch is complete; one partition, nothing is shuffled.',
      kernels: plain,
    };
  if (stage.model === 'transactional') return { how: 'call', spread: 'Handed on by a call.', kernels: plain };
  return { how: 'queue', ...spreadOf(stream, ends) };
}

function spreadOf(stream: Stream, ends: Ends): Pick<PlannedStream, 'spread' | 'kernels' | 'unless'> {
  const tasks = ends.groups.get(ends.to.id)?.tasks ?? 1;
  const { partitioning } = stream;
  const fields = 'fields' in partitioning ? partitioning.fields : [];
  switch (spreadPath(partitioning, tasks)) {
    case 'same-task':
      return { spread: 'To the task of the same number.', kernels: [] };
    case 'first':
      return { spread: 'All to the first task.', kernels: [] };
    case 'all':
      return { spread: `To each of ${tasks} tasks.`, kernels: [] };
    case 'only':
      return { spread: 'To the only task; nothing is hashed or copied.', kernels: [] };
    case 'in-turn':
      return { spread: `In turn over ${tasks} tasks.`, kernels: [] };
    case 'hash': {
      const isByWord = fields.some((field) => formOf(ends.forms, field) === 'words');
      const spread = `By the Java hash of ${fields.join(', ')} over ${tasks} tasks${isByWord ? ', once a word' : ''}.`;
      if (!isByWord) return { spread, kernels: [] };
      const unless = 'Where a filter dropped records of a batch, each is hashed alone.';
      return { spread, kernels: ['javaHashes'], ...(ends.forms.isSparse ? { unless } : {}) };
    }
    case 'partial-hash':
      return { spread: `To the less busy of two of ${tasks} tasks, by ${fields.join(', ')}.`, kernels: [] };
  }
}
