import type { HashKind, RowSet, Slices } from '../contract.ts';
import { liveCount, rowAt } from './rows.ts';
import { eachUnit } from './utf8.ts';

/** `String.hashCode` of UTF-8 bytes. */
export function javaHash(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0;
  eachUnit(bytes, start, end, (unit) => {
    hash = (Math.imul(hash, 31) + unit) | 0;
  });
  return hash;
}

/** MurmurHash3 x86 32 with seed 0. */
export function murmur3(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0;
  let at = start;
  const scramble = (word: number): number => {
    const mixed = Math.imul(word, 0xcc9e2d51);
    return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
  };
  for (; at + 4 <= end; at += 4) {
    let word = 0;
    for (let k = 3; k >= 0; k--) word = (word << 8) | (bytes[at + k] as number);
    hash ^= scramble(word);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let k = end - 1; k >= at; k--) rest = (rest << 8) | (bytes[k] as number);
  if (at < end) hash ^= scramble(rest);
  hash ^= end - start;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

export function hash(column: Slices, rows: RowSet, kind: HashKind, into: Int32Array): void {
  const one = kind === 'java' ? javaHash : murmur3;
  const live = liveCount(rows);
  for (let i = 0; i < live; i++) {
    const row = rowAt(rows, i);
    into[i] = one(column.bytes, column.starts[row] as number, column.ends[row] as number);
  }
}

export function partition(hashes: Int32Array, partitions: number, into: Int32Array): void {
  for (let i = 0; i < hashes.length; i++) {
    const rest = (hashes[i] as number) % partitions;
    into[i] = rest < 0 ? rest + partitions : rest;
  }
}
