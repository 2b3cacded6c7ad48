import { rowAt, setU32, u32At } from './bytes';

/**
 * A step in memory: at 0 the table of its run, for each low half of a byte the high halves that belong to it; at 16 in all lanes 0x80
 * where bytes from there on belong to it, or 0; at 32 min, max and the length of the literal; at 48 the literal and its mask; at 64
 * the lists its positions go to, before and after the run.
 */
const stepBytes: usize = 80;

const noSlice: u32 = 0xffffffff;

/** Longest row that is looked at. */
const longest: u32 = 65536;

/**
 * Matches the steps against each row from its start, or from each place where `seek` is, and writes positions to the lists the
 * steps name. Rows without a match get `noSlice` in all `lists`. Writes the rows it knows nothing about to `unsure`; their number
 * goes to `results`. Returns the rows that match.
 */
export function matchRows(
  bytes: usize,
  starts: usize,
  ends: usize,
  selection: usize,
  live: u32,
  steps: usize,
  count: u32,
  seek: i32,
  reachesEnd: bool,
  isCertain: bool,
  lists: usize,
  listCount: u32,
  unsure: usize,
  results: usize,
): u32 {
  let matched: u32 = 0;
  let unsureCount: u32 = 0;
  const stop = steps + <usize>count * stepBytes;
  const seeked = i8x16.splat(<i8>seek);
  const high = v128(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
  const low = i8x16.splat(15);
  const nothing = i8x16.splat(0);
  for (let index: u32 = 0; index < live; index++) {
    const row = rowAt(selection, index);
    const start = bytes + u32At(starts, row);
    const end = bytes + u32At(ends, row);
    let isMatch = false;
    let begin = start;
    if (end - start <= longest) {
      do {
        if (seek >= 0) {
          // The next place a match can begin at.
          while (begin < end) {
            const found = i8x16.bitmask(i8x16.eq(v128.load(begin), seeked));
            if (found) {
              begin += ctz(found);
              break;
            }
            begin += 16;
          }
          if (begin >= end) break;
        }
        let at = begin;
        let step = steps;
        while (step < stop) {
          const before = load<u32>(step, 64);
          if (before) setU32(before, row, <u32>(at - bytes));
          const max = load<u32>(step, 36);
          if (max) {
            const from = at;
            const table = v128.load(step);
            const others = v128.load(step, 16);
            for (;;) {
              const v = v128.load(at);
              const taken = v128.and(
                i8x16.swizzle(table, v128.and(v, low)),
                i8x16.swizzle(high, i8x16.shr_u(v, 4)),
              );
              const ending = i8x16.bitmask(v128.andnot(i8x16.eq(taken, nothing), v128.and(v, others)));
              if (ending) {
                at += ctz(ending);
                break;
              }
              at += 16;
              if (at >= end) break;
            }
            if (at > end) at = end;
            if (at - from > <usize>max) at = from + max;
            if (at - from < <usize>load<u32>(step, 32)) break;
          }
          const after = load<u32>(step, 68);
          if (after) setU32(after, row, <u32>(at - bytes));
          const different = (load<u64>(at) ^ load<u64>(step, 48)) & load<u64>(step, 56);
          at += load<u32>(step, 40);
          if (different != 0 || at > end) break;
          step += stepBytes;
        }
        isMatch = step == stop && (!reachesEnd || at == end);
        begin++;
      } while (!isMatch && isCertain && seek >= 0);
    }
    if (isMatch) {
      matched++;
      continue;
    }
    for (let list: u32 = 0; list < listCount; list++) setU32(u32At(lists, list), row, noSlice);
    if (!isCertain || end - start > longest) setU32(unsure, unsureCount++, row);
  }
  store<u32>(results, unsureCount);
  return matched;
}
