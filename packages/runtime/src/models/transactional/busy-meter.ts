import type { Meter, Meters } from '../../metrics/meters.ts';

/** Measures which part of the time since the last sample a component was at work. */
export class BusyMeter {
  readonly #gauge: Meter;
  readonly #now: () => number;
  #busyMs = 0;
  #sampledMs: number;

  constructor(meters: Meters, component: string, now: () => number) {
    this.#gauge = meters.gauge('component', component, 'busy');
    this.#now = now;
    this.#sampledMs = now();
  }

  /** Adds the time since `fromMs`; returns the time now. */
  since(fromMs: number): number {
    const now = this.#now();
    this.#busyMs += now - fromMs;
    return now;
  }

  sample(): void {
    const now = this.#now();
    const passed = now - this.#sampledMs;
    if (passed > 0) this.#gauge.set(Math.min(1, this.#busyMs / passed));
    this.#busyMs = 0;
    this.#sampledMs = now;
  }
}
