import type { BufferOperator, Operator, Program, Stream } from '@sluice/ir';
import { createKernels } from '@sluice/kernels';
import { configureReplay } from './configure-replay.ts';
import { RunError } from './errors.ts';
import type { Sink } from './implementation.ts';
import { MeterTable } from './metrics/meter-table.ts';
import { microBatch } from './models/micro-batch/index.ts';
import type { Model, StageRuntime } from './models/model.ts';
import { DurableChannel } from './models/transactional/durable-channel.ts';
import { transactional } from './models/transactional/index.ts';
import { MemoryChannel } from './models/transactional/memory-channel.ts';
import { tupleTree } from './models/tuple-tree/index.ts';
import { transformFactory } from './operators/transform-factory.ts';
import { operatorsByStage } from './program-graph.ts';
import type { CreateRun, Fault, Run, RunHost, ViewState } from './run-contract.ts';
import { createScheduler } from './scheduler.ts';
import { kernelSlabs } from './slab.ts';
import { createContexts } from './task-context.ts';

const models: { readonly [model: string]: Model } = {
  transactional,
  'tuple-tree': tupleTree,
  'micro-batch': microBatch,
};

/** How often a run looks whether everything is done. */
const settledPollMs = 20;

/** Builds a run of a program. Nothing happens before `start`. Throws when the program names what the host has not. */
export const createRun: CreateRun = (program: Program, host: RunHost): Run => {
  const meters = new MeterTable();
  const scheduler = createScheduler(host, (error) =>
    host.emit({
      kind: 'log',
      timeMs: host.now(),
      level: 'error',
      message: `Internal error: ${String(error)}`,
    }),
  );
  const faults = new Map<string, Fault>();
  const kernels = host.kernels ?? createKernels();
  const slabs = kernelSlabs(kernels);
  const contexts = createContexts(host, meters, kernels, slabs);
  const buffers = createBuffers(program, host);
  const createTransform = transformFactory(program, { now: () => host.now(), kernels, meters });
  const byStage = operatorsByStage(program);
  const stages: { readonly runtime: StageRuntime; readonly hasSources: boolean }[] = [];
  for (const stage of program.stages) {
    const operators = byStage.get(stage.id) ?? [];
    if (operators.length === 0) continue;
    const model = models[stage.model];
    if (!model) throw new RunError('RUN_MODEL_UNKNOWN', `There is no execution model "${stage.model}"`);
    const runtime = model({
      stage,
      operators,
      streams: streamsOf(program, operators),
      host,
      meters,
      kernels,
      scheduler,
      createTransform,
      contextOf: contexts.contextOf,
      faultOf: (component) => faults.get(component),
      bufferOf: (id) => buffers.get(id),
    });
    stages.push({ runtime, hasSources: operators.some((operator) => operator.kind === 'source') });
  }
  // Whoever takes is there before whoever puts.
  stages.sort((a, b) => Number(a.hasSources) - Number(b.hasSources));
  const runtimes = stages.map((stage) => stage.runtime);
  let state: 'new' | 'running' | 'stopping' | 'closed' = 'new';
  let cancelPoll: (() => void) | undefined;
  let stopByMs = Number.POSITIVE_INFINITY;
  let stopping: Promise<void> | undefined;

  function isSettled(): boolean {
    return runtimes.every((runtime) => runtime.isSettled());
  }

  function watchForEnd(): void {
    cancelPoll = host.schedule(settledPollMs, () => {
      if (state !== 'running') return;
      const isFinishing = runtimes.map((runtime) => runtime.finish?.() ?? false).includes(true);
      if (!isFinishing && isSettled()) host.emit({ kind: 'done' });
      else watchForEnd();
    });
  }

  /** Nothing is in flight any more, or the time to wait for that is over. */
  function settled(): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        const leftMs = stopByMs - host.now();
        if (isSettled() || leftMs <= 0) resolve();
        else host.schedule(Math.min(10, Math.max(1, leftMs)), look);
      };
      look();
    });
  }

  async function stopAndClose(): Promise<void> {
    const sources = [...runtimes].reverse();
    for (const runtime of sources) await runtime.stopSources();
    await settled();
    for (const runtime of sources) await runtime.close();
    // Sinks commit or roll back what they had taken before the channels write down what is left.
    for (const buffer of buffers.values()) if (buffer instanceof DurableChannel) await buffer.close();
    state = 'closed';
    scheduler.close();
    if (!host.kernels) kernels.dispose();
  }

  return {
    async start() {
      if (state !== 'new') throw new RunError('RUN_STARTED_TWICE', 'A run starts once');
      state = 'running';
      for (const runtime of runtimes) await runtime.start();
      watchForEnd();
    },
    async stop(graceMs) {
      if (state === 'closed') return;
      stopByMs = Math.min(stopByMs, host.now() + graceMs);
      if (stopping === undefined) {
        state = 'stopping';
        cancelPoll?.();
        stopping = stopAndClose();
      }
      await stopping;
    },
    get series() {
      return meters.series;
    },
    sample() {
      for (const runtime of runtimes) runtime.beforeSample?.();
      const restored = meters.restored();
      const timeMs = host.now();
      return { timeMs, values: meters.sample(timeMs), ...(restored === undefined ? {} : { restored }) };
    },
    replays: () => merged(runtimes.map((runtime) => runtime.replays?.())),
    views: (limit) => viewsOf(merged(runtimes.map((runtime) => runtime.sinks?.())), limit),
    setFault: (component, fault) => {
      faults.set(component, fault);
    },
    configure(component, field, value) {
      const replay = merged(runtimes.map((runtime) => runtime.replays?.())).get(component);
      if (replay && configureReplay(replay, field, value)) return;
      for (const runtime of runtimes) runtime.configure?.(component, field, value);
    },
    killWorker: (worker) => runtimes.some((runtime) => runtime.killWorker?.(worker) === true),
  };
};

function createBuffers(program: Program, host: RunHost): ReadonlyMap<string, MemoryChannel | DurableChannel> {
  const buffers = program.operators.filter(
    (operator): operator is BufferOperator => operator.kind === 'buffer',
  );
  return new Map(
    buffers.map((buffer) => [
      buffer.id,
      buffer.medium === 'durable' ? new DurableChannel(buffer, host) : new MemoryChannel(buffer),
    ]),
  );
}

function streamsOf(program: Program, operators: readonly Operator[]): readonly Stream[] {
  const own = new Set(operators.map((operator) => operator.id));
  return program.streams.filter((stream) => own.has(stream.from.operator) || own.has(stream.to.operator));
}

function merged<T>(maps: readonly (ReadonlyMap<string, T> | undefined)[]): ReadonlyMap<string, T> {
  const all = new Map<string, T>();
  for (const map of maps) if (map) for (const [key, value] of map) all.set(key, value);
  return all;
}

function viewsOf(sinks: ReadonlyMap<string, Sink>, limit: number): readonly ViewState[] {
  const views: ViewState[] = [];
  for (const [component, sink] of sinks) {
    const view = sink.view;
    if (!view) continue;
    const { columns, presentation } = view;
    views.push({
      component,
      name: component,
      columns,
      presentation,
      rows: view.rows(limit),
      total: view.total(),
    });
  }
  return views;
}
