import type { AppliedComponent, AppliedSystem, StagePlan } from '@sluice/component';
import type { Json, TupleTreeStage } from '@sluice/ir';

function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** Executors and tasks of a component as Storm counts them: executors never exceed tasks. */
export function parallelismOf(component: AppliedComponent): { executors: number; tasks: number } {
  const executors = Math.max(1, numberOf(component.config.parallelism) ?? 1);
  const tasks = Math.max(1, numberOf(component.config.tasks) ?? executors);
  return { executors: Math.min(executors, tasks), tasks };
}

/** The faults set in the "Testing" group of a topology's bolts, in the units of the program. */
function faultsOf(system: AppliedSystem): NonNullable<TupleTreeStage['faults']> {
  const faults: Record<string, { failFraction: number; dropFraction: number; delayMs: number }> = {};
  for (const { id, config } of system.components) {
    const failFraction = (numberOf(config.failFraction) ?? 0) / 100;
    const dropFraction = (numberOf(config.dropFraction) ?? 0) / 100;
    const delayMs = numberOf(config.delayMs) ?? 0;
    if (failFraction > 0 || dropFraction > 0 || delayMs > 0)
      faults[id] = { failFraction, dropFraction, delayMs };
  }
  return faults;
}

/** A topology is one stage. */
export function stageOf(_component: AppliedComponent, system: AppliedSystem): StagePlan {
  const { config } = system;
  const workers = numberOf(config.workers) ?? 1;
  const ackers = numberOf(config.ackers) ?? workers;
  const maxSpoutPending = numberOf(config.maxSpoutPending);
  const receiveQueue = numberOf(config.receiveBufferSize);
  const maxTasks = numberOf(config.maxTaskParallelism);
  return {
    key: `storm:${system.id}`,
    stage: {
      model: 'tuple-tree',
      delivery: ackers > 0 ? 'at-least-once' : 'at-most-once',
      workers,
      ackers,
      messageTimeoutMs:
        config.enableMessageTimeouts === false ? 0 : (numberOf(config.messageTimeoutSecs) ?? 30) * 1000,
      ...(maxSpoutPending === undefined ? {} : { maxSpoutPending }),
      ...(receiveQueue === undefined ? {} : { receiveQueue }),
      ...(maxTasks === undefined ? {} : { maxTasks }),
      faults: faultsOf(system),
    } as StagePlan['stage'],
  };
}
