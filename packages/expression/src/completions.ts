import type { Scope } from './contract.ts';
import { functionSpecs } from './functions/table.ts';
import { keywords } from './lex.ts';
import { printType } from './types.ts';

/** One thing that may be typed at the caret; it replaces `[from, to)`. */
export interface Completion {
  readonly label: string;
  readonly kind: 'field' | 'function' | 'keyword';
  readonly insert: string;
  /** Type of a field, or the sentence of a function. */
  readonly detail: string;
  readonly from: number;
  readonly to: number;
}

function isInText(before: string): boolean {
  let quote: string | undefined;
  for (let at = 0; at < before.length; at += 1) {
    const char = before.charAt(at);
    if (quote === undefined) {
      if (char === "'" || char === '"') quote = char;
    } else if (char === '\\') at += 1;
    else if (char === quote) quote = undefined;
  }
  return quote !== undefined;
}

/** What may stand at `offset` of `text`: fields, then functions, then words; those that begin as typed. */
export function completions(scope: Scope, text: string, offset: number): readonly Completion[] {
  const before = text.slice(0, offset);
  if (isInText(before)) return [];
  const typed = /[A-Za-z_][A-Za-z0-9_]*$/.exec(before)?.[0] ?? '';
  const from = offset - typed.length;
  const to = offset + (/^[A-Za-z0-9_]*/.exec(text.slice(offset))?.[0].length ?? 0);
  const begins = (label: string): boolean => label.toLowerCase().startsWith(typed.toLowerCase());
  const owner = /([A-Za-z_][A-Za-z0-9_]*)\.$/.exec(text.slice(0, from))?.[1];
  if (owner !== undefined) {
    const type = scope.find((f) => f.name === owner)?.type;
    if (typeof type !== 'object' || !('record' in type)) return [];
    return type.record
      .filter((f) => begins(f.name))
      .map((f) => ({ label: f.name, kind: 'field', insert: f.name, detail: printType(f.type), from, to }));
  }
  const fields = scope
    .filter((f) => begins(f.name))
    .map(
      (f): Completion => ({
        label: f.name,
        kind: 'field',
        insert: f.name,
        detail: printType(f.type),
        from,
        to,
      }),
    );
  const functions = functionSpecs
    .filter((f) => begins(f.name))
    .map((f): Completion => {
      const signature = `${f.name}(${f.arguments.map((a) => a.name).join(', ')})`;
      return { label: signature, kind: 'function', insert: `${f.name}(`, detail: f.summary, from, to };
    });
  const words = keywords
    .filter((word) => typed !== '' && begins(word))
    .map((word): Completion => ({ label: word, kind: 'keyword', insert: word, detail: '', from, to }));
  return [...fields, ...functions, ...words];
}
