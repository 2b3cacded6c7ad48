import type { Schema } from '@sluice/ir';
import type { Kernels } from '@sluice/kernels';
import type { Batch } from '../batch.ts';
import type { Meter } from '../metrics/meters.ts';

/** Hands a batch to an output port of the operator. */
export type Emit = (output: string, batch: Batch) => void;

/**
 * A running pure operator (every kind but source, sink, script and buffer): the same code under all three models.
 * One instance per task. Row-wise kinds carry `Batch.roots` over to the rows they emit (flat-map repeats them,
 * aggregate with scope `record` keeps them one to one), so that a tuple tree can be followed through.
 */
export interface Transform {
  /**
   * Tells the time everything is counted from, once, before the first batch: Spark's zero time (first batch time
   * minus the interval) or when the topology started. A transform that is not told counts from its first
   * `closeBatch` or `tick`.
   */
  start?(atMs: number): void;
  process(batch: Batch, input: string, emit: Emit): void;
  /**
   * The micro-batch at `timeMs` is complete; scopes `batch`, `window` and `state` and the window operator speak here.
   * Called for batch times at which the input exists (multiples of the slide of what is upstream, from zero time);
   * windows check their own slide.
   */
  closeBatch?(timeMs: number, emit: Emit): void;
  /** Called at least every `tickEveryMs` by the model; scopes `tick` and `rolling` speak here. */
  tick?(nowMs: number, emit: Emit): void;
  readonly tickEveryMs?: number;
  /** Holds something that a tick to come will emit, although nothing more arrives. */
  isHolding?(): boolean;
  /**
   * All input has come to its end (a stop is none): what waits for records to bring time on speaks. Those behind it
   * hear of it after they have got what it says.
   */
  finish?(emit: Emit): void;
  /** State as structured-clonable data; `restore(snapshot())` changes nothing. */
  snapshot?(): unknown;
  restore?(state: unknown): void;
}

/** What a transform is made with. */
export interface TransformOptions {
  /** Schema of the records that arrive (of the first input; a union's inputs agree). */
  readonly input: Schema;
  /** Schemas by input port, of operators whose inputs differ. */
  readonly inputs?: { readonly [port: string]: Schema };
  /** Run clock: the built-in `now`, windows over processing time and `dedupe` read it. */
  now(): number;
  readonly kernels: Kernels;
  /** Number of the task, from 0. */
  readonly task?: number;
  /** Counts records that were too late for the windows of the operator. */
  readonly late?: Meter;
  /** Somebody reads what the operator makes; default true. Where nobody does, what it emits has rows and no results. */
  readonly isRead?: boolean;
  /** Everything the operator makes is counted by keys in its stage, and only that. */
  readonly isCounted?: boolean;
  /** Distance of the batch times at which input arrives under micro-batch; used when `start` is not called. */
  readonly inputSlideMs?: number;
}
