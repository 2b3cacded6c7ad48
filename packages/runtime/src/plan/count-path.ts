import type { Fold } from '@sluice/ir';

/** A whole number that sums of it are exact for, in whatever order: all records having it are only counted. */
export function countable(value: unknown): number | undefined {
  const isSmall = typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= largest;
  return isSmall && value !== 0 ? value : undefined;
}

const largest = 1_000_000;

/** How an aggregate adds up the records of a batch. */
export type CountPath =
  /** `countFirsts` counts numbers of words where they lie; other keys are counted by a loop. */
  | { readonly kind: 'counted'; readonly whyNot?: undefined }
  /** Each record is told its count. */
  | { readonly kind: 'told'; readonly whyNot: string }
  /** Values are folded one by one. */
  | { readonly kind: 'folded'; readonly whyNot: string };

/** Says how: `isTold` where every record gets a result that somebody reads, `isCountable` where all values are one number. */
export function countPath(
  fold: Fold,
  { isTold, isCountable }: { readonly isTold: boolean; readonly isCountable: boolean },
): CountPath {
  const isCounting = fold.kind === 'count' || (isCountable && (fold.kind === 'sum' || isSum(fold)));
  if (!isCounting) return { kind: 'folded', whyNot: 'Values are folded one by one.' };
  if (isTold) return { kind: 'told', whyNot: 'Each record is told its own count.' };
  return { kind: 'counted' };
}

/** `a + b`, whichever way round. */
function isSum(fold: Fold): boolean {
  return fold.kind === 'combine' && isPlainSum(fold.text);
}

/** `a + b`, whichever way round. */
export function isPlainSum(text: string): boolean {
  return /^\s*(?:a\s*\+\s*b|b\s*\+\s*a)\s*$/.test(text);
}
