import { liveRows } from '../../batch.ts';
import { emptyBatch } from '../../batch-build.ts';
import { messageOf } from '../../errors.ts';
import type { Sink } from '../../implementation.ts';
import type { LatencyMeter } from '../../metrics/meters.ts';
import { mostWaitingBatches } from '../../plan/bounds.ts';
import type { Attempts } from './attempts.ts';
import type { BatchGraph, OutputJob } from './batch-graph.ts';
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
  /** Sources that could not say what belongs to the batch, and why. */
  readonly failures: readonly { readonly node: PlanNode; readonly reason: string }[];
  /** Operators for which all input has come to its end with it. */
  readonly finishing?: readonly string[];
  /** The batch was done in an earlier life: only sinks that remember see it again. */
  readonly isRepeated?: boolean;
}

/** What became of a batch; delays as Spark's BatchInfo defines them. */
export interface FinishedBatch {
  readonly timeMs: number;
  readonly records: number;
  readonly recordsOf: ReadonlyMap<PlanNode, number>;
  /** Start of processing minus submission. */
  readonly schedulingDelayMs: number;
  /** End minus start of processing. */
  readonly processingMs: number;
  readonly failure?: string;
  readonly finishing?: readonly string[];
}

export interface JobQueueOptions {
  readonly host: TimerHost;
  readonly graph: BatchGraph;
  readonly busy: BusyTime;
  readonly latency: LatencyMeter;
  readonly attempts: Attempts;
  write(node: PlanNode, ...args: Parameters<Sink['write']>): Promise<void>;
  /** Says whether a sink has to see a batch again that was done. */
  isRemembering(node: PlanNode): boolean;
  /** Extra ms a person injected into this batch. */
  extraDelayMs(): number;
  onFinished(batch: FinishedBatch): void;
}

/** Runs batches one after another in the order of their times; late ones wait, none is skipped. */
export interface JobQueue {
  /** Resolves when the batch is over, done or not. */
  submit(batch: QueuedBatch): Promise<void>;
  /** False when as many batches wait as may. */
  hasRoom(): boolean;
  waiting(): number;
  isRunning(): boolean;
  /** Finishes nothing more; the batch at work stops at its next pause. */
  close(): void;
}

/** Work longer than this lets timers, sockets and samples have their turn. */
const sliceMs = 12;

interface Waiting {
  readonly batch: QueuedBatch;
  readonly over: () => void;
}

/** What has been fed of one batch. */
interface Fed {
  readonly records: Map<PlanNode, number>;
  readonly chunks: { readonly ingestMs: number; readonly rows: number }[];
}

/** Makes the queue of a streaming context: one job at a time, as `spark.streaming.concurrentJobs` 1. */
export function createJobQueue(options: JobQueueOptions): JobQueue {
  const { host, graph, busy, attempts } = options;
  const queue: Waiting[] = [];
  let isRunning = false;
  let isClosed = false;

  function pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => void host.schedule(delayMs, resolve));
  }

  async function work(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    for (let next = queue.shift(); next !== undefined && !isClosed; next = queue.shift()) {
      await runBatch(next.batch);
      next.over();
    }
    isRunning = false;
  }

  async function runBatch(batch: QueuedBatch): Promise<void> {
    const startMs = host.now();
    const fed = await compute(batch);
    if (isClosed) return;
    const jobs = await graph.close(batch.timeMs, batch.finishing);
    if (isClosed) return;
    const problems = [...graph.failures()];
    for (const job of jobs) {
      if (batch.isRepeated === true && !options.isRemembering(job.node)) continue;
      const interrupted = busy.enter(job.node.component);
      try {
        await write(job, batch.timeMs, startMs);
      } catch (error) {
        problems.push(`${job.node.component}: ${messageOf(error)}`);
      } finally {
        busy.leave(interrupted);
      }
    }
    const extra = options.extraDelayMs();
    if (extra > 0) await pause(extra);
    finish(batch, fed, { startMs, problems });
  }

  /** An output operation has all its records at hand: when it fails it is simply tried again. */
  function write({ node, batch }: OutputJob, batchTimeMs: number, startMs: number): Promise<void> {
    const records = liveRows(batch) > 0 ? batch : emptyBatch(startMs);
    return attempts.runAsync(node.component, {
      work: () => options.write(node, records, { batchTimeMs }),
      canRepeat: () => !isClosed,
    });
  }

  async function compute(batch: QueuedBatch): Promise<Fed> {
    const fed: Fed = { records: new Map(), chunks: [] };
    graph.begin();
    for (const { node, reason } of batch.failures) graph.fail(node, reason);
    let sinceMs = host.now();
    for (const { node, allocation } of batch.allocations) {
      try {
        for (const records of attempts.read(allocation.batches)) {
          const rows = liveRows(records);
          fed.records.set(node, (fed.records.get(node) ?? 0) + rows);
          fed.chunks.push({ ingestMs: records.ingestMs, rows });
          const waiting = graph.feed(node, records);
          if (waiting) await waiting;
          if (isClosed) return fed;
          if (host.now() - sinceMs < sliceMs) continue;
          await pause(0);
          if (isClosed) return fed;
          sinceMs = host.now();
        }
      } catch (error) {
        graph.fail(node, messageOf(error));
      }
    }
    return fed;
  }

  function finish(
    batch: QueuedBatch,
    fed: Fed,
    { startMs, problems }: { readonly startMs: number; readonly problems: readonly string[] },
  ): void {
    const endMs = host.now();
    for (const { receiver, allocation } of batch.allocations) receiver.release(allocation);
    for (const { ingestMs, rows } of fed.chunks) options.latency.record(endMs - ingestMs, rows);
    options.onFinished({
      timeMs: batch.timeMs,
      records: [...fed.records.values()].reduce((sum, rows) => sum + rows, 0),
      recordsOf: fed.records,
      schedulingDelayMs: startMs - batch.submittedMs,
      processingMs: endMs - startMs,
      ...(problems.length > 0 ? { failure: problems.join('; ') } : {}),
      ...(batch.finishing === undefined ? {} : { finishing: batch.finishing }),
    });
  }

  return {
    submit: (batch) =>
      new Promise((resolve) => {
        queue.push({ batch, over: resolve });
        void work();
      }),
    waiting: () => queue.length,
    hasRoom: () => queue.length < mostWaitingBatches,
    isRunning: () => isRunning,
    close: () => {
      isClosed = true;
      for (const { over } of queue.splice(0)) over();
    },
  };
}
