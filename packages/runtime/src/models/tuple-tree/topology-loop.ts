import type { Scheduler, Task } from '../../scheduler.ts';
import type { BoltExecutor } from './bolt-executor.ts';
import type { Topology } from './build-topology.ts';

const retryMs = 3000;

/** What a loop needs of its thread. */
export interface LoopHost {
  readonly scheduler: Scheduler;
  now(): number;
  schedule(delayMs: number, action: () => void): () => void;
  complain(component: string, error: unknown): void;
  /** Called when a turn is over, `isIdle` when nothing more can be done now. */
  afterStep?(isIdle: boolean): void;
}

/**
 * Runs the executors of a topology that are on one thread in turn: receivers before senders, so that queues stay
 * short, spouts only when no bolt can go on.
 */
export class TopologyLoop {
  readonly #host: LoopHost;
  readonly #task: Task;
  readonly #timers = new Set<() => void>();
  #topology: Topology | undefined;
  #isClosed = false;

  constructor(host: LoopHost) {
    this.#host = host;
    this.#task = host.scheduler.task(() => this.#step());
  }

  /** Opens the bolts; each executes from then on. */
  async open(topology: Topology): Promise<void> {
    this.#topology = topology;
    const nowMs = this.#host.now();
    await Promise.all(topology.bolts.map((bolt) => this.#openBolt(topology, bolt, nowMs)));
  }

  wake(): void {
    this.#task.wake();
  }

  /** Ends timers and turns. */
  close(): void {
    this.#isClosed = true;
    this.#task.close();
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  /** Runs an action at multiples of an interval from now on; an interval that passed unseen is left out. */
  every(intervalMs: number, action: () => void): void {
    let dueMs = this.#host.now() + intervalMs;
    const again = (): void => {
      action();
      const nowMs = this.#host.now();
      dueMs += Math.max(1, Math.ceil((nowMs + 1 - dueMs) / intervalMs)) * intervalMs;
      this.schedule(dueMs - nowMs, again);
    };
    this.schedule(intervalMs, again);
  }

  /** As the host's, but over when the loop is. */
  schedule(delayMs: number, action: () => void): () => void {
    const cancel = this.#host.schedule(delayMs, () => {
      this.#timers.delete(cancel);
      if (!this.#isClosed) action();
    });
    this.#timers.add(cancel);
    return cancel;
  }

  async #openBolt(topology: Topology, bolt: BoltExecutor, startMs: number): Promise<void> {
    try {
      await Promise.all(bolt.tasks.map((task) => task.chain.open()));
    } catch (error) {
      this.#host.complain(topology.componentOf(bolt), error);
      this.schedule(retryMs, () => void this.#openBolt(topology, bolt, startMs));
      return;
    }
    for (const task of bolt.tasks) task.chain.start(startMs);
    const everyMs = bolt.tasks[0]?.chain.tickEveryMs;
    if (everyMs !== undefined) {
      this.every(everyMs, () => {
        bolt.pushTick();
        this.wake();
      });
    }
    bolt.isBusy = false;
    this.wake();
  }

  #step(): boolean {
    const hasMore = this.#turn();
    this.#host.afterStep?.(!hasMore);
    return hasMore;
  }

  /** One batch through one executor, or one batch of roots from each spout task. False when all have to wait. */
  #turn(): boolean {
    if (!this.#topology) return false;
    const { bolts, spouts } = this.#topology;
    for (let i = bolts.length - 1; i >= 0; i--) if ((bolts[i] as BoltExecutor).step()) return true;
    let hasEmitted = false;
    for (const spout of spouts) if (spout.step()) hasEmitted = true;
    return hasEmitted;
  }
}
