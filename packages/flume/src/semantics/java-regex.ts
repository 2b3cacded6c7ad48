/**
 * Translates Java's regular expressions into ECMAScript's strict (`u`) syntax. What has no equal there is named,
 * never guessed: a pattern with a problem must not run.
 */

/** A Java regular expression in ECMAScript's syntax, with what could not be carried over. */
export interface TranslatedRegex {
  readonly source: string;
  /** Capturing groups. */
  readonly groups: number;
  /** What has no equal in ECMAScript, one sentence each. */
  readonly problems: readonly string[];
}

const lineEnds = '\\n\\r\\u0085\\u2028\\u2029';
/** Java's `$` and `\Z` also match before a line end that ends the input; there is no looking ahead, so it is taken in. */
const endOfInput = `(?:\\r\\n|[${lineEnds}])?$`;

/** Inside of character classes for the named and shorthand sets of Java, which are ASCII unless it says otherwise. */
const sets: ReadonlyMap<string, string> = new Map([
  ['d', '0-9'],
  ['w', 'A-Za-z0-9_'],
  ['s', ' \\t\\n\\x0B\\f\\r'],
  ['h', ' \\t\\xA0\\u1680\\u180E\\u2000-\\u200A\\u202F\\u205F\\u3000'],
  ['v', '\\n\\x0B\\f\\r\\x85\\u2028\\u2029'],
  ['Lower', 'a-z'],
  ['Upper', 'A-Z'],
  ['ASCII', '\\x00-\\x7F'],
  ['Alpha', 'A-Za-z'],
  ['Digit', '0-9'],
  ['Alnum', 'A-Za-z0-9'],
  ['Punct', '!-\\/:-@\\[-`\\{-~'],
  ['Graph', '!-~'],
  ['Print', ' -~'],
  ['Blank', ' \\t'],
  ['Cntrl', '\\x00-\\x1F\\x7F'],
  ['XDigit', '0-9A-Fa-f'],
  ['Space', ' \\t\\n\\x0B\\f\\r'],
]);

/** Unicode properties both languages call by this name. */
const unicodeProperties =
  /^(L|Lu|Ll|Lt|Lm|Lo|M|N|Nd|Nl|No|P|S|Z|Zs|C|Is(Alphabetic|Uppercase|Lowercase|White_Space))$/;

/**
 * Translates a Java pattern so that it finds the same matches; never throws. `$` takes in a line end at the very end:
 * what is only looked at or cut out does not mind. `isReplaced` is for matches that are replaced: there `$` is the very
 * end and nothing else, so that no line end is lost.
 */
export function translateJavaRegex(
  pattern: string,
  options: { readonly isReplaced?: boolean } = {},
): TranslatedRegex {
  return new Translator(pattern, options.isReplaced === true ? '$' : endOfInput).translate();
}

interface Flags {
  readonly isCaseless: boolean;
  readonly dotMatchesAll: boolean;
  readonly isMultiline: boolean;
  readonly hasComments: boolean;
}

class Translator {
  readonly #pattern: string;
  /** What `$` and `\Z` become. */
  readonly #end: string;
  readonly #problems = new Set<string>();
  #at = 0;
  #groups = 0;
  #flags: Flags = { isCaseless: false, dotMatchesAll: false, isMultiline: false, hasComments: false };

  constructor(pattern: string, end: string) {
    this.#pattern = pattern;
    this.#end = end;
  }

