import { printRegex } from '../regex/print.ts';
import type { RegexNode } from '../regex/syntax.ts';

/**
 * Times are whole milliseconds since 1970 in UTC. Patterns use the letters of Java (and so of Spark and of Flume's
 * serializers), those whose meaning is the same everywhere; text stands between single quotes.
 */

/** A piece of a pattern: a field, or text that stands for itself. */
export type TimePart =
  | { readonly kind: 'field'; readonly letters: TimeLetters }
  | { readonly kind: 'text'; readonly text: string };

export type TimeLetters =
  | 'yyyy'
  | 'MMM'
  | 'MM'
  | 'dd'
  | 'DDD'
  | 'EEE'
  | 'HH'
  | 'mm'
  | 'ss'
  | 'SSS'
  | 'XXX'
  | 'Z';

/** What a field is, for help and docs. */
export const timeLetters: { readonly [L in TimeLetters]: string } = {
  yyyy: 'year',
  MMM: 'month, Jan to Dec',
  MM: 'month, 01 to 12',
  dd: 'day of the month, 01 to 31',
  DDD: 'day of the year, 001 to 366 (only to print)',
  EEE: 'day of the week, Mon to Sun (only to print)',
  HH: 'hour, 00 to 23',
  mm: 'minute, 00 to 59',
  ss: 'second, 00 to 59',
  SSS: 'millisecond, 000 to 999',
  XXX: 'offset, Z or +01:00',
  Z: 'offset, +0100',
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdays = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const dayMs = 86_400_000;
const firstMs = -62_135_596_800_000;
const lastMs = 253_402_300_799_999;

/** Reads a pattern; undefined when it has letters that are none of ours or an open quote. */
export function parseTimePattern(pattern: string): readonly TimePart[] | undefined {
  const parts: TimePart[] = [];
  const text = (added: string): void => {
    const before = parts.at(-1);
    if (before?.kind === 'text') parts[parts.length - 1] = { kind: 'text', text: before.text + added };
    else parts.push({ kind: 'text', text: added });
  };
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at);
    const quoted = /^'((?:[^']|'')*)'/.exec(rest);
    const letters = /^([A-Za-z])\1*/.exec(rest)?.[0];
    if (quoted) {
      text(quoted[1] === '' ? "'" : (quoted[1] ?? '').replaceAll("''", "'"));
      at += quoted[0].length;
    } else if (letters !== undefined) {
      if (!Object.hasOwn(timeLetters, letters)) return undefined;
      parts.push({ kind: 'field', letters: letters as TimeLetters });
      at += letters.length;
    } else {
      if (pattern.charAt(at) === "'") return undefined;
      const char = String.fromCodePoint(rest.codePointAt(0) as number);
      text(char);
      at += char.length;
    }
  }
  return parts.length > 0 ? parts : undefined;
}

/** Whether a text can be read by these parts: every field at most once, none that only prints. */
export function isReadable(parts: readonly TimePart[]): boolean {
  const fields = parts.flatMap((part) => (part.kind === 'field' ? [part.letters] : []));
  const kinds = fields.map((f) => (f === 'MMM' ? 'MM' : f === 'XXX' ? 'Z' : f));
  return (
    new Set(kinds).size === kinds.length &&
    fields.length > 0 &&
    !kinds.some((f) => f === 'DDD' || f === 'EEE')
  );
}

/** Days since 1970 of a date of the Gregorian calendar. */
function daysOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719_468
  );
}

interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function dateOf(days: number): CivilDate {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const m = Math.floor((5 * dayOfYear + 2) / 153);
  const month = m < 10 ? m + 3 : m - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * m + 2) / 5) + 1 };
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** Prints a time; null before the year 1, after 9999, and for what is no whole number of milliseconds. */
export function formatTime(ms: number, { parts }: TimePattern): string | null {
  if (!Number.isInteger(ms) || ms < firstMs || ms > lastMs) return null;
  const days = Math.floor(ms / dayMs);
  const rest = ms - days * dayMs;
  const { year, month, day } = dateOf(days);
  const field = (letters: TimeLetters): string => {
    switch (letters) {
      case 'yyyy':
        return padded(year, 4);
      case 'MMM':
        return months[month - 1] as string;
      case 'MM':
        return padded(month, 2);
      case 'dd':
        return padded(day, 2);
      case 'DDD':
        return padded(days - daysOf(year, 1, 1) + 1, 3);
      case 'EEE':
        return weekdays[((days % 7) + 7) % 7] as string;
      case 'HH':
        return padded(Math.floor(rest / 3_600_000), 2);
      case 'mm':
        return padded(Math.floor(rest / 60_000) % 60, 2);
      case 'ss':
        return padded(Math.floor(rest / 1_000) % 60, 2);
      case 'SSS':
        return padded(rest % 1_000, 3);
      case 'XXX':
        return 'Z';
      case 'Z':
        return '+0000';
    }
  };
  return parts.map((part) => (part.kind === 'text' ? part.text : field(part.letters))).join('');
}

