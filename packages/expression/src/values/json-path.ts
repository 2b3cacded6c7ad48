import { hasSurrogates, wellFormed } from './text.ts';

/** Steps of a path; `isMany` when it has `[*]` and so gives a list. */
export interface JsonPath {
  readonly steps: readonly JsonStep[];
  readonly isMany: boolean;
}

/** Into a key of an object, an item of a list (negative: from the end), or all items. */
export type JsonStep =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'all' };

/** What a typed `json(text, path, type)` may be asked for. */
export type JsonType = 'string' | 'integer' | 'double' | 'boolean';

/** The names of the types a JSON value can be read as. */
export const jsonTypes: readonly JsonType[] = ['string', 'integer', 'double', 'boolean'];

/** Reads `$.a.b[*].c[0]['x y']`; undefined when the text is no such path. */
export function parseJsonPath(path: string): JsonPath | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: JsonStep[] = [];
  let rest = path.slice(1);
  while (rest !== '') {
    const key =
      /^\.([A-Za-z_][\w-]*)/.exec(rest) ?? /^\['([^']*)'\]/.exec(rest) ?? /^\["([^"]*)"\]/.exec(rest);
    const index = /^\[(-?[0-9]{1,9})\]/.exec(rest);
    if (key) steps.push({ kind: 'key', key: key[1] ?? '' });
    else if (index) steps.push({ kind: 'index', index: Number(index[1]) });
    else if (rest.startsWith('[*]')) steps.push({ kind: 'all' });
    else return undefined;
    rest = rest.slice((key ?? index ?? ['[*]'])[0].length);
  }
  return { steps, isMany: steps.some((s) => s.kind === 'all') };
}

function step(value: unknown, at: JsonStep): unknown {
  if (at.kind === 'all') return undefined;
  if (at.kind === 'index') return Array.isArray(value) ? value.at(at.index) : undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, at.key) ? (value as Record<string, unknown>)[at.key] : undefined;
}

/** What a path finds in parsed JSON: a value or null; with `[*]` a list of what was found and is not null. */
export function followJsonPath(path: JsonPath, root: unknown): unknown {
  if (!path.isMany) {
    let value = root;
    for (const at of path.steps) {
      value = step(value, at);
      if (value === undefined || value === null) return null;
    }
    return value;
  }
  let values: unknown[] = [root];
  for (const at of path.steps) {
    const next: unknown[] = [];
    for (const value of values) {
      if (at.kind === 'all') {
        if (Array.isArray(value)) for (const item of value) next.push(item);
      } else {
        next.push(step(value, at));
      }
    }
    values = next.filter((value) => value !== undefined && value !== null);
  }
  return values;
}

/** The value when it is of this type, else null: `5` is no string, `1.5` no integer, `'5'` no number. */
export function asJsonType(value: unknown, type: string): unknown {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'double':
      return typeof value === 'number' ? value : null;
    case 'integer':
      return Number.isSafeInteger(value) ? value : null;
    default:
      return null;
  }
}

const escapedSurrogate = /\\u[dD][89a-fA-F]/;
/** Too large for a double; read as null wherever it stands. */
const hugeNumber = /[0-9][eE]\+?[0-9]{3}|[0-9]{300}/;

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return wellFormed(value);
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}

/** Parses JSON; null when it is none. Numbers beyond doubles are null, halves of characters are replaced. */
export function parseJson(source: string): unknown {
  try {
    const isStrange = escapedSurrogate.test(source) || hugeNumber.test(source) || hasSurrogates(source);
    return JSON.parse(source, isStrange ? (_key, value: unknown) => cleaned(value) : undefined) as unknown;
  } catch {
    // Broken JSON reads as null: a record that is not JSON has none of the fields.
    return null;
  }
}
