/**
 * Byte strings to numbers by open addressing. An entry is 16 bytes: the first eight bytes of the key, its length + 1, its
 * id + 1 (0 is free), so that a key of up to eight bytes is found with one look at one cache line. A record is 16 bytes by
 * id: place in the key heap, length, table hash, Java hash. The state of a dictionary is a struct in memory; it never
 * grows here: where there is no room for a new key, calls stop and say how far they came.
 */

import { isSame, lowBits, prefixOf, rowAt, setU32, spaceBits, u32At } from './bytes';
import { appendBits } from './edges';
import { javaHashOf } from './hash';
import { countWords } from './split-fields';

const multiplier: u64 = 0x9e3779b97f4a7c15;
const group: u32 = 256;

const noRoom: i32 = -1;

function tableOf(state: usize): usize {
  return load<u32>(state);
}
function maskOf(state: usize): u32 {
  return load<u32>(state, 4);
}
function recordsOf(state: usize): usize {
  return load<u32>(state, 8);
}
function heapOf(state: usize): usize {
  return load<u32>(state, 16);
}

/** Hash of a key of up to eight bytes. */
function shortHash(length: u32, prefix: u64): u32 {
  const hash = (prefix ^ length) * multiplier;
  return <u32>(hash >>> 32) ^ <u32>(hash >>> 15);
}

function hashOf(at: usize, length: u32, prefix: u64): u32 {
  if (length <= 8) return shortHash(length, prefix);
  let hash = (prefix ^ length) * multiplier;
  let k: u32 = 8;
  for (; k + 8 <= length; k += 8) hash = (hash ^ (hash >>> 29) ^ load<u64>(at + k)) * multiplier;
  if (k < length)
    hash = (hash ^ (hash >>> 29) ^ (load<u64>(at + k) & lowBits((length - k) << 3))) * multiplier;
  return <u32>(hash >>> 32) ^ <u32>(hash >>> 15);
}

/** The id of a key, or `noRoom`. */
function idOf(state: usize, table: usize, mask: u32, at: usize, length: u32, prefix: u64, hash: u32): i32 {
  let slot = hash & mask;
  let entry = table + ((<usize>slot) << 4);
  let id = load<u32>(entry, 12);
  while (id != 0) {
    if (
      load<u64>(entry) == prefix &&
      load<u32>(entry, 8) == length + 1 &&
      (length <= 8 || isSameRest(state, id - 1, at, length))
    )
      return <i32>id - 1;
    slot = (slot + 1) & mask;
    entry = table + ((<usize>slot) << 4);
    id = load<u32>(entry, 12);
  }
  return insert(state, entry, at, length, prefix, hash);
}

function isSameRest(state: usize, id: u32, at: usize, length: u32): bool {
  const place = load<u32>(recordsOf(state) + ((<usize>id) << 4));
  return isSame(heapOf(state) + place + 8, at + 8, length - 8);
}

function insert(state: usize, entry: usize, at: usize, length: u32, prefix: u64, hash: u32): i32 {
  const size = load<u32>(state, 24);
  const used = load<u32>(state, 28);
  if (size >= load<u32>(state, 12) || length > load<u32>(state, 20) - used) return noRoom;
  store<u64>(entry, prefix);
  store<u32>(entry, length + 1, 8);
  store<u32>(entry, size + 1, 12);
  memory.copy(heapOf(state) + used, at, length);
  const record = recordsOf(state) + ((<usize>size) << 4);
  store<u32>(record, used);
  store<u32>(record, length, 4);
  store<u32>(record, hash, 8);
  store<i32>(record, javaHashOf(at, length), 12);
  store<u32>(state, size + 1, 24);
  store<u32>(state, used + length, 28);
  return <i32>size;
}

