import { noSlice, type RowSet, type Slices } from '../contract.ts';
import { longestMatched, type MatchPlan, type MatchResult } from '../match-contract.ts';
import { liveCount, rowAt } from './rows.ts';

export function matchSteps(
  column: Slices,
  rows: RowSet,
  plan: MatchPlan,
  into: { readonly lists: readonly Uint32Array[]; readonly unsure: Uint32Array },
): MatchResult {
  const live = liveCount(rows);
  let matched = 0;
  let unsure = 0;
  for (let i = 0; i < live; i++) {
    const row = rowAt(rows, i);
    const [start, end] = [column.starts[row] as number, column.ends[row] as number];
    const isLooked = end - start <= longestMatched;
    if (isLooked && matchRow(column.bytes, { start, end, row }, plan, into.lists)) {
      matched++;
      continue;
    }
    for (const list of into.lists) list[row] = noSlice;
    if (!isLooked || !plan.isCertain) into.unsure[unsure++] = row;
  }
  return { matched, unsure };
}

interface Place {
  readonly start: number;
  readonly end: number;
  readonly row: number;
}

function matchRow(bytes: Uint8Array, place: Place, plan: MatchPlan, lists: readonly Uint32Array[]): boolean {
  if (plan.seek === undefined) return matchAt(bytes, place, plan, lists);
  for (let at = place.start; at < place.end; at++) {
    if (bytes[at] !== plan.seek) continue;
    if (matchAt(bytes, { ...place, start: at }, plan, lists)) return true;
    if (!plan.isCertain) return false;
  }
  return false;
}

function matchAt(
  bytes: Uint8Array,
  { start, end, row }: Place,
  plan: MatchPlan,
  lists: readonly Uint32Array[],
): boolean {
  const note = (list: number | undefined, at: number): void => {
    const target = list === undefined ? undefined : lists[list];
    if (target) target[row] = at;
  };
  let at = start;
  for (const { ascii, takesOthers, min, max, then, before, after } of plan.steps) {
    note(before, at);
    const from = at;
    while (at < end && at - from < max) {
      const byte = bytes[at] as number;
      if (byte < 0x80 ? ascii[byte] !== 1 : !takesOthers) break;
      at++;
    }
    if (at - from < min) return false;
    note(after, at);
    for (const byte of then) if (at >= end || bytes[at++] !== byte) return false;
  }
  return !plan.reachesEnd || at === end;
}
