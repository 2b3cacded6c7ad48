import { type CharacterSet, notLineFeed } from './character-set.ts';
import type { RegexNode } from './syntax.ts';

/** Whose syntax a pattern is printed in. */
export type RegexFlavour = 'javascript' | 'python' | 'java';

const word = '[0-9A-Z_a-z]';
/** Word boundaries where the engine's own `\b` looks at more than ASCII. */
const boundary = `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
const noBoundary = `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`;

const asserts: { readonly [F in RegexFlavour]: { readonly [at: string]: string } } = {
  javascript: { start: '^', end: '$', boundary: '\\b', 'no-boundary': '\\B' },
  python: { start: '^', end: '\\Z', boundary, 'no-boundary': noBoundary },
  java: { start: '^', end: '\\z', boundary, 'no-boundary': noBoundary },
};

/** Every engine reads these as themselves, in a class and outside. */
const plain = /^[A-Za-z0-9 !"%',:;<=>@_`~]$/;

function character(code: number, flavour: RegexFlavour): string {
  const char = String.fromCodePoint(code);
  if (plain.test(char)) return char;
  if (code > 0x20 && code < 0x7f) return '#&'.includes(char) && flavour === 'javascript' ? char : `\\${char}`;
  if (code > 0xffff) {
    if (flavour === 'javascript') return `\\u{${code.toString(16)}}`;
    return flavour === 'python' ? `\\U${code.toString(16).padStart(8, '0')}` : `\\x{${code.toString(16)}}`;
  }
  return `\\u${code.toString(16).padStart(4, '0')}`;
}

function characterClass(set: CharacterSet, flavour: RegexFlavour): string {
  const [only] = set;
  if (only === undefined) return flavour === 'javascript' ? '[]' : '(?!)';
  if (set.length === 1 && only[0] === only[1]) {
    const char = character(only[0], flavour);
    // In JavaScript's strict syntax `-` may be escaped inside a class only.
    return char === '\\-' ? '-' : char;
  }
  if (set === notLineFeed || JSON.stringify(set) === JSON.stringify(notLineFeed)) return '[^\\u000a]';
  const ranges = set.map(([from, to]) => {
    const [a, b] = [character(from, flavour), character(to, flavour)];
    if (from === to) return a;
    return to === from + 1 ? `${a}${b}` : `${a}-${b}`;
  });
  return `[${ranges.join('')}]`;
}

function times(min: number, max: number): string {
  if (min === 0 && max === 1) return '?';
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

/** Prints a pattern in the syntax of an engine; it finds the same matches there. */
export function printRegex(node: RegexNode, flavour: RegexFlavour): string {
  const of = (child: RegexNode): string => printRegex(child, flavour);
  switch (node.kind) {
    case 'empty':
      return '(?:)';
    case 'set':
      return characterClass(node.set, flavour);
    case 'assert':
      return asserts[flavour][node.at] as string;
    case 'look':
      return `(?${node.isNegated ? '!' : '='}${of(node.of)})`;
    case 'group':
      return `(${of(node.of)})`;
    case 'sequence':
      return node.items.map((item) => (item.kind === 'choice' ? `(?:${of(item)})` : of(item))).join('');
    case 'choice':
      return node.items.map(of).join('|');
    case 'repeat': {
      const isSingle = node.of.kind === 'set' || node.of.kind === 'group';
      return `${isSingle ? of(node.of) : `(?:${of(node.of)})`}${times(node.min, node.max)}${node.isLazy ? '?' : ''}`;
    }
  }
}
