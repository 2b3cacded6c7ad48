import { expressionText } from './support-text.ts';
import { asJsonType, followJsonPath, type JsonPath, parseJson, parseJsonPath } from './values/json-path.ts';
import { trim } from './values/text.ts';
import { formatTime, parseTime, timePatternOf } from './values/time.ts';
import { exact, finite, isEqual, isText, member, order, textOf, type Value } from './values/value.ts';

/**
 * The meaning of every operator and function. Printed JavaScript calls these as `$.name(...)`, the interpreter calls
 * them by name. Nothing here throws, grows without bound or reaches outside of the values it is given.
 */

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
function parseOnce(source: string): Value {
  if (source !== parsedText) {
    parsedValue = parseJson(source);
    parsedText = source;
  }
  return parsedValue;
}

const numberShape = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

function toNumber(value: Value): number | null {
  if (typeof value === 'number') return finite(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (!isText(value)) return null;
  const source = trim(textOf(value) ?? '');
  return numberShape.test(source) ? finite(Number(source)) : null;
}

/** Whole numbers in, an exact whole number out, or null. */
function whole(compute: (a: number, b: number) => number): (a: Value, b: Value) => number | null {
  return (a, b) => (typeof a === 'number' && typeof b === 'number' ? exact(compute(a, b)) : null);
}

function real(compute: (a: number, b: number) => number): (a: Value, b: Value) => number | null {
  return (a, b) => (typeof a === 'number' && typeof b === 'number' ? finite(compute(a, b)) : null);
}

function toWhole(round: (number: number) => number): (value: Value) => number | null {
  return (value) => (typeof value === 'number' ? exact(round(value)) : null);
}

function roundHalfAway(number: number): number {
  const cut = Math.trunc(number);
  return Math.abs(number - cut) >= 0.5 ? cut + Math.sign(number) : cut;
}

function numbers(values: readonly Value[]): number[] {
  return values.filter((value): value is number => typeof value === 'number');
}

/** What printed JavaScript calls: pass it as `$`. */
export const expressionRuntime = {
  ...expressionText,
  member,
  index(of: Value, at: Value): Value {
    if (isText(at)) return member(of, textOf(at) ?? '');
    if (!Array.isArray(of) || typeof at !== 'number' || !Number.isInteger(at)) return null;
    return (of.at(at) as Value) ?? null;
  },
  negate: (value: Value): number | null => (typeof value === 'number' ? -value : null),
  /** Texts are joined, numbers added. */
  add(a: Value, b: Value): Value {
    if (typeof a === 'number' && typeof b === 'number') return finite(a + b);
    return isText(a) || isText(b) ? expressionText.append(a, b) : null;
  },
  subtract: real((a, b) => a - b),
  multiply: real((a, b) => a * b),
  divide: real((a, b) => a / b),
  remainder: real((a, b) => a % b),
  addWhole: whole((a, b) => a + b),
  subtractWhole: whole((a, b) => a - b),
  multiplyWhole: whole((a, b) => a * b),
  remainderWhole: whole((a, b) => a % b),
  equal: isEqual,
  different: (a: Value, b: Value): boolean => !isEqual(a, b),
  less: (a: Value, b: Value): boolean => (order(a, b) ?? 1) < 0,
  atMost: (a: Value, b: Value): boolean => (order(a, b) ?? 1) <= 0,
  more: (a: Value, b: Value): boolean => (order(a, b) ?? -1) > 0,
  atLeast: (a: Value, b: Value): boolean => (order(a, b) ?? -1) >= 0,

  number: toNumber,
  integer(value: Value): number | null {
    const number = toNumber(value);
    return number === null ? null : exact(Math.trunc(number));
  },
  round: toWhole(roundHalfAway),
  floor: toWhole(Math.floor),
  ceil: toWhole(Math.ceil),
  abs: (value: Value): number | null => (typeof value === 'number' ? Math.abs(value) : null),
  /** Exact where `Math.trunc(a / b)` is off by one: near the largest integers. */
  quotient: whole((a, b) => (a - (a % b)) / b),
  min(...values: Value[]): number | null {
    const found = numbers(values);
    return found.length === 0 ? null : Math.min(...found);
  },
  max(...values: Value[]): number | null {
    const found = numbers(values);
    return found.length === 0 ? null : Math.max(...found);
  },
  coalesce: (...values: Value[]): Value => values.find((v) => v !== null && v !== undefined) ?? null,
  json(value: Value, path: string, type?: string): Value {
    const source = textOf(value);
    const steps = pathOf(path);
    if (source === null || steps === undefined) return null;
    const found = followJsonPath(steps, parseOnce(source));
    if (type === undefined) return found;
    if (!steps.isMany) return asJsonType(found, type);
    return (found as readonly Value[]).map((item) => asJsonType(item, type)).filter((item) => item !== null);
  },
  time: (value: Value): number | null => (typeof value === 'number' ? exact(value) : null),
  formatTime(value: Value, pattern: string): string | null {
    const prepared = timePatternOf(pattern);
    return typeof value === 'number' && prepared !== undefined ? formatTime(value, prepared) : null;
  },
  parseTime(value: Value, pattern: string): number | null {
    const source = textOf(value);
    const prepared = timePatternOf(pattern);
    return source === null || prepared === undefined ? null : parseTime(source, prepared);
  },
} as const;
