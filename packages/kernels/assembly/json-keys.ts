/**
 * Keys that came before. Texts of one stream mostly have the same keys in the same order, so each key remembers which one
 * followed it last time: that one is compared first, quotes and colon included, and where it is there nothing of it needs
 * to be looked at again.
 *
 * A memo is `the key expected next, the key before` and from byte 64 on places for keys of 64 bytes: literal of up to 32 bytes
 * (zeros behind it), one bit for each byte of it, node of the paths the object belongs to (`besidePaths` when to none, 0 in
 * a place that is free), number of the key at that node, length, the key that followed it.
 */
import { lowBits } from './bytes';

/** Like the one of `json-skip.ts`, which needs this file. */
const quote: u32 = 0x22;

const places: u32 = 128;
const longest: u32 = 32;
/** Stands for a node where an object is only passed over. */
export const besidePaths: usize = 1;

/** No key is expected at the beginning of a text: the first one follows the memo itself. */
export function beginKeys(memo: usize): void {
  store<u32>(memo, load<u32>(memo, 8));
  store<u32>(memo, 0, 4);
}

/** The expected key of an object of `node` when it stands at `at`, else 0. It is passed. */
export function familiarKey(memo: usize, node: usize, at: usize, end: usize): usize {
  const key: usize = load<u32>(memo);
  if (key == 0 || load<u32>(key, 36) != <u32>node) return 0;
  const a = i8x16.bitmask(i8x16.eq(v128.load(at), v128.load(key)));
  const b = i8x16.bitmask(i8x16.eq(v128.load(at, 16), v128.load(key, 16)));
  const wanted = load<u32>(key, 32);
  if (((<u32>a | ((<u32>b) << 16)) & wanted) != wanted || at + lengthOf(key) > end) return 0;
  store<u32>(memo, load<u32>(key, 48));
  store<u32>(memo, <u32>key, 4);
  return key;
}

/** Bytes of a key with its quotes and colon. */
export function lengthOf(key: usize): u32 {
  return load<u32>(key, 44);
}

/** Number of a key at its node, or -1. */
export function numberOf(key: usize): i32 {
  return load<i32>(key, 40);
}

/** Remembers a key of up to 32 bytes between `at` (its opening quote) and `behind` (behind its colon) as the one that follows the one before. */
export function rememberKey(memo: usize, node: usize, number: i32, at: usize, behind: usize): void {
  const length = <u32>(behind - at);
  const before: usize = load<u32>(memo, 4);
  // What is expected stays expected behind it.
  if (length > longest || load<u8>(at + length - 2) != quote) return;
  const hash =
    ((<u32>load<u64>(at, 1) ^ ((<u32>(load<u64>(at) >>> 32)) << 3) ^ length ^ <u32>node) * 0x9e3779b1) >>> 25;
  const key = memo + 64 + ((<usize>(hash & (places - 1))) << 6);
  const wanted = <u32>lowBits(length);
  const low = v128.and(v128.load(at), bytesBelow(length));
  const high = length > 16 ? v128.and(v128.load(at, 16), bytesBelow(length - 16)) : i8x16.splat(0);
  const isKnown =
    load<u32>(key, 36) == <u32>node &&
    load<u32>(key, 32) == wanted &&
    i8x16.all_true(i8x16.eq(v128.load(key), low)) &&
    i8x16.all_true(i8x16.eq(v128.load(key, 16), high));
  if (!isKnown) {
    v128.store(key, low);
    v128.store(key, high, 16);
    store<u32>(key, wanted, 32);
    store<u32>(key, <u32>node, 36);
    store<i32>(key, number, 40);
    store<u32>(key, length, 44);
    store<u32>(key, 0, 48);
  }
  store<u32>(before ? before + 48 : memo + 8, <u32>key);
  store<u32>(memo, load<u32>(key, 48));
  store<u32>(memo, <u32>key, 4);
}

/** All bits in the first `count` of 16 bytes. */
function bytesBelow(count: u32): v128 {
  const lanes = v128(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  return i8x16.lt_u(lanes, i8x16.splat(<i8>min<u32>(count, 16)));
}
