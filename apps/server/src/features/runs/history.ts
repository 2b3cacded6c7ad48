import type { RunHistory, RunSchema } from '@sluice/protocol';

const keptSeconds = 15 * 60;

/** The last 15 minutes of a run at 1 Hz, in memory, and its newest sample: of a run that is over, the final counts. */
export function createHistory(): {
  add(timeMs: number, values: readonly number[]): void;
  read(schema: RunSchema, seconds: number): RunHistory;
} {
  const ticks: { readonly timeMs: number; readonly values: Float64Array }[] = [];
  let newest: { readonly timeMs: number; readonly values: readonly number[] } | undefined;
  return {
    add(timeMs, values) {
      newest = { timeMs, values };
      const last = ticks.at(-1);
      // Ticks come at 10 Hz and jitter; 950 ms keeps one a second.
      if (last !== undefined && timeMs - last.timeMs < 950) return;
      ticks.push({ timeMs, values: Float64Array.from(values) });
      if (ticks.length > keptSeconds) ticks.shift();
    },
    read(schema, seconds) {
      const width = schema.series.length;
      const isAhead = newest !== undefined && newest.timeMs > (ticks.at(-1)?.timeMs ?? 0);
      const kept = [...ticks.slice(-Math.max(1, seconds)), ...(isAhead && newest ? [newest] : [])];
      return {
        schema,
        ticks: kept.map(({ timeMs, values }) => ({
          timeMs,
          values: Array.from({ length: width }, (_, i) => values[i] ?? 0),
        })),
      };
    },
  };
}
