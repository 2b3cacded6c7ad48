import { compareValues } from '../keyed/compare.ts';

/** Orders what records are ranked by; null stays last in both directions. */
export function compareRanks(a: unknown, b: unknown, descending: boolean): number {
  const isNullA = a === null || a === undefined;
  const isNullB = b === null || b === undefined;
  if (isNullA || isNullB) return Number(isNullA) - Number(isNullB);
  return descending ? compareValues(b, a) : compareValues(a, b);
}
