import type { RunSchema } from '@sluice/protocol';
import type { Series } from '@sluice/runtime';

/**
 * Keeps one run's numbers in one order over restarts of its engine process. Counters go on from where the process
 * that died had reported them; gauges start over.
 */
export interface SeriesTable {
  schema(): RunSchema;
  values(): readonly number[];
  /** A (new) process says what it measures. Returns whether the schema changed. */
  adopt(series: readonly Series[]): boolean;
  /** A sample of the process, in its own order; what it restored from durable state is not carried once more. */
  update(sample: {
    readonly values: readonly number[];
    readonly restored?: readonly (number | undefined)[];
  }): void;
  /** The process is gone: what it counted stays, what it measured is nothing now. */
  leave(): void;
  /** Sum of the counters of a name, over all components and connections. */
  total(name: string): number;
}

/** Makes an empty table for a run. */
export function createSeriesTable(run: string): SeriesTable {
  let revision = 0;
  let series: Series[] = [];
  let places = new Map<string, number>();
  /** Where the value at an index of the process's samples goes. */
  let targets: number[] = [];
  let carried: number[] = [];
  let current: number[] = [];

  return {
    schema: () => ({ run, revision, series }),
    values: () => current,
    adopt(reported) {
      const before = series.length;
      targets = reported.map((item) => {
        const key = keyOf(item);
        let place = places.get(key);
        if (place === undefined) {
          place = series.length;
          places.set(key, place);
          series = [...series, item];
          carried.push(0);
          current.push(0);
        }
        return place;
      });
      if (series.length === before) return false;
      revision += 1;
      return true;
    },
    update({ values, restored }) {
      const next = series.map((item, place) => (item.kind === 'counter' ? (carried[place] ?? 0) : 0));
      for (const [i, place] of targets.entries()) {
        const value = values[i] ?? 0;
        const isCounter = series[place]?.kind === 'counter';
        const isCarried = isCounter && restored?.[i] === undefined;
        next[place] = finite(isCarried ? (carried[place] ?? 0) + value : value);
      }
      current = next;
    },
    leave() {
      carried = series.map((item, place) => (item.kind === 'counter' ? (current[place] ?? 0) : 0));
      current = [...carried];
    },
    total(name) {
      return series.reduce(
        (sum, item, place) =>
          item.name === name && item.kind === 'counter' ? sum + (current[place] ?? 0) : sum,
        0,
      );
    },
  };
}

function keyOf(series: Series): string {
  return `${series.scope}\u0000${series.ref}\u0000${series.name}`;
}

/** JSON has no infinities; a gauge that is one shows as 0. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
