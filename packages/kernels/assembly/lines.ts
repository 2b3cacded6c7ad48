import { equalBits, lowBits, setU32 } from './bytes';

/**
 * Line ends 64 bytes at a time. Returns the lines; writes the end of the last one and whether all of them are ASCII
 * to `results`.
 */
export function indexLines(
  bytes: usize,
  from: u32,
  to: u32,
  starts: usize,
  ends: usize,
  limit: u32,
  strips: bool,
  results: usize,
): u32 {
  const newline = i8x16.splat(10);
  let high = i64x2.splat(0);
  let rows: u32 = 0;
  let start = from;
  let at = from;
  while (at < to && rows < limit) {
    const p = bytes + at;
    let mask = equalBits(p, newline);
    high = v128.or(
      high,
      v128.or(v128.or(v128.load(p), v128.load(p, 16)), v128.or(v128.load(p, 32), v128.load(p, 48))),
    );
    if (to - at < 64) mask &= lowBits(to - at);
    while (mask != 0 && rows < limit) {
      const end = at + <u32>ctz(mask);
      mask &= mask - 1;
      setU32(starts, rows, start);
      const isReturn = strips && end > start && load<u8>(bytes + end - 1) == 13;
      setU32(ends, rows, end - <u32>isReturn);
      rows++;
      start = end + 1;
    }
    at += 64;
  }
  store<u32>(results, start);
  // A high byte may lie behind the last line; only then is it worth a second look.
  const isAscii = i8x16.bitmask(high) == 0 || isAsciiOnly(bytes + from, start - from);
  store<u32>(results, <u32>isAscii, 4);
  return rows;
}

function isAsciiOnly(at: usize, length: u32): bool {
  let k: u32 = 0;
  for (; k + 16 <= length; k += 16) if (i8x16.bitmask(v128.load(at + k)) != 0) return false;
  return (<u64>(<u32>i8x16.bitmask(v128.load(at + k))) & lowBits(length - k)) == 0;
}
