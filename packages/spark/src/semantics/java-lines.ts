import type { BytesColumn } from '@sluice/runtime';

const carriageReturn = 13;

/** The lines without a carriage return at their end, as Java's `readLine` gives them. */
export function withoutCarriageReturns(column: BytesColumn): BytesColumn {
  const { bytes, starts, ends } = column;
  let hasAny = false;
  for (let row = 0; row < ends.length; row++) {
    const end = ends[row] as number;
    if (end > (starts[row] as number) && bytes[end - 1] === carriageReturn) {
      ends[row] = end - 1;
      hasAny = true;
    }
  }
  if (!hasAny) return column;
  const { gap: _, ...uneven } = column;
  return uneven;
}