  translate(): TranslatedRegex {
    let source = '';
    const outer: Flags[] = [];
    while (this.#at < this.#pattern.length) {
      const c = this.#pattern[this.#at] as string;
      if (c === '(') {
        outer.push(this.#flags);
        const opened = this.#group();
        // A group that only sets flags, (?i), ends where it begins and its flags stay.
        if (opened === undefined) outer.pop();
        else source += opened;
      } else if (c === ')') {
        this.#flags = outer.pop() ?? this.#flags;
        this.#at++;
        source += ')';
      } else source += this.#next(c);
    }
    return { source, groups: this.#groups, problems: [...this.#problems] };
  }

  #next(c: string): string {
    this.#at++;
    switch (c) {
      case '\\':
        return this.#escape();
      case '[':
        return this.#characterClass();
      case '.':
        return this.#flags.dotMatchesAll ? '[^]' : `[^${lineEnds}]`;
      case '^':
        return this.#flags.isMultiline ? this.#refuse('(?m) with ^', '^') : '^';
      case '$':
        return this.#flags.isMultiline ? this.#refuse('(?m) with $', '$') : this.#end;
      case '*':
      case '+':
      case '?':
        return this.#quantifier(c);
      case '{': {
        const bounds = /^\d+(,\d*)?\}/.exec(this.#pattern.slice(this.#at))?.[0];
        if (bounds === undefined) return '\\{';
        this.#at += bounds.length;
        return this.#quantifier(`{${bounds}`);
      }
      case ']':
      case '}':
        return `\\${c}`;
      default:
        if (this.#flags.hasComments && /\s/.test(c)) return '';
        if (this.#flags.hasComments && c === '#') {
          const end = this.#pattern.indexOf('\n', this.#at);
          this.#at = end < 0 ? this.#pattern.length : end;
          return '';
        }
        return this.#literal(c);
    }
  }

  #quantifier(text: string): string {
    if (this.#pattern[this.#at] === '+') {
      this.#at++;
      return this.#refuse('possessive quantifiers such as a++', text);
    }
    if (this.#pattern[this.#at] === '?') {
      this.#at++;
      return `${text}?`;
    }
    return text;
  }

  /** The opening of a group, or undefined for one that only sets flags. */
  #group(): string | undefined {
    const rest = this.#pattern.slice(this.#at);
    const plain = /^\(\?(:|=|!|<=|<!)/.exec(rest)?.[0];
    if (plain !== undefined) {
      this.#at += plain.length;
      return plain;
    }
    const named = /^\(\?<([A-Za-z][A-Za-z0-9]*)>/.exec(rest);
    if (named) {
      this.#at += named[0].length;
      this.#groups++;
      return '(';
    }
    if (rest.startsWith('(?>')) {
      this.#at += 3;
      return this.#refuse('atomic groups (?>…)', '(?:');
    }
    const flags = /^\(\?([a-zA-Z]*)(?:-([a-zA-Z]*))?([:)])/.exec(rest);
    if (flags) {
      this.#at += flags[0].length;
      this.#setFlags(flags[1] ?? '', flags[2] ?? '');
      return flags[3] === ')' ? undefined : '(?:';
    }
    this.#at++;
    this.#groups++;
    return '(';
  }

  #setFlags(on: string, off: string): void {
    const is = (letter: string, now: boolean): boolean =>
      on.includes(letter) ? true : off.includes(letter) ? false : now;
    const { isCaseless, dotMatchesAll, isMultiline, hasComments } = this.#flags;
    this.#flags = {
      isCaseless: is('i', isCaseless),
      dotMatchesAll: is('s', dotMatchesAll),
      isMultiline: is('m', isMultiline),
      hasComments: is('x', hasComments),
    };
    const other = /[^imsx]/.exec(on)?.[0];
    if (other !== undefined) this.#refuse(`the flag (?${other})`, '');
  }

  #literal(c: string): string {
    if (this.#flags.isCaseless && /[A-Za-z]/.test(c)) return `[${c.toLowerCase()}${c.toUpperCase()}]`;
    return /[/]/.test(c) ? `\\${c}` : c;
  }

