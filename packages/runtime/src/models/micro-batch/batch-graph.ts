import type { Batch } from '../../batch.ts';
import { liveRows } from '../../batch.ts';
import { concatBatches } from '../../batch-cut.ts';
import { byteSize } from '../../batch-read.ts';
import { messageOf } from '../../errors.ts';
import type { Transform } from '../../operators/transform.ts';
import type { Attempts } from './attempts.ts';
import type { BatchMeters } from './batch-meters.ts';
import type { BatchPlan, PlanNode, PlanTarget } from './batch-plan.ts';
import { isValidTime } from './batch-plan.ts';
import type { BusyTime } from './busy-time.ts';

export interface BatchGraphOptions {
  readonly plan: BatchPlan;
  readonly zeroMs: number;
  readonly meters: BatchMeters;
  readonly busy: BusyTime;
  transformOf(node: PlanNode): Transform;
  readonly attempts: Attempts;
}

/** One output operation of a batch: what it has to write. */
export interface OutputJob {
  readonly node: PlanNode;
  readonly batch: Batch;
}

/** The operators of a stage, computing one batch at a time: `feed` all records, then `close` it. */
export interface BatchGraph {
  begin(): void;
  feed(source: PlanNode, batch: Batch): void;
  /**
   * Completes the batch and gives a job for each output operation that has one at this time, also for an empty
   * batch. Outputs behind an operator that threw have none; their reasons are in `failures`.
   */
  close(timeMs: number): readonly OutputJob[];
  failures(): readonly string[];
  /** A source's records could not be had: everything behind it fails in this batch. */
  fail(node: PlanNode, reason: string): void;
  /** State of all operators between two batches, by operator id. */
  snapshot(): { readonly [operator: string]: unknown };
  restore(saved: { readonly [operator: string]: unknown }): void;
}

/** Kinds that keep nothing from one chunk to the next: a failed attempt can be made again. */
const statelessKinds: ReadonlySet<string> = new Set([
  'map',
  'filter',
  'flat-map',
  'key-by',
  'route',
  'union',
]);

interface Task {
  readonly node: PlanNode;
  readonly transform: Transform | undefined;
  readonly emit: (output: string, batch: Batch) => void;
  /** Batches held back per input: unions read parent after parent, sinks read all at once. */
  readonly held: Batch[][];
  /** Records that leave through here leave the component. */
  readonly isExit: boolean;
  /** Batches it has given so far. */
  given: number;
}

/**
 * Batches run depth first through chains, so that a chunk is still in the cache when the next operator reads it.
 * Operators with several parents wait until all parents are complete. `close` goes in topological order, therefore
 * everything a window says at this batch time reaches its readers within the same batch.
 */
export function createBatchGraph(options: BatchGraphOptions): BatchGraph {
  const { plan, zeroMs, meters, busy } = options;
  const tasks = new Map<PlanNode, Task>();
  const failed = new Map<PlanNode, string>();
  for (const node of plan.nodes) {
    const isPure = node.operator.kind !== 'source' && node.operator.kind !== 'sink';
    const exits = [...node.targets.values()].flat();
    const task: Task = {
      node,
      transform: isPure ? options.transformOf(node) : undefined,
      emit: (output, batch) => deliver(task, output, batch),
      held: node.inputs.map(() => []),
      isExit: node.operator.kind !== 'source' && exits.some((t) => t.connection !== undefined),
      given: 0,
    };
    task.transform?.start?.(zeroMs);
    tasks.set(node, task);
  }

  function deliver(from: Task, output: string, batch: Batch): void {
    const rows = liveRows(batch);
    if (rows === 0) return;
    from.given++;
    if (from.isExit) meters.component(from.node).out.add(rows);
    for (const target of from.node.targets.get(output) ?? []) hand(target, batch, rows);
  }

  function hand(target: PlanTarget, batch: Batch, rows: number): void {
    const edge = meters.edge(target);
    if (edge) {
      edge.events.add(rows);
      edge.bytes.add(byteSize(batch));
      meters.component(target.node).in.add(rows);
    }
    const task = tasks.get(target.node) as Task;
    if (task.transform === undefined || task.held.length > 1) task.held[target.slot]?.push(batch);
    else run(task, (transform) => transform.process(batch, target.input, task.emit));
  }

  function run(task: Task, step: (transform: Transform) => void): void {
    const { transform } = task;
    if (transform === undefined || failed.has(task.node)) return;
    const interrupted = busy.enter(task.node.component);
    const isStateless = statelessKinds.has(task.node.operator.kind);
    const before = task.given;
    try {
      options.attempts.run(task.node.component, {
        work: () => step(transform),
        canRepeat: () => isStateless && task.given === before,
      });
    } catch (error) {
      failed.set(task.node, messageOf(error));
    } finally {
      busy.leave(interrupted);
    }
  }

  function closeTask(task: Task, timeMs: number): void {
    task.held.forEach((batches, slot) => {
      const input = task.node.inputs[slot]?.to.input ?? 'in';
      for (const batch of batches.splice(0)) {
        run(task, (transform) => transform.process(batch, input, task.emit));
      }
    });
    run(task, (transform) => transform.closeBatch?.(timeMs, task.emit));
  }

  /** Says whether an operator, or one before it, threw in this batch. */
  function isPoisoned(node: PlanNode, poisoned: ReadonlySet<string>): boolean {
    return failed.has(node) || node.inputs.some((s) => poisoned.has(s.from.operator));
  }

  function close(timeMs: number): OutputJob[] {
    const jobs: OutputJob[] = [];
    const poisoned = new Set<string>();
    for (const node of plan.nodes) {
      if (node.operator.kind === 'source') {
        if (failed.has(node)) poisoned.add(node.operator.id);
        continue;
      }
      const task = tasks.get(node) as Task;
      const isDue = isValidTime(timeMs, zeroMs, node.inputSlideMs);
      if (task.transform && isDue) closeTask(task, timeMs);
      if (isPoisoned(node, poisoned)) poisoned.add(node.operator.id);
      if (node.operator.kind !== 'sink') continue;
      const batches = task.held.flatMap((held) => held.splice(0));
      if (isDue && !poisoned.has(node.operator.id)) jobs.push({ node, batch: concatBatches(batches) });
    }
    return jobs;
  }

  return {
    begin: () => failed.clear(),
    feed: (source, batch) => {
      const output = source.operator.outputs[0]?.name ?? 'out';
      deliver(tasks.get(source) as Task, output, batch);
    },
    close,
    failures: () => [...failed].map(([node, message]) => `${node.component}: ${message}`),
    fail: (node, reason) => void failed.set(node, reason),
    snapshot: () =>
      Object.fromEntries(
        [...tasks.values()].flatMap(({ node, transform }) =>
          transform?.snapshot ? [[node.operator.id, transform.snapshot()]] : [],
        ),
      ),
    restore: (saved) => {
      for (const { node, transform } of tasks.values()) {
        if (node.operator.id in saved) transform?.restore?.(saved[node.operator.id]);
      }
    },
  };
}
