import {
  type Arena,
  type JsonKernel,
  jsonString,
  type Kernels,
  type RowSet,
  type Slices,
  textBytes,
} from '@sluice/kernels';
import type { BytesColumn } from '../batch.ts';
import { copyBytes } from '../text.ts';

const mostItems = 16 * 1024;
const mostRows = 64 * 1024;
/** Rows that are copied at once. */
const chunkRows = 4096;
/** Batches in a row that the kernel could not read: then it is not asked any more. */
const mostMisses = 8;

/** Texts found in JSON: slices of the text they were found in. */
export interface FoundTexts {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** Physical row of each. */
  readonly parents: Uint32Array;
  /** Live rows that are done. */
  readonly rows: number;
}

interface Workbench {
  readonly text: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly list: {
    readonly starts: Uint32Array;
    readonly ends: Uint32Array;
    readonly kinds: Uint8Array;
    readonly parents: Uint32Array;
  };
  readonly fallbacks: Uint8Array;
}

/**
 * Finds the texts at a path with `[*]` in JSON as bytes. Where a row holds anything but plain texts there (numbers,
 * escapes, broken JSON) it finds nothing: the expression has to be asked.
 */
export class JsonItems {
  readonly #kernels: Kernels;
  readonly #kernel: JsonKernel | undefined;
  #bench: Workbench | null | undefined;
  #misses = 0;

  constructor(kernels: Kernels, path: string) {
    this.#kernels = kernels;
    this.#kernel = kernels.isPlain ? undefined : kernels.json([path]);
  }

  /** Texts of live rows from live index `from` on, of as many rows as go at once. */
  find(column: BytesColumn, rows: RowSet, from: number): FoundTexts | undefined {
    if (!this.#kernel || this.#misses >= mostMisses || rows.rows > mostRows) return undefined;
    this.#bench ??= furnish(this.#kernels.arenas.take()) ?? null;
    if (!this.#bench) return undefined;
    const { kernels, selection } = { kernels: this.#kernels, selection: rows.selection };
    const isReached =
      kernels.owns(column.bytes) &&
      kernels.owns(column.starts) &&
      kernels.owns(column.ends) &&
      (selection === undefined || kernels.owns(selection));
    const found = isReached
      ? this.#read(this.#kernel, this.#bench, { column, rows, from })
      : this.#readCopy(this.#kernel, this.#bench, { column, rows, from });
    this.#misses = found ? 0 : this.#misses + 1;
    return found;
  }

  #read(
    kernel: JsonKernel,
    { list, fallbacks }: Workbench,
    { column, rows, from }: { readonly column: Slices; readonly rows: RowSet; readonly from: number },
  ): FoundTexts | undefined {
    const result = kernel.read(column, rows, { paths: [list], fallbacks }, from);
    const items = result.items[0] as number;
    if (result.rows === 0 || result.fallbacks > 0) return undefined;
    for (let i = 0; i < items; i++) if (list.kinds[i] !== jsonString) return undefined;
    return {
      starts: list.starts.slice(0, items),
      ends: list.ends.slice(0, items),
      parents: list.parents.slice(0, items),
      rows: result.rows,
    };
  }

  /** Copies as many rows as there is room for; what is found is told by where it lies in the column. */
  #readCopy(
    kernel: JsonKernel,
    bench: Workbench,
    input: { readonly column: BytesColumn; readonly rows: RowSet; readonly from: number },
  ): FoundTexts | undefined {
    const { column, rows, from } = input;
    const live = rows.selection?.length ?? rows.rows;
    const rowAt = (index: number): number => (rows.selection ? (rows.selection[index] as number) : index);
    const base = column.starts[rowAt(from)] as number;
    let count = 0;
    let end = base;
    while (count < chunkRows && from + count < live) {
      const row = rowAt(from + count);
      const [start, next] = [column.starts[row] as number, column.ends[row] as number];
      if (start < base || next - base > textBytes) break;
      bench.starts[count] = start - base;
      bench.ends[count] = next - base;
      if (next > end) end = next;
      count++;
    }
    if (count === 0) return undefined;
    copyBytes(column.bytes, { start: base, end }, bench.text, 0);
    const copied = { bytes: bench.text, starts: bench.starts, ends: bench.ends };
    const all = { rows: count, selection: undefined };
    const found = this.#read(kernel, bench, { column: copied, rows: all, from: 0 });
    if (!found) return undefined;
    const { starts, ends, parents } = found;
    for (let i = 0; i < starts.length; i++) {
      starts[i] = (starts[i] as number) + base;
      ends[i] = (ends[i] as number) + base;
      parents[i] = rowAt(from + (parents[i] as number));
    }
    return found;
  }
}

function furnish(arena: Arena | undefined): Workbench | undefined {
  if (!arena) return undefined;
  const starts = arena.uint32(chunkRows);
  const ends = arena.uint32(chunkRows);
  const listStarts = arena.uint32(mostItems);
  const listEnds = arena.uint32(mostItems);
  const parents = arena.uint32(mostItems);
  const kinds = arena.bytes(mostItems);
  const fallbacks = arena.bytes(mostRows);
  if (!starts || !ends || !listStarts || !listEnds || !parents || !kinds || !fallbacks) return undefined;
  const list = { starts: listStarts, ends: listEnds, kinds, parents };
  return { text: arena.text, starts, ends, list, fallbacks };
}
