/**
 * Three kinds of roots as bars on top of each other, drawn as sums, the tallest first: failed over replayed over acked.
 * A kind that did not occur in a step draws nothing there.
 */
export function stackOf(
  acked: readonly number[],
  replayed: readonly number[],
  failed: readonly number[],
): [(number | null)[], (number | null)[], number[]] {
  const upTo = acked.map((grown, place) => grown + (replayed[place] ?? 0));
  return [
    upTo.map((sum, place) => ((failed[place] ?? 0) === 0 ? null : sum + (failed[place] ?? 0))),
    upTo.map((sum, place) => ((replayed[place] ?? 0) === 0 ? null : sum)),
    [...acked],
  ];
}
