import type { Origin } from './origin.ts';
import type { Field, Schema } from './schema.ts';

/** JSON as it is stored and sent. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/**
 * Logic inside an operator: never a closure, so that a printer, a kernel and a reader can all look at it.
 *
 * Built-ins: `now {keep?}` is the run's clock in ms as decimal text; where the record has a value in the field
 * `keep` names, that value instead.
 */
export type Logic =
  | { readonly kind: 'expression'; readonly text: string; readonly origin?: Origin }
  | { readonly kind: 'builtin'; readonly name: string; readonly parameters: JsonObject };

/** How a stateful operator combines values. `of` and `by` are evaluated on the input record. */
export type Fold =
  | { readonly kind: 'count' }
  | { readonly kind: 'sum' | 'min' | 'max' | 'mean'; readonly of: Logic }
  /** How many different values there are, exactly; null is none. */
  | { readonly kind: 'distinct'; readonly of: Logic }
  /** `a` is the value so far, `b` the next one; `inverse` undoes it (window that slides incrementally). */
  | { readonly kind: 'combine'; readonly of: Logic; readonly text: string; readonly inverse?: string }
  /**
   * State a record changes as it likes: `a` is the state (null when the key has none), `b` the record's value; null
   * removes it. Scope `record` gives what the state became for each record (Spark mapWithState), `state` all there is.
   */
  | { readonly kind: 'update'; readonly of: Logic; readonly text: string }
  /** Keeps whole records: the `limit` best by `by`; no limit means sort all. */
  | { readonly kind: 'top-k'; readonly by: Logic; readonly descending: boolean; readonly limit?: number };

/** How long a window is and how far apart windows are: records when measured by count, ms otherwise. */
export type SpanShape =
  | { readonly kind: 'tumbling'; readonly length: number }
  | { readonly kind: 'sliding'; readonly length: number; readonly slide: number }
  /** Ends when a key has had no record for `gap`; not for counts. */
  | { readonly kind: 'session'; readonly gap: number };

/** What a window is measured by. */
export type SpanMeasure =
  /** Records that arrive at the task, or of one key. */
  | { readonly kind: 'count'; readonly per: 'task' | 'key' }
  /** The run's clock; the batch time under micro-batch. Windows are counted from the start of the run. */
  | { readonly kind: 'processing-time' }
  /** The time a record tells, in ms; windows are counted from 1970. */
  | {
      readonly kind: 'event-time';
      readonly time: Logic;
      /**
       * How far event time has come when this record is here, as a `watermark` operator before this one writes it.
       * Of several inputs the one that is furthest behind counts, once all have spoken.
       */
      readonly watermark: Logic;
      /**
       * Where several tasks write watermarks that all arrive here: which of them has written this one (the field `task`
       * of the operator), and how many there are. The one furthest behind counts, once all have spoken at each input:
       * one that never does holds windows open to the end of the input.
       */
      readonly by?: { readonly task: Logic; readonly tasks: number };
      /** The watermark is looked at only every so many ms of the run's clock; left out: with each record. */
      readonly everyMs?: number;
      /** A window is kept this long after it was complete; records that come meanwhile make it speak again. */
      readonly latenessMs?: number;
      /**
       * What is too late, counted as `late`: a record whose windows are all over (`window`, the default), or every
       * record behind the watermark (`watermark`, Storm). A record without a time is too late as well.
       */
      readonly lateBy?: 'window' | 'watermark';
      /** Output of the records that are too late; without it they are dropped. */
      readonly lateOutput?: string;
      /**
       * What to do when all input has come to its end. Left out: time has come to its end too, and windows that are open
       * speak. Endless: they stay open, as an engine has it that knows no end (Storm).
       */
      readonly isEndless?: boolean;
    };

/** A window over records or time. Windows end at multiples of their slide. */
export interface Span {
  readonly shape: SpanShape;
  readonly measure: SpanMeasure;
  /**
   * Which end belongs to a window: `start` is [end - length, end), `end` is (end - length, end]. Left out: `end` for
   * counts and processing time (Spark, Storm), `start` for event time. A session is what lies within the gap.
   */
  readonly closed?: 'start' | 'end';
  /** Fields that say from when to when a result is, before the result; counts number records from 1. */
  readonly startField?: string;
  readonly endField?: string;
}

/** Windows over records or time, the same under all models; each speaks when it is complete. */
export interface SpanScope {
  readonly kind: 'span';
  readonly span: Span;
}

