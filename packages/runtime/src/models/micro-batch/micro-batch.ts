import type { MicroBatchStage } from '@sluice/ir';
import { messageOf } from '../../errors.ts';
import type { ReplayControl, Script, Sink, Source } from '../../implementation.ts';
import type { Transform } from '../../operators/transform.ts';
import type { Model, StageInput, StageRuntime } from '../model.ts';
import { createBatchGraph } from './batch-graph.ts';
import { type BatchMeters, createBatchMeters } from './batch-meters.ts';
import { type PlanNode, planBatches } from './batch-plan.ts';
import { type BatchTimer, createBatchTimer } from './batch-timer.ts';
import { createBusyTime } from './busy-time.ts';
import { createJobQueue, type FinishedBatch, type JobQueue, type QueuedBatch } from './job-queue.ts';
import { createReceiver, type Receiver } from './receiver.ts';

interface Intake {
  readonly node: PlanNode;
  readonly source: Source;
  readonly receiver: Receiver;
}

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
  const sinks = new Map<PlanNode, Sink>(plan.sinks.map((node) => [node, createSink(input, node)]));
  const unopened = new Set(plan.sinks);
  const intakes = plan.sources.map((node) => createIntake(input, node, batchMeters));
  const transforms = new Map<PlanNode, Transform>();
  for (const node of plan.nodes) {
    const { kind } = node.operator;
    if (kind === 'source' || kind === 'sink') continue;
    transforms.set(
      node,
      kind === 'script' ? scriptTransform(input, node) : input.createTransform(node.operator),
    );
  }

  let timer: BatchTimer | undefined;
  let queue: JobQueue | undefined;

  /** Opens a sink on its first use, and again before each write until that works. */
  function sinkOf(node: PlanNode): Sink {
    const sink = sinks.get(node) as Sink;
    if (!unopened.has(node)) return sink;
    return {
      write: async (batch, unit) => {
        await openSink(node, sink);
        await sink.write(batch, unit);
      },
      close: () => {},
    };
  }

  async function openSink(node: PlanNode, sink: Sink): Promise<void> {
    await sink.open?.();
    unopened.delete(node);
  }

  function submit(timeMs: number): void {
    if (isSettled()) return;
    let failure: string | undefined;
    const allocations: QueuedBatch['allocations'][number][] = [];
    for (const { node, receiver } of intakes) {
      try {
        allocations.push({ node, receiver, allocation: receiver.allocate(timeMs) });
      } catch (error) {
        failure = `${node.component}: ${messageOf(error)}`;
      }
    }
    queue?.submit({
      timeMs,
      submittedMs: host.now(),
      allocations,
      ...(failure === undefined ? {} : { failure }),
    });
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
      host.emit({
        kind: 'log',
        timeMs: host.now(),
        level: 'error',
        message: `Batch ${batch.timeMs} ms failed: ${batch.failure}`,
      });
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

  function isSettled(): boolean {
    if (queue === undefined) return true;
    const canEnd = isStopping || intakes.every((i) => i.source.style !== 'interval');
    const isIdle = queue.waiting() === 0 && !queue.isRunning();
    return canEnd && isIdle && intakes.every((i) => i.receiver.isDrained());
  }

  async function start(): Promise<void> {
    timer = createBatchTimer({
      host,
      batchIntervalMs: stage.batchIntervalMs,
      blockIntervalMs: stage.blockIntervalMs,
      onBlock: () => {
        for (const { receiver } of intakes) receiver.cutBlock();
      },
      onBatch: submit,
    });
    queue = createJobQueue({
      host,
      graph: createBatchGraph({
        plan,
        zeroMs: timer.zeroMs,
        meters: batchMeters,
        busy,
        transformOf: (node) => transforms.get(node) as Transform,
      }),
      busy,
      latency: meters.latency,
      sinkOf,
      extraDelayMs: () => components.reduce((sum, c) => sum + (input.faultOf(c)?.delayMs ?? 0), 0),
      onFinished: report,
    });
    for (const [node, sink] of sinks) {
      await openSink(node, sink).catch((error: unknown) => {
        const { component } = node;
        host.emit({ kind: 'component-state', component, state: 'retrying', message: messageOf(error) });
      });
    }
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

  function replays(): Map<string, ReplayControl> {
    const found = new Map<string, ReplayControl>();
    for (const { node, source } of intakes) {
      if (source.style === 'pull' && source.replay) found.set(node.component, source.replay);
    }
    return found;
  }

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
      for (const sink of sinks.values()) await sink.close();
    },
    beforeSample,
    replays,
    sinks: () => new Map([...sinks].map(([node, sink]) => [node.component, sink])),
    configure: (component, field, value) => configureReplay(replays().get(component), field, value),
  };
}

function createIntake(input: StageInput, node: PlanNode, meters: BatchMeters): Intake {
  const { operator, component } = node;
  const { host } = input;
  if (operator.kind !== 'source') throw new Error(`${operator.id} is not a source`);
  const implementation = host.implementations[operator.run];
  if (implementation?.kind !== 'source') throw new Error(`There is no source ${operator.run}`);
  const source = implementation.create(operator.config, input.contextOf(operator, 0));
  const receiver = createReceiver(source, {
    host,
    onReceived: (records) => {
      meters.component(node).out.add(records);
      meters.context.totalReceivedRecords.add(records);
    },
    onState: (state, message) =>
      host.emit({
        kind: 'component-state',
        component,
        state,
        ...(message === undefined ? {} : { message }),
      }),
  });
  return { node, source, receiver };
}

function createSink(input: StageInput, { operator }: PlanNode): Sink {
  if (operator.kind !== 'sink') throw new Error(`${operator.id} is not a sink`);
  const implementation = input.host.implementations[operator.run];
  if (implementation?.kind !== 'sink') throw new Error(`There is no sink ${operator.run}`);
  return implementation.create(operator.config, input.contextOf(operator, 0));
}

function scriptTransform(input: StageInput, { operator }: PlanNode): Transform {
  if (operator.kind !== 'script') throw new Error(`${operator.id} is not a script`);
  const implementation = input.host.implementations[operator.run];
  if (implementation?.kind !== 'script') throw new Error(`There is no script ${operator.run}`);
  const script: Script = implementation.create(operator.config, input.contextOf(operator, 0));
  const output = operator.outputs[0]?.name ?? 'out';
  return {
    process: (batch, _input, emit) => script.process(batch, (given) => emit(output, given)),
    closeBatch: (_timeMs, emit) => script.tick?.((given) => emit(output, given)),
  };
}

/** The live fields every replay has: 0 is the natural rate, a negative rate as fast as possible. */
function configureReplay(replay: ReplayControl | undefined, field: string, value: unknown): void {
  if (replay === undefined) return;
  if (field === 'isLooping' && typeof value === 'boolean') replay.setLoop(value);
  if (field !== 'rate' || typeof value !== 'number') return;
  replay.setRate(value < 0 ? Number.POSITIVE_INFINITY : value === 0 ? replay.naturalRate : value);
}
