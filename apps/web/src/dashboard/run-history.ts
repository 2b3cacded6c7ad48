import type { RunHistory, RunSchema, RunTick } from '@sluice/protocol';
import { type SeriesScope, seriesKey } from '../store/tick-ring.ts';

/** One kept sample. */
export interface HistoryRow {
  readonly timeMs: number;
  readonly values: readonly number[];
}

const keptSeconds = 900;
const stepMs = 1000;

/**
 * The last 15 minutes of one run, one row a second. The last row is replaced until its second is full, so that it is
 * always the newest sample: what the charts end with is what the counters show. Times ascend.
 */
export class HistoryRows {
  #schema: RunSchema | undefined;
  #indexes = new Map<string, number>();
  #rows: HistoryRow[] = [];

  get schema(): RunSchema | undefined {
    return this.#schema;
  }

  get rows(): readonly HistoryRow[] {
    return this.#rows;
  }

  get newest(): HistoryRow | undefined {
    return this.#rows.at(-1);
  }

  /** Puts what the server kept before what has arrived since. */
  load(history: RunHistory): void {
    this.#adopt(history.schema);
    const last = history.ticks.at(-1)?.timeMs ?? Number.NEGATIVE_INFINITY;
    this.#rows = [...history.ticks, ...this.#rows.filter((row) => row.timeMs > last)];
    this.#trim();
  }

  /** Adds a sample; says whether it could be read. */
  push(tick: Pick<RunTick, 'revision' | 'timeMs' | 'values'>): boolean {
    if (this.#schema?.revision !== tick.revision) return false;
    const row = { timeMs: tick.timeMs, values: tick.values };
    const [before, newest] = [this.#rows.at(-2), this.#rows.at(-1)];
    if (newest !== undefined && tick.timeMs <= newest.timeMs) return false;
    if (
      before !== undefined &&
      tick.timeMs - before.timeMs < stepMs * 1.5 &&
      tick.timeMs - before.timeMs <= stepMs
    ) {
      this.#rows[this.#rows.length - 1] = row;
    } else {
      this.#rows.push(row);
      this.#trim();
    }
    return true;
  }

  index(scope: SeriesScope, ref: string, name: string): number {
    return this.#indexes.get(seriesKey(scope, ref, name)) ?? -1;
  }

  /** The row nearest to a time. */
  nearest(timeMs: number): number {
    let best = -1;
    for (let i = 0; i < this.#rows.length; i++) {
      const row = this.#rows[i];
      const held = this.#rows[best];
      if (row === undefined) continue;
      if (held === undefined || Math.abs(row.timeMs - timeMs) <= Math.abs(held.timeMs - timeMs)) best = i;
      else break;
    }
    return best;
  }

  #adopt(schema: RunSchema): void {
    this.#schema = schema;
    this.#indexes = new Map(schema.series.map((s, index) => [seriesKey(s.scope, s.ref, s.name), index]));
  }

  #trim(): void {
    if (this.#rows.length > keptSeconds) this.#rows.splice(0, this.#rows.length - keptSeconds);
  }
}

/** A gauge over time. */
export function gaugeColumn(rows: readonly HistoryRow[], index: number): (number | null)[] {
  return rows.map((row) => row.values[index] ?? null);
}

/**
 * The sum of counters, per second, over time. The first row has nothing before it, and a row that is still young is
 * left out, so that a tenth of a second looks neither like a burst nor like a gap.
 */
export function rateColumn(rows: readonly HistoryRow[], indexes: readonly number[]): (number | null)[] {
  return rows.map((row, place) => {
    const before = rows[place - 1];
    if (before === undefined || indexes.length === 0 || row.timeMs - before.timeMs < stepMs * 0.9)
      return null;
    const seconds = (row.timeMs - before.timeMs) / 1000;
    if (seconds <= 0) return null;
    return Math.max(0, sumAt(row, indexes) - sumAt(before, indexes)) / seconds;
  });
}

/** Sums values of a row. */
export function sumAt(row: HistoryRow, indexes: readonly number[]): number {
  return indexes.reduce((sum, index) => sum + (row.values[index] ?? 0), 0);
}

/** What counters grew by, in steps of equal length; `timeMs` is the middle of a step. */
export function growthPerStep(
  rows: readonly HistoryRow[],
  indexes: readonly number[],
  stepSeconds: number,
): readonly { readonly timeMs: number; readonly grown: number }[] {
  const length = stepSeconds * 1000;
  const steps = new Map<number, number>();
  for (let place = 1; place < rows.length; place++) {
    const [before, row] = [rows[place - 1], rows[place]];
    if (before === undefined || row === undefined) continue;
    const step = Math.floor(row.timeMs / length);
    const grown = Math.max(0, sumAt(row, indexes) - sumAt(before, indexes));
    steps.set(step, (steps.get(step) ?? 0) + grown);
  }
  return [...steps].map(([step, grown]) => ({ timeMs: (step + 0.5) * length, grown }));
}

/** Latency is measured in whole milliseconds; less than one is drawn on the lowest line. */
export const floorMs = 1;

/**
 * What is drawn of several percentiles: nothing until a record has arrived (zeros in all of them), from then on zero
 * is less than a millisecond.
 */
export function drawnLatencies(columns: readonly (readonly (number | null)[])[]): (number | null)[][] {
  const first = Math.min(
    ...columns.map((column) => {
      const place = column.findIndex((value) => value !== null && value > 0);
      return place < 0 ? Number.POSITIVE_INFINITY : place;
    }),
  );
  return columns.map((column) =>
    column.map((value, place) => (value === null || place < first ? null : Math.max(floorMs, value))),
  );
}
