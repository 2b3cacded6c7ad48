/** One form for equal values, by which maps and sets find them: a text and a number are never equal, null and absent are. */
export function valueKey(value: unknown): unknown {
  if (value === undefined) return null;
  if (value === null || typeof value !== 'object') return value;
  return `\u0000${JSON.stringify(value)}`;
}
