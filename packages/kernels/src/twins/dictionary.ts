import type { RowSet, Slices } from '../contract.ts';
import type {
  Dictionary,
  DictionaryOptions,
  DictionarySnapshot,
  InternResult,
  InternWordsResult,
  WordTarget,
} from '../dictionary-contract.ts';
import { KernelError } from '../errors.ts';
import { javaHash } from './hash.ts';
import { liveCount, rowAt } from './rows.ts';
import { eachField } from './split-fields.ts';
import { bytesOf, textOf } from './utf8.ts';

export const defaultMaximumKeys = 16 * 1024 * 1024;
export const defaultMaximumBytes = 64 * 1024 * 1024;

/** A dictionary over a `Map` of the bytes as a string of units below 256. */
export class PlainDictionary implements Dictionary {
  readonly #maximumKeys: number;
  readonly #maximumBytes: number;
  readonly #ids = new Map<string, number>();
  #keys: Uint8Array[] = [];
  #texts: (string | undefined)[] = [];
  #hashes: number[] = [];
  #bytes = 0;

  constructor(options: DictionaryOptions = {}) {
    this.#maximumKeys = options.maximumKeys ?? defaultMaximumKeys;
    this.#maximumBytes = options.maximumBytes ?? defaultMaximumBytes;
  }

  get size(): number {
    return this.#keys.length;
  }

  get keyBytes(): number {
    return this.#bytes;
  }

  intern(column: Slices, rows: RowSet, into: Int32Array): InternResult {
    const live = liveCount(rows);
    for (let i = 0; i < live; i++) {
      const row = rowAt(rows, i);
      const id = this.#intern(column.bytes, column.starts[row] as number, column.ends[row] as number);
      if (id < 0) return { rows: i, isFull: true };
      into[i] = id;
    }
    return { rows: live, isFull: false };
  }

  internWords(column: Slices, rows: RowSet, into: WordTarget, from = 0): InternWordsResult {
    const live = liveCount(rows);
    const { bytes } = column;
    const limit = into.ids.length;
    let words = 0;
    let total = 0;
    for (let i = from; i < live; i++) {
      const row = rowAt(rows, i);
      const before = words;
      let own = 0;
      let stop: 'target' | 'dictionary' | undefined;
      const slice = { bytes, start: column.starts[row] as number, end: column.ends[row] as number };
      eachField(slice, 'words', (start, end) => {
        if (words === limit) {
          stop = 'target';
          return false;
        }
        const id = this.#intern(bytes, start, end);
        if (id < 0) {
          stop = 'dictionary';
          return false;
        }
        into.ids[words] = id;
        if (into.parents) into.parents[words] = row;
        words++;
        own += end - start;
        return true;
      });
      if (stop) return { words: before, rows: i - from, isFull: stop === 'dictionary', bytes: total };
      total += own;
    }
    return { words, rows: Math.max(live - from, 0), isFull: false, bytes: total };
  }

  internText(text: string): number {
    return this.internBytes(bytesOf(text));
  }

  internBytes(bytes: Uint8Array): number {
    return this.#intern(bytes, 0, bytes.length);
  }

  find(bytes: Uint8Array): number {
    return this.#ids.get(tokenOf(bytes, 0, bytes.length)) ?? -1;
  }

  key(id: number): Uint8Array {
    const key = this.#keys[id];
    if (!key) throw new KernelError('KERNEL_ARGUMENT', `There is no key with id ${id}`);
    return key;
  }

  keyLength(id: number): number {
    return this.key(id).length;
  }

  keyText(id: number): string {
    const known = this.#texts[id];
    if (known !== undefined) return known;
    const key = this.key(id);
    const text = textOf(key, 0, key.length);
    this.#texts[id] = text;
    return text;
  }

  javaHashes(ids: Int32Array, into: Int32Array): void {
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number;
      this.#hashes[id] ??= javaHash(this.key(id), 0, this.key(id).length);
      into[i] = this.#hashes[id];
    }
  }

  snapshot(): DictionarySnapshot {
    const bytes = new Uint8Array(this.#bytes);
    const ends = new Uint32Array(this.#keys.length);
    let at = 0;
    this.#keys.forEach((key, id) => {
      bytes.set(key, at);
      at += key.length;
      ends[id] = at;
    });
    return { bytes, ends };
  }

  restore(snapshot: DictionarySnapshot): void {
    this.clear();
    let start = 0;
    for (const end of snapshot.ends) {
      if (this.#intern(snapshot.bytes, start, end) < 0)
        throw new KernelError('KERNEL_DICTIONARY_FULL', 'The saved keys do not fit into this dictionary');
      start = end;
    }
  }

  clear(): void {
    this.#ids.clear();
    this.#keys = [];
    this.#texts = [];
    this.#hashes = [];
    this.#bytes = 0;
  }

  dispose(): void {
    this.clear();
  }

  #intern(bytes: Uint8Array, start: number, end: number): number {
    const token = tokenOf(bytes, start, end);
    const known = this.#ids.get(token);
    if (known !== undefined) return known;
    const length = end - start;
    if (this.#keys.length >= this.#maximumKeys || this.#bytes + length > this.#maximumBytes) return -1;
    const id = this.#keys.length;
    this.#ids.set(token, id);
    this.#keys.push(bytes.slice(start, end));
    this.#bytes += length;
    return id;
  }
}

function tokenOf(bytes: Uint8Array, start: number, end: number): string {
  let token = '';
  for (let i = start; i < end; i++) token += String.fromCharCode(bytes[i] as number);
  return token;
}
