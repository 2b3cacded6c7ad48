import type { Series } from '../run-contract.ts';
import { LatencyHistogram } from './latency.ts';
import type { Meter, Meters } from './meters.ts';

/** How long latencies stay when nothing more arrives, at least. */
const shortestHoldMs = 5000;

type SeriesScope = Series['scope'];

/**
 * All numbers of a run in one typed array, one slot a series; adding is one write. Series are registered while the
 * run is built; a task that names a new counter later lengthens the list, and `series` is then longer than before.
 */
export class MeterTable implements Meters {
  #values: Float64Array;
  readonly #isShared: boolean;
  readonly #restored: (number | undefined)[] = [];
  readonly #series: Series[] = [];
  readonly #slots = new Map<string, number>();
  readonly #histogram = new LatencyHistogram();
  readonly #percentiles: readonly { readonly slot: number; readonly fraction: number }[];
  readonly #maxSlot: number;

  #heldUntilMs = Number.NEGATIVE_INFINITY;
  #holdMs = shortestHoldMs;

  readonly latency = {
    record: (ms: number, count: number): void => this.#histogram.record(ms, count),
    comesEvery: (ms: number): void => {
      this.#holdMs = Math.max(this.#holdMs, 2 * ms);
    },
  };

  /** With `isShared` the values lie in memory that other threads can read. */
  constructor({ isShared = false }: { readonly isShared?: boolean } = {}) {
    this.#isShared = isShared;
    this.#values = this.#allocate(256);
    this.#percentiles = [0.5, 0.95, 0.99].map((fraction) => ({
      fraction,
      slot: this.#slot({
        scope: 'run',
        ref: '',
        name: `latency.p${fraction * 100}`,
        kind: 'gauge',
        unit: 'ms',
      }),
    }));
    this.#maxSlot = this.#slot({ scope: 'run', ref: '', name: 'latency.max', kind: 'gauge', unit: 'ms' });
  }

  counter(scope: SeriesScope, ref: string, name: string, unit = ''): Meter {
    return this.#meter(this.#slot({ scope, ref, name, kind: 'counter', unit }));
  }

  gauge(scope: SeriesScope, ref: string, name: string, unit = ''): Meter {
    return this.#meter(this.#slot({ scope, ref, name, kind: 'gauge', unit }));
  }

  get series(): readonly Series[] {
    return this.#series;
  }

  /**
   * Values in the order of `series`. Latencies are those since the last sample that had any: they stay while nothing
   * arrives, for a few seconds, as batches come more rarely than samples are taken.
   */
  sample(nowMs = 0): readonly number[] {
    const hasArrivals = this.#histogram.total > 0;
    if (hasArrivals || nowMs >= this.#heldUntilMs) {
      for (const { slot, fraction } of this.#percentiles)
        this.#values[slot] = this.#histogram.percentile(fraction);
      this.#values[this.#maxSlot] = this.#histogram.max;
    }
    if (hasArrivals) this.#heldUntilMs = nowMs + this.#holdMs;
    this.#histogram.clear();
    return Array.from(this.#values.subarray(0, this.#series.length));
  }

  /** What {@link Meter.restore} added, in the order of `series`; undefined when nothing was. */
  restored(): readonly (number | undefined)[] | undefined {
    if (this.#restored.length === 0) return undefined;
    return this.#series.map((_, slot) => this.#restored[slot]);
  }

  #slot(series: Series): number {
    const token = `${series.scope}\u0000${series.ref}\u0000${series.name}`;
    const known = this.#slots.get(token);
    if (known !== undefined) return known;
    const slot = this.#series.length;
    if (slot === this.#values.length) {
      const next = this.#allocate(slot * 2);
      next.set(this.#values);
      this.#values = next;
    }
    this.#series.push(series);
    this.#slots.set(token, slot);
    return slot;
  }

  /** The values themselves, in the order of `series`; another array once there are many more series. */
  get storage(): Float64Array {
    return this.#values;
  }

  #allocate(slots: number): Float64Array {
    return this.#isShared
      ? new Float64Array(new SharedArrayBuffer(slots * Float64Array.BYTES_PER_ELEMENT))
      : new Float64Array(slots);
  }

  #meter(slot: number): Meter {
    return {
      add: (by) => {
        this.#values[slot] = (this.#values[slot] as number) + by;
      },
      set: (value) => {
        this.#values[slot] = value;
      },
      value: () => this.#values[slot] as number,
      restore: (by, isWhole = false) => {
        if (by === 0 && !isWhole) return;
        this.#values[slot] = (this.#values[slot] as number) + by;
        this.#restored[slot] = (this.#restored[slot] ?? 0) + by;
      },
    };
  }
}
