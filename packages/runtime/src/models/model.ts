import type { Operator, Stage, Stream } from '@sluice/ir';
import type { Kernels } from '@sluice/kernels';
import type { ReplayControl, Sink, TaskContext } from '../implementation.ts';
import type { Meters } from '../metrics/meters.ts';
import type { Transform } from '../operators/transform.ts';
import type { Fault, RunHost } from '../run-contract.ts';
import type { Scheduler } from '../scheduler.ts';

/** What a model is handed to run one stage. */
export interface StageInput {
  readonly stage: Stage;
  /** Operators of the stage in topological order. */
  readonly operators: readonly Operator[];
  /** Streams with at least one end in the stage. */
  readonly streams: readonly Stream[];
  readonly host: RunHost;
  readonly meters: Meters;
  readonly kernels: Kernels;
  /** Shares the thread between the stages of the run; a model may also use `host.schedule`. */
  readonly scheduler: Scheduler;
  /** A transform for one task of a pure operator; the first one when there is only one. */
  createTransform(operator: Operator, task?: number): Transform;
  /** The context of one task of a source, sink or script. */
  contextOf(operator: Operator, task: number): TaskContext;
  /** The fault a person set on a component, read at every batch. */
  faultOf(component: string): Fault | undefined;
  /** The buffer shared with neighbouring stages, by operator id (transactional only). */
  bufferOf(operator: string): unknown;
}

/** A running stage. The run starts buffers, then stages that only take, then stages with sources. */
export interface StageRuntime {
  start(): Promise<void>;
  /** Sources read no more; what is in flight goes on. */
  stopSources(): Promise<void>;
  /** Sources have ended (or are stopped) and nothing is in flight here. */
  isSettled(): boolean;
  /**
   * Asked again and again while the run goes on by itself: when all input has come to its end, operators speak that
   * wait for it, one after another. True: something has begun with it.
   */
  finish?(): boolean;
  /** Closes tasks; in-flight work is abandoned. */
  close(): Promise<void>;
  /** Called just before a sample is taken: set gauges here. */
  beforeSample?(): void;
  replays?(): ReadonlyMap<string, ReplayControl>;
  /** Live sinks by component id (for views). */
  sinks?(): ReadonlyMap<string, Sink>;
  configure?(component: string, field: string, value: unknown): void;
  /** Ends a worker thread as a crash would. False when the stage has none of that number. */
  killWorker?(worker: number): boolean;
}

export type Model = (input: StageInput) => StageRuntime;
