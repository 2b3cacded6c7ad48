import type { RowSearch, RowSet, Slices } from '../contract.ts';
import { liveCount, rowAt } from './rows.ts';

export function findRows(column: Slices, rows: RowSet, search: RowSearch, into: Uint32Array): number {
  const live = liveCount(rows);
  const isInverted = search.isInverted === true;
  let found = 0;
  for (let i = 0; i < live; i++) {
    const row = rowAt(rows, i);
    const start = column.starts[row] as number;
    const end = column.ends[row] as number;
    if (matches(column.bytes, { start, end }, search) !== isInverted) into[found++] = row;
  }
  return found;
}

function matches(
  bytes: Uint8Array,
  row: { readonly start: number; readonly end: number },
  search: RowSearch,
): boolean {
  const { pattern } = search;
  const last = row.end - pattern.length;
  switch (search.place) {
    case 'start':
      return last >= row.start && isAt(bytes, row.start, pattern);
    case 'end':
      return last >= row.start && isAt(bytes, last, pattern);
    case 'all':
      return last === row.start && isAt(bytes, row.start, pattern);
    case 'anywhere':
      for (let at = row.start; at <= last; at++) if (isAt(bytes, at, pattern)) return true;
      return false;
  }
}

function isAt(bytes: Uint8Array, at: number, pattern: Uint8Array): boolean {
  for (let k = 0; k < pattern.length; k++) if (bytes[at + k] !== pattern[k]) return false;
  return true;
}
