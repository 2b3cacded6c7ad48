import type { LinesInput, LinesResult, SliceTarget } from '../contract.ts';

const newline = 10;
const carriageReturn = 13;

export function lines(input: LinesInput, into: SliceTarget): LinesResult {
  const { bytes, from, to } = input;
  const limit = into.starts.length;
  let rows = 0;
  let start = from;
  let high = 0;
  let highOfLines = 0;
  for (let at = from; at < to && rows < limit; at++) {
    const byte = bytes[at] as number;
    high |= byte;
    if (byte !== newline) continue;
    const isReturn = input.stripsCarriageReturn && at > start && bytes[at - 1] === carriageReturn;
    into.starts[rows] = start;
    into.ends[rows] = isReturn ? at - 1 : at;
    rows++;
    start = at + 1;
    highOfLines = high;
  }
  return { rows, end: start, isAscii: highOfLines < 0x80 };
}
