import type { Batch } from '../batch.ts';

/**
 * How a function is called. `emit(record, emit)` gives what it emits; the others are called with the values of the
 * record's fields: `map` gives one value, `filter` says whether the record goes on, `flat-map` gives a list, `reduce`
 * joins two values of one key (of all records where there is only one field), `each` gives nothing.
 */
export type FunctionShape = 'emit' | 'map' | 'filter' | 'flat-map' | 'reduce' | 'each';

/** What values of an output have to be; `any` is whatever JSON can say. */
export type OutputType = 'any' | 'string' | 'integer' | 'double' | 'boolean';

/** A stream of its own a function gives records to. */
export interface FunctionStream {
  readonly name: string;
  readonly outputs: FunctionProgram['outputs'];
}

/** Code a person wrote, and how it is called. */
export interface FunctionProgram {
  /** As it was written: JavaScript or TypeScript. */
  readonly code: string;
  readonly shape: FunctionShape;
  /** Fields of the records that arrive, in order. */
  readonly fields: readonly string[];
  /** Fields of what it gives; for `filter` and `each` none: the records go on as they are. */
  readonly outputs: readonly { readonly name: string; readonly type: OutputType }[];
  /** Streams besides the first, for `emit` alone: `emit.to(name, ...values)` gives a record of one. */
  readonly streams?: readonly FunctionStream[];
  /** Computing time one record may take. */
  readonly timeoutMs: number;
}

/** Why a record could not be done. */
export type FunctionFailureCode = 'FN_THROWN' | 'FN_OUTPUT' | 'FN_TIMEOUT' | 'FN_MEMORY' | 'FN_CRASHED';

export interface FunctionFailure {
  /** Row of the batch. */
  readonly row: number;
  readonly code: FunctionFailureCode;
  readonly reason: string;
  /** Line of the code, from 1, where the function threw. */
  readonly line?: number;
}

/** What a function made of a batch. */
export interface FunctionAnswer {
  /** What it gives, in the order of the records it came from; `Batch.roots` are carried over. */
  readonly batch: Batch;
  /** What it gives to its other streams, in their order; those it gave nothing have no rows. */
  readonly streams?: readonly Batch[];
  readonly failures: readonly FunctionFailure[];
  /** Texts it logged. */
  readonly logs: readonly string[];
}

/** One instance of a function: state it keeps outside of itself belongs to this instance. */
export interface UserFunction {
  /**
   * Calls it for each live row. Hands over one batch after another. Rejects with `FN_BROKEN` when nothing it tries
   * works any more, with `FN_INVALID` when the code cannot be loaded, and with `FN_CLOSED` once it is closed.
   */
  call(batch: Batch): Promise<FunctionAnswer>;
  close(): void;
}

/** What an instance is opened for. */
export interface FunctionTask {
  readonly component: string;
  readonly task: number;
  now(): number;
  log(level: 'info' | 'warning' | 'error', message: string): void;
}

/** Runs code people wrote, where it can do no harm. */
export interface FunctionHost {
  open(program: FunctionProgram, task: FunctionTask): UserFunction;
}

/** A record a function could not do, for people to look at. */
export interface DeadLetter {
  readonly code: FunctionFailureCode;
  readonly reason: string;
  readonly line?: number;
  /** The record as JSON, cut to a few kilobytes. */
  readonly record: string;
}
