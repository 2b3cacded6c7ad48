import { equalBits, lowBits, rowAt, setU32, u32At } from './bytes';

/** Order of the targets; see `logFieldNames`. Each is two pointers, 0 when nobody asked. */
const host: u32 = 0;
const ident: u32 = 1;
const user: u32 = 2;
const time: u32 = 3;
const request: u32 = 4;
const method: u32 = 5;
const path: u32 = 6;
const protocol: u32 = 7;
const status: u32 = 8;
const size: u32 = 9;
const referer: u32 = 10;
const agent: u32 = 11;
const fields: u32 = 12;

const noSlice: u32 = 0xffffffff;
const space: u32 = 32;
const quote: u32 = 34;

/**
 * Reads lines of the combined log format; returns how many were malformed. `quotes` has room for the quotes of a usual line
 * and 64 more words.
 */
export function readLogRows(
  bytes: usize,
  starts: usize,
  ends: usize,
  selection: usize,
  live: u32,
  targets: usize,
  quotes: usize,
): u32 {
  let malformed: u32 = 0;
  for (let index: u32 = 0; index < live; index++) {
    const row = rowAt(selection, index);
    const start = u32At(starts, row);
    const end = u32At(ends, row);
    if (readUsual(bytes, start, end, row, targets, quotes)) continue;
    if (readLine(bytes, bytes + start, bytes + end, row, targets)) continue;
    malformed++;
    for (let field: u32 = 0; field < fields; field++) put(targets, field, row, noSlice, noSlice);
  }
  return malformed;
}

function put(targets: usize, field: u32, row: u32, start: u32, end: u32): void {
  const to = load<u32>(targets + ((<usize>field) << 3));
  if (to == 0) return;
  setU32(to, row, start);
  setU32(load<u32>(targets + ((<usize>field) << 3), 4), row, end);
}

/** The next such byte, or `end`. */
function find(at: usize, end: usize, wanted: v128): usize {
  while (at < end) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(at), wanted));
    if (mask != 0) {
      at += ctz(mask);
      return at < end ? at : end;
    }
    at += 16;
  }
  return end;
}

/** The closing quote, past escaped bytes, or `end`. */
function findQuote(at: usize, end: usize): usize {
  const quotes = i8x16.splat(<i8>quote);
  const slashes = i8x16.splat(0x5c);
  while (at < end) {
    const v = v128.load(at);
    const mask = i8x16.bitmask(v128.or(i8x16.eq(v, quotes), i8x16.eq(v, slashes)));
    if (mask == 0) {
      at += 16;
      continue;
    }
    at += ctz(mask);
    if (at >= end) return end;
    if (load<u8>(at) == quote) return at;
    at += 2;
  }
  return end;
}

function isAt(at: usize, end: usize, byte: u32): bool {
  return at < end && load<u8>(at) == byte;
}

function isDigit(at: usize): bool {
  return <u32>load<u8>(at) - 48 <= 9;
}

/** One bit for each of 64 bytes that is a quote or a backslash. */
function specialBits(at: usize): u64 {
  return (
    special(v128.load(at)) |
    (special(v128.load(at, 16)) << 16) |
    (special(v128.load(at, 32)) << 32) |
    (special(v128.load(at, 48)) << 48)
  );
}

function special(v: v128): u64 {
  const found = v128.or(i8x16.eq(v, i8x16.splat(<i8>quote)), i8x16.eq(v, i8x16.splat(0x5c)));
  return <u64>(<u32>i8x16.bitmask(found));
}

/**
 * Reads a line with exactly the six quotes it should have, no backslash and short fields in front. False when it is not like that:
 * nothing is said about the line then.
 */