  #escape(): string {
    const c = this.#pattern[this.#at];
    if (c === undefined) return this.#refuse('a pattern that ends with a backslash', '');
    this.#at++;
    if (c === 'Q') return this.#quoted();
    if (c === 'E') return '';
    const set = this.#set(c);
    if (set !== undefined) return set;
    switch (c) {
      case 'A':
        return '^';
      case 'z':
        return '$';
      case 'Z':
        return this.#end;
      case 'R':
        return `(?:\\r\\n|[${lineEnds}\\x0B\\f])`;
      case 'b':
      case 'B':
        return `\\${c}`;
      case 'G':
      case 'X':
      case 'N':
        return this.#refuse(`\\${c}`, '');
      case 'k':
        return this.#refuse('references to a group', '');
      default:
        if (/[1-9]/.test(c)) return this.#refuse('references to a group', '');
        return this.#character(c);
    }
  }

  /** A set such as `\d` or `\p{Alpha}` as a class of its own. */
  #set(c: string): string | undefined {
    const inside = this.#setInside(c);
    if (inside === undefined) return undefined;
    if (inside.startsWith('\\p') || inside.startsWith('\\P')) return inside;
    if (inside === sets.get('d')) return '\\d';
    if (inside === sets.get('w')) return '\\w';
    return inside.startsWith('^') ? `[^${inside.slice(1)}]` : `[${inside}]`;
  }

  /** The inside of a class for a set, with a leading `^` when it is the rest of it. */
  #setInside(c: string): string | undefined {
    if (/[dwshv]/.test(c)) return sets.get(c) as string;
    if (/[DWSHV]/.test(c)) return `^${sets.get(c.toLowerCase()) as string}`;
    if (c !== 'p' && c !== 'P') return undefined;
    const name = /^(?:\{([^}]*)\}|(\w))/.exec(this.#pattern.slice(this.#at));
    if (!name) return this.#refuse('\\p without a name', '');
    this.#at += name[0].length;
    const property = (name[1] ?? name[2]) as string;
    const posix = sets.get(property);
    if (posix !== undefined && property.length > 1) return c === 'p' ? posix : `^${posix}`;
    const short = property.replace(/^Is(?=L|M|N|P|S|Z|C)(?=.{1,2}$)/, '');
    if (!unicodeProperties.test(short)) return this.#refuse(`\\p{${property}}`, '');
    return `\\${c}{${short.replace(/^Is/, '')}}`;
  }

  /** An escaped character that stands for one character. */
  #character(c: string): string {
    const rest = this.#pattern.slice(this.#at);
    const take = (match: RegExpExecArray | null): string | undefined => {
      if (match) this.#at += match[0].length;
      return match?.[1];
    };
    switch (c) {
      case 't':
      case 'n':
      case 'r':
      case 'f':
        return `\\${c}`;
      case 'a':
        return '\\x07';
      case 'e':
        return '\\x1B';
      case '0': {
        const octal = take(/^([0-3]?[0-7]{1,2})/.exec(rest));
        return octal === undefined
          ? this.#refuse('\\0 without digits', '')
          : codePoint(Number.parseInt(octal, 8));
      }
      case 'x': {
        const hex = take(/^([0-9A-Fa-f]{2})/.exec(rest)) ?? take(/^\{([0-9A-Fa-f]{1,6})\}/.exec(rest));
        return hex === undefined
          ? this.#refuse('\\x without digits', '')
          : codePoint(Number.parseInt(hex, 16));
      }
      case 'u': {
        const hex = take(/^([0-9A-Fa-f]{4})/.exec(rest));
        return hex === undefined
          ? this.#refuse('\\u without digits', '')
          : codePoint(Number.parseInt(hex, 16));
      }
      case 'c': {
        const letter = take(/^(.)/s.exec(rest));
        return letter === undefined
          ? this.#refuse('\\c without a letter', '')
          : codePoint(letter.charCodeAt(0) ^ 64);
      }
      default:
        if (/[A-Za-z]/.test(c)) return this.#refuse(`\\${c}`, '');
        return escaped(c);
    }
  }

  /** Everything up to `\E` as it stands. */
  #quoted(): string {
    const end = this.#pattern.indexOf('\\E', this.#at);
    const text = this.#pattern.slice(this.#at, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#pattern.length : end + 2;
    return [...text].map((c) => (/[A-Za-z]/.test(c) ? this.#literal(c) : escaped(c))).join('');
  }

  #characterClass(): string {
    let inside = '';
    if (this.#pattern[this.#at] === '^') {
      this.#at++;
      inside = '^';
    }
    let isFirst = true;
    for (;;) {
      const c = this.#pattern[this.#at];
      if (c === undefined) return this.#refuse('a class without its ]', '[^]');
      this.#at++;
      if (c === ']' && !isFirst) return `[${inside}]`;
      if (c === '[') inside += this.#refuse('a class inside a class', '\\[');
      else if (c === '&' && this.#pattern[this.#at] === '&') {
        inside += this.#refuse('intersections of classes, &&', '&');
      } else if (c === '\\') inside += this.#escapeInClass();
      else if (!(this.#flags.hasComments && /\s/.test(c))) inside += this.#inClass(c);
      isFirst = false;
    }
  }

  #inClass(c: string): string {
    const range = /^-([^\]\\[])/.exec(this.#pattern.slice(this.#at));
    if (range) {
      this.#at += 2;
      const [from, to] = [c, range[1] as string];
      return this.#flags.isCaseless ? caselessRange(from, to) : `${escaped(from)}-${escaped(to)}`;
    }
    if (this.#flags.isCaseless && /[A-Za-z]/.test(c)) return c.toLowerCase() + c.toUpperCase();
    return escaped(c);
  }

  #escapeInClass(): string {
    const c = this.#pattern[this.#at];
    if (c === undefined) return this.#refuse('a pattern that ends with a backslash', '');
    this.#at++;
    if (c === 'Q') return this.#quoted();
    if (c === 'E') return '';
    const set = this.#setInside(c);
    if (set === undefined)
      return /[bBGZzARXk]/.test(c) ? this.#refuse(`\\${c} in a class`, '') : this.#character(c);
    return set.startsWith('^') ? this.#refuse(`\\${c} in a class`, '') : set;
  }

  #refuse(what: string, instead: string): string {
    this.#problems.add(`Embedded runs do not know ${what}.`);
    return instead;
  }
}

