import type { Json } from '@sluice/ir';
import type { Batch } from '../../batch.ts';
import { liveRows } from '../../batch.ts';
import type { IntervalSource, Source } from '../../implementation.ts';
import type { TimerHost } from './batch-timer.ts';
import { createBlockReceiver } from './block-receiver.ts';
import { pullFrom } from './pull-feed.ts';
import { pushFrom } from './push-feed.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { SourceState } from './source-state.ts';

/** What a batch gets from one source. */
export interface Allocation {
  /** May be read while one iterates; iterating again gives the same records. */
  readonly batches: Iterable<Batch>;
  /** Records that leave the backlog with the batch. */
  readonly records: number;
  readonly bytes: number;
  /** What belongs to the batch, small enough to be written down before it runs; `recall` takes it after a crash. */
  readonly membership: Json;
}

/**
 * Feeds one source into batches. Records are collected in a buffer, the buffer becomes a block at each block tick, and
 * a batch is allocated all blocks there are; so a record belongs to the first batch made after its block was cut,
 * whatever its own time says.
 */
export interface Receiver {
  /** Resolves when the source has been started or is being retried. */
  start(): Promise<void>;
  /** Reads no more; what was received stays to be allocated. */
  stop(): Promise<void>;
  close(): Promise<void>;
  cutBlock(): void;
  allocate(timeMs: number): Allocation;
  /** Before `start`: what a batch of an earlier life was made of, read again from where that is possible. */
  recall(timeMs: number, membership: Json): Promise<Allocation>;
  /** A batch is done: its records leave the backlog and the source may forget them. */
  release(allocation: Allocation): void;
  /** Received, but in no finished batch. */
  backlog(): number;
  /** The source has ended (or was stopped) and all it gave has been allocated. */
  isDrained(): boolean;
}

export interface ReceiverOptions {
  readonly host: TimerHost;
  readonly state: SourceState;
  readonly limiter: RateLimiter;
  onReceived(records: number): void;
  onState(state: 'running' | 'retrying' | 'done', message?: string): void;
}

/** Makes the receiver of a source. */
export function createReceiver(source: Source, options: ReceiverOptions): Receiver {
  switch (source.style) {
    case 'interval':
      return createIntervalReceiver(source, options);
    case 'pull':
      return createBlockReceiver(options, (intake) => pullFrom(source, intake, options));
    case 'push':
      return createBlockReceiver(options, (intake) => pushFrom(source, intake, options));
  }
}

/** A source that decides itself what a batch holds; it has no blocks and no backlog. */
function createIntervalReceiver(source: IntervalSource, options: ReceiverOptions): Receiver {
  let isStopped = false;

  function allocation(batches: Iterable<Batch>, membership: Json): Allocation {
    return { batches: counted(batches), records: 0, bytes: 0, membership };
  }

  /** Records count as received when they are read for the first time. */
  function counted(batches: Iterable<Batch>): Iterable<Batch> {
    let told = 0;
    return {
      *[Symbol.iterator]() {
        let seen = 0;
        for (const batch of batches) {
          seen += liveRows(batch);
          if (seen > told) options.onReceived(seen - told);
          told = Math.max(told, seen);
          yield batch;
        }
      },
    };
  }

  return {
    start: async () => options.onState('running'),
    stop: async () => {
      isStopped = true;
    },
    close: async () => source.close(),
    cutBlock: () => {},
    allocate: (timeMs) => {
      if (isStopped) return allocation([], null);
      const batches = source.compute(timeMs);
      return allocation(batches, source.chosen?.(timeMs) ?? null);
    },
    recall: async (timeMs, membership) => {
      const chosen = membership === null ? undefined : membership;
      return allocation(source.compute(timeMs, chosen), membership);
    },
    release: () => {},
    backlog: () => 0,
    isDrained: () => true,
  };
}
