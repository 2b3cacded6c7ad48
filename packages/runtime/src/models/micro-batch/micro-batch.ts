import type { MicroBatchStage } from '@sluice/ir';
import { messageOf } from '../../errors.ts';
import type { Script, Sink } from '../../implementation.ts';
import type { Transform } from '../../operators/transform.ts';
import { createRandom } from '../../random.ts';
import type { Model, StageInput, StageRuntime } from '../model.ts';
import { createAttempts } from './attempts.ts';
import { type BatchGraph, createBatchGraph } from './batch-graph.ts';
import { createBatchMeters } from './batch-meters.ts';
import { type PlanNode, planBatches } from './batch-plan.ts';
import { type BatchTimer, createBatchTimer } from './batch-timer.ts';
import { createBusyTime } from './busy-time.ts';
import { createEnding } from './ending.ts';
import { adjustRates, allocateBatch, createIntake, type Intake, recallBatch, replaysOf } from './intakes.ts';
import { createJobQueue, type FinishedBatch, type JobQueue } from './job-queue.ts';
import { openCheckpoints, type StageCheckpoints, type StageState } from './stage-checkpoints.ts';
import { createStageSinks } from './stage-sinks.ts';

/** `spark.task.maxFailures`. */
const defaultMaxFailures = 4;
/** Spark's checkpoint interval of a stateful stream: as many slides as make up ten seconds. */
const defaultCheckpointMs = 10_000;

/**
 * Runs a Spark Streaming context: received records become blocks, every batch interval the blocks become a batch, and
 * batches run one after another through the whole graph. What it promises is written in ARCHITECTURE.md beside it.
 */
export const microBatch: Model = (input) => createContext(input, input.stage as MicroBatchStage);

