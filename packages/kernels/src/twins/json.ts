import type { RowSet, Slices } from '../contract.ts';
import {
  type JsonColumn,
  type JsonList,
  type JsonResult,
  type JsonTargets,
  jsonArray,
  jsonEscaped,
  jsonFalse,
  jsonMissing,
  jsonNull,
  jsonNumber,
  jsonObject,
  jsonString,
  jsonTrue,
} from '../json-contract.ts';
import { maximumDepth, type PathNode, type PathTree } from '../json-paths.ts';
import { liveCount, rowAt } from './rows.ts';

const character = (text: string): number => text.charCodeAt(0);
const quote = character('"');
const backslash = character('\\');
const literals = [
  { bytes: [...'true'].map(character), kind: jsonTrue },
  { bytes: [...'false'].map(character), kind: jsonFalse },
  { bytes: [...'null'].map(character), kind: jsonNull },
];

interface Found {
  readonly path: number;
  readonly start: number;
  readonly end: number;
  readonly kind: number;
}

export function readJson(
  tree: PathTree,
  input: { readonly column: Slices; readonly rows: RowSet; readonly from: number },
  into: JsonTargets,
): JsonResult {
  const { column, rows, from } = input;
  const live = liveCount(rows);
  const items = tree.isList.map(() => 0);
  let fallbacks = 0;
  for (let i = from; i < live; i++) {
    const row = rowAt(rows, i);
    const found = readText(
      { bytes: column.bytes, start: column.starts[row] as number, end: column.ends[row] as number },
      tree.root,
    );
    const added = tree.isList.map(
      (isList, path) =>
        found?.filter((one) => one.path === path && isList && one.kind !== jsonNull).length ?? 0,
    );
    const isFull = added.some(
      (count, path) => (items[path] as number) + count > (into.paths[path] as JsonColumn).starts.length,
    );
    if (isFull && tree.isList.some((isList, path) => isList && (added[path] as number) > 0))
      return { rows: i - from, fallbacks, items };
    into.fallbacks[row] = found ? 0 : 1;
    if (!found) fallbacks++;
    tree.isList.forEach((isList, path) => {
      const target = into.paths[path] as JsonColumn;
      const own = (found ?? []).filter((one) => one.path === path);
      if (!isList) {
        const value = own[0] ?? { start: 0, end: 0, kind: jsonMissing };
        put(target, row, value);
        return;
      }
      for (const value of own) {
        if (value.kind === jsonNull) continue;
        const at = items[path] as number;
        put(target, at, value);
        (target as JsonList).parents[at] = row;
        items[path] = at + 1;
      }
    });
  }
  return { rows: Math.max(live - from, 0), fallbacks, items };
}

function put(target: JsonColumn, at: number, value: Omit<Found, 'path'>): void {
  target.starts[at] = value.start;
  target.ends[at] = value.end;
  target.kinds[at] = value.kind;
}

class NotForUs extends Error {}

/** Everything the paths find in one text, or undefined when `JSON.parse` must have a look. */
function readText(
  text: { readonly bytes: Uint8Array; readonly start: number; readonly end: number },
  root: PathNode,
): Found[] | undefined {
  const { bytes, end } = text;
  const found: Found[] = [];
  let at = text.start;
  try {
    readValue(root, 0);
    if (peek() !== -1) return undefined;
    return found;
  } catch (error) {
    if (error instanceof NotForUs) return undefined;
    throw error;
  }

  /** The next byte that is no white space, or -1 at the end. */
  function peek(): number {
    while (at < end) {
      const byte = bytes[at] as number;
      if (byte !== 32 && byte !== 9 && byte !== 10 && byte !== 13) return byte;
      at++;
    }
    return -1;
  }

  function expect(byte: number): void {
    if (peek() !== byte) throw new NotForUs();
    at++;
  }

  function readValue(node: PathNode | undefined, depth: number): void {
    const first = peek();
    const start = at;
    if (first === quote) {
      const { isEscaped, ...inner } = readString();
      record(node, { ...inner, kind: isEscaped ? jsonString + jsonEscaped : jsonString });
    } else if (first === character('{')) {
      readObject(node, depth + 1);
      record(node, { start, end: at, kind: jsonObject });
    } else if (first === character('[')) {
      readArray(node, depth + 1);
      record(node, { start, end: at, kind: jsonArray });
    } else {
      const literal = literals.find((one) =>
        one.bytes.every((byte, k) => at + k < end && bytes[at + k] === byte),
      );
      if (literal) at += literal.bytes.length;
      else readNumber();
      record(node, { start, end: at, kind: literal?.kind ?? jsonNumber });
    }
  }

  function record(node: PathNode | undefined, value: Omit<Found, 'path'>): void {
    for (const path of node?.ends ?? []) found.push({ path, ...value });
  }

  function readObject(node: PathNode | undefined, depth: number): void {
    if (depth > maximumDepth) throw new NotForUs();
    const seen = new Set<PathNode>();
    at++;
    if (peek() === character('}')) {
      at++;
      return;
    }
    for (;;) {
      if (peek() !== quote) throw new NotForUs();
      const key = readString();
      const children = node?.keys ?? [];
      if (key.isEscaped && children.length > 0) throw new NotForUs();
      const child = children.find(
        (one) =>
          one.key.length === key.end - key.start && one.key.every((byte, k) => bytes[key.start + k] === byte),
      )?.node;
      if (child && seen.has(child)) throw new NotForUs();
      if (child) seen.add(child);
      expect(character(':'));
      readValue(child, depth);
      if (peek() === character('}')) {
        at++;
        return;
      }
      expect(character(','));
    }
  }

  function readArray(node: PathNode | undefined, depth: number): void {
    if (depth > maximumDepth) throw new NotForUs();
    at++;
    if (peek() === character(']')) {
      at++;
      return;
    }
    for (;;) {
      readValue(node?.all, depth);
      if (peek() === character(']')) {
        at++;
        return;
      }
      expect(character(','));
    }
  }

  /** Between the quotes. */
  function readString(): { readonly start: number; readonly end: number; readonly isEscaped: boolean } {
    const start = ++at;
    let isEscaped = false;
    for (;;) {
      if (at >= end) throw new NotForUs();
      const byte = bytes[at] as number;
      if (byte < 0x20) throw new NotForUs();
      if (byte === quote) return { start, end: at++, isEscaped };
      at++;
      if (byte !== backslash) continue;
      isEscaped = true;
      const escape = at < end ? String.fromCharCode(bytes[at++] as number) : '';
      if (escape === 'u') {
        for (let k = 0; k < 4; k++) if (at >= end || !isHex(bytes[at++] as number)) throw new NotForUs();
      } else if (escape === '' || !'"\\/bfnrt'.includes(escape)) throw new NotForUs();
    }
  }

  function readNumber(): void {
    if (at < end && bytes[at] === character('-')) at++;
    if (at < end && bytes[at] === character('0')) at++;
    else readDigits();
    if (at < end && bytes[at] === character('.')) {
      at++;
      readDigits();
    }
    if (at < end && (bytes[at] === character('e') || bytes[at] === character('E'))) {
      at++;
      if (at < end && (bytes[at] === character('+') || bytes[at] === character('-'))) at++;
      readDigits();
    }
  }

  function readDigits(): void {
    const start = at;
    while (at < end && isDigit(bytes[at] as number)) at++;
    if (at === start) throw new NotForUs();
  }
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

function isHex(byte: number): boolean {
  return isDigit(byte) || ((byte | 32) >= 97 && (byte | 32) <= 102);
}
