import type { WordTable } from './keyed/word-table.ts';
import type { Slab } from './slab.ts';

/**
 * The unit that moves. A batch is columns over rows; rows become JavaScript strings or objects only where an
 * operator asks for them. Filters shrink `selection`, nothing moves.
 */
export interface Batch {
  /** Rows in the columns, dead ones included. */
  readonly rows: number;
  /** Indices of the live rows, ascending; undefined means all rows live. */
  readonly selection: Uint32Array | undefined;
  /** Columns by field name. */
  readonly columns: ReadonlyMap<string, Column>;
  /** Milliseconds (run clock) when the oldest record entered the run. */
  readonly ingestMs: number;
  /** Root tuple ids per row, only under the tuple-tree model; undefined elsewhere. */
  readonly roots?: Int32Array;
  /** The memory its columns lie in, when that memory is used again; see {@link Slab}. */
  readonly slab?: Slab;
}

/** Byte strings: row i is `bytes[starts[i], ends[i])`. UTF-8 when read as a string. */
export interface BytesColumn {
  readonly kind: 'bytes';
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** Every byte from the first start to the last end is below 0x80: strings may be cut from one decoded segment. */
  readonly isAscii: boolean;
  /** Bytes between each row and the next, where that is always the same: 1 for lines of a file. */
  readonly gap?: number;
}
export interface NumberColumn {
  readonly kind: 'number';
  readonly values: Float64Array;
}
/** Anything JSON-like: strings, numbers, booleans, null, lists, maps. */
export interface ValueColumn {
  readonly kind: 'value';
  readonly values: readonly unknown[];
}
/** Texts by number: row i is the word `ids[i]` of the table. Made only where all that follows counts by them. */
export interface WordColumn {
  readonly kind: 'word';
  readonly ids: Int32Array;
  readonly table: WordTable;
  /** Bytes of all rows together, where known. */
  readonly byteLength?: number;
}
export interface ConstantColumn {
  readonly kind: 'constant';
  readonly value: unknown;
}
/** Flume headers, columnar: each header is a column whose value is undefined where the event lacks it. */
export interface HeadersColumn {
  readonly kind: 'headers';
  readonly headers: ReadonlyMap<string, Column>;
}
export type Column = BytesColumn | NumberColumn | ValueColumn | WordColumn | ConstantColumn | HeadersColumn;

/** Live rows of a batch. */
export function liveRows(batch: Batch): number {
  return batch.selection ? batch.selection.length : batch.rows;
}
