import type { Diagnostic } from '@sluice/ir';

/** Exit codes of every command. */
export const exitCode = { done: 0, wrongInput: 1, wrongUsage: 2, failed: 3, interrupted: 130 } as const;

/** Writes to stdout and waits until a slow reader has taken it. */
export function writeOut(text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** One line of progress or log. */
export function note(text: string): void {
  process.stderr.write(`${plain(text)}\n`);
}

/** Text of others on a terminal: control characters could move its cursor or worse. */
export function plain(text: string): string {
  // control characters are the point here.
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '?');
}

/** `file:3:7: error CODE: message` and the way out below it. */
export function printDiagnostic(file: string, diagnostic: Diagnostic): string {
  const { at, code, severity, message, help } = diagnostic;
  const place = at.range ? `${file}:${at.range.line}:${at.range.column}` : file;
  const part = [at.component ?? at.system ?? at.connection, at.field].filter(Boolean).join('.');
  const lines = [`${place}: ${severity} ${code}${part === '' ? '' : ` at ${part}`}: ${message}`];
  if (help !== undefined) lines.push(`    ${help}`);
  return plain(lines.join('\n')).replaceAll('?   ', '\n    ');
}

/** A diagnostic as `--json` tells it. */
export function diagnosticJson(diagnostic: Diagnostic): object {
  const { at, code, severity, message, help } = diagnostic;
  return {
    code,
    severity,
    message,
    at: {
      ...(at.range ? { line: at.range.line, column: at.range.column } : {}),
      ...(at.system === undefined ? {} : { system: at.system }),
      ...(at.component === undefined ? {} : { component: at.component }),
      ...(at.connection === undefined ? {} : { connection: at.connection }),
      ...(at.field === undefined ? {} : { field: at.field }),
    },
    ...(help === undefined ? {} : { help }),
  };
}

/** Rows in columns, the first row as heading. */
export function printTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
