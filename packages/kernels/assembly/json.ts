/**
 * Projection of paths from one JSON text a row. The paths come as a tree in memory (see `json-plan.ts`): a node is
 * `paths that end here (bits), node of all items or 0, number of keys`, then for each key `place, length, first eight bytes
 * (two words), node`. A target is 32 bytes for each path: `list?, starts, ends, kinds, parents, room, items, items before the row`.
 */
import { isSame, prefixOf, rowAt, setU32, u32At } from './bytes';
import { beginKeys, familiarKey, lengthOf, numberOf, rememberKey } from './json-keys';
import {
  closeBrace,
  closeBracket,
  colon,
  comma,
  hasEscape,
  maximumDepth,
  openBrace,
  openBracket,
  quickString,
  quote,
  skipBlanks,
  skipPlain,
  skipString,
  skipValue,
} from './json-skip';

const missing: u32 = 0;
const string: u32 = 1;
const number: u32 = 2;
const literalTrue: u32 = 3;
const literalFalse: u32 = 4;
const literalNull: u32 = 5;
const object: u32 = 6;
const array: u32 = 7;
const escaped: u32 = 8;

/** Reads live rows from `from` on. Returns the rows done; the number of rows not for us goes to `results`. */
export function readJsonRows(
  root: usize,
  paths: u32,
  targets: usize,
  bytes: usize,
  starts: usize,
  ends: usize,
  selection: usize,
  from: u32,
  live: u32,
  fallbacks: usize,
  memo: usize,
  results: usize,
): u32 {
  let strange: u32 = 0;
  let index = from;
  for (; index < live; index++) {
    const row = rowAt(selection, index);
    begin(targets, paths, row);
    beginKeys(memo);
    const end = bytes + u32At(ends, row);
    const behind = readValue(root, targets, memo, bytes, bytes + u32At(starts, row), end, row, 0);
    const isGood = behind != 0 && skipBlanks(behind, end) == end;
    if (!isGood) {
      undo(targets, paths, row);
      strange++;
    } else if (isOverfull(targets, paths)) {
      undo(targets, paths, row);
      break;
    }
    store<u8>(fallbacks + row, <u8>!isGood);
  }
  store<u32>(results, strange);
  return index > from ? index - from : 0;
}

function begin(targets: usize, paths: u32, row: u32): void {
  for (let path: u32 = 0; path < paths; path++) {
    const target = targets + ((<usize>path) << 5);
    if (load<u32>(target)) store<u32>(target, load<u32>(target, 24), 28);
    else put(target, row, 0, 0, missing);
  }
}

/** As if the row had not been read. */
function undo(targets: usize, paths: u32, row: u32): void {
  for (let path: u32 = 0; path < paths; path++) {
    const target = targets + ((<usize>path) << 5);
    if (load<u32>(target)) store<u32>(target, load<u32>(target, 28), 24);
    else put(target, row, 0, 0, missing);
  }
}

/** Items are counted on when a list is full, so that a bad row is known as one before the list is said to be full. */
function isOverfull(targets: usize, paths: u32): bool {
  for (let path: u32 = 0; path < paths; path++) {
    const target = targets + ((<usize>path) << 5);
    if (load<u32>(target) && load<u32>(target, 24) > load<u32>(target, 20)) return true;
  }
  return false;
}

function put(target: usize, at: u32, start: u32, end: u32, kind: u32): void {
  setU32(load<u32>(target, 4), at, start);
  setU32(load<u32>(target, 8), at, end);
  store<u8>(load<u32>(target, 12) + at, <u8>kind);
}

/** Writes a value to the paths that end at a node. */
function record(node: usize, targets: usize, row: u32, start: u32, end: u32, kind: u32): void {
  for (let bits = load<u32>(node); bits != 0; bits &= bits - 1) {
    const target = targets + ((<usize>ctz(bits)) << 5);
    if (!load<u32>(target)) {
      put(target, row, start, end, kind);
      continue;
    }
    if (kind == literalNull) continue;
    const item = load<u32>(target, 24);
    if (item < load<u32>(target, 20)) {
      put(target, item, start, end, kind);
      setU32(load<u32>(target, 16), item, row);
    }
    store<u32>(target, item + 1, 24);
  }
}