/** Ids of live rows from `from` on. Returns how many have one. */
export function internRows(
  state: usize,
  bytes: usize,
  starts: usize,
  ends: usize,
  selection: usize,
  from: u32,
  live: u32,
  ids: usize,
): u32 {
  const table = tableOf(state);
  const mask = maskOf(state);
  for (let index = from; index < live; index++) {
    const row = rowAt(selection, index);
    const start = u32At(starts, row);
    const at = bytes + start;
    const length = u32At(ends, row) - start;
    const prefix = prefixOf(at, length);
    let id: i32;
    const entry = table + ((<usize>(shortHash(length, prefix) & mask)) << 4);
    // Most keys are short and lie where their hash says; this much is worth having twice.
    if (((load<u64>(entry) ^ prefix) | <u64>(load<u32>(entry, 8) ^ (length + 1))) == 0 && length <= 8)
      id = <i32>load<u32>(entry, 12) - 1;
    else {
      id = idOf(state, table, mask, at, length, prefix, hashOf(at, length, prefix));
      if (id < 0) return index - from;
    }
    store<i32>(ids + ((<usize>(index - from)) << 2), id);
  }
  return live > from ? live - from : 0;
}

/** The id of a key that is known, or -1. */
export function findKey(state: usize, at: usize, length: u32): i32 {
  const table = tableOf(state);
  const mask = maskOf(state);
  const prefix = prefixOf(at, length);
  let slot = hashOf(at, length, prefix) & mask;
  for (;;) {
    const entry = table + ((<usize>slot) << 4);
    const id = load<u32>(entry, 12);
    if (id == 0) return -1;
    if (
      load<u64>(entry) == prefix &&
      load<u32>(entry, 8) == length + 1 &&
      (length <= 8 || isSameRest(state, id - 1, at, length))
    )
      return <i32>id - 1;
    slot = (slot + 1) & mask;
  }
  return -1;
}

/** Enters all records into a table of zeros: no two are the same, so nothing is compared. */
export function rebuildTable(state: usize): void {
  const table = tableOf(state);
  const mask = maskOf(state);
  const records = recordsOf(state);
  const heap = heapOf(state);
  const size = load<u32>(state, 24);
  for (let id: u32 = 0; id < size; id++) {
    const record = records + ((<usize>id) << 4);
    const length = load<u32>(record, 4);
    let slot = load<u32>(record, 8) & mask;
    while (load<u32>(table + ((<usize>slot) << 4), 12) != 0) slot = (slot + 1) & mask;
    const entry = table + ((<usize>slot) << 4);
    store<u64>(entry, prefixOf(heap + load<u32>(record), length));
    store<u32>(entry, length + 1, 8);
    store<u32>(entry, id + 1, 12);
  }
}

/** Java hashes of ids. */
export function javaHashesOf(state: usize, ids: usize, count: u32, into: usize): void {
  const records = recordsOf(state);
  for (let i: u32 = 0; i < count; i++)
    setU32(into, i, load<u32>(records + ((<usize>u32At(ids, i)) << 4), 12));
}

/** Ids of the words between edges `from` and `to`; returns how many edges are done. */
function internEdges(state: usize, bytes: usize, edges: usize, count: u32, ids: usize): u32 {
  const table = tableOf(state);
  const mask = maskOf(state);
  let total: u32 = 0;
  for (let k: u32 = 0; k < count; k += 2) {
    const start = u32At(edges, k);
    const at = bytes + start;
    const length = u32At(edges, k + 1) - start;
    total += length;
    const prefix = prefixOf(at, length);
    let id: i32;
    const entry = table + ((<usize>(shortHash(length, prefix) & mask)) << 4);
    if (((load<u64>(entry) ^ prefix) | <u64>(load<u32>(entry, 8) ^ (length + 1))) == 0 && length <= 8)
      id = <i32>load<u32>(entry, 12) - 1;
    else {
      id = idOf(state, table, mask, at, length, prefix, hashOf(at, length, prefix));
      if (id < 0) return k;
    }
    store<i32>(ids + ((<usize>k) << 1), id);
  }
  store<u32>(state, load<u32>(state, 40) + total, 40);
  return count;
}

/**
 * Ids of the words of live rows from `from` on. `edges` has room for two groups. Returns the live rows that are done;
 * words, 1 when the target or 2 when the dictionary was full, and (where neither was) the bytes of all words go to `results`.
 */
