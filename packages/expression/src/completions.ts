import type { ExpressionType, Scope } from './contract.ts';
import { functionSpecs } from './functions/table.ts';
import { keywords, lex, type Token } from './lex.ts';
import { printSignature, signatureAt } from './signature.ts';
import { printType } from './types.ts';
import { jsonTypes } from './values/json-path.ts';

/** One thing that may be typed at the caret; it replaces `[from, to)`. */
export interface Completion {
  readonly label: string;
  readonly kind: 'field' | 'function' | 'keyword' | 'value';
  readonly insert: string;
  /** Type of a field, or the sentence of a function. */
  readonly detail: string;
  readonly from: number;
  readonly to: number;
}

/** The quoted text around the end of `before`, from its quote on; undefined outside of quotes. */
function openText(before: string): string | undefined {
  let start: number | undefined;
  for (let at = 0; at < before.length; at += 1) {
    const char = before.charAt(at);
    if (start === undefined) {
      if (char === "'" || char === '"') start = at;
    } else if (char === '\\') at += 1;
    else if (char === before.charAt(start)) start = undefined;
  }
  return start === undefined ? undefined : before.slice(start);
}

/** Times people write often. */
const timePatterns = [
  'yyyy-MM-dd',
  'yyyy-MM-dd HH:mm:ss',
  'yyyy-MM-dd HH:mm:ss.SSS',
  'dd/MMM/yyyy:HH:mm:ss Z',
];

/** What may stand between quotes: only where the function says which values there are. */
function valuesAt(text: string, offset: number, typed: string): readonly Completion[] {
  const call = signatureAt(text, offset - typed.length);
  const kind = call?.spec.arguments[call.argument]?.kind;
  const values =
    kind === 'json-type' ? jsonTypes : kind === 'time-format' || kind === 'time-reading' ? timePatterns : [];
  const quote = typed.charAt(0);
  const isClosed = text.charAt(offset) === quote;
  return values
    .filter((value) => value.startsWith(typed.slice(1)))
    .map((value) => ({
      label: value,
      kind: 'value',
      insert: `${quote}${value}${quote}`,
      detail: call?.spec.arguments[call.argument]?.name ?? '',
      from: offset - typed.length,
      to: offset + (isClosed ? 1 : 0),
    }));
}

/** The type of the fields before a dot, `user.address.`, by walking back over the tokens. */
function ownerType(tokens: readonly Token[], scope: Scope): ExpressionType | undefined {
  const path: string[] = [];
  for (let at = tokens.length - 1; at >= 0; at -= 2) {
    const [dot, name] = [tokens[at], tokens[at - 1]];
    if (dot?.value !== '.' || name?.kind !== 'name') break;
    path.unshift(name.value);
  }
  const [first, ...rest] = path;
  let type = scope.find((field) => field.name === first)?.type;
  for (const key of rest) {
    if (typeof type !== 'object' || !('record' in type)) return undefined;
    type = type.record.find((field) => field.name === key)?.type;
  }
  return type;
}

/** What may stand at `offset` of `text`: fields, then functions, then words; those that begin as typed. */
export function completions(scope: Scope, text: string, offset: number): readonly Completion[] {
  const before = text.slice(0, offset);
  const quoted = openText(before);
  if (quoted !== undefined) return valuesAt(text, offset, quoted);
  const typed = /[A-Za-z_][A-Za-z0-9_]*$/.exec(before)?.[0] ?? '';
  const from = offset - typed.length;
  const to = offset + (/^[A-Za-z0-9_]*/.exec(text.slice(offset))?.[0].length ?? 0);
  const begins = (label: string): boolean => label.toLowerCase().startsWith(typed.toLowerCase());
  const fieldsOf = (fields: Scope): readonly Completion[] =>
    fields
      .filter(({ name }) => begins(name))
      .map(({ name, type }) => ({
        label: name,
        kind: 'field',
        insert: name,
        detail: printType(type),
        from,
        to,
      }));
  const tokens = lex(text.slice(0, from)).tokens.slice(0, -1);
  if (tokens.at(-1)?.value === '.' && tokens.at(-1)?.kind === 'symbol') {
    const type = ownerType(tokens, scope);
    return typeof type === 'object' && 'record' in type ? fieldsOf(type.record) : [];
  }
  const functions = functionSpecs
    .filter((spec) => begins(spec.name))
    .map((spec): Completion => {
      const { name, summary } = spec;
      return { label: printSignature(spec), kind: 'function', insert: `${name}(`, detail: summary, from, to };
    });
  const words = keywords
    .filter((word) => typed !== '' && begins(word))
    .map((word): Completion => ({ label: word, kind: 'keyword', insert: word, detail: '', from, to }));
  return [...fieldsOf(scope), ...functions, ...words];
}
