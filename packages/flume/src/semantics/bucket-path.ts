import type { ZoneClock, ZonedTime } from './zoned-time.ts';

/** The escapes of Flume's BucketPath: `%{header}`, `%[localhost]` and the letters of the time. */

/** What the escapes of one event are filled in with. */
export interface EscapeValues {
  readonly header: (name: string) => string | undefined;
  /** Value of a static escape. */
  readonly machine: (name: 'localhost' | 'IP' | 'FQDN') => string;
  /** Milliseconds for the letters; undefined when the event has no time. */
  readonly timestamp: string | undefined;
}

export interface TimeRounding {
  readonly unit: 'second' | 'minute' | 'hour';
  readonly value: number;
}

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'machine'; readonly name: string }
  | { readonly kind: 'time'; readonly letter: string };

/** What an escape cannot be filled in with; the event's batch fails until the cause is gone. */
export class EscapeError extends Error {
  readonly code = 'RUN_ESCAPE_FAILED';
}

const escape = /%(\w|%)|%\{([\w.-]+)\}|%\[(\w+)\]/g;

/** A text with escapes, taken apart once. */
export class BucketPath {
  readonly #parts: readonly Part[];
  readonly #clock: ZoneClock;
  readonly #rounding: TimeRounding | undefined;

  constructor(template: string, clock: ZoneClock, rounding?: TimeRounding) {
    this.#parts = partsOf(template);
    this.#clock = clock;
    this.#rounding = rounding;
  }

  /** Says whether an event needs a time. */
  get needsTime(): boolean {
    return this.#parts.some((part) => part.kind === 'time');
  }

  /** Headers whose values appear. */
  get headers(): readonly string[] {
    return this.#parts.flatMap((part) => (part.kind === 'header' ? [part.name] : []));
  }

  /** The text with its escapes filled in. */
  fill(values: EscapeValues): string {
    let result = '';
    for (const part of this.#parts) {
      if (part.kind === 'text') result += part.text;
      else if (part.kind === 'header') result += values.header(part.name) ?? '';
      else if (part.kind === 'machine') result += machineValue(part.name, values);
      else result += this.#time(part.letter, values.timestamp);
    }
    return result;
  }

  #time(letter: string, timestamp: string | undefined): string {
    if (timestamp === undefined) {
      throw new EscapeError('Expected timestamp in the Flume event headers, but it was null');
    }
    if (!/^[+-]?\d+$/.test(timestamp)) {
      throw new EscapeError(
        "Flume wasn't able to parse timestamp header in the event to resolve time based bucketing. Please check that you're correctly populating timestamp header (for example using TimestampInterceptor source interceptor).",
      );
    }
    if (letter === '%') return '%';
    if (letter === 't') return timestamp;
    const raw = Number(timestamp);
    const ms = this.#rounding ? this.#clock.roundDown(raw, this.#rounding.unit, this.#rounding.value) : raw;
    if (letter === 's') return String(Math.floor(ms / 1000));
    return formats.get(letter)?.(this.#clock.read(ms)) ?? '';
  }
}

function partsOf(template: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of template.matchAll(escape)) {
    if (match.index > at) parts.push({ kind: 'text', text: template.slice(at, match.index) });
    const [whole, letter, header, machine] = match;
    if (letter !== undefined) parts.push({ kind: 'time', letter });
    else if (header !== undefined) parts.push({ kind: 'header', name: header });
    else parts.push({ kind: 'machine', name: machine as string });
    at = match.index + whole.length;
  }
  if (at < template.length) parts.push({ kind: 'text', text: template.slice(at) });
  return parts;
}

function machineValue(name: string, values: EscapeValues): string {
  if (name === 'localhost' || name === 'IP' || name === 'FQDN') return values.machine(name);
  throw new EscapeError(
    `The static escape string '${name}' was provided but does not match any of (localhost,IP,FQDN)`,
  );
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const weekday = (t: ZonedTime): string => weekdays[t.weekday] as string;
const month = (t: ZonedTime): string => months[t.month - 1] as string;
const pad = (value: number, width = 2): string => String(value).padStart(width, '0');
const hour12 = (t: ZonedTime): number => t.hour % 12 || 12;

/** Letters to `SimpleDateFormat` patterns as Flume maps them. */
const formats: ReadonlyMap<string, (t: ZonedTime) => string> = new Map([
  ['a', (t: ZonedTime) => weekday(t).slice(0, 3)],
  ['A', weekday],
  ['b', (t: ZonedTime) => month(t).slice(0, 3)],
  ['B', month],
  [
    'c',
    (t: ZonedTime) =>
      `${weekday(t).slice(0, 3)} ${month(t).slice(0, 3)} ${t.day} ${pad(t.hour)}:${pad(t.minute)}:${pad(t.second)} ${pad(t.year, 4)}`,
  ],
  ['d', (t: ZonedTime) => pad(t.day)],
  ['e', (t: ZonedTime) => String(t.day)],
  ['D', (t: ZonedTime) => `${pad(t.month)}/${pad(t.day)}/${pad(t.year % 100)}`],
  ['H', (t: ZonedTime) => pad(t.hour)],
  ['I', (t: ZonedTime) => pad(hour12(t))],
  ['j', (t: ZonedTime) => pad(t.dayOfYear, 3)],
  ['k', (t: ZonedTime) => String(t.hour)],
  ['l', (t: ZonedTime) => String(hour12(t))],
  ['m', (t: ZonedTime) => pad(t.month)],
  ['n', (t: ZonedTime) => String(t.month)],
  ['M', (t: ZonedTime) => pad(t.minute)],
  ['p', (t: ZonedTime) => (t.hour < 12 ? 'AM' : 'PM')],
  ['S', (t: ZonedTime) => pad(t.second)],
  ['y', (t: ZonedTime) => pad(t.year % 100)],
  ['Y', (t: ZonedTime) => pad(t.year, 4)],
  [
    'z',
    (t: ZonedTime) => {
      const minutes = Math.abs(t.offsetMinutes);
      return `${t.offsetMinutes < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}${pad(minutes % 60)}`;
    },
  ],
]);

/** A header's value that may become part of a path: it names one thing in one directory and nothing else. */
export function sanitizeEscapeValue(value: string): string {
  const safe = value.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 128);
  return safe.replace(/^\.+/, (dots) => '_'.repeat(dots.length));
}
