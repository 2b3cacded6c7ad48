import { mostMatched, type Pattern, patternOf, type RegexMatch } from './regex/regex.ts';
import { cut, lengthOf, mostText, slice, split, trim, words } from './values/text.ts';
import { isEqual, textOf, type Value } from './values/value.ts';

function mapText<T>(map: (source: string) => T): (value: Value) => T | null {
  return (value) => {
    const source = textOf(value);
    return source === null ? null : map(source);
  };
}

function testText(test: (whole: string, part: string) => boolean): (whole: Value, part: Value) => boolean {
  return (whole, part) => {
    const [a, b] = [textOf(whole), textOf(part)];
    return a !== null && b !== null && test(a, b);
  };
}

/** The part of a text that patterns look at. */
function looked(text: string): string {
  return text.length <= mostMatched ? text : cut(text, mostMatched)[0];
}

/** Texts put together; null when that would be longer than texts may be. */
function joined(texts: readonly string[], separator: string): string | null {
  let length = separator.length * Math.max(0, texts.length - 1);
  for (const text of texts) length += text.length;
  return length > mostText ? null : texts.join(separator);
}

/** `$1` is the first group, `$0` the whole match, `$$` a dollar; a group that took no part is empty. */
function filledIn(replacement: string, { groups }: RegexMatch): string {
  if (!replacement.includes('$')) return replacement;
  return replacement.replace(/\$([$0-9])/g, (_, what: string) =>
    what === '$' ? '$' : (groups[Number(what)] ?? ''),
  );
}

function replaceAll(source: string, pattern: Pattern, replacement: string): string | null {
  const [looked, rest] = cut(source, mostMatched);
  const pieces: string[] = [];
  let length = rest.length;
  let copied = 0;
  for (let from = 0; from <= looked.length; ) {
    const match = pattern.exec(looked, from);
    if (!match) break;
    const piece = looked.slice(copied, match.start) + filledIn(replacement, match);
    length += piece.length;
    if (length > mostText) return null;
    pieces.push(piece);
    copied = match.end;
    const isWide = (looked.codePointAt(match.end) ?? 0) > 0xffff;
    from = match.end > match.start ? match.end : match.end + (isWide ? 2 : 1);
  }
  if (pieces.length === 0) return source;
  return joined([...pieces, looked.slice(copied), rest], '');
}

/** The functions over texts and lists. */
export const expressionText = {
  /** `+` when one side is text: null when one side is null. */
  append(a: Value, b: Value): string | null {
    const [x, y] = [textOf(a), textOf(b)];
    return x === null || y === null ? null : joined([x, y], '');
  },
  lower: mapText((s) => s.toLowerCase()),
  upper: mapText((s) => s.toUpperCase()),
  trim: mapText(trim),
  length(value: Value): number | null {
    if (Array.isArray(value)) return value.length;
    const source = textOf(value);
    return source === null ? null : lengthOf(source);
  },
  split(value: Value, separator: Value): readonly string[] | null {
    const [source, by] = [textOf(value), textOf(separator)];
    return source === null || by === null ? null : split(source, by);
  },
  words: mapText(words),
  contains(whole: Value, part: Value): boolean {
    if (Array.isArray(whole)) return whole.some((item) => isEqual(item, part));
    const [a, b] = [textOf(whole), textOf(part)];
    return a !== null && b !== null && a.includes(b);
  },
  startsWith: testText((a, b) => a.startsWith(b)),
  endsWith: testText((a, b) => a.endsWith(b)),
  replace(value: Value, regex: string, replacement: Value): string | null {
    const [source, by] = [textOf(value), textOf(replacement)];
    const pattern = patternOf(regex);
    return source === null || by === null || pattern === undefined ? null : replaceAll(source, pattern, by);
  },
  matches(value: Value, regex: string): boolean {
    const source = textOf(value);
    return source !== null && patternOf(regex)?.test(looked(source)) === true;
  },
  extract(value: Value, regex: string, group: Value = 1): string | null {
    const source = textOf(value);
    if (source === null || typeof group !== 'number') return null;
    return patternOf(regex)?.extract(looked(source), group) ?? null;
  },
  substring(value: Value, from: Value, to?: Value): string | null {
    const source = textOf(value);
    if (source === null || typeof from !== 'number') return null;
    if (to !== undefined && typeof to !== 'number') return null;
    return slice(source, Math.max(0, Math.trunc(from)), to === undefined ? source.length : Math.trunc(to));
  },
  string: textOf,
  concat: (...values: Value[]): string | null =>
    joined(
      values.map((v) => textOf(v) ?? ''),
      '',
    ),
  join(list: Value, separator: Value): string | null {
    const by = textOf(separator);
    if (!Array.isArray(list) || by === null) return null;
    return joined(
      list.map((item) => textOf(item) ?? ''),
      by,
    );
  },
} as const;