/** When an aggregate starts over and when it speaks. */
export type AggregateScope =
  /** Running for ever; one result for each input record (Storm count bolt). */
  | { readonly kind: 'record' }
  /** Running; everything held is emitted every `everyMs` of processing time (Storm tick tuple). */
  | { readonly kind: 'tick'; readonly everyMs: number }
  /** Sliding window over processing time with one slot per slide (Storm rolling count); emits every slide. */
  | { readonly kind: 'rolling'; readonly lengthMs: number; readonly slideMs: number }
  /** Starts over at every micro-batch (Spark reduceByKey). */
  | { readonly kind: 'batch' }
  /**
   * Sliding window over micro-batches (Spark reduceByKeyAndWindow). `incremental` adds the new slide and takes
   * away the old one; then keys whose value is `dropValue` leave the state, others stay for ever.
   */
  | {
      readonly kind: 'window';
      readonly lengthMs: number;
      readonly slideMs: number;
      readonly incremental: boolean;
      readonly dropValue?: number;
    }
  /** Running; the whole state is emitted at every micro-batch (Spark updateStateByKey). */
  | { readonly kind: 'state' }
  /** Windows over records or time, the same under all models; each speaks when it is complete. */
  | SpanScope;

interface OperatorBase {
  readonly id: string;
  readonly stage: string;
  /** Input port names in order; most operators have one called `in`. */
  readonly inputs: readonly string[];
  readonly outputs: readonly { readonly name: string; readonly schema: Schema }[];
  readonly parallelism: { readonly executors: number; readonly tasks: number };
  readonly origin: Origin;
}

/** `run` names an implementation the runtime is handed (the component type); `config` is that component's checked config. */
export interface SourceOperator extends OperatorBase {
  readonly kind: 'source';
  readonly run: string;
  readonly config: JsonObject;
}
export interface SinkOperator extends OperatorBase {
  readonly kind: 'sink';
  readonly run: string;
  readonly config: JsonObject;
}
/** Opaque behaviour no other kind fits. It may have several outputs, each with a schema of its own. */
export interface ScriptOperator extends OperatorBase {
  readonly kind: 'script';
  readonly run: string;
  readonly config: JsonObject;
}
/**
 * Computes fields from the input record. `keep` carries the other input fields over unchanged. A field called
 * `headers.<name>` is one header of an event; null leaves the event without it.
 */
export interface MapOperator extends OperatorBase {
  readonly kind: 'map';
  readonly assign: readonly { readonly field: Field; readonly value: Logic }[];
  readonly keep: boolean;
}
export interface FilterOperator extends OperatorBase {
  readonly kind: 'filter';
  readonly predicate: Logic;
}
/** Emits one record for each item of the list `each`; the item lands in `field`. */
export interface FlatMapOperator extends OperatorBase {
  readonly kind: 'flat-map';
  readonly each: Logic;
  readonly field: Field;
}
export interface KeyByOperator extends OperatorBase {
  readonly kind: 'key-by';
  readonly key: Logic;
  readonly value: Logic;
}
export interface UnionOperator extends OperatorBase {
  readonly kind: 'union';
}
/**
 * Sends each record to outputs. `required` outputs fail the put when they refuse, `optional` ones do not.
 * With `on`, the value (a string) picks the first matching case, else `otherwise`.
 */
export interface RouteOperator extends OperatorBase {
  readonly kind: 'route';
  readonly on?: Logic;
  readonly cases: readonly {
    readonly value: string;
    readonly required: readonly string[];
    readonly optional: readonly string[];
  }[];
  readonly otherwise: { readonly required: readonly string[]; readonly optional: readonly string[] };
}
/** Passes on, at each slide, all records of the window (Spark `window`). Durations in ms of batch time. */
export interface WindowOperator extends OperatorBase {
  readonly kind: 'window';
  readonly lengthMs: number;
  readonly slideMs: number;
}
/** Passes on the records of each window when it is complete, those that come late one by one. */
export interface SpanWindowOperator extends OperatorBase {
  readonly kind: 'window';
  readonly span: Span;
}
/**
 * Says how far event time has come: writes into `field` the latest time seen so far less `delayMs` (records may be
 * out of order by that much). Of several inputs the one furthest behind counts; until all have spoken it is null.
 */
