import { equalBits, lowBits, rowAt, setU32, spaceBits, u32At } from './bytes';

const noSlice: u32 = 0xffffffff;

export function countSeparated(
  bytes: usize,
  starts: usize,
  ends: usize,
  selection: usize,
  live: u32,
  separator: i32,
): u32 {
  const wanted = i8x16.splat(<i8>separator);
  let count = live;
  for (let index: u32 = 0; index < live; index++) {
    const row = rowAt(selection, index);
    const end = u32At(ends, row);
    for (let at = u32At(starts, row); at < end; at += 64) {
      const mask = equalBits(bytes + at, wanted) & lowBits(end - at);
      count += <u32>popcnt(mask);
    }
  }
  return count;
}

/** Words of live rows from live index `from` on. */
export function countWords(
  bytes: usize,
  starts: usize,
  ends: usize,
  selection: usize,
  from: u32,
  live: u32,
): u32 {
  let count: u32 = 0;
  for (let index = from; index < live; index++) {
    const row = rowAt(selection, index);
    const end = u32At(ends, row);
    let carry: u64 = 0;
    for (let at = u32At(starts, row); at < end; at += 64) {
      const inWord = ~spaceBits(bytes + at) & lowBits(end - at);
      count += <u32>popcnt(inWord & ~((inWord << 1) | carry));
      carry = inWord >>> 63;
    }
  }
  return count;
}

/** Fields between one-byte separators. Returns the live rows that are done; fields go to `results`. */
export function splitSeparated(
  bytes: usize,
  starts: usize,
  ends: usize,
  selection: usize,
  from: u32,
  live: u32,
  separator: i32,
  toStarts: usize,
  toEnds: usize,
  toParents: usize,
  limit: u32,
  results: usize,
): u32 {
  const wanted = i8x16.splat(<i8>separator);
  let fields: u32 = 0;
  let index = from;
  for (; index < live; index++) {
    const row = rowAt(selection, index);
    const end = u32At(ends, row);
    let start = u32At(starts, row);
    let count = fields;
    let fits = true;
    for (let at = start; fits && at < end; at += 64) {
      let mask = equalBits(bytes + at, wanted) & lowBits(end - at);
      // One more for the field that ends with the row.
      fits = count + <u32>popcnt(mask) + 1 <= limit;
      for (; fits && mask != 0; mask &= mask - 1) {
        const cut = at + <u32>ctz(mask);
        setU32(toStarts, count, start);
        setU32(toEnds, count, cut);
        setU32(toParents, count++, row);
        start = cut + 1;
      }
    }
    if (!fits || count >= limit) break;
    setU32(toStarts, count, start);
    setU32(toEnds, count, end);
    setU32(toParents, count++, row);
    fields = count;
  }
  store<u32>(results, fields);
  return index > from ? index - from : 0;
}

/** Runs of bytes that are no white space. Returns the live rows that are done; words go to `results`. */
export function splitWords(
  bytes: usize,
  starts: usize,
  ends: usize,
  selection: usize,
  from: u32,
  live: u32,
  toStarts: usize,
  toEnds: usize,
  toParents: usize,
  limit: u32,
  results: usize,
): u32 {
  let fields: u32 = 0;
  let index = from;
  for (; index < live; index++) {
    const row = rowAt(selection, index);
    const end = u32At(ends, row);
    let begun = fields;
    let ended = fields;
    let carry: u64 = 0;
    let fits = true;
    for (let at = u32At(starts, row); at < end; at += 64) {
      const inWord = ~spaceBits(bytes + at) & lowBits(end - at);
      const shifted = (inWord << 1) | carry;
      carry = inWord >>> 63;
      let firsts = inWord & ~shifted;
      let behinds = ~inWord & shifted;
      fits = begun + <u32>popcnt(firsts) <= limit;
      if (!fits) break;
      for (; firsts != 0; firsts &= firsts - 1) {
        setU32(toStarts, begun, at + <u32>ctz(firsts));
        setU32(toParents, begun++, row);
      }
      for (; behinds != 0; behinds &= behinds - 1) setU32(toEnds, ended++, at + <u32>ctz(behinds));
    }
    if (!fits) break;
    // A word that ends with the row when the row ends with a block has no byte behind it in any mask.
    if (ended < begun) setU32(toEnds, ended, end);
    fields = begun;
  }
  store<u32>(results, fields);
  return index > from ? index - from : 0;
}

/** The k-th field between separators of each live row, at the row's index; returns how many rows have it. */
export function separatedAt(
  bytes: usize,
  starts: usize,
  ends: usize,
  selection: usize,
  live: u32,
  separator: i32,
  wantedIndex: u32,
  toStarts: usize,
  toEnds: usize,
): u32 {
  const wanted = i8x16.splat(<i8>separator);
  let found: u32 = 0;
  for (let index: u32 = 0; index < live; index++) {
    const row = rowAt(selection, index);
    const end = u32At(ends, row);
    /** Separators still to pass before the field begins; then one more to where it ends. */
    let left = wantedIndex;
    let start = wantedIndex == 0 ? u32At(starts, row) : noSlice;
    let stop = noSlice;
    for (let at = u32At(starts, row); stop == noSlice && at < end; at += 64) {
      let mask = equalBits(bytes + at, wanted) & lowBits(end - at);
      if (left > 0) {
        const count = <u32>popcnt(mask);
        if (count < left) {
          left -= count;
          continue;
        }
        for (; left > 1; left--) mask &= mask - 1;
        start = at + <u32>ctz(mask) + 1;
        left = 0;
        mask &= mask - 1;
      }
      if (mask != 0) stop = at + <u32>ctz(mask);
    }
    if (start != noSlice && stop == noSlice) stop = end;
    setU32(toStarts, row, start);
    setU32(toEnds, row, stop);
    found += <u32>(start != noSlice);
  }
  return found;
}

/** The k-th word of each live row, at the row's index; returns how many rows have it. */
export function wordAt(
  bytes: usize,
  starts: usize,
  ends: usize,
  selection: usize,
  live: u32,
  wantedIndex: u32,
  toStarts: usize,
  toEnds: usize,
): u32 {
  let found: u32 = 0;
  for (let index: u32 = 0; index < live; index++) {
    const row = rowAt(selection, index);
    const end = u32At(ends, row);
    let left = wantedIndex;
    let start = noSlice;
    let stop = noSlice;
    let carry: u64 = 0;
    for (let at = u32At(starts, row); stop == noSlice && at < end; at += 64) {
      const inWord = ~spaceBits(bytes + at) & lowBits(end - at);
      const shifted = (inWord << 1) | carry;
      carry = inWord >>> 63;
      let behinds = ~inWord & shifted;
      if (start == noSlice) {
        let firsts = inWord & ~shifted;
        const count = <u32>popcnt(firsts);
        if (count <= left) {
          left -= count;
          continue;
        }
        for (; left > 0; left--) firsts &= firsts - 1;
        const first = <u32>ctz(firsts);
        start = at + first;
        behinds &= ~lowBits(first + 1);
      }
      if (behinds != 0) stop = at + <u32>ctz(behinds);
    }
    if (start != noSlice && stop == noSlice) stop = end;
    setU32(toStarts, row, start);
    setU32(toEnds, row, stop);
    found += <u32>(start != noSlice);
  }
  return found;
}
