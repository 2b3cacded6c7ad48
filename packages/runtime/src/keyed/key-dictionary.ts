import type { Batch, Column, WordColumn } from '../batch.ts';
import { liveRows } from '../batch.ts';
import { columnOf, readValue } from '../batch-read.ts';
import { decodeUtf8, encodeUtf8 } from '../text.ts';
import { ByteTable } from './byte-table.ts';
import type { WordTable } from './word-table.ts';

/**
 * Numbers keys densely from 0 in the order they are first seen. Texts are known by their UTF-8 bytes whatever column
 * they come in, so that a key in a slab and the same key as a JavaScript string are one key; byte keys are hashed
 * where they lie and become a string once, when somebody asks for `value(id)`.
 */
export class KeyDictionary {
  readonly #bytes = new ByteTable();
  #scratch = new Int32Array(1024);
  readonly #values: unknown[] = [];
  /** Strings seen as values, so that they are encoded once. */
  readonly #texts = new Map<string, number>();
  /** The table all keys so far are words of. */
  #adopted: WordTable | undefined;
  /** Ids of the words of the tables words have come from; -1 where there is none yet. */
  readonly #words = new Map<WordTable, Int32Array>();
  /** Everything that is not a text. */
  readonly #others = new Map<unknown, number>();

  get size(): number {
    return this.#adopted ? this.#adopted.size : this.#values.length;
  }

  /** The key of an id. */
  value(id: number): unknown {
    if (this.#adopted) return this.#adopted.text(id);
    const known = this.#values[id];
    if (known !== pending) return known;
    const bytes = this.#bytes.bytesOf(id);
    const text = decodeUtf8(bytes, 0, bytes.length);
    this.#values[id] = text;
    return text;
  }

  /** Ids of the live rows of a column, by live index: to be read, and only until the next call. */
  ids(column: Column | undefined, batch: Batch): Int32Array {
    const live = liveRows(batch);
    if (this.#scratch.length < live) this.#scratch = new Int32Array(live * 2);
    const ids = this.#scratch.subarray(0, live);
    if (column?.kind === 'bytes') {
      this.#own();
      const unknown = this.#bytes.idsOf(column, batch.selection, { ids, next: this.#values.length });
      for (let k = 0; k < unknown; k++) this.#values.push(pending);
      return ids;
    }
    if (column?.kind === 'word') {
      return this.#wordIds(column, batch, ids);
    }
    this.#own();
    if (column === undefined || column.kind === 'constant') {
      return ids.fill(this.idOf(column === undefined ? null : column.value));
    }
    const selection = batch.selection;
    for (let i = 0; i < live; i++)
      ids[i] = this.idOf(readValue(column, selection ? (selection[i] as number) : i));
    return ids;
  }

  /**
   * A dictionary that has only ever seen words of one table numbers them as the table does. Otherwise each word is
   * looked up once.
   */
  #wordIds(column: WordColumn, batch: Batch, ids: Int32Array): Int32Array {
    const { ids: words, table } = column;
    if (this.#adopted === undefined && this.#values.length === 0) this.#adopted = table;
    const selection = batch.selection;
    if (this.#adopted === table) {
      if (!selection) return words.length === ids.length ? words : words.subarray(0, ids.length);
      for (let i = 0; i < ids.length; i++) ids[i] = words[selection[i] as number] as number;
      return ids;
    }
    this.#own();
    const known = this.#knownWords(table);
    for (let i = 0; i < ids.length; i++) {
      const word = words[selection ? (selection[i] as number) : i] as number;
      let id = known[word] as number;
      if (id < 0) {
        id = this.#idOfBytes(table.bytes(word));
        known[word] = id;
      }
      ids[i] = id;
    }
    return ids;
  }

  /** Ids by number of the word, with room for all words the table has. */
  #knownWords(table: WordTable): Int32Array {
    const known = this.#words.get(table);
    if (known && known.length >= table.size) return known;
    const wider = new Int32Array(Math.max(table.size * 2, 1024)).fill(-1);
    if (known) wider.set(known);
    this.#words.set(table, wider);
    return wider;
  }

  /** Other keys than words of the one table have come: the numbers given so far become its own. */
  #own(): void {
    const table = this.#adopted;
    if (!table) return;
    this.#adopted = undefined;
    const known = this.#knownWords(table);
    for (let word = 0; word < table.size; word++) known[word] = this.#idOfBytes(table.bytes(word));
  }

  #idOfBytes(bytes: Uint8Array): number {
    const next = this.#values.length;
    const id = this.#bytes.idOf(bytes, { start: 0, end: bytes.length }, next);
    if (id === next) this.#values.push(pending);
    return id;
  }

  /** The id of one key. */
  idOf(key: unknown): number {
    this.#own();
    if (typeof key === 'string') {
      const known = this.#texts.get(key);
      if (known !== undefined) return known;
      const id = this.#idOfBytes(encodeUtf8(key));
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
      this.#others.set(token, id);
    }
    return id;
  }
}

/** Stands for a text that nobody has asked for yet. */
const pending = Symbol('pending');

function compositeToken(value: object): string {
  return `\u0000${JSON.stringify(value)}`;
}

/** Numbers keys of one or several fields. */
export interface KeySpace {
  readonly size: number;
  /** Ids of the live rows, by live index; the array is used again by the next call. */
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
