import type { Batch } from '../../batch.ts';
import { liveRows } from '../../batch.ts';
import { concatBatches } from '../../batch-cut.ts';
import { byteSize } from '../../batch-read.ts';
import { messageOf, RunError } from '../../errors.ts';
import type { Script, ScriptOutput } from '../../implementation.ts';
import { owned, ownedBy } from '../../operators/borrowing.ts';
import type { Transform } from '../../operators/transform.ts';
import type { Attempts } from './attempts.ts';
import type { BatchMeters } from './batch-meters.ts';
import type { BatchPlan, PlanNode, PlanTarget } from './batch-plan.ts';
import { type Handing, handingOf, isValidTime } from './batch-plan.ts';
import type { BusyTime } from './busy-time.ts';

export interface BatchGraphOptions {
  readonly plan: BatchPlan;
  readonly zeroMs: number;
  readonly meters: BatchMeters;
  readonly busy: BusyTime;
  transformOf(node: PlanNode): Transform | undefined;
  scriptOf(node: PlanNode): Script | undefined;
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
  /** A promise when a script is still at it: the next records are fed when it has settled; it never rejects. */
  feed(source: PlanNode, batch: Batch): void | Promise<void>;
  /**
   * Completes the batch and gives a job for each output operation that has one at this time, also for an empty
   * batch. Outputs behind an operator that threw have none; their reasons are in `failures`. For operators in
   * `finishing` all input has come to its end.
   */
  close(timeMs: number, finishing?: readonly string[]): Promise<readonly OutputJob[]>;
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

function failBatch(_rows: Batch, reason: string): void {
  throw new RunError('RUN_SCRIPT_FAILED', reason);
}

interface Task {
  readonly node: PlanNode;
  readonly transform: Transform | undefined;
  readonly script: Script | undefined;
  readonly emit: (output: string, batch: Batch) => void;
  readonly handing: Handing;
  /** Batches held back per input: unions read parent after parent, sinks read all at once. */
  readonly held: Batch[][];
  /** Records that leave through here leave the component. */
  readonly isExit: boolean;
  /** Batches it has given so far. */
  given: number;
  /** What a script has not done yet of the chunk at hand. */
  readonly waiting: Batch[];
}

/**
 * Batches run depth first through chains, so that a chunk is still in the cache when the next operator reads it.
 * Operators with several parents wait until all parents are complete. `close` goes in topological order, therefore
 * everything a window says at this batch time reaches its readers within the same batch.
 */
export function createBatchGraph(options: BatchGraphOptions): BatchGraph {
  const { plan, zeroMs, meters, busy } = options;
  const tasks = new Map<PlanNode, Task>();
  /** In topological order. */
  const scripted: Task[] = [];
  const failed = new Map<PlanNode, string>();
  for (const node of plan.nodes) {
    const exits = [...node.targets.values()].flat();
    const task: Task = {
      node,
      transform: options.transformOf(node),
      script: options.scriptOf(node),
      emit: (output, batch) => deliver(task, output, batch),
      handing: handingOf(node),
      held: node.inputs.map(() => []),
      isExit: node.operator.kind !== 'source' && exits.some((t) => t.connection !== undefined),
      given: 0,
      waiting: [],
    };
    task.transform?.start?.(zeroMs);
    tasks.set(node, task);
    if (task.script) scripted.push(task);
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
    if (task.handing === 'held') task.held[target.slot]?.push(owned(batch));
    else if (task.handing === 'script') task.waiting.push(owned(batch));
    else {
      const given = ownedBy(task.node.operator, batch);
      run(task, (transform) => transform.process(given, target.input, task.emit));
    }
  }

  /** Lets scripts do what waits for them, and those behind them what they get of it. */
  async function settle(): Promise<void> {
    for (let task = atWork(); task !== undefined; task = atWork()) {
      const batch = task.waiting.shift() as Batch;
      await ask(task, (script, output) => script.process(batch, output));
    }
  }

  function atWork(): Task | undefined {
    return scripted.find((task) => task.waiting.length > 0);
  }

  /** Has a script do one thing; what it throws is the failure of this batch. */
  async function ask(
    task: Task,
    step: (script: Script, output: ScriptOutput) => void | Promise<void>,
  ): Promise<void> {
    const { node, script } = task;
    if (script === undefined || failed.has(node)) return;
    const interrupted = busy.enter(node.component);
    const before = task.given;
    try {
      await options.attempts.runAsync(node.component, {
        work: () => step(script, { emit: task.emit, fail: failBatch }),
        canRepeat: () => script.snapshot === undefined && task.given === before,
      });
    } catch (error) {
      failed.set(node, messageOf(error));
    } finally {
      busy.leave(interrupted);
    }
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

  async function closeTask(task: Task, timeMs: number, isFinishing: boolean): Promise<void> {
    task.held.forEach((batches, slot) => {
      const input = task.node.inputs[slot]?.to.input ?? 'in';
      for (const batch of batches.splice(0)) {
        if (task.script) task.waiting.push(batch);
        else run(task, (transform) => transform.process(batch, input, task.emit));
      }
    });
    run(task, (transform) => {
      transform.closeBatch?.(timeMs, task.emit);
      if (isFinishing) transform.finish?.(task.emit);
    });
    if (scripted.length === 0) return;
    await settle();
    if (task.script?.tick === undefined) return;
    await ask(task, (script, output) => script.tick?.(output));
    await settle();
  }

  /** Says whether an operator, or one before it, threw in this batch. */
  function isPoisoned(node: PlanNode, poisoned: ReadonlySet<string>): boolean {
    return failed.has(node) || node.inputs.some((s) => poisoned.has(s.from.operator));
  }

  async function close(timeMs: number, finishing: readonly string[] = []): Promise<OutputJob[]> {
    const jobs: OutputJob[] = [];
    const poisoned = new Set<string>();
    for (const node of plan.nodes) {
      if (node.operator.kind === 'source') {
        if (failed.has(node)) poisoned.add(node.operator.id);
        continue;
      }
      const task = tasks.get(node) as Task;
      const isDue = isValidTime(timeMs, zeroMs, node.inputSlideMs);
      if (isDue && node.operator.kind !== 'sink')
        await closeTask(task, timeMs, finishing.includes(node.operator.id));
      if (isPoisoned(node, poisoned)) poisoned.add(node.operator.id);
      if (node.operator.kind !== 'sink') continue;
      const batches = task.held.flatMap((held) => held.splice(0));
      if (isDue && !poisoned.has(node.operator.id)) jobs.push({ node, batch: concatBatches(batches) });
    }
    return jobs;
  }

  return {
    begin: () => {
      failed.clear();
      for (const task of scripted) task.waiting.length = 0;
    },
    feed: (source, batch) => {
      const output = source.operator.outputs[0]?.name ?? 'out';
      deliver(tasks.get(source) as Task, output, batch);
      return atWork() ? settle() : undefined;
    },
    close,
    failures: () => [...failed].map(([node, message]) => `${node.component}: ${message}`),
    fail: (node, reason) => void failed.set(node, reason),
    snapshot: () =>
      Object.fromEntries(
        [...tasks.values()].flatMap(({ node, transform, script }) => {
          const keeper = transform ?? script;
          return keeper?.snapshot ? [[node.operator.id, keeper.snapshot()]] : [];
        }),
      ),
    restore: (saved) => {
      for (const { node, transform, script } of tasks.values()) {
        if (node.operator.id in saved) (transform ?? script)?.restore?.(saved[node.operator.id]);
      }
    },
  };
}