function readUsual(bytes: usize, start: u32, end: u32, row: u32, targets: usize, quotes: usize): bool {
  let count: u32 = 0;
  for (let at = start; at < end; at += 64) {
    let mask = specialBits(bytes + at) & lowBits(end - at);
    const to = quotes + ((<usize>count) << 2);
    count += <u32>popcnt(mask);
    if (count > 6) return false;
    // Six whether or not there are as many: that is cheaper than a surprise.
    store<u32>(to, at + <u32>ctz(mask));
    mask &= mask - 1;
    store<u32>(to, at + <u32>ctz(mask), 4);
    mask &= mask - 1;
    store<u32>(to, at + <u32>ctz(mask), 8);
    mask &= mask - 1;
    store<u32>(to, at + <u32>ctz(mask), 12);
    mask &= mask - 1;
    store<u32>(to, at + <u32>ctz(mask), 16);
    mask &= mask - 1;
    store<u32>(to, at + <u32>ctz(mask), 20);
  }
  if (count != 6) return false;
  const q0 = load<u32>(quotes);
  const q1 = load<u32>(quotes, 4);
  const q2 = load<u32>(quotes, 8);
  const q3 = load<u32>(quotes, 12);
  const q4 = load<u32>(quotes, 16);
  const q5 = load<u32>(quotes, 20);
  // Quotes and nothing else: a backslash has bits that a quote has not.
  const all =
    load<u8>(bytes + q0) |
    load<u8>(bytes + q1) |
    load<u8>(bytes + q2) |
    load<u8>(bytes + q3) |
    load<u8>(bytes + q4) |
    load<u8>(bytes + q5);
  if (all != quote) return false;

  let spaces = equalBits(bytes + start, i8x16.splat(<i8>space));
  const s0 = start + <u32>ctz(spaces);
  spaces &= spaces - 1;
  const s1 = start + <u32>ctz(spaces);
  spaces &= spaces - 1;
  const s2 = start + <u32>ctz(spaces);
  // Less than three spaces in the first block leave `spaces` empty and the places behind the block.
  if (spaces == 0 || s0 == start || s1 == s0 + 1 || s2 == s1 + 1 || s2 + 5 > q0) return false;
  if (load<u16>(bytes + s2) != 0x5b20 || load<u16>(bytes + q0 - 2) != 0x205d) return false;
  const timeStart = bytes + s2 + 2;
  const timeEnd = bytes + q0 - 2;
  if (timeStart == timeEnd || find(timeStart, timeEnd, i8x16.splat(0x5d)) != timeEnd) return false;

  // Between the quotes of request and referer: space, three digits, space, size, space.
  const sizeStart = q1 + 6;
  const sizeEnd = q2 - 1;
  if (q2 < q1 + 8 || q4 != q3 + 2 || q5 + 1 != end) return false;
  const separators =
    load<u8>(bytes + q1 + 1) &
    load<u8>(bytes + q1 + 5) &
    load<u8>(bytes + sizeEnd) &
    load<u8>(bytes + q3 + 1);
  const different =
    load<u8>(bytes + q1 + 1) |
    load<u8>(bytes + q1 + 5) |
    load<u8>(bytes + sizeEnd) |
    load<u8>(bytes + q3 + 1);
  if (separators != space || different != space) return false;
  if (!isDigit(bytes + q1 + 2) || !isDigit(bytes + q1 + 3) || !isDigit(bytes + q1 + 4)) return false;
  const digits = i8x16.bitmask(
    i8x16.le_u(i8x16.sub(v128.load(bytes + sizeStart), i8x16.splat(48)), i8x16.splat(9)),
  );
  const isNumber = sizeStart + <u32>ctz(~digits) >= sizeEnd && sizeEnd - sizeStart < 16;
  const isDash = sizeEnd - sizeStart == 1 && load<u8>(bytes + sizeStart) == 0x2d;
  if (!isNumber && !isDash) return false;
  if (!readRequest(bytes, bytes + q0 + 1, bytes + q1, row, targets)) return false;

  put(targets, host, row, start, s0);
  put(targets, ident, row, s0 + 1, s1);
  put(targets, user, row, s1 + 1, s2);
  put(targets, time, row, s2 + 2, q0 - 2);
  put(targets, status, row, q1 + 2, q1 + 5);
  put(targets, size, row, sizeStart, sizeEnd);
  put(targets, referer, row, q2 + 1, q3);
  put(targets, agent, row, q4 + 1, q5);
  return true;
}

function readLine(bytes: usize, from: usize, end: usize, row: u32, targets: usize): bool {
  const spaces = i8x16.splat(<i8>space);
  let at = from;
  for (let field = host; field <= user; field++) {
    const start = at;
    // Most logs have nothing but a dash here.
    at = field != host && isAt(at + 1, end, space) && load<u8>(at) != space ? at + 1 : find(at, end, spaces);
    if (at == start || at >= end) return false;
    put(targets, field, row, <u32>(start - bytes), <u32>(at - bytes));
    at++;
  }
  if (!isAt(at, end, 0x5b)) return false;
  let start = at + 1;
  at = find(start, end, i8x16.splat(0x5d));
  if (at == start || at >= end) return false;
  put(targets, time, row, <u32>(start - bytes), <u32>(at - bytes));
  if (!isAt(at + 1, end, space) || !isAt(at + 2, end, quote)) return false;

  start = at + 3;
  at = findQuote(start, end);
  if (at >= end || !readRequest(bytes, start, at, row, targets)) return false;
  if (!isAt(at + 1, end, space)) return false;

  start = at + 2;
  at = start + 3;
  if (at >= end || !isDigit(start) || !isDigit(start + 1) || !isDigit(start + 2)) return false;
  if (load<u8>(at) != space) return false;
  put(targets, status, row, <u32>(start - bytes), <u32>(at - bytes));

  start = ++at;
  if (isAt(at, end, 0x2d)) at++;
  else {
    while (at < end && isDigit(at)) at++;
    if (at == start) return false;
  }
  put(targets, size, row, <u32>(start - bytes), <u32>(at - bytes));

  for (let field = referer; field <= agent; field++) {
    if (!isAt(at, end, space) || !isAt(at + 1, end, quote)) return false;
    start = at + 2;
    at = findQuote(start, end);
    if (at >= end) return false;
    put(targets, field, row, <u32>(start - bytes), <u32>(at - bytes));
    at++;
  }
  return at == end;
}

/** Says whether one of eight bytes is a space. */
function hasSpace(eight: u64): bool {
  const other = eight ^ 0x2020202020202020;
  return ((other - 0x0101010101010101) & ~other & 0x8080808080808080) != 0;
}

/** Cuts the request at its first and its last space. */
function readRequest(bytes: usize, start: usize, end: usize, row: u32, targets: usize): bool {
  const first = find(start, end, i8x16.splat(<i8>space));
  if (first >= end) return false;
  let last = end - 1;
  // ` HTTP/1.1` has its space at a known place.
  if (end - 9 > first && load<u8>(end - 9) == space && !hasSpace(load<u64>(end - 8))) last = end - 9;
  while (last > first && load<u8>(last) != space) last--;
  if (last <= first) return false;
  put(targets, request, row, <u32>(start - bytes), <u32>(end - bytes));
  put(targets, method, row, <u32>(start - bytes), <u32>(first - bytes));
  put(targets, path, row, <u32>(first + 1 - bytes), <u32>(last - bytes));
  put(targets, protocol, row, <u32>(last + 1 - bytes), <u32>(end - bytes));
  return true;
}
