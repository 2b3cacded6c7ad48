import type { Meter, Meters } from '../../metrics/meters.ts';

const bucketMs = 30_000;
const buckets = 20;

/** Mean of what was added since the last report; keeps the last mean when nothing was. */
class MeanMeter {
  readonly #gauge: Meter;
  #sum = 0;
  #count = 0;

  constructor(gauge: Meter) {
    this.#gauge = gauge;
  }

  add(ms: number, count: number): void {
    this.#sum += ms;
    this.#count += count;
  }

  report(): void {
    if (this.#count === 0) return;
    this.#gauge.set(this.#sum / this.#count);
    this.#sum = 0;
    this.#count = 0;
  }
}

/** Numbers both kinds of components have. `transferred` counts a tuple once for each task it is sent to. */
export class ComponentMeters {
  readonly emitted: Meter;
  readonly transferred: Meter;
  readonly acked: Meter;
  readonly failed: Meter;
  readonly out: Meter;
  readonly #busy: Meter;
  readonly #blocked: Meter;
  readonly #executors: number;
  #busyMs = 0;
  #sinceMs: number;

  constructor(meters: Meters, component: string, options: { executors: number; nowMs: number }) {
    const counter = (name: string): Meter => meters.counter('component', component, name, 'tuples');
    this.emitted = counter('emitted');
    this.transferred = counter('transferred');
    this.acked = counter('acked');
    this.failed = counter('failed');
    this.out = meters.counter('component', component, 'out', 'records');
    this.#busy = meters.gauge('component', component, 'busy');
    this.#blocked = meters.gauge('component', component, 'blocked');
    this.#executors = options.executors;
    this.#sinceMs = options.nowMs;
  }

  addBusy(ms: number): void {
    this.#busyMs += ms;
  }

  /** Sets the gauges; the busiest a component can be is all of its executors all of the time. */
  report(nowMs: number, isBlocked: boolean): void {
    const passed = nowMs - this.#sinceMs;
    if (passed > 0) {
      this.#busy.set(Math.min(1, this.#busyMs / passed / this.#executors));
      this.#busyMs = 0;
      this.#sinceMs = nowMs;
    }
    this.#blocked.set(isBlocked ? 1 : 0);
  }
}

/** A spout's numbers: `pending`, `completeLatency`, `timedOut` out of `failed`, and `replayed`: roots emitted once more. */
export class SpoutMeters extends ComponentMeters {
  readonly timedOut: Meter;
  readonly replayed: Meter;
  readonly #pending: Meter;
  readonly #complete: MeanMeter;

  constructor(meters: Meters, component: string, options: { executors: number; nowMs: number }) {
    super(meters, component, options);
    this.timedOut = meters.counter('component', component, 'timedOut', 'tuples');
    this.replayed = meters.counter('component', component, 'replayed', 'tuples');
    this.#pending = meters.gauge('component', component, 'pending', 'tuples');
    this.#complete = new MeanMeter(meters.gauge('component', component, 'completeLatency', 'ms'));
  }

  addComplete(ms: number, roots: number): void {
    this.#complete.add(ms * roots, roots);
  }

  reportSpout(pending: number): void {
    this.#pending.set(pending);
    this.#complete.report();
  }
}

/**
 * A bolt's numbers. `duplicated` counts the tuples it executed for attempts of roots that failed or timed out: the
 * replay executes all of them once more. `lost` counts what failed or was dropped without ackers.
 */
export class BoltMeters extends ComponentMeters {
  readonly executed: Meter;
  readonly in: Meter;
  readonly duplicated: Meter;
  readonly lost: Meter;
  readonly #execute: MeanMeter;
  readonly #process: MeanMeter;
  readonly #capacity: Meter;
  /** Busy ms by executor, a ring of buckets over the last ten minutes. */
  readonly #rings: Float64Array[];
  readonly #startMs: number;
  #bucket = 0;

  constructor(meters: Meters, component: string, options: { executors: number; nowMs: number }) {
    super(meters, component, options);
    this.executed = meters.counter('component', component, 'executed', 'tuples');
    this.in = meters.counter('component', component, 'in', 'records');
    this.duplicated = meters.counter('component', component, 'duplicated', 'tuples');
    this.lost = meters.counter('component', component, 'lost', 'tuples');
    this.#execute = new MeanMeter(meters.gauge('component', component, 'executeLatency', 'ms'));
    this.#process = new MeanMeter(meters.gauge('component', component, 'processLatency', 'ms'));
    this.#capacity = meters.gauge('component', component, 'capacity');
    this.#rings = Array.from({ length: options.executors }, () => new Float64Array(buckets));
    this.#startMs = options.nowMs;
  }

  /** `executeMs` until `execute` returned, `processMs` until the ack, for a batch of tuples. */
  addExecution(executor: number, tuples: number, executeMs: number, processMs: number): void {
    this.addBusy(executeMs);
    this.#execute.add(executeMs, tuples);
    this.#process.add(processMs, tuples);
    const ring = this.#rings[executor] as Float64Array;
    ring[this.#bucket] = (ring[this.#bucket] as number) + executeMs;
  }

  /** Capacity as Storm defines it: the share of the last ten minutes the busiest executor spent executing. */
  reportBolt(nowMs: number): void {
    this.#execute.report();
    this.#process.report();
    const uptime = nowMs - this.#startMs;
    const bucket = Math.floor(uptime / bucketMs) % buckets;
    while (this.#bucket !== bucket) {
      this.#bucket = (this.#bucket + 1) % buckets;
      for (const ring of this.#rings) ring[this.#bucket] = 0;
    }
    let most = 0;
    for (const ring of this.#rings)
      most = Math.max(
        most,
        ring.reduce((sum, ms) => sum + ms, 0),
      );
    const window = Math.min(uptime, buckets * bucketMs);
    this.#capacity.set(window > 0 ? most / window : 0);
  }
}

/** Numbers of one connection: `events` that went over it, `queued` before its receivers. */
export class ConnectionMeters {
  readonly events: Meter;
  readonly #queued: Meter;
  queued = 0;

  constructor(meters: Meters, connection: string) {
    this.events = meters.counter('connection', connection, 'events', 'records');
    this.#queued = meters.gauge('connection', connection, 'queued', 'records');
  }

  report(): void {
    this.#queued.set(this.queued);
  }
}
