import type { AppliedSystem } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';

/** An executor without a task would have nothing to do. */
export function checkParallelism(system: AppliedSystem): readonly Diagnostic[] {
  const most = system.config.maxTaskParallelism;
  return system.components.flatMap(({ id, name, config }): Diagnostic[] => {
    const { parallelism, tasks } = config;
    if (typeof parallelism !== 'number') return [];
    if (typeof tasks === 'number' && parallelism > tasks) {
      return [
        {
          code: 'STORM_EXECUTORS_IDLE',
          severity: 'warning',
          message: `${name} asks for ${parallelism} executors and has ${tasks} ${tasks === 1 ? 'task' : 'tasks'}; Storm starts ${tasks}.`,
          at: { component: id, field: 'parallelism' },
          help: 'Give it as many tasks as executors, or fewer executors.',
          fix: { label: `Use ${parallelism} tasks`, component: id, field: 'tasks', value: parallelism },
        },
      ];
    }
    const wanted = typeof tasks === 'number' ? tasks : parallelism;
    if (typeof most !== 'number' || wanted <= most) return [];
    return [
      {
        code: 'STORM_TASKS_CAPPED',
        severity: 'warning',
        message: `${name} wants ${wanted} tasks; the topology allows ${most}.`,
        at: { component: id, field: typeof tasks === 'number' ? 'tasks' : 'parallelism' },
        help: 'Raise the max task parallelism of the topology, or ask for fewer.',
      },
    ];
  });
}
