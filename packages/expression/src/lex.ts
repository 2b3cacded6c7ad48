import type { ExpressionProblem } from './contract.ts';

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
const habits = new Map([
  ['&&', 'and'],
  ['||', 'or'],
  ['===', '=='],
  ['!==', '!='],
  ['<>', '!='],
  ['=', '=='],
  ['!', 'not'],
]);
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

/** Cuts a text into tokens. The last one is always `end`; a problem ends the list early. */
export function lex(text: string): {
  readonly tokens: readonly Token[];
  readonly problem?: ExpressionProblem;
} {
  const tokens: Token[] = [];
  let at = 0;
  const stop = (message: string, help: string, end: number) => ({
    tokens: [...tokens, { kind: 'end', value: '', start: at, end: at } satisfies Token],
    problem: { code: 'EXPRESSION_SYNTAX', message, start: at, end, help },
  });
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
      if (!Number.isFinite(Number(number))) {
        return stop(`The number ${number} is too large.`, 'Use a smaller number.', at + number.length);
      }
      tokens.push({ kind: 'number', value: number, start: at, end: at + number.length });
      at += number.length;
      continue;
    }
    if (char === "'" || char === '"') {
      const read = readText(text, at);
      if (read === undefined) {
        return stop('This text has no closing quote.', `Add ${char} at the end.`, text.length);
      }
      tokens.push({ kind: 'text', value: read.value, start: at, end: read.end });
      at = read.end;
      continue;
    }
    for (const [habit, ours] of habits) {
      if (
        !rest.startsWith(habit) ||
        (habit === '=' && rest.startsWith('==')) ||
        (habit === '!' && rest[1] === '=')
      ) {
        continue;
      }
      return stop(`${habit} is not an operator here.`, `Write ${ours}.`, at + habit.length);
    }
    const symbol = symbols.find((s) => rest.startsWith(s));
    if (symbol === undefined) {
      return stop(`${JSON.stringify(char)} means nothing here.`, 'Remove it, or put text in quotes.', at + 1);
    }
    tokens.push({ kind: 'symbol', value: symbol, start: at, end: at + symbol.length });
    at += symbol.length;
  }
  tokens.push({ kind: 'end', value: '', start: text.length, end: text.length });
  return { tokens };
}

/** Unknown escapes keep their backslash, so that a regular expression may be written `'\d+'`. */
function readText(text: string, start: number): { readonly value: string; readonly end: number } | undefined {
  const quote = text.charAt(start);
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === quote) return { value, end: at + 1 };
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
  return undefined;
}
