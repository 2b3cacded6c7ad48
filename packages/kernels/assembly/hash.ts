import { rowAt, u32At } from './bytes';

/** `String.hashCode` of UTF-8 bytes, malformed ones read as U+FFFD. */
export function javaHashOf(at: usize, length: u32): i32 {
  let hash: i32 = 0;
  let k: u32 = 0;
  for (; k + 4 <= length; k += 4) {
    const four = load<u32>(at + k);
    if (four & 0x80808080) return javaHashFrom(at, k, length, hash);
    const low = <i32>(four & 0xff) * 31 + <i32>((four >>> 8) & 0xff);
    const high = <i32>((four >>> 16) & 0xff) * 31 + <i32>(four >>> 24);
    hash = hash * 923521 + low * 961 + high;
  }
  for (; k < length; k++) {
    const byte = load<u8>(at + k);
    if (byte >= 0x80) return javaHashFrom(at, k, length, hash);
    hash = hash * 31 + byte;
  }
  return hash;
}

/** The same from a byte on, for texts that are not ASCII. */
function javaHashFrom(at: usize, from: u32, length: u32, begun: i32): i32 {
  let hash = begun;
  let k = from;
  while (k < length) {
    const first = <u32>load<u8>(at + k++);
    if (first < 0x80) {
      hash = hash * 31 + first;
      continue;
    }
    let more: u32 = 0;
    let least: u32 = 0x80;
    let most: u32 = 0xbf;
    if (first >= 0xc2 && first <= 0xdf) more = 1;
    else if (first >= 0xe0 && first <= 0xef) more = 2;
    else if (first >= 0xf0 && first <= 0xf4) more = 3;
    if (first == 0xe0) least = 0xa0;
    if (first == 0xed) most = 0x9f;
    if (first == 0xf0) least = 0x90;
    if (first == 0xf4) most = 0x8f;
    let point = first & (0x3f >>> more);
    let isWhole = more > 0;
    for (let m: u32 = 0; m < more; m++) {
      const byte = k < length ? <u32>load<u8>(at + k) : 0;
      if (byte < least || byte > most) {
        isWhole = false;
        break;
      }
      point = (point << 6) | (byte & 0x3f);
      k++;
      least = 0x80;
      most = 0xbf;
    }
    if (!isWhole) hash = hash * 31 + 0xfffd;
    else if (point < 0x10000) hash = hash * 31 + point;
    else {
      hash = hash * 31 + (0xd800 + ((point - 0x10000) >>> 10));
      hash = hash * 31 + (0xdc00 + ((point - 0x10000) & 0x3ff));
    }
  }
  return hash;
}

function scramble(word: u32): u32 {
  return rotl<u32>(word * 0xcc9e2d51, 15) * 0x1b873593;
}

function murmur3Of(at: usize, length: u32): u32 {
  let hash: u32 = 0;
  let k: u32 = 0;
  for (; k + 4 <= length; k += 4) hash = rotl<u32>(hash ^ scramble(load<u32>(at + k)), 13) * 5 + 0xe6546b64;
  if (k < length) hash ^= scramble(load<u32>(at + k) & ((1 << ((length - k) << 3)) - 1));
  hash ^= length;
  hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
  hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
  return hash ^ (hash >>> 16);
}

/** Java (0) or murmur3 (1) hashes of live rows. */
export function hashRows(
  bytes: usize,
  starts: usize,
  ends: usize,
  selection: usize,
  live: u32,
  kind: u32,
  into: usize,
): void {
  for (let index: u32 = 0; index < live; index++) {
    const row = rowAt(selection, index);
    const start = u32At(starts, row);
    const length = u32At(ends, row) - start;
    const hash = kind ? murmur3Of(bytes + start, length) : <u32>javaHashOf(bytes + start, length);
    store<u32>(into + ((<usize>index) << 2), hash);
  }
}

/** `floorMod` of hashes; a mask where that is the same. */
export function partitionHashes(hashes: usize, count: u32, partitions: i32, into: usize): void {
  const isPower = (partitions & (partitions - 1)) == 0;
  for (let i: u32 = 0; i < count; i++) {
    const hash = load<i32>(hashes + ((<usize>i) << 2));
    let part: i32;
    if (isPower) part = hash & (partitions - 1);
    else {
      part = hash % partitions;
      part += (part >> 31) & partitions;
    }
    store<i32>(into + ((<usize>i) << 2), part);
  }
}
