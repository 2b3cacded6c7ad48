/** How often each thing is there. */
export type Multiset = Map<string, number>;

/** Counts things. */
export function counted(items: Iterable<string>): Multiset {
  const counts: Multiset = new Map();
  for (const item of items) add(counts, item, 1);
  return counts;
}

/** Adds to a count. */
export function add(counts: Multiset, item: string, by: number): void {
  counts.set(item, (counts.get(item) ?? 0) + by);
}

/** How many things there are in all. */
export function sizeOf(counts: Multiset): number {
  let size = 0;
  for (const count of counts.values()) size += count;
  return size;
}

/** How many of `wanted` are not in `found`, by count. */
export function missingOf(wanted: Multiset, found: Multiset): number {
  let missing = 0;
  for (const [item, count] of wanted) missing += Math.max(0, count - (found.get(item) ?? 0));
  return missing;
}
