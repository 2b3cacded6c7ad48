import type { editor } from 'monaco-editor/editor';
import type { CodeMark } from './code.ts';

/** Monaco's numbers for severities. */
const severities = { error: 8, warning: 4, info: 2 } as const;

/** Marks as Monaco's markers, kept inside the text: a mark without columns covers what is written on its line. */
export function toMarkers(marks: readonly CodeMark[], text: string): editor.IMarkerData[] {
  const lines = text.split(/\r\n|\r|\n/);
  return marks.map(({ severity, message, code, line, column, endLine, endColumn }) => {
    const first = clamp(line, 1, lines.length);
    const last = clamp(endLine ?? line, first, lines.length);
    const written = lines[first - 1] ?? '';
    const startColumn = column ?? written.length - written.trimStart().length + 1;
    const end = endColumn ?? (lines[last - 1] ?? '').trimEnd().length + 1;
    return {
      severity: severities[severity],
      message,
      ...(code === undefined ? {} : { code }),
      startLineNumber: first,
      startColumn,
      endLineNumber: last,
      // At least one character, so that there is something to see and to point at.
      endColumn: last === first ? Math.max(end, startColumn + 1) : end,
    };
  });
}

/** The words behind a line: its worst mark, one a line. */
export function hintsOf(
  marks: readonly CodeMark[],
): readonly { readonly line: number; readonly text: string }[] {
  const worst = new Map<number, CodeMark>();
  for (const mark of marks) {
    const line = mark.endLine ?? mark.line;
    const known = worst.get(line);
    if (known === undefined || severities[mark.severity] > severities[known.severity]) worst.set(line, mark);
  }
  return [...worst].map(([line, { message }]) => ({ line, text: message }));
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
