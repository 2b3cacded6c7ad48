import type { Origin } from './origin.ts';

export type Severity = 'error' | 'warning' | 'info';

/** An edit that removes a problem, offered as one click. `value: undefined` resets the field to its default. */
export interface Fix {
  readonly label: string;
  readonly component?: string;
  readonly system?: string;
  readonly connection?: string;
  readonly field: string;
  readonly value: unknown;
}

/**
 * Something about the user's flow a person should know. Diagnostics are data: they are never thrown,
 * all of them are returned at once, and each says where it is and what to do next.
 */
export interface Diagnostic {
  /** `<AREA>_<PROBLEM>`, stable once released. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence that says what will happen, with the numbers. */
  readonly message: string;
  readonly at: Origin;
  /** What to do about it. */
  readonly help?: string;
  readonly fix?: Fix;
}

/** Says whether a list of diagnostics forbids running. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((d) => d.severity === 'error');
}

const rank: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** Sorts by severity, then place, then code, so that equal flows give equal lists. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const place = (d: Diagnostic): string =>
    [d.at.system, d.at.component, d.at.connection, d.at.field, d.code].map((p) => p ?? '').join('\u0000');
  return [...diagnostics].sort((a, b) => {
    if (a.severity !== b.severity) return rank[a.severity] - rank[b.severity];
    const [x, y] = [place(a), place(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  });
}