export interface WatermarkOperator extends OperatorBase {
  readonly kind: 'watermark';
  /** ms since 1970; a record without a time moves nothing. */
  readonly time: Logic;
  readonly delayMs: number;
  readonly field: string;
  /** Field for the number of the task that writes, from 0; windows that more than one task writes to ask for it. */
  readonly task?: string;
}
/** Folds records by key. Output fields: the key fields, then the fold's result field(s). */
export interface AggregateOperator extends OperatorBase {
  readonly kind: 'aggregate';
  /** Input fields that form the key; none means one global group. */
  readonly key: readonly string[];
  readonly fold: Fold;
  readonly scope: AggregateScope;
  /** Name of the result field; unused by `top-k`, which passes records on. */
  readonly result: string;
  /** A global group gives one record even for an empty batch (Spark `count`: 0). */
  readonly emitEmpty?: boolean;
}
/**
 * Combines values into one for each key, or one in all when there is no key; nothing in gives nothing out.
 * The same as an aggregate whose fold is `combine`.
 */
export interface ReduceOperator extends OperatorBase {
  readonly kind: 'reduce';
  readonly key: readonly string[];
  readonly of: Logic;
  /** `a` is the value so far, `b` the next one; `inverse` undoes it. */
  readonly combine: string;
  readonly inverse?: string;
  readonly scope: AggregateScope;
  readonly result: string;
}
/** One of the two streams of a join: what its records are matched by and what is taken from them. */
export interface JoinSide {
  /** Input port. */
  readonly input: string;
  readonly key: Logic;
  readonly values: readonly { readonly field: Field; readonly value: Logic }[];
}
/**
 * Brings together records of two streams with equal keys; null is a key like any other. Gives `key`, then the values
 * of both sides; a side that has none gives null. `cogroup` gives one record for each key, with lists.
 */
export interface JoinOperator extends OperatorBase {
  readonly kind: 'join';
  readonly type: 'inner' | 'left' | 'right' | 'full' | 'cogroup';
  readonly left: JoinSide;
  readonly right: JoinSide;
  /** Name of the key field of the result. */
  readonly key: string;
  /** Records of one micro-batch, or of one window; then late records add their own pairs (inner) or the whole key. */
  readonly scope: { readonly kind: 'batch' } | SpanScope;
}
/**
 * Passes on the first record of each key. A key is forgotten when `count` newer keys have been passed on, or
 * `withinMs` after it was, on the run's clock or by the time records tell.
 */
export interface DedupeOperator extends OperatorBase {
  readonly kind: 'dedupe';
  readonly key: Logic;
  readonly count?: number;
  readonly withinMs?: number;
  readonly time?: Logic;
}
/** Passes on a share of the records, chosen by seed and place, or every n-th. */
export interface SampleOperator extends OperatorBase {
  readonly kind: 'sample';
  readonly by:
    | { readonly kind: 'fraction'; readonly fraction: number; readonly seed: number }
    | { readonly kind: 'every'; readonly every: number };
}
/** Holds records between stages (a Flume channel). */
export interface BufferOperator extends OperatorBase {
  readonly kind: 'buffer';
  readonly medium: 'memory' | 'durable';
  readonly capacity: number;
  readonly transactionCapacity: number;
  readonly byteCapacity?: number;
  readonly keepAliveMs: number;
  /** Where and how a durable buffer keeps its log. No directory: in the run's own. */
  readonly durable?: {
    readonly checkpointDirectory: string;
    readonly dataDirectories: readonly string[];
    readonly checkpointIntervalMs: number;
    readonly maxFileBytes: number;
    readonly minimumFreeBytes: number;
  };
}

/** The closed set of things that can happen to a record. */
export type Operator =
  | SourceOperator
  | SinkOperator
  | ScriptOperator
  | MapOperator
  | FilterOperator
  | FlatMapOperator
  | KeyByOperator
  | UnionOperator
  | RouteOperator
  | WindowOperator
  | SpanWindowOperator
  | WatermarkOperator
  | AggregateOperator
  | ReduceOperator
  | JoinOperator
  | DedupeOperator
  | SampleOperator
  | BufferOperator;

export type OperatorKind = Operator['kind'];

export const operatorKinds = [
  'source',
  'sink',
  'script',
  'map',
  'filter',
  'flat-map',
  'key-by',
  'union',
  'route',
  'window',
  'watermark',
  'aggregate',
  'reduce',
  'join',
  'dedupe',
  'sample',
  'buffer',
] as const satisfies readonly OperatorKind[];