function set(...ranges: readonly (readonly [string, string])[]): RegexNode {
  return { kind: 'set', set: ranges.map(([a, b]) => [a.charCodeAt(0), b.charCodeAt(0)] as const) };
}

function times(of: RegexNode, count: number): RegexNode {
  return { kind: 'repeat', of, min: count, max: count, isLazy: false };
}

function sequence(...items: readonly RegexNode[]): RegexNode {
  return { kind: 'sequence', items };
}

const digit = set(['0', '9']);
const sign = set(['+', '+'], ['-', '-']);

function shapeOf(letters: TimeLetters): RegexNode {
  switch (letters) {
    case 'yyyy': {
      // There is no year 0 in the calendar of dates that people write.
      const zero: RegexNode = { kind: 'look', of: times(set(['0', '0']), 4), isNegated: true };
      return sequence(zero, times(digit, 4));
    }
    case 'MMM':
    case 'EEE':
      return times(set(['A', 'Z'], ['a', 'z']), 3);
    case 'SSS':
    case 'DDD':
      return times(digit, 3);
    case 'XXX': {
      const offset = sequence(sign, times(digit, 2), set([':', ':']), times(digit, 2));
      return { kind: 'choice', items: [set(['Z', 'Z']), offset] };
    }
    case 'Z':
      return sequence(sign, times(digit, 4));
    case 'MM':
    case 'dd':
    case 'HH':
    case 'mm':
    case 'ss':
      return times(digit, 2);
  }
}

/** What a text must look like for a pattern: a group for each field. */
export function timeShape(parts: readonly TimePart[]): RegexNode {
  let group = 0;
  const items = parts.flatMap((part): readonly RegexNode[] => {
    if (part.kind === 'text') {
      return [...part.text].map((char) => {
        const code = char.codePointAt(0) as number;
        return { kind: 'set', set: [[code, code]] };
      });
    }
    group += 1;
    return [{ kind: 'group', index: group, of: shapeOf(part.letters) }];
  });
  return sequence({ kind: 'assert', at: 'start' }, ...items, { kind: 'assert', at: 'end' });
}

/** Milliseconds of an offset such as +0100, or null when it is none. */
function offsetMs(text: string): number | null {
  if (text === 'Z') return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(-2));
  if (minutes > 59 || hours * 60 + minutes > 18 * 60) return null;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** A pattern ready to print and read times. */
export interface TimePattern {
  readonly parts: readonly TimePart[];
  readonly shape: RegExp;
}

const mostKept = 1_000;
const kept = new Map<string, TimePattern | undefined>();

/** The pattern of a text, prepared once; undefined when it is none. */
export function timePatternOf(text: string): TimePattern | undefined {
  if (kept.has(text)) return kept.get(text);
  if (kept.size >= mostKept) kept.clear();
  const parts = parseTimePattern(text);
  const pattern = parts && { parts, shape: new RegExp(printRegex(timeShape(parts), 'javascript'), 'u') };
  kept.set(text, pattern);
  return pattern;
}

/** Reads a time; what the pattern does not say is 1970, January, 1, 0 o'clock and UTC. Null when it does not fit. */
export function parseTime(text: string, { parts, shape }: TimePattern): number | null {
  const found = shape.exec(text);
  if (!found) return null;
  const read = new Map<TimeLetters, string>();
  const fields = parts.flatMap((part) => (part.kind === 'field' ? [part.letters] : []));
  for (const [index, letters] of fields.entries()) read.set(letters, found[index + 1] ?? '');
  const number = (letters: TimeLetters, otherwise: number): number => {
    const digits = read.get(letters);
    return digits === undefined ? otherwise : Number(digits);
  };
  const name = read.get('MMM')?.toLowerCase();
  const month = name === undefined ? number('MM', 1) : months.findIndex((m) => m.toLowerCase() === name) + 1;
  const [year, day] = [number('yyyy', 1970), number('dd', 1)];
  const [hour, minute, second] = [number('HH', 0), number('mm', 0), number('ss', 0)];
  const offset = offsetMs(read.get('XXX') ?? read.get('Z') ?? 'Z');
  if (offset === null || month < 1 || month > 12 || day < 1) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const days = daysOf(year, month, day);
  const date = dateOf(days);
  if (date.month !== month || date.day !== day) return null;
  return days * dayMs + hour * 3_600_000 + minute * 60_000 + second * 1_000 + number('SSS', 0) - offset;
}
