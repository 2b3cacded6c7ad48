import type { Block, MemoryBlocks } from './blocks.ts';
import type { RowSet, Slices } from './contract.ts';
import type {
  Dictionary,
  DictionaryOptions,
  DictionarySnapshot,
  InternResult,
  InternWordsResult,
  WordTarget,
} from './dictionary-contract.ts';
import { KernelError } from './errors.ts';
import type { KernelExports } from './instance.ts';
import { decodeText } from './native-text.ts';
import { defaultMaximumBytes, defaultMaximumKeys } from './twins/dictionary.ts';
import { liveCount, rowAt } from './twins/rows.ts';
import { eachField } from './twins/split-fields.ts';
import { bytesOf } from './twins/utf8.ts';

/** The state as the kernels know it, in words. */
const state = {
  table: 0,
  mask: 1,
  records: 2,
  keyCapacity: 3,
  heap: 4,
  heapCapacity: 5,
  size: 6,
  heapUsed: 7,
} as const;
const entryBytes = 16;
const recordBytes = 16;
const leastKeys = 2048;
const leastHeap = 64 * 1024 - 64;

/** Parts of the working block of a dictionary, in bytes: state, results, edges of words, staged slices and their text. */
const resultsAt = 256;
const edgesAt = 512;
const idsAt = 8 * 1024;
const startsAt = 16 * 1024;
const endsAt = 24 * 1024;
const textAt = 32 * 1024;
const workBytes = 192 * 1024;
const stagedSlices = 2048;
const stagedBytes = workBytes - textAt;

/** A dictionary in the memory of the kernels. Tables and key heap double when they are full. */
export class WasmDictionary implements Dictionary {
  readonly #exports: KernelExports;
  readonly #blocks: MemoryBlocks;
  readonly #maximumKeys: number;
  readonly #maximumBytes: number;
  readonly #work: Block;
  readonly #state: Uint32Array;
  readonly #results: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #ids: Int32Array;
  readonly #text: Uint8Array;
  #table: Block | undefined;
  #records: Block | undefined;
  /** The records as words: place, length, table hash, Java hash. */
  #recordWords: Uint32Array = new Uint32Array(0);
  #heap: Block | undefined;
  #heapBytes: Uint8Array = new Uint8Array(0);
  #texts: (string | undefined)[] = [];
  #idsOfTexts = new Map<string, number>();

  private constructor(
    world: { readonly exports: KernelExports; readonly blocks: MemoryBlocks },
    work: Block,
    options: DictionaryOptions,
  ) {
    this.#exports = world.exports;
    this.#blocks = world.blocks;
    this.#maximumKeys = options.maximumKeys ?? defaultMaximumKeys;
    this.#maximumBytes = options.maximumBytes ?? defaultMaximumBytes;
    this.#work = work;
    const { buffer, offset } = work;
    this.#state = new Uint32Array(buffer, offset, resultsAt / 4);
    this.#results = new Uint32Array(buffer, offset + resultsAt, 3);
    this.#starts = new Uint32Array(buffer, offset + startsAt, stagedSlices);
    this.#ends = new Uint32Array(buffer, offset + endsAt, stagedSlices);
    this.#ids = new Int32Array(buffer, offset + idsAt, stagedSlices);
    this.#text = new Uint8Array(buffer, offset + textAt, stagedBytes);
  }

