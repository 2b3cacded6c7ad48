import type { MicroBatchStage } from '@sluice/ir';
import type { Meter, Meters } from '../../metrics/meters.ts';
import type { BatchPlan, PlanNode, PlanTarget } from './batch-plan.ts';

/** Counters of an edge between components. */
export interface EdgeMeters {
  readonly events: Meter;
  readonly bytes: Meter;
  readonly queued: Meter;
}

/** Counters of a component; chains of operators share them. */
export interface ComponentMeters {
  readonly in: Meter;
  readonly out: Meter;
  readonly busy: Meter;
}

/** Spark's own numbers of a streaming context. */
export interface ContextMeters {
  readonly schedulingDelay: Meter;
  readonly processingTime: Meter;
  readonly totalDelay: Meter;
  readonly inputRate: Meter;
  readonly waitingBatches: Meter;
  readonly runningBatches: Meter;
  readonly unprocessedBatches: Meter;
  readonly totalCompletedBatches: Meter;
  readonly failedBatches: Meter;
  /** Attempts that failed and were made again, or made their batch fail. */
  readonly failedTasks: Meter;
  readonly totalReceivedRecords: Meter;
  readonly totalProcessedRecords: Meter;
  readonly receivers: Meter;
}

export interface BatchMeters {
  readonly context: ContextMeters;
  /** Records a receiver took in that came into no batch, because the process died. */
  lost(node: PlanNode): Meter;
  /** Limit of a receiver, records a second; only where there is one. */
  rateLimit(node: PlanNode): Meter;
  /** All counters by name, as they are once the backlog of the receivers is taken away. */
  snapshot(backlogOf: (node: PlanNode) => number): { readonly [name: string]: number };
  restore(saved: { readonly [name: string]: number }): void;
  component(node: PlanNode): ComponentMeters;
  /** Undefined for streams inside a component. */
  edge(target: PlanTarget): EdgeMeters | undefined;
}

/** Registers every series of a micro-batch stage. */
export function createBatchMeters(stage: MicroBatchStage, plan: BatchPlan, meters: Meters): BatchMeters {
  const system = stage.origin.system ?? stage.id;
  const gauge = (name: string, unit: string): Meter => meters.gauge('system', system, name, unit);
  const counted = new Map<string, Meter>();
  const count = (
    scope: 'system' | 'component' | 'connection',
    ref: string,
    name: string,
    unit: string,
  ): Meter => {
    const meter = meters.counter(scope, ref, name, unit);
    counted.set(`${scope}\u0000${ref}\u0000${name}`, meter);
    return meter;
  };
  const counter = (name: string, unit: string): Meter => count('system', system, name, unit);
  const components = new Map<string, ComponentMeters>();
  const edges = new Map<string, EdgeMeters>();
  for (const { component } of plan.nodes) {
    if (components.has(component)) continue;
    components.set(component, {
      in: count('component', component, 'in', 'records'),
      out: count('component', component, 'out', 'records'),
      busy: meters.gauge('component', component, 'busy', ''),
    });
  }
  for (const node of plan.nodes) {
    for (const targets of node.targets.values()) {
      for (const { connection } of targets) {
        if (connection === undefined || edges.has(connection)) continue;
        edges.set(connection, {
          events: count('connection', connection, 'events', 'records'),
          bytes: count('connection', connection, 'bytes', 'B'),
          queued: meters.gauge('connection', connection, 'queued', 'records'),
        });
      }
    }
  }
  const lost = new Map(
    plan.sources.map((node) => [node, count('component', node.component, 'lost', 'records')] as const),
  );
  const context: ContextMeters = {
    schedulingDelay: gauge('schedulingDelay', 'ms'),
    processingTime: gauge('processingTime', 'ms'),
    totalDelay: gauge('totalDelay', 'ms'),
    inputRate: gauge('inputRate', 'records/s'),
    waitingBatches: gauge('waitingBatches', 'batches'),
    runningBatches: gauge('runningBatches', 'batches'),
    unprocessedBatches: gauge('unprocessedBatches', 'batches'),
    totalCompletedBatches: counter('totalCompletedBatches', 'batches'),
    failedBatches: counter('failedBatches', 'batches'),
    failedTasks: counter('failedTasks', 'tasks'),
    totalReceivedRecords: counter('totalReceivedRecords', 'records'),
    totalProcessedRecords: counter('totalProcessedRecords', 'records'),
    receivers: gauge('receivers', ''),
  };

  function snapshot(backlogOf: (node: PlanNode) => number): { [name: string]: number } {
    const values = new Map([...counted].map(([name, meter]) => [meter, { name, value: meter.value() }]));
    const less = (meter: Meter, by: number): void => {
      const entry = values.get(meter);
      if (entry) entry.value -= by;
    };
    for (const node of plan.sources) {
      const backlog = backlogOf(node);
      less((components.get(node.component) as ComponentMeters).out, backlog);
      less(context.totalReceivedRecords, backlog);
    }
    return Object.fromEntries([...values.values()].map(({ name, value }) => [name, value]));
  }

  return {
    context,
    snapshot,
    restore: (saved) => {
      for (const [name, meter] of counted) meter.restore(saved[name] ?? 0, true);
    },
    lost: (node) => lost.get(node) as Meter,
    rateLimit: (node) => meters.gauge('component', node.component, 'rateLimit', 'records/s'),
    component: (node) => components.get(node.component) as ComponentMeters,
    edge: (target) => (target.connection === undefined ? undefined : edges.get(target.connection)),
  };
}
