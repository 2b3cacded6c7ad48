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
  readonly totalReceivedRecords: Meter;
  readonly totalProcessedRecords: Meter;
  readonly receivers: Meter;
}

export interface BatchMeters {
  readonly context: ContextMeters;
  component(node: PlanNode): ComponentMeters;
  /** Undefined for streams inside a component. */
  edge(target: PlanTarget): EdgeMeters | undefined;
}

/** Registers every series of a micro-batch stage. */
export function createBatchMeters(stage: MicroBatchStage, plan: BatchPlan, meters: Meters): BatchMeters {
  const system = stage.origin.system ?? stage.id;
  const gauge = (name: string, unit: string): Meter => meters.gauge('system', system, name, unit);
  const counter = (name: string, unit: string): Meter => meters.counter('system', system, name, unit);
  const components = new Map<string, ComponentMeters>();
  const edges = new Map<string, EdgeMeters>();
  for (const { component } of plan.nodes) {
    if (components.has(component)) continue;
    components.set(component, {
      in: meters.counter('component', component, 'in', 'records'),
      out: meters.counter('component', component, 'out', 'records'),
      busy: meters.gauge('component', component, 'busy', ''),
    });
  }
  for (const node of plan.nodes) {
    for (const targets of node.targets.values()) {
      for (const { connection } of targets) {
        if (connection === undefined || edges.has(connection)) continue;
        edges.set(connection, {
          events: meters.counter('connection', connection, 'events', 'records'),
          bytes: meters.counter('connection', connection, 'bytes', 'B'),
          queued: meters.gauge('connection', connection, 'queued', 'records'),
        });
      }
    }
  }
  return {
    context: {
      schedulingDelay: gauge('schedulingDelay', 'ms'),
      processingTime: gauge('processingTime', 'ms'),
      totalDelay: gauge('totalDelay', 'ms'),
      inputRate: gauge('inputRate', 'records/s'),
      waitingBatches: gauge('waitingBatches', 'batches'),
      runningBatches: gauge('runningBatches', 'batches'),
      unprocessedBatches: gauge('unprocessedBatches', 'batches'),
      totalCompletedBatches: counter('totalCompletedBatches', 'batches'),
      failedBatches: counter('failedBatches', 'batches'),
      totalReceivedRecords: counter('totalReceivedRecords', 'records'),
      totalProcessedRecords: counter('totalProcessedRecords', 'records'),
      receivers: gauge('receivers', ''),
    },
    component: (node) => components.get(node.component) as ComponentMeters,
    edge: (target) => (target.connection === undefined ? undefined : edges.get(target.connection)),
  };
}
