/**
 * Passes over JSON and checks it on the way. Every function takes the place where something begins and gives the place
 * behind it, or 0 when it is not valid JSON or ends too early; nothing at or behind `end` is ever looked at.
 */

import { besidePaths, familiarKey, lengthOf, rememberKey } from './json-keys';

export const quote: u32 = 0x22;
export const comma: u32 = 0x2c;
export const colon: u32 = 0x3a;
export const openBracket: u32 = 0x5b;
export const closeBracket: u32 = 0x5d;
export const openBrace: u32 = 0x7b;
export const closeBrace: u32 = 0x7d;
const backslash: u32 = 0x5c;

/** Deepest nesting that is read. */
export const maximumDepth: u32 = 64;

export function isBlank(byte: u32): bool {
  return byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09;
}

/** The next byte that is no white space, or `end`. */
export function skipBlanks(at: usize, end: usize): usize {
  while (at < end && load<u8>(at) <= 0x20 && isBlank(load<u8>(at))) at++;
  return at;
}

/**
 * Behind the closing quote of a string of at most 32 bytes without escapes, or 0 when it is not that simple. Short enough to be inlined,
 * as `quickNumber`: most strings and numbers end here.
 */
export function quickString(at: usize, end: usize): usize {
  const low = i8x16.bitmask(specials(v128.load(at)));
  const high = i8x16.bitmask(specials(v128.load(at, 16)));
  const stop = at + <usize>ctz(<u64>low | ((<u64>high) << 16) | 0x100000000);
  return stop < end && load<u8>(stop) == quote ? stop + 1 : 0;
}

/** Which of 16 bytes are quotes, backslashes or control characters. */
function specials(v: v128): v128 {
  return v128.or(
    v128.or(i8x16.eq(v, i8x16.splat(<i8>quote)), i8x16.eq(v, i8x16.splat(<i8>backslash))),
    i8x16.lt_u(v, i8x16.splat(0x20)),
  );
}

/** Behind a whole number of 1 to 31 digits, or 0 when it is not that simple. */
export function quickNumber(at: usize, end: usize): usize {
  const low = i8x16.bitmask(digits(v128.load(at)));
  const high = i8x16.bitmask(digits(v128.load(at, 16)));
  const stop = at + ctz(~(low | (high << 16)));
  // Branches, not conditions joined: they are foreseen, and what comes next does not wait for them.
  if (stop - at - 1 >= 31) return 0;
  if (stop >= end) return 0;
  const next: u32 = load<u8>(stop);
  if (next == 0x2e) return 0;
  if ((next | 0x20) == 0x65) return 0;
  if (load<u8>(at) == 0x30 && stop != at + 1) return 0;
  return stop;
}

/** Which of 16 bytes are digits. */
function digits(v: v128): v128 {
  return i8x16.le_u(i8x16.sub(v, i8x16.splat(0x30)), i8x16.splat(9));
}

/** The first quote, backslash or control character, or `end`. */
function special(at: usize, end: usize): usize {
  while (at < end) {
    const mask = i8x16.bitmask(specials(v128.load(at)));
    if (mask != 0) {
      at += ctz(mask);
      return at < end ? at : end;
    }
    at += 16;
  }
  return end;
}

/** Behind the closing quote of a string whose text begins at `at`. */
export function skipString(at: usize, end: usize): usize {
  while (true) {
    at = special(at, end);
    if (at >= end) return 0;
    const byte: u32 = load<u8>(at);
    if (byte == quote) return at + 1;
    if (byte != backslash) return 0;
    at = skipEscape(at + 1, end);
    if (at == 0) return 0;
  }
}

/** Behind an escape whose backslash is passed. */
function skipEscape(at: usize, end: usize): usize {
  if (at >= end) return 0;
  switch (load<u8>(at)) {
    case 0x22:
    case 0x5c:
    case 0x2f:
    case 0x62:
    case 0x66:
    case 0x6e:
    case 0x72:
    case 0x74:
      return at + 1;
    case 0x75: {
      if (at + 5 > end) return 0;
      for (let k: usize = 1; k <= 4; k++) {
        const byte: u32 = load<u8>(at + k);
        const letter = byte | 0x20;
        if (!(byte - 0x30 <= 9 || letter - 0x61 <= 5)) return 0;
      }
      return at + 5;
    }
    default:
      return 0;
  }
}

/** Says whether a string has a backslash before its closing quote at `stop`. */
export function hasEscape(at: usize, stop: usize): bool {
  const slashes = i8x16.splat(<i8>backslash);
  for (; at < stop; at += 16) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(at), slashes));
    if (mask != 0) return at + ctz(mask) < stop;
  }
  return false;
}

