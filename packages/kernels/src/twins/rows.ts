import type { RowSet } from '../contract.ts';

/** Live rows of a row set. */
export function liveCount(rows: RowSet): number {
  return rows.selection ? rows.selection.length : rows.rows;
}

/** The row at a live index. */
export function rowAt(rows: RowSet, index: number): number {
  return rows.selection ? (rows.selection[index] as number) : index;
}