  /** Undefined when there is no memory for even a small one. */
  static create(
    world: { readonly exports: KernelExports; readonly blocks: MemoryBlocks },
    options: DictionaryOptions = {},
  ): WasmDictionary | undefined {
    const work = world.blocks.take(workBytes);
    if (!work) return undefined;
    const dictionary = new WasmDictionary(world, work, options);
    dictionary.#state.fill(0);
    if (dictionary.#growKeys() && dictionary.#growHeap()) return dictionary;
    dictionary.dispose();
    return undefined;
  }

  get size(): number {
    return this.#state[state.size] as number;
  }

  get keyBytes(): number {
    return this.#state[state.heapUsed] as number;
  }

  intern(column: Slices, rows: RowSet, into: Int32Array): InternResult {
    this.#mustLive();
    const live = liveCount(rows);
    if (into.length < live) throw new KernelError('KERNEL_ARGUMENT', 'The target of ids is too short');
    if (!this.#has(column, rows) || !this.#blocks.owns(into.buffer))
      return this.#internElsewhere(column, rows, into);
    let done = 0;
    for (;;) {
      done += this.#exports.internRows(
        this.#work.offset,
        column.bytes.byteOffset,
        column.starts.byteOffset,
        column.ends.byteOffset,
        rows.selection?.byteOffset ?? 0,
        done,
        live,
        into.byteOffset + done * 4,
      );
      if (done === live) return { rows: done, isFull: false };
      if (!this.#grow()) return { rows: done, isFull: true };
    }
  }

  internWords(column: Slices, rows: RowSet, into: WordTarget, from = 0): InternWordsResult {
    this.#mustLive();
    const { ids, parents } = into;
    if (parents && parents.length < ids.length)
      throw new KernelError('KERNEL_ARGUMENT', 'The target of parents is too short');
    const isInside =
      this.#has(column, rows) &&
      this.#blocks.owns(ids.buffer) &&
      (parents === undefined || this.#blocks.owns(parents.buffer));
    if (!isInside) return this.#internWordsElsewhere(column, rows, into, from);
    const results = this.#results;
    const live = liveCount(rows);
    let words = 0;
    let bytes = 0;
    let done = 0;
    for (;;) {
      done += this.#exports.internWordsOf(
        this.#work.offset,
        column.bytes.byteOffset,
        column.starts.byteOffset,
        column.ends.byteOffset,
        rows.selection?.byteOffset ?? 0,
        from + done,
        live,
        ids.byteOffset + words * 4,
        parents ? parents.byteOffset + words * 4 : 0,
        ids.length - words,
        this.#work.offset + edgesAt,
        this.#work.offset + resultsAt,
      );
      const found = results[0] as number;
      const status = results[1] as number;
      bytes += status === 0 ? (results[2] as number) : this.#bytesOf(ids.subarray(words, words + found));
      words += found;
      if (status !== 2) return { words, rows: done, isFull: false, bytes };
      if (!this.#grow()) return { words, rows: done, isFull: true, bytes };
    }
  }

  #bytesOf(ids: Int32Array): number {
    let bytes = 0;
    for (let i = 0; i < ids.length; i++) bytes += this.#recordWords[(ids[i] as number) * 4 + 1] as number;
    return bytes;
  }

  internText(text: string): number {
    const known = this.#idsOfTexts.get(text);
    if (known !== undefined) return known;
    this.#mustLive();
    const id = this.#stageAscii(text)
      ? this.#internOne(this.#work.offset + textAt)
      : this.internBytes(bytesOf(text));
    // The dictionary's own copy of the text is kept: a slice of a longer one would keep that alive.
    if (id >= 0) this.#idsOfTexts.set(this.keyText(id), id);
    return id;
  }

  internBytes(bytes: Uint8Array): number {
    this.#mustLive();
    return this.#staged(bytes, (at) => this.#internOne(at));
  }

  find(bytes: Uint8Array): number {
    this.#mustLive();
    return this.#staged(bytes, (at) => this.#exports.findKey(this.#work.offset, at, bytes.length));
  }

  key(id: number): Uint8Array {
    const length = this.keyLength(id);
    const place = this.#recordWords[id * 4] as number;
    return this.#heapBytes.subarray(place, place + length);
  }

  keyLength(id: number): number {
    this.#mustLive();
    if (!(id >= 0 && id < this.size))
      throw new KernelError('KERNEL_ARGUMENT', `There is no key with id ${id}`);
    return this.#recordWords[id * 4 + 1] as number;
  }

  keyText(id: number): string {
    const known = this.#texts[id];
    if (known !== undefined) return known;
    const length = this.keyLength(id);
    const place = this.#recordWords[id * 4] as number;
    const text = decodeText(this.#heapBytes, place, place + length);
    this.#texts[id] = text;
    return text;
  }

  javaHashes(ids: Int32Array, into: Int32Array): void {
    this.#mustLive();
    if (into.length < ids.length)
      throw new KernelError('KERNEL_ARGUMENT', 'The target of hashes is too short');
    if (this.#blocks.owns(ids.buffer) && this.#blocks.owns(into.buffer)) {
      this.#exports.javaHashesOf(this.#work.offset, ids.byteOffset, ids.length, into.byteOffset);
      return;
    }
    for (let i = 0; i < ids.length; i++) into[i] = this.#recordWords[(ids[i] as number) * 4 + 3] as number;
  }

  snapshot(): DictionarySnapshot {
    this.#mustLive();
    const words = this.#recordWords;
    const bytes = this.#heapBytes.slice(0, this.keyBytes);
    const ends = new Uint32Array(this.size);
    for (let id = 0; id < ends.length; id++)
      ends[id] = (words[id * 4] as number) + (words[id * 4 + 1] as number);
    return { bytes, ends };
  }

  restore(snapshot: DictionarySnapshot): void {
    this.clear();
    const starts = new Uint32Array(snapshot.ends.length);
    starts.set(snapshot.ends.subarray(0, -1), 1);
    const rows = { rows: starts.length, selection: undefined };
    const column = { bytes: snapshot.bytes, starts, ends: snapshot.ends };
    if (this.intern(column, rows, new Int32Array(starts.length)).isFull)
      throw new KernelError('KERNEL_DICTIONARY_FULL', 'The saved keys do not fit into this dictionary');
  }

  clear(): void {
    this.#mustLive();
    this.#texts = [];
    this.#idsOfTexts = new Map();
    this.#state[state.size] = 0;
    this.#state[state.heapUsed] = 0;
    const table = this.#table as Block;
    new Uint8Array(table.buffer, table.offset, table.length).fill(0);
  }

  dispose(): void {
    for (const block of [this.#table, this.#records, this.#heap, this.#work])
      if (block) this.#blocks.give(block);
    this.#table = this.#records = this.#heap = undefined;
    this.#texts = [];
    this.#idsOfTexts = new Map();
    this.#isDisposed = true;
  }

  #isDisposed = false;
  #mustLive(): void {
    if (this.#isDisposed) throw new KernelError('KERNEL_DISPOSED', 'This dictionary was disposed of');
  }

  #has(column: Slices, rows: RowSet): boolean {
    const blocks = this.#blocks;
    return (
      blocks.owns(column.bytes.buffer) &&
      blocks.owns(column.starts.buffer) &&
      blocks.owns(column.ends.buffer) &&
      (rows.selection === undefined || blocks.owns(rows.selection.buffer))
    );
  }

  /** Makes room for the key that did not fit; false when there can be no more. */
  #grow(): boolean {
    return this.size >= (this.#state[state.keyCapacity] as number) ? this.#growKeys() : this.#growHeap();
  }

  #growKeys(): boolean {
    const old = this.#state[state.keyCapacity] as number;
    if (old >= this.#maximumKeys) return false;
    const slots = Math.max(((this.#state[state.mask] as number) + 1) * 2, leastKeys * 2);
    const capacity = Math.min(slots / 2, this.#maximumKeys);
    const table = this.#blocks.take(slots * entryBytes);
    const records = this.#blocks.take(capacity * recordBytes);
    if (!table || !records) {
      for (const block of [table, records]) if (block) this.#blocks.give(block);
      return false;
    }
    new Uint8Array(table.buffer, table.offset, slots * entryBytes).fill(0);
    copyBlock(this.#records, records, this.size * recordBytes);
    for (const block of [this.#table, this.#records]) if (block) this.#blocks.give(block);
    this.#table = table;
    this.#records = records;
    this.#recordWords = new Uint32Array(records.buffer, records.offset, capacity * 4);
    this.#state[state.table] = table.offset;
    this.#state[state.mask] = slots - 1;
    this.#state[state.records] = records.offset;
    this.#state[state.keyCapacity] = capacity;
    if (this.size > 0) this.#exports.rebuildTable(this.#work.offset);
    return true;

    function copyBlock(from: Block | undefined, to: Block, bytes: number): void {
      if (from) new Uint8Array(to.buffer, to.offset).set(new Uint8Array(from.buffer, from.offset, bytes));
    }
  }

  #growHeap(): boolean {
    const old = this.#heap ? (this.#state[state.heapCapacity] as number) : 0;
    if (this.#heap && old >= this.#maximumBytes) return false;
    const heap = this.#blocks.take(Math.max(old * 2, leastHeap));
    if (!heap) return false;
    const bytes = new Uint8Array(heap.buffer, heap.offset, heap.length);
    if (this.#heap) {
      bytes.set(this.#heapBytes.subarray(0, this.keyBytes));
      this.#blocks.give(this.#heap);
    }
    this.#heap = heap;
    this.#heapBytes = bytes;
    this.#state[state.heap] = heap.offset;
    this.#state[state.heapCapacity] = Math.min(heap.length - 64, this.#maximumBytes);
    return true;
  }

  /** Puts one slice where the kernels reach it: into the working block, or a block of its own when it is long. */
  #staged(bytes: Uint8Array, use: (at: number) => number): number {
    // Starts and ends count from where the slice begins.
    this.#starts[0] = 0;
    this.#ends[0] = bytes.length;
    if (bytes.length <= stagedBytes) {
      this.#text.set(bytes);
      return use(this.#work.offset + textAt);
    }
    const block = this.#blocks.take(bytes.length);
    if (!block) return -1;
    new Uint8Array(block.buffer, block.offset, bytes.length).set(bytes);
    const id = use(block.offset);
    this.#blocks.give(block);
    return id;
  }

  #stageAscii(text: string): boolean {
    const { length } = text;
    if (length > stagedBytes) return false;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0x80) return false;
      this.#text[i] = unit;
    }
    this.#starts[0] = 0;
    this.#ends[0] = length;
    return true;
  }

  #internOne(at: number): number {
    return this.#internStaged(at, 1) === 1 ? (this.#ids[0] as number) : -1;
  }

  /** Ids of staged slices; returns how many have one. */
  #internStaged(bytesAt: number, count: number): number {
    const work = this.#work.offset;
    let done = 0;
    for (;;) {
      done += this.#exports.internRows(
        work,
        bytesAt,
        work + startsAt,
        work + endsAt,
        0,
        done,
        count,
        work + idsAt + done * 4,
      );
      if (done === count || !this.#grow()) return done;
    }
  }

  /** Slices from elsewhere are copied in, many at a time. */
  #internElsewhere(column: Slices, rows: RowSet, into: Int32Array): InternResult {
    const live = liveCount(rows);
    let done = 0;
    const stage = this.#stager((ids) => {
      into.set(ids, done);
      done += ids.length;
    });
    for (let i = 0; i < live; i++) {
      const row = rowAt(rows, i);
      if (!stage.add(column.bytes, column.starts[row] as number, column.ends[row] as number)) break;
    }
    stage.flush();
    return { rows: done, isFull: done < live };
  }

  #internWordsElsewhere(column: Slices, rows: RowSet, into: WordTarget, from: number): InternWordsResult {
    const live = liveCount(rows);
    const limit = into.ids.length;
    let words = 0;
    const stage = this.#stager((ids) => {
      into.ids.set(ids, words);
      words += ids.length;
    });
    for (let i = from; i < live; i++) {
      const row = rowAt(rows, i);
      const before = words;
      let wanted = words;
      let isCut = false;
      const slice = {
        bytes: column.bytes,
        start: column.starts[row] as number,
        end: column.ends[row] as number,
      };
      eachField(slice, 'words', (start, end) => {
        isCut = wanted === limit;
        if (isCut || !stage.add(column.bytes, start, end)) return false;
        if (into.parents) into.parents[wanted] = row;
        wanted++;
        return true;
      });
      stage.flush();
      if (isCut || words < wanted || stage.isFull())
        return {
          words: before,
          rows: i - from,
          isFull: stage.isFull(),
          bytes: this.#bytesOf(into.ids.subarray(0, before)),
        };
    }
    return {
      words,
      rows: Math.max(live - from, 0),
      isFull: false,
      bytes: this.#bytesOf(into.ids.subarray(0, words)),
    };
  }

  #stager(take: (ids: Int32Array) => void): {
    /** False when the dictionary is full. */
    add(bytes: Uint8Array, start: number, end: number): boolean;
    flush(): void;
    isFull(): boolean;
  } {
    const [work, starts, ends, ids, text] = [this.#work, this.#starts, this.#ends, this.#ids, this.#text];
    let count = 0;
    let used = 0;
    let isFull = false;
    const flush = (): void => {
      if (count === 0 || isFull) return;
      const done = this.#internStaged(work.offset + textAt, count);
      isFull = done < count;
      take(ids.subarray(0, done));
      count = used = 0;
    };
    return {
      flush,
      isFull: () => isFull,
      add: (bytes, start, end) => {
        const length = end - start;
        if (count === stagedSlices || used + length > stagedBytes) flush();
        if (isFull) return false;
        if (length > stagedBytes) {
          const id = this.internBytes(bytes.subarray(start, end));
          isFull = id < 0;
          if (!isFull) take(Int32Array.of(id));
          return !isFull;
        }
        text.set(bytes.subarray(start, end), used);
        starts[count] = used;
        used += length;
        ends[count++] = used;
        return true;
      },
    };
  }
}
