import type { TupleTreeStage } from '@sluice/ir';
import { RunError } from '../../errors.ts';
import type { Sink, Source } from '../../implementation.ts';
import { defaultMaxPending, defaultReceiveQueue } from '../../plan/bounds.ts';
import { speaksAtEnd } from '../../program-graph.ts';
import type { StageInput } from '../model.ts';
import { BoltExecutor, type BoltTask } from './bolt-executor.ts';
import { createPartitioner } from './partitioner.ts';
import { RootTracker } from './root-tracker.ts';
import { type Receiver, type Route, Sender } from './sender.ts';
import { SpoutTask } from './spout-task.ts';
import { TaskChain } from './task-chain.ts';
import { onOneThread, type Placement } from './threads/placement.ts';
import { BoltMeters, type ComponentMeters, ConnectionMeters, SpoutMeters } from './topology-meters.ts';
import { executorRanges, type PlannedComponent, planTopology } from './topology-plan.ts';
import type { TopologyServices } from './topology-services.ts';
import { XorShift } from './xor-shift.ts';

/** Tuples that wait before one executor at most. */
export function receiveQueueOf(stage: TupleTreeStage): number {
  return stage.receiveQueue ?? defaultReceiveQueue;
}

/** Everything that runs in one topology on one thread. */
export interface Topology {
  readonly spouts: readonly SpoutTask[];
  /** Receivers after senders. */
  readonly bolts: readonly BoltExecutor[];
  readonly spoutMeters: readonly {
    readonly component: string;
    readonly meters: SpoutMeters;
    readonly tasks: readonly SpoutTask[];
  }[];
  readonly boltMeters: readonly {
    readonly component: string;
    readonly meters: BoltMeters;
    readonly executors: readonly BoltExecutor[];
  }[];
  readonly connections: readonly ConnectionMeters[];
  /** By the place of a bolt in the plan. */
  readonly metersOfBolt: readonly (BoltMeters | undefined)[];
  readonly sinks: ReadonlyMap<string, Sink>;
  componentOf(bolt: BoltExecutor): string;
  /** An executor by its component's place in the plan; undefined when it is on another thread. */
  boltAt(component: number, executor: number): BoltExecutor | undefined;
  /** Places in the plan of the bolts that have something to say at the end of all input, senders first. */
  readonly ending: readonly number[];
  /** All input of such a bolt has come to its end. */
  finish(component: number): void;
}

/** Makes tasks, executors and the routes between them; of the executors only those placed on this thread. */
export function buildTopology(
  input: StageInput,
  services: TopologyServices,
  placement: Placement = onOneThread,
): Topology {
  return new Builder(input, services, placement).build();
}

class Builder {
  readonly #input: StageInput;
  readonly #stage: TupleTreeStage;
  readonly #services: TopologyServices;
  readonly #placement: Placement;
  readonly #plan: PlannedComponent[];
  readonly #random: XorShift;
  /** Meters by place in the plan, and the executor of each task by component. */
  readonly #boltMeters: BoltMeters[] = [];
  readonly #receiverOfTask = new Map<string, Receiver[]>();
  readonly #boltAt = new Map<string, BoltExecutor>();
  readonly #connections = new Map<string, ConnectionMeters>();
  readonly #sinks = new Map<string, Sink>();

  constructor(input: StageInput, services: TopologyServices, placement: Placement) {
    this.#input = input;
    this.#stage = input.stage as TupleTreeStage;
    this.#services = services;
    this.#placement = placement;
    this.#plan = planTopology(input);
    // Edge ids of two threads must not be the same numbers.
    this.#random = new XorShift((input.host.seed + Math.imul(placement.own, 0x9e3779b1)) | 0);
  }

