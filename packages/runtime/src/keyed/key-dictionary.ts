import type { Batch, BytesColumn, Column } from '../batch.ts';
import { liveRows } from '../batch.ts';
import { columnOf, readValue } from '../batch-read.ts';
import { decodeUtf8, encodeUtf8 } from '../text.ts';

/**
 * Numbers keys densely from 0 in the order they are first seen. Texts are known by their UTF-8 bytes whatever column
 * they come in, so that a key in a slab and the same key as a JavaScript string are one key; byte keys are hashed
 * where they lie and become a string once, when somebody asks for `value(id)`.
 */
export class KeyDictionary {
  /** Ids + 1 by hash, open addressing; 0 is free. Always at most half full. */
  #table = new Int32Array(1024);
  #hashes = new Int32Array(512);
  #offsets = new Uint32Array(512);
  #lengths = new Int32Array(512);
  #arena = new Uint8Array(8192);
  #arenaUsed = 0;
  readonly #values: unknown[] = [];
  /** Strings seen as values, so that they are encoded once. */
  readonly #texts = new Map<string, number>();
  /** Everything that is not a text. */
  readonly #others = new Map<unknown, number>();
  #textCount = 0;

  get size(): number {
    return this.#values.length;
  }

  /** The key of an id. */
  value(id: number): unknown {
    const known = this.#values[id];
    if (known !== pending) return known;
    const offset = this.#offsets[id] as number;
    const text = decodeUtf8(this.#arena, offset, offset + (this.#lengths[id] as number));
    this.#values[id] = text;
    return text;
  }

  /** Ids of the live rows of a column, by live index. */
  ids(column: Column | undefined, batch: Batch): Int32Array {
    const live = liveRows(batch);
    const ids = new Int32Array(live);
    if (column?.kind === 'bytes') {
      this.#idsOfBytes(column, batch, ids);
      return ids;
    }
    if (column === undefined || column.kind === 'constant') {
      return ids.fill(this.idOf(column === undefined ? null : column.value));
    }
    const selection = batch.selection;
    for (let i = 0; i < live; i++)
      ids[i] = this.idOf(readValue(column, selection ? (selection[i] as number) : i));
    return ids;
  }

  /** The id of one key. */
  idOf(key: unknown): number {
    if (typeof key === 'string') {
      const known = this.#texts.get(key);
      if (known !== undefined) return known;
      const bytes = encodeUtf8(key);
      const id = this.#idOfBytes(bytes, 0, bytes.length);
      // A key cut from a decoded segment would keep the whole segment alive; the dictionary's own copy does not.
      this.#texts.set(this.value(id) as string, id);
      return id;
    }
    const plain = key === undefined ? null : key;
    const token = typeof plain === 'object' && plain !== null ? compositeToken(plain) : plain;
    let id = this.#others.get(token);
    if (id === undefined) {
      id = this.#values.length;
      this.#values.push(plain);
      this.#growTo(id + 1);
      this.#lengths[id] = -1;
      this.#others.set(token, id);
    }
    return id;
  }

  #idsOfBytes(column: BytesColumn, batch: Batch, ids: Int32Array): void {
    const { bytes, starts, ends } = column;
    const selection = batch.selection;
    for (let i = 0; i < ids.length; i++) {
      const row = selection ? (selection[i] as number) : i;
      ids[i] = this.#idOfBytes(bytes, starts[row] as number, ends[row] as number);
    }
  }

  #idOfBytes(bytes: Uint8Array, start: number, end: number): number {
    let hash = 0x811c9dc5 | 0;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
    // FNV mixes its low bits badly for short keys.
    hash ^= hash >>> 15;
    const length = end - start;
    const mask = this.#table.length - 1;
    let slot = hash & mask;
    for (;;) {
      const id = (this.#table[slot] as number) - 1;
      if (id < 0) return this.#insert({ bytes, start, length, hash, slot });
      if (this.#hashes[id] === hash && this.#lengths[id] === length) {
        const offset = this.#offsets[id] as number;
        const arena = this.#arena;
        let k = 0;
        while (k < length && arena[offset + k] === bytes[start + k]) k++;
        if (k === length) return id;
      }
      slot = (slot + 1) & mask;
    }
  }

