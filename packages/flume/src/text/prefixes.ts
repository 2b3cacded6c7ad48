/**
 * The prefixes of a key that end in one of its first `most` dots, shortest first: `sources.`, `sources.r1.` of
 * `sources.r1.type`. Looking each of them up finds what a key belongs to without going through everything it could
 * belong to; `most` keeps a key of nothing but dots from taking for ever.
 */
export function* prefixesOf(key: string, most: number): Generator<string> {
  let dot = key.indexOf('.');
  for (let count = 0; dot >= 0 && count < most; count++) {
    yield key.slice(0, dot + 1);
    dot = key.indexOf('.', dot + 1);
  }
}

/** How many dots the longest of some prefixes has. */
export function depthOf(prefixes: Iterable<string>): number {
  let most = 0;
  for (const prefix of prefixes) most = Math.max(most, prefix.split('.').length - 1);
  return most;
}

/** Values by prefixes that end in a dot. */
export class PrefixMap<T> {
  readonly #values = new Map<string, T>();
  #depth = 0;

  set(prefix: string, value: T): void {
    this.#values.set(prefix, value);
    this.#depth = Math.max(this.#depth, depthOf([prefix]));
  }

  /** The value of the longest prefix of a key, with that prefix. */
  longest(key: string): { readonly prefix: string; readonly value: T } | undefined {
    let found: { readonly prefix: string; readonly value: T } | undefined;
    for (const prefix of prefixesOf(key, this.#depth)) {
      const value = this.#values.get(prefix);
      if (value !== undefined) found = { prefix, value };
    }
    return found;
  }
}
