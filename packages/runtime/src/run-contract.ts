import type { JsonObject, Program } from '@sluice/ir';
import type { Kernels } from '@sluice/kernels';
import type { DeadLetter, FunctionHost } from './functions/contract.ts';
import type { Implementations, LogLevel, ReplayControl, TaskContext } from './implementation.ts';
import type { LogDisk } from './log/log-disk.ts';

/**
 * One measured number. The list of series is fixed for a revision; samples carry only values in the same order.
 *
 * Neutral names: on a connection `events`, `bytes` (counters), `queued` (gauge, records waiting on it); on a
 * component `in`, `out` (counters), `busy` (gauge, 0 to 1 since the last sample), `blocked` (gauge, 0 or 1),
 * `fill`, `capacity` (gauges of a buffer, records), `lost`, `duplicated`, `late` (counters); on the run `latency.p50`,
 * `latency.p95`, `latency.p99`, `latency.max` (gauges, ms, source to sink since the last sample that had any), `events`.
 * All other names are the engine's own (`EventPutSuccessCount`, `acked`, `completeLatency`, `schedulingDelay`).
 */
export interface Series {
  readonly scope: 'connection' | 'component' | 'system' | 'run';
  /** Connection, component or system id; empty for the run. */
  readonly ref: string;
  readonly name: string;
  readonly kind: 'counter' | 'gauge';
  readonly unit: string;
}

export interface Sample {
  readonly timeMs: number;
  readonly values: readonly number[];
  /**
   * The part of each counter that earlier starts of the run counted and that was restored from durable state, in the
   * same order; left out when nothing was. A host adds what a dead process had counted only where this is undefined.
   */
  readonly restored?: readonly (number | undefined)[];
}

/** One finished micro-batch, in Spark's terms; all ms. */
export interface BatchReport {
  readonly system: string;
  readonly batchTimeMs: number;
  readonly records: number;
  readonly schedulingDelayMs: number;
  readonly processingMs: number;
  readonly failure?: string;
}

/** Something a run tells its host as it happens. */
export type RunEvent =
  | {
      readonly kind: 'log';
      readonly timeMs: number;
      readonly level: LogLevel;
      readonly component?: string;
      readonly message: string;
    }
  | { readonly kind: 'print'; readonly timeMs: number; readonly component: string; readonly text: string }
  | { readonly kind: 'batch'; readonly report: BatchReport }
  | {
      readonly kind: 'dead-letter';
      readonly timeMs: number;
      readonly component: string;
      readonly letter: DeadLetter;
    }
  /** A task failed and is being retried, or works again. */
  | {
      readonly kind: 'component-state';
      readonly component: string;
      readonly state: 'running' | 'retrying' | 'failed' | 'done';
      readonly message?: string;
    }
  /** Every source has ended and everything in flight is settled. */
  | { readonly kind: 'done' };

/** A fault a person injects; all live until replaced. */
export interface Fault {
  /** Fraction in [0, 1] of the tuples of a component that fail. */
  readonly failFraction?: number;
  /** Fraction of tuples that are neither acked nor failed, so that they time out. */
  readonly dropFraction?: number;
  /** Extra ms per batch. */
  readonly delayMs?: number;
}

/**
 * Where a stage keeps what it must find again after a crash: the newest checkpoint and a list of small entries written
 * since. The checkpoint before it is kept too, with its entries, and takes over when the newest cannot be read.
 */
export interface CheckpointStore {
  /** The newest checkpoint that is whole, and all entries appended after it; undefined when there is none. */
  load(key: string): { readonly state: unknown; readonly entries: readonly JsonObject[] } | undefined;
  /** Writes a checkpoint (structured-clonable data) whole or not at all; returns its size in bytes. */
  save(key: string, state: unknown): number;
  /** Adds an entry; when it returns, the entry survives the death of the process. */
  append(key: string, entry: JsonObject): void;
}

/** A thread of the host, which runs what `serveThread` was given. */
export interface RunThread {
  post(message: unknown, transfer: readonly ArrayBuffer[]): void;
  /** Ends the thread at once, as a crash would. */
  end(): void;
}

/** Threads a run may use besides its own. */
export interface RunThreads {
  /** How many threads there may be, the run's own included. */
  readonly most: number;
  start(
    order: unknown,
    listener: { onMessage(message: unknown): void; onExit(reason: string): void },
  ): RunThread;
}

/** What the host gives a run; also the seam where tests put a virtual clock. */
export interface RunHost {
  readonly implementations: Implementations;
  now(): number;
  schedule(delayMs: number, action: () => void): () => void;
  readonly seed: number;
  readonly files: TaskContext['files'];
  /** Kernels of this process; a run without makes its own. */
  readonly kernels?: Kernels;
  readonly capabilities: TaskContext['capabilities'];
  openDataset: TaskContext['openDataset'];
  /** Without it, components that run code people wrote do not start. */
  readonly functions?: FunctionHost;
  /** Crash-safe small state, keyed by operator and task. */
  loadState(key: string): JsonObject | undefined;
  saveState(key: string, state: JsonObject): void;
  /** Without it, state of micro-batches does not survive a crash; source positions do. */
  readonly checkpoints?: CheckpointStore;
  /** Without it, durable channels do not start. */
  readonly logs?: LogDisk;
  /** Without it everything runs on one thread. */
  readonly threads?: RunThreads;
  emit(event: RunEvent): void;
}

export interface Run {
  /** Starts buffers, then sinks, then sources. Resolves when all have been started (or are being retried). */
  start(): Promise<void>;
  /**
   * Stops sources, lets in-flight records reach their sinks for at most `graceMs`, closes everything. Called again
   * while it stops, it can only make that time shorter; both calls end when everything is closed.
   */
  stop(graceMs: number): Promise<void>;
  readonly series: readonly Series[];
  sample(): Sample;
  /** Replays by component id. */
  replays(): ReadonlyMap<string, ReplayControl>;
  /** Views by component id: columns, presentation, rows. */
  views(limit: number): readonly ViewState[];
  setFault(component: string, fault: Fault): void;
  /** Applies a live field (see `isLive` in the spec) without a restart. */
  configure(component: string, field: string, value: unknown): void;
  /** Ends a worker thread (1, 2, ...) as a crash would; it is started again. False when there is none of that number. */
  killWorker(worker: number): boolean;
}

export interface ViewState {
  readonly component: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly presentation: 'table' | 'bars';
  readonly rows: readonly (readonly (string | number)[])[];
  readonly total: number;
}

export type CreateRun = (program: Program, host: RunHost) => Run;