  #insert(key: {
    readonly bytes: Uint8Array;
    readonly start: number;
    readonly length: number;
    readonly hash: number;
    readonly slot: number;
  }): number {
    const id = this.#values.length;
    this.#values.push(pending);
    this.#growTo(id + 1);
    this.#reserve(key.length);
    for (let k = 0; k < key.length; k++)
      this.#arena[this.#arenaUsed + k] = key.bytes[key.start + k] as number;
    this.#offsets[id] = this.#arenaUsed;
    this.#lengths[id] = key.length;
    this.#hashes[id] = key.hash;
    this.#arenaUsed += key.length;
    this.#table[key.slot] = id + 1;
    this.#textCount++;
    if (this.#textCount * 2 > this.#table.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    const table = new Int32Array(this.#table.length * 2);
    const mask = table.length - 1;
    for (let id = 0; id < this.#values.length; id++) {
      if ((this.#lengths[id] as number) < 0) continue;
      let slot = (this.#hashes[id] as number) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = id + 1;
    }
    this.#table = table;
  }

  #growTo(count: number): void {
    if (count <= this.#hashes.length) return;
    const size = this.#hashes.length * 2;
    this.#hashes = enlarged(this.#hashes, new Int32Array(size));
    this.#offsets = enlarged(this.#offsets, new Uint32Array(size));
    this.#lengths = enlarged(this.#lengths, new Int32Array(size));
  }

  #reserve(bytes: number): void {
    if (this.#arenaUsed + bytes <= this.#arena.length) return;
    this.#arena = enlarged(
      this.#arena,
      new Uint8Array(Math.max(this.#arena.length * 2, this.#arenaUsed + bytes)),
    );
  }
}

/** Stands for a text that nobody has asked for yet. */
const pending = Symbol('pending');

function enlarged<T extends Int32Array | Uint32Array | Uint8Array>(old: T, next: T): T {
  next.set(old);
  return next;
}

function compositeToken(value: object): string {
  return `\u0000${JSON.stringify(value)}`;
}

/** Numbers keys of one or several fields. */
export interface KeySpace {
  readonly size: number;
  /** Ids of the live rows, by live index. */
  ids(batch: Batch): Int32Array;
  /** Values of the key fields of an id, in order. */
  key(id: number): readonly unknown[];
  /** The id of key values. */
  idOf(key: readonly unknown[]): number;
}

/** A key space over fields; no field is one group for all. */
export function createKeySpace(fields: readonly string[]): KeySpace {
  if (fields.length === 0) {
    return { size: 1, ids: (batch) => new Int32Array(liveRows(batch)), key: () => [], idOf: () => 0 };
  }
  return fields.length === 1 ? singleKey(fields[0] as string) : compositeKey(fields);
}

function singleKey(field: string): KeySpace {
  const dictionary = new KeyDictionary();
  return {
    get size() {
      return dictionary.size;
    },
    ids: (batch) => dictionary.ids(columnOf(batch, field), batch),
    key: (id) => [dictionary.value(id)],
    idOf: (key) => dictionary.idOf(key[0]),
  };
}

/** Ids of several fields are joined pairwise: (id so far, id of the next field) -> id. */
function compositeKey(fields: readonly string[]): KeySpace {
  const dictionaries = fields.map(() => new KeyDictionary());
  const joins = fields.slice(1).map(() => new Map<number, number>());
  const parts: number[][] = [];
  const join = (level: number, left: number, right: number): number => {
    const map = joins[level] as Map<number, number>;
    const token = left * 0x8000000 + right;
    let id = map.get(token);
    if (id === undefined) {
      id = map.size;
      map.set(token, id);
    }
    return id;
  };
  const remember = (id: number, own: () => number[]): void => {
    if (id === parts.length) parts.push(own());
  };
  return {
    get size() {
      return parts.length;
    },
    ids(batch) {
      const columns = dictionaries.map((dictionary, k) =>
        dictionary.ids(columnOf(batch, fields[k] as string), batch),
      );
      const ids = Int32Array.from(columns[0] as Int32Array);
      for (let i = 0; i < ids.length; i++) {
        for (let k = 1; k < columns.length; k++)
          ids[i] = join(k - 1, ids[i] as number, columns[k]?.[i] as number);
        remember(ids[i] as number, () => columns.map((column) => column[i] as number));
      }
      return ids;
    },
    key: (id) => (parts[id] as number[]).map((part, k) => (dictionaries[k] as KeyDictionary).value(part)),
    idOf(key) {
      const own = dictionaries.map((dictionary, k) => dictionary.idOf(key[k]));
      let id = own[0] as number;
      for (let k = 1; k < own.length; k++) id = join(k - 1, id, own[k] as number);
      remember(id, () => own);
      return id;
    },
  };
}
