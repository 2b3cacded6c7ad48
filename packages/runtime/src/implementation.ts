import type { ComponentSpec, ConfigOf, FieldSpecs } from '@sluice/component';
import type { Json, JsonObject } from '@sluice/ir';
import type { Kernels } from '@sluice/kernels';
import type { Batch } from './batch.ts';
import type { DeadLetter, FunctionHost } from './functions/contract.ts';
import type { SlabPool } from './slab.ts';

export type LogLevel = 'info' | 'warning' | 'error';
export type Cancel = () => void;

/** Files as a run may touch them: every path is checked against the allowed roots before it is opened. */
export interface FileGate {
  /** Resolves `file://` URLs, absolute and project-relative paths; throws `RUN_PATH_REFUSED` outside the roots. */
  resolve(path: string, use: 'read' | 'write'): string;
}

/** What every implementation is handed. Nothing else of the world is reached for. */
export interface TaskContext {
  /** Component id and user-visible name. */
  readonly component: string;
  readonly name: string;
  /** Index of this task and how many tasks the operator has. */
  readonly task: number;
  readonly tasks: number;
  /** Milliseconds since the epoch on the run's clock. */
  now(): number;
  /** In [0, 1), seeded. */
  random(): number;
  schedule(delayMs: number, action: () => void): Cancel;
  log(level: LogLevel, message: string): void;
  /** Text the component prints for people (logger sink, print); shown in the component's panel. */
  print(text: string): void;
  /** Adds to a counter with the engine's own name, e.g. `EventReceivedCount`. */
  count(name: string, by: number): void;
  /** Sets a gauge with the engine's own name. */
  gauge(name: string, value: number): void;
  readonly files: FileGate;
  /** Byte-level loops, at their best on views of `slabs`. */
  readonly kernels: Kernels;
  /** Memory for what a source reads; a batch whose slab is not given up by its source is held once for the runtime. */
  readonly slabs: SlabPool;
  /**
   * Small state that survives a crash of the process, less than 1 MiB of JSON. It does once `save` has returned; of a
   * source once its turn is over, before any of its records is taken from a channel. A source that is about to do what
   * cannot be undone (rename a file) calls `sync` first.
   */
  readonly durable: { load(): JsonObject | undefined; save(state: JsonObject): void; sync(): void };
  /** Present where a server allows it. */
  readonly capabilities: {
    readonly exec: boolean;
    readonly isPortAllowed: (port: number, host: string) => boolean;
    /** Most bytes a second that a source takes from its sockets; absent: no limit. */
    readonly socketBytesPerSecond?: number;
  };
  /** Runs code people wrote; absent where nobody does. */
  readonly functions?: FunctionHost;
  /** Shows a record that could not be done and is passed over; the task counts it itself, as `deadLetters`. */
  deadLetter(letter: DeadLetter): void;
  /** Opens a demo data set by name; throws `RUN_DATASET_UNKNOWN`. */
  openDataset(name: string, seed: number): Dataset;
}

/** A reproducible stream of text records with random access: record `i` is a function of seed and `i`. */
export interface Dataset {
  readonly title: string;
  /** Records per second at 1x. */
  readonly naturalRate: number;
  /** Records on demand; a million when the data set does not say. */
  readonly total?: number;
  /** Appends records [from, from + count) to a text, each ended by `\n`; returns exactly that many lines. */
  lines(from: number, count: number): string;
}

