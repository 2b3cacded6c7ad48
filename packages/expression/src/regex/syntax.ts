import {
  blanks,
  type CharacterSet,
  categoryOf,
  complement,
  digits,
  notLineFeed,
  spaces,
  union,
  withBothCases,
  wordCharacters,
} from './character-set.ts';

/**
 * The syntax of patterns: what Java, JavaScript, Python and RE2 write alike, with one meaning. Sets are spelled out
 * as ranges, so that no printer depends on what an engine thinks `\w`, `.` or `(?i)` is.
 */
export type RegexNode =
  | { readonly kind: 'empty' }
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'assert'; readonly at: 'start' | 'end' | 'boundary' | 'no-boundary' }
  | { readonly kind: 'look'; readonly of: RegexNode; readonly isNegated: boolean }
  | { readonly kind: 'group'; readonly index: number; readonly of: RegexNode }
  | { readonly kind: 'sequence' | 'choice'; readonly items: readonly RegexNode[] }
  | {
      readonly kind: 'repeat';
      readonly of: RegexNode;
      readonly min: number;
      readonly max: number;
      readonly isLazy: boolean;
    };

/** Whether a pattern can match without taking a character. */
export function isNullable(node: RegexNode): boolean {
  switch (node.kind) {
    case 'empty':
    case 'assert':
    case 'look':
      return true;
    case 'set':
      return false;
    case 'group':
      return isNullable(node.of);
    case 'sequence':
      return node.items.every(isNullable);
    case 'choice':
      return node.items.some(isNullable);
    case 'repeat':
      return node.min === 0 || isNullable(node.of);
  }
}

/** A pattern as a tree, or the reason why it is none. */
export type ParsedRegex =
  | { readonly tree: RegexNode; readonly groups: number; readonly problem?: undefined }
  | { readonly tree?: undefined; readonly problem: string };

const longest = 1_000;
const mostGroups = 50;
const deepest = 100;
const mostRepeats = 1_000;

const controls: ReadonlyMap<string, number> = new Map([
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['v', 11],
  ['f', 12],
  ['0', 0],
]);
const sets: ReadonlyMap<string, CharacterSet> = new Map([
  ['d', digits],
  ['D', complement(digits)],
  ['w', wordCharacters],
  ['W', complement(wordCharacters)],
  ['s', spaces],
  ['S', complement(spaces)],
  ['h', blanks],
]);

/** Thrown inside the reader at the first problem; never leaves it. */
class Refused extends Error {}

function refuse(reason: string): never {
  throw new Refused(reason);
}

function broken(reason: string): never {
  return refuse(`The pattern is not a regular expression: ${reason}.`);
}

/** Reads a pattern; nothing is thrown. */
export function parseRegex(pattern: string): ParsedRegex {
  if (pattern.length > longest) return { problem: 'The pattern is longer than 1,000 characters.' };
  try {
    const reader = new RegexReader(pattern);
    const tree = reader.whole();
    return { tree, groups: reader.groups };
  } catch (error) {
    if (error instanceof Refused) return { problem: error.message };
    throw error;
  }
}

class RegexReader {
  groups = 0;
  private at = 0;
  private depth = 0;
  private readonly source: string;
  private readonly isCaseless: boolean;
  private readonly names = new Set<string>();

  constructor(source: string) {
    this.source = source;
    this.isCaseless = source.startsWith('(?i)');
    if (this.isCaseless) this.at = 4;
  }

  whole(): RegexNode {
    const tree = this.choice();
    if (this.at < this.source.length) broken('there is a ) without its (');
    return tree;
  }

  private peek(text: string): boolean {
    return this.source.startsWith(text, this.at);
  }

  private take(text: string): boolean {
    if (!this.peek(text)) return false;
    this.at += text.length;
    return true;
  }

  private match(shape: RegExp): RegExpExecArray | undefined {
    const found = shape.exec(this.source.slice(this.at));
    if (!found) return undefined;
    this.at += found[0].length;
    return found;
  }

  private set(set: CharacterSet): RegexNode {
    return { kind: 'set', set: this.isCaseless ? withBothCases(set) : set };
  }

