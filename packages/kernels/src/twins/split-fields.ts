import {
  type FieldTarget,
  noSlice,
  type RowSet,
  type Separator,
  type Slices,
  type SliceTarget,
  type SplitResult,
} from '../contract.ts';
import { liveCount, rowAt } from './rows.ts';

/** ASCII white space: tab, line feed, vertical tab, form feed, carriage return, space. */
export function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

/** Calls `take` with the slices of one row until it says false. */
export function eachField(
  row: { readonly bytes: Uint8Array; readonly start: number; readonly end: number },
  separator: Separator,
  take: (start: number, end: number) => boolean,
): void {
  const { bytes, start, end } = row;
  if (separator === 'words') {
    let from = -1;
    for (let at = start; at < end; at++) {
      if (!isSpace(bytes[at] as number)) {
        if (from < 0) from = at;
      } else if (from >= 0) {
        if (!take(from, at)) return;
        from = -1;
      }
    }
    if (from >= 0) take(from, end);
    return;
  }
  let from = start;
  for (let at = start; at < end; at++) {
    if (bytes[at] !== separator) continue;
    if (!take(from, at)) return;
    from = at + 1;
  }
  take(from, end);
}

function sliceOf(column: Slices, row: number): { bytes: Uint8Array; start: number; end: number } {
  return {
    bytes: column.bytes,
    start: column.starts[row] as number,
    end: column.ends[row] as number,
  };
}

export function countFields(column: Slices, rows: RowSet, separator: Separator): number {
  const live = liveCount(rows);
  let count = 0;
  for (let i = 0; i < live; i++) {
    eachField(sliceOf(column, rowAt(rows, i)), separator, () => {
      count++;
      return true;
    });
  }
  return count;
}

export function splitFields(
  column: Slices,
  rows: RowSet,
  how: { readonly separator: Separator; readonly from?: number },
  into: FieldTarget,
): SplitResult {
  const live = liveCount(rows);
  const from = how.from ?? 0;
  const limit = into.starts.length;
  let fields = 0;
  for (let i = from; i < live; i++) {
    const row = rowAt(rows, i);
    const before = fields;
    let fits = true;
    eachField(sliceOf(column, row), how.separator, (start, end) => {
      fits = fields < limit;
      if (!fits) return false;
      into.starts[fields] = start;
      into.ends[fields] = end;
      into.parents[fields] = row;
      fields++;
      return true;
    });
    if (!fits) return { fields: before, rows: i - from };
  }
  return { fields, rows: Math.max(live - from, 0) };
}

export function fieldAt(
  column: Slices,
  rows: RowSet,
  which: { readonly separator: Separator; readonly index: number },
  into: SliceTarget,
): number {
  const live = liveCount(rows);
  let found = 0;
  for (let i = 0; i < live; i++) {
    const row = rowAt(rows, i);
    into.starts[row] = noSlice;
    into.ends[row] = noSlice;
    let index = 0;
    eachField(sliceOf(column, row), which.separator, (start, end) => {
      if (index++ !== which.index) return true;
      into.starts[row] = start;
      into.ends[row] = end;
      found++;
      return false;
    });
  }
  return found;
}
