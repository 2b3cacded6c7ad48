import { type Arena, type Dictionary, type Kernels, type RowSet, textBytes } from '@sluice/kernels';
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

/** Rows and words that are cut at once. */
const noParents = new Uint32Array(0);
const chunkRows = 4096;
const chunkWords = 64 * 1024;

/** Memory that kernels reach, where text is copied to be cut. */
interface Workbench {
  readonly text: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly ids: Int32Array;
  readonly parents: Uint32Array;
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
  #ids = new Int32Array(chunkWords);
  #parents = new Uint32Array(chunkWords);
  #count = 0;
  #hasParents = false;
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
   * once there are more words than it can hold.
   */
  cut(
    column: BytesColumn,
    rows: RowSet,
    how: { from: number; hasParents: boolean },
  ): NumberedWords | undefined {
    return this.#cutInPlace(column, rows, how) ?? this.#cutCopied(column, rows, how);
  }

  /** Text that kernels reach is read where it lies; the numbers go to a slab of their own. */
  #cutInPlace(
    column: BytesColumn,
    rows: RowSet,
    { from, hasParents }: { from: number; hasParents: boolean },
  ): NumberedWords | undefined {
    const { selection } = rows;
    const kernels = this.#kernels;
    const isReached =
      kernels.owns(column.bytes) &&
      kernels.owns(column.starts) &&
      kernels.owns(column.ends) &&
      (selection === undefined || kernels.owns(selection));
    if (!isReached || this.#isFull) return undefined;
    const slab = this.#slabs.take(textBytes);
    const ids = new Int32Array(slab.bytes.buffer, slab.bytes.byteOffset, textBytes / 4);
    const parents = hasParents ? slab.uint32(ids.length) : undefined;
    const isRoomy = kernels.owns(ids) && (parents === undefined || kernels.owns(parents));
    const cut = isRoomy ? this.#dictionary.internWords(column, rows, { ids, parents }, from) : undefined;
    if (cut?.isFull) this.#isFull = true;
    // One row has more words than there is room for, or there is no memory.
    if (cut === undefined || cut.isFull || cut.rows === 0) {
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

  #cutCopied(
    column: BytesColumn,
    rows: RowSet,
    { from, hasParents }: { from: number; hasParents: boolean },
  ): NumberedWords | undefined {
    this.#count = 0;
    this.#hasParents = hasParents;
    const live = rows.selection?.length ?? rows.rows;
    for (let at = from; at < live && !this.#isFull; ) at += this.#cutSome(column, rows, at, live);
    if (this.#isFull) return undefined;
    const ids = this.#ids.slice(0, this.#count);
    const parents = this.#parents.slice(0, hasParents ? this.#count : 0);
    return { ids, parents, byteLength: this.#bytesOf(ids), rows: live - from, slab: undefined };
  }

  /** Cuts rows from live index `from` on, as many as go at once, and says how many; a row alone if need be. */
  #cutSome(column: BytesColumn, rows: RowSet, from: number, live: number): number {
    const bench = this.#bench();
    const { starts, ends, bytes } = column;
    const rowAt = (index: number): number => (rows.selection ? (rows.selection[index] as number) : index);
    const base = starts[rowAt(from)] as number;
    let count = 0;
    let end = base;
    while (bench && count < chunkRows && from + count < live) {
      const row = rowAt(from + count);
      const [start, next] = [starts[row] as number, ends[row] as number];
      if (start < base || next - base > textBytes) break;
      bench.starts[count] = start - base;
      bench.ends[count] = next - base;
      if (next > end) end = next;
      count++;
    }
    if (!bench || count === 0) return this.#cutRow(column, rowAt(from));
    copyBytes(bytes, { start: base, end }, bench.text, 0);
    const copied = { bytes: bench.text, starts: bench.starts, ends: bench.ends };
    const {
      words,
      rows: done,
      isFull,
    } = this.#dictionary.internWords(copied, { rows: count, selection: undefined }, bench);
    this.#isFull = isFull;
    // One row has more words than there is room for.
    if (done === 0 && !isFull) return this.#cutRow(column, rowAt(from));
    this.#reserve(words);
    this.#ids.set(bench.ids.subarray(0, words), this.#count);
    if (this.#hasParents) {
      for (let i = 0; i < words; i++)
        this.#parents[this.#count + i] = rowAt(from + (bench.parents[i] as number));
    }
    this.#count += words;
    return done;
  }

  #bench(): Workbench | null {
    if (this.#workbench === undefined) {
      const arena = this.#kernels.arenas.take();
      this.#workbench = (arena && furnish(arena)) ?? null;
    }
    return this.#workbench;
  }

  /** Cuts one row that lies in ordinary memory, however long it is. */
  #cutRow(column: BytesColumn, row: number): number {
    const most = ((column.ends[row] as number) - (column.starts[row] as number) + 1) >> 1;
    this.#reserve(most);
    const into = { ids: this.#ids.subarray(this.#count), parents: this.#parents.subarray(this.#count) };
    const selection = Uint32Array.of(row);
    const { words, isFull } = this.#dictionary.internWords(column, { rows: row + 1, selection }, into);
    this.#count += words;
    this.#isFull = isFull;
    return 1;
  }

  #bytesOf(ids: Int32Array): number {
    const lengths = this.lengths();
    let total = 0;
    for (let i = 0; i < ids.length; i++) total += lengths[ids[i] as number] as number;
    return total;
  }

  /** Makes room for so many more words. */
  #reserve(more: number): void {
    if (this.#count + more <= this.#ids.length) return;
    const size = Math.max(this.#ids.length * 2, this.#count + more);
    const ids = new Int32Array(size);
    const parents = new Uint32Array(size);
    ids.set(this.#ids.subarray(0, this.#count));
    parents.set(this.#parents.subarray(0, this.#count));
    this.#ids = ids;
    this.#parents = parents;
  }
}

function furnish(arena: Arena): Workbench | undefined {
  const starts = arena.uint32(chunkRows);
  const ends = arena.uint32(chunkRows);
  const ids = arena.int32(chunkWords);
  const parents = arena.uint32(chunkWords);
  return starts && ends && ids && parents && { text: arena.text, starts, ends, ids, parents };
}
