/**
 * The grammar of `java.util.Properties`, kept together with where everything stands: every character of the
 * text belongs to exactly one record, so that a change can leave all others as they are.
 */

/** One logical line: a property with its continuation lines, a comment or a blank. Offsets count UTF-16 units. */
export interface TextRecord {
  readonly kind: 'property' | 'other';
  /** From the first character of its first line to just after its last line end. */
  readonly start: number;
  readonly end: number;
  /** First and last line, counted from 1. */
  readonly line: number;
  readonly lastLine: number;
}

/** A property as written and as Java reads it. */
export interface PropertyRecord extends TextRecord {
  readonly kind: 'property';
  readonly key: string;
  readonly value: string;
  /** Where the key begins and ends as written. */
  readonly keyStart: number;
  readonly keyEnd: number;
  /** Where the value begins and ends as written. */
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** A place in the text where Java refuses to read on. */
export interface TextFault {
  readonly message: string;
  readonly offset: number;
}

export interface PropertiesText {
  readonly records: readonly (TextRecord | PropertyRecord)[];
  /** The first fault ends the reading in Java; here reading goes on. */
  readonly faults: readonly TextFault[];
}

/** One logical line while it is gathered: its characters with the offset of each. */
interface Gathered {
  readonly characters: string[];
  readonly offsets: number[];
}

const isBlank = (c: string | undefined): boolean => c === ' ' || c === '\t' || c === '\f';

/** Splits a text into records. Never throws. */
export function parseProperties(text: string): PropertiesText {
  const records: (TextRecord | PropertyRecord)[] = [];
  const faults: TextFault[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const start = at;
    const gathered: Gathered = { characters: [], offsets: [] };
    const next = gather(text, at, gathered);
    at = next.at;
    const place = { start, end: at, line, lastLine: line + next.lines - 1 };
    records.push(
      gathered.characters.length > 0
        ? { kind: 'property', ...place, ...split(gathered, faults) }
        : next.isEmptyProperty
          ? { kind: 'property', ...place, ...emptyAt(start) }
          : { kind: 'other', ...place },
    );
    line += next.lines;
  }
  return { records, faults };
}

interface GatheredEnd {
  /** Just after the logical line. */
  readonly at: number;
  readonly lines: number;
  /** A lone backslash at the end of the text is a property without a name to Java. */
  readonly isEmptyProperty?: boolean;
}

/** Gathers one logical line. Follows `Properties.LineReader`, its oddities included. */
function gather(text: string, from: number, { characters, offsets }: Gathered): GatheredEnd {
  let at = from;
  let lines = 0;
  let isSkipping = true;
  let isEscaped = false;
  for (;;) {
    const c = text[at];
    if (c === undefined) {
      if (isEscaped) drop(characters, offsets);
      return { at, lines: lines + 1, isEmptyProperty: isEscaped };
    }
    if (isSkipping && isBlank(c)) {
      at++;
      continue;
    }
    isSkipping = false;
    if (characters.length === 0 && (c === '#' || c === '!')) {
      return { at: endOfLine(text, at), lines: lines + 1 };
    }
    if (c !== '\n' && c !== '\r') {
      characters.push(c);
      offsets.push(at);
      isEscaped = c === '\\' ? !isEscaped : false;
      at++;
      continue;
    }
    const isLast = at + 1 === text.length;
    at = endOfLine(text, at);
    lines++;
    if (!isEscaped) return { at, lines };
    drop(characters, offsets);
    isEscaped = false;
    isSkipping = true;
    if (at >= text.length) return { at, lines, isEmptyProperty: isLast };
  }
}

function emptyAt(start: number): Omit<PropertyRecord, keyof TextRecord> {
  return { key: '', value: '', keyStart: start, keyEnd: start, valueStart: start, valueEnd: start };
}

function drop(characters: string[], offsets: number[]): void {
  characters.pop();
  offsets.pop();
}

/** Just after the line end at or after `at`. */
function endOfLine(text: string, at: number): number {
  for (let i = at; i < text.length; i++) {
    if (text[i] === '\n') return i + 1;
    if (text[i] === '\r') return text[i + 1] === '\n' ? i + 2 : i + 1;
  }
  return text.length;
}

function split(
  { characters, offsets }: Gathered,
  faults: TextFault[],
): Pick<PropertyRecord, 'key' | 'value' | 'keyStart' | 'keyEnd' | 'valueStart' | 'valueEnd'> {
  const length = characters.length;
  let keyLength = 0;
  let valueAt = length;
  let hasSeparator = false;
  let isEscaped = false;
  for (; keyLength < length; keyLength++) {
    const c = characters[keyLength];
    if (!isEscaped && (c === '=' || c === ':' || isBlank(c))) {
      hasSeparator = !isBlank(c);
      valueAt = keyLength + 1;
      break;
    }
    isEscaped = c === '\\' ? !isEscaped : false;
  }
  for (; valueAt < length; valueAt++) {
    const c = characters[valueAt];
    if (isBlank(c)) continue;
    if (hasSeparator || (c !== '=' && c !== ':')) break;
    hasSeparator = true;
  }
  const offsetOf = (index: number): number =>
    index < length ? (offsets[index] as number) : (offsets[length - 1] as number) + 1;
  return {
    key: unescape(characters, offsets, { from: 0, to: keyLength }, faults),
    value: unescape(characters, offsets, { from: valueAt, to: length }, faults),
    keyStart: offsetOf(0),
    keyEnd: keyLength > 0 ? (offsets[keyLength - 1] as number) + 1 : offsetOf(0),
    valueStart: offsetOf(valueAt),
    valueEnd: offsetOf(length),
  };
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['t', '\t'],
  ['n', '\n'],
  ['r', '\r'],
  ['f', '\f'],
]);