function caselessRange(from: string, to: string): string {
  const own = `${escaped(from)}-${escaped(to)}`;
  const lower = [from, to].every((c) => /[a-z]/.test(c));
  const upper = [from, to].every((c) => /[A-Z]/.test(c));
  if (lower) return `${own}${from.toUpperCase()}-${to.toUpperCase()}`;
  return upper ? `${own}${from.toLowerCase()}-${to.toLowerCase()}` : own;
}

function codePoint(code: number): string {
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
}

/** A character that stands for itself, inside and outside of classes. */
function escaped(c: string): string {
  if ('^$\\.*+?()[]{}|/-'.includes(c)) return c === '-' ? '\\x2D' : `\\${c}`;
  return c;
}

/** Translates the replacement text of `Matcher.replaceAll` to that of `String.replace`. */
export function translateReplacement(
  text: string,
  groups: number,
): { readonly text: string; readonly problems: readonly string[] } {
  const problems: string[] = [];
  let result = '';
  for (let at = 0; at < text.length; at++) {
    const c = text[at] as string;
    if (c === '\\') {
      at++;
      const next = text[at];
      if (next === undefined) problems.push('The replacement ends with a backslash.');
      else result += next === '$' ? '$$' : next;
    } else if (c === '$') {
      const first = /^\d/.exec(text.slice(at + 1))?.[0];
      if (first === undefined) {
        problems.push('A $ in the replacement must be followed by the number of a group, or be written \\$.');
        continue;
      }
      // Java takes a second digit only while such a group exists.
      let number = Number(first);
      at++;
      for (let next = text[at + 1]; next !== undefined && /\d/.test(next); next = text[at + 1]) {
        if (number * 10 + Number(next) > groups) break;
        number = number * 10 + Number(next);
        at++;
      }
      if (number > groups)
        problems.push(`The replacement uses group ${number}, the expression has ${groups}.`);
      else if (number > 9)
        problems.push(`Embedded runs know groups 1 to 9, and the replacement uses ${number}.`);
      // The expression language takes one digit, so a digit that follows is no part of the number.
      result += `$${number}`;
    } else result += c;
  }
  return { text: result, problems };
}
