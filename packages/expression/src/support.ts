import { followJsonPath, type JsonPath, parseJsonPath } from './json-path.ts';
import { compileRegex } from './regex.ts';

/**
 * The meaning of every operator and function. Printed JavaScript calls these as `$.name(...)`, the interpreter calls
 * them by name. Values are null, string, number, boolean, bytes, lists, maps; undefined counts as null. Nothing
 * here throws, and nothing reaches a prototype: only own properties, Map entries and array items are read.
 */

interface Utf8Decoder {
  decode(bytes: Uint8Array): string;
}
/** In every browser and in Node, but not in the ES library types. */
declare const TextDecoder: new (label: string) => Utf8Decoder;
const utf8 = new TextDecoder('utf-8');

/** Longest text a regular expression looks at. */
const mostMatched = 65_536;

type Value = unknown;

function text(value: Value): string | null {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return utf8.decode(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return JSON.stringify(toJson(value));
}

/** Maps as objects without prototype, bytes as text. */
function toJson(value: Value): Value {
  if (value instanceof Uint8Array) return utf8.decode(value);
  if (value instanceof Map) {
    const object = Object.create(null) as Record<string, Value>;
    for (const [key, item] of value as ReadonlyMap<string, Value>) object[key] = toJson(item);
    return object;
  }
  if (Array.isArray(value)) return value.map(toJson);
  return value ?? null;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function numbers(values: readonly Value[]): number[] {
  return values.filter((value): value is number => typeof value === 'number');
}

const regexes = new Map<string, RegExp>();
function regexOf(pattern: string, flag: '' | 'g'): RegExp {
  const key = `${flag}${pattern}`;
  let regex = regexes.get(key);
  if (regex === undefined) {
    const compiled = compileRegex(pattern).regex ?? /(?!)/u;
    regex = flag === '' ? compiled : new RegExp(compiled.source, `${compiled.flags}${flag}`);
    if (regexes.size >= 1_000) regexes.clear();
    regexes.set(key, regex);
  }
  return regex;
}

const paths = new Map<string, JsonPath | undefined>();
function pathOf(path: string): JsonPath | undefined {
  if (!paths.has(path)) {
    if (paths.size >= 1_000) paths.clear();
    paths.set(path, parseJsonPath(path));
  }
  return paths.get(path);
}

/** Several paths of one record read the same text: it is parsed once. */
let parsedText: string | undefined;
let parsedValue: Value;
function parseJson(source: string): Value {
  if (source !== parsedText) {
    try {
      parsedValue = JSON.parse(source);
    } catch {
      // Broken JSON reads as null: a record that is not JSON has none of the fields.
      parsedValue = null;
    }
    parsedText = source;
  }
  return parsedValue;
}

function equal(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a === null || a === undefined || b === null || b === undefined) return (a ?? null) === (b ?? null);
  if (typeof a === 'number' || typeof a === 'boolean' || typeof b === 'number' || typeof b === 'boolean')
    return false;
  return text(a) === text(b);
}

/** Order of two values: texts by code unit, numbers by size; null (no order) when they are of different kinds. */
function order(a: Value, b: Value): number | null {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
  if (
    (typeof a === 'string' || a instanceof Uint8Array) &&
    (typeof b === 'string' || b instanceof Uint8Array)
  ) {
    const [x, y] = [text(a) ?? '', text(b) ?? ''];
    return x < y ? -1 : x > y ? 1 : 0;
  }
  return null;
}

function member(of: Value, key: string): Value {
  if (of instanceof Map) return (of.get(key) as Value) ?? null;
  if (typeof of !== 'object' || of === null || Array.isArray(of) || of instanceof Uint8Array) return null;
  return Object.hasOwn(of, key) ? ((of as Record<string, Value>)[key] ?? null) : null;
}

function isWordEnd(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function words(source: string): string[] {
  const found: string[] = [];
  let start = -1;
  for (let at = 0; at < source.length; at += 1) {
    if (isWordEnd(source.charCodeAt(at))) {
      if (start >= 0) found.push(source.slice(start, at));
      start = -1;
    } else if (start < 0) {
      start = at;
    }
  }
  if (start >= 0) found.push(source.slice(start));
  return found;
}

function toNumber(value: Value): number | null {
  if (typeof value === 'number') return finite(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  const source = text(value)?.trim();
  if (source === undefined || !/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(source))
    return null;
  return finite(Number(source));
}

function negated(value: Value): number | null {
  return typeof value === 'number' ? -value : null;
}

function arithmetic(compute: (a: number, b: number) => number): (a: Value, b: Value) => number | null {
  return (a, b) => (typeof a === 'number' && typeof b === 'number' ? finite(compute(a, b)) : null);
}

function testText(test: (whole: string, part: string) => boolean): (whole: Value, part: Value) => boolean {
  return (whole, part) => {
    const [a, b] = [text(whole), text(part)];
    return a !== null && b !== null && test(a, b);
  };
}

function mapText<T>(map: (source: string) => T): (value: Value) => T | null {
  return (value) => {
    const source = text(value);
    return source === null ? null : map(source);
  };
}

function mapNumber(map: (number: number) => number): (value: Value) => number | null {
  return (value) => (typeof value === 'number' ? finite(map(value)) : null);
}

/** What printed JavaScript calls: pass it as `$`. */
export const expressionRuntime = {
  member,
  index(of: Value, at: Value): Value {
    if (typeof at === 'string' || at instanceof Uint8Array) return member(of, text(at) ?? '');
    if (!Array.isArray(of) || typeof at !== 'number' || !Number.isInteger(at)) return null;
    return (of.at(at) as Value) ?? null;
  },
  negate: negated,
  add(a: Value, b: Value): Value {
    if (typeof a === 'number' && typeof b === 'number') return finite(a + b);
    if (a === null || a === undefined || b === null || b === undefined) return null;
    const isText = (v: Value): boolean => typeof v === 'string' || v instanceof Uint8Array;
    return isText(a) || isText(b) ? `${text(a)}${text(b)}` : null;
  },
  subtract: arithmetic((a, b) => a - b),
  multiply: arithmetic((a, b) => a * b),
  divide: arithmetic((a, b) => a / b),
  remainder: arithmetic((a, b) => a % b),
  equal,
  different: (a: Value, b: Value): boolean => !equal(a, b),
  less: (a: Value, b: Value): boolean => (order(a, b) ?? 1) < 0,
  atMost: (a: Value, b: Value): boolean => (order(a, b) ?? 1) <= 0,
  more: (a: Value, b: Value): boolean => (order(a, b) ?? -1) > 0,
  atLeast: (a: Value, b: Value): boolean => (order(a, b) ?? -1) >= 0,

  lower: mapText((s) => s.toLowerCase()),
  upper: mapText((s) => s.toUpperCase()),
  trim: mapText((s) => s.trim()),
  length(value: Value): number | null {
    if (Array.isArray(value)) return value.length;
    return text(value)?.length ?? null;
  },
  split(value: Value, separator: Value): readonly string[] | null {
    const [source, by] = [text(value), text(separator)];
    return source === null || by === null ? null : source.split(by);
  },
  words: mapText(words),
  contains(whole: Value, part: Value): boolean {
    if (Array.isArray(whole)) return whole.some((item) => equal(item, part));
    const [a, b] = [text(whole), text(part)];
    return a !== null && b !== null && a.includes(b);
  },
  startsWith: testText((a, b) => a.startsWith(b)),
  endsWith: testText((a, b) => a.endsWith(b)),
  replace(value: Value, pattern: string, replacement: Value): string | null {
    const [source, by] = [text(value), text(replacement)];
    if (source === null || by === null) return null;
    return source.slice(0, mostMatched).replace(regexOf(pattern, 'g'), by) + source.slice(mostMatched);
  },
  matches(value: Value, pattern: string): boolean {
    const source = text(value);
    return source !== null && regexOf(pattern, '').test(source.slice(0, mostMatched));
  },
  extract(value: Value, pattern: string, group: Value = 1): string | null {
    const source = text(value);
    if (source === null || typeof group !== 'number' || !Number.isInteger(group) || group < 0) return null;
    return regexOf(pattern, '').exec(source.slice(0, mostMatched))?.[group] ?? null;
  },
  substring(value: Value, from: Value, to?: Value): string | null {
    const source = text(value);
    if (source === null || typeof from !== 'number') return null;
    if (to !== undefined && typeof to !== 'number') return null;
    const end = to === undefined ? source.length : to;
    return end <= from ? '' : source.substring(from, end);
  },
  number: toNumber,
  integer(value: Value): number | null {
    const number = toNumber(value);
    return number === null ? null : Math.trunc(number);
  },
  string: text,
  round: mapNumber((n) => Math.floor(n + 0.5)),
  floor: mapNumber(Math.floor),
  abs: mapNumber(Math.abs),
  min(...values: Value[]): number | null {
    const found = numbers(values);
    return found.length === 0 ? null : Math.min(...found);
  },
  max(...values: Value[]): number | null {
    const found = numbers(values);
    return found.length === 0 ? null : Math.max(...found);
  },
  coalesce: (...values: Value[]): Value => values.find((v) => v !== null && v !== undefined) ?? null,
  concat: (...values: Value[]): string => values.map((v) => text(v) ?? '').join(''),
  join(list: Value, separator: Value): string | null {
    const by = text(separator);
    if (!Array.isArray(list) || by === null) return null;
    return list.map((item) => text(item) ?? '').join(by);
  },
  json(value: Value, path: string): Value {
    const source = text(value);
    const steps = pathOf(path);
    return source === null || steps === undefined ? null : followJsonPath(steps, parseJson(source));
  },
} as const;
