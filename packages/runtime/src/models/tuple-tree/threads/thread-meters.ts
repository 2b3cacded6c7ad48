import type { Meter, Meters } from '../../../metrics/meters.ts';
import type { Series } from '../../../run-contract.ts';

/**
 * Adds what a worker thread counts to the numbers of the run. The thread's values lie in shared memory, so that what
 * it had counted when it died is known exactly.
 */
export class ThreadMeters {
  readonly #meters: Meters;
  readonly #known = new Map<string, { readonly meter: Meter; taken: number }>();
  #series: readonly Series[] = [];
  #values: Float64Array = new Float64Array(0);

  constructor(meters: Meters) {
    this.#meters = meters;
  }

  /** The thread says what it counts, and where. */
  adopt(series: readonly Series[], values: Float64Array): void {
    this.#series = series;
    this.#values = values;
  }

  /** Gauges begin anew with each sample: the thread of the run sets those it has a part in, then `merge` adds. */
  begin(): void {
    for (const series of this.#series)
      if (series.scope !== 'run' && series.kind === 'gauge' && !series.name.endsWith('Latency'))
        this.#meterOf(series).meter.set(0);
  }

  /**
   * Takes over what is new. Gauges are added up; the largest counts where a sum makes no sense. Mean latencies are the thread's.
   */
  merge({ isAlive }: { readonly isAlive: boolean }): void {
    for (const [i, series] of this.#series.entries()) {
      if (series.scope === 'run') continue;
      const value = this.#values[i] as number;
      const known = this.#meterOf(series);
      const { meter } = known;
      if (series.kind === 'counter') {
        meter.add(value - known.taken);
        known.taken = value;
      } else if (!isAlive || value === 0) continue;
      else if (series.name === 'busy') meter.set(Math.min(1, meter.value() + value));
      else if (series.name === 'queued') meter.set(meter.value() + value);
      else if (series.name.endsWith('Latency')) meter.set(value);
      else meter.set(Math.max(meter.value(), value));
    }
  }

  #meterOf(series: Series): { readonly meter: Meter; taken: number } {
    const { scope, ref, name, kind, unit } = series;
    const key = `${scope}\u0000${ref}\u0000${name}`;
    const known = this.#known.get(key);
    if (known) return known;
    const made = { meter: this.#meters[kind](scope, ref, name, unit), taken: 0 };
    this.#known.set(key, made);
    return made;
  }
}
