/** The part of a run host that time comes from. */
export interface TimerHost {
  now(): number;
  schedule(delayMs: number, action: () => void): () => void;
}

export interface BatchTimerOptions {
  readonly host: TimerHost;
  readonly batchIntervalMs: number;
  readonly blockIntervalMs: number;
  /** Where a stage that died had got to: the same zero time, and its last batch time. */
  readonly resumed?: { readonly zeroMs: number; readonly lastBatchMs: number };
  onBlock(): void;
  /** Called once for every batch time, in order; late ones follow each other at once, none is skipped or merged. */
  onBatch(timeMs: number): void;
  /** While it says no, batches are made later, still one for every time. */
  hasRoom?(): boolean;
}

export interface BatchTimer {
  /** Batch times are `zeroMs + k * interval`, k from 1. */
  readonly zeroMs: number;
  start(): void;
  stop(): void;
}

/** How soon a timer that had no room for a batch looks again. */
const roomPollMs = 20;

/**
 * The clock of a streaming context. The first batch is at the next multiple of the interval since the epoch; blocks
 * are cut at multiples of theirs. When both fall on one moment the block comes first, so that a batch holds all that
 * was received up to its time.
 */
export function createBatchTimer(options: BatchTimerOptions): BatchTimer {
  const { host, batchIntervalMs, blockIntervalMs, resumed } = options;
  const startMs = host.now();
  const zeroMs = resumed?.zeroMs ?? Math.floor(startMs / batchIntervalMs) * batchIntervalMs;
  let nextBatchMs = (resumed?.lastBatchMs ?? zeroMs) + batchIntervalMs;
  let nextBlockMs = (Math.floor(startMs / blockIntervalMs) + 1) * blockIntervalMs;
  let cancel: (() => void) | undefined;
  let isRunning = false;

  function fire(): void {
    cancel = undefined;
    while (isRunning && Math.min(nextBatchMs, nextBlockMs) <= host.now()) {
      if (nextBlockMs <= nextBatchMs) {
        // Late block ticks are one: there is one buffer to cut.
        nextBlockMs = (Math.floor(Math.min(host.now(), nextBatchMs) / blockIntervalMs) + 1) * blockIntervalMs;
        options.onBlock();
      } else if (options.hasRoom?.() === false) {
        cancel = host.schedule(roomPollMs, fire);
        return;
      } else {
        const timeMs = nextBatchMs;
        nextBatchMs += batchIntervalMs;
        options.onBatch(timeMs);
      }
    }
    arm();
  }

  function arm(): void {
    if (!isRunning) return;
    cancel = host.schedule(Math.max(0, Math.min(nextBatchMs, nextBlockMs) - host.now()), fire);
  }

  return {
    zeroMs,
    start: () => {
      isRunning = true;
      arm();
    },
    stop: () => {
      isRunning = false;
      cancel?.();
      cancel = undefined;
    },
  };
}