  build(): Topology {
    const nowMs = this.#services.now();
    const spoutMeters = [];
    const boltMeters = [];
    // Receivers first: a route needs the executors at its far end.
    for (const component of [...this.#plan].reverse()) {
      const options = { executors: component.executors, nowMs };
      if (component.isSpout) {
        // Trees are kept, and so spouts asked, on the thread of the run.
        if (this.#placement.own !== 0) continue;
        const meters = new SpoutMeters(this.#input.meters, component.id, options);
        spoutMeters.unshift({ component: component.id, meters, tasks: this.#spoutTasks(component, meters) });
      } else {
        const meters = new BoltMeters(this.#input.meters, component.id, options);
        this.#boltMeters[component.index] = meters;
        boltMeters.unshift({
          component: component.id,
          meters,
          executors: this.#executors(component, meters),
        });
      }
    }
    const owners = new Map(boltMeters.flatMap((b) => b.executors.map((e) => [e, b.component] as const)));
    return {
      spouts: spoutMeters.flatMap((s) => s.tasks),
      bolts: boltMeters.flatMap((b) => b.executors),
      spoutMeters,
      boltMeters,
      connections: [...this.#connections.values()],
      metersOfBolt: this.#boltMeters,
      sinks: this.#sinks,
      componentOf: (bolt) => owners.get(bolt) ?? '',
      boltAt: (component, executor) => this.#boltAt.get(`${component}#${executor}`),
      ending: this.#plan
        .filter((one) => !one.isSpout && one.operators.some(speaksAtEnd))
        .map(({ index }) => index),
      finish: (component) => {
        const { executors = 0 } = this.#plan[component] ?? {};
        for (let executor = 0; executor < executors; executor++)
          this.#boltAt.get(`${component}#${executor}`)?.pushFinish();
      },
    };
  }

  #seeded(): XorShift {
    return new XorShift(this.#random.next());
  }

  #executors(component: PlannedComponent, meters: BoltMeters): BoltExecutor[] {
    const ofTask: Receiver[] = [];
    const executors: BoltExecutor[] = [];
    for (const [index, { first, count }] of executorRanges(component.tasks, component.executors).entries()) {
      if (this.#placement.threadOf(component, index) !== this.#placement.own) {
        const receiver = this.#placement.receiver(component, index);
        for (let i = 0; i < count; i++) ofTask.push(receiver);
        continue;
      }
      const tasks = Array.from({ length: count }, (_, i) => this.#boltTask(component, first + i, meters));
      const executor = new BoltExecutor({
        component,
        index,
        firstTask: first,
        tasks,
        meters,
        random: this.#seeded(),
        services: this.#services,
        capacity: receiveQueueOf(this.#stage),
      });
      for (let i = 0; i < count; i++) ofTask.push(executor);
      executors.push(executor);
      this.#boltAt.set(`${component.index}#${index}`, executor);
    }
    this.#receiverOfTask.set(component.id, ofTask);
    return executors;
  }

  #boltTask(component: PlannedComponent, task: number, meters: ComponentMeters): BoltTask {
    const sender = new Sender(this.#routes(component, task), this.#seeded(), meters);
    const chain = new TaskChain(component, task, this.#input, (operator, output, batch) =>
      sender.send(operator, output, batch),
    );
    if (chain.sink && !this.#sinks.has(component.id)) this.#sinks.set(component.id, chain.sink);
    return { chain, sender, isDirty: false };
  }

  #spoutTasks(component: PlannedComponent, meters: SpoutMeters): SpoutTask[] {
    return Array.from({ length: component.tasks }, (_, task) => {
      const sender = new Sender(this.#routes(component, task), this.#seeded(), meters);
      const chain = new TaskChain(component, task, this.#input, (operator, output, batch) =>
        sender.send(operator, output, batch),
      );
      const source = this.#source(component, task);
      const tracker = new RootTracker(this.#services.ledger, {
        acked: (roots, completeMs) => {
          meters.acked.add(roots);
          meters.addComplete(completeMs, roots);
        },
        failed: (roots) => meters.failed.add(roots),
        timedOut: (roots) => meters.timedOut.add(roots),
        repeated: (bolt, tuples) => this.#boltMeters[bolt]?.duplicated.add(tuples),
        safe: (records, isAll) => {
          if (source.style !== 'pull') return;
          source.commitTo?.(records);
          if (isAll) source.commit?.();
        },
      });
      const maxPending = this.#stage.maxSpoutPending ?? defaultMaxPending;
      const { id } = component;
      return new SpoutTask({
        component: id,
        source,
        chain,
        sender,
        tracker,
        meters,
        services: this.#services,
        maxPending,
      });
    });
  }

  #source(component: PlannedComponent, task: number): Source {
    const operator = component.operators[0];
    if (operator?.kind !== 'source') throw new Error(`${component.id} does not begin with a source`);
    const implementation = this.#input.host.implementations[operator.run];
    if (implementation?.kind !== 'source') {
      throw new RunError('RUN_IMPLEMENTATION_MISSING', `Nothing here runs ${operator.run}.`);
    }
    return implementation.create(operator.config, this.#input.contextOf(operator, task));
  }

  #routes(component: PlannedComponent, task: number): Route[] {
    return component.outgoing.flatMap((stream) => {
      const target = this.#plan.find((c) => c.operators.some((o) => o.id === stream.to.operator));
      const receivers = target && this.#receiverOfTask.get(target.id);
      // A receiver drawn before its sender stands in a cycle, which the compiler refuses.
      if (!target || !receivers) return [];
      const id = stream.origin.connection ?? stream.id;
      let connection = this.#connections.get(id);
      if (!connection) this.#connections.set(id, (connection = new ConnectionMeters(this.#input.meters, id)));
      return [
        {
          operator: stream.from.operator,
          output: stream.from.output,
          partition: createPartitioner(stream.partitioning, {
            schema: stream.schema,
            tasks: target.tasks,
            sourceTask: task,
          }),
          receivers,
          step: target.operators.findIndex((operator) => operator.id === stream.to.operator),
          port: stream.to.input,
          connection,
          connectionId: id,
        },
      ];
    });
  }
}
