import type { RowSet, Slices } from './contract.ts';

/** What a JSON value is; `jsonMissing` where the path leads nowhere. */
export const jsonMissing = 0;
export const jsonString = 1;
export const jsonNumber = 2;
export const jsonTrue = 3;
export const jsonFalse = 4;
export const jsonNull = 5;
export const jsonObject = 6;
export const jsonArray = 7;
/** Added to `jsonString` when the slice holds escapes: `JSON.parse` of the slice in quotes decodes it. */
export const jsonEscaped = 8;

/** Columns of a path without `[*]`, by row index. */
export interface JsonColumn {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly kinds: Uint8Array;
}

/** List of a path with `[*]`; null and missing items are left out. All of one length. */
export interface JsonList extends JsonColumn {
  readonly parents: Uint32Array;
}

export interface JsonTargets {
  /** One for each path, in order: a column or, for paths with `[*]`, a list. */
  readonly paths: readonly (JsonColumn | JsonList)[];
  /** 1 at the index of each live row that `JSON.parse` must read instead, else 0. */
  readonly fallbacks: Uint8Array;
}

export interface JsonResult {
  /** Live rows done from `from` on; less than all when a list was full. */
  readonly rows: number;
  /** Rows that `JSON.parse` must read; they have kind `jsonMissing` in columns and nothing in lists. */
  readonly fallbacks: number;
  /** Items in the list of each path; 0 for columns. */
  readonly items: readonly number[];
}

/**
 * Reads paths such as `$.a.b` and `$.a[*].c` from one JSON text a row without parsing the rest into values. A row that
 * is not flagged gives what `JSON.parse` and the path give. Flagged are rows that are not valid JSON, nest deeper than
 * 64, or write a key on the way with escapes or a list twice. Slices of strings lie between the quotes.
 */
export interface JsonKernel {
  /** Which paths have `[*]` and so make a list. */
  readonly isList: readonly boolean[];
  /** Reads the live rows from live index `from` on. */
  read(column: Slices, rows: RowSet, into: JsonTargets, from?: number): JsonResult;
  /** Gives the memory of the paths back. */
  dispose(): void;
}
