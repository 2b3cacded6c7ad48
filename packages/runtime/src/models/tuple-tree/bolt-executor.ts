import { type Batch, liveRows } from '../../batch.ts';
import { drawFates, type Fates } from './fault-source.ts';
import type { Delivery, Receiver, Sender, TreeRef } from './sender.ts';
import type { TaskChain } from './task-chain.ts';
import type { BoltMeters } from './topology-meters.ts';
import type { PlannedComponent } from './topology-plan.ts';
import type { TopologyServices } from './topology-services.ts';
import type { XorShift } from './xor-shift.ts';

/** One task of a bolt. */
export interface BoltTask {
  readonly chain: TaskChain;
  readonly sender: Sender;
  /** Executed something new since the last tick. */
  isDirty: boolean;
}

/** A batch being executed: waiting for its delay, or for a sink to finish writing. */
interface Execution {
  readonly delivery: Delivery;
  readonly task: BoltTask;
  readonly fates: Fates;
  readonly startMs: number;
}

const none: readonly Batch[] = [];
const nothing: Fates = { executed: undefined, failed: undefined, dropped: undefined };

/**
 * The thread of an executor: one receive queue, one batch at a time, for all of its tasks. Every tuple of a batch is
 * acked when it has been executed, as a BasicBolt does; tuples that fail or are dropped are not executed.
 */
export class BoltExecutor implements Receiver {
  readonly #component: PlannedComponent;
  readonly #index: number;
  readonly #firstTask: number;
  readonly #tasks: readonly BoltTask[];
  readonly #meters: BoltMeters;
  readonly #random: XorShift;
  readonly #services: TopologyServices;
  readonly #capacity: number;
  #queue: (Delivery | 'tick' | 'finish')[] = [];
  #head = 0;
  #queuedRows = 0;
  #isTickQueued = false;
  #isFinishQueued = false;
  #current: Execution | undefined;
  /** Executing, opening, or ticking asynchronously. */
  isBusy = true;

  constructor(options: {
    readonly component: PlannedComponent;
    readonly index: number;
    readonly firstTask: number;
    readonly tasks: readonly BoltTask[];
    readonly meters: BoltMeters;
    readonly random: XorShift;
    readonly services: TopologyServices;
    readonly capacity: number;
  }) {
    this.#component = options.component;
    this.#index = options.index;
    this.#firstTask = options.firstTask;
    this.#tasks = options.tasks;
    this.#meters = options.meters;
    this.#random = options.random;
    this.#services = options.services;
    this.#capacity = options.capacity;
  }

  get tasks(): readonly BoltTask[] {
    return this.#tasks;
  }

  hasRoom(): boolean {
    return this.#queuedRows < this.#capacity;
  }

  push(delivery: Delivery): void {
    this.#queue.push(delivery);
    this.#queuedRows += liveRows(delivery.batch);
  }

  /** A tick tuple joins the queue; one at a time. */
  pushTick(): void {
    if (this.#isTickQueued) return;
    this.#isTickQueued = true;
    this.#queue.push('tick');
  }

  /** All input has come to its end, but for what waits here already. */
  pushFinish(): void {
    this.#isFinishQueued = true;
    this.#queue.push('finish');
  }

  get isBlocked(): boolean {
    return this.#tasks.some((task) => task.sender.isBlocked);
  }

  /** Nothing waits, runs or is held back until a tick. */
  get isSettled(): boolean {
    return (
      !this.isBusy &&
      this.#queuedRows === 0 &&
      !this.#isFinishQueued &&
      this.#tasks.every(
        ({ sender, chain, isDirty }) =>
          !sender.isBlocked && !(isDirty && chain.speaksAtTicks) && !chain.isHolding,
      )
    );
  }

