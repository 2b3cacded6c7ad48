import type { Batch } from '../batch.ts';

/** Hands a batch to an output port of the operator. */
export type Emit = (output: string, batch: Batch) => void;

/**
 * A running pure operator (every kind but source, sink, script and buffer): the same code under all three models.
 * One instance per task. Row-wise kinds carry `Batch.roots` over to the rows they emit (flat-map repeats them,
 * aggregate with scope `record` keeps them one to one), so that a tuple tree can be followed through.
 */
export interface Transform {
  process(batch: Batch, input: string, emit: Emit): void;
  /** The micro-batch at `timeMs` is complete; scopes `batch`, `window` and `state` speak here. `isFirst` batches count from 1. */
  closeBatch?(timeMs: number, emit: Emit): void;
  /** Called at least every `tickEveryMs` by the model; scopes `tick` and `rolling` speak here. */
  tick?(nowMs: number, emit: Emit): void;
  readonly tickEveryMs?: number;
  /** State as structured-clonable data; `restore(snapshot())` changes nothing. */
  snapshot?(): unknown;
  restore?(state: unknown): void;
}
