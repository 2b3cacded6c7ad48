import type { ExpressionProblem } from './contract.ts';
import { wellFormed } from './values/text.ts';

export interface Token {
  readonly kind: 'name' | 'number' | 'text' | 'symbol' | 'keyword' | 'end';
  /** The source text; for texts the value after escapes. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

export const keywords = ['true', 'false', 'null', 'and', 'or', 'not'] as const;
const symbols = [
  '==',
  '!=',
  '<=',
  '>=',
  '+',
  '-',
  '*',
  '/',
  '%',
  '<',
  '>',
  '?',
  ':',
  '(',
  ')',
  '[',
  ']',
  ',',
  '.',
];
/** What people type out of habit, and what it is called here. */
const habits: readonly (readonly [RegExp, string])[] = [
  [/^&&/, 'and'],
  [/^\|\|/, 'or'],
  [/^===/, '=='],
  [/^!==/, '!='],
  [/^<>/, '!='],
  [/^=(?!=)/, '=='],
  [/^!(?!=)/, 'not'],
];
const escapes: { readonly [letter: string]: string } = {
  n: '\n',
  r: '\r',
  t: '\t',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}

/** Cuts a text into tokens. The last one is always `end`; what is no token is reported, and read as what was meant. */
export function lex(text: string): {
  readonly tokens: readonly Token[];
  readonly problems: readonly ExpressionProblem[];
} {
  const tokens: Token[] = [];
  const problems: ExpressionProblem[] = [];
  let at = 0;
  const report = (message: string, help: string, end: number): void => {
    problems.push({ code: 'EXPRESSION_SYNTAX', message, start: at, end, help });
  };
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === ' ' || char === '\t' || char === '\n' || char === '\r') {
      at += 1;
      continue;
    }
    const rest = text.slice(at, at + 400);
    const name = /^[A-Za-z_][A-Za-z0-9_]*/.exec(rest)?.[0];
    if (name !== undefined) {
      const kind = (keywords as readonly string[]).includes(name) ? 'keyword' : 'name';
      tokens.push({ kind, value: name, start: at, end: at + name.length });
      at += name.length;
      continue;
    }
    if (isDigit(char)) {
      const number = /^[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/.exec(rest)?.[0] ?? char;
      const value = Number(number);
      if (!Number.isFinite(value)) {
        report(`The number ${shortened(number)} is too large.`, 'Use a smaller number.', at + number.length);
      } else if (/^[0-9]+$/.test(number) && !Number.isSafeInteger(value)) {
        report(
          `The whole number ${shortened(number)} is too large to be exact.`,
          `The largest is ${Number.MAX_SAFE_INTEGER}; write ${shortened(number)}.0 for about this number.`,
          at + number.length,
        );
      }
      tokens.push({ kind: 'number', value: number, start: at, end: at + number.length });
      at += number.length;
      continue;
    }
    if (char === "'" || char === '"') {
      const read = readText(text, at);
      if (!read.isClosed) report('This text has no closing quote.', `Add ${char} at the end.`, text.length);
      else if (wellFormed(read.value) !== read.value) {
        report(
          'This text holds half of a character.',
          'Write both halves, or the character itself.',
          read.end,
        );
      }
      tokens.push({ kind: 'text', value: read.value, start: at, end: read.end });
      at = read.end;
      continue;
    }
    const habit = habits.find(([typed]) => typed.test(rest));
    if (habit) {
      const [shape, ours] = habit;
      const typed = shape.exec(rest)?.[0] ?? char;
      const end = at + typed.length;
      report(`${typed} is not an operator here.`, `Write ${ours}.`, end);
      const kind = /[a-z]/.test(ours) ? 'keyword' : 'symbol';
      tokens.push({ kind, value: ours, start: at, end });
      at = end;
      continue;
    }
    const symbol = symbols.find((s) => rest.startsWith(s));
    if (symbol === undefined) {
      const odd = String.fromCodePoint(rest.codePointAt(0) ?? 0);
      report(
        `${JSON.stringify(odd)} means nothing here.`,
        'Remove it, or put text in quotes.',
        at + odd.length,
      );
      at += odd.length;
      continue;
    }
    tokens.push({ kind: 'symbol', value: symbol, start: at, end: at + symbol.length });
    at += symbol.length;
  }
  tokens.push({ kind: 'end', value: '', start: text.length, end: text.length });
  return { tokens, problems };
}

function shortened(number: string): string {
  return number.length > 24 ? `${number.slice(0, 20)}…` : number;
}

/** Unknown escapes keep their backslash, so that a regular expression may be written `'\d+'`. */
function readText(
  text: string,
  start: number,
): { readonly value: string; readonly end: number; readonly isClosed: boolean } {
  const quote = text.charAt(start);
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === quote) return { value, end: at + 1, isClosed: true };
    if (char !== '\\') {
      value += char;
      continue;
    }
    at += 1;
    const letter = text.charAt(at);
    const code = letter === 'u' ? /^[0-9a-fA-F]{4}/.exec(text.slice(at + 1, at + 5))?.[0] : undefined;
    if (code !== undefined) {
      value += String.fromCharCode(Number.parseInt(code, 16));
      at += 4;
    } else {
      value += Object.hasOwn(escapes, letter) ? (escapes[letter] ?? '') : `\\${letter}`;
    }
  }
  return { value, end: text.length, isClosed: false };
}
