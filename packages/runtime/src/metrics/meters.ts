/** One number a task adds to or sets; adding is a plain typed-array write, once per batch. */
export interface Meter {
  add(by: number): void;
  set(value: number): void;
  value(): number;
  /**
   * Adds what earlier starts of the run have counted, as it was written down durably; see `Sample.restored`. With
   * `isWhole` that is all there is to add, also when it is 0: whatever a dead process counted beyond it comes again.
   */
  restore(by: number, isWhole?: boolean): void;
}

/** Records a latency in ms for `count` records at once. */
export interface LatencyMeter {
  record(ms: number, count: number): void;
  /** Says that records arrive in batches this far apart, so that what is shown lasts from one to the next. */
  comesEvery(ms: number): void;
}

/**
 * Registers series while a run is built; afterwards the list is fixed. Asking twice for one series gives the same
 * meter. Names are listed at `Series` in run-contract.ts.
 */
export interface Meters {
  counter(
    scope: 'connection' | 'component' | 'system' | 'run',
    ref: string,
    name: string,
    unit?: string,
  ): Meter;
  gauge(
    scope: 'connection' | 'component' | 'system' | 'run',
    ref: string,
    name: string,
    unit?: string,
  ): Meter;
  readonly latency: LatencyMeter;
}
