import { rowAt, setU32, u32At } from './bytes';

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

/** Reads lines of the combined log format; returns how many were malformed. */
export function readLogRows(
  bytes: usize,
  starts: usize,
  ends: usize,
  selection: usize,
  live: u32,
  targets: usize,
): u32 {
  let malformed: u32 = 0;
  for (let index: u32 = 0; index < live; index++) {
    const row = rowAt(selection, index);
    if (readLine(bytes, bytes + u32At(starts, row), bytes + u32At(ends, row), row, targets)) continue;
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

/** Cuts the request at its first and its last space. */
function readRequest(bytes: usize, start: usize, end: usize, row: u32, targets: usize): bool {
  const first = find(start, end, i8x16.splat(<i8>space));
  if (first >= end) return false;
  let last = end - 1;
  while (last > first && load<u8>(last) != space) last--;
  if (last <= first) return false;
  put(targets, request, row, <u32>(start - bytes), <u32>(end - bytes));
  put(targets, method, row, <u32>(start - bytes), <u32>(first - bytes));
  put(targets, path, row, <u32>(first + 1 - bytes), <u32>(last - bytes));
  put(targets, protocol, row, <u32>(last + 1 - bytes), <u32>(end - bytes));
  return true;
}
