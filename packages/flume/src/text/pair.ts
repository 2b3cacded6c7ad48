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
  for (const part of parts) {
    const other = [...free.values()].find((o) => o.kind === part.kind && o.name === part.name);
    if (!other) {
      left.push(part);
      continue;
    }
    pairs.set(part.key, other.key);
    free.delete(other.key);
  }
  for (const part of left) {
    const isLike = (o: Part): boolean => o.kind === part.kind && o.type === part.type;
    const candidates = [...free.values()].filter(isLike);
    if (candidates.length !== 1 || left.filter(isLike).length !== 1) continue;
    const other = candidates[0] as Part;
    pairs.set(part.key, other.key);
    free.delete(other.key);
  }
  return pairs;
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
