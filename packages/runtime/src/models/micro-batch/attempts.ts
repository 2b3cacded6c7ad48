import type { Batch } from '../../batch.ts';
import { liveRows } from '../../batch.ts';
import { sliceBatch } from '../../batch-cut.ts';
import { RunError } from '../../errors.ts';

/** One task of a batch: the work on one chunk, or the write of one output. */
export interface Attempt<T> {
  work(): T;
  /** Whether a failed attempt left no trace, so that it can be made again. */
  canRepeat(): boolean;
}

/** Makes tasks again that failed, as `spark.task.maxFailures` says. */
export interface Attempts {
  /** Runs a task; throws the last reason when it has failed too often. */
  run(component: string, attempt: Attempt<void>): void;
  runAsync(component: string, attempt: Attempt<void | Promise<void>>): Promise<void>;
  /** Reads the records of a batch, each chunk held until the next is asked for; when that fails it reads again and goes on where it had got to. */
  read(batches: Iterable<Batch>): Iterable<Batch>;
}

export interface AttemptsOptions {
  /** How often a task is tried in all. */
  readonly maxFailures: number;
  /** Share of the attempts of a component that a person lets fail. */
  failFraction(component: string): number;
  random(): number;
  onFailed(): void;
}

/** Makes the attempts of a stage. A partition whose task fails is computed again from what it came from. */
export function createAttempts(options: AttemptsOptions): Attempts {
  const { maxFailures } = options;

  /** An injected failure comes before the work, as if the executor had been lost: nothing is left of the attempt. */
  function isLost(component: string): boolean {
    const fraction = options.failFraction(component);
    return fraction > 0 && options.random() < fraction;
  }

  /** Counts a failed attempt; throws when it was the last one. */
  function failed(attempt: number, error: unknown, canRepeat: boolean): void {
    options.onFailed();
    if (attempt >= maxFailures || !canRepeat) throw error;
  }

  function run(component: string, { work, canRepeat }: Attempt<void>): void {
    for (let attempt = 1; ; attempt++) {
      if (isLost(component)) {
        failed(attempt, lost(), true);
        continue;
      }
      try {
        work();
        return;
      } catch (error) {
        failed(attempt, error, canRepeat());
      }
    }
  }

  async function runAsync(
    component: string,
    { work, canRepeat }: Attempt<void | Promise<void>>,
  ): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      if (isLost(component)) {
        failed(attempt, lost(), true);
        continue;
      }
      try {
        await work();
        return;
      } catch (error) {
        failed(attempt, error, canRepeat());
      }
    }
  }

  function* read(batches: Iterable<Batch>): Generator<Batch> {
    let given = 0;
    for (let attempt = 1; ; attempt++) {
      let toSkip = given;
      try {
        for (const batch of batches) {
          const rows = liveRows(batch);
          const rest = toSkip === 0 ? batch : sliceBatch(batch, Math.min(toSkip, rows), rows);
          toSkip = Math.max(0, toSkip - rows);
          given += liveRows(rest);
          if (liveRows(rest) > 0) yield rest;
          batch.slab?.release();
        }
        return;
      } catch (error) {
        failed(attempt, error, true);
      }
    }
  }

  return { run, runAsync, read };
}

function lost(): RunError {
  return new RunError('RUN_TASK_FAILED', 'The task failed, as the fault set on it says');
}
