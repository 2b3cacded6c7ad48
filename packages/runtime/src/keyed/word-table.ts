import {
  type Arena,
  type Dictionary,
  type Kernels,
  type RowSet,
  type Slices,
  textBytes,
} from '@sluice/kernels';
import type { BytesColumn } from '../batch.ts';
import { kernelSlabs, type Slab, type SlabPool } from '../slab.ts';
import { copyBytes } from '../text.ts';

/** Words of rows, by number. */
export interface NumberedWords {
  readonly ids: Int32Array;
  /** Physical row each word was cut from; empty when not asked for. */
  readonly parents: Uint32Array;
  /** Bytes of all words together. */
  readonly byteLength: number;
  /** Live rows they were cut from. */
  readonly rows: number;
  /** The memory they lie in, held once for the caller; undefined where it is collected as garbage. */
  readonly slab: Slab | undefined;
}

const noParents = new Uint32Array(0);
/** Rows that are copied at once. */
const chunkRows = 4096;

/** Memory that kernels reach, where text is copied to be cut. */
interface Workbench {
  readonly text: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/**
 * Numbers words as they are cut, so that what counts them handles numbers only. Words are ASCII: their length in
 * characters is their length in bytes. The numbers hold as long as the run.
 */
export class WordTable {
  readonly #kernels: Kernels;
  readonly #slabs: SlabPool;
  readonly #dictionary: Dictionary;
  /** Made when something has to be copied; null when there is no memory for it. */
  #workbench: Workbench | null | undefined;
  #lengths = new Uint32Array(0);
  /** Words whose length is known. */
  #measured = 0;
  #isFull = false;

  constructor(kernels: Kernels) {
    this.#kernels = kernels;
    this.#slabs = kernelSlabs(kernels);
    this.#dictionary = kernels.createDictionary();
  }

  /** Words that have a number. */
  get size(): number {
    return this.#dictionary.size;
  }

  /** The word of a number. */
  text(id: number): string {
    return this.#dictionary.keyText(id);
  }

  /** Its bytes: a view that holds until the next cut. */
  bytes(id: number): Uint8Array {
    return this.#dictionary.key(id);
  }

  /** `String.hashCode` of the words of the numbers. */
  javaHashes(ids: Int32Array, into: Int32Array): void {
    this.#dictionary.javaHashes(ids, into);
  }

  /** Lengths of the words in bytes. */
  lengths(): Uint32Array {
    const size = this.size;
    if (this.#lengths.length < size) {
      const wider = new Uint32Array(size * 2);
      wider.set(this.#lengths);
      this.#lengths = wider;
    }
    for (; this.#measured < size; this.#measured++)
      this.#lengths[this.#measured] = this.#dictionary.key(this.#measured).length;
    return this.#lengths;
  }

  /**
   * Cuts live rows of ASCII text from live index `from` on into words, as many rows as go at once; undefined for ever
   * once there are more words than it can hold. Text that kernels reach is read where it lies, other text is copied.
   */
  cut(
    column: BytesColumn,
    rows: RowSet,
    how: { readonly from: number; readonly hasParents: boolean },
  ): NumberedWords | undefined {
    if (this.#isFull) return undefined;
    const words = this.#reaches(column, rows)
      ? this.#number(column, rows, how)
      : this.#numberCopy(column, rows, how);
    return words ?? this.#numberRow(column, rows, how);
  }

  /** The words from a number on, in the order of their numbers, with a space between. */
  list(from: number): Uint8Array {
    const lengths = this.lengths();
    const { size } = this;
    let length = Math.max(0, size - from - 1);
    for (let id = from; id < size; id++) length += lengths[id] as number;
    const text = new Uint8Array(length).fill(0x20);
    for (let id = from, at = 0; id < size; id++) {
      text.set(this.bytes(id), at);
      at += (lengths[id] as number) + 1;
    }
    return text;
  }

  /**
   * Gives words of a list the next numbers, in its order; none of them has one. Undefined when all of them have got
   * one, else how many: there is no room for more.
   */
  adopt(list: Uint8Array): number | undefined {
    const before = this.size;
    const ends = Uint32Array.of(list.length);
    const column = { bytes: list, starts: new Uint32Array(1), ends };
    const words = this.#numberRow(
      { kind: 'bytes', isAscii: true, ...column },
      { rows: 1, selection: undefined },
      { from: 0, hasParents: false },
    );
    return words === undefined ? this.size - before : undefined;
  }

  #reaches(column: BytesColumn, { selection }: RowSet): boolean {
    const kernels = this.#kernels;
    return (
      kernels.owns(column.bytes) &&
      kernels.owns(column.starts) &&
      kernels.owns(column.ends) &&
      (selection === undefined || kernels.owns(selection))
    );
  }

  /** Undefined when not even one row is done: it has too many words, or the table is full. */
  #number(
    column: Slices,
    rows: RowSet,
    { from, hasParents }: { readonly from: number; readonly hasParents: boolean },
  ): NumberedWords | undefined {
    const slab = this.#slabs.take(textBytes);
    const ids = new Int32Array(slab.bytes.buffer, slab.bytes.byteOffset, textBytes / 4);
    const parents = hasParents ? slab.uint32(ids.length) : undefined;
    const cut = this.#dictionary.internWords(column, rows, { ids, parents }, from);
    if (cut.isFull) this.#isFull = true;
    if (cut.rows === 0) {
      slab.release();
      return undefined;
    }
    return {
      ids: ids.subarray(0, cut.words),
      parents: parents ? parents.subarray(0, cut.words) : noParents,
      byteLength: cut.bytes,
      rows: cut.rows,
      slab,
    };
  }

