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
  /** `a` is the value so far, `b` the next one; `inverse` undoes it (window that slides incrementally). */
  | { readonly kind: 'combine'; readonly of: Logic; readonly text: string; readonly inverse?: string }
  /** Keeps whole records: the `limit` best by `by`; no limit means sort all. */
  | { readonly kind: 'top-k'; readonly by: Logic; readonly descending: boolean; readonly limit?: number };

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
  | { readonly kind: 'state' };

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
/** Opaque behaviour no other kind fits. */
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
/** Holds records between stages (a Flume channel). */
export interface BufferOperator extends OperatorBase {
  readonly kind: 'buffer';
  readonly medium: 'memory';
  readonly capacity: number;
  readonly transactionCapacity: number;
  readonly byteCapacity?: number;
  readonly keepAliveMs: number;
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
  | AggregateOperator
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
  'aggregate',
  'buffer',
] as const satisfies readonly OperatorKind[];
