/** Something with a name, a kind and a type, in a text or in a drawing. */
export interface Part {
  readonly key: string;
  /** Parts are paired within one kind only. */
  readonly kind: string;
  readonly name: string;
  readonly type: string;
}

/**
 * Says which part of `others` is which part of `parts`, by key: equal names first; then, because a rename keeps
 * the type, the only two of a kind and type that are left.
 */
export function pairParts(parts: readonly Part[], others: readonly Part[]): Map<string, string> {
  const pairs = new Map<string, string>();
  const free = new Map(others.map((other) => [other.key, other]));
  const left: Part[] = [];
  const named = grouped(others, nameOf);
  for (const part of parts) {
    const other = named.get(nameOf(part))?.find((o) => free.has(o.key));
    if (!other) {
      left.push(part);
      continue;
    }
    pairs.set(part.key, other.key);
    free.delete(other.key);
  }
  const unpaired = grouped([...free.values()], likenessOf);
  for (const [likeness, alike] of grouped(left, likenessOf)) {
    const candidates = unpaired.get(likeness) ?? [];
    if (alike.length === 1 && candidates.length === 1)
      pairs.set((alike[0] as Part).key, (candidates[0] as Part).key);
  }
  return pairs;
}

function nameOf({ kind, name }: Part): string {
  return JSON.stringify([kind, name]);
}

function likenessOf({ kind, type }: Part): string {
  return JSON.stringify([kind, type]);
}

function grouped(parts: readonly Part[], keyOf: (part: Part) => string): Map<string, Part[]> {
  const groups = new Map<string, Part[]>();
  for (const part of parts) {
    const key = keyOf(part);
    const group = groups.get(key);
    if (group) group.push(part);
    else groups.set(key, [part]);
  }
  return groups;
}

/** Hands out short ids that nothing in use has. */
export class Ids {
  readonly #used: Set<string>;

  constructor(used: Iterable<string>) {
    // A plain object has this name already.
    this.#used = new Set([...used, 'constructor']);
  }

  take(name: string, otherwise: string): string {
    const slug =
      name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-+|-+$/g, '')
        .slice(0, 40) || otherwise;
    let id = slug;
    for (let i = 2; this.#used.has(id); i++) id = `${slug}-${i}`;
    this.#used.add(id);
    return id;
  }
}
