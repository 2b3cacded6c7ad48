import type { RunSchema, RunTick, SeriesInfo } from '@sluice/protocol';

/** A sample as rates and charts need it. */
export interface Sampled {
  readonly timeMs: number;
  readonly values: readonly number[];
}

/** Where a series is measured. */
export type SeriesScope = SeriesInfo['scope'];

/** The key of a series inside one schema. */
export function seriesKey(scope: SeriesScope, ref: string, name: string): string {
  return `${scope}\u0000${ref}\u0000${name}`;
}

/**
 * The last samples of one run and the schema they are read with. Samples of another revision are refused, so an
 * index found in `schema` is always right for every sample kept. Times ascend.
 */
export class TickRing {
  readonly #size: number;
  #schema: RunSchema | undefined;
  #indexes = new Map<string, number>();
  #samples: Sampled[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  get schema(): RunSchema | undefined {
    return this.#schema;
  }

  get last(): Sampled | undefined {
    return this.#samples.at(-1);
  }

  get samples(): readonly Sampled[] {
    return this.#samples;
  }

  /**
   * Takes a schema, unless a newer one of the same run is there already: answers and events overtake each other.
   * Says whether it did. Samples survive when it lists the same series in the same order.
   */
  setSchema(schema: RunSchema): boolean {
    const old = this.#schema;
    if (old !== undefined && old.run === schema.run && old.revision > schema.revision) return false;
    const isSame =
      old !== undefined &&
      old.run === schema.run &&
      old.revision === schema.revision &&
      old.series.length === schema.series.length;
    this.#schema = schema;
    if (isSame) return true;
    this.#samples = [];
    this.#indexes = new Map(schema.series.map((s, index) => [seriesKey(s.scope, s.ref, s.name), index]));
    return true;
  }

  /** Takes a sample; says whether it was kept. */
  push(tick: Pick<RunTick, 'run' | 'revision' | 'timeMs' | 'values'>): boolean {
    const schema = this.#schema;
    if (schema === undefined || tick.run !== schema.run || tick.revision !== schema.revision) return false;
    const last = this.last;
    if (last !== undefined && tick.timeMs <= last.timeMs) return false;
    this.#samples.push({ timeMs: tick.timeMs, values: tick.values });
    if (this.#samples.length > this.#size) this.#samples.shift();
    return true;
  }

  clear(): void {
    this.#schema = undefined;
    this.#indexes = new Map();
    this.#samples = [];
  }

  /** The place of a series in every sample, or -1. */
  index(scope: SeriesScope, ref: string, name: string): number {
    return this.#indexes.get(seriesKey(scope, ref, name)) ?? -1;
  }

  /** The newest value of a series. */
  value(scope: SeriesScope, ref: string, name: string): number | undefined {
    const index = this.index(scope, ref, name);
    return index < 0 ? undefined : this.last?.values[index];
  }

  /** How much a counter grew per second over the last `windowMs` of samples; 0 with fewer than two samples. */
  rate(scope: SeriesScope, ref: string, name: string, windowMs = 1000): number | undefined {
    const index = this.index(scope, ref, name);
    return index < 0 ? undefined : this.rateAt(index, windowMs);
  }

  /** As `rate`, by index. */
  rateAt(index: number, windowMs = 1000): number {
    const newest = this.last;
    if (newest === undefined || this.#samples.length < 2) return 0;
    // The youngest sample at least `windowMs` old; the oldest one when none is.
    let from = 0;
    for (let i = this.#samples.length - 2; i >= 0; i--) {
      const candidate = this.#samples[i];
      if (candidate !== undefined && newest.timeMs - candidate.timeMs >= windowMs - 1) {
        from = i;
        break;
      }
    }
    const oldest = this.#samples[from];
    if (oldest === undefined) return 0;
    const seconds = (newest.timeMs - oldest.timeMs) / 1000;
    const grown = (newest.values[index] ?? 0) - (oldest.values[index] ?? 0);
    // A counter that fell back belongs to a restarted process: no rate until it grows again.
    return seconds <= 0 || grown < 0 ? 0 : grown / seconds;
  }
}
