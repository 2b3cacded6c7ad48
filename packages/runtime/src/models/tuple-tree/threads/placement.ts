import type { Receiver } from '../sender.ts';
import type { PlannedComponent } from '../topology-plan.ts';

/** Which executors of a topology run on this thread, and how the others are reached. */
export interface Placement {
  /** This thread; 0 is the one of the run. */
  readonly own: number;
  threadOf(component: PlannedComponent, executor: number): number;
  /** The receive queue of an executor of another thread. */
  receiver(component: PlannedComponent, executor: number): Receiver;
}

/** Everything on the thread of the run. */
export const onOneThread: Placement = {
  own: 0,
  threadOf: () => 0,
  receiver: (component) => {
    throw new Error(`${component.id} is nowhere else`);
  },
};

/**
 * Spreads executors over threads as Storm spreads them over workers, in turn. What touches the world (spouts, sinks,
 * scripts) stays on the thread of the run; so do the trees themselves.
 */
export function threadOf(component: PlannedComponent, executor: number, threads: number): number {
  const isPure = component.operators.every(
    ({ kind }) => !['source', 'sink', 'script', 'buffer'].includes(kind),
  );
  return isPure ? (executor + 1) % threads : 0;
}

/** How many threads a topology has a use for: `workers`, but no more than there are and than its widest bolt fills. */
export function threadsFor(components: readonly PlannedComponent[], workers: number, most: number): number {
  const wanted = Math.max(1, Math.min(workers, most));
  const used = components.flatMap((one) =>
    Array.from({ length: one.executors }, (_, executor) => threadOf(one, executor, wanted)),
  );
  return Math.max(0, ...used) + 1;
}
