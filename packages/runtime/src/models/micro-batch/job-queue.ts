import { liveRows } from '../../batch.ts';
import { emptyBatch } from '../../batch-build.ts';
import { messageOf } from '../../errors.ts';
import type { Sink } from '../../implementation.ts';
import type { LatencyMeter } from '../../metrics/meters.ts';
import type { BatchGraph } from './batch-graph.ts';
import type { PlanNode } from './batch-plan.ts';
import type { TimerHost } from './batch-timer.ts';
import type { BusyTime } from './busy-time.ts';
import type { Allocation, Receiver } from './receiver.ts';

/** A batch with what was allocated to it, waiting for its turn. */
export interface QueuedBatch {
  readonly timeMs: number;
  readonly submittedMs: number;
  readonly allocations: readonly {
    readonly node: PlanNode;
    readonly receiver: Receiver;
    readonly allocation: Allocation;
  }[];
  /** Why the batch could not be made whole, if it could not. */
  readonly failure?: string;
}

/** What became of a batch; delays as Spark's BatchInfo defines them. */
export interface FinishedBatch {
  readonly timeMs: number;
  readonly records: number;
  /** Start of processing minus submission. */
  readonly schedulingDelayMs: number;
  /** End minus start of processing. */
  readonly processingMs: number;
  readonly failure?: string;
}

export interface JobQueueOptions {
  readonly host: TimerHost;
  readonly graph: BatchGraph;
  readonly busy: BusyTime;
  readonly latency: LatencyMeter;
  sinkOf(node: PlanNode): Sink;
  /** Extra ms a person injected into this batch. */
  extraDelayMs(): number;
  onFinished(batch: FinishedBatch): void;
}

/** Runs batches one after another in the order of their times; late ones wait, none is skipped. */
export interface JobQueue {
  submit(batch: QueuedBatch): void;
  waiting(): number;
  isRunning(): boolean;
  /** Finishes nothing more; the batch at work stops at its next pause. */
  close(): void;
}

/** Work longer than this lets timers, sockets and samples have their turn. */
const sliceMs = 12;

/** Makes the queue of a streaming context: one job at a time, as `spark.streaming.concurrentJobs` 1. */
export function createJobQueue(options: JobQueueOptions): JobQueue {
  const { host, graph, busy } = options;
  const queue: QueuedBatch[] = [];
  let isRunning = false;
  let isClosed = false;

  function pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => void host.schedule(delayMs, resolve));
  }

  async function work(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    for (let batch = queue.shift(); batch !== undefined && !isClosed; batch = queue.shift()) {
      await runBatch(batch);
    }
    isRunning = false;
  }

  async function runBatch(batch: QueuedBatch): Promise<void> {
    const startMs = host.now();
    const problems = batch.failure === undefined ? [] : [batch.failure];
    await compute(batch);
    if (isClosed) return;
    const jobs = graph.close(batch.timeMs);
    problems.push(...graph.failures());
    for (const { node, batch: records } of jobs) {
      const interrupted = busy.enter(node.component);
      try {
        const rows = liveRows(records);
        await options
          .sinkOf(node)
          .write(rows > 0 ? records : emptyBatch(startMs), { batchTimeMs: batch.timeMs });
      } catch (error) {
        problems.push(`${node.component}: ${messageOf(error)}`);
      } finally {
        busy.leave(interrupted);
      }
    }
    const extra = options.extraDelayMs();
    if (extra > 0) await pause(extra);
    finish(batch, startMs, problems);
  }

  async function compute(batch: QueuedBatch): Promise<void> {
    graph.begin();
    let sinceMs = host.now();
    for (const { node, allocation } of batch.allocations) {
      for (const records of allocation.batches) {
        graph.feed(node, records);
        if (host.now() - sinceMs < sliceMs) continue;
        await pause(0);
        if (isClosed) return;
        sinceMs = host.now();
      }
    }
  }

  function finish(batch: QueuedBatch, startMs: number, problems: readonly string[]): void {
    const endMs = host.now();
    let records = 0;
    for (const { receiver, allocation } of batch.allocations) {
      records += allocation.records;
      for (const chunk of allocation.batches) options.latency.record(endMs - chunk.ingestMs, liveRows(chunk));
      receiver.release(allocation);
    }
    options.onFinished({
      timeMs: batch.timeMs,
      records,
      schedulingDelayMs: startMs - batch.submittedMs,
      processingMs: endMs - startMs,
      ...(problems.length > 0 ? { failure: problems.join('; ') } : {}),
    });
  }

  return {
    submit: (batch) => {
      queue.push(batch);
      void work();
    },
    waiting: () => queue.length,
    isRunning: () => isRunning,
    close: () => {
      isClosed = true;
      queue.length = 0;
    },
  };
}
