import { compareTexts, decode, mostText } from './text.ts';

/**
 * What values are and how they become text, equal and ordered. A value is null, text, number, boolean, bytes (read as
 * UTF-8 text), list (array) or map (`Map` or own properties of an object). `undefined` counts as null. Nothing here
 * throws, and nothing reaches a prototype.
 */
export type Value = unknown;

/** Deepest list or map that has a text and can be compared. */
const deepest = 100;

/** The number, or null when it is none that engines agree on. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The whole number, or null beyond ±(2^53 - 1): integers are exact or nothing. */
export function exact(value: number): number | null {
  return Number.isSafeInteger(value) ? value : null;
}

function isNothing(value: Value): value is null | undefined {
  return value === null || value === undefined;
}

/** The entries of a map or record, in the order of their keys; undefined for other values. */
function entriesOf(value: Value): readonly (readonly [string, Value])[] | undefined {
  if (value instanceof Map) {
    return [...(value as ReadonlyMap<string, Value>)].sort(([a], [b]) => compareTexts(a, b));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array) {
    return undefined;
  }
  return Object.entries(value).sort(([a], [b]) => compareTexts(a, b));
}

/** Writes JSON with sorted keys; gives up when it becomes too deep or too long. */
class JsonWriter {
  private length = 0;

  write(value: Value, depth: number): string | undefined {
    if (depth > deepest) return undefined;
    if (Array.isArray(value)) {
      const items = this.all(value, (item) => this.write(item, depth + 1));
      return items && `[${items.join(',')}]`;
    }
    const entries = entriesOf(value);
    if (entries) {
      const items = this.all(entries, ([key, item]) => {
        const written = this.write(item, depth + 1);
        return written === undefined ? undefined : `${JSON.stringify(key)}:${written}`;
      });
      return items && `{${items.join(',')}}`;
    }
    const written = JSON.stringify(value instanceof Uint8Array ? decode(value) : (value ?? null)) ?? 'null';
    this.length += written.length;
    return this.length > mostText ? undefined : written;
  }

  private all<T>(items: readonly T[], write: (item: T) => string | undefined): string[] | undefined {
    const written: string[] = [];
    for (const item of items) {
      const one = write(item);
      this.length += 1;
      if (one === undefined || this.length > mostText) return undefined;
      written.push(one);
    }
    return written;
  }
}

/** The value as text; lists and maps as JSON with sorted keys. */
export function textOf(value: Value): string | null {
  if (typeof value === 'string') return value;
  if (isNothing(value)) return null;
  if (value instanceof Uint8Array) return decode(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return new JsonWriter().write(value, 0) ?? null;
}

/** Whether a value is text or bytes. */
export function isText(value: Value): value is string | Uint8Array {
  return typeof value === 'string' || value instanceof Uint8Array;
}

/** Whether two values are the same: null equals null, bytes equal their text, lists and maps equal by content. */
export function isEqual(a: Value, b: Value): boolean {
  if (a === b) return true;
  // Most comparisons are of two texts or two numbers.
  return typeof a === typeof b && typeof a !== 'object' ? false : equal(a, b, 0);
}

function equal(a: Value, b: Value, depth: number): boolean {
  if (a === b) return true;
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b);
  if (isText(a) || isText(b)) return isText(a) && isText(b) && textOf(a) === textOf(b);
  if (depth > deepest) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => equal(item, b[index], depth + 1));
  }
  const [x, y] = [entriesOf(a), entriesOf(b)];
  if (!x || !y || x.length !== y.length) return false;
  return x.every(([key, item], index) => {
    const other = y[index];
    return other?.[0] === key && equal(item, other[1], depth + 1);
  });
}

/** Order of two values: texts by code point, numbers by size; null when they are of different kinds. */
export function order(a: Value, b: Value): number | null {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
  if (isText(a) && isText(b)) return compareTexts(textOf(a) ?? '', textOf(b) ?? '');
  return null;
}

/** An own entry of a map or record, or null. */
export function member(of: Value, key: string): Value {
  if (of instanceof Map) return (of.get(key) as Value) ?? null;
  if (typeof of !== 'object' || of === null || Array.isArray(of) || of instanceof Uint8Array) return null;
  return Object.hasOwn(of, key) ? ((of as { readonly [key: string]: Value })[key] ?? null) : null;
}
