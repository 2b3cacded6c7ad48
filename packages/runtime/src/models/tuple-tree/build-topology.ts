import type { TupleTreeStage } from '@sluice/ir';
import { RunError } from '../../errors.ts';
import type { Sink, Source } from '../../implementation.ts';
import { defaultMaxPending, defaultReceiveQueue } from '../../plan/bounds.ts';
import type { StageInput } from '../model.ts';
import { BoltExecutor, type BoltTask } from './bolt-executor.ts';
import { createPartitioner } from './partitioner.ts';
import { RootTracker } from './root-tracker.ts';
import { type Route, Sender } from './sender.ts';
import { SpoutTask } from './spout-task.ts';
import { TaskChain } from './task-chain.ts';
import { BoltMeters, type ComponentMeters, ConnectionMeters, SpoutMeters } from './topology-meters.ts';
import { executorRanges, type PlannedComponent, planTopology } from './topology-plan.ts';
import type { TopologyServices } from './topology-services.ts';
import { XorShift } from './xor-shift.ts';

/** Everything that runs in one topology. */
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
  readonly sinks: ReadonlyMap<string, Sink>;
  componentOf(bolt: BoltExecutor): string;
}

/** Makes tasks, executors and the routes between them. */
export function buildTopology(input: StageInput, services: TopologyServices): Topology {
  return new Builder(input, services).build();
}

class Builder {
  readonly #input: StageInput;
  readonly #stage: TupleTreeStage;
  readonly #services: TopologyServices;
  readonly #plan: PlannedComponent[];
  readonly #random: XorShift;
  /** Meters by place in the plan, and the executor of each task by component. */
  readonly #boltMeters: BoltMeters[] = [];
  readonly #executorOfTask = new Map<string, BoltExecutor[]>();
  readonly #connections = new Map<string, ConnectionMeters>();
  readonly #sinks = new Map<string, Sink>();
  readonly #chains = new Map<string, TaskChain>();

  constructor(input: StageInput, services: TopologyServices) {
    this.#input = input;
    this.#stage = input.stage as TupleTreeStage;
    this.#services = services;
    this.#plan = planTopology(input);
    this.#random = new XorShift(input.host.seed);
  }

  build(): Topology {
    const nowMs = this.#services.now();
    const spoutMeters = [];
    const boltMeters = [];
    // Receivers first: a route needs the executors at its far end.
    for (const component of [...this.#plan].reverse()) {
      const options = { executors: component.executors, nowMs };
      if (component.isSpout) {
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
      sinks: this.#sinks,
      componentOf: (bolt) => owners.get(bolt) ?? '',
    };
  }

  #seeded(): XorShift {
    return new XorShift(this.#random.next());
  }

  #executors(component: PlannedComponent, meters: BoltMeters): BoltExecutor[] {
    const ofTask: BoltExecutor[] = [];
    const executors = executorRanges(component.tasks, component.executors).map(({ first, count }, index) => {
      const tasks = Array.from({ length: count }, (_, i) => this.#boltTask(component, first + i, meters));
      const executor = new BoltExecutor({
        component,
        index,
        firstTask: first,
        tasks,
        meters,
        random: this.#seeded(),
        services: this.#services,
        capacity: this.#stage.receiveQueue ?? defaultReceiveQueue,
      });
      for (let i = 0; i < count; i++) ofTask.push(executor);
      return executor;
    });
    this.#executorOfTask.set(component.id, ofTask);
    return executors;
  }

  #boltTask(component: PlannedComponent, task: number, meters: ComponentMeters): BoltTask {
    const sender = new Sender(this.#routes(component, task), this.#seeded(), meters);
    const chain = new TaskChain(component, task, this.#input, (operator, output, batch) =>
      sender.send(operator, output, batch),
    );
    if (chain.sink && !this.#sinks.has(component.id)) this.#sinks.set(component.id, chain.sink);
    if (task === 0) this.#chains.set(component.id, chain);
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
      const receivers = target && this.#executorOfTask.get(target.id);
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
          step: this.#chains.get(target.id)?.indexOf(stream.to.operator) ?? 0,
          port: stream.to.input,
          connection,
        },
      ];
    });
  }
}
