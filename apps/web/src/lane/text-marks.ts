import type { Diagnostic, Fix } from '@sluice/ir';
import type { CodeMark, LineRange } from '../ui/code/code.ts';

/** The lines of a component in a text. */
export interface ComponentPlace extends LineRange {
  readonly component: string;
}

export interface Marked {
  readonly text: string;
  readonly places: readonly ComponentPlace[];
  readonly problems: { readonly [component: string]: readonly Diagnostic[] };
  /** The key a field of a component has in the text. */
  keyOf(component: string, field: string): string | undefined;
  fix(fix: Fix): void;
}

/** The diagnostics of components, each once, on the line of its field or else on the first line of its component. */
export function marksOf({ text, places, problems, keyOf, fix }: Marked): readonly CodeMark[] {
  const lines = text.split(/\r\n|\r|\n/);
  return Object.entries(problems).flatMap(([component, found]) =>
    found.flatMap((problem): CodeMark[] => {
      const { severity, code, at } = problem;
      const key = at.field === undefined ? undefined : keyOf(component, at.field);
      const line = lineOf({ lines, places, component, key });
      if (line === undefined) return [];
      const way = problem.fix;
      return [
        {
          severity,
          message: wordsOf(problem),
          code,
          line,
          ...(way === undefined ? {} : { fix: { label: way.label, run: () => fix(way) } }),
        },
      ];
    }),
  );
}

/** Where a component, or one of its keys, is set; undefined when it is not in the text. */
export function lineOf({
  lines,
  places,
  component,
  key,
}: {
  readonly lines: readonly string[];
  readonly places: readonly ComponentPlace[];
  readonly component: string;
  readonly key: string | undefined;
}): number | undefined {
  const own = places.filter((place) => place.component === component);
  if (key !== undefined) {
    const sets = new RegExp(`^[ \\t\\f]*\\S*\\.${escaped(key)}(?:[ \\t\\f=:]|$)`);
    for (const { from, to } of own) {
      for (let line = from; line <= to; line++) if (sets.test(lines[line - 1] ?? '')) return line;
    }
  }
  return own[0]?.from;
}

/** What the text itself says wrong, where it says so; what belongs to a component of the drawing is told there. */
export function textMarks(problems: readonly Diagnostic[]): readonly CodeMark[] {
  return problems.flatMap((problem): CodeMark[] => {
    const { severity, code, at } = problem;
    if (at.range === undefined) return [];
    const { line, column, endLine, endColumn } = at.range;
    return [{ severity, message: wordsOf(problem), code, line, column, endLine, endColumn }];
  });
}

function wordsOf({ message, help }: Diagnostic): string {
  return help === undefined ? message : `${message} ${help}`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
