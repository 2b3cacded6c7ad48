/** Steps of a path; `isMany` when it has `[*]` and so gives a list. */
export interface JsonPath {
  readonly steps: readonly {
    readonly kind: 'key' | 'index' | 'all';
    readonly key: string;
    readonly index: number;
  }[];
  readonly isMany: boolean;
}

/** Reads `$.a.b[*].c[0]['x y']`; undefined when the text is no such path. */
export function parseJsonPath(path: string): JsonPath | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: JsonPath['steps'][number][] = [];
  let rest = path.slice(1);
  while (rest !== '') {
    const key =
      /^\.([A-Za-z_][\w-]*)/.exec(rest) ?? /^\['([^']*)'\]/.exec(rest) ?? /^\["([^"]*)"\]/.exec(rest);
    const index = /^\[(-?[0-9]{1,9})\]/.exec(rest);
    if (key) steps.push({ kind: 'key', key: key[1] ?? '', index: 0 });
    else if (index) steps.push({ kind: 'index', key: '', index: Number(index[1]) });
    else if (rest.startsWith('[*]')) steps.push({ kind: 'all', key: '', index: 0 });
    else return undefined;
    rest = rest.slice((key ?? index ?? ['[*]'])[0].length);
  }
  return { steps, isMany: steps.some((s) => s.kind === 'all') };
}

function step(value: unknown, at: JsonPath['steps'][number]): unknown {
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