/** What a push source gets back for a put. */
export interface PutResult {
  /** Records taken from the front of the batch; all of them unless `error` is set. */
  readonly accepted: number;
  /** Why the next record was refused (a channel is full); the source decides what to do about it. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** Where a push source puts its batches. */
export interface SourceOutput {
  /**
   * Puts records. `each` makes every record a transaction of its own (netcat), `all` one transaction of the batch.
   * Resolves synchronously while there is room; under back-pressure it returns a promise.
   */
  put(batch: Batch, transaction: 'each' | 'all'): PutResult | Promise<PutResult>;
}

/** A source that is driven from outside: sockets, HTTP, child processes. */
export interface PushSource {
  readonly style: 'push';
  /** Throws when the port is taken and the like; the runtime retries every 3 s and says so. */
  start(output: SourceOutput): void | Promise<void>;
  stop(): void | Promise<void>;
}

/** A source the runtime asks: files, generators, data sets. */
export interface PullSource {
  readonly style: 'pull';
  open?(): void | Promise<void>;
  /** Up to `max` records; `idle` when there is nothing now, `end` when there never will be. */
  read(max: number): Batch | 'idle' | 'end';
  /** Everything read so far is safe downstream (committed to channels, acked, or its micro-batch is done). */
  commit?(): void;
  /**
   * The first `records` records read since `open` are safe. Models that are not done with all at once (the tuple
   * tree, the micro-batch) say this as soon as it holds; `commit` is only called when nothing at all is in flight.
   * Under transactions a source that has it is asked for many transactions at once, and hears this when only some of
   * them came through; `rollback` takes back the rest.
   */
  commitTo?(records: number): void;
  /** Forget everything read since the last commit: it will be read again. */
  rollback?(): void;
  /** Milliseconds to wait after `idle`; default 100. */
  readonly idleMs?: number;
  close(): void | Promise<void>;
  /** Present on replays; see {@link ReplayControl}. */
  readonly replay?: ReplayControl;
}

/** A micro-batch source that decides at batch time what belongs to the batch (text files, queues). */
export interface IntervalSource {
  readonly style: 'interval';
  /**
   * Records of the batch at `timeMs`. What belongs to it is decided now; it may be read later, while somebody iterates,
   * and is read again when somebody iterates again. With what `chosen` said in an earlier life, the same records.
   */
  compute(timeMs: number, chosen?: Json): Iterable<Batch>;
  /** What `compute` has just decided on for the batch at `timeMs`: it is written down before the batch runs. */
  chosen?(timeMs: number): Json;
  close(): void | Promise<void>;
}
export type Source = PushSource | PullSource | IntervalSource;

/** Pause, seek, speed and loop of a data-set replay. Positions count records from 0. */
export interface ReplayControl {
  readonly dataset: string;
  readonly total: number;
  position(): number;
  isPaused(): boolean;
  pause(): void;
  resume(): void;
  seek(position: number): void;
  /** Records per second; Infinity is as fast as possible. */
  setRate(rate: number): void;
  readonly naturalRate: number;
  rate(): number;
  setLoop(isLooping: boolean): void;
  isLooping(): boolean;
}

/** Which commit a write belongs to. */
export interface WriteUnit {
  /** Batch time in ms under the micro-batch model. */
  readonly batchTimeMs?: number;
  /** The write stands for several transactions of so many records each. */
  readonly transactionSize?: number;
}

export interface Sink {
  open?(): void | Promise<void>;
  /**
   * Writes the live rows; when it returns (resolves) they are as durable as the sink promises. Throwing rolls the
   * transaction back (Flume), fails the tuples (Storm) or the batch (Spark). Under micro-batch it is called once
   * per batch, also for an empty one.
   */
  write(batch: Batch, unit: WriteUnit): void | Promise<void>;
  /** Records per transaction it wants; default 100. */
  readonly batchSize?: number;
  /**
   * `write` is synchronous, one that throws has written nothing, and it is all the same to the sink how records are cut
   * into writes. The runtime may then hand over many transactions at once; when that fails, one by one.
   */
  readonly isAtomic?: boolean;
  /**
   * Records written over all starts of the run, exact again after a crash once `open` has returned (from file
   * lengths, say). A sink that has it lets the runtime tell exactly what a memory channel lost; for others it writes
   * down its own count after each transaction.
   */
  delivered?(): number;
  /** Called about every 100 ms while idle, so that time-based rolls happen. */
  tick?(): void | Promise<void>;
  close(): void | Promise<void>;
  /**
   * What the sink keeps in memory, as structured-clonable data, for checkpoints of micro-batches; `restore` comes after
   * `open`. After a crash such a sink is written again with the batches behind the checkpoint; one without it only
   * with those that were not done.
   */
  snapshot?(): unknown;
  restore?(state: unknown): void;
  /** What a result view shows; sinks that are views have one. */
  readonly view?: ViewSnapshot;
}

/** A table a view sink maintains; `rows()` gives at most `limit` rows, best first. */
export interface ViewSnapshot {
  readonly columns: readonly string[];
  readonly presentation: 'table' | 'bars';
  rows(limit: number): readonly (readonly (string | number)[])[];
  total(): number;
}

/** Where a script puts what it makes of a batch. */
export interface ScriptOutput {
  /** Hands a batch to one of the operator's outputs; most have one, called `out`. */
  emit(output: string, batch: Batch): void;
  /**
   * These rows of the batch at hand could not be done: their tuples fail (Storm), elsewhere the batch does. The
   * others go on.
   */
  fail(rows: Batch, reason: string): void;
}

/**
 * Opaque operator. It may answer later: nothing more is handed to it, and nothing is taken from the queue before it,
 * until the promise is settled. What it throws fails the tuples (Storm), the task (Spark) or the transaction (Flume,
 * where a script answers at once).
 */
export interface Script {
  process(batch: Batch, output: ScriptOutput): void | Promise<void>;
  tick?(output: ScriptOutput): void | Promise<void>;
  /** How often `tick` wants to be called; default 100. */
  readonly tickEveryMs?: number;
  /** State as structured-clonable data, for checkpoints of micro-batches; asked between two batches. */
  snapshot?(): unknown;
  restore?(state: unknown): void;
  close?(): void;
}

export type Implementation =
  | { readonly kind: 'source'; create(config: JsonObject, context: TaskContext): Source }
  | { readonly kind: 'sink'; create(config: JsonObject, context: TaskContext): Sink }
  | { readonly kind: 'script'; create(config: JsonObject, context: TaskContext): Script };

/** Implementations by component id, handed to the runtime by the composition root. */
export type Implementations = { readonly [componentId: string]: Implementation };

/** Declares how a source behaves, with its config typed by the spec. */
export function implementSource<TFields extends FieldSpecs>(
  _spec: ComponentSpec<TFields>,
  create: (config: ConfigOf<TFields>, context: TaskContext) => Source,
): Implementation {
  return { kind: 'source', create: create as unknown as (c: JsonObject, x: TaskContext) => Source };
}

/** Declares how a sink behaves, with its config typed by the spec. */
export function implementSink<TFields extends FieldSpecs>(
  _spec: ComponentSpec<TFields>,
  create: (config: ConfigOf<TFields>, context: TaskContext) => Sink,
): Implementation {
  return { kind: 'sink', create: create as unknown as (c: JsonObject, x: TaskContext) => Sink };
}

/** Declares how an opaque operator behaves, with its config typed by the spec. */
export function implementScript<TFields extends FieldSpecs>(
  _spec: ComponentSpec<TFields>,
  create: (config: ConfigOf<TFields>, context: TaskContext) => Script,
): Implementation {
  return { kind: 'script', create: create as unknown as (c: JsonObject, x: TaskContext) => Script };
}
