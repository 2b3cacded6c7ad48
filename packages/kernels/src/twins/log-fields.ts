import { noSlice, type RowSet, type Slices, type SliceTarget } from '../contract.ts';
import { type LogField, type LogTargets, logFieldNames } from '../log-contract.ts';
import { liveCount, rowAt } from './rows.ts';

const space = 32;
const quote = 34;
const dash = 45;
const openBracket = 91;
const backslash = 92;
const closeBracket = 93;

export function logFields(column: Slices, rows: RowSet, into: LogTargets): number {
  const live = liveCount(rows);
  let malformed = 0;
  for (let i = 0; i < live; i++) {
    const row = rowAt(rows, i);
    const fields = readLine(column.bytes, column.starts[row] as number, column.ends[row] as number);
    if (!fields) malformed++;
    for (const name of logFieldNames) {
      const target: SliceTarget | undefined = into[name];
      if (!target) continue;
      target.starts[row] = fields?.[name].start ?? noSlice;
      target.ends[row] = fields?.[name].end ?? noSlice;
    }
  }
  return malformed;
}

interface Slice {
  readonly start: number;
  readonly end: number;
}

/** Reads one line from left to right; a step that fails makes the line malformed. */
function readLine(bytes: Uint8Array, from: number, to: number): { [field in LogField]: Slice } | undefined {
  let at = from;
  let isGood = true;

  const expect = (byte: number): void => {
    if (at < to && bytes[at] === byte) at++;
    else isGood = false;
  };
  /** At least one byte up to the next `stop`. */
  const until = (stop: number): Slice => {
    const start = at;
    while (at < to && bytes[at] !== stop) at++;
    if (at === start || at === to) isGood = false;
    return { start, end: at };
  };
  const quoted = (): Slice => {
    expect(quote);
    const start = at;
    while (at < to && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
    const end = at;
    expect(quote);
    return { start, end };
  };
  const digits = (): Slice => {
    const start = at;
    while (at < to && (bytes[at] as number) >= 48 && (bytes[at] as number) <= 57) at++;
    if (at === start) isGood = false;
    return { start, end: at };
  };

  const host = until(space);
  expect(space);
  const ident = until(space);
  expect(space);
  const user = until(space);
  expect(space);
  expect(openBracket);
  const time = until(closeBracket);
  expect(closeBracket);
  expect(space);
  const request = quoted();
  expect(space);
  const status = digits();
  if (status.end - status.start !== 3) isGood = false;
  expect(space);
  const isDash = at < to && bytes[at] === dash;
  const size = isDash ? { start: at, end: ++at } : digits();
  expect(space);
  const referer = quoted();
  expect(space);
  const agent = quoted();
  const parts = isGood && at === to ? partsOf(bytes, request) : undefined;
  return parts && { host, ident, user, time, request, ...parts, status, bytes: size, referer, agent };
}

/** The request at its first and its last space; undefined when there are not two. */
function partsOf(
  bytes: Uint8Array,
  request: Slice,
): { readonly method: Slice; readonly path: Slice; readonly protocol: Slice } | undefined {
  let first = request.start;
  while (first < request.end && bytes[first] !== space) first++;
  let last = request.end - 1;
  while (last > first && bytes[last] !== space) last--;
  if (last <= first) return undefined;
  return {
    method: { start: request.start, end: first },
    path: { start: first + 1, end: last },
    protocol: { start: last + 1, end: request.end },
  };
}
