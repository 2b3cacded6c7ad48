import type { Operator } from './operator.ts';
import type { Origin } from './origin.ts';
import type { Schema } from './schema.ts';

export type Delivery = 'at-most-once' | 'at-least-once' | 'exactly-once';

/** How records of a stream are spread over the tasks of the receiving operator. */
export type Partitioning =
  | { readonly kind: 'forward' }
  | { readonly kind: 'shuffle' }
  /** `java`: floorMod(Arrays.deepHashCode(values), tasks). `spark`: portable hash of the key. */
  | { readonly kind: 'hash'; readonly fields: readonly string[]; readonly function: 'java' | 'spark' }
  | { readonly kind: 'partial-hash'; readonly fields: readonly string[] }
  | { readonly kind: 'broadcast' }
  | { readonly kind: 'global' };

interface StageBase {
  readonly id: string;
  readonly delivery: Delivery;
  readonly origin: Origin;
}
export interface TransactionalStage extends StageBase {
  readonly model: 'transactional';
  /** Most events in one transaction of this stage. */
  readonly batchSize: number;
}
export interface TupleTreeStage extends StageBase {
  readonly model: 'tuple-tree';
  readonly workers: number;
  /** 0 switches acking off. */
  readonly ackers: number;
  /** Most unfinished root tuples per spout task; undefined means no limit. */
  readonly maxSpoutPending?: number;
  /** 0 switches time-outs off. */
  readonly messageTimeoutMs: number;
  /** Tuples that wait before one executor; the model's default when left out. */
  readonly receiveQueue?: number;
  /** Most tasks any operator of the stage gets. */
  readonly maxTasks?: number;
  /** Faults a person set on components, by component id; live changes go through the run. */
  readonly faults?: {
    readonly [component: string]: {
      /** Share in [0, 1] of the tuples that fail. */
      readonly failFraction?: number;
      /** Share of the tuples that are neither acked nor failed. */
      readonly dropFraction?: number;
      /** Extra ms per batch. */
      readonly delayMs?: number;
    };
  };
}
export interface MicroBatchStage extends StageBase {
  readonly model: 'micro-batch';
  readonly batchIntervalMs: number;
  readonly blockIntervalMs: number;
  /** How often large state is written down, small state is after each batch; default 10 s, in whole batches. */
  readonly checkpointIntervalMs?: number;
  /** How often a task is tried before its batch fails; default 4. */
  readonly taskMaxFailures?: number;
  /** Most records a second that a receiver takes in. */
  readonly receiverMaxRate?: number;
  /** Fits the rate of receivers to how fast batches are processed. */
  readonly backpressure?: BackpressureSettings;
}
/** Parameters of Spark's PID rate estimator; rates are records a second. */
export interface BackpressureSettings {
  readonly initialRate?: number;
  readonly proportional: number;
  readonly integral: number;
  readonly derived: number;
  readonly minRate: number;
}
/** The part of a program that shares one unit of commit. */
export type Stage = TransactionalStage | TupleTreeStage | MicroBatchStage;

export interface Stream {
  readonly id: string;
  readonly from: { readonly operator: string; readonly output: string };
  readonly to: { readonly operator: string; readonly input: string };
  readonly schema: Schema;
  readonly partitioning: Partitioning;
  readonly origin: Origin;
}

/** What a drawing means. Plain JSON; layout never reaches it. */
export interface Program {
  readonly name: string;
  readonly version: 1;
  readonly stages: readonly Stage[];
  readonly operators: readonly Operator[];
  readonly streams: readonly Stream[];
}