  /** Copies as many rows as there is room for and numbers those. */
  #numberCopy(
    column: BytesColumn,
    rows: RowSet,
    { from, hasParents }: { readonly from: number; readonly hasParents: boolean },
  ): NumberedWords | undefined {
    const bench = this.#bench();
    // Without memory to copy to, the dictionary takes the text piece by piece.
    if (!bench) return this.#number(column, rows, { from, hasParents });
    const { starts, ends, bytes } = column;
    const live = rows.selection?.length ?? rows.rows;
    const rowAt = (index: number): number => (rows.selection ? (rows.selection[index] as number) : index);
    const base = starts[rowAt(from)] as number;
    let count = 0;
    let end = base;
    while (count < chunkRows && from + count < live) {
      const row = rowAt(from + count);
      const [start, next] = [starts[row] as number, ends[row] as number];
      if (start < base || next - base > textBytes) break;
      bench.starts[count] = start - base;
      bench.ends[count] = next - base;
      if (next > end) end = next;
      count++;
    }
    if (count === 0) return undefined;
    copyBytes(bytes, { start: base, end }, bench.text, 0);
    const copied = { bytes: bench.text, starts: bench.starts, ends: bench.ends };
    const words = this.#number(copied, { rows: count, selection: undefined }, { from: 0, hasParents });
    const { parents } = words ?? { parents: noParents };
    for (let i = 0; i < parents.length; i++) parents[i] = rowAt(from + (parents[i] as number));
    return words;
  }

  /** Cuts one row into ordinary memory, however long it is. */
  #numberRow(
    column: BytesColumn,
    rows: RowSet,
    { from, hasParents }: { readonly from: number; readonly hasParents: boolean },
  ): NumberedWords | undefined {
    if (this.#isFull) return undefined;
    const row = rows.selection ? (rows.selection[from] as number) : from;
    const most = ((column.ends[row] as number) - (column.starts[row] as number) + 1) >> 1;
    const ids = new Int32Array(most);
    const parents = hasParents ? new Uint32Array(most) : undefined;
    const selection = Uint32Array.of(row);
    const cut = this.#dictionary.internWords(column, { rows: row + 1, selection }, { ids, parents });
    if (cut.isFull) {
      this.#isFull = true;
      return undefined;
    }
    return {
      ids: ids.subarray(0, cut.words),
      parents: parents ? parents.subarray(0, cut.words) : noParents,
      byteLength: cut.bytes,
      rows: 1,
      slab: undefined,
    };
  }

  #bench(): Workbench | null {
    if (this.#workbench === undefined) {
      const arena = this.#kernels.arenas.take();
      this.#workbench = (arena && furnish(arena)) ?? null;
    }
    return this.#workbench;
  }
}

function furnish(arena: Arena): Workbench | undefined {
  const starts = arena.uint32(chunkRows);
  const ends = arena.uint32(chunkRows);
  return starts && ends && { text: arena.text, starts, ends };
}