export function internWordsOf(
  state: usize,
  bytes: usize,
  starts: usize,
  ends: usize,
  selection: usize,
  from: u32,
  live: u32,
  ids: usize,
  parents: usize,
  limit: u32,
  edges: usize,
  results: usize,
): u32 {
  /** Words of rows before the first edge in the list. */
  let words: u32 = 0;
  let count: u32 = 0;
  let index = from;
  let status: u32 = 0;
  store<u32>(state, 0, 40);
  for (; index < live; index++) {
    const row = rowAt(selection, index);
    const end = u32At(ends, row);
    const before = words + (count >>> 1);
    let carry: u64 = 0;
    for (let at = u32At(starts, row); at < end; at += 64) {
      const inWord = ~spaceBits(bytes + at) & lowBits(end - at);
      count = appendBits(edges, count, inWord ^ ((inWord << 1) | carry), at);
      carry = inWord >>> 63;
      if (count >= group * 2) {
        // An open word stays in the list.
        const whole = count & ~1;
        status = flush(state, bytes, edges, whole, ids, words, limit);
        if (status != 0) break;
        words += whole >>> 1;
        if (count & 1) setU32(edges, 0, u32At(edges, whole));
        count &= 1;
      }
    }
    if (status != 0) break;
    if (count & 1) setU32(edges, count++, end);
    if (parents) {
      const after = min(words + (count >>> 1), limit);
      for (let k = before; k < after; k++) setU32(parents, k, row);
    }
  }
  if (status == 0) {
    status = flush(state, bytes, edges, count, ids, words, limit);
    if (status == 0) {
      store<u32>(results, words + (count >>> 1));
      store<u32>(results, 0, 4);
      store<u32>(results, load<u32>(state, 40), 8);
      return index > from ? index - from : 0;
    }
  }
  // Where the row that is not done begins is counted again: this is rare. `stopped` words have ids.
  const stopped = words + load<u32>(state, 36);
  let done = from;
  let total: u32 = 0;
  for (; done < live; done++) {
    const own = countWords(bytes, starts, ends, selection, done, done + 1);
    if (total + own > stopped) break;
    total += own;
  }
  store<u32>(results, total);
  store<u32>(results, status, 4);
  return done - from;
}

/** 0 when all words of the list have ids; else why not, with how many have in the state. */
function flush(
  state: usize,
  bytes: usize,
  edges: usize,
  count: u32,
  ids: usize,
  words: u32,
  limit: u32,
): u32 {
  const fitting = min(count, (limit - words) << 1);
  const done = internEdges(state, bytes, edges, fitting, ids + ((<usize>words) << 2));
  store<u32>(state, done >>> 1, 36);
  return done < fitting ? 2 : fitting < count ? 1 : 0;
}

/** `counts[id] += 1`; an id behind the counts is left out. */
export function countIdsOf(ids: usize, count: u32, counts: usize, limit: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const id = u32At(ids, i);
    if (id >= limit) continue;
    const at = counts + ((<usize>id) << 3);
    store<f64>(at, load<f64>(at) + 1);
  }
}

/**
 * `counts[id] += 1`; an id behind the counts is left out. Ids whose count was 0 go to `firsts`, which has room for all.
 * Returns how many there were.
 */
export function countFirstsOf(ids: usize, count: u32, counts: usize, limit: u32, firsts: usize): u32 {
  let found: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const id = u32At(ids, i);
    if (id >= limit) continue;
    const at = counts + ((<usize>id) << 3);
    const before = load<f64>(at);
    store<f64>(at, before + 1);
    if (before == 0) setU32(firsts, found++, id);
  }
  return found;
}

/** `sums[id] += value`; an id behind the sums is left out. */
export function sumIdsOf(ids: usize, count: u32, values: usize, sums: usize, limit: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const id = u32At(ids, i);
    if (id >= limit) continue;
    const at = sums + ((<usize>id) << 3);
    store<f64>(at, load<f64>(at) + load<f64>(values + ((<usize>i) << 3)));
  }
}