function unescape(
  characters: readonly string[],
  offsets: readonly number[],
  range: { readonly from: number; readonly to: number },
  faults: TextFault[],
): string {
  let result = '';
  for (let i = range.from; i < range.to; i++) {
    const c = characters[i] as string;
    if (c !== '\\') {
      result += c;
      continue;
    }
    const next = characters[++i];
    if (i >= range.to || next === undefined) break;
    if (next !== 'u') {
      result += escapes.get(next) ?? next;
      continue;
    }
    const digits = characters.slice(i + 1, Math.min(i + 5, range.to)).join('');
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) {
      const offset = offsets[i - 1] as number;
      faults.push({ message: 'Malformed \\uxxxx: four hexadecimal digits must follow \\u.', offset });
      continue;
    }
    result += String.fromCharCode(Number.parseInt(digits, 16));
    i += 4;
  }
  return result;
}

function escape(c: string): string {
  switch (c) {
    case '\\':
      return '\\\\';
    case '\t':
      return '\\t';
    case '\n':
      return '\\n';
    case '\r':
      return '\\r';
    case '\f':
      return '\\f';
    default:
      // The file is read as ISO-8859-1; beyond ASCII only \u means the same to every reader.
      return c >= ' ' && c <= '~' ? c : `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  }
}

/** Writes a key so that Java reads it back. */
export function writeKey(key: string): string {
  let text = '';
  for (let i = 0; i < key.length; i++) {
    const c = key[i] as string;
    const isSpecial = c === ' ' || c === '=' || c === ':' || (i === 0 && (c === '#' || c === '!'));
    text += isSpecial ? `\\${c}` : escape(c);
  }
  return text;
}

/** Writes a value so that Java reads it back after `separator`. */
export function writeValue(value: string, separator: string): string {
  let text = '';
  for (let i = 0; i < value.length; i++) {
    const c = value[i] as string;
    const hidesSeparator = (c === '=' || c === ':') && !/[=:]/.test(separator);
    text += i === 0 && (c === ' ' || hidesSeparator) ? `\\${c}` : escape(c);
  }
  return text;
}
