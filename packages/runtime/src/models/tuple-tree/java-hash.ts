/**
 * Java's hash codes, bit for bit: what Storm picks tasks by. All functions return int32. JavaScript has one number
 * type, so callers say which Java type a number stands for.
 */
import type { BytesColumn, Column } from '../../batch.ts';
import { decodeUtf8 } from '../../text.ts';

/** What a number is on the JVM: a `Long` or a `Double`. */
export type JavaNumber = 'long' | 'double';

const doubles = new Float64Array(1);
const words = new Int32Array(doubles.buffer);
const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
const two32 = 2 ** 32;

/** `String.hashCode`: over UTF-16 units. */
export function hashString(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

/** `String.hashCode` of UTF-8 bytes. */
export function hashUtf8(column: BytesColumn, row: number): number {
  const { bytes } = column;
  const start = column.starts[row] as number;
  const end = column.ends[row] as number;
  let hash = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte >= 0x80) return hashString(decodeUtf8(bytes, start, end));
    hash = (Math.imul(hash, 31) + byte) | 0;
  }
  return hash;
}

/** `Long.hashCode`: the halves XORed, so that -1 gives 0. */
export function hashLong(value: number): number {
  const high = Math.floor(value / two32);
  return (value - high * two32) ^ high;
}

/** `Double.hashCode`; every NaN is one value. */
export function hashDouble(value: number): number {
  if (Number.isNaN(value)) return 0x7ff80000;
  doubles[0] = value;
  const high = words[isLittleEndian ? 1 : 0] as number;
  return high ^ (words[isLittleEndian ? 0 : 1] as number);
}

/** `Boolean.hashCode`. */
export function hashBoolean(value: boolean): number {
  return value ? 1231 : 1237;
}

/** `hashCode` of a JSON-like value: lists as `ArrayList`, objects as `HashMap`, null and undefined as 0. */
export function hashValue(value: unknown, numbers?: JavaNumber): number {
  if (typeof value === 'string') return hashString(value);
  if (typeof value === 'number') {
    const isLong =
      numbers === undefined ? Number.isSafeInteger(value) && !Object.is(value, -0) : numbers === 'long';
    return isLong ? hashLong(value) : hashDouble(value);
  }
  if (typeof value === 'boolean') return hashBoolean(value);
  if (Array.isArray(value)) {
    let hash = 1;
    for (const item of value) hash = (Math.imul(hash, 31) + hashValue(item, numbers)) | 0;
    return hash;
  }
  if (typeof value === 'object' && value !== null) {
    let hash = 0;
    for (const [key, item] of Object.entries(value))
      hash = (hash + (hashString(key) ^ hashValue(item, numbers))) | 0;
    return hash;
  }
  return 0;
}

/** `hashCode` of one cell of a column. */
export function hashCell(column: Column | undefined, row: number, numbers?: JavaNumber): number {
  switch (column?.kind) {
    case 'bytes':
      return hashUtf8(column, row);
    case 'word':
      return hashString(column.table.text(column.ids[row] as number));
    case 'number':
    case 'value':
      return hashValue(column.values[row], numbers);
    case 'constant':
      return hashValue(column.value, numbers);
    case 'headers':
    case undefined:
      return 0;
  }
}

/** `Math.floorMod(hash, tasks)`. */
export function floorMod(hash: number, tasks: number): number {
  const rest = (hash % tasks) | 0;
  return rest < 0 ? rest + tasks : rest;
}

/** One more value in a `java.util.Arrays` hash; start with 1. */
export function combine(hash: number, value: number): number {
  return (Math.imul(hash, 31) + value) | 0;
}
