import { isSame, lowBits, prefixOf, rowAt, setU32, u32At } from './bytes';

/** Two bytes of the pattern, at `a` and `b`, that are rare in texts: where both match, the whole is compared. */
function candidates(at: usize, a: u32, b: u32, first: v128, second: v128): u64 {
  const p = at + a;
  const q = at + b;
  const m0 = v128.and(i8x16.eq(v128.load(p), first), i8x16.eq(v128.load(q), second));
  const m1 = v128.and(i8x16.eq(v128.load(p, 16), first), i8x16.eq(v128.load(q, 16), second));
  const m2 = v128.and(i8x16.eq(v128.load(p, 32), first), i8x16.eq(v128.load(q, 32), second));
  const m3 = v128.and(i8x16.eq(v128.load(p, 48), first), i8x16.eq(v128.load(q, 48), second));
  if (!v128.any_true(v128.or(v128.or(m0, m1), v128.or(m2, m3)))) return 0;
  return (
    <u64>(<u32>i8x16.bitmask(m0)) |
    ((<u64>(<u32>i8x16.bitmask(m1))) << 16) |
    ((<u64>(<u32>i8x16.bitmask(m2))) << 32) |
    ((<u64>(<u32>i8x16.bitmask(m3))) << 48)
  );
}

/** Says whether all rows lie one behind the other, so that a text can be searched as a whole. */
export function isAscending(starts: usize, ends: usize, rows: u32): bool {
  if (rows == 0) return true;
  let row: u32 = 0;
  let bad = i64x2.splat(0);
  for (; row + 5 <= rows; row += 4) {
    const start = v128.load(starts + ((<usize>row) << 2));
    const end = v128.load(ends + ((<usize>row) << 2));
    const next = v128.load(starts + ((<usize>row) << 2), 4);
    bad = v128.or(bad, v128.or(i32x4.gt_u(start, end), i32x4.gt_u(end, next)));
  }
  if (v128.any_true(bad)) return false;
  for (; row < rows; row++) {
    if (u32At(starts, row) > u32At(ends, row)) return false;
    if (row + 1 < rows && u32At(ends, row) > u32At(starts, row + 1)) return false;
  }
  return true;
}

/**
 * Rows of an ascending column that contain (or not) a pattern of at least one byte. Searches the text from the first
 * live row to the last as a whole and looks up the row of each hit; a hit across two rows is none.
 */
export function findInText(
  bytes: usize,
  starts: usize,
  ends: usize,
  selection: usize,
  live: u32,
  pattern: usize,
  length: u32,
  a: u32,
  b: u32,
  inverted: bool,
  into: usize,
): u32 {
  if (live == 0) return 0;
  const first = i8x16.splat(load<i8>(pattern + a));
  const second = i8x16.splat(load<i8>(pattern + b));
  let found: u32 = 0;
  /** Live index of the first row that is not decided. */
  let index: u32 = 0;
  let at = u32At(starts, rowAt(selection, 0));
  const end = u32At(ends, rowAt(selection, live - 1));
  while (at + length <= end) {
    // As `candidates`, but without a call for each block: most have none.
    const p = bytes + at + a;
    const q = bytes + at + b;
    const m0 = v128.and(i8x16.eq(v128.load(p), first), i8x16.eq(v128.load(q), second));
    const m1 = v128.and(i8x16.eq(v128.load(p, 16), first), i8x16.eq(v128.load(q, 16), second));
    const m2 = v128.and(i8x16.eq(v128.load(p, 32), first), i8x16.eq(v128.load(q, 32), second));
    const m3 = v128.and(i8x16.eq(v128.load(p, 48), first), i8x16.eq(v128.load(q, 48), second));
    if (!v128.any_true(v128.or(v128.or(m0, m1), v128.or(m2, m3)))) {
      at += 64;
      continue;
    }
    let mask = <u64>(<u32>i8x16.bitmask(m0));
    mask |= (<u64>(<u32>i8x16.bitmask(m1))) << 16;
    mask |= (<u64>(<u32>i8x16.bitmask(m2))) << 32;
    mask |= (<u64>(<u32>i8x16.bitmask(m3))) << 48;
    const positions = end - at - length + 1;
    if (positions < 64) mask &= lowBits(positions);
    let next = at + 64;
    while (mask != 0) {
      const hit = at + <u32>ctz(mask);
      mask &= mask - 1;
      if (!isSame(bytes + hit, pattern, length)) continue;
      const before = index;
      index = selection
        ? rowEndingAfter(selection, ends, index, hit + length)
        : rowEndingAfterAll(ends, index, hit + length);
      if (inverted) found = take(selection, before, index, into, found);
      const row = rowAt(selection, index);
      let skip = u32At(starts, row);
      if (skip <= hit) {
        if (!inverted) setU32(into, found++, row);
        skip = u32At(ends, row);
        if (++index == live) return found;
      }
      // Nothing more to learn before `skip`: no other hit there can decide a row.
      if (skip >= next) {
        next = skip;
        break;
      }
      if (skip > hit) mask &= ~lowBits(skip - at);
    }
    at = next;
  }
  return inverted ? take(selection, index, live, into, found) : found;
}

