import type { GatherOptions, GatherResult, RowSet, Slices } from '../contract.ts';
import { liveCount, rowAt } from './rows.ts';

export function gather(column: Slices, rows: RowSet, options: GatherOptions, into: Uint8Array): GatherResult {
  const { separator, at } = options;
  const extra = separator === undefined ? 0 : 1;
  const live = liveCount(rows);
  const from = options.from ?? 0;
  let to = at;
  for (let i = from; i < live; i++) {
    const row = rowAt(rows, i);
    const start = column.starts[row] as number;
    const end = column.ends[row] as number;
    if (to + (end - start) + extra > into.length) return { bytes: to - at, rows: i - from };
    into.set(column.bytes.subarray(start, end), to);
    to += end - start;
    if (separator !== undefined) into[to++] = separator;
  }
  return { bytes: to - at, rows: Math.max(live - from, 0) };
}
