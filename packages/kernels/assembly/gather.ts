import { copyLoosely, rowAt, u32At } from './bytes';

/**
 * Copies rows with a separator (0 to 255, or -1 for none) behind each. Rows that follow each other in the text with just
 * that separator between them are copied as one run. Returns the live rows copied; bytes go to `results`.
 */
export function gatherRows(
  bytes: usize,
  starts: usize,
  ends: usize,
  selection: usize,
  from: u32,
  live: u32,
  separator: i32,
  into: usize,
  room: u32,
  results: usize,
): u32 {
  const extra = <u32>(separator >= 0);
  let used: u32 = 0;
  let index = from;
  while (index < live) {
    const row = rowAt(selection, index);
    const start = u32At(starts, row);
    let end = u32At(ends, row);
    if (used + (end - start) + extra > room) break;
    index++;
    while (index < live) {
      const next = rowAt(selection, index);
      const nextEnd = u32At(ends, next);
      if (u32At(starts, next) != end + extra) break;
      if (extra && load<u8>(bytes + end) != <u8>separator) break;
      // Between starts and ends that go backwards there is no run.
      if (nextEnd < end + extra || used + (nextEnd - start) + extra > room) break;
      end = nextEnd;
      index++;
    }
    const length = end - start;
    if (used + length + 16 <= room) copyLoosely(into + used, bytes + start, length);
    else memory.copy(into + used, bytes + start, length);
    used += length;
    if (extra) store<u8>(into + used++, <u8>separator);
  }
  store<u32>(results, used);
  return index > from ? index - from : 0;
}
