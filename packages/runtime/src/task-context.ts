import type { Operator } from '@sluice/ir';
import type { Kernels } from '@sluice/kernels';
import type { TaskContext } from './implementation.ts';
import type { Meter, Meters } from './metrics/meters.ts';
import { createRandom } from './random.ts';
import type { RunHost } from './run-contract.ts';
import type { SlabPool } from './slab.ts';

/** The component an operator belongs to; its own id when it has none. */
export function componentOf(operator: Operator): string {
  return operator.origin.component ?? operator.id;
}

/** Key of the small state of a task. */
export function stateKey(operator: Operator, task: number): string {
  return `${operator.id}#${task}`;
}

/** Makes the contexts of tasks. */
export function createContexts(
  host: RunHost,
  meters: Meters,
  kernels: Kernels,
  slabs: SlabPool,
): { contextOf(operator: Operator, task: number): TaskContext } {
  return {
    contextOf(operator, task) {
      const component = componentOf(operator);
      const key = stateKey(operator, task);
      const counters = new Map<string, Meter>();
      const gauges = new Map<string, Meter>();
      return {
        component,
        name: component,
        task,
        tasks: operator.parallelism.tasks,
        now: () => host.now(),
        random: createRandom(host.seed, key),
        schedule: (delayMs, action) => host.schedule(delayMs, action),
        log: (level, message) => host.emit({ kind: 'log', timeMs: host.now(), level, component, message }),
        print: (text) => host.emit({ kind: 'print', timeMs: host.now(), component, text }),
        count(name, by) {
          let meter = counters.get(name);
          if (!meter) counters.set(name, (meter = meters.counter('component', component, name)));
          meter.add(by);
        },
        gauge(name, value) {
          let meter = gauges.get(name);
          if (!meter) gauges.set(name, (meter = meters.gauge('component', component, name)));
          meter.set(value);
        },
        files: host.files,
        kernels,
        slabs,
        durable: {
          load: () => host.loadState(key),
          save: (state) => host.saveState(key, state),
          sync: () => undefined,
        },
        capabilities: host.capabilities,
        ...(host.functions ? { functions: host.functions } : {}),
        deadLetter: (letter) => host.emit({ kind: 'dead-letter', timeMs: host.now(), component, letter }),
        openDataset: (name, seed) => host.openDataset(name, seed),
      };
    },
  };
}
