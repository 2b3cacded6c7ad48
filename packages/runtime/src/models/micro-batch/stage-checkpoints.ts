import type { Json, JsonObject } from '@sluice/ir';
import { messageOf } from '../../errors.ts';
import type { CheckpointStore } from '../../run-contract.ts';
import type { SavedSource } from './source-state.ts';

/** A batch as it is written down before it runs: what belongs to it, by source operator. */
export interface BatchRecord {
  readonly timeMs: number;
  readonly sources: { readonly [operator: string]: Json };
  /** Operators for which all input has come to its end. */
  readonly finishing?: readonly string[];
}

/** Everything a stage is between two batches. */
export interface StageState {
  readonly zeroMs: number;
  readonly sources: { readonly [operator: string]: SavedSource };
  readonly transforms: { readonly [operator: string]: unknown };
  readonly sinks: { readonly [operator: string]: unknown };
  readonly counters: { readonly [name: string]: number };
}

interface Checkpoint {
  readonly state: StageState;
  /** The last batch that is part of the state. */
  readonly timeMs: number;
  /** Batches behind the state; those whose outputs an earlier life had written are in a checkpoint made while it recovers. */
  readonly pending: readonly PendingBatch[];
}

type PendingBatch = BatchRecord & { readonly isDone?: boolean };

/** What a dead process left behind. */
export interface Recovered {
  readonly state: StageState;
  /** Batches behind the state in order; `isDone` when their outputs had been written. */
  readonly batches: readonly (BatchRecord & { readonly isDone: boolean })[];
  /** Time of the last batch that was made. */
  readonly lastBatchMs: number;
}

/**
 * Checkpoints of a stage. Every batch is written down with what belongs to it before it runs; the state is written
 * after the batches at which a checkpoint is due. So whatever dies where: state, positions and batches fit each other.
 */
export interface StageCheckpoints {
  readonly isKept: boolean;
  readonly recovered: Recovered | undefined;
  /** A batch has been made and is about to wait for its turn. */
  made(batch: BatchRecord): void;
  /** A batch is over; when it had no failure, its outputs are written. */
  done(timeMs: number, isWhole: boolean): void;
  /** Writes the state now. */
  write(): void;
}

export interface StageCheckpointsOptions {
  readonly store: CheckpointStore | undefined;
  readonly key: string;
  readonly intervalMs: number;
  state(): StageState;
  onTrouble(message: string): void;
}

/** State as small as this is written after every batch, so that next to nothing has to be done again. */
const smallBytes = 64 * 1024;

/** Opens the checkpoints of a stage. */
export function openCheckpoints(options: StageCheckpointsOptions): StageCheckpoints {
  const { store, key } = options;
  const found = store?.load(key);
  const recovered = found === undefined ? undefined : recover(found.state as Checkpoint, found.entries);
  let pending: PendingBatch[] = [...(recovered?.batches ?? [])];
  let doneMs: number | undefined = (found?.state as Checkpoint | undefined)?.timeMs;
  let writtenMs = doneMs;
  let bytes = 0;
  let isTroubled = false;

  /** A full disk costs recovery, not the run. */
  function guarded(action: () => void): void {
    try {
      action();
      isTroubled = false;
    } catch (error) {
      if (!isTroubled) options.onTrouble(`No checkpoint can be written: ${messageOf(error)}`);
      isTroubled = true;
    }
  }

  function write(): void {
    if (!store) return;
    guarded(() => {
      const state = options.state();
      const timeMs = doneMs ?? state.zeroMs;
      bytes = store.save(key, { state, timeMs, pending } satisfies Checkpoint);
      writtenMs = timeMs;
    });
  }

  return {
    isKept: store !== undefined,
    recovered,
    made(batch) {
      if (!store) return;
      pending.push(batch);
      guarded(() => store.append(key, { made: batch as unknown as JsonObject }));
    },
    done(timeMs, isWhole) {
      if (!store) return;
      pending = pending.filter((batch) => batch.timeMs > timeMs);
      doneMs = timeMs;
      const isDue = writtenMs === undefined || timeMs - writtenMs >= options.intervalMs;
      if (isDue || bytes <= smallBytes) write();
      else if (isWhole) guarded(() => store.append(key, { done: timeMs }));
    },
    write,
  };
}

function recover(checkpoint: Checkpoint, entries: readonly JsonObject[]): Recovered {
  const batches = new Map<number, PendingBatch>(checkpoint.pending.map((batch) => [batch.timeMs, batch]));
  const done = new Set<unknown>();
  for (const entry of entries) {
    const made = entry.made as unknown as BatchRecord | undefined;
    if (made !== undefined) batches.set(made.timeMs, made);
    if ('done' in entry) done.add(entry.done);
  }
  const behind = [...batches.values()]
    .filter((batch) => batch.timeMs > checkpoint.timeMs)
    .sort((a, b) => a.timeMs - b.timeMs);
  return {
    state: checkpoint.state,
    batches: behind.map((batch) => ({ ...batch, isDone: batch.isDone === true || done.has(batch.timeMs) })),
    lastBatchMs: behind.at(-1)?.timeMs ?? checkpoint.timeMs,
  };
}
