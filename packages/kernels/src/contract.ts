/**
 * What the kernels promise. A kernel reads and writes typed-array views and knows nothing of streams. Where all views of
 * a call lie in `Kernels.memory` it runs in WebAssembly, elsewhere in TypeScript, with equal results.
 *
 * Two kinds of results: kernels that make a column (`fieldAt`, `json`, `logFields`) write at the index of the row, so
 * that a selection stays valid; kernels that make a list (`findRows`, `splitFields`, ids, hashes) write one after the
 * other in the order of the live rows. Targets must be large enough; kernels that can stop half-way say so.
 */
import type { ArenaPool } from './arena-pool.ts';
import type { Dictionary, DictionaryOptions } from './dictionary-contract.ts';
import type { JsonKernel } from './json-contract.ts';
import type { LogTargets } from './log-contract.ts';
import type { MatchPlan, MatchResult } from './match-contract.ts';

/** Start or end of a slice that does not exist. */
export const noSlice = 0xffffffff;

/** Byte strings: row i is `bytes[starts[i], ends[i])`. Starts and ends must lie within `bytes`. */
export interface Slices {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** Which rows a kernel reads. A batch of the runtime is one. */
export interface RowSet {
  /** Rows there are, dead ones included. */
  readonly rows: number;
  /** Indices of the live rows, ascending; undefined means all. */
  readonly selection: Uint32Array | undefined;
}

/** Where slices go. */
export interface SliceTarget {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** Where slices that belong to rows go; all three of one length. */
export interface FieldTarget extends SliceTarget {
  /** Row each slice was cut from. */
  readonly parents: Uint32Array;
}

export interface LinesInput {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  /** Leaves one `\r` before the `\n` out of the line. */
  readonly stripsCarriageReturn?: boolean;
}

export interface LinesResult {
  readonly rows: number;
  /** Position after the last line end that was taken; `from` when there was none. */
  readonly end: number;
  /** Every byte of `[from, end)` is below 0x80. */
  readonly isAscii: boolean;
}

export interface RowSearch {
  readonly pattern: Uint8Array;
  readonly place: 'anywhere' | 'start' | 'end' | 'all';
  /** Wants the rows that do not match. */
  readonly isInverted?: boolean;
}

/** A one-byte separator (`split(text, ',')`: n separators make n + 1 fields), or runs of ASCII white space (9-13, 32). */
export type Separator = number | 'words';

export interface SplitResult {
  readonly fields: number;
  /** Live rows that are done; less than all when the target was full. No row is done by halves. */
  readonly rows: number;
}

export interface GatherOptions {
  /** Byte after each row; none when undefined. */
  readonly separator?: number | undefined;
  /** Where in the target to begin. */
  readonly at: number;
  /** Live index to begin with; default 0. */
  readonly from?: number;
}

export interface GatherResult {
  /** Bytes written. */
  readonly bytes: number;
  /** Live rows written from `from` on; less than all when the target was full. */
  readonly rows: number;
}

/** `java`: `String.hashCode` of the UTF-8 text (malformed bytes read as U+FFFD). `murmur3`: MurmurHash3 x86 32, seed 0. */
export type HashKind = 'java' | 'murmur3';

export interface Kernels {
  /** The TypeScript twins serve everything. */
  readonly isPlain: boolean;
  /** Undefined when plain. */
  readonly memory: KernelMemory | undefined;
  readonly arenas: ArenaPool;
  /** Says whether a view lies in the memory of the kernels. */
  owns(view: { readonly buffer: ArrayBufferLike }): boolean;
  /** An array outside the arenas that WebAssembly reaches (counts by id, say); undefined when memory is used up. */
  float64(length: number): OwnedArray<Float64Array> | undefined;

  /** Finds complete lines until the input or the target ends. */
  lines(input: LinesInput, into: SliceTarget): LinesResult;
  /** Writes the live rows that match, ascending, and returns how many. `into` must hold all live rows. */
  findRows(column: Slices, rows: RowSet, search: RowSearch, into: Uint32Array): number;

  /** How many slices `splitFields` will make of all live rows. */
  countFields(column: Slices, rows: RowSet, separator: Separator): number;
  /** Cuts the live rows from live index `from` on. */
  splitFields(
    column: Slices,
    rows: RowSet,
    how: { readonly separator: Separator; readonly from?: number },
    into: FieldTarget,
  ): SplitResult;
  /** The k-th field (from 0) of each live row, at the row's index; `noSlice` where there are fewer. Returns how many exist. */
  fieldAt(
    column: Slices,
    rows: RowSet,
    which: { readonly separator: Separator; readonly index: number },
    into: SliceTarget,
  ): number;

  /** Hashes of the live rows, by live index. */
  hash(column: Slices, rows: RowSet, kind: HashKind, into: Int32Array): void;
  /** `Math.floorMod(hash, partitions)` of each hash. */
  partition(hashes: Int32Array, partitions: number, into: Int32Array): void;

  createDictionary(options?: DictionaryOptions): Dictionary;
  /** `counts[id] += 1` for each id; ids behind the counts are left out. */
  countIds(ids: Int32Array, counts: Float64Array): void;
  /**
   * `counts[id] += 1` for each id, none of them behind the counts; ids whose count was 0 go to `firsts`, which has room
   * for as many as there are ids. Returns how many there were.
   */
  countFirsts(ids: Int32Array, counts: Float64Array, firsts: Int32Array): number;
  /** `sums[ids[i]] += values[i]`; ids behind the sums are left out. */
  sumIds(ids: Int32Array, values: Float64Array, sums: Float64Array): void;

  /** A reader of 1 to 8 paths, or undefined when one of them is none it can follow. */
  json(paths: readonly string[]): JsonKernel | undefined;
  /** Reads lines of the combined log format; returns how many live rows were malformed. */
  logFields(column: Slices, rows: RowSet, into: LogTargets): number;

  /**
   * Matches steps against the live rows. Positions go to the lists, by row index; a row without a match gets `noSlice` in
   * all of them. `unsure` must hold all live rows.
   */
  matchSteps(
    column: Slices,
    rows: RowSet,
    plan: MatchPlan,
    into: { readonly lists: readonly Uint32Array[]; readonly unsure: Uint32Array },
  ): MatchResult;

  /** Copies live rows one after the other. What lies in `into` behind them may be written over as well. */
  gather(column: Slices, rows: RowSet, options: GatherOptions, into: Uint8Array): GatherResult;
  /** CRC-32 as zlib computes it; `seed` is the value of what came before. */
  crc32(bytes: Uint8Array, seed?: number): number;

  /** Gives instance memory back; dictionaries and arenas of these kernels must not be used any more. */
  dispose(): void;
}

/** What a `WebAssembly.Memory` is to us. */
export interface KernelMemory {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

/** A typed array with an owner. */
export interface OwnedArray<TArray> {
  readonly array: TArray;
  free(): void;
}