function createContext(input: StageInput, stage: MicroBatchStage): StageRuntime {
  const { host, meters } = input;
  const plan = planBatches(stage, input.operators, input.streams);
  const batchMeters = createBatchMeters(stage, plan, meters);
  const busy = createBusyTime(() => host.now());
  const components = [...new Set(plan.nodes.map((n) => n.component))];
  let timer: BatchTimer | undefined;
  let queue: JobQueue | undefined;
  let graph: BatchGraph | undefined;
  let intakes: readonly Intake[] = [];

  const checkpoints: StageCheckpoints = openCheckpoints({
    store: host.checkpoints,
    key: stage.id,
    intervalMs: stage.checkpointIntervalMs ?? defaultCheckpointMs,
    state: stateNow,
    onTrouble: (message) => log('error', message),
  });
  const found = checkpoints.recovered;
  if (found) batchMeters.restore(found.state.counters);
  const sinks = createStageSinks(
    new Map(plan.sinks.map((node) => [node, createSink(input, node)])),
    found?.state.sinks ?? {},
  );
  intakes = plan.sources.map((node) =>
    createIntake(input, node, {
      meters: batchMeters,
      isKept: checkpoints.isKept,
      saved: found?.state.sources[node.operator.id],
    }),
  );
  const transforms = new Map<PlanNode, Transform>();
  const scripts = new Map<PlanNode, Script>();
  for (const node of plan.nodes) {
    const { kind } = node.operator;
    if (kind === 'source' || kind === 'sink') continue;
    if (kind === 'script') scripts.set(node, createScript(input, node));
    else transforms.set(node, input.createTransform(node.operator));
  }
  const ending = createEnding(plan, (node) => transforms.get(node)?.finish !== undefined);
  const attempts = createAttempts({
    maxFailures: stage.taskMaxFailures ?? defaultMaxFailures,
    failFraction: (component) => input.faultOf(component)?.failFraction ?? 0,
    random: createRandom(host.seed, `${stage.id}#attempts`),
    onFailed: () => batchMeters.context.failedTasks.add(1),
  });

  function log(level: 'info' | 'warning' | 'error', message: string): void {
    host.emit({ kind: 'log', timeMs: host.now(), level, message });
  }

  /** Asked between two batches only. */
  function stateNow(): StageState {
    const backlogs = new Map(intakes.map(({ node, receiver }) => [node, receiver.backlog()]));
    return {
      zeroMs: timer?.zeroMs ?? 0,
      sources: Object.fromEntries(intakes.map(({ node, state }) => [node.operator.id, state.saved()])),
      transforms: graph?.snapshot() ?? {},
      sinks: sinks.snapshot(),
      counters: batchMeters.snapshot((node) => backlogs.get(node) ?? 0),
    };
  }

  function submit(timeMs: number): void {
    if (isSettled()) return;
    const finishing = isStopping || !isThrough() ? undefined : ending.at(timeMs, timer?.zeroMs ?? 0);
    const submittedMs = host.now();
    const { batch, record } = allocateBatch(intakes, {
      timeMs,
      submittedMs,
      ...(finishing && { finishing }),
    });
    checkpoints.made(record);
    void queue?.submit(batch);
  }

  function finished(batch: FinishedBatch): void {
    doneMs = batch.timeMs;
    ending.finished(batch.finishing);
    if (batch.records > 0 || batch.finishing !== undefined) filledMs = batch.timeMs;
    report(batch);
    adjustRates(intakes, batch, host.now());
    checkpoints.done(batch.timeMs, batch.failure === undefined);
  }

  function report(batch: FinishedBatch): void {
    const { context } = batchMeters;
    context.schedulingDelay.set(batch.schedulingDelayMs);
    context.processingTime.set(batch.processingMs);
    context.totalDelay.set(batch.schedulingDelayMs + batch.processingMs);
    context.inputRate.set((batch.records * 1000) / stage.batchIntervalMs);
    context.totalCompletedBatches.add(1);
    context.totalProcessedRecords.add(batch.records);
    if (batch.failure !== undefined) {
      context.failedBatches.add(1);
      log('error', `Batch ${batch.timeMs} ms failed: ${batch.failure}`);
    }
    host.emit({
      kind: 'batch',
      report: {
        system: stage.origin.system ?? stage.id,
        batchTimeMs: batch.timeMs,
        records: batch.records,
        schedulingDelayMs: batch.schedulingDelayMs,
        processingMs: batch.processingMs,
        ...(batch.failure === undefined ? {} : { failure: batch.failure }),
      },
    });
  }

  let isStopping = false;
  let isRecovering = false;
  /** The newest batch that is done, and the newest one with records; what a dead process saw last is not known. */
  let doneMs = found?.lastBatchMs ?? 0;
  let filledMs = doneMs;

  function isSettled(): boolean {
    if (queue === undefined) return true;
    return isThrough() && (isStopping || ending.isOver());
  }

  /** All that came is done, and what windows have said of it. */
  function isThrough(): boolean {
    if (queue === undefined || isRecovering) return false;
    const canEnd = isStopping || intakes.every((i) => i.source.style !== 'interval');
    const isIdle = queue.waiting() === 0 && !queue.isRunning();
    const hasAll = isIdle && intakes.every((i) => i.receiver.isDrained());
    return canEnd && hasAll && (isStopping || haveSlid());
  }

  /** Whether every window has given a result with the last records in it. */
  function haveSlid(): boolean {
    const zeroMs = timer?.zeroMs ?? 0;
    const isHolding = [...transforms.values()].some((transform) => transform.isHolding?.() === true);
    return (
      !isHolding &&
      plan.nodes.every(({ slideMs }) => zeroMs + Math.ceil((filledMs - zeroMs) / slideMs) * slideMs <= doneMs)
    );
  }

  /** Runs again what the dead process had made and not written down as part of the state. */
  async function recover(): Promise<void> {
    if (!found) return;
    isRecovering = true;
    graph?.restore(found.state.transforms);
    log(
      'info',
      `Recovered from the checkpoint before batch ${found.batches[0]?.timeMs ?? found.lastBatchMs + stage.batchIntervalMs} ms; ${found.batches.length} batches run again.`,
    );
    for (const batch of found.batches) {
      if (isStopping) break;
      await queue?.submit(await recallBatch(intakes, batch, () => host.now()));
    }
    isRecovering = false;
  }

  async function start(): Promise<void> {
    timer = createBatchTimer({
      host,
      batchIntervalMs: stage.batchIntervalMs,
      blockIntervalMs: stage.blockIntervalMs,
      ...(found ? { resumed: { zeroMs: found.state.zeroMs, lastBatchMs: found.lastBatchMs } } : {}),
      onBlock: () => {
        for (const { receiver } of intakes) receiver.cutBlock();
      },
      onBatch: submit,
      hasRoom: () => queue?.hasRoom() ?? true,
    });
    graph = createBatchGraph({
      plan,
      zeroMs: timer.zeroMs,
      meters: batchMeters,
      busy,
      attempts,
      transformOf: (node) => transforms.get(node),
      scriptOf: (node) => scripts.get(node),
    });
    queue = createJobQueue({
      host,
      graph,
      busy,
      attempts,
      latency: meters.latency,
      write: sinks.write,
      isRemembering: sinks.isRemembering,
      extraDelayMs: () => components.reduce((sum, c) => sum + (input.faultOf(c)?.delayMs ?? 0), 0),
      onFinished: finished,
    });
    await sinks.open(({ component }, error) =>
      host.emit({ kind: 'component-state', component, state: 'retrying', message: messageOf(error) }),
    );
    await recover();
    if (isStopping) return;
    checkpoints.write();
    timer.start();
    await Promise.all(intakes.map((i) => i.receiver.start()));
  }

  function beforeSample(): void {
    const { context } = batchMeters;
    const waiting = queue?.waiting() ?? 0;
    const running = queue?.isRunning() === true ? 1 : 0;
    context.waitingBatches.set(waiting);
    context.runningBatches.set(running);
    context.unprocessedBatches.set(waiting + running);
    const shares = busy.shares();
    for (const node of plan.nodes) batchMeters.component(node).busy.set(shares.get(node.component) ?? 0);
    for (const { node, receiver } of intakes) {
      for (const target of [...node.targets.values()].flat())
        batchMeters.edge(target)?.queued.set(receiver.backlog());
    }
  }

  meters.latency.comesEvery(Math.max(...plan.sinks.map((node) => node.inputSlideMs), stage.batchIntervalMs));
  batchMeters.context.receivers.set(intakes.filter((i) => i.source.style !== 'interval').length);
  return {
    start,
    stopSources: async () => {
      isStopping = true;
      await Promise.all(intakes.map((i) => i.receiver.stop()));
    },
    isSettled,
    close: async () => {
      timer?.stop();
      queue?.close();
      for (const { receiver } of intakes) await receiver.close();
      for (const script of scripts.values()) script.close?.();
      await sinks.close();
    },
    beforeSample,
    replays: () => replaysOf(intakes),
    sinks: sinks.byComponent,
  };
}

function createSink(input: StageInput, { operator }: PlanNode): Sink {
  if (operator.kind !== 'sink') throw new Error(`${operator.id} is not a sink`);
  const implementation = input.host.implementations[operator.run];
  if (implementation?.kind !== 'sink') throw new Error(`There is no sink ${operator.run}`);
  return implementation.create(operator.config, input.contextOf(operator, 0));
}

function createScript(input: StageInput, { operator }: PlanNode): Script {
  if (operator.kind !== 'script') throw new Error(`${operator.id} is not a script`);
  const implementation = input.host.implementations[operator.run];
  if (implementation?.kind !== 'script') throw new Error(`There is no script ${operator.run}`);
  return implementation.create(operator.config, input.contextOf(operator, 0));
}
