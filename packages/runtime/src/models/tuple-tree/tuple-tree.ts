/**
 * Storm's execution model: every record a spout emits is the root of a tuple tree, bolts execute one batch at a time
 * and ack each tuple, the ledger finds out when a tree is finished, and roots that fail or time out are emitted again.
 *
 * With more than one worker, bolts that only compute are spread over threads; see `threads/`.
 */
import type { TupleTreeStage } from '@sluice/ir';
import type { Batch } from '../../batch.ts';
import { messageOf } from '../../errors.ts';
import type { ReplayControl, Sink } from '../../implementation.ts';
import type { Model, StageInput, StageRuntime } from '../model.ts';
import { buildTopology, type Topology } from './build-topology.ts';
import { FaultSource } from './fault-source.ts';
import { joinReplays } from './join-replays.ts';
import { RootTree } from './root-tree.ts';
import type { TreeRef } from './sender.ts';
import { threadsFor } from './threads/placement.ts';
import { TopologyThreads } from './threads/topology-threads.ts';
import { TopologyLoop } from './topology-loop.ts';
import { planTopology } from './topology-plan.ts';
import type { Outcome, TopologyServices } from './topology-services.ts';
import { XorLedger } from './xor-ledger.ts';

const complaintEveryMs = 1000;
/** Turns after which mail to other threads leaves although there is more to do. */
const turnsPerMail = 8;

/** Runs one stage as a topology. */
export const tupleTree: Model = (input) => new TopologyRuntime(input);

class TopologyRuntime implements StageRuntime {
  readonly #input: StageInput;
  readonly #stage: TupleTreeStage;
  readonly #faults: FaultSource;
  readonly #services: TopologyServices;
  readonly #topology: Topology;
  readonly #threads: TopologyThreads | undefined;
  readonly #loop: TopologyLoop;
  readonly #complaints = new Map<string, number>();
  #rotation = 0;
  #turns = 0;
  #isStarted = false;
  /** Bolts that have heard of the end of all input. */
  #finished = 0;

  constructor(input: StageInput) {
    this.#input = input;
    this.#stage = input.stage as TupleTreeStage;
    this.#faults = new FaultSource(this.#stage, input.faultOf);
    this.#loop = new TopologyLoop({
      scheduler: input.scheduler,
      now: () => input.host.now(),
      schedule: (delayMs, action) => input.host.schedule(delayMs, action),
      complain: (component, error) => this.#complain(component, error),
      afterStep: (isIdle) => this.#afterStep(isIdle),
    });
    this.#services = {
      ledger: new XorLedger(),
      report: (tree, outcome) => this.#report(tree, outcome),
      faults: this.#faults,
      latency: input.meters.latency,
      isTracking: this.#stage.ackers > 0,
      rotation: () => this.#rotation,
      now: () => input.host.now(),
      schedule: (delayMs, action) => this.#loop.schedule(delayMs, action),
      wake: () => this.#loop.wake(),
      complain: (component, error) => this.#complain(component, error),
    };
    const threads = threadsFor(planTopology(input), this.#stage.workers, input.host.threads?.most ?? 1);
    this.#threads =
      threads > 1
        ? new TopologyThreads(input, { services: this.#services, faults: this.#faults, threads })
        : undefined;
    this.#topology = buildTopology(input, this.#services, this.#threads?.placement);
  }

  async start(): Promise<void> {
    this.#threads?.start(this.#topology);
    await this.#loop.open(this.#topology);
    if (this.#stage.ackers > 0 && this.#stage.messageTimeoutMs > 0) {
      this.#loop.every(this.#stage.messageTimeoutMs, () => this.#rotate());
    }
    this.#isStarted = true;
    await Promise.all(this.#topology.spouts.map((spout) => spout.open()));
    this.#loop.wake();
  }

  async stopSources(): Promise<void> {
    await Promise.all(this.#topology.spouts.map((spout) => spout.stop()));
    this.#loop.wake();
  }

  isSettled(): boolean {
    const { spouts, bolts } = this.#topology;
    return (
      this.#isStarted &&
      spouts.every((s) => s.isSettled) &&
      bolts.every((b) => b.isSettled) &&
      (this.#threads?.isSettled ?? true)
    );
  }

  /** Bolt after bolt, senders first: whatever one has said is done before the next one's input is over. */
  finish(): boolean {
    const next = this.#topology.ending[this.#finished];
    if (next === undefined || !this.isSettled()) return false;
    this.#finished += 1;
    this.#topology.finish(next);
    this.#threads?.finish(next);
    this.#loop.wake();
    return true;
  }

  async close(): Promise<void> {
    this.#loop.close();
    this.#threads?.close();
    const { spouts, bolts } = this.#topology;
    await Promise.all(spouts.map((spout) => spout.close()));
    await Promise.all(bolts.flatMap((bolt) => bolt.tasks.map((task) => task.chain.close())));
  }

  beforeSample(): void {
    const nowMs = this.#input.host.now();
    const { spoutMeters, boltMeters, connections } = this.#topology;
    this.#threads?.beginSample();
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
    this.#threads?.beforeSample();
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

  killWorker(worker: number): boolean {
    return this.#threads?.kill(worker) ?? false;
  }

  /** Mail for other threads leaves at the end of a turn, at the latest after a few. */
  #afterStep(isIdle: boolean): void {
    this.#turns += 1;
    if (isIdle || this.#turns % turnsPerMail === 0) this.#threads?.flush();
  }

  /** A bolt has done with tuples of a tree, here or on another thread. */
  #report(tree: TreeRef, outcome: Outcome): void {
    if (!(tree instanceof RootTree)) return;
    const { bolt, executed, failed, dropped, high, low, nowMs } = outcome;
    if (executed) this.#topology.metersOfBolt[bolt]?.duplicated.add(tree.execute(bolt, executed));
    if (dropped) tree.drop(dropped);
    for (const part of failed) tree.owner.fail(tree, part, nowMs);
    if (this.#services.ledger.ack(tree.handle, high, low)) tree.owner.complete(tree, nowMs);
  }

  #rotate(): void {
    this.#rotation += 1;
    const { spouts, bolts } = this.#topology;
    const nowMs = this.#input.host.now();
    for (const { tracker } of spouts) {
      tracker.expire(this.#rotation, nowMs, (tree) => [
        ...spouts.flatMap((s) => s.sender.batchesOf(tree)),
        ...bolts.flatMap((b) => b.batchesOf(tree)),
        // What another thread has of it is not known: all of it may be there.
        ...(this.#threads?.isAbroad(tree) ? [allRoots] : []),
      ]);
    }
    this.#loop.wake();
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

/** A batch without roots stands for all roots of its tree. */
const allRoots: Batch = { rows: 0, selection: undefined, columns: new Map(), ingestMs: 0 };