function skipDigits(at: usize, end: usize): usize {
  const start = at;
  while (at < end && <u32>load<u8>(at) - 0x30 <= 9) at++;
  return at > start ? at : 0;
}

export function skipNumber(at: usize, end: usize): usize {
  if (at < end && load<u8>(at) == 0x2d) at++;
  if (at >= end) return 0;
  at = load<u8>(at) == 0x30 ? at + 1 : skipDigits(at, end);
  if (at == 0) return 0;
  if (at < end && load<u8>(at) == 0x2e) {
    at = skipDigits(at + 1, end);
    if (at == 0) return 0;
  }
  if (at < end && (load<u8>(at) | 0x20) == 0x65) {
    at++;
    if (at < end && (load<u8>(at) == 0x2b || load<u8>(at) == 0x2d)) at++;
    at = skipDigits(at, end);
  }
  return at;
}

/** `true`, `false` or `null`. */
export function skipLiteral(at: usize, end: usize): usize {
  if (at + 4 > end) return 0;
  const four = load<u32>(at);
  if (four == 0x65757274 || four == 0x6c6c756e) return at + 4;
  if (four == 0x736c6166 && at + 5 <= end && load<u8>(at + 4) == 0x65) return at + 5;
  return 0;
}

/** A number or literal. */
export function skipPlain(at: usize, end: usize): usize {
  const quick = quickNumber(at, end);
  if (quick != 0) return quick;
  const byte: u32 = load<u8>(at);
  return byte == 0x74 || byte == 0x66 || byte == 0x6e ? skipLiteral(at, end) : skipNumber(at, end);
}

/** Where the value of a key begins whose opening quote is expected at `at`. */
function skipKey(memo: usize, at: usize, end: usize): usize {
  if (at < end && load<u8>(at) <= 0x20) at = skipBlanks(at, end);
  const known = familiarKey(memo, besidePaths, at, end);
  return known ? at + lengthOf(known) : skipNewKey(memo, at, end);
}

function skipNewKey(memo: usize, at: usize, end: usize): usize {
  const start = at;
  if (at >= end || load<u8>(at) != quote) return 0;
  const quick = quickString(at + 1, end);
  at = quick != 0 ? quick : skipString(at + 1, end);
  if (at == 0) return 0;
  if (at < end && load<u8>(at) <= 0x20) at = skipBlanks(at, end);
  if (at >= end || load<u8>(at) != colon) return 0;
  rememberKey(memo, besidePaths, -1, start, at + 1);
  return at + 1;
}

/** Behind any value, with the nesting it may still have: `depth` levels are open around it. */
export function skipValue(memo: usize, at: usize, end: usize, depth: u32): usize {
  /** One bit for each open level: 1 for an object. */
  let objects: u64 = 0;
  let level = depth;
  while (true) {
    if (at < end && load<u8>(at) <= 0x20) at = skipBlanks(at, end);
    if (at >= end) return 0;
    const byte: u32 = load<u8>(at);
    if (byte == quote) {
      const quick = quickString(at + 1, end);
      at = quick != 0 ? quick : skipString(at + 1, end);
      if (at == 0) return 0;
    } else if (byte == openBrace || byte == openBracket) {
      if (++level > maximumDepth) return 0;
      const isObject = byte == openBrace;
      objects = (objects << 1) | <u64>isObject;
      const inner = skipBlanks(at + 1, end);
      if (inner < end && load<u8>(inner) == byte + 2) at = inner;
      else {
        at = isObject ? skipKey(memo, inner, end) : inner;
        if (at == 0) return 0;
        continue;
      }
    } else {
      at = skipPlain(at, end);
      if (at == 0) return 0;
    }
    // Behind a value, or at the bracket that closes an empty one.
    let goesOn = false;
    while (!goesOn && level > depth) {
      if (at < end && load<u8>(at) <= 0x20) at = skipBlanks(at, end);
      if (at >= end) return 0;
      const isObject = (objects & 1) != 0;
      const next: u32 = load<u8>(at);
      if (next == comma) {
        at = isObject ? skipKey(memo, at + 1, end) : at + 1;
        if (at == 0) return 0;
        goesOn = true;
      } else {
        if (next != (isObject ? closeBrace : closeBracket)) return 0;
        at++;
        objects >>>= 1;
        level--;
      }
    }
    if (!goesOn) return at;
  }
}
