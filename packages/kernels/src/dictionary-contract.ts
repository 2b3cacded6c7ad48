import type { RowSet, Slices } from './contract.ts';

export interface DictionaryOptions {
  /** Most keys; default 16 M. */
  readonly maximumKeys?: number;
  /** Most bytes of all keys together; default 64 MiB. */
  readonly maximumBytes?: number;
}

export interface InternResult {
  /** Live rows that have an id; less than all when the dictionary was full. */
  readonly rows: number;
  readonly isFull: boolean;
}

/** Where words of rows go; both of one length. */
export interface WordTarget {
  readonly ids: Int32Array;
  /** Row each word was cut from; left out when nobody needs it. */
  readonly parents?: Uint32Array | undefined;
}

export interface InternWordsResult {
  readonly words: number;
  /** Live rows that are done from `from` on; no row is done by halves. */
  readonly rows: number;
  /** The dictionary was full, as opposed to the target. Keys of the row that was not done may already have ids. */
  readonly isFull: boolean;
  /** Bytes of the words together. */
  readonly bytes: number;
}

/**
 * Numbers byte strings densely from 0 in the order they are first seen. Belongs to one worker. A full dictionary goes
 * on giving the ids of known keys.
 */
export interface Dictionary {
  readonly size: number;
  /** Bytes of all keys. */
  readonly keyBytes: number;
  /** Ids of the live rows, by live index. */
  intern(column: Slices, rows: RowSet, into: Int32Array): InternResult;
  /** Ids of the words (as `splitFields` with `words` cuts them) of the live rows from live index `from` on. */
  internWords(column: Slices, rows: RowSet, into: WordTarget, from?: number): InternWordsResult;
  /** The id of a text, or -1 when the dictionary is full. */
  internText(text: string): number;
  /** The id of a byte string, or -1 when the dictionary is full. */
  internBytes(bytes: Uint8Array): number;
  /** The id of a byte string that is known, or -1. */
  find(bytes: Uint8Array): number;
  /** Bytes of a key: a view that holds until the next key is added. */
  key(id: number): Uint8Array;
  /** Bytes of a key. */
  keyLength(id: number): number;
  /** The key as text, decoded once. */
  keyText(id: number): string;
  /** `String.hashCode` of the keys of the ids, computed once for each key. */
  javaHashes(ids: Int32Array, into: Int32Array): void;
  /** All keys in order of their ids. */
  snapshot(): DictionarySnapshot;
  /** Replaces everything by a snapshot; throws `KERNEL_DICTIONARY_FULL` when it does not fit. */
  restore(snapshot: DictionarySnapshot): void;
  clear(): void;
  /** Gives the memory back; ids that were handed out stay numbers, nothing else works any more. */
  dispose(): void;
}

/** Structured-clonable keys of a dictionary. */
export interface DictionarySnapshot {
  readonly bytes: Uint8Array;
  /** End of each key in `bytes`; a key begins where the one before ends. */
  readonly ends: Uint32Array;
}