  private choice(): RegexNode {
    this.depth += 1;
    if (this.depth > deepest) refuse('The pattern is too large to be checked; make it simpler.');
    const first = this.sequence();
    const items = [first];
    while (this.take('|')) items.push(this.sequence());
    this.depth -= 1;
    return items.length === 1 ? first : { kind: 'choice', items };
  }

  private sequence(): RegexNode {
    const items: RegexNode[] = [];
    while (this.at < this.source.length && !this.peek('|') && !this.peek(')')) items.push(this.quantified());
    const [only] = items;
    if (only === undefined) return { kind: 'empty' };
    return items.length === 1 ? only : { kind: 'sequence', items };
  }

  private quantified(): RegexNode {
    const of = this.atom();
    const found = this.match(/^(?:[*+?]|\{(\d{1,9})(?:(,)(\d{0,9}))?\})/);
    if (!found) return of;
    if (of.kind === 'assert' || of.kind === 'look') broken('an assertion cannot be repeated');
    const isLazy = this.take('?');
    if (/^[*+?{]/.test(this.source.slice(this.at))) {
      broken('a repetition is repeated (or possessive, which is not known here)');
    }
    const endless = Number.POSITIVE_INFINITY;
    if (found[0] === '*') return { kind: 'repeat', of, min: 0, max: endless, isLazy };
    if (found[0] === '+') return { kind: 'repeat', of, min: 1, max: endless, isLazy };
    if (found[0] === '?') return { kind: 'repeat', of, min: 0, max: 1, isLazy };
    const min = Number(found[1]);
    const max = found[2] === undefined ? min : found[3] === '' ? endless : Number(found[3]);
    if (max < min) broken('a repetition ends before it begins');
    if (min > mostRepeats || (max > mostRepeats && max !== endless)) {
      broken(`a part can be repeated at most ${mostRepeats} times`);
    }
    return { kind: 'repeat', of, min, max, isLazy };
  }

  private atom(): RegexNode {
    if (this.take('^')) return { kind: 'assert', at: 'start' };
    if (this.take('$')) return { kind: 'assert', at: 'end' };
    if (this.take('.')) return { kind: 'set', set: notLineFeed };
    if (this.take('[')) return this.set(this.characterClass());
    if (this.take('(')) return this.group();
    if (this.take('\\')) return this.escape();
    const sign = this.source.charAt(this.at);
    if ('*+?'.includes(sign)) broken(`there is nothing for ${sign} to repeat`);
    if ('{}]'.includes(sign)) broken(`write \\${sign} for the character ${sign}`);
    const code = this.codePoint();
    return this.set([[code, code]]);
  }

  private group(): RegexNode {
    if (this.peek('?<=') || this.peek('?<!')) {
      refuse('Looking behind, (?<=…), cannot be used: it may take exponential time.');
    }
    const isAhead = this.take('?=');
    if (isAhead || this.take('?!')) return { kind: 'look', of: this.content(), isNegated: !isAhead };
    if (this.take('?:')) return this.content();
    if (this.peek('?')) {
      const name = this.match(/^\?<([A-Za-z][A-Za-z0-9]*)>/)?.[1];
      if (name === undefined) broken('a group can begin with (, (?: or (?<name>, and a pattern with (?i)');
      if (this.names.has(name)) broken(`there are two groups named ${name}`);
      this.names.add(name);
    }
    this.groups += 1;
    if (this.groups > mostGroups) refuse(`The pattern has more than ${mostGroups} groups.`);
    const index = this.groups;
    return { kind: 'group', index, of: this.content() };
  }

  private content(): RegexNode {
    const of = this.choice();
    if (!this.take(')')) broken('there is a ( without its )');
    return of;
  }

  private codePoint(): number {
    const code = this.source.codePointAt(this.at) ?? 0;
    this.at += code > 0xffff ? 2 : 1;
    if (code >= 0xd800 && code <= 0xdfff) broken('half of a character stands alone');
    return code;
  }

  private characterClass(): CharacterSet {
    const isNegated = this.take('^');
    if (this.peek(']')) broken('a class is empty; write \\] for the character ]');
    const found: CharacterSet[] = [];
    while (!this.take(']')) {
      if (this.at >= this.source.length) broken('a [ has no ]');
      found.push(this.classItem());
    }
    const set = union(found);
    return isNegated ? complement(this.isCaseless ? withBothCases(set) : set) : set;
  }

  private classItem(): CharacterSet {
    const from = this.classCharacter();
    if (!this.peek('-') || this.peek('-]')) return from;
    this.take('-');
    const to = this.classCharacter();
    const [a, b] = [from[0], to[0]];
    const isSingle = (set: CharacterSet): boolean => set.length === 1 && set[0]?.[0] === set[0]?.[1];
    if (!a || !b || !isSingle(from) || !isSingle(to)) broken('a range needs a character at both ends');
    if (b[0] < a[0]) broken('a range ends before it begins');
    return [[a[0], b[0]]];
  }

  private classCharacter(): CharacterSet {
    if (this.at >= this.source.length) broken('a [ has no ]');
    if (this.peek('[')) broken('write \\[ for the character [ inside a class');
    if (this.peek('&&'))
      broken('write \\& for the character & inside a class; classes cannot be intersected');
    if (!this.take('\\')) {
      const code = this.codePoint();
      return [[code, code]];
    }
    const node = this.escape(true);
    return node.kind === 'set' ? node.set : broken('this escape means nothing inside a class');
  }

  private escape(isInClass = false): RegexNode {
    const letter = this.source.charAt(this.at);
    if (letter === '') broken('it ends with a \\');
    if (!/[A-Za-z0-9]/.test(letter)) return this.exact(this.codePoint(), isInClass);
    this.at += 1;
    if (!isInClass) {
      if (letter === 'A') return { kind: 'assert', at: 'start' };
      if (letter === 'z' || letter === 'Z') return { kind: 'assert', at: 'end' };
      if (letter === 'b') return { kind: 'assert', at: 'boundary' };
      if (letter === 'B') return { kind: 'assert', at: 'no-boundary' };
      if (/[1-9k]/.test(letter)) {
        refuse('References to a group, \\1, cannot be used: they may take exponential time.');
      }
    }
    const set = sets.get(letter);
    if (set) return { kind: 'set', set };
    const control = controls.get(letter);
    if (control !== undefined) return { kind: 'set', set: [[control, control]] };
    if (letter === 'p' || letter === 'P') return { kind: 'set', set: this.category(letter === 'P') };
    if (letter === 'x' || letter === 'u') return this.exact(this.hex(letter), isInClass);
    if (letter === 'c') {
      const code = this.match(/^[A-Za-z]/)?.[0].charCodeAt(0) ?? broken('\\c needs a letter');
      return { kind: 'set', set: [[code % 32, code % 32]] };
    }
    return broken(`\\${letter} means nothing here`);
  }

  private exact(code: number, isInClass: boolean): RegexNode {
    return isInClass ? { kind: 'set', set: [[code, code]] } : this.set([[code, code]]);
  }

  private category(isNegated: boolean): CharacterSet {
    const name = this.match(/^\{([^}]*)\}/)?.[1] ?? '';
    const set = categoryOf(name);
    if (!set) return broken('\\p knows general categories, such as \\p{L} and \\p{Lu}');
    return isNegated ? complement(set) : set;
  }

  private hex(letter: string): number {
    const braced = this.match(/^\{([0-9a-fA-F]{1,6})\}/)?.[1];
    const digitsRead = braced ?? this.match(letter === 'x' ? /^[0-9a-fA-F]{2}/ : /^[0-9a-fA-F]{4}/)?.[0];
    if (digitsRead === undefined) return broken(`\\${letter} needs hexadecimal digits`);
    const code = Number.parseInt(digitsRead, 16);
    const low =
      code >= 0xd800 && code <= 0xdbff ? this.match(/^\\u([dD][c-fC-F][0-9a-fA-F]{2})/)?.[1] : undefined;
    if (low !== undefined) return ((code - 0xd800) << 10) + (Number.parseInt(low, 16) - 0xdc00) + 0x10000;
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return broken('this is no character');
    return code;
  }
}
