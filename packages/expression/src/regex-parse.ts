/** Characters as sorted, disjoint, inclusive ranges of code points. */
export type CharacterSet = readonly (readonly [number, number])[];

/** What matters of a pattern for its ambiguity: assertions are empty, groups are their content. */
export type RegexNode =
  | { readonly kind: 'empty' }
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'sequence' | 'choice'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'repeat'; readonly of: RegexNode; readonly min: number; readonly max: number };

const last = 0x10ffff;
const digits: CharacterSet = [[48, 57]];
const wordSet: CharacterSet = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const spaces: CharacterSet = [
  [9, 13],
  [32, 32],
  [160, 160],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
const anything: CharacterSet = [[0, last]];

function union(sets: readonly CharacterSet[]): CharacterSet {
  const sorted = sets.flat().sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [from, to] of sorted) {
    const before = merged.at(-1);
    if (before && from <= before[1] + 1) before[1] = Math.max(before[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

function complement(set: CharacterSet): CharacterSet {
  const rest: [number, number][] = [];
  let from = 0;
  for (const [a, b] of union([set])) {
    if (a > from) rest.push([from, a - 1]);
    from = b + 1;
  }
  if (from <= last) rest.push([from, last]);
  return rest;
}

/** Whether two sets share a character. */
export function overlap(a: CharacterSet, b: CharacterSet): boolean {
  return a.some(([from, to]) => b.some(([x, y]) => from <= y && x <= to));
}

/** Case does not matter for ambiguity unless it does: letters count as both cases, which only ever rejects more. */
function single(code: number): CharacterSet {
  const char = String.fromCodePoint(code);
  return union(
    [char, char.toLowerCase(), char.toUpperCase()].map((c) => {
      const point = c.codePointAt(0) ?? code;
      return [[point, point]] as const;
    }),
  );
}

/** Parses a pattern that `new RegExp(pattern, 'u')` accepts. */
export function parseRegex(source: string): RegexNode {
  const reader = new RegexReader(source);
  return reader.choice();
}

class RegexReader {
  private readonly source: string;
  private at = 0;

  constructor(source: string) {
    this.source = source;
  }

  private peek(text: string): boolean {
    return this.source.startsWith(text, this.at);
  }

  private take(text: string): boolean {
    if (!this.peek(text)) return false;
    this.at += text.length;
    return true;
  }

  choice(): RegexNode {
    const items = [this.sequence()];
    while (this.take('|')) items.push(this.sequence());
    return { kind: 'choice', items };
  }

  private sequence(): RegexNode {
    const items: RegexNode[] = [];
    while (this.at < this.source.length && !this.peek('|') && !this.peek(')')) items.push(this.quantified());
    return { kind: 'sequence', items };
  }

  private quantified(): RegexNode {
    const of = this.atom();
    const match = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})/.exec(this.source.slice(this.at));
    if (!match) return of;
    this.at += match[0].length;
    this.take('?');
    if (match[0] === '*') return { kind: 'repeat', of, min: 0, max: Number.POSITIVE_INFINITY };
    if (match[0] === '+') return { kind: 'repeat', of, min: 1, max: Number.POSITIVE_INFINITY };
    if (match[0] === '?') return { kind: 'repeat', of, min: 0, max: 1 };
    const min = Number(match[1]);
    const max = match[2] === '' ? min : match[3] === '' ? Number.POSITIVE_INFINITY : Number(match[3]);
    return { kind: 'repeat', of, min, max };
  }

  private atom(): RegexNode {
    if (this.take('^') || this.take('$') || this.take('\\b') || this.take('\\B')) return { kind: 'empty' };
    if (this.take('.')) return { kind: 'set', set: anything };
    if (this.take('[')) return { kind: 'set', set: this.characterClass() };
    if (this.take('(')) {
      const isLookahead = this.take('?=') || this.take('?!');
      if (!isLookahead && !this.take('?:')) {
        const name = /^\?<[^>]*>/.exec(this.source.slice(this.at));
        if (name) this.at += name[0].length;
      }
      const content = this.choice();
      this.take(')');
      // What is looked at is matched on its own, so it counts as an optional part here.
      return isLookahead ? { kind: 'repeat', of: content, min: 0, max: 1 } : content;
    }
    if (this.take('\\')) return { kind: 'set', set: this.escape() };
    return { kind: 'set', set: single(this.codePoint()) };
  }

  private codePoint(): number {
    const code = this.source.codePointAt(this.at) ?? 0;
    this.at += code > 0xffff ? 2 : 1;
    return code;
  }

  private characterClass(): CharacterSet {
    const isNegated = this.take('^');
    const sets: CharacterSet[] = [];
    while (this.at < this.source.length && !this.take(']')) {
      const from = this.take('\\') ? this.escape() : single(this.codePoint());
      const isRange = this.peek('-') && !this.peek('-]');
      if (!isRange) {
        sets.push(from);
        continue;
      }
      this.take('-');
      const to = this.take('\\') ? this.escape() : single(this.codePoint());
      const all = [...from, ...to].flat();
      sets.push([[Math.min(...all), Math.max(...all)]]);
    }
    const set = union(sets);
    return isNegated ? complement(set) : set;
  }

  private escape(): CharacterSet {
    const letter = this.source.charAt(this.at);
    this.at += 1;
    switch (letter) {
      case 'd':
        return digits;
      case 'D':
        return complement(digits);
      case 'w':
        return wordSet;
      case 'W':
        return complement(wordSet);
      case 's':
        return spaces;
      case 'S':
        return complement(spaces);
      case 'p':
      case 'P': {
        const property = /^\{[^}]*\}/.exec(this.source.slice(this.at));
        if (property) this.at += property[0].length;
        return anything;
      }
      case 'x':
        return this.hex(/^[0-9a-fA-F]{2}/);
      case 'u':
        return this.peek('{') ? this.hex(/^\{([0-9a-fA-F]+)\}/) : this.hex(/^[0-9a-fA-F]{4}/);
      case 'c': {
        const code = this.codePoint() % 32;
        return [[code, code]];
      }
      default: {
        const control = { n: 10, r: 13, t: 9, v: 11, f: 12, '0': 0 }[letter];
        if (control !== undefined) return [[control, control]];
        this.at -= 1;
        return single(this.codePoint());
      }
    }
  }

  private hex(shape: RegExp): CharacterSet {
    const match = shape.exec(this.source.slice(this.at));
    this.at += match?.[0].length ?? 0;
    return single(Number.parseInt(match?.[1] ?? match?.[0] ?? '0', 16));
  }
}