  /** Executes what is next in the queue. False when there is nothing, or it has to wait. */
  step(): boolean {
    if (this.isBusy) return false;
    let hasFlushed = false;
    for (const task of this.#tasks) if (task.sender.isBlocked && task.sender.flush()) hasFlushed = true;
    if (hasFlushed) return true;
    if (this.isBlocked) return false;
    const next = this.#take();
    if (next === undefined) return false;
    if (next === 'tick') this.#tick();
    else if (next === 'finish') this.#finishInput();
    else this.#begin(next);
    return true;
  }

  /** Batches of a tree that are queued, held back or being executed here. */
  batchesOf(tree: TreeRef): Batch[] {
    const batches = this.#tasks.flatMap((task) => task.sender.batchesOf(tree));
    for (let i = this.#head; i < this.#queue.length; i++) {
      const delivery = this.#queue[i];
      if (typeof delivery === 'object' && delivery.tree === tree) batches.push(delivery.batch);
    }
    if (this.#current?.delivery.tree === tree) batches.push(this.#current.delivery.batch);
    return batches;
  }

  #take(): Delivery | 'tick' | 'finish' | undefined {
    const next = this.#queue[this.#head];
    if (next === undefined) return undefined;
    this.#head += 1;
    if (this.#head === this.#queue.length) {
      this.#queue = [];
      this.#head = 0;
    } else if (this.#head > 1024 && this.#head * 2 > this.#queue.length) {
      this.#queue.splice(0, this.#head);
      this.#head = 0;
    }
    if (next === 'tick') this.#isTickQueued = false;
    else if (next === 'finish') this.#isFinishQueued = false;
    else {
      const rows = liveRows(next.batch);
      this.#queuedRows -= rows;
      next.connection.queued -= rows;
    }
    return next;
  }

  #tick(): void {
    const nowMs = this.#services.now();
    this.#speak((task) => {
      task.sender.begin(undefined, task.isDirty);
      task.isDirty = false;
      return task.chain.tick(nowMs);
    });
  }

  #finishInput(): void {
    this.#speak((task) => {
      task.sender.begin(undefined);
      return task.chain.finish();
    });
  }

  /** Has each task say what is anchored to nothing. */
  #speak(speak: (task: BoltTask) => void | Promise<void>): void {
    const nowMs = this.#services.now();
    const writes: Promise<void>[] = [];
    for (const task of this.#tasks) {
      try {
        const writing = speak(task);
        if (writing) writes.push(writing);
      } catch (error) {
        this.#services.complain(this.#component.id, error);
      }
    }
    this.#meters.addBusy(this.#services.now() - nowMs);
    if (writes.length > 0) {
      this.#waitFor(Promise.all(writes), (error) => {
        if (error !== undefined) this.#services.complain(this.#component.id, error);
      });
    }
  }

  #begin(delivery: Delivery): void {
    const fault = this.#services.faults.of(this.#component.id);
    const startMs = this.#services.now();
    const task = this.#tasks[delivery.task - this.#firstTask] as BoltTask;
    const fates = fault
      ? drawFates(delivery.batch, fault, this.#random)
      : { executed: delivery.batch, failed: undefined, dropped: undefined };
    const execution = { delivery, task, fates, startMs };
    if (fault === undefined || fault.delayMs === 0) {
      this.#execute(execution);
      return;
    }
    this.isBusy = true;
    this.#current = execution;
    this.#services.schedule(fault.delayMs, () => {
      this.isBusy = false;
      this.#current = undefined;
      this.#execute(execution);
      this.#services.wake();
    });
  }

  #execute(execution: Execution): void {
    const { delivery, task, fates } = execution;
    const rows = liveRows(delivery.batch);
    this.#meters.in.add(rows);
    this.#meters.executed.add(rows);
    if (delivery.isNews) task.isDirty = true;
    task.sender.begin(delivery.tree, delivery.isNews);
    let writing: void | Promise<void> = undefined;
    task.chain.takeFailed();
    try {
      if (fates.executed) writing = task.chain.execute(delivery.step, delivery.port, fates.executed);
    } catch (error) {
      this.#services.complain(this.#component.id, error);
      this.#finish(execution, { ...nothing, failed: delivery.batch });
      return;
    }
    if (!writing) {
      this.#finish(execution, fates);
      return;
    }
    this.#current = execution;
    this.#waitFor(writing, (error) => {
      this.#current = undefined;
      if (error !== undefined) this.#services.complain(this.#component.id, error);
      this.#finish(execution, error === undefined ? fates : { ...nothing, failed: delivery.batch });
    });
  }

  #waitFor(work: Promise<unknown>, then: (error: unknown) => void): void {
    this.isBusy = true;
    const go = (error: unknown): void => {
      this.isBusy = false;
      then(error);
      this.#services.wake();
    };
    work.then(
      () => go(undefined),
      (error: unknown) => go(error ?? new Error('A write failed')),
    );
  }

  /** A batch is executed and nobody here needs it any more. */
  #finish(execution: Execution, fates: Fates): void {
    this.#report(execution, fates);
    execution.delivery.batch.slab?.release();
  }

  /** Acks, fails and drops the tuples of a batch, and reports its edges to the ledger. */
  #report(execution: Execution, fates: Fates): void {
    const { delivery, task, startMs } = execution;
    const { tree, batch } = delivery;
    const nowMs = this.#services.now();
    const rows = liveRows(batch);
    const { executed, failed, dropped } = fates;
    // Rows that a script failed have been executed, and are not acked.
    const refused = executed ? task.chain.takeFailed() : none;
    const refusedRows = refused.reduce((sum, part) => sum + liveRows(part), 0);
    this.#meters.addExecution(this.#index, rows, nowMs - startMs, nowMs - startMs);
    if (executed) this.#meters.acked.add(liveRows(executed) - refusedRows);
    if (failed) this.#meters.failed.add(liveRows(failed));
    if (refusedRows > 0) this.#meters.failed.add(refusedRows);
    if (this.#component.outgoing.length === 0 && executed) {
      this.#services.latency.record(Math.max(0, nowMs - batch.ingestMs), liveRows(executed));
    }
    delivery.done?.();
    if (tree === undefined) {
      if (!this.#services.isTracking) {
        this.#meters.lost.add(
          (failed ? liveRows(failed) : 0) + (dropped ? liveRows(dropped) : 0) + refusedRows,
        );
      }
      return;
    }
    const { sender } = task;
    this.#services.report(tree, {
      bolt: this.#component.index,
      executed,
      failed: failed ? [failed, ...refused] : refused,
      dropped,
      high: delivery.high ^ sender.high,
      low: delivery.low ^ sender.low,
      nowMs,
    });
  }
}