/** Reads the value at a node of the paths; gives the place behind it or 0. `depth` levels are open around it. */
function readValue(
  node: usize,
  targets: usize,
  memo: usize,
  bytes: usize,
  at: usize,
  end: usize,
  row: u32,
  depth: u32,
): usize {
  if (at < end && load<u8>(at) <= 0x20) at = skipBlanks(at, end);
  if (at >= end) return 0;
  const first: u32 = load<u8>(at);
  const start = at;
  let kind: u32;
  if (first == quote) {
    kind = string;
    at = quickString(start + 1, end);
    if (at == 0) {
      at = skipString(start + 1, end);
      if (at == 0) return 0;
      if (hasEscape(start + 1, at - 1)) kind |= escaped;
    }
    record(node, targets, row, <u32>(start + 1 - bytes), <u32>(at - 1 - bytes), kind);
    return at;
  }
  if (first == openBrace) {
    kind = object;
    at = load<u32>(node, 8)
      ? readObject(node, targets, memo, bytes, at, end, row, depth + 1)
      : skipValue(memo, at, end, depth);
  } else if (first == openBracket) {
    kind = array;
    at = load<u32>(node, 4)
      ? readArray(load<u32>(node, 4), targets, memo, bytes, at, end, row, depth + 1)
      : skipValue(memo, at, end, depth);
  } else {
    at = skipPlain(at, end);
    kind = first == 0x74 ? literalTrue : first == 0x66 ? literalFalse : first == 0x6e ? literalNull : number;
  }
  if (at != 0) record(node, targets, row, <u32>(start - bytes), <u32>(at - bytes), kind);
  return at;
}

function readObject(
  node: usize,
  targets: usize,
  memo: usize,
  bytes: usize,
  at: usize,
  end: usize,
  row: u32,
  depth: u32,
): usize {
  if (depth > maximumDepth) return 0;
  /** Keys of the node met in this object: one that comes twice is for somebody else. */
  let seen: u32 = 0;
  const keys = load<u32>(node, 8);
  at = skipBlanks(at + 1, end);
  if (at < end && load<u8>(at) == closeBrace) return at + 1;
  while (true) {
    if (at >= end) return 0;
    let key: i32;
    const known = familiarKey(memo, node, at, end);
    if (known) {
      at += lengthOf(known);
      key = numberOf(known);
    } else {
      const start = at;
      at = behindKey(at, end);
      if (at == 0) return 0;
      key = findKeyOf(node, keys, start + 1, <u32>(at - start - 2));
      if (at < end && load<u8>(at) <= 0x20) at = skipBlanks(at, end);
      if (at >= end || load<u8>(at) != colon) return 0;
      at++;
      rememberKey(memo, node, key, start, at);
    }
    if (key < 0) at = skipValue(memo, at, end, depth);
    else {
      if (seen & (1 << key)) return 0;
      seen |= 1 << key;
      at = readValue(load<u32>(childAt(node, key), 16), targets, memo, bytes, at, end, row, depth);
    }
    if (at == 0) return 0;
    if (at < end && load<u8>(at) <= 0x20) at = skipBlanks(at, end);
    if (at >= end) return 0;
    const next: u32 = load<u8>(at);
    if (next == closeBrace) return at + 1;
    if (next != comma) return 0;
    at++;
    if (at < end && load<u8>(at) <= 0x20) at = skipBlanks(at, end);
  }
}

/** Behind the closing quote of a key whose opening one is expected at `at`; 0 where it has escapes: it may mean any key. */
function behindKey(at: usize, end: usize): usize {
  if (load<u8>(at) != quote) return 0;
  const quick = quickString(at + 1, end);
  if (quick != 0) return quick;
  const stop = skipString(at + 1, end);
  return stop == 0 || hasEscape(at + 1, stop - 1) ? 0 : stop;
}

function childAt(node: usize, key: u32): usize {
  return node + 12 + <usize>key * 20;
}

/** Number of the key at a node, or -1. */
function findKeyOf(node: usize, keys: u32, start: usize, length: u32): i32 {
  const prefix = prefixOf(start, length);
  for (let key: u32 = 0; key < keys; key++) {
    const child = childAt(node, key);
    if (load<u32>(child, 4) != length || load<u64>(child, 8) != prefix) continue;
    if (length <= 8 || isSame(load<u32>(child) + 8, start + 8, length - 8)) return key;
  }
  return -1;
}

function readArray(
  node: usize,
  targets: usize,
  memo: usize,
  bytes: usize,
  at: usize,
  end: usize,
  row: u32,
  depth: u32,
): usize {
  if (depth > maximumDepth) return 0;
  at = skipBlanks(at + 1, end);
  if (at < end && load<u8>(at) == closeBracket) return at + 1;
  while (true) {
    at = readValue(node, targets, memo, bytes, at, end, row, depth);
    if (at == 0) return 0;
    if (at < end && load<u8>(at) <= 0x20) at = skipBlanks(at, end);
    if (at >= end) return 0;
    const next: u32 = load<u8>(at);
    if (next == closeBracket) return at + 1;
    if (next != comma) return 0;
    at++;
  }
}
