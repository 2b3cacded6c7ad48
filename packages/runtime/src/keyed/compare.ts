/**
 * Orders values as rankings and minima need it: numbers and booleans by size, texts by UTF-16 code unit (as Java
 * does), numbers before texts, null last.
 */
export function compareValues(a: unknown, b: unknown): number {
  const left = rankOf(a);
  const right = rankOf(b);
  if (left !== right) return left - right;
  if (left === 2) return 0;
  if (left === 1) return (a as string) < (b as string) ? -1 : (a as string) > (b as string) ? 1 : 0;
  return Number(a) - Number(b);
}

function rankOf(value: unknown): number {
  if (value === null || value === undefined || typeof value === 'object') return 2;
  return typeof value === 'string' ? 1 : 0;
}