/** Copies rows of a range of live indices to the result. */
function take(selection: usize, from: u32, to: u32, into: usize, found: u32): u32 {
  for (let index = from; index < to; index++) setU32(into, found++, rowAt(selection, index));
  return found;
}

/** First live index from `index` on whose row ends at or after `position`; there is one. */
function rowEndingAfter(selection: usize, ends: usize, index: u32, position: u32): u32 {
  while (u32At(ends, u32At(selection, index)) < position) index++;
  return index;
}

function rowEndingAfterAll(ends: usize, index: u32, position: u32): u32 {
  if (u32At(ends, index) >= position) return index;
  const wanted = i32x4.splat(position);
  // The last row ends at or after every hit, so what is read behind it is never the first.
  let mask: i32 = 0;
  while (mask == 0) {
    mask = i32x4.bitmask(i32x4.ge_u(v128.load(ends + ((<usize>index) << 2)), wanted));
    if (mask == 0) index += 4;
  }
  return index + <u32>ctz(mask);
}

/** The same row by row, for columns in any order and for selections that leave most of the text out. */
export function findInRows(
  bytes: usize,
  starts: usize,
  ends: usize,
  selection: usize,
  live: u32,
  pattern: usize,
  length: u32,
  a: u32,
  b: u32,
  inverted: bool,
  into: usize,
): u32 {
  const first = i8x16.splat(load<i8>(pattern + a));
  const second = i8x16.splat(load<i8>(pattern + b));
  let found: u32 = 0;
  for (let index: u32 = 0; index < live; index++) {
    const row = rowAt(selection, index);
    const end = u32At(ends, row);
    let isFound = false;
    for (let at = u32At(starts, row); !isFound && at + length <= end; at += 64) {
      let mask = candidates(bytes + at, a, b, first, second);
      const positions = end - at - length + 1;
      if (positions < 64) mask &= lowBits(positions);
      for (; mask != 0; mask &= mask - 1) {
        if (isSame(bytes + at + <u32>ctz(mask), pattern, length)) {
          isFound = true;
          break;
        }
      }
    }
    setU32(into, found, row);
    found += <u32>(isFound != inverted);
  }
  return found;
}

/** Rows that begin with (0), end with (1) or are (2) a pattern. */
export function findByEdge(
  bytes: usize,
  starts: usize,
  ends: usize,
  selection: usize,
  live: u32,
  pattern: usize,
  length: u32,
  place: u32,
  inverted: bool,
  into: usize,
): u32 {
  const prefix = prefixOf(pattern, length);
  let found: u32 = 0;
  for (let index: u32 = 0; index < live; index++) {
    const row = rowAt(selection, index);
    const start = u32At(starts, row);
    const end = u32At(ends, row);
    let isFound = false;
    if (place == 2 ? end - start == length : end - start >= length) {
      const at = bytes + (place == 1 ? end - length : start);
      isFound = prefixOf(at, length) == prefix && (length <= 8 || isSame(at + 8, pattern + 8, length - 8));
    }
    setU32(into, found, row);
    found += <u32>(isFound != inverted);
  }
  return found;
}
