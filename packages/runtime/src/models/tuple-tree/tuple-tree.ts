/**
 * Storm's execution model: every record a spout emits is the root of a tuple tree, bolts execute one batch at a time
 * and ack each tuple, the ledger finds out when a tree is finished, and roots that fail or time out are emitted again.
 *
 * One thread runs all executors in turn: receivers before senders, so that queues stay short, spouts only when no
 * bolt can go on.
 */
import type { TupleTreeStage } from '@sluice/ir';
import { messageOf } from '../../errors.ts';
import type { ReplayControl, Sink } from '../../implementation.ts';
import type { Task } from '../../scheduler.ts';
import type { Model, StageInput, StageRuntime } from '../model.ts';
import type { BoltExecutor } from './bolt-executor.ts';
import { buildTopology, type Topology } from './build-topology.ts';
import { FaultSource } from './fault-source.ts';
import { joinReplays } from './join-replays.ts';
import type { TopologyServices } from './topology-services.ts';
import { XorLedger } from './xor-ledger.ts';

const complaintEveryMs = 1000;
const retryMs = 3000;

/** Runs one stage as a topology. */
export const tupleTree: Model = (input) => new TopologyRuntime(input);

class TopologyRuntime implements StageRuntime {
  readonly #input: StageInput;
  readonly #stage: TupleTreeStage;
  readonly #faults: FaultSource;
  readonly #topology: Topology;
  readonly #task: Task;
  readonly #complaints = new Map<string, number>();
  readonly #timers = new Set<() => void>();
  #rotation = 0;
  #isClosed = false;
  #isStarted = false;

  constructor(input: StageInput) {
    this.#input = input;
    this.#stage = input.stage as TupleTreeStage;
    this.#faults = new FaultSource(this.#stage, input.faultOf);
    const services: TopologyServices = {
      ledger: new XorLedger(),
      faults: this.#faults,
      latency: input.meters.latency,
      isTracking: this.#stage.ackers > 0,
      rotation: () => this.#rotation,
      now: () => input.host.now(),
      schedule: (delayMs, action) => this.#schedule(delayMs, action),
      wake: () => this.#task.wake(),
      complain: (component, error) => this.#complain(component, error),
    };
    this.#topology = buildTopology(input, services);
    this.#task = input.scheduler.task(() => this.#step());
  }

  async start(): Promise<void> {
    const nowMs = this.#input.host.now();
    await Promise.all(this.#topology.bolts.map((bolt) => this.#openBolt(bolt, nowMs)));
    if (this.#stage.ackers > 0 && this.#stage.messageTimeoutMs > 0) {
      this.#every(this.#stage.messageTimeoutMs, () => this.#rotate());
    }
    this.#isStarted = true;
    await Promise.all(this.#topology.spouts.map((spout) => spout.open()));
    this.#task.wake();
  }

  async stopSources(): Promise<void> {
    await Promise.all(this.#topology.spouts.map((spout) => spout.stop()));
    this.#task.wake();
  }

  isSettled(): boolean {
    const { spouts, bolts } = this.#topology;
    return this.#isStarted && spouts.every((s) => s.isSettled) && bolts.every((b) => b.isSettled);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#task.close();
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
    const { spouts, bolts } = this.#topology;
    await Promise.all(spouts.map((spout) => spout.close()));
    await Promise.all(bolts.flatMap((bolt) => bolt.tasks.map((task) => task.chain.close())));
  }

  beforeSample(): void {
    const nowMs = this.#input.host.now();
    const { spoutMeters, boltMeters, connections } = this.#topology;
    for (const { meters, tasks } of spoutMeters) {
      meters.report(
        nowMs,
        tasks.some((t) => t.sender.isBlocked),
      );
      meters.reportSpout(tasks.reduce((sum, t) => sum + t.tracker.pending, 0));
    }
    for (const { meters, executors } of boltMeters) {
      meters.report(
        nowMs,
        executors.some((e) => e.isBlocked),
      );
      meters.reportBolt(nowMs);
    }
    for (const connection of connections) connection.report();
  }

  replays(): ReadonlyMap<string, ReplayControl> {
    const replays = new Map<string, ReplayControl>();
    for (const { component, tasks } of this.#topology.spoutMeters) {
      const controls = tasks.flatMap((t) =>
        t.source.style === 'pull' && t.source.replay ? [t.source.replay] : [],
      );
      const joined = joinReplays(controls);
      if (joined) replays.set(component, joined);
    }
    return replays;
  }

  sinks(): ReadonlyMap<string, Sink> {
    return this.#topology.sinks;
  }

  configure(component: string, field: string, value: unknown): void {
    this.#faults.configure(component, field, value);
  }

  async #openBolt(bolt: BoltExecutor, startMs: number): Promise<void> {
    try {
      await Promise.all(bolt.tasks.map((task) => task.chain.open()));
    } catch (error) {
      this.#complain(this.#topology.componentOf(bolt), error);
      this.#schedule(retryMs, () => void this.#openBolt(bolt, startMs));
      return;
    }
    for (const task of bolt.tasks) task.chain.start(startMs);
    const everyMs = bolt.tasks[0]?.chain.tickEveryMs;
    if (everyMs !== undefined) {
      this.#every(everyMs, () => {
        bolt.pushTick();
        this.#task.wake();
      });
    }
    bolt.isBusy = false;
    this.#task.wake();
  }

  #rotate(): void {
    this.#rotation += 1;
    const { spouts, bolts } = this.#topology;
    const nowMs = this.#input.host.now();
    for (const { tracker } of spouts) {
      tracker.expire(this.#rotation, nowMs, (tree) => [
        ...spouts.flatMap((s) => s.sender.batchesOf(tree)),
        ...bolts.flatMap((b) => b.batchesOf(tree)),
      ]);
    }
    this.#task.wake();
  }

  /** Runs an action at multiples of an interval from now on; an interval that passed unseen is left out. */
  #every(intervalMs: number, action: () => void): void {
    let dueMs = this.#input.host.now() + intervalMs;
    const again = (): void => {
      action();
      const nowMs = this.#input.host.now();
      dueMs += Math.max(1, Math.ceil((nowMs + 1 - dueMs) / intervalMs)) * intervalMs;
      this.#schedule(dueMs - nowMs, again);
    };
    this.#schedule(intervalMs, again);
  }

  #schedule(delayMs: number, action: () => void): () => void {
    const cancel = this.#input.host.schedule(delayMs, () => {
      this.#timers.delete(cancel);
      if (!this.#isClosed) action();
    });
    this.#timers.add(cancel);
    return cancel;
  }

  /** One batch through one executor, or one batch of roots from each spout task. False when all have to wait. */
  #step(): boolean {
    const { bolts, spouts } = this.#topology;
    for (let i = bolts.length - 1; i >= 0; i--) if ((bolts[i] as BoltExecutor).step()) return true;
    let hasEmitted = false;
    for (const spout of spouts) if (spout.step()) hasEmitted = true;
    return hasEmitted;
  }

  #complain(component: string, error: unknown): void {
    const nowMs = this.#input.host.now();
    const last = this.#complaints.get(component);
    if (last !== undefined && nowMs - last < complaintEveryMs) return;
    this.#complaints.set(component, nowMs);
    this.#input.host.emit({
      kind: 'log',
      timeMs: nowMs,
      level: 'error',
      component,
      message: messageOf(error),
    });
  }
}
